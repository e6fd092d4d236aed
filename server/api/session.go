package api

import (
	"net/http"

	"galley/annotations"
	"galley/annotations/wire"
)

func (s *Server) getSession(w http.ResponseWriter, r *http.Request) error {
	user, err := s.Auth.User(r)
	if err != nil && annotations.CodeOf(err) != annotations.Unauthenticated {
		return err
	}
	return encode(w, http.StatusOK, wire.Session{User: user, Version: s.Version})
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	in, err := decode[wire.SignIn](r)
	if err != nil {
		return err
	}
	user, err := s.Auth.SignIn(w, r, in.Token)
	if err != nil {
		return err
	}
	callOf(r).user = user
	return encode(w, http.StatusOK, wire.Session{User: user, Version: s.Version})
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.Auth.SignOut(w, r); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
