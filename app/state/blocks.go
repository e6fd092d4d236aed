package state

import (
	"galley/annotations"
)

// Block is the view of one block. Its cost grows with the block, not with the
// document.
func (m *Model) Block(i int) BlockView {
	b := m.doc.Blocks[i]
	v := BlockView{Index: i, Role: b.Role, Start: b.Start, End: b.End, Fold: m.folds[i]}
	for run := range m.client.Set().Segments(b.Start, b.End) {
		r := RunView{Start: run.Start, Text: m.doc.Text.Slice(run.Start, run.End)}
		depth := 0
		for _, a := range run.Active {
			mark := m.markView(a)
			if mark.Family == annotations.QuoteFamily {
				mark.Depth = depth
				depth++
			}
			r.Marks = append(r.Marks, mark)
		}
		v.Runs = append(v.Runs, r)
	}
	return v
}

// Blocks are the views of all blocks.
func (m *Model) Blocks() []BlockView {
	all := make([]BlockView, len(m.doc.Blocks))
	for i := range all {
		all[i] = m.Block(i)
	}
	return all
}

func (m *Model) markView(a annotations.Active) MarkView {
	sp := a.Span
	v := MarkView{
		Span: sp.ID, Label: sp.Label, Name: sp.Label, Family: annotations.PlainFamily,
		Lane: m.lanes[sp.ID], Number: m.numberOf(sp.ID), Opens: a.Opens, Closes: a.Closes,
		First: a.Opens && a.Fragment == 0, Last: a.Closes && a.Fragment == len(sp.Fragments)-1,
		Variant: variant(sp),
	}
	if len(sp.Fragments) > 1 {
		v.Fragment = a.Fragment + 1
	}
	if v.Number > 0 {
		v.More = m.moreNumbers(sp.ID)
	}
	if l := m.schema.Label(sp.Label); l != nil {
		v.Name, v.Family, v.Letter, v.Hue = l.Name.In(m.lang), l.Family, l.Letter, l.Hue
	}
	return v
}

// variant is what tells spans of one label apart by pattern.
func variant(sp *annotations.Span) string {
	for _, id := range []string{"quote_type", "check_worthy"} {
		if s, ok := sp.Attributes[id].Str(); ok && s != "" {
			return s
		}
	}
	return ""
}

// foldAll groups furniture: blocks of the page's chrome that follow one another
// fold into one line.
func (m *Model) foldAll() {
	m.folds = make([]int, len(m.doc.Blocks))
	if m.open == nil {
		m.open = map[int]bool{}
	}
	first := -1
	for i, b := range m.doc.Blocks {
		switch {
		case !b.Role.Chrome():
			first = -1
		case first < 0:
			first = i
		}
		m.folds[i] = first
	}
}

// FoldOf is the first block of the furniture that a block folds with, -1 for
// the article itself.
func (m *Model) FoldOf(block int) int { return m.folds[block] }

// Unfolded reports whether the furniture that starts at a block is open.
func (m *Model) Unfolded(block int) bool { return m.open[block] }

// layAll gives every underlined span its lane in reading order.
func (m *Model) layAll() {
	m.lanes = map[string]int{}
	for _, sp := range m.order {
		m.lay(nil, sp)
	}
}

// lay gives a span the lowest lane that is free on its ground. A span that kept
// its ground keeps its lane, so that nothing jumps while editing.
func (m *Model) lay(old, now *annotations.Span) {
	if now == nil {
		if old != nil {
			delete(m.lanes, old.ID)
		}
		return
	}
	if !m.underlined(now) {
		delete(m.lanes, now.ID)
		return
	}
	taken := map[int]bool{}
	for _, f := range now.Fragments {
		for _, other := range m.client.Set().Near(f.Start, f.End) {
			if lane, ok := m.lanes[other.ID]; ok && other.ID != now.ID {
				taken[lane] = true
			}
		}
	}
	if lane, ok := m.lanes[now.ID]; ok && !taken[lane] {
		return
	}
	lane := 0
	for taken[lane] {
		lane++
	}
	m.lanes[now.ID] = lane
}

func (m *Model) underlined(sp *annotations.Span) bool {
	l := m.schema.Label(sp.Label)
	return l == nil || l.Family != annotations.QuoteFamily
}
