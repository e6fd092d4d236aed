package annotations

import (
	"errors"
	"fmt"
)

// Code is one of the few ways a request can be refused. The API maps codes to
// statuses, the app maps them to sentences.
type Code string

// The codes.
const (
	Invalid         Code = "invalid"
	Unauthenticated Code = "unauthenticated"
	Forbidden       Code = "forbidden"
	NotFound        Code = "not_found"
	Conflict        Code = "conflict"
	TooLarge        Code = "too_large"
	Unavailable     Code = "unavailable"
	Internal        Code = "internal"
)

// Error is a refusal that names what is wrong and where.
type Error struct {
	Code Code `json:"code"`
	// Reason is a stable, more exact word than Code that the app has a sentence
	// for ("quotation_differs", "unknown_label" …); may be empty.
	Reason string `json:"reason,omitempty"`
	// Field is the path of what is wrong, such as "fragments[1]" or "attributes.quote_type".
	Field string `json:"field,omitempty"`
	// Line is the line of a text that is meant, from 1; 0 for none.
	Line int `json:"line,omitempty"`
	// Detail is a sentence for developers, in English.
	Detail string `json:"detail"`
}

// Error is the field and the sentence.
func (e *Error) Error() string {
	if e.Field == "" {
		return e.Detail
	}
	return e.Field + ": " + e.Detail
}

// Errorf makes an Error.
func Errorf(code Code, reason, field, format string, args ...any) *Error {
	return &Error{Code: code, Reason: reason, Field: field, Detail: fmt.Sprintf(format, args...)}
}

// CodeOf is the code of the first Error in err's chain; Internal when there is
// none, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
