package annotations

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"galley/annotations/text"
)

// Fragment is one stretch of a span, [Start, End) in code points. In JSON it is
// the pair [start, end].
type Fragment struct{ Start, End text.Rune }

// MarshalJSON writes [start, end].
func (f Fragment) MarshalJSON() ([]byte, error) {
	return []byte("[" + itoa(int(f.Start)) + "," + itoa(int(f.End)) + "]"), nil
}

// UnmarshalJSON reads [start, end]. Returns Invalid for any other shape.
func (f *Fragment) UnmarshalJSON(b []byte) error {
	var pair []int
	if err := json.Unmarshal(b, &pair); err != nil || len(pair) != 2 {
		return Errorf(Invalid, "bad_fragment", "fragments", "a fragment is a pair of whole numbers [start, end), not %s", b)
	}
	f.Start, f.End = text.Rune(pair[0]), text.Rune(pair[1])
	return nil
}

// Span is a label on one or more fragments. A Span value is never changed after
// it was made: an edit makes a new one, so pointers can be compared.
type Span struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	// Fragments are in text order and do not touch one another.
	Fragments []Fragment `json:"fragments"`
	// Quote is the text of each fragment: text[start:end] == Quote[i], always.
	Quote      []string   `json:"quote"`
	Attributes Attributes `json:"attributes"`
	Note       string     `json:"note"`
}

// Start is where the first fragment starts.
func (s *Span) Start() text.Rune { return s.Fragments[0].Start }

// End is where the last fragment ends.
func (s *Span) End() text.Rune { return s.Fragments[len(s.Fragments)-1].End }

// Quotation is the quotation for a reader: fragments joined with " … ".
func (s *Span) Quotation() string { return strings.Join(s.Quote, " … ") }

// Covers reports whether every fragment of t lies inside a fragment of s.
func (s *Span) Covers(t *Span) bool {
	for _, f := range t.Fragments {
		if !slices.ContainsFunc(s.Fragments, func(g Fragment) bool { return g.Start <= f.Start && f.End <= g.End }) {
			return false
		}
	}
	return true
}

// Overlaps reports whether s has a fragment that shares ground with [start, end).
func (s *Span) Overlaps(start, end text.Rune) bool {
	return slices.ContainsFunc(s.Fragments, func(f Fragment) bool { return f.Start < end && start < f.End })
}

// Compare orders spans for reading and drawing: start ascending, end
// descending, then id, so that the outer of two comes first.
func Compare(a, b *Span) int {
	// Step by step: ids are compared for spans on the same ground alone, and sorting calls this more than anything else.
	if c := cmp.Compare(a.Start(), b.Start()); c != 0 {
		return c
	}
	if c := cmp.Compare(b.End(), a.End()); c != 0 {
		return c
	}
	return cmp.Compare(a.ID, b.ID)
}

// CompareExport orders spans for files: start ascending, end descending, label, id.
func CompareExport(a, b *Span) int {
	return cmp.Or(cmp.Compare(a.Start(), b.Start()), cmp.Compare(b.End(), a.End()), cmp.Compare(a.Label, b.Label), cmp.Compare(a.ID, b.ID))
}

// Quote cuts the text of each fragment. Fragments must lie inside the text.
func Quote(t text.Text, fragments []Fragment) []string {
	quote := make([]string, len(fragments))
	for i, f := range fragments {
		quote[i] = t.Slice(f.Start, f.End)
	}
	return quote
}
