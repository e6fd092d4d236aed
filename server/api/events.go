package api

import (
	"context"
	"net/http"

	"galley/annotations"
	"galley/annotations/wire"
)

func tooManyOps(n int) error {
	return annotations.Errorf(annotations.TooLarge, "batch_too_large", "ops", "a batch has at most %d ops, this one %d", wire.MaxBatch, n)
}

// events streams until the visitor leaves or her session ends.
func (s *Server) events(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r, "project")
	if err != nil {
		return err
	}
	project := q.get("project")
	if project != "" {
		if _, err := s.Store.Project(r.Context(), project, visitor(r)); err != nil {
			return err
		}
	}
	if r.Method == http.MethodHead {
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		return nil
	}
	may := func(context.Context) error {
		_, err := s.Auth.User(r)
		return err
	}
	return s.Live.Stream(w, r, project, may)
}
