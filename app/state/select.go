package state

import (
	"slices"

	"galley/annotations"
)

// mark takes the stretch that was marked in the text, snapped to words unless
// the person asked for the exact characters. No edge ever splits a grapheme.
func (m *Model) mark(s Selection) Effects {
	t := m.doc.Text
	asked := s
	if s.Start >= s.End {
		m.marked = Selection{}
		return Effects{}
	}
	if s.Exact {
		s.Start, s.End = t.Graphemes(s.Start, s.End)
	} else {
		s.Start, s.End = t.Words(s.Start, s.End)
	}
	m.marked = s
	if s.Start >= s.End {
		m.marked = Selection{}
	}
	if s.Start != asked.Start || s.End != asked.End {
		return Effects{Mark: &s}
	}
	return Effects{}
}

// choose makes a span the selected one. A quote becomes the one that speakers
// and cues link to; so does the quote of a chosen speaker or cue, where no quote
// was touched yet, as after a reload.
func (m *Model) choose(id string, reveal bool) Effects {
	sp := m.client.Set().Span(id)
	if sp == nil {
		id = ""
	}
	e := Effects{Selected: m.selected != id}
	m.selected = id
	m.marked = Selection{}
	if id != "" && reveal {
		e.Reveal = id
	}
	switch {
	case sp == nil:
	case m.isHead(sp.Label):
		m.lastQuote = id
	case m.LastQuote() == "":
		m.lastQuote = m.quoteOf(id)
	}
	return e
}

// step selects the next or previous span in reading order, from the selected
// one or from the marked stretch.
func (m *Model) step(by int) Effects {
	if len(m.order) == 0 {
		return Effects{}
	}
	i := -1
	if sp := m.client.Set().Span(m.selected); sp != nil {
		i, _ = slices.BinarySearchFunc(m.order, sp, annotations.Compare)
		i += by
	} else {
		i = slices.IndexFunc(m.order, func(sp *annotations.Span) bool { return sp.Start() >= m.marked.Start })
		if by < 0 || i < 0 {
			i--
		}
	}
	if i < 0 {
		i = len(m.order) - 1
	}
	return m.choose(m.order[i%len(m.order)].ID, true)
}

// quoteOf is the first quote that a span is linked to, "" for none.
func (m *Model) quoteOf(span string) string {
	t, head := m.attribution()
	for _, l := range m.client.Set().LinksOf(span) {
		if t != nil && l.Type == t.ID && len(l.Roles[head]) > 0 {
			return l.Roles[head][0]
		}
	}
	return ""
}
