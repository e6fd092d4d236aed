package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"galley/annotations/wire"
)

func (s *Server) listDocuments(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r, "q", "after", "limit")
	if err != nil {
		return err
	}
	limit, err := q.limit()
	if err != nil {
		return err
	}
	page, err := s.Store.Documents(r.Context(), r.PathValue("project"), visitor(r), q.get("q"), q.get("after"), limit)
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, page)
}

func (s *Server) createDocument(w http.ResponseWriter, r *http.Request) error {
	in, err := decode[wire.NewDocument](r)
	if err != nil {
		return err
	}
	added, err := s.Ingest.Text(r.Context(), r.PathValue("project"), in)
	if err != nil {
		return err
	}
	w.Header().Set("Location", wire.DocumentPath(added.ID))
	if added.Existing {
		return encode(w, http.StatusOK, added)
	}
	return encode(w, http.StatusCreated, added)
}

func (s *Server) getDocument(w http.ResponseWriter, r *http.Request) error {
	d, err := s.Store.Document(r.Context(), r.PathValue("document"), visitor(r))
	if err != nil {
		return err
	}
	body, err := marshal(d)
	if err != nil {
		return err
	}
	// The tag covers everything that is answered, neighbours and the visitor's
	// own set included, so no list of what may change has to be kept right.
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	w.Header().Set("ETag", tag)
	if matches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return sendJSON(w, http.StatusOK, body)
}

// matches reports whether a list of entity tags holds tag, weak or strong.
func matches(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}
