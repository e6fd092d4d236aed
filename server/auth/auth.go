package auth

import (
	"context"
	"net/http"
	"strings"
	"time"
	"unicode"

	"galley/annotations"
)

// TokenLife is how long a one-time link is good for.
const TokenLife = time.Hour

// Store keeps people, tokens and sessions; a token and a session are shown
// once and kept as hashes.
type Store interface {
	// NewToken makes a one-time token of at least 128 bits for a person. Returns not_found
	// if there is no such person who may sign in.
	NewToken(ctx context.Context, user string, life time.Duration) (string, error)
	// SignIn trades a token for a session, once. Returns unauthenticated.
	SignIn(ctx context.Context, token string) (session, user string, err error)
	// Session is whose session it is. Returns unauthenticated.
	Session(ctx context.Context, session string) (user string, err error)
	EndSession(ctx context.Context, session string) error
	// Admit makes a person who may sign in, or lets one who could not.
	Admit(ctx context.Context, user string) error
	// Admitted lists the people who may sign in, by name.
	Admitted(ctx context.Context) ([]string, error)
}

// Auth recognises people. It is safe for concurrent use.
type Auth struct {
	store Store
	tls   bool
}

// New is an Auth for a server that speaks TLS, or does not and is on loopback.
func New(store Store, tls bool) *Auth { return &Auth{store: store, tls: tls} }

// credential is the session in a request, from the header or the cookie.
func (a *Auth) credential(r *http.Request) string {
	if scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	if c, err := r.Cookie(a.cookieName()); err == nil {
		return c.Value
	}
	return ""
}

// User is the name of who sent the request. Returns unauthenticated for a
// request without a session, or with one that is unknown, ended or expired.
func (a *Auth) User(r *http.Request) (string, error) {
	session := a.credential(r)
	if session == "" {
		return "", annotations.Errorf(annotations.Unauthenticated, "no_session", "", "sign in first: the request carries no session")
	}
	return a.store.Session(r.Context(), session)
}

// SignIn trades a one-time token for a session and gives the session to the
// browser in a cookie. Returns unauthenticated when the token is unknown, used
// or expired.
func (a *Auth) SignIn(w http.ResponseWriter, r *http.Request, token string) (user string, err error) {
	session, user, err := a.store.SignIn(r.Context(), token)
	if err != nil {
		return "", err
	}
	http.SetCookie(w, a.cookie(session))
	return user, nil
}

// SignOut ends the request's session, if it has one, and takes the cookie back.
func (a *Auth) SignOut(w http.ResponseWriter, r *http.Request) error {
	gone := a.cookie("")
	gone.MaxAge = -1
	http.SetCookie(w, gone)
	if session := a.credential(r); session != "" {
		return a.store.EndSession(r.Context(), session)
	}
	return nil
}

// cookieName has the __Host- prefix where TLS lets it: a browser then takes the
// cookie from this very host only.
func (a *Auth) cookieName() string {
	if a.tls {
		return "__Host-galley"
	}
	return "galley_session"
}

// cookieLife is how long a browser keeps the cookie; the session may end sooner.
const cookieLife = 30 * 24 * time.Hour

func (a *Auth) cookie(session string) *http.Cookie {
	return &http.Cookie{
		Name: a.cookieName(), Value: session, Path: "/", MaxAge: int(cookieLife / time.Second),
		Secure: a.tls, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
}

// Link is a new one-time link for a person, below a server's base address
// ("http://127.0.0.1:8080"). Returns not_found if she may not sign in.
func (a *Auth) Link(ctx context.Context, base, user string) (string, error) {
	token, err := a.store.NewToken(ctx, user, TokenLife)
	if err != nil {
		return "", err
	}
	return strings.TrimSuffix(base, "/") + "/sign-in#" + token, nil
}

// APIToken is a new session for a person's own scripts, to be sent as
// "Authorization: Bearer TOKEN". It is shown here and never again.
func (a *Auth) APIToken(ctx context.Context, user string) (string, error) {
	token, err := a.store.NewToken(ctx, user, TokenLife)
	if err != nil {
		return "", err
	}
	session, _, err := a.store.SignIn(ctx, token)
	return session, err
}

// Welcome makes the first person of a data folder and gives her link: "" when
// somebody may sign in already. With always it gives user a link on every
// start, which is right where a link is all there is to a demonstration.
func (a *Auth) Welcome(ctx context.Context, base, user string, always bool) (string, error) {
	people, err := a.store.Admitted(ctx)
	if err != nil {
		return "", err
	}
	if len(people) > 0 && !always {
		return "", nil
	}
	if err := a.store.Admit(ctx, user); err != nil {
		return "", err
	}
	return a.Link(ctx, base, user)
}

// NameFor makes a valid person's name of a system's ("Zoë Kern" → "Zoë.Kern",
// "CORP\anna" → "anna"); "editor" when nothing is left of it.
func NameFor(system string) string {
	system = system[strings.LastIndexAny(system, `\/`)+1:]
	name := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '.', r == '_', r == '-':
			return r
		case unicode.IsSpace(r):
			return '.'
		}
		return -1
	}, strings.TrimSpace(system))
	name = strings.TrimLeft(name, "._-")
	if r := []rune(name); len(r) > 64 {
		name = string(r[:64])
	}
	if !annotations.ValidName(name) {
		return "editor"
	}
	return name
}
