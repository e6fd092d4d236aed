package api_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/wire"
)

// listen opens a stream as anna and gives its lines.
func (d *desk) listen(ctx context.Context, project string) (*bufio.Scanner, func()) {
	d.t.Helper()
	server := httptest.NewServer(d.server)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+wire.EventsPath(project), nil)
	require.NoError(d.t, err)
	r.Header.Set("Authorization", "Bearer "+d.sessions["anna"])
	w, err := server.Client().Do(r)
	require.NoError(d.t, err)
	require.Equal(d.t, http.StatusOK, w.StatusCode)
	require.Equal(d.t, "text/event-stream; charset=utf-8", w.Header.Get("Content-Type"))
	lines := bufio.NewScanner(w.Body)
	return lines, func() {
		require.NoError(d.t, w.Body.Close())
		server.Close()
	}
}

// until reads lines until one has the prefix.
func until(t *testing.T, lines *bufio.Scanner, prefix string) string {
	t.Helper()
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), prefix) {
			return lines.Text()
		}
	}
	require.Fail(t, "the stream ended", "before %q: %v", prefix, lines.Err())
	return ""
}

func TestAnEditIsToldToThoseWhoListen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lines, done := d.listen(t.Context(), "demo")
	defer done()
	require.Equal(t, "retry: 2000", until(t, lines, "retry"))
	d.put("anna", d.doc, d.batch(d.span("user:anna", "q1", "cue", "sagte")))
	require.Equal(t, "id: demo:1", until(t, lines, "id"))
	require.Equal(t, `data: {"document":"`+d.doc+`","head":1}`, until(t, lines, "data"))
}

func TestStreamsEndWhenTheServerStops(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lines, done := d.listen(t.Context(), "")
	defer done()
	until(t, lines, "retry")
	d.services.Live.Close()
	for lines.Scan() {
		require.Empty(t, lines.Text())
	}
	require.NoError(t, lines.Err())
	w := d.ask("anna", http.MethodGet, wire.EventsPath("demo"), "")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Equal(t, "stopping", problem(t, w).Reason)
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lines, done := d.listen(t.Context(), "demo")
	defer done()
	until(t, lines, "retry")
	require.NoError(t, d.services.Keeper.EndSession(t.Context(), d.sessions["anna"]))
	d.put("ben", d.doc, d.batch(d.span("user:ben", "q1", "cue", "sagte")))
	for lines.Scan() {
		require.NotContains(t, lines.Text(), "data")
	}
}
