package api

import "net/http"

func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) error { return say(w, "ok\n") }

func (s *Server) readyz(w http.ResponseWriter, _ *http.Request) error {
	if err := s.Store.Health(); err != nil {
		return err
	}
	return say(w, "ready\n")
}

func say(w http.ResponseWriter, sentence string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte(sentence))
	return nil
}
