package api

import (
	"net/http"
	"strings"

	"galley/annotations"
	"galley/annotations/wire"
)

func (s *Server) getHistory(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r, "target", "owner", "after", "limit")
	if err != nil {
		return err
	}
	limit, err := q.limit()
	if err != nil {
		return err
	}
	page, err := s.Store.History(r.Context(), r.PathValue("document"), wire.HistoryQuery{
		Target: q.get("target"), Owner: annotations.Owner(q.get("owner")), After: q.get("after"), Limit: limit,
	})
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, page)
}

func (s *Server) find(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r, "q", "case", "genitive", "owner", "after", "limit", "hits")
	if err != nil {
		return err
	}
	exact, err := q.either("case", "any", "exact")
	if err != nil {
		return err
	}
	plain, err := q.either("genitive", "yes", "no")
	if err != nil {
		return err
	}
	limit, err := q.number("limit", 20, 1, 100)
	if err != nil {
		return err
	}
	hits, err := q.number("hits", 20, 1, 1_000)
	if err != nil {
		return err
	}
	owner := annotations.UserOwner(visitor(r))
	if given := q.get("owner"); given != "" {
		owner = annotations.Owner(given)
	}
	found, err := s.Store.Find(r.Context(), r.PathValue("project"), wire.FindQuery{
		Words: q.get("q"), ExactCase: exact, NoGenitive: plain, Owner: owner,
		After: q.get("after"), Limit: int(limit), Hits: int(hits),
	})
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, found)
}

// either is a parameter with two values, the first the usual one; it reports the
// other.
func (p params) either(name, usual, other string) (bool, error) {
	given := p.get(name)
	if given != "" && given != usual && given != other {
		return false, annotations.Errorf(annotations.Invalid, "bad_query", "query."+name, "must be %s", strings.Join([]string{usual, other}, " or "))
	}
	return given == other, nil
}
