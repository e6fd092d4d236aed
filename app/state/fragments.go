package state

import (
	"slices"
	"sort"
	"strings"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
)

type (
	// AddFragment adds the marked stretch to the selected span. Stretches that
	// touch, or have only blanks between them, become one.
	AddFragment struct{}
	// RemoveFragment takes the N-th (from 1) fragment out of a span; with N 0 the
	// one that is marked or at the caret, else the last one, of the selected span.
	RemoveFragment struct {
		ID string
		N  int
	}
)

func (AddFragment) msg()    {}
func (RemoveFragment) msg() {}

// PartView is one fragment of the selected span.
type PartView struct {
	// N counts from 1.
	N         int
	Quotation string
}

// parts are the fragments of a span that has several.
func parts(sp *annotations.Span) []PartView {
	if len(sp.Fragments) < 2 {
		return nil
	}
	views := make([]PartView, len(sp.Quote))
	for i, q := range sp.Quote {
		views[i] = PartView{N: i + 1, Quotation: q}
	}
	return views
}

func (m *Model) addFragment() Effects {
	sp := m.client.Set().Span(m.selected)
	switch {
	case sp == nil:
		return Effects{Notice: m.notice("notice.fragment_select", false)}
	case m.marked.Start >= m.marked.End:
		return Effects{Notice: m.notice("notice.fragment_mark", false)}
	case sp.Overlaps(m.marked.Start, m.marked.End):
		return Effects{Notice: m.notice("notice.fragment_overlaps", true)}
	case m.overFold():
		return Effects{Notice: m.notice("notice.over_fold", true)}
	}
	fr := append(slices.Clone(sp.Fragments), annotations.Fragment{Start: m.marked.Start, End: m.marked.End})
	e := m.reground(sp, fr)
	if m.client.Set().Span(sp.ID) != sp { // it was not refused
		m.marked = Selection{}
		e.Mark = &Selection{}
	}
	return e
}

func (m *Model) removeFragment(msg RemoveFragment) Effects {
	id := msg.ID
	if id == "" {
		id = m.selected
	}
	sp := m.client.Set().Span(id)
	if sp == nil {
		return Effects{Notice: m.notice("notice.select_first", false)}
	}
	if len(sp.Fragments) == 1 {
		return Effects{Notice: m.notice("notice.fragment_only", false)}
	}
	n := msg.N - 1
	if n < 0 {
		n = m.fragmentHere(sp)
	}
	if n >= len(sp.Fragments) {
		return Effects{}
	}
	return m.reground(sp, slices.Delete(slices.Clone(sp.Fragments), n, n+1))
}

// fragmentHere is the fragment of a span that is marked, or at the caret; else
// the last one.
func (m *Model) fragmentHere(sp *annotations.Span) int {
	start, end := m.marked.Start, m.marked.End
	if start >= end && m.walker.on {
		start, end = m.walker.caret.Focus, m.walker.caret.Focus+1
	}
	if i := slices.IndexFunc(sp.Fragments, func(f annotations.Fragment) bool { return f.Start < end && start < f.End }); i >= 0 {
		return i
	}
	if i := slices.IndexFunc(sp.Fragments, func(f annotations.Fragment) bool { return start < end && f.End == start }); i >= 0 {
		return i
	}
	return len(sp.Fragments) - 1
}

// reground gives a span other fragments, as one step of undo.
func (m *Model) reground(sp *annotations.Span, fr []annotations.Fragment) Effects {
	fr = m.joined(fr)
	if slices.Equal(fr, sp.Fragments) {
		return Effects{}
	}
	return m.act(ops.Op{Entity: ops.SpanEntity, Kind: ops.Update, Target: sp.ID,
		Set: ops.Patch{Fragments: fr, Quote: annotations.Quote(m.doc.Text, fr)}})
}

// joined brings fragments into text order and makes one of those that touch or
// have only blanks of a line between them.
func (m *Model) joined(fr []annotations.Fragment) []annotations.Fragment {
	sort.Slice(fr, func(i, j int) bool { return fr[i].Start < fr[j].Start })
	out := fr[:0]
	for _, f := range fr {
		if n := len(out); n > 0 && m.near(out[n-1].End, f.Start) {
			out[n-1].End = max(out[n-1].End, f.End)
			continue
		}
		out = append(out, f)
	}
	return out
}

func (m *Model) near(a, b text.Rune) bool {
	if a >= b {
		return true
	}
	between := m.doc.Text.Slice(a, min(b, a+8))
	return b-a <= 8 && strings.TrimSpace(between) == "" && !strings.Contains(between, "\n")
}

// moveInner moves an edge of the N-th fragment (from 1) of a span. It stops at
// the fragments beside it; where it touches one, the two become one.
func (m *Model) moveInner(sp *annotations.Span, msg MoveEdge) Effects {
	i := msg.Fragment - 1
	if i >= len(sp.Fragments) {
		return Effects{}
	}
	fr := slices.Clone(sp.Fragments)
	f := &fr[i]
	if msg.Last {
		f.End = m.edge(max(msg.To, f.Start+1), f.Start, true, msg.Exact)
		if i+1 < len(fr) {
			f.End = min(f.End, fr[i+1].Start)
		}
	} else {
		f.Start = m.edge(min(msg.To, f.End-1), f.End, false, msg.Exact)
		if i > 0 {
			f.Start = max(f.Start, fr[i-1].End)
		}
	}
	return m.reground(sp, fr)
}
