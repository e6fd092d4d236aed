package ingest

import (
	"strings"
	"unicode"

	"znkr.io/diff"

	"galley/annotations/text"
	"galley/annotations/wire"
)

// Difference says how the words of b differ from those of a, in stretches that
// put together give each text again. Its cost is that of the two texts.
func Difference(a, b text.Text) []wire.Stretch {
	x, y := words(a.String()), words(b.String())
	all := []wire.Stretch{}
	add := func(in wire.StretchIn, s string) {
		if n := len(all); n > 0 && all[n-1].In == in {
			all[n-1].Text += s
		} else {
			all = append(all, wire.Stretch{In: in, Text: s})
		}
	}
	for _, e := range diff.Edits(x, y) {
		switch e.Op {
		case diff.Match:
			add(wire.InBoth, e.X)
		case diff.Delete:
			add(wire.InThis, e.X)
		case diff.Insert:
			add(wire.InOther, e.Y)
		}
	}
	return all
}

// words cuts a text into words, blanks and single signs; together they are the
// text.
func words(s string) []string {
	var all []string
	kind := func(r rune) int {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '\u00AD':
			return 1
		case unicode.IsSpace(r):
			return 2
		}
		return 0
	}
	var b strings.Builder
	last := -1
	for _, r := range s {
		if k := kind(r); (k != last || k == 0) && b.Len() > 0 {
			all = append(all, b.String())
			b.Reset()
		}
		last = kind(r)
		b.WriteRune(r)
	}
	if b.Len() > 0 {
		all = append(all, b.String())
	}
	return all
}
