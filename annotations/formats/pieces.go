package formats

import (
	"cmp"
	"fmt"
	"slices"

	"galley/annotations"
)

// piece is one fragment of a span, for formats whose spans have no fragments.
type piece struct {
	span *annotations.Span
	// n is the fragment's number in the span.
	n int
	annotations.Fragment
}

// pieces lists the fragments of all spans by (start, -end, label, id). Spans of
// several fragments are reported, and left out under Drop; written says what
// each fragment becomes ("spans").
func (b *base) pieces(d *annotations.Document, s Set, written string) []piece {
	var all []piece
	for _, sp := range s.Spans {
		if n := len(sp.Fragments); n > 1 {
			if b.drops() {
				b.lose(d, s.Owner, sp.ID, Discontinuous, "")
				continue
			}
			b.lose(d, s.Owner, sp.ID, Discontinuous, fmt.Sprintf("%d %s", n, written))
		}
		for i, f := range sp.Fragments {
			all = append(all, piece{sp, i, f})
		}
		b.tally.Spans++
	}
	slices.SortFunc(all, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End),
			cmp.Compare(a.span.Label, b.span.Label), cmp.Compare(a.span.ID, b.span.ID))
	})
	return all
}

// inFile are the ids of the spans that pieces are of.
func inFile(pieces []piece) map[string]bool {
	ids := map[string]bool{}
	for _, p := range pieces {
		ids[p.span.ID] = true
	}
	return ids
}

// reportBare reports the attributes and notes of spans that are written without them.
func (b *base) reportBare(d *annotations.Document, s Set, in map[string]bool) {
	for _, sp := range s.Spans {
		if !in[sp.ID] {
			continue
		}
		if len(sp.Attributes) > 0 {
			b.lose(d, s.Owner, sp.ID, AttributeUnsupported, "the span without them")
		}
		if sp.Note != "" {
			b.lose(d, s.Owner, sp.ID, NoteUnsupported, "the span without it")
		}
	}
}

// reportLinks reports all links of a set as more than the format holds.
func (b *base) reportLinks(d *annotations.Document, s Set) {
	for _, l := range s.Links {
		b.lose(d, s.Owner, l.ID, LinkUnsupported, "")
	}
}
