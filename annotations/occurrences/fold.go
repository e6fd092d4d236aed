package occurrences

import (
	"strings"
	"unicode"

	"galley/annotations/text"
)

// folded is one character to compare, and the code points [start, end) it
// stands for.
type folded struct {
	char       rune
	start, end text.Rune
}

// fold makes the characters to compare of a passage.
func fold(s string, o Options) []folded {
	f := make([]folded, 0, len(s))
	at := text.Rune(0)
	lines := 0
	for _, r := range s {
		last := len(f) - 1
		switch {
		case invisible(r):
		case unicode.IsSpace(r):
			if r == '\n' {
				lines++
			}
			if last < 0 || f[last].char != ' ' && f[last].char != '\n' {
				f = append(f, folded{' ', at, at + 1})
				last++
			}
			f[last].end = at + 1
			if lines > 1 { // a paragraph's end is no blank between two words
				f[last].char = '\n'
			}
		default:
			lines = 0
			if o.AnyCase {
				r = simple(r)
			}
			f = append(f, folded{alike(r), at, at + 1})
		}
		at++
	}
	return f
}

// invisible reports whether a character has no width and no meaning for words: a
// soft hyphen, a zero-width space, a word joiner, a byte order mark, a mark of
// direction.
func invisible(r rune) bool {
	switch r {
	case '\u00AD', '\u200B', '\u2060', '\uFEFF', '\u200E', '\u200F':
		return true
	}
	return false
}

// Visible is a passage without its characters that have neither width nor
// meaning for words.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
}

// alike gives signs that look and mean the same one form.
func alike(r rune) rune {
	switch r {
	case '’', '\u02BC':
		return '\''
	case '\u2010', '\u2011':
		return '-'
	}
	return r
}

// simple is the smallest character that differs from r by case alone.
func simple(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	return least
}
