package state

import (
	"slices"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/text"
)

// Inspector is the selected span with everything that can be edited.
func (m *Model) Inspector() InspectorView {
	if m.doc == nil {
		return InspectorView{}
	}
	sp := m.client.Set().Span(m.selected)
	if sp == nil {
		return InspectorView{}
	}
	v := InspectorView{
		ID: sp.ID, Label: sp.Label, Name: sp.Label, Family: annotations.PlainFamily, Quotation: sp.Quotation(),
		Start: sp.Start(), End: sp.End(), Fragments: len(sp.Fragments), Note: sp.Note, Count: 1,
		Parts: parts(sp),
	}
	if l := m.schema.Label(sp.Label); l != nil {
		v.Name, v.Family, v.Letter, v.Hue = l.Name.In(m.lang), l.Family, l.Letter, l.Hue
		v.Guideline = l.Guideline.In(m.lang)
		v.Fields = m.fields(l.Attributes, sp.Attributes)
	}
	for _, l := range m.client.Set().LinksOf(sp.ID) {
		v.Links = append(v.Links, m.linkView(l, sp.ID))
	}
	v.Numbers = m.numberViews(sp)
	v.Missing = m.missing(sp)
	return v
}

// missing are the roles that a span's gaps are about.
func (m *Model) missing(sp *annotations.Span) []MissingView {
	var all []MissingView
	for _, g := range check.CompleteSpan(m.schema, m.client.Set(), sp) {
		c, link := m.schema.Constraint(g.What), m.client.Set().Link(g.Link)
		switch {
		case g.Kind == annotations.ConstraintGap && c != nil:
			for _, role := range c.Needs {
				all = m.addMissing(all, c.Link, role)
			}
		case g.Kind == annotations.RoleGap && link != nil:
			all = m.addMissing(all, link.Type, g.What)
		}
	}
	return all
}

func (m *Model) addMissing(all []MissingView, link, role string) []MissingView {
	t := m.schema.Link(link)
	if t == nil || t.Role(role) == nil || len(t.Role(role).Labels) == 0 {
		return all
	}
	first, _ := m.attribution()
	label := t.Role(role).Labels[0]
	return append(all, MissingView{Role: t.Role(role).Name.In(m.lang), Label: label,
		Pick: first != nil && first.ID == link && m.mentionable(label) && len(m.speakers()) > 0})
}

func (m *Model) fields(ids []string, values annotations.Attributes) []FieldView {
	var fields []FieldView
	for _, id := range ids {
		a := m.schema.Attribute(id)
		if _, has := values[id]; a == nil || a.Hidden || a.Retired && !has {
			continue
		}
		f := FieldView{ID: id, Name: a.Name.In(m.lang), Type: a.Type, Multi: a.Multi, Required: a.Required}
		if v, ok := values[id]; ok {
			if items, ok := v.Items(); ok {
				f.Values = items
			} else {
				f.Values = []string{v.Text()}
			}
		}
		for _, c := range a.Values {
			if c.Retired && !slices.Contains(f.Values, c.ID) {
				continue
			}
			f.Choices = append(f.Choices, ChoiceView{ID: c.ID, Name: c.Name.In(m.lang), Chosen: slices.Contains(f.Values, c.ID), Retired: c.Retired})
		}
		fields = append(fields, f)
	}
	return fields
}

func (m *Model) linkView(l *annotations.Link, self string) LinkView {
	v := LinkView{ID: l.ID, Name: l.Type, Number: m.numbers[l.ID]}
	t := m.schema.Link(l.Type)
	if t == nil {
		return v
	}
	v.Name = t.Name.In(m.lang)
	v.Fields = m.fields(t.Attributes, l.Attributes)
	for _, r := range t.Roles {
		for _, id := range l.Roles[r.ID] {
			sp := m.client.Set().Span(id)
			if sp == nil {
				continue
			}
			mv := MemberView{ID: id, Role: r.ID, RoleName: r.Name.In(m.lang), Quotation: sp.Quotation(), Self: id == self}
			if lb := m.schema.Label(sp.Label); lb != nil {
				mv.Letter, mv.Hue = lb.Letter, lb.Hue
			}
			if mv.Self {
				v.Role = r.ID
			}
			v.Members = append(v.Members, mv)
		}
	}
	return v
}

// Labels are the buttons of the label bar, in the schema's order.
func (m *Model) Labels() []LabelView {
	if m.doc == nil {
		return nil
	}
	active := ""
	if sp := m.client.Set().Span(m.selected); sp != nil {
		active = sp.Label
	}
	var views []LabelView
	for _, l := range m.schema.Labels {
		if l.Retired {
			continue
		}
		views = append(views, LabelView{ID: l.ID, Name: l.Name.In(m.lang), Key: l.Key, Family: l.Family,
			Letter: l.Letter, Hue: l.Hue, Hint: l.Guideline.In(m.lang), Active: l.ID == active})
	}
	return views
}

// Top is the bar above the article.
func (m *Model) Top() TopView {
	if m.doc == nil {
		return TopView{}
	}
	return TopView{
		Title: m.doc.Title(), Project: m.doc.Project, Owner: string(m.client.Owner()),
		Previous: m.previous, Next: m.next, State: m.client.Set().State, Spans: m.client.Set().Len(),
		CanUndo: m.steps.done > 0, CanRedo: m.steps.done < len(m.steps.all), Save: m.Save(),
	}
}

// Context is the text around a stretch, for a reader who hears the list.
func (m *Model) Context(start, end text.Rune) string {
	b := m.doc.Blocks[m.doc.BlockAt(start)]
	return m.doc.Text.Slice(max(b.Start, start-40), min(b.End, end+40))
}
