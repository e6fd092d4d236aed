package state

import (
	"slices"

	"galley/annotations"
)

// Rows are the views of all spans in reading order.
func (m *Model) Rows() []RowView {
	rows := make([]RowView, len(m.order))
	for i := range m.order {
		rows[i] = m.row(i)
	}
	return rows
}

// Row is the view of one span for the list; false when it is not on screen.
func (m *Model) Row(id string) (RowView, bool) {
	sp := m.client.Set().Span(id)
	if sp == nil {
		return RowView{}, false
	}
	i, ok := slices.BinarySearchFunc(m.order, sp, annotations.Compare)
	if !ok {
		return RowView{}, false
	}
	return m.row(i), true
}

func (m *Model) row(i int) RowView {
	sp := m.order[i]
	v := RowView{
		ID: sp.ID, Label: sp.Label, Name: sp.Label, Family: annotations.PlainFamily,
		Quotation: sp.Quotation(), Number: m.numberOf(sp.ID), Start: sp.Start(), Detail: m.detail(sp),
	}
	if l := m.schema.Label(sp.Label); l != nil {
		v.Name, v.Family, v.Letter, v.Hue = l.Name.In(m.lang), l.Family, l.Letter, l.Hue
	}
	if i+1 < len(m.order) {
		v.Before = m.order[i+1].ID
	}
	return v
}

// detail is a quote's type and speakers, or a span's first chosen value, and a
// sign for a note.
func (m *Model) detail(sp *annotations.Span) string {
	var parts []string
	if l := m.schema.Label(sp.Label); l != nil {
		for _, id := range l.Attributes {
			a := m.schema.Attribute(id)
			s, ok := sp.Attributes[id].Str()
			if ok && a != nil && a.Choice(s) != nil && !a.Hidden {
				parts = append(parts, a.Choice(s).Name.In(m.lang))
				break
			}
		}
	}
	if m.isHead(sp.Label) {
		for _, l := range m.client.Set().LinksOf(sp.ID) {
			for _, id := range l.Roles["speaker"] {
				if s := m.client.Set().Span(id); s != nil {
					parts = append(parts, s.Quotation())
				}
			}
		}
	}
	if sp.Note != "" {
		parts = append(parts, "✎")
	}
	return join(parts)
}

func join(parts []string) string {
	s := ""
	for i, p := range parts {
		if i > 0 {
			s += " · "
		}
		s += p
	}
	return s
}
