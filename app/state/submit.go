package state

import (
	"slices"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/ops"
)

// submitting is what the model keeps about handing a document in.
type submitting struct {
	// asking is true while the list of what is missing is shown.
	asking bool
	// told are gaps that the server found and the screen's schema does not know of.
	told []annotations.Gap
	// at is the gap that was gone to last, and where it stood in the list.
	at    annotations.Gap
	place int
	// hold is a state to ask for once every edit is saved; anyway goes with it.
	hold   annotations.State
	anyway bool
}

// The messages about submitting and about the schema.
type (
	// SubmitAnyway submits although soft rules are not kept.
	SubmitAnyway struct{}
	// CloseGaps puts the list of what is missing away.
	CloseGaps struct{}
	// Excuse says for a span that cannot keep a rule why: it sets an attribute of
	// the link that the rule asks for, and makes the link where there is none.
	Excuse struct{ Span, Rule, Attribute, Value string }
	// GoToGap selects what a thing is missing from and leads to where it is put in.
	GoToGap struct{ Gap annotations.Gap }
	// NextGap goes to the next (1) or previous (-1) thing that is missing, and
	// begins again at the other end. It shows the list of them.
	NextGap struct{ By int }
	// SchemaChanged brings another version of the project's schema. Nothing on
	// screen is lost: what the new one has no more stays as it is.
	SchemaChanged struct{ Schema *annotations.Schema }
)

func (SubmitAnyway) msg()  {}
func (CloseGaps) msg()     {}
func (Excuse) msg()        {}
func (GoToGap) msg()       {}
func (NextGap) msg()       {}
func (SchemaChanged) msg() {}

// GapsView lists what a document lacks before it can be submitted.
type GapsView struct {
	Rows []GapView
	// Hard counts the rows that must be mended.
	Hard int
}

// GapView is one thing that is missing.
type GapView struct {
	Span, Link string
	Kind       annotations.GapKind
	// What is the id of what is missing, Name its name in the person's language,
	// Text the rule in words where the schema has them.
	What, Name, Text string
	Soft             bool
	// Current: it was gone to last.
	Current bool
	// The span it is about.
	Label, Letter, Quotation string
	Family                   annotations.Family
	Hue                      int
	// Excuses are the values that keep the rule without more tagging.
	Excuses []ExcuseView
}

// ExcuseView is one way to keep a rule by saying that it cannot be kept.
type ExcuseView struct {
	Attribute, AttributeName string
	// Value and Name are a value's; Name is empty for a yes.
	Value, Name string
}

// hand handles the messages about submitting.
func (m *Model) hand(msg Msg) (Effects, bool) {
	switch msg := msg.(type) {
	case SetState:
		return m.setState(msg.State, false), true
	case SubmitAnyway:
		return m.setState(annotations.Submitted, true), true
	case CloseGaps:
		m.submit = submitting{}
		return Effects{}, true
	case Excuse:
		return m.excuse(msg), true
	case GoToGap:
		return m.goToGap(msg.Gap), true
	case NextGap:
		return m.nextGap(msg.By), true
	case SchemaChanged:
		return m.schemaChanged(msg.Schema), true
	}
	return Effects{}, false
}

// setState asks the server for a state, once nothing waits to be saved; a set
// that lacks something is not submitted, the list of it is shown instead.
func (m *Model) setState(s annotations.State, anyway bool) Effects {
	m.submit = submitting{}
	if s == annotations.Submitted {
		gaps := check.Complete(m.schema, m.client.Set())
		if anyway {
			gaps = check.Hard(gaps)
		}
		if len(gaps) > 0 {
			m.submit.asking = true
			return Effects{Selected: true}
		}
	}
	if len(m.client.Waiting()) > 0 {
		m.submit.hold, m.submit.anyway = s, anyway
		return m.flush(Effects{Notice: m.notice("notice.submit_waits", false)})
	}
	return Effects{SetState: s, Anyway: anyway}
}

// letGo gives the state that was held back until everything is saved.
func (m *Model) letGo(e Effects) Effects {
	if m.submit.hold != "" && len(m.client.Waiting()) == 0 {
		e.SetState, e.Anyway = m.submit.hold, m.submit.anyway
		m.submit = submitting{}
	}
	return e
}

// gapsTold shows what the server says is missing.
func (m *Model) gapsTold(gaps []annotations.Gap) Effects {
	m.submit = submitting{asking: true, told: gaps}
	return Effects{Selected: true, Pull: true}
}

// Gaps lists what is missing, anew with every edit; nil while nobody asks.
func (m *Model) Gaps() *GapsView {
	if m.doc == nil || !m.submit.asking {
		return nil
	}
	gaps := m.gaps()
	v := &GapsView{Hard: len(check.Hard(gaps))}
	for _, g := range gaps {
		v.Rows = append(v.Rows, m.gapView(g))
	}
	return v
}

// gaps are the things that are missing, in reading order.
func (m *Model) gaps() []annotations.Gap {
	gaps := check.Complete(m.schema, m.client.Set())
	for _, g := range m.submit.told {
		// Theirs counts only where our schema does not know the rule.
		if !slices.Contains(gaps, g) && !m.knows(g) && m.client.Set().Span(g.Span) != nil {
			gaps = append(gaps, g)
		}
	}
	return gaps
}

// goToGap selects the span and asks for the field that mends the gap.
func (m *Model) goToGap(g annotations.Gap) Effects {
	m.submit.at, m.submit.place = g, slices.Index(m.gaps(), g)
	e := m.choose(g.Span, true)
	e.Gap = &g
	return e
}

// nextGap goes on from the gap that was gone to last, or from where it stood
// when it has been mended.
func (m *Model) nextGap(by int) Effects {
	gaps := m.gaps()
	if len(gaps) == 0 {
		m.submit.asking = true
		return Effects{}
	}
	i := slices.Index(gaps, m.submit.at)
	switch {
	case !m.submit.asking && by > 0:
		i = 0
	case !m.submit.asking:
		i = len(gaps) - 1
	case i < 0 && by > 0:
		i = m.submit.place
	case i < 0:
		i = m.submit.place - 1
	default:
		i += by
	}
	m.submit.asking = true
	return m.goToGap(gaps[(i+len(gaps))%len(gaps)])
}

// knows reports whether the screen's schema has what a gap is about.
func (m *Model) knows(g annotations.Gap) bool {
	switch g.Kind {
	case annotations.AttributeGap:
		a := m.schema.Attribute(g.What)
		return a != nil && a.Required
	case annotations.ConstraintGap:
		return m.schema.Constraint(g.What) != nil
	}
	return true
}

func (m *Model) gapView(g annotations.Gap) GapView {
	v := GapView{Span: g.Span, Link: g.Link, Kind: g.Kind, What: g.What, Name: g.What, Soft: g.Soft, Current: g == m.submit.at, Family: annotations.PlainFamily}
	if sp := m.client.Set().Span(g.Span); sp != nil {
		v.Quotation, v.Label = sp.Quotation(), sp.Label
		if l := m.schema.Label(sp.Label); l != nil {
			v.Label, v.Letter, v.Family, v.Hue = l.Name.In(m.lang), l.Letter, l.Family, l.Hue
		}
	}
	switch g.Kind {
	case annotations.AttributeGap:
		if a := m.schema.Attribute(g.What); a != nil {
			v.Name = a.Name.In(m.lang)
		}
	case annotations.RoleGap:
		if l := m.client.Set().Link(g.Link); l != nil {
			if t := m.schema.Link(l.Type); t != nil && t.Role(g.What) != nil {
				v.Name = t.Name.In(m.lang) + ": " + t.Role(g.What).Name.In(m.lang)
			}
		}
	case annotations.ConstraintGap:
		if c := m.schema.Constraint(g.What); c != nil {
			v.Text, v.Excuses = c.Text.In(m.lang), m.excuses(c)
		}
	}
	return v
}

func (m *Model) excuses(c *annotations.Constraint) []ExcuseView {
	var all []ExcuseView
	for _, id := range c.Unless {
		a := m.schema.Attribute(id)
		switch {
		case a == nil || a.Retired:
		case a.Type == annotations.BoolAttribute:
			all = append(all, ExcuseView{Attribute: id, AttributeName: a.Name.In(m.lang), Value: "true"})
		case a.Type == annotations.EnumAttribute && !a.Multi:
			for _, choice := range a.Values {
				if !choice.Retired {
					all = append(all, ExcuseView{Attribute: id, AttributeName: a.Name.In(m.lang), Value: choice.ID, Name: choice.Name.In(m.lang)})
				}
			}
		}
	}
	return all
}

func (m *Model) excuse(msg Excuse) Effects {
	c, a := m.schema.Constraint(msg.Rule), m.schema.Attribute(msg.Attribute)
	if c == nil || a == nil || m.client.Set().Span(msg.Span) == nil {
		return Effects{}
	}
	v := annotations.String(msg.Value)
	if a.Type == annotations.BoolAttribute {
		v = annotations.Bool(true)
	}
	for _, l := range m.client.Set().LinksOf(msg.Span) {
		if l.Type == c.Link && slices.Contains(l.Roles[c.Role], msg.Span) {
			return m.setAttribute(SetAttribute{ID: l.ID, Attribute: msg.Attribute, Value: &v})
		}
	}
	return m.act(ops.CreateLink(m.client.Owner(), &annotations.Link{
		ID: newID(), Type: c.Link, Roles: map[string][]string{c.Role: {msg.Span}},
		Attributes: annotations.Attributes{msg.Attribute: v},
	}))
}

func (m *Model) schemaChanged(s *annotations.Schema) Effects {
	if s == nil || s.Version <= m.schema.Version {
		return Effects{}
	}
	m.schema = s
	m.client.SetSchema(s)
	m.layAll()
	m.numberAll()
	return Effects{Redraw: true, Selected: true, Keep: true, Notice: m.notice("notice.schema_new", false)}
}
