package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/wire"
)

// link makes a one-time link and gives its token.
func (d *desk) link(user string) string {
	d.t.Helper()
	link, err := d.services.Auth.Link(d.t.Context(), "http://127.0.0.1:1/", user)
	require.NoError(d.t, err)
	u, err := url.Parse(link)
	require.NoError(d.t, err)
	require.Equal(d.t, "/sign-in", u.Path)
	require.GreaterOrEqual(d.t, len(u.Fragment), 22, "128 bits in base64")
	return u.Fragment
}

func TestALinkSignsInOnceWithACookieThatScriptsCannotRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.link("anna")
	w := d.ask("", http.MethodPost, wire.SessionPath(), `{"token":"`+token+`"}`)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	require.JSONEq(t, `{"user":"anna","version":"build-1"}`, w.Body.String())
	cookie := w.Result().Cookies()[0]
	require.Equal(t, "galley_session="+cookie.Value+"; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict", w.Header().Get("Set-Cookie"))
	require.NotContains(t, w.Body.String(), cookie.Value)

	pair := "galley_session=" + cookie.Value
	require.Equal(t, 200, d.ask("", http.MethodGet, wire.ProjectsPath(), "", "Cookie", pair).Code)
	again := d.ask("", http.MethodPost, wire.SessionPath(), `{"token":"`+token+`"}`)
	require.Equal(t, http.StatusUnauthorized, again.Code)
	require.Empty(t, again.Header().Get("Set-Cookie"))

	out := d.ask("", http.MethodDelete, wire.SessionPath(), "", "Cookie", pair)
	require.Equal(t, http.StatusNoContent, out.Code)
	require.Contains(t, out.Header().Get("Set-Cookie"), "Max-Age=0")
	require.Equal(t, http.StatusUnauthorized, d.ask("", http.MethodGet, wire.ProjectsPath(), "", "Cookie", pair).Code)
}

func TestOfManyVisitsWithOneLinkExactlyOneWins(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	body := `{"token":"` + d.link("anna") + `"}`
	codes := make([]int, 20)
	var wg sync.WaitGroup
	for i := range codes {
		wg.Go(func() { codes[i] = d.ask("", http.MethodPost, wire.SessionPath(), body).Code })
	}
	wg.Wait()
	count := map[int]int{}
	for _, c := range codes {
		count[c]++
	}
	require.Equal(t, map[int]int{http.StatusOK: 1, http.StatusUnauthorized: 19}, count)
}

func TestNoAnswerEverHoldsAToken(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for path, methods := range operations(t, d) {
		if methods[0] == http.MethodGet && !strings.HasSuffix(path, "/events") {
			w := d.ask("anna", http.MethodGet, d.example(path), "")
			require.NotContains(t, w.Body.String(), d.sessions["anna"], path)
		}
	}
}
