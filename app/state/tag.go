package state

import (
	"slices"
	"strings"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
)

// tag labels the marked stretch. Ground that has the label already is selected
// instead of tagged twice. Without a marked stretch it relabels the selected
// span; without one, the person is told to mark something first.
func (m *Model) tag(msg Tag) Effects {
	label := m.schema.Label(msg.Label)
	if label == nil || label.Retired {
		return Effects{}
	}
	if m.marked.Start >= m.marked.End {
		return m.relabel(label)
	}
	ground := annotations.Fragment{Start: m.marked.Start, End: m.marked.End}
	for _, sp := range m.client.Set().Near(ground.Start, ground.End) {
		if sp.Label == label.ID && len(sp.Fragments) == 1 && sp.Fragments[0] == ground {
			return m.again(sp)
		}
	}
	sp := &annotations.Span{
		ID: newID(), Label: label.ID, Fragments: []annotations.Fragment{ground},
		Quote: []string{m.doc.Text.Slice(ground.Start, ground.End)},
	}
	sp.Attributes = m.suggested(label, sp)
	edits := []ops.Op{ops.CreateSpan("", sp)}
	if link, ok := m.join(sp.ID, label.ID, m.LastQuote()); ok {
		edits = append(edits, link)
	}
	m.lastLabel = label.ID
	e := m.act(edits...)
	if m.client.Set().Span(sp.ID) == nil {
		return e
	}
	chosen := m.choose(sp.ID, false)
	e.Selected = e.Selected || chosen.Selected
	e.Mark = &Selection{}
	return e
}

// again answers to tagging what is tagged already: it selects the span, and
// links it to the last quote if it can be and is not yet.
func (m *Model) again(sp *annotations.Span) Effects {
	var e Effects
	if link, ok := m.join(sp.ID, sp.Label, m.LastQuote()); ok {
		e = m.act(link)
	}
	chosen := m.choose(sp.ID, false)
	e.Selected = e.Selected || chosen.Selected
	e.Mark = &Selection{}
	return e
}

// relabel gives the selected span another label. Attributes that the new label
// does not have go; undo brings them back.
func (m *Model) relabel(label *annotations.Label) Effects {
	sp := m.client.Set().Span(m.selected)
	if sp == nil {
		return Effects{Notice: m.notice("notice.mark_first", false)}
	}
	if sp.Label == label.ID {
		return Effects{}
	}
	set := ops.Patch{Label: &label.ID}
	for id := range sp.Attributes {
		if !slices.Contains(label.Attributes, id) {
			set.Attributes = put(set.Attributes, id, nil)
		}
	}
	for id, v := range m.suggested(label, sp) {
		if _, has := sp.Attributes[id]; !has {
			set.Attributes = put(set.Attributes, id, &v)
		}
	}
	edits := m.release(sp.ID, label.ID)
	return m.act(append(edits, ops.Op{Entity: ops.SpanEntity, Kind: ops.Update, Target: sp.ID, Set: set})...)
}

func put(a map[string]*annotations.Value, id string, v *annotations.Value) map[string]*annotations.Value {
	if a == nil {
		a = map[string]*annotations.Value{}
	}
	a[id] = v
	return a
}

// pairs are the quotation marks that make a quote direct: German, French and
// English, outer and inner.
var pairs = map[string]string{"„": "“”", "»": "«", "«": "»", "“": "”", "\"": "\"", "‚": "‘’", "›": "‹", "‹": "›", "‘": "’"}

// suggested are the attributes a new span starts with: the quote's type, direct
// when quotation marks enclose it, reported when it is a sentence to its full
// stop („Der Verband warnte vor dem Bau.“), else indirect. The other types are one
// step of NextChoice away.
func (m *Model) suggested(label *annotations.Label, sp *annotations.Span) annotations.Attributes {
	a := m.schema.Attribute("quote_type")
	if a == nil || !slices.Contains(label.Attributes, "quote_type") || a.Choice("direct") == nil {
		return nil
	}
	q := sp.Quotation()
	for opening, closing := range pairs {
		if rest, ok := strings.CutPrefix(q, opening); ok && strings.ContainsAny(closing, lastRune(rest)) {
			return annotations.Attributes{"quote_type": annotations.String("direct")}
		}
	}
	kind := "indirect"
	if strings.HasSuffix(q, ".") && a.Choice("reported") != nil {
		kind = "reported"
	}
	return annotations.Attributes{"quote_type": annotations.String(kind)}
}

func lastRune(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return "\x00"
	}
	return string(r[len(r)-1])
}

// remove deletes the selected span. Links let it go first; one that means
// nothing without it goes with it. Undo brings all of it back.
func (m *Model) remove() Effects {
	sp := m.client.Set().Span(m.selected)
	if sp == nil {
		return Effects{}
	}
	edits := m.release(sp.ID, "")
	e := m.act(append(edits, ops.Op{Entity: ops.SpanEntity, Kind: ops.Delete, Target: sp.ID})...)
	e.Selected = true
	return e
}

// moveEdge moves the start or end of a span. The edge stays inside its own
// fragment's neighbours and never passes the other edge.
func (m *Model) moveEdge(msg MoveEdge) Effects {
	sp := m.client.Set().Span(msg.ID)
	if sp == nil {
		return Effects{}
	}
	fr := slices.Clone(sp.Fragments)
	if msg.Last {
		f := &fr[len(fr)-1]
		f.End = m.edge(max(msg.To, f.Start+1), f.Start, true, msg.Exact)
	} else {
		f := &fr[0]
		f.Start = m.edge(min(msg.To, f.End-1), f.End, false, msg.Exact)
	}
	if slices.Equal(fr, sp.Fragments) {
		return Effects{}
	}
	return m.act(ops.Op{Entity: ops.SpanEntity, Kind: ops.Update, Target: sp.ID,
		Set: ops.Patch{Fragments: fr, Quote: annotations.Quote(m.doc.Text, fr)}})
}

// edge snaps a moving edge, given the edge that stays.
func (m *Model) edge(to, fixed text.Rune, last, exact bool) text.Rune {
	to = max(0, min(to, m.doc.Text.Len()))
	start, end := to, fixed
	if last {
		start, end = fixed, to
	}
	s, e := m.doc.Text.Graphemes(start, end)
	if !exact {
		if ws, we := m.doc.Text.Words(start, end); ws < we {
			s, e = ws, we
		}
	}
	if last {
		return e
	}
	return s
}

// nudge moves an edge of the selected span by words or characters.
func (m *Model) nudge(msg NudgeEdge) Effects {
	sp := m.client.Set().Span(m.selected)
	if sp == nil {
		return Effects{}
	}
	at := sp.Start()
	if msg.Last {
		at = sp.End()
	}
	t := m.doc.Text
	switch {
	case msg.Character:
		at = t.Grapheme(at, msg.By > 0)
	case msg.Last && msg.By > 0:
		at = t.NextWord(at)
	case msg.Last:
		at = t.PrevEnd(at)
	case msg.By > 0:
		at = t.NextStart(at)
	default:
		at = t.PrevWord(at)
	}
	if !msg.Character && (msg.Last && at <= sp.Start() || !msg.Last && at >= sp.End()) {
		return Effects{} // the last word stays whole
	}
	return m.moveEdge(MoveEdge{ID: sp.ID, Last: msg.Last, To: at, Exact: true})
}

// setAttribute sets or removes an attribute of a span or link.
func (m *Model) setAttribute(msg SetAttribute) Effects {
	entity := ops.SpanEntity
	if m.client.Set().Link(msg.ID) != nil {
		entity = ops.LinkEntity
	}
	return m.act(ops.Op{Entity: entity, Kind: ops.Update, Target: msg.ID,
		Set: ops.Patch{Attributes: map[string]*annotations.Value{msg.Attribute: msg.Value}}})
}
