package painter

import (
	"sort"

	"galley/annotations/text"
	"galley/app/state"
)

// place is a position in the drawn article as the script understands it: a
// block, one of its text nodes, and UTF-16 units into that node.
type place struct{ block, piece, units int }

// layout knows where every text node starts. It is what was drawn last.
type layout struct {
	text   text.Text
	blocks []block
}

type block struct {
	view   state.BlockView
	starts []text.Rune // of its text nodes, ascending; never empty once drawn
}

// place finds a position. At the border of two text nodes before chooses the
// end of the first (for the end of a range) instead of the start of the second.
// It reports false when nothing is drawn.
func (l *layout) place(r text.Rune, before bool) (place, bool) {
	if len(l.blocks) == 0 {
		return place{}, false
	}
	r = max(0, min(r, l.text.Len()))
	i := sort.Search(len(l.blocks), func(i int) bool { return beyond(l.blocks[i].view.Start, r, before) }) - 1
	i = max(i, 0)
	starts := l.blocks[i].starts
	k := sort.Search(len(starts), func(k int) bool { return beyond(starts[k], r, before) }) - 1
	k = max(k, 0)
	if len(starts) == 0 {
		return place{block: i}, true
	}
	return place{i, k, int(l.text.UTF16At(r) - l.text.UTF16At(starts[k]))}, true
}

func beyond(start, r text.Rune, before bool) bool { return start > r || before && start == r }

// rune is the code point that lies units UTF-16 units after a text node's start.
func (l *layout) rune(at, units int) text.Rune {
	return l.text.FromUTF16(l.text.UTF16At(text.Rune(at)) + text.UTF16(units))
}
