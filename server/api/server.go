package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/server/auth"
	"galley/server/export"
	"galley/server/ingest"
	"galley/server/live"
)

// Store is what handlers ask for and no service stands before. user is the
// visitor's name.
type Store interface {
	Epoch() string
	Health() error
	CreateProjectWith(ctx context.Context, name, title string, schema *annotations.Schema) (wire.Project, error)
	Project(ctx context.Context, name, user string) (wire.Project, error)
	Projects(ctx context.Context, user, after string, limit int) (wire.Projects, error)
	Schema(ctx context.Context, project string) (*annotations.Schema, error)
	PutSchema(ctx context.Context, project string, schema *annotations.Schema) error
	Usage(ctx context.Context, project string) (wire.Usage, error)
	CheckSchema(ctx context.Context, project string, base int, next *annotations.Schema) (wire.SchemaCheck, error)
	Document(ctx context.Context, id, user string) (*wire.Document, error)
	Documents(ctx context.Context, project, user, search, after string, limit int) (wire.Documents, error)
	Sets(ctx context.Context, document string) (wire.Sets, error)
	Set(ctx context.Context, document string, owner annotations.Owner) (wire.Set, error)
	SetState(ctx context.Context, document string, owner annotations.Owner, state annotations.State, actor string) (wire.SetItem, error)
	Submit(ctx context.Context, document string, owner annotations.Owner, anyway bool, actor string) (wire.SetItem, error)
	AppendOps(ctx context.Context, document, actor string, b wire.Batch) (wire.Answer, error)
	Log(ctx context.Context, document string, after int64, limit int) (wire.Log, error)
	History(ctx context.Context, document string, q wire.HistoryQuery) (wire.History, error)
	Find(ctx context.Context, project string, q wire.FindQuery) (wire.Found, error)
	Similar(ctx context.Context, document string) (wire.Similar, error)
	Imports(ctx context.Context, project string) (wire.Imports, error)
	ImportRun(ctx context.Context, project, id string) (wire.Import, error)
	ImportOutcomes(ctx context.Context, project, id string, only wire.OutcomesOnly, after string, limit int) (wire.ImportOutcomes, error)
	Releases(ctx context.Context, project string) (wire.Releases, error)
	Release(ctx context.Context, project, name string) (wire.Release, error)
}

// Options are what a Server needs; all but Log and Version are required.
type Options struct {
	Store  Store
	Auth   *auth.Auth
	Ingest *ingest.Service
	Export *export.Service
	Live   *live.Hub
	// Imports works on imports.
	Imports *ingest.Queue
	// Log gets a line for every request; nil discards them.
	Log *slog.Logger
	// Version names the build that browsers download.
	Version string
}

// Server answers the API. It is safe for concurrent use.
type Server struct {
	Options
	mux    *http.ServeMux
	routes map[string]route // by the mux's pattern
	guard  *http.CrossOriginProtection
	spec   []byte
	pages  []byte
}

// New prepares everything that does not depend on a request. It fails only
// when a type in the table of routes cannot be described, which a test would
// have found.
func New(o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{Options: o, mux: http.NewServeMux(), routes: map[string]route{}, guard: http.NewCrossOriginProtection()}
	for _, r := range table() {
		s.routes[r.pattern()] = r
		s.mux.Handle(r.pattern(), s.serve(r))
	}
	var err error
	if s.spec, err = describe(table(), o.Version); err != nil {
		return nil, err
	}
	s.pages = docsPage(table())
	return s, nil
}

// ServeHTTP answers a request below /api/, /healthz or /readyz.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{ResponseWriter: w, id: newRequestID(), start: time.Now()}
	c.Header().Set("X-Request-Id", c.id)
	c.Header().Set("Cache-Control", "no-store")
	r = r.WithContext(context.WithValue(r.Context(), callKey{}, c))
	defer s.finish(c, r)
	if err := s.guard.Check(r); err != nil {
		s.refuse(c, r, annotations.Errorf(annotations.Forbidden, "cross_origin", "", "%v", err))
		return
	}
	_, pattern := s.mux.Handler(r)
	if pattern == "" {
		s.refuse(c, r, s.nowhere(r))
		return
	}
	c.pattern = pattern
	s.mux.ServeHTTP(c, r)
}

// nowhere says why no route answers: the path is unknown, or the method wrong.
func (s *Server) nowhere(r *http.Request) error {
	probe := &headerOnly{header: http.Header{}}
	s.mux.ServeHTTP(probe, r)
	if probe.status == http.StatusMethodNotAllowed {
		return &refusal{
			status: http.StatusMethodNotAllowed, header: http.Header{"Allow": probe.header["Allow"]},
			cause: annotations.Errorf(annotations.Invalid, "wrong_method", "", "%s is not allowed here, but %s", r.Method, probe.header.Get("Allow")),
		}
	}
	return annotations.Errorf(annotations.NotFound, "no_route", "", "there is nothing at this address; see /api/docs")
}

// headerOnly takes an answer's status and header and drops its body.
type headerOnly struct {
	header http.Header
	status int
}

func (h *headerOnly) Header() http.Header         { return h.header }
func (h *headerOnly) WriteHeader(status int)      { h.status = status }
func (h *headerOnly) Write(b []byte) (int, error) { return len(b), nil }

// serve is what every route has around its handler.
func (s *Server) serve(route route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := callOf(r)
		route.deadlines(w)
		if err := s.admit(c, r, route); err != nil {
			s.refuse(c, r, err)
			return
		}
		if route.body > 0 {
			r.Body = http.MaxBytesReader(w, r.Body, route.body)
		}
		if err := route.handle(s, w, r); err != nil {
			s.refuse(c, r, err)
		}
	})
}

// admit finds out who asks, and whether the route is for her.
func (s *Server) admit(c *call, r *http.Request, route route) error {
	if route.right == anyone {
		return nil
	}
	user, err := s.Auth.User(r)
	if err != nil {
		return err
	}
	c.user = user
	return nil
}

// visitor is the name of who sent the request; "" on a route for anyone.
func visitor(r *http.Request) string { return callOf(r).user }
