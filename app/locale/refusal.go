package locale

import (
	"context"
	"errors"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// Problem is the sentence for an error: the one for its reason, else for its
// code, else that something unexpected happened. That the server was not reached
// is for the caller to see (browser.ErrOffline) and to say with Unreachable.
func (l Lang) Problem(err error) string {
	var bad *text.Problem
	if errors.As(err, &bad) {
		return l.inLine(bad.Line, l.Reason(bad.Reason))
	}
	var e *annotations.Error
	if errors.As(err, &e) {
		if s := l.Reason(e.Reason, e.Field); s != "" {
			return l.inLine(e.Line, s)
		}
		return l.T(Key("code." + string(e.Code)))
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return l.T(Unreachable)
	}
	return l.T(Unexpected)
}

// inLine puts the line in front of a sentence that is about one.
func (l Lang) inLine(line int, sentence string) string {
	if line == 0 || sentence == "" {
		return sentence
	}
	return l.T(ProblemLine, line) + " " + sentence
}

// Reason is the sentence for a reason of the domain or of the server, with its
// blanks filled; "" when there is none.
func (l Lang) Reason(reason string, args ...any) string {
	if k := Key("reason." + reason); reason != "" && l.Has(k) {
		return l.T(k, args...)
	}
	return ""
}

// Notice is the sentence for a notice's key, which comes as a plain string; a
// key "refused.REASON" stands for the sentence of that reason or code.
func (l Lang) Notice(key string, args []string) string {
	if why, ok := strings.CutPrefix(key, "refused."); ok {
		if s := l.Reason(why); s != "" {
			return s
		}
		if code := Key("code." + why); l.Has(code) {
			return l.T(code)
		}
		return l.T(Unexpected)
	}
	fill := make([]any, len(args))
	for i, a := range args {
		fill[i] = a
	}
	return l.T(Key(key), fill...)
}

// Role is the newsroom's word for a block's role.
func (l Lang) Role(r annotations.Role) string { return l.T(Key("role." + string(r))) }

// State is the word for how far a set has come.
func (l Lang) State(s annotations.State) string {
	if s == "" {
		s = annotations.Open
	}
	return l.T(Key("state." + string(s)))
}

// Kind is the word for what a file was read as; a format's own name stands for
// itself.
func (l Lang) Kind(read string) string {
	if k := Key("kind." + read); l.Has(k) {
		return l.T(k)
	}
	return read
}
