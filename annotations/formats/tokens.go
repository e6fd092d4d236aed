package formats

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"galley/annotations"
	"galley/annotations/text"
)

// Tokenizer cuts a text into tokens. Formats that count in tokens ask for one,
// because the tokens must be those of the program that is trained.
type Tokenizer interface {
	// Tokens gives the tokens of t in order; they do not overlap. What lies
	// between two of them are blanks. Tokens of blanks alone are allowed.
	Tokens(t text.Text, language string) []annotations.Fragment
}

// words is the Tokenizer without a choice: the words and punctuation marks of
// UAX #29.
type words struct{}

func (words) Tokens(t text.Text, _ string) []annotations.Fragment {
	var all []annotations.Fragment
	for start, end := range t.Tokens() {
		all = append(all, annotations.Fragment{Start: start, End: end})
	}
	return all
}

// grid is a text's tokens, to find the tokens of a range.
type grid []annotations.Fragment

// tokens cuts the text; blank leaves tokens in that are blanks alone.
func (o Options) tokens(t text.Text, language string, blank bool) grid {
	var tk Tokenizer = words{}
	if o.Tokenizer != nil {
		tk = o.Tokenizer
	}
	g := grid(tk.Tokens(t, language))
	if blank {
		return g
	}
	return slices.DeleteFunc(slices.Clone(g), func(f annotations.Fragment) bool {
		return strings.TrimFunc(t.Slice(f.Start, f.End), unicode.IsSpace) == ""
	})
}

// cover gives the tokens [first, end) that share ground with f, and whether
// they cover exactly it; first == end when there is none.
func (g grid) cover(f annotations.Fragment) (first, end int, exact bool) {
	first, _ = slices.BinarySearchFunc(g, f.Start, func(t annotations.Fragment, at text.Rune) int {
		if t.End <= at {
			return -1
		}
		return 1
	})
	end, _ = slices.BinarySearchFunc(g, f.End, func(t annotations.Fragment, at text.Rune) int { return cmp.Compare(t.Start, at) })
	if end <= first {
		return first, first, false
	}
	return first, end, g[first].Start == f.Start && g[end-1].End == f.End
}

// ground is the stretch of the tokens [first, end).
func (g grid) ground(first, end int) annotations.Fragment {
	return annotations.Fragment{Start: g[first].Start, End: g[end-1].End}
}

// texts are the tokens' words.
func (g grid) texts(t text.Text) []string {
	all := make([]string, len(g))
	for i, f := range g {
		all[i] = t.Slice(f.Start, f.End)
	}
	return all
}
