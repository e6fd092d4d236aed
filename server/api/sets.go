package api

import (
	"net/http"

	"galley/annotations"
	"galley/annotations/wire"
)

func (s *Server) listSets(w http.ResponseWriter, r *http.Request) error {
	sets, err := s.Store.Sets(r.Context(), r.PathValue("document"))
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, sets)
}

func (s *Server) getSet(w http.ResponseWriter, r *http.Request) error {
	owner, err := annotations.ParseOwner(r.PathValue("owner"))
	if err != nil {
		return err
	}
	set, err := s.Store.Set(r.Context(), r.PathValue("document"), owner)
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, set)
}

func (s *Server) patchSet(w http.ResponseWriter, r *http.Request) error {
	owner, err := annotations.ParseOwner(r.PathValue("owner"))
	if err != nil {
		return err
	}
	in, err := decode[wire.SetState](r)
	if err != nil {
		return err
	}
	if !in.State.Valid() {
		return annotations.Errorf(annotations.Invalid, "bad_state", "state", "%q is none of open, submitted, returned, accepted", in.State)
	}
	// Whether the document is there comes first: who asks about one that is not
	// learns that, whoever's set she named.
	if _, err := s.Store.Sets(r.Context(), r.PathValue("document")); err != nil {
		return err
	}
	if err := own(r, owner); err != nil {
		return err
	}
	if in.State != annotations.Open && in.State != annotations.Submitted {
		return annotations.Errorf(annotations.Forbidden, "not_reviewer", "state", "who made a set submits it and takes it back; returning and accepting are a reviewer's")
	}
	var item wire.SetItem
	if in.State == annotations.Submitted {
		item, err = s.Store.Submit(r.Context(), r.PathValue("document"), owner, in.Anyway, visitor(r))
	} else {
		item, err = s.Store.SetState(r.Context(), r.PathValue("document"), owner, in.State, visitor(r))
	}
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, item)
}

// own refuses to change the set of anybody but the visitor.
func own(r *http.Request, owner annotations.Owner) *annotations.Error {
	if mine := annotations.UserOwner(visitor(r)); owner != mine {
		return annotations.Errorf(annotations.Forbidden, "other_set", "owner", "you may change the set of %s, not that of %s", mine, owner)
	}
	return nil
}
