package painter

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotations/text"
	"galley/app/state"
)

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
	return closeHead(closeTail(list))
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
		if list[i].closed { // there is no word
			break
		}
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
