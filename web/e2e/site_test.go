package e2e

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/server/site"
)

// siteServer serves the page and its files alone, without an API, so that the ways the app starts can be told without
// the rest of the product.
type siteServer struct {
	t   *testing.T
	URL string

	handler *site.Handler
	server  *http.Server
}

// startSite builds the app and serves it on a free port.
func startSite(t *testing.T) *siteServer {
	t.Helper()
	require.NoError(t, buildApp(), "build the app")
	handler, err := site.New(os.DirFS(filepath.Join(root, "web", "static")), site.Options{})
	require.NoError(t, err)
	require.Empty(t, handler.Missing())
	s := &siteServer{t: t, handler: handler}
	s.start("127.0.0.1:0")
	t.Cleanup(s.stop)
	return s
}

func (s *siteServer) start(address string) {
	s.t.Helper()
	listener, err := net.Listen("tcp", address)
	require.NoError(s.t, err)
	s.URL = "http://" + listener.Addr().String()
	s.server = &http.Server{Handler: site.Headers(s.handler), ReadHeaderTimeout: patience}
	go func(server *http.Server) { _ = server.Serve(listener) }(s.server) // it ends with ErrServerClosed
}

// stop makes the address unreachable, open connections included.
func (s *siteServer) stop() { _ = s.server.Close() }

// startAgain serves at the address it had; a handler may take the place of the one before, as in a deploy.
func (s *siteServer) startAgain(handler *site.Handler) {
	s.t.Helper()
	s.handler = handler
	s.start(strings.TrimPrefix(s.URL, "http://"))
}
