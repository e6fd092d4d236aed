package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/words"
)

// window is how far around a position boundaries are looked for, in code
// points. Words and graphemes are far shorter; a longer run without a boundary
// is cut at the window's edge, so that no lookup costs more than the window.
const window = 512

// span of text around [start, end), cut where a line ends (a boundary in every
// segmentation) or the window does.
func (t Text) around(start, end Rune) (from, to Rune) {
	from, to = max(0, start-window), min(t.runes, end+window)
	b := t.s[t.byteAt(from):t.byteAt(start)]
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] == '\n' {
			from = start - Rune(utf8.RuneCountInString(b[i+1:]))
			break
		}
	}
	b = t.s[t.byteAt(end):t.byteAt(to)]
	for i := range len(b) {
		if b[i] == '\n' {
			to = end + Rune(utf8.RuneCountInString(b[:i]))
			break
		}
	}
	return from, to
}

// Graphemes widens [start, end) so that neither edge splits a user-perceived
// character (an emoji with ZWJ, a letter with combining marks).
func (t Text) Graphemes(start, end Rune) (Rune, Rune) {
	start, end = t.clamp(start, end)
	from, to := t.around(start, end)
	at := from
	it := graphemes.FromString(t.s[t.byteAt(from):t.byteAt(to)])
	s, e := start, end
	for it.Next() {
		next := at + Rune(utf8.RuneCountInString(it.Value()))
		if at < start && start < next {
			s = at
		}
		if at < end && end < next {
			e = next
		}
		at = next
	}
	return s, e
}

// Words snaps [start, end) to words the way an editor means it: a range that
// touches part of a word takes the whole word, blanks at the edges are let go,
// punctuation is taken only where it was selected. A selection of blanks alone
// gives an empty range at start. In a run of letters whose edge is too far away to
// be looked for, the edge stays where it was.
//
// Case: selecting „ir sind berei“ in „Wir sind bereit!“ gives „Wir sind bereit“;
// starting at the mark „ keeps the mark.
func (t Text) Words(start, end Rune) (Rune, Rune) {
	start, end = t.trim(t.clamp(start, end))
	if start == end {
		return start, end
	}
	from, to := t.around(start, end)
	s, e := start, end
	cutFrom, cutTo := t.inLine(from), t.inLine(to)
	at := from
	it := words.FromString(t.s[t.byteAt(from):t.byteAt(to)])
	for it.Next() {
		next := at + Rune(utf8.RuneCountInString(it.Value()))
		if wordLike(it.Value()) {
			if at < start && start < next && !(cutFrom && at == from) {
				s = at
			}
			if at < end && end < next && !(cutTo && next == to) {
				e = next
			}
		}
		at = next
	}
	return t.Graphemes(s, e)
}

// inLine reports whether a position lies between two characters of one line: the
// edge of a window that lies there need not be a boundary.
func (t Text) inLine(r Rune) bool {
	return 0 < r && r < t.runes && !strings.Contains(t.Slice(r-1, r+1), "\n")
}

// WordAt is the word at or just before a position (what a double click means),
// or an empty range where there is none.
func (t Text) WordAt(r Rune) (Rune, Rune) {
	r, _ = t.clamp(r, r)
	from, to := t.around(r, r)
	at := from
	it := words.FromString(t.s[t.byteAt(from):t.byteAt(to)])
	for it.Next() {
		next := at + Rune(utf8.RuneCountInString(it.Value()))
		if at <= r && r <= next && wordLike(it.Value()) {
			return at, next
		}
		at = next
	}
	return r, r
}

// NextWord is the end of the next word after r; Len when there is none.
func (t Text) NextWord(r Rune) Rune { return t.step(r, 1, false) }

// PrevWord is the start of the word before r; 0 when there is none.
func (t Text) PrevWord(r Rune) Rune { return t.step(r, -1, true) }

// NextStart is the start of the next word after r; Len when there is none.
func (t Text) NextStart(r Rune) Rune { return t.step(r, 1, true) }

// PrevEnd is the end of the word before r; 0 when there is none.
func (t Text) PrevEnd(r Rune) Rune { return t.step(r, -1, false) }

// step finds the nearest word border after (dir 1) or before (dir -1) r: a
// start or an end. It walks window by window, so a long blank is no trap.
func (t Text) step(r Rune, dir int, starts bool) Rune {
	r, _ = t.clamp(r, r)
	for {
		from, to := max(0, r-window), min(t.runes, r+window)
		best, found := Rune(0), false
		at := from
		it := words.FromString(t.s[t.byteAt(from):t.byteAt(to)])
		for it.Next() {
			next := at + Rune(utf8.RuneCountInString(it.Value()))
			border := next
			if starts {
				border = at
			}
			if wordLike(it.Value()) {
				if dir > 0 && border > r && !found {
					best, found = border, true
				}
				if dir < 0 && border < r {
					best, found = border, true
				}
			}
			at = next
		}
		switch {
		case found:
			return best
		case dir > 0 && to == t.runes:
			return t.runes
		case dir < 0 && from == 0:
			return 0
		case dir > 0:
			r = to - 1
		default:
			r = from + 1
		}
	}
}

// Grapheme steps one user-perceived character forwards or backwards from r.
func (t Text) Grapheme(r Rune, forward bool) Rune {
	r, _ = t.clamp(r, r)
	if forward {
		if r == t.runes {
			return r
		}
		_, e := t.Graphemes(r, r+1)
		return e
	}
	if r == 0 {
		return 0
	}
	s, _ := t.Graphemes(r-1, r)
	return s
}

func (t Text) clamp(start, end Rune) (Rune, Rune) {
	start = max(0, min(start, t.runes))
	return start, max(start, min(end, t.runes))
}

// trim lets go of blanks at both edges.
func (t Text) trim(start, end Rune) (Rune, Rune) {
	s := t.s[t.byteAt(start):t.byteAt(end)]
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if !unicode.IsSpace(r) {
			break
		}
		s, start = s[n:], start+1
	}
	for len(s) > 0 {
		r, n := utf8.DecodeLastRuneInString(s)
		if !unicode.IsSpace(r) {
			break
		}
		s, end = s[:len(s)-n], end-1
	}
	return start, end
}

// wordLike reports whether a UAX #29 segment is a word an editor would call
// one: it holds a letter or a digit.
func wordLike(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}
