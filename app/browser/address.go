package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Hash is the address's fragment with its "#", "" when there is none.
func Hash() string {
	if app.IsServer {
		return ""
	}
	return app.Window().Get("location").Get("hash").String()
}

// ReplaceHash changes the address's fragment ("#ID", or "" for none) without a
// new entry in the history.
func ReplaceHash(hash string) {
	if app.IsServer {
		return
	}
	location := app.Window().Get("location")
	if location.Get("hash").String() == hash {
		return
	}
	path := location.Get("pathname").String() + location.Get("search").String() + hash
	app.Window().Get("history").Call("replaceState", nil, "", path)
}

// InField reports whether the focus is where a person types or chooses.
func InField() bool {
	if app.IsServer {
		return false
	}
	el := app.Window().Get("document").Get("activeElement")
	return el.Truthy() && el.Call("matches", "input, textarea, select, [contenteditable=true]").Bool()
}
