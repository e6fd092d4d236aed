package check

import (
	"fmt"

	"galley/annotations"
	"galley/annotations/text"
)

// MaxFragments is the largest number of fragments of one span.
const MaxFragments = 100

// Ground checks that fragments lie inside the text, hold something, and follow
// one another in text order without touching.
func Ground(t text.Text, fragments []annotations.Fragment) *annotations.Error {
	if len(fragments) == 0 || len(fragments) > MaxFragments {
		return annotations.Errorf(annotations.Invalid, "bad_fragments", "fragments", "a span has 1 to %d fragments, not %d", MaxFragments, len(fragments))
	}
	for i, f := range fragments {
		field := fmt.Sprintf("fragments[%d]", i)
		if !t.Valid(f.Start, f.End) {
			return annotations.Errorf(annotations.Invalid, "outside_text", field,
				"[%d, %d) is not a stretch of this text, which has %d code points", f.Start, f.End, t.Len())
		}
		if i > 0 && f.Start <= fragments[i-1].End {
			return annotations.Errorf(annotations.Invalid, "fragments_touch", field,
				"[%d, %d) must start after the fragment before it, which ends at %d", f.Start, f.End, fragments[i-1].End)
		}
	}
	return nil
}
