package painter

import (
	"strconv"
	"unicode/utf8"

	"galley/app/state"
)

// A block crosses to the script as a JSON list
//
//	[index, role, start, fold, lines, runin, [token …]]
//
// lines estimates its height, runin is 1 for a dateline that runs into the block
// after it. The tokens are
//
//	["id", "classes", "chip", hue, "name", number, "label", shift, more …]   open a mark
//	at, "text"         a run; at is its first code point
//	null, at, "text"   a run that takes no room: line ends around a block
//	-n                 close n marks
//
// It is written by hand: encoding/json is slower by far in WebAssembly.

// charsPerLine is the length of a line of the reading column, for the estimate
// of a block's height before it is laid out.
const charsPerLine = 64

// token is one step of drawing a block.
type token struct {
	open        *state.MarkView // a mark to open
	first, last bool            // of the open mark: the span starts, or ends, in this element
	shift       float64         // of its chip or flag, past the chips just before; in em of chips
	close       int             // marks to close
	piece       *piece          // a text node
}

// tokens lays the marks of the pieces over one another as elements. A mark that
// goes on keeps its element as long as all marks outside it go on too.
func tokens(list []piece) []token {
	out := make([]token, 0, 3*len(list))
	type opened struct {
		id    string
		token int
	}
	var stack []opened
	edge := 0.0 // where the last chip ends, in em of chips from the text's start
	for i := range list {
		marks := list[i].marks
		keep := 0
		for keep < len(stack) && keep < len(marks) && stack[keep].id == marks[keep].Span && !marks[keep].Opens {
			keep++
		}
		if n := len(stack) - keep; n > 0 {
			out = append(out, token{close: n})
			stack = stack[:keep]
		}
		for k := keep; k < len(marks); k++ {
			stack = append(stack, opened{marks[k].Span, len(out)})
			t := token{open: &marks[k], first: marks[k].First}
			if start := charWidth * float64(list[i].at); t.first && flagged(&marks[k]) {
				t.shift = max(0, edge-start)
				edge = start + t.shift + flagWidth
			}
			out = append(out, t)
		}
		end := charWidth * float64(int(list[i].at)+utf8.RuneCountInString(list[i].s))
		for k := len(marks) - 1; k >= 0; k-- {
			if !marks[k].Last {
				continue
			}
			t := &out[stack[k].token]
			t.last = true
			if width := chipWidth(chip(&marks[k])); width > 0 && !flagged(&marks[k]) {
				t.shift = max(0, edge-end)
				edge = end + t.shift + width
			}
		}
		out = append(out, token{piece: &list[i]})
	}
	if len(stack) > 0 {
		out = append(out, token{close: len(stack)})
	}
	return out
}

// appendBlock writes one block. runin says that it is a dateline which the next
// block's first line goes on from.
func appendBlock(b []byte, v state.BlockView, list []piece, runin bool) []byte {
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(v.Index), 10)
	b = append(b, ',')
	b = appendString(b, string(v.Role))
	for _, n := range [...]int{int(v.Start), v.Fold, int(v.End-v.Start)/charsPerLine + 1, flag(runin)} {
		b = append(b, ',')
		b = strconv.AppendInt(b, int64(n), 10)
	}
	b = append(b, ",["...)
	for i, t := range tokens(list) {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendToken(b, t)
	}
	return append(b, "]]"...)
}

func flag(on bool) int {
	if on {
		return 1
	}
	return 0
}

func appendToken(b []byte, t token) []byte {
	switch {
	case t.close > 0:
		return strconv.AppendInt(b, -int64(t.close), 10)
	case t.piece != nil:
		if t.piece.closed {
			b = append(b, "null,"...)
		}
		b = strconv.AppendInt(b, int64(t.piece.at), 10)
		b = append(b, ',')
		return appendString(b, t.piece.s)
	}
	m := t.open
	b = append(b, '[')
	b = appendString(b, m.Span)
	b = append(b, ',')
	b = appendString(b, classes(m, t.first, t.last))
	b = append(b, ',')
	b = appendString(b, chip(m))
	b = append(b, ',')
	b = strconv.AppendInt(b, int64(m.Hue), 10)
	b = append(b, ',')
	b = appendString(b, m.Name)
	b = append(b, ',')
	b = strconv.AppendInt(b, int64(m.Number), 10)
	b = append(b, ',')
	b = appendString(b, m.Label)
	b = append(b, ',')
	b = strconv.AppendFloat(b, t.shift, 'g', 3, 64)
	if m.Fragment > 0 || len(m.More) > 0 {
		b = append(b, ',')
		b = strconv.AppendInt(b, int64(m.Fragment), 10)
	}
	for _, n := range m.More {
		b = append(b, ',')
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, ']')
}

const hex = "0123456789abcdef"

// appendString writes a JSON string. Invalid UTF-8 becomes U+FFFD, one for each
// byte, as it is counted in text.Text.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				b = append(append(b, s[start:i]...), "\ufffd"...)
				start = i + 1
			}
			i += size
			continue
		}
		if c < 0x20 || c == '"' || c == '\\' {
			b = append(b, s[start:i]...)
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			start = i + 1
		}
		i++
	}
	return append(append(b, s[start:]...), '"')
}
