package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"galley/annotations"
	"galley/annotations/strict"
	"galley/annotations/wire"
)

// codes says what each code is on the wire: its status, its title, and what a
// developer should know. The docs page prints it.
var codes = []struct {
	code   annotations.Code
	status int
	title  string
	about  string
}{
	{annotations.Invalid, http.StatusBadRequest, "The request is not valid", "field says where, detail what; nothing was changed"},
	{annotations.Unauthenticated, http.StatusUnauthorized, "Sign in first", "the session is missing, has ended, or the one-time link is used up"},
	{annotations.Forbidden, http.StatusForbidden, "You may not do this", "you can see the thing but not change it, or the request came from another site"},
	{annotations.NotFound, http.StatusNotFound, "Not found", "there is no such thing, or it is not for you"},
	{annotations.Conflict, http.StatusConflict, "It has changed meanwhile", "read again and decide; with reason other_epoch the field epoch has the present one"},
	{annotations.TooLarge, http.StatusRequestEntityTooLarge, "Too large", "detail names the limit"},
	{annotations.Unavailable, http.StatusServiceUnavailable, "Not available just now", "try again after Retry-After seconds; nothing was changed"},
	{annotations.Internal, http.StatusInternalServerError, "The server failed", "request_id leads to the line in the server's log"},
}

// refusal is an error whose status is not its code's, or that has headers.
type refusal struct {
	cause  *annotations.Error
	status int
	header http.Header
}

// Error is the cause's.
func (r *refusal) Error() string { return r.cause.Error() }

// Unwrap is the refusal without its status.
func (r *refusal) Unwrap() error { return r.cause }

var errPanic = errors.New("a handler panicked")

// problem is what is answered for an error. Internal errors lose their text.
func (s *Server) problem(c *call, err error) (wire.Problem, http.Header) {
	p := wire.Problem{Code: annotations.CodeOf(err), Request: c.id}
	var e *annotations.Error
	if errors.As(err, &e) && p.Code != annotations.Internal {
		p.Detail, p.Reason, p.Field, p.Line = e.Detail, e.Reason, e.Field, e.Line
	} else {
		p.Code, p.Detail = annotations.Internal, "the server failed; its log has more under request "+c.id
	}
	for _, row := range codes {
		if row.code == p.Code {
			p.Status, p.Title = row.status, row.title
		}
	}
	p.Type = "/api/docs#code-" + string(p.Code)
	if p.Reason == "other_epoch" {
		p.Epoch = s.Store.Epoch()
	}
	var incomplete *annotations.Incomplete
	if errors.As(err, &incomplete) {
		p.Gaps = incomplete.Gaps
	}
	var used *annotations.InUse
	if errors.As(err, &used) {
		p.Used = used.Used
	}
	header := http.Header{}
	switch p.Code {
	case annotations.Unauthenticated:
		header.Set("WWW-Authenticate", `Bearer realm="galley"`)
	case annotations.Unavailable:
		header.Set("Retry-After", "2")
	}
	var special *refusal
	if errors.As(err, &special) {
		p.Status, header = special.status, special.header
		p.Title = http.StatusText(special.status)
	}
	return p, header
}

// refuse answers with an error, and logs it when it is the server's own.
func (s *Server) refuse(c *call, r *http.Request, err error) {
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		err = annotations.Errorf(annotations.TooLarge, "body_too_large", "", "the request's body is larger than %d bytes", long.Limit)
	}
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		err = annotations.Errorf(annotations.Unavailable, "gone", "", "the request was given up")
	}
	p, header := s.problem(c, err)
	if p.Status >= 500 && p.Reason != "gone" {
		s.Log.LogAttrs(r.Context(), slog.LevelError, "request failed",
			slog.String("route", c.pattern), slog.String("error", err.Error()), slog.String("request_id", c.id))
	}
	if c.status != 0 {
		// Part of another answer is out: break off, so that nobody takes it for whole.
		panic(http.ErrAbortHandler)
	}
	body, encodeErr := strict.Marshal(p)
	if encodeErr != nil {
		panic("api: a problem does not encode: " + encodeErr.Error()) // strings and a number always do
	}
	for k, v := range header {
		c.Header()[k] = v
	}
	c.Header().Set("Content-Type", "application/problem+json")
	c.WriteHeader(p.Status)
	_, _ = c.Write(append(body, '\n'))
}
