package occurrences

import (
	"galley/annotations"
	"galley/annotations/text"
)

// Around is what stands before and after a hit within a block, n code points on
// either side at most, cut at words; an ellipsis says that the block goes on.
func Around(t text.Text, block annotations.Block, hit annotations.Fragment, n text.Rune) (before, after string) {
	from, to := max(block.Start, hit.Start-n), max(hit.End, min(block.End, hit.End+n))
	if from == block.Start {
		before = t.Slice(from, hit.Start)
	} else {
		before = "… " + t.Slice(min(hit.Start, t.NextStart(from)), hit.Start)
	}
	if to >= block.End {
		return before, t.Slice(hit.End, to)
	}
	return before, t.Slice(hit.End, max(hit.End, t.PrevEnd(to))) + " …"
}
