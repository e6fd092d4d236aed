package wire

import "galley/annotations"

// Problem is RFC 9457 problem details with our stable code and reason. Title
// and Detail are for developers; the app has its own sentence for each Code
// and Reason.
type Problem struct {
	Type   string           `json:"type"`
	Title  string           `json:"title"`
	Status int              `json:"status"`
	Detail string           `json:"detail"`
	Code   annotations.Code `json:"code"`
	Reason string           `json:"reason,omitempty"`
	Field  string           `json:"field,omitempty"`
	// Line is the line of the text in Field that is meant, from 1; 0 for none.
	Line int `json:"line,omitempty"`
	// Request is the id to look for in the server's log.
	Request string `json:"request_id,omitempty"`
	// Epoch is the present epoch where the request named another.
	Epoch string `json:"epoch,omitempty"`
	// Gaps are what a set lacks that was to be submitted.
	Gaps []annotations.Gap `json:"gaps,omitempty"`
	// Used counts what would be lost from a schema, by the part's path.
	Used annotations.Usage `json:"used,omitempty"`
}

// Error makes a Problem the error it describes.
func (p *Problem) Error() string { return p.Detail }

// Unwrap is the refusal as the domain knows it.
func (p *Problem) Unwrap() error {
	return &annotations.Error{Code: p.Code, Reason: p.Reason, Field: p.Field, Line: p.Line, Detail: p.Detail}
}
