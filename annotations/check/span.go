package check

import (
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/text"
)

// MaxNote is the longest note, in code points.
const MaxNote = 10_000

// Span checks a span against its text and schema: its ground, its quotation,
// its label and its attributes. Returns nil when it may be stored.
func Span(t text.Text, schema *annotations.Schema, sp *annotations.Span) *annotations.Error {
	if p := Ground(t, sp.Fragments); p != nil {
		return p
	}
	if p := Quotation(t, sp.Fragments, sp.Quote); p != nil {
		return p
	}
	label := schema.Label(sp.Label)
	if label == nil {
		return annotations.Errorf(annotations.Invalid, "unknown_label", "label", "schema %s has no label %q", schema.ID, sp.Label)
	}
	if n := utf8.RuneCountInString(sp.Note); n > MaxNote {
		return annotations.Errorf(annotations.TooLarge, "note_too_long", "note", "has %d characters, at most %d are kept", n, MaxNote)
	}
	return Attributes(schema, label.Attributes, sp.Attributes, "label "+label.ID)
}
