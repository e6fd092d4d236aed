package api

import (
	"net/http"

	"galley/annotations/schemas"
	"galley/annotations/wire"
)

func (s *Server) listProjects(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r, "after", "limit")
	if err != nil {
		return err
	}
	limit, err := q.limit()
	if err != nil {
		return err
	}
	page, err := s.Store.Projects(r.Context(), visitor(r), q.get("after"), limit)
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, page)
}

func (s *Server) createProject(w http.ResponseWriter, r *http.Request) error {
	in, err := decode[wire.NewProject](r)
	if err != nil {
		return err
	}
	schema, err := schemas.Find(in.Schema)
	if err != nil {
		return err
	}
	p, err := s.Store.CreateProjectWith(r.Context(), in.Name, in.Title, schema)
	if err != nil {
		return err
	}
	w.Header().Set("Location", wire.ProjectPath(p.Name))
	return encode(w, http.StatusCreated, p)
}

func (s *Server) getProject(w http.ResponseWriter, r *http.Request) error {
	p, err := s.Store.Project(r.Context(), r.PathValue("project"), visitor(r))
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, p)
}

func (s *Server) getSchema(w http.ResponseWriter, r *http.Request) error {
	schema, err := s.Store.Schema(r.Context(), r.PathValue("project"))
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, schema)
}

// putSchema answers with the schema as it is stored now.
func (s *Server) putSchema(w http.ResponseWriter, r *http.Request) error {
	in, err := decode[wire.Schema](r)
	if err != nil {
		return err
	}
	if err := s.Store.PutSchema(r.Context(), r.PathValue("project"), &in); err != nil {
		return err
	}
	return encode(w, http.StatusOK, in)
}

func (s *Server) getUsage(w http.ResponseWriter, r *http.Request) error {
	usage, err := s.Store.Usage(r.Context(), r.PathValue("project"))
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, usage)
}

func (s *Server) checkSchema(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r, "base")
	if err != nil {
		return err
	}
	base, err := q.number("base", 0, 1, 1<<31)
	if err != nil {
		return err
	}
	in, err := decode[wire.Schema](r)
	if err != nil {
		return err
	}
	found, err := s.Store.CheckSchema(r.Context(), r.PathValue("project"), int(base), &in)
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, found)
}

func (s *Server) listSchemas(w http.ResponseWriter, _ *http.Request) error {
	return encode(w, http.StatusOK, wire.Schemas{Schemas: schemas.All()})
}
