package wire

// SignIn asks for a session with a one-time token (POST SessionPath).
type SignIn struct {
	Token string `json:"token"`
}

// Session says who the visitor is (GET and POST SessionPath).
type Session struct {
	// User is the person's name; empty for a visitor who has not signed in.
	User string `json:"user"`
	// Version is the server's build; a change means a new app is ready.
	Version string `json:"version"`
}
