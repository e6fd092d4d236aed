package state

import (
	"slices"
	"strings"
	"time"

	"galley/annotations"
	"galley/annotations/history"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

// HistoryPage is how many acts the panel asks for at a time.
const HistoryPage = 50

// historySteps is how many steps of an act are shown one by one; of more they
// are counted.
const historySteps = 3

type (
	// AskHistory opens the history: of one span, or with "" of the document. Lost
	// says that the person came by a link to a span that is no longer there.
	AskHistory struct {
		Span string
		Lost bool
	}
	// HistoryOfMine shows what happened in the person's own set only, or in all.
	HistoryOfMine struct{ On bool }
	// MoreHistory asks for the next page.
	MoreHistory struct{}
	// HistoryCame brings a page, or with a Problem says why there is none.
	HistoryCame struct {
		Query   wire.HistoryQuery
		Page    *wire.History
		Problem *wire.Problem
	}
	// RestoreAct restores what an act deleted, by the act's last sequence number.
	RestoreAct struct{ Last int64 }
	// CloseHistory closes the history.
	CloseHistory struct{}
)

func (AskHistory) msg()    {}
func (HistoryOfMine) msg() {}
func (MoreHistory) msg()   {}
func (HistoryCame) msg()   {}
func (RestoreAct) msg()    {}
func (CloseHistory) msg()  {}

// HistoryView is the history as it is shown.
type HistoryView struct {
	// Span is the id of the span that it is of; "" for the document's. Words are
	// its label and quotation, where they are known.
	Span, Words string
	Lost, Mine  bool
	// Loading: the first page has not come yet. Problem is why it does not.
	Loading bool
	Problem *wire.Problem
	Acts    []ActView
	More    bool
}

// ActView is one act.
type ActView struct {
	Last int64
	At   time.Time
	// Who acted; Owner is whose set it is where that is another's.
	Who, Owner string
	// State is the set's new state, where that is what happened.
	State annotations.State
	Lines []StepView
	// Restore counts the spans that can be restored from here.
	Restore int
}

// StepView is one step, or several alike.
type StepView struct {
	// What is "KIND_ENTITY", such as "create_span"; N counts the steps.
	What string
	N    int
	// Name is the label's or link type's name.
	Name, Letter string
	Family       annotations.Family
	Hue          int
	Quote        string
	Changes      []ChangeView
	// Target is the span to select, where it is there.
	Target string
	// Conflict: it did not take effect.
	Conflict bool
}

// ChangeView is one field before and after. Field is "label", "fragments",
// "note" or "type", or "" where Name says an attribute's or role's name.
type ChangeView struct{ Field, Name, Before, After string }

// historian is the open history.
type historian struct {
	query   wire.HistoryQuery
	lost    bool
	came    bool
	problem *wire.Problem
	acts    []history.Act
	head    int64
	next    string
	view    *HistoryView
}

// historyMsg handles the messages of the history.
func (m *Model) historyMsg(msg Msg) (Effects, bool) {
	h := m.history
	switch msg := msg.(type) {
	case AskHistory:
		m.history = &historian{query: wire.HistoryQuery{Target: msg.Span, Limit: HistoryPage}, lost: msg.Lost}
		return m.askHistory(""), true
	case CloseHistory:
		m.history = nil
		return Effects{}, true
	case HistoryCame:
		m.historyCame(msg)
		return Effects{}, true
	case RestoreAct:
		return m.restoreAct(msg.Last), true
	case HistoryOfMine:
		if h != nil {
			h.query.Owner, h.acts, h.came, h.view = "", nil, false, nil
			if msg.On {
				h.query.Owner = m.client.Owner()
			}
			return m.askHistory(""), true
		}
		return Effects{}, true
	case MoreHistory:
		if h != nil && h.next != "" {
			return m.askHistory(h.next), true
		}
		return Effects{}, true
	}
	return Effects{}, false
}

func (m *Model) askHistory(after string) Effects {
	q := m.history.query
	q.After = after
	return Effects{History: &q}
}

// historyCame takes a page; one that answers an older question is dropped.
func (m *Model) historyCame(msg HistoryCame) {
	h := m.history
	if h == nil || msg.Query.Target != h.query.Target || msg.Query.Owner != h.query.Owner || msg.Query.After != "" && msg.Query.After != h.next {
		return
	}
	h.view, h.came, h.problem = nil, true, msg.Problem
	if msg.Page == nil {
		return
	}
	if msg.Query.After == "" {
		h.acts = nil
	}
	h.acts = append(slices.Clip(h.acts), msg.Page.Acts...)
	h.head, h.next = msg.Page.Head, msg.Page.Next
}

// freshHistory asks for an open history anew where the log went on, as much of
// it as is shown.
func (m *Model) freshHistory(e Effects) Effects {
	h := m.history
	if h == nil {
		return e
	}
	h.view = nil // what can be restored may be another now
	if h.came && m.client.Head() > h.head {
		q := h.query
		q.Limit = min(200, max(HistoryPage, len(h.acts)))
		e.History = &q
	}
	return e
}

// restoreAct restores what an act deleted and is not there now: its spans, and
// the links that it took with them as far as their other spans are there.
func (m *Model) restoreAct(last int64) Effects {
	act := m.actOf(last)
	if act == nil {
		return Effects{}
	}
	if act.Last > m.client.Head() {
		return Effects{Pull: true, Notice: m.notice("notice.history_wait", false)}
	}
	spans, back := m.lostSpans(act)
	if len(spans) == 0 {
		return Effects{Notice: m.notice("notice.history_nothing", false)}
	}
	links, whole := m.lostLinks(act, back)
	e := m.act(append(slices.Clip(spans), links...)...)
	if e.Notice != nil && len(links) > 0 { // what a link needs may have changed since
		e, whole = m.act(spans...), false
	}
	if e.Notice == nil {
		m.selected, e.Selected, e.Reveal = spans[0].Target, true, spans[0].Target
		if !whole {
			e.Notice = m.notice("notice.history_no_link", false)
		}
	}
	return e
}

func (m *Model) actOf(last int64) *history.Act {
	if m.history == nil {
		return nil
	}
	i := slices.IndexFunc(m.history.acts, func(a history.Act) bool { return a.Last == last && a.State == "" })
	if i < 0 || m.history.acts[i].Owner != m.client.Owner() {
		return nil
	}
	return &m.history.acts[i]
}

// lostSpans are the edits that restore an act's spans, and their ids.
func (m *Model) lostSpans(act *history.Act) (edits []ops.Op, back map[string]bool) {
	back = map[string]bool{}
	for _, s := range act.Steps {
		if s.Span != nil && m.client.Set().Span(s.Target) == nil && !back[s.Target] {
			m.client.Bury(ops.SpanEntity, s.Target, (&ops.Record{Span: s.Span}).Full())
			edits = append(edits, ops.Op{Entity: ops.SpanEntity, Kind: ops.Restore, Target: s.Target})
			back[s.Target] = true
		}
	}
	return edits, back
}

// lostLinks are the edits that restore an act's links: deleted ones, and the
// places in roles that spans had. whole is false where one cannot be.
func (m *Model) lostLinks(act *history.Act, back map[string]bool) (edits []ops.Op, whole bool) {
	whole = true
	there := func(id string) bool { return back[id] || m.client.Set().Span(id) != nil }
	for _, s := range act.Steps {
		if s.Link == nil || !slices.ContainsFunc(s.Link.Spans(), func(id string) bool { return back[id] }) {
			continue
		}
		now := m.client.Set().Link(s.Target)
		switch {
		case now == nil && s.Kind == ops.Delete && !slices.ContainsFunc(s.Link.Spans(), func(id string) bool { return !there(id) }):
			m.client.Bury(ops.LinkEntity, s.Target, (&ops.Record{Link: s.Link}).Full())
			edits = append(edits, ops.Op{Entity: ops.LinkEntity, Kind: ops.Restore, Target: s.Target})
		case now != nil && s.Kind == ops.Update:
			roles := map[string][]string{}
			for role, ids := range s.Link.Roles {
				again := slices.Clone(now.Roles[role])
				for _, id := range ids {
					if back[id] && !slices.Contains(again, id) {
						again = append(again, id)
					}
				}
				if len(again) > len(now.Roles[role]) {
					roles[role] = again
				}
			}
			if len(roles) > 0 {
				edits = append(edits, ops.Op{Entity: ops.LinkEntity, Kind: ops.Update, Target: s.Target, Set: ops.Patch{Roles: roles}})
			}
		default:
			whole = false
		}
	}
	return edits, whole
}

// History is the open history; nil when it is closed.
func (m *Model) History() *HistoryView {
	h := m.history
	if h == nil || m.doc == nil {
		return nil
	}
	if h.view != nil {
		return h.view
	}
	v := &HistoryView{Span: h.query.Target, Lost: h.lost, Mine: h.query.Owner != "", Loading: !h.came, Problem: h.problem, More: h.next != ""}
	if sp := m.client.Set().Span(v.Span); sp != nil {
		v.Words, v.Lost = sp.Quotation(), false
	}
	for i := range h.acts {
		a := &h.acts[i]
		if av := m.actView(a); av.State != "" || len(av.Lines) > 0 {
			v.Acts = append(v.Acts, av)
		}
		for _, s := range a.Steps {
			if s.Target == v.Span && v.Words == "" && s.Entity == ops.SpanEntity {
				v.Words = joinQuote(s.Quote)
			}
		}
	}
	h.view = v
	return v
}

func (m *Model) actView(a *history.Act) ActView {
	v := ActView{Last: a.Last, At: a.At, Who: a.Actor, State: a.State}
	if a.Owner != annotations.UserOwner(a.Actor) {
		v.Owner = string(a.Owner)
	}
	if len(a.Steps) > historySteps {
		for _, g := range history.SumUp(*a) {
			s := StepView{What: string(g.Kind) + "_" + string(g.Entity), N: g.N}
			m.nameStep(&s, g.Entity, g.Label)
			v.Lines = append(v.Lines, s)
		}
	} else {
		for _, s := range a.Steps {
			if s.Result != ops.Noop {
				v.Lines = append(v.Lines, m.stepView(s))
			}
		}
		// Spans come first, whatever had to be done first.
		slices.SortStableFunc(v.Lines, func(a, b StepView) int { return strings.Compare(entityOf(b), entityOf(a)) })
	}
	if a.Owner == m.client.Owner() {
		for _, s := range a.Steps {
			if s.Span != nil && m.client.Set().Span(s.Target) == nil {
				v.Restore++
			}
		}
	}
	return v
}

// entityOf is the entity in a step's What.
func entityOf(s StepView) string {
	_, entity, _ := strings.Cut(s.What, "_")
	return entity
}

func (m *Model) nameStep(v *StepView, entity ops.Entity, label string) {
	v.Name = label
	if entity == ops.LinkEntity {
		if t := m.schema.Link(label); t != nil {
			v.Name = t.Name.In(m.lang)
		}
	} else if l := m.schema.Label(label); l != nil {
		v.Name, v.Family, v.Letter, v.Hue = l.Name.In(m.lang), l.Family, l.Letter, l.Hue
	}
}

func (m *Model) stepView(s history.Step) StepView {
	v := StepView{What: string(s.Kind) + "_" + string(s.Entity), N: 1, Quote: joinQuote(s.Quote), Conflict: !s.Result.TookEffect()}
	m.nameStep(&v, s.Entity, s.Label)
	if m.client.Set().Span(s.Target) != nil {
		v.Target = s.Target
	}
	if s.Entity == ops.LinkEntity && s.Kind != ops.Update {
		return v
	}
	for _, c := range s.Changes {
		v.Changes = append(v.Changes, m.changeView(s, c))
	}
	return v
}

// changeView names a field, and what has a name among its values.
func (m *Model) changeView(s history.Step, c history.Change) ChangeView {
	v := ChangeView{Field: c.Field, Before: joinQuote(c.Before), After: joinQuote(c.After)}
	if role, ok := ops.RoleOf(c.Field); ok {
		v.Field, v.Name = "", role
		if t := m.schema.Link(s.Label); t != nil && t.Role(role) != nil {
			v.Name = t.Role(role).Name.In(m.lang)
		}
		return v
	}
	if c.Field == "label" {
		v.Before, v.After = m.labelName(v.Before), m.labelName(v.After)
		return v
	}
	id, ok := ops.AttributeOf(c.Field)
	if !ok {
		return v
	}
	v.Field, v.Name = "", id
	if a := m.schema.Attribute(id); a != nil {
		v.Name = a.Name.In(m.lang)
		v.Before, v.After = m.choices(a, c.Before), m.choices(a, c.After)
	}
	return v
}

func (m *Model) labelName(id string) string {
	if l := m.schema.Label(id); l != nil {
		return l.Name.In(m.lang)
	}
	return id
}

func (m *Model) choices(a *annotations.Attribute, ids []string) string {
	s := ""
	for i, id := range ids {
		if i > 0 {
			s += ", "
		}
		if c := a.Choice(id); c != nil {
			id = c.Name.In(m.lang)
		}
		s += id
	}
	return s
}

func joinQuote(words []string) string { return (&annotations.Span{Quote: words}).Quotation() }
