package quotation

import (
	"sort"

	"galley/annotations"
	"galley/annotations/text"
)

// Quotation is a stretch between two marks, both included: [Start, End) in code
// points.
type Quotation struct {
	Start, End text.Rune
	// Depth counts the quotations around it, 0 for the outermost.
	Depth int
}

// Stray is a mark without a partner.
type Stray struct {
	At   text.Rune
	Mark rune
	// Opening: what it would open is never closed; else it closes nothing.
	Opening bool
}

// Found is what the marks of a text say. Quotations are in order of their start,
// nest or are apart, and never cross; strays are in order.
type Found struct {
	Quotations []Quotation
	Strays     []Stray
}

// reach is how many blocks further a quotation may end. A mark that was left
// open for longer was forgotten.
const reach = 12

// Find pairs the marks of a text, whose blocks are its paragraphs. A quotation
// goes on from one paragraph of the running text into the next, also over
// furniture between them; in a headline, a caption or furniture it does not
// leave its block. Without blocks the lines of the text are its paragraphs. It
// costs what reading the text costs.
func Find(t text.Text, blocks []annotations.Block) Found {
	if len(blocks) == 0 {
		blocks = lines(t)
	}
	var found Found
	running := finder{found: &found}
	for n, b := range blocks {
		chars := []rune(t.Slice(b.Start, b.End))
		if b.Role == annotations.Body || b.Role == annotations.Dateline {
			running.read(n, b.Start, chars)
			continue
		}
		alone := finder{found: &found}
		alone.read(n, b.Start, chars)
		alone.end()
	}
	running.end()
	found.sort()
	return found
}

// lines are the lines of a text as paragraphs of running text.
func lines(t text.Text) []annotations.Block {
	var all []annotations.Block
	var start, at text.Rune
	for _, r := range t.String() {
		at++
		if r == '\n' {
			all = append(all, annotations.Block{Role: annotations.Body, Start: start, End: at})
			start = at
		}
	}
	if start < at {
		all = append(all, annotations.Block{Role: annotations.Body, Start: start, End: at})
	}
	return all
}

func (f *Found) sort() {
	sort.Slice(f.Strays, func(i, j int) bool { return f.Strays[i].At < f.Strays[j].At })
	sort.Slice(f.Quotations, func(i, j int) bool { return f.Quotations[i].Start < f.Quotations[j].Start })
	var open []text.Rune // the ends of those around
	for i := range f.Quotations {
		q := &f.Quotations[i]
		for len(open) > 0 && open[len(open)-1] <= q.Start {
			open = open[:len(open)-1]
		}
		q.Depth = len(open)
		open = append(open, q.End)
	}
}

// Around is the innermost quotation that holds a position, its edges included;
// where one ends and another begins, the one that begins. It reports false when
// there is none.
func (f Found) Around(at text.Rune) (Quotation, bool) {
	i := f.from(at + 1)
	var ends *Quotation // one that ends here counts only if no other holds the position
	for i--; i >= 0; i-- {
		q := &f.Quotations[i]
		switch {
		case q.End > at:
			return *q, true
		case q.End == at && ends == nil:
			ends = q
		}
		if q.Depth == 0 {
			break
		}
	}
	if ends == nil {
		return Quotation{}, false
	}
	return *ends, true
}

// Outer is the next quotation outwards from a stretch: the innermost one that
// covers it and is larger.
func (f Found) Outer(start, end text.Rune) (Quotation, bool) {
	for i := f.from(start+1) - 1; i >= 0; i-- {
		q := f.Quotations[i]
		if q.End >= end && (q.Start < start || q.End > end) {
			return q, true
		}
		if q.Depth == 0 && q.End < end {
			break
		}
	}
	return Quotation{}, false
}

// After lists the quotations that start at a position or behind it; the caller
// must not modify them.
func (f Found) After(at text.Rune) []Quotation { return f.Quotations[f.from(at):] }

func (f Found) from(at text.Rune) int {
	return sort.Search(len(f.Quotations), func(i int) bool { return f.Quotations[i].Start >= at })
}
