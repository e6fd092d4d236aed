package auth_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/server/auth"
)

// people is a store in memory: tokens and sessions are "token-NAME" and
// "session-NAME".
type people struct{ admitted []string }

func (p *people) NewToken(_ context.Context, user string, life time.Duration) (string, error) {
	if life != time.Hour {
		return "", annotations.Errorf(annotations.Invalid, "", "", "a link lives an hour, not %s", life)
	}
	return "token-" + user, nil
}

func (p *people) SignIn(_ context.Context, token string) (session, user string, err error) {
	user, ok := strings.CutPrefix(token, "token-")
	if !ok {
		return "", "", annotations.Errorf(annotations.Unauthenticated, "bad_token", "", "no")
	}
	return "session-" + user, user, nil
}

func (p *people) Session(_ context.Context, session string) (string, error) {
	user, ok := strings.CutPrefix(session, "session-")
	if !ok {
		return "", annotations.Errorf(annotations.Unauthenticated, "signed_out", "", "no")
	}
	return user, nil
}

func (p *people) EndSession(context.Context, string) error { return nil }

func (p *people) Admit(_ context.Context, user string) error {
	p.admitted = append(p.admitted, user)
	return nil
}

func (p *people) Admitted(context.Context) ([]string, error) { return p.admitted, nil }

func TestCheckAddressTakesLoopbackOnly(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"127.0.0.1:8080", "127.0.0.1:0", "127.9.9.9:1", "localhost:8080", "LOCALHOST:1", "[::1]:65535", "[::ffff:127.0.0.1]:80"} {
		require.NoError(t, auth.CheckAddress(good), good)
	}
	for _, bad := range []string{"0.0.0.0:80", ":8080", "[::]:80", "192.168.1.2:80", "galley.example:80", "localhost.example:80"} {
		var p *annotations.Error
		require.ErrorAs(t, auth.CheckAddress(bad), &p, bad)
		require.Equal(t, "not_loopback", p.Reason, bad)
	}
	for _, none := range []string{"", "8080", "127.0.0.1", "127.0.0.1:http", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80"} {
		require.ErrorContains(t, auth.CheckAddress(none), "addr", none)
		require.Equal(t, annotations.Invalid, annotations.CodeOf(auth.CheckAddress(none)), none)
	}
}

func TestNameForMakesAValidName(t *testing.T) {
	t.Parallel()
	for system, want := range map[string]string{
		"anna": "anna", `CORP\anna`: "anna", "Zoë Kern": "Zoë.Kern", " kai ": "kai", "a/b:c": "bc", "": "editor", "$$$": "editor", "._-x": "x",
		strings.Repeat("é", 80): strings.Repeat("é", 64), "李": "李",
	} {
		got := auth.NameFor(system)
		require.Equal(t, want, got, system)
		require.True(t, annotations.ValidName(got))
	}
}

func TestTheCookieIsBoundToItsHostWhereThereIsTLS(t *testing.T) {
	t.Parallel()
	for tls, want := range map[bool]string{
		false: "galley_session=session-anna; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict",
		true:  "__Host-galley=session-anna; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Strict",
	} {
		a, w := auth.New(&people{}, tls), httptest.NewRecorder()
		user, err := a.SignIn(w, httptest.NewRequest(http.MethodPost, "/", nil), "token-anna")
		require.NoError(t, err)
		require.Equal(t, "anna", user)
		require.Equal(t, want, w.Header().Get("Set-Cookie"))
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(w.Result().Cookies()[0])
		user, err = a.User(r)
		require.NoError(t, err)
		require.Equal(t, "anna", user)
	}
}

func TestABearerTokenIsASessionToo(t *testing.T) {
	t.Parallel()
	a := auth.New(&people{}, false)
	token, err := a.APIToken(t.Context(), "anna")
	require.NoError(t, err)
	for header, want := range map[string]string{"Bearer " + token: "anna", "bearer  " + token: "anna", "Bearer x": "", token: "", "Basic " + token: ""} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Authorization", header)
		user, err := a.User(r)
		require.Equal(t, want, user, header)
		require.Equal(t, want == "", err != nil, header)
	}
}

func TestWelcomeGreetsTheFirstPersonOnly(t *testing.T) {
	t.Parallel()
	p := &people{}
	a := auth.New(p, false)
	link, err := a.Welcome(t.Context(), "http://127.0.0.1:8080", "anna", false)
	require.NoError(t, err)
	require.Equal(t, "http://127.0.0.1:8080/sign-in#token-anna", link)
	link, err = a.Welcome(t.Context(), "http://127.0.0.1:8080", "ben", false)
	require.NoError(t, err)
	require.Empty(t, link)
	require.Equal(t, []string{"anna"}, p.admitted)
	link, err = a.Welcome(t.Context(), "http://127.0.0.1:8080/", "demo", true)
	require.NoError(t, err)
	require.Equal(t, "http://127.0.0.1:8080/sign-in#token-demo", link)
}
