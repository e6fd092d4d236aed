package formats

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"galley/annotations"
	"galley/annotations/text"
)

// Further units that files of other tools count in; they are read, never written.
const (
	// Bytes counts UTF-8 bytes.
	Bytes Offsets = "byte"
	// Graphemes counts user-perceived characters, as doccano's grapheme mode does.
	Graphemes Offsets = "grapheme"
	// CRLFTwo counts every line end as two where the text has LF: the file was
	// made from a text with CRLF.
	CRLFTwo Offsets = "crlf_two"
	// CRLFOne counts every CRLF of the text as one.
	CRLFOne Offsets = "crlf_one"
	// FromOne counts code points and begins with 1.
	FromOne Offsets = "from_one"
)

// unitOrder is the order in which units are tried: the first in which every
// range of a document covers its quotation is the document's.
var unitOrder = []Offsets{CodePoint, UTF16, Bytes, Graphemes, CRLFTwo, CRLFOne, FromOne}

// located is one stretch of a document as a file counts it, before its unit is
// known: [start, end), and the words it covers where the file says them.
type located struct {
	start, end int
	quote      string
	quoted     bool
	// place names it in a Problem, such as "spans[3]".
	place string
}

// ground finds out in which unit a document's ranges are counted and gives
// each in code points. Ranges with a quotation decide: the first unit under
// which all of them cover theirs, else the one under which most do. Ranges
// without one are taken as they are when none has one, in the preferred unit
// ("" for code points). The fragments are as many as the ranges; one that lies outside
// the text, ends before it begins or does not cover its quotation is empty,
// and named in a Problem.
func ground(t text.Text, at []located, preferred Offsets) (Offsets, []annotations.Fragment, []*annotations.Error) {
	best, matched := cmp.Or(preferred, CodePoint), -1
	quoted := 0
	for _, l := range at {
		if l.quoted {
			quoted++
		}
	}
	if quoted > 0 {
		for _, u := range unitOrder {
			if !possible(t, u) {
				continue
			}
			if n := matches(t, at, u); n > matched {
				best, matched = u, n
			}
			if matched == quoted {
				break
			}
		}
	}
	find := finder(t, best)
	fragments := make([]annotations.Fragment, len(at))
	var problems []*annotations.Error
	for i, l := range at {
		f, ok := resolve(find, l)
		switch {
		case !ok:
			problems = append(problems, invalid("outside_text", l.place,
				"[%d, %d) is not a stretch of this text, which has %d code points", l.start, l.end, t.Len()))
		case l.quoted && !covers(t, f, l.quote):
			problems = append(problems, invalid("quotation_differs", l.place,
				"the text at [%d, %d) is %q, not %q", l.start, l.end, short(t.Slice(f.Start, f.End)), short(l.quote)))
		default:
			fragments[i] = f
		}
	}
	return best, fragments, problems
}

// possible leaves out units that cannot differ from code points in this text.
func possible(t text.Text, u Offsets) bool {
	s := t.String()
	switch u {
	case UTF16:
		return t.UTF16Len() != text.UTF16(t.Len())
	case Bytes, Graphemes:
		return len(s) != int(t.Len()) || u == Graphemes && strings.Contains(s, "\r\n")
	case CRLFTwo:
		return strings.Contains(s, "\n") && !strings.Contains(s, "\r\n")
	case CRLFOne:
		return strings.Contains(s, "\r\n")
	}
	return true
}

// matches counts the ranges that cover their quotation in a unit.
func matches(t text.Text, at []located, u Offsets) int {
	find, n := finder(t, u), 0
	for _, l := range at {
		if f, ok := resolve(find, l); l.quoted && ok && covers(t, f, l.quote) {
			n++
		}
	}
	return n
}

// resolve gives a range in code points; not ok when it is none of the text.
func resolve(find func(int) (text.Rune, bool), l located) (annotations.Fragment, bool) {
	if l.start >= l.end {
		return annotations.Fragment{}, false
	}
	start, okStart := find(l.start)
	end, okEnd := find(l.end)
	return annotations.Fragment{Start: start, End: end}, okStart && okEnd && start < end
}

// covers compares the words at a place with a quotation. Tools write line ends
// and runs of blanks in quotations in ways of their own (a blank, nothing
// changed, a backslash and an n), so blanks are compared as blanks only.
func covers(t text.Text, f annotations.Fragment, quote string) bool {
	have := t.Slice(f.Start, f.End)
	return have == quote || blanks(have) == blanks(quote)
}

func blanks(s string) string {
	var b strings.Builder
	was := false
	for _, r := range strings.ReplaceAll(s, `\n`, "\n") {
		is := unicode.IsSpace(r)
		if is && !was {
			b.WriteByte(' ')
		}
		if !is {
			b.WriteRune(r)
		}
		was = is
	}
	return b.String()
}

// finder gives the code point at a position in a unit; not ok for a position
// outside the text or inside a code point, a grapheme or a line end.
func finder(t text.Text, u Offsets) func(int) (text.Rune, bool) {
	n := t.Len()
	switch u {
	case UTF16:
		return func(p int) (text.Rune, bool) {
			r := t.FromUTF16(text.UTF16(p))
			return r, t.UTF16At(r) == text.UTF16(p)
		}
	case Bytes:
		return func(p int) (text.Rune, bool) {
			r := t.FromByte(text.Byte(p))
			return r, t.ByteAt(r) == text.Byte(p)
		}
	case Graphemes:
		return byTable(graphemeStarts(t))
	case CRLFTwo, CRLFOne:
		return byTable(lineEnds(t, u))
	case FromOne:
		return func(p int) (text.Rune, bool) { return text.Rune(p - 1), p >= 1 && text.Rune(p-1) <= n }
	}
	return func(p int) (text.Rune, bool) { return text.Rune(p), p >= 0 && text.Rune(p) <= n }
}

// step is the code point at which a position of another unit lies.
type step struct {
	position int
	at       text.Rune
}

func byTable(table []step) func(int) (text.Rune, bool) {
	return func(p int) (text.Rune, bool) {
		i, ok := slices.BinarySearchFunc(table, p, func(s step, p int) int { return s.position - p })
		if !ok {
			return 0, false
		}
		return table[i].at, true
	}
}

func graphemeStarts(t text.Text) []step {
	var table []step
	at := text.Rune(0)
	it := graphemes.FromString(t.String())
	for it.Next() {
		table = append(table, step{len(table), at})
		at += text.Rune(utf8.RuneCountInString(it.Value()))
	}
	return append(table, step{len(table), at})
}

// lineEnds counts a line end as two where the text has one, or as one where it
// has two.
func lineEnds(t text.Text, u Offsets) []step {
	var table []step
	position, at, last := 0, text.Rune(0), rune(0)
	for _, r := range t.String() {
		if u == CRLFOne && r == '\n' && last == '\r' {
			position-- // the pair has been counted with its first half
		} else {
			table = append(table, step{position, at})
		}
		position, at, last = position+1, at+1, r
		if u == CRLFTwo && r == '\n' {
			position++
		}
	}
	return append(table, step{position, at})
}
