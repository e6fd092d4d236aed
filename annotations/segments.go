package annotations

import (
	"iter"
	"slices"

	"galley/annotations/text"
)

// Active is a span on a run: which span, and whether this run opens or closes
// one of its fragments.
type Active struct {
	Span *Span
	// Fragment is the index of the span's fragment that covers the run.
	Fragment int
	// Opens and Closes tell whether the fragment starts at the run's start and
	// ends at the run's end. A fragment that comes in from the block before
	// opens nothing here; one that goes on in the next closes nothing.
	Opens, Closes bool
}

// Run is a stretch of one block over which the same fragments are active:
// [Start, End) in code points. Active is in reading order, the outer span first.
type Run struct {
	Start, End text.Rune
	Active     []Active
}

// Segments cuts [start, end) into runs that cover it completely, each with its
// active spans. Everything that draws is a loop over it. Only the spans near
// the range are looked at: the cost grows with the range and what lies on it.
func (s *Set) Segments(start, end text.Rune) iter.Seq[Run] {
	return Segments(s.Near(start, end), start, end)
}

// Segments does what Set.Segments does for spans given in reading order.
func Segments(spans []*Span, start, end text.Rune) iter.Seq[Run] {
	type piece struct {
		span *Span
		n    int
		Fragment
	}
	var pieces []piece
	cuts := []text.Rune{start, end}
	for _, sp := range spans {
		for i, f := range sp.Fragments {
			if f.Start < end && start < f.End {
				pieces = append(pieces, piece{sp, i, f})
				cuts = append(cuts, max(f.Start, start), min(f.End, end))
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	return func(yield func(Run) bool) {
		for i := 0; i+1 < len(cuts); i++ {
			run := Run{Start: cuts[i], End: cuts[i+1]}
			for _, p := range pieces {
				if p.Start <= run.Start && run.End <= p.End {
					run.Active = append(run.Active, Active{
						Span: p.span, Fragment: p.n,
						Opens: p.Start == run.Start, Closes: p.End == run.End,
					})
				}
			}
			if !yield(run) {
				return
			}
		}
	}
}
