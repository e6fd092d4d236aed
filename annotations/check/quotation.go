package check

import (
	"fmt"

	"galley/annotations"
	"galley/annotations/text"
)

// Quotation checks that text[start:end] equals the stored quotation of every
// fragment: the check that catches an offset bug where it happens instead of
// in somebody's training run. Fragments must lie inside the text (see Ground).
func Quotation(t text.Text, fragments []annotations.Fragment, quote []string) *annotations.Error {
	if len(quote) != len(fragments) {
		return annotations.Errorf(annotations.Invalid, "quotation_differs", "quote",
			"holds %d texts for %d fragments", len(quote), len(fragments))
	}
	for i, f := range fragments {
		if have := t.Slice(f.Start, f.End); have != quote[i] {
			return annotations.Errorf(annotations.Invalid, "quotation_differs", fmt.Sprintf("quote[%d]", i),
				"the text at [%d, %d) is %q, not %q", f.Start, f.End, short(have), short(quote[i]))
		}
	}
	return nil
}

// short keeps a message readable.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}
