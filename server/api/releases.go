package api

import (
	"net/http"

	"galley/annotations/wire"
)

func (s *Server) listReleases(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Store.Releases(r.Context(), r.PathValue("project"))
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, all)
}

func (s *Server) createRelease(w http.ResponseWriter, r *http.Request) error {
	n, err := decode[wire.NewRelease](r)
	if err != nil {
		return err
	}
	made, err := s.Export.Release(r.Context(), r.PathValue("project"), visitor(r), n)
	if err != nil {
		return err
	}
	w.Header().Set("Location", wire.ReleasePath(made.Project, made.Name))
	return encode(w, http.StatusCreated, made)
}

func (s *Server) getRelease(w http.ResponseWriter, r *http.Request) error {
	found, err := s.Store.Release(r.Context(), r.PathValue("project"), r.PathValue("release"))
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, found)
}

func (s *Server) compareReleases(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r, "after", "limit")
	if err != nil {
		return err
	}
	after, err := q.number("after", 0, 0, 1<<40)
	if err != nil {
		return err
	}
	limit, err := q.limit()
	if err != nil {
		return err
	}
	d, err := s.Export.Difference(r.Context(), r.PathValue("project"), r.PathValue("release"), r.PathValue("other"), int(after), limit)
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, d)
}
