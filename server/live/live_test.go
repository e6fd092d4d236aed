package live_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/server/live"
)

// feed is a feed that the test fills.
type feed struct {
	ready  chan struct{}
	mu     sync.Mutex // guards heads
	heads  []wire.Head
	closed bool
}

func newFeed() *feed { return &feed{ready: make(chan struct{}, 1)} }

func (f *feed) Ready() <-chan struct{} { return f.ready }

func (f *feed) Take() []wire.Head {
	f.mu.Lock()
	defer f.mu.Unlock()
	heads := f.heads
	f.heads = nil
	return heads
}

func (f *feed) Close() { f.closed = true }

func (f *feed) hold(heads ...wire.Head) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.heads = heads
}

func (f *feed) push(heads ...wire.Head) {
	f.hold(heads...)
	f.ready <- struct{}{}
}

// screen is a browser's end of a stream, which is read while it is written.
type screen struct {
	mu      sync.Mutex
	text    string
	flushed int
}

func (s *screen) Header() http.Header { return http.Header{} }
func (s *screen) WriteHeader(int)     {}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text += string(b)
	return len(b), nil
}

func (s *screen) Flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flushed = len(s.text)
}

// shown is what has reached the browser.
func (s *screen) shown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text[:s.flushed]
}

func always(context.Context) error { return nil }

func TestHeadsBecomeEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFeed()
		h := live.New(func(project string) live.Feed {
			require.Equal(t, "demo", project)
			return f
		})
		ctx, cancel := context.WithCancel(t.Context())
		w, ended := &screen{}, make(chan error)
		go func() {
			ended <- h.Stream(w, httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx), "demo", always)
		}()
		synctest.Wait()
		f.push(wire.Head{Document: "a", Head: 3}, wire.Head{Document: "b", Head: 1})
		synctest.Wait()
		require.Equal(t, "retry: 2000\n\nid: demo:1\ndata: {\"document\":\"a\",\"head\":3}\n\nid: demo:2\ndata: {\"document\":\"b\",\"head\":1}\n\n", w.shown())
		time.Sleep(21 * time.Second)
		synctest.Wait()
		require.Contains(t, w.shown(), "\n\n: still here\n\n")
		cancel()
		require.NoError(t, <-ended)
		require.True(t, f.closed)
	})
}

func TestAStreamRestsAfterAnEventAndThenTellsTheLatestHeads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFeed()
		h := live.New(func(string) live.Feed { return f })
		w := &screen{}
		go func() {
			_ = h.Stream(w, httptest.NewRequest(http.MethodGet, "/", nil).WithContext(t.Context()), "demo", always)
		}()
		synctest.Wait()
		f.push(wire.Head{Document: "a", Head: 1})
		synctest.Wait()
		require.Contains(t, w.shown(), `"head":1`, "the first comes at once")
		f.push(wire.Head{Document: "a", Head: 2})
		synctest.Wait()
		require.NotContains(t, w.shown(), `"head":2`)
		f.hold(wire.Head{Document: "a", Head: 3})
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		require.Contains(t, w.shown(), `"head":3`)
		require.NotContains(t, w.shown(), `"head":2`)
		h.Close()
	})
}

func TestAStreamEndsWhenItsVisitorMayNoLongerListen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFeed()
		h := live.New(func(string) live.Feed { return f })
		w, ended := &screen{}, make(chan error)
		may := func(context.Context) error { return errors.New("signed out") }
		go func() { ended <- h.Stream(w, httptest.NewRequest(http.MethodGet, "/", nil), "demo", may) }()
		synctest.Wait()
		f.push(wire.Head{Document: "a", Head: 3})
		require.NoError(t, <-ended)
		require.NotContains(t, w.shown(), "data")
		require.True(t, f.closed)
	})
}

func TestCloseEndsStreamsAndRefusesNewOnes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFeed()
		h := live.New(func(string) live.Feed { return f })
		ended := make(chan error, 1)
		go func() {
			ended <- h.Stream(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil), "demo", always)
		}()
		synctest.Wait()
		h.Close()
		h.Close()
		require.NoError(t, <-ended)
		err := h.Stream(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil), "demo", always)
		require.Equal(t, annotations.Unavailable, annotations.CodeOf(err))
	})
}

// dead is a connection that takes nothing any more.
type dead struct{ *httptest.ResponseRecorder }

func (dead) Write([]byte) (int, error) { return 0, errors.New("i/o timeout") }

func TestAListenerThatDoesNotReadLosesItsStream(t *testing.T) {
	t.Parallel()
	f := newFeed()
	h := live.New(func(string) live.Feed { return f })
	require.NoError(t, h.Stream(dead{httptest.NewRecorder()}, httptest.NewRequest(http.MethodGet, "/", nil), "demo", always))
	require.True(t, f.closed)
	h.Close()
}
