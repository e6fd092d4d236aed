package api

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	json2 "github.com/go-json-experiment/json"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"galley/annotations"
	"galley/annotations/strict"
)

// decode reads the request's body as JSON into a T. Returns invalid naming the
// field, too_large, or a refusal with status 415 for another content type.
func decode[T any](r *http.Request) (T, error) {
	var v T
	if err := contentType(r, "application/json"); err != nil {
		return v, err
	}
	return v, strict.UnmarshalRead(r.Body, &v)
}

// contentType refuses a body that is of another type, compressed, or in
// another character set than UTF-8.
func contentType(r *http.Request, allowed ...string) error {
	given, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(params["charset"])
	ok := err == nil && slices.Contains(allowed, given) && (charset == "" || charset == "utf-8")
	if coding := r.Header.Get("Content-Encoding"); ok && (coding == "" || coding == "identity") {
		return nil
	}
	return &refusal{
		status: http.StatusUnsupportedMediaType, header: http.Header{"Accept": {strings.Join(allowed, ", ")}},
		cause: annotations.Errorf(annotations.Invalid, "content_type", "Content-Type", "send %s in UTF-8, not compressed", strings.Join(allowed, " or ")),
	}
}

// encode answers with v as JSON. Lists are never null, map keys are sorted.
func encode(w http.ResponseWriter, status int, v any) error {
	body, err := marshal(v)
	if err != nil {
		return err
	}
	return sendJSON(w, status, body)
}

func marshal(v any) ([]byte, error) {
	body, err := json2.Marshal(v, jsonv1.OmitEmptyWithLegacySemantics(true), json2.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	return append(body, '\n'), nil
}

func sendJSON(w http.ResponseWriter, status int, body []byte) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that is gone cannot be told
	return nil
}

// params are a request's query, read strictly: a parameter that the route does
// not know, or that comes twice, is refused.
type params url.Values

func queryOf(r *http.Request, known ...string) (params, error) {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, annotations.Errorf(annotations.Invalid, "bad_query", "", "the query cannot be read: %v", err)
	}
	for name, values := range q {
		switch {
		case !slices.Contains(known, name):
			return nil, annotations.Errorf(annotations.Invalid, "unknown_field", "query."+name, "is not a parameter of this address")
		case len(values) > 1:
			return nil, annotations.Errorf(annotations.Invalid, "duplicate_field", "query."+name, "comes %d times", len(values))
		case len(values[0]) > 1_000 || !utf8.ValidString(values[0]) || strings.ContainsRune(values[0], 0):
			return nil, annotations.Errorf(annotations.Invalid, "bad_query", "query."+name, "is longer than 1000 bytes or not text")
		}
	}
	return params(q), nil
}

func (p params) get(name string) string { return url.Values(p).Get(name) }

// number is a parameter as a whole number from low to high; unset gives other.
func (p params) number(name string, other, low, high int64) (int64, error) {
	given := p.get(name)
	if given == "" {
		return other, nil
	}
	n, err := strconv.ParseInt(given, 10, 64)
	if err != nil || n < low || n > high {
		return 0, annotations.Errorf(annotations.Invalid, "bad_query", "query."+name, "must be a whole number from %d to %d", low, high)
	}
	return n, nil
}

// Pages have this many rows, and at most maxPage when asked for more.
const (
	pageSize = 50
	maxPage  = 200
)

func (p params) limit() (int, error) {
	n, err := p.number("limit", pageSize, 1, maxPage)
	return int(n), err
}
