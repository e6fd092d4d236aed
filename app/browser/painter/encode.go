package painter

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/text"
	"galley/app/state"
)

// A block crosses to the script as a JSON list
//
//	[index, role, start, fold, lines, runin, [token …]]
//
// lines estimates its height, runin is 1 for a dateline that runs into the block
// after it. The tokens are
//
//	["id", "classes", "chip", hue, "name", number, "label", shift]   open a mark
//	at, "text"         a run; at is its first code point
//	null, at, "text"   a run that takes no room: line ends around a block
//	-n                 close n marks
//
// It is written by hand: encoding/json is slower by far in WebAssembly.

// charsPerLine is the length of a line of the reading column, for the estimate
// of a block's height before it is laid out.
const charsPerLine = 64

// piece is one text node: a run, or a part of one that takes no room.
type piece struct {
	at     text.Rune
	s      string
	closed bool // takes no room
	marks  []state.MarkView
}

// pieces cuts a block's runs so that the line ends at its edges, which take no
// room, are nodes of their own. The text of the pieces is the text of the runs.
func pieces(runs []state.RunView) []piece {
	list := make([]piece, 0, len(runs)+1)
	for _, r := range runs {
		list = append(list, piece{at: r.Start, s: r.Text, marks: r.Marks})
	}
	list = closeHead(list)
	return closeTail(list)
}

// closeTail finds the blanks that end the block and closes them from their first
// line end on.
func closeTail(list []piece) []piece {
	first, byteAt := -1, 0
	for i := len(list) - 1; i >= 0; i-- {
		body := strings.TrimRightFunc(list[i].s, unicode.IsSpace)
		if n := strings.IndexByte(list[i].s[len(body):], '\n'); n >= 0 {
			first, byteAt = i, len(body)+n
		}
		if body != "" {
			break
		}
	}
	if first < 0 {
		return list
	}
	if byteAt > 0 {
		list = split(list, first, byteAt)
		first++
	}
	for i := first; i < len(list); i++ {
		list[i].closed = true
	}
	return list
}

// closeHead closes the blanks before the block's first word up to their last
// line end.
func closeHead(list []piece) []piece {
	last, byteAt := -1, 0
	for i := range list {
		blank := list[i].s[:len(list[i].s)-len(strings.TrimLeftFunc(list[i].s, unicode.IsSpace))]
		if n := strings.LastIndexByte(blank, '\n'); n >= 0 {
			last, byteAt = i, n+1
		}
		if len(blank) < len(list[i].s) {
			break
		}
	}
	if last < 0 {
		return list
	}
	if byteAt < len(list[last].s) {
		list = split(list, last, byteAt)
	}
	for i := 0; i <= last; i++ {
		list[i].closed = true
	}
	return list
}

// split cuts a piece in two at a byte of it. The second goes on with the marks
// of the first and opens none of them again.
func split(list []piece, i, at int) []piece {
	p := list[i]
	rest := piece{at: p.at + text.Rune(utf8.RuneCountInString(p.s[:at])), s: p.s[at:], closed: p.closed}
	rest.marks = append(rest.marks, p.marks...)
	before := append([]state.MarkView(nil), p.marks...)
	for k := range rest.marks {
		rest.marks[k].Opens, rest.marks[k].First = false, false
		before[k].Closes, before[k].Last = false, false
	}
	list = append(list, piece{})
	copy(list[i+2:], list[i+1:])
	p.s, p.marks = p.s[:at], before
	list[i], list[i+1] = p, rest
	return list
}

// token is one step of drawing a block.
type token struct {
	open        *state.MarkView // a mark to open
	first, last bool            // of the open mark: the span starts, or ends, in this element
	shift       float64         // of its chip, past the chips that end just before; in em of chips
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
			out = append(out, token{open: &marks[k], first: marks[k].First})
		}
		end := charWidth * float64(int(list[i].at)+utf8.RuneCountInString(list[i].s))
		for k := len(marks) - 1; k >= 0; k-- {
			if !marks[k].Last {
				continue
			}
			t := &out[stack[k].token]
			t.last = true
			if width := chipWidth(chip(&marks[k])); width > 0 {
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
	return append(b, ']')
}

// lanes is how many underlines fit between two lines of text; deeper ones share
// the last.
const lanes = 5

// depths is how many margin rules stand side by side; deeper quotes share the last.
const depths = 4

// classes are the element's classes: m, the family, the lane lN, the depth dN of
// a quote, the variant v-NAME, and first and last where the span begins and ends.
func classes(m *state.MarkView, first, last bool) string {
	var s strings.Builder
	s.WriteString("m ")
	s.WriteString(name(string(m.Family)))
	if m.Family == annotations.QuoteFamily {
		s.WriteString(" d")
		s.WriteString(strconv.Itoa(min(max(m.Depth, 0), depths-1)))
	} else {
		s.WriteString(" l")
		s.WriteString(strconv.Itoa(min(max(m.Lane, 0), lanes-1)))
	}
	if m.Variant != "" {
		s.WriteString(" v-")
		s.WriteString(name(m.Variant))
	}
	if first {
		s.WriteString(" first")
	}
	if last {
		s.WriteString(" last")
	}
	return s.String()
}

// name makes a class name of a name from a schema, which may hold anything.
func name(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' {
			return r
		}
		return '-'
	}, s)
}

// chip is the sign above the end of a span: the letter of a speaker, cue,
// addressee or frame with the number it shares with its quote; for a quote the
// number alone; for others nothing.
func chip(m *state.MarkView) string {
	number := ""
	if m.Number > 0 {
		number = strconv.Itoa(m.Number)
	}
	if m.Family == annotations.RoleFamily {
		return m.Letter + number
	}
	return number
}

// charWidth is about how wide a character of the text is, in em of chips.
const charWidth = 0.9

// chipWidth is about how wide a chip is drawn, in em of its own small bold type.
func chipWidth(chip string) float64 {
	if chip == "" {
		return 0
	}
	return 0.72*float64(utf8.RuneCountInString(chip)) + 0.35
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
