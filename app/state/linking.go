package state

import (
	"maps"
	"slices"

	"galley/annotations"
	"galley/annotations/ops"
)

// attribution is the link type that one-key linking makes: the schema's first
// that asks for at least one of its roles. Its head is the first of those (the
// quote): what the other roles are linked to.
func (m *Model) attribution() (t *annotations.LinkType, head string) {
	for i := range m.schema.Links {
		if t := &m.schema.Links[i]; len(t.AtLeastOneOf) > 0 && !t.Retired {
			return t, t.AtLeastOneOf[0]
		}
	}
	return nil, ""
}

// isHead reports whether a label is what others are linked to (a quote).
func (m *Model) isHead(label string) bool {
	t, head := m.attribution()
	return t != nil && slices.Contains(t.Role(head).Labels, label)
}

// roleOf is the role, other than the head, that a label plays; "" for none.
func roleOf(t *annotations.LinkType, head, label string) string {
	for _, r := range t.Roles {
		if r.ID != head && slices.Contains(r.Labels, label) {
			return r.ID
		}
	}
	return ""
}

// join is the edit that puts a span into the attribution of a quote: into the
// quote's link, or into a new one. It reports false when there is nothing to do.
func (m *Model) join(span, label, quote string) (ops.Op, bool) {
	t, head := m.attribution()
	if t == nil || quote == "" || quote == span {
		return ops.Op{}, false
	}
	role := roleOf(t, head, label)
	if role == "" {
		return ops.Op{}, false
	}
	for _, l := range m.client.Set().LinksOf(quote) {
		if l.Type != t.ID || !slices.Contains(l.Roles[head], quote) {
			continue
		}
		if slices.Contains(l.Roles[role], span) {
			return ops.Op{}, false
		}
		ids := append(slices.Clone(l.Roles[role]), span)
		return ops.Op{Entity: ops.LinkEntity, Kind: ops.Update, Target: l.ID,
			Set: ops.Patch{Roles: map[string][]string{role: ids}}}, true
	}
	return ops.CreateLink("", &annotations.Link{ID: newID(), Type: t.ID,
		Roles: map[string][]string{head: {quote}, role: {span}}}), true
}

// linkTo links the selected span to a quote by one key.
func (m *Model) linkTo(msg LinkTo) Effects {
	sp := m.client.Set().Span(m.selected)
	quote := msg.Quote
	if quote == "" {
		quote = m.LastQuote()
	}
	if sp == nil || quote == "" {
		return Effects{Notice: m.notice("notice.link_first", false)}
	}
	link, ok := m.join(sp.ID, sp.Label, quote)
	if !ok {
		return Effects{Notice: m.notice("notice.link_nothing", false)}
	}
	return m.act(link)
}

// unlink takes a span out of a role of a link.
func (m *Model) unlink(msg Unlink) Effects {
	l := m.client.Set().Link(msg.Link)
	if l == nil {
		return Effects{}
	}
	ids := slices.DeleteFunc(slices.Clone(l.Roles[msg.Role]), func(id string) bool { return id == msg.Span })
	return m.act(m.shrink(l, map[string][]string{msg.Role: ids}))
}

// release is the edits that make links let go of a span: of every role, or of
// those that its new label cannot play.
func (m *Model) release(span, newLabel string) []ops.Op {
	var edits []ops.Op
	for _, l := range m.client.Set().LinksOf(span) {
		t := m.schema.Link(l.Type)
		roles := map[string][]string{}
		for role, ids := range l.Roles {
			r := t.Role(role)
			if !slices.Contains(ids, span) || newLabel != "" && r != nil && slices.Contains(r.Labels, newLabel) {
				continue
			}
			roles[role] = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == span })
		}
		if len(roles) > 0 {
			edits = append(edits, m.shrink(l, roles))
		}
	}
	return edits
}

// shrink is the edit that gives a link smaller roles, or deletes it when what
// is left means nothing: fewer than two spans, or a needed role empty.
func (m *Model) shrink(l *annotations.Link, roles map[string][]string) ops.Op {
	left := maps.Clone(l.Roles)
	maps.Copy(left, roles)
	n := 0
	for _, ids := range left {
		n += len(ids)
	}
	t := m.schema.Link(l.Type)
	broken := len(t.AtLeastOneOf) > 0 && !slices.ContainsFunc(t.AtLeastOneOf, func(r string) bool { return len(left[r]) > 0 })
	for _, r := range t.Roles {
		broken = broken || len(left[r.ID]) < r.Min
	}
	if broken || n < 2 && len(l.Attributes) == 0 {
		return ops.Op{Entity: ops.LinkEntity, Kind: ops.Delete, Target: l.ID}
	}
	return ops.Op{Entity: ops.LinkEntity, Kind: ops.Update, Target: l.ID, Set: ops.Patch{Roles: roles}}
}

// numberAll gives every attribution its number in reading order.
func (m *Model) numberAll() {
	m.numbers, m.nextNumber = map[string]int{}, 0
	for _, sp := range m.order {
		if m.isHead(sp.Label) {
			for _, l := range m.client.Set().LinksOf(sp.ID) {
				m.number(l)
			}
		}
	}
	for _, l := range m.client.Set().Links() {
		m.number(l)
	}
}

// number gives an attribution the next number; it keeps the one it has.
func (m *Model) number(l *annotations.Link) {
	t, _ := m.attribution()
	if l == nil || t == nil || l.Type != t.ID || m.numbers[l.ID] > 0 {
		return
	}
	m.nextNumber++
	m.numbers[l.ID] = m.nextNumber
}

// numberOf is the number a span shows: the lowest of its attributions.
func (m *Model) numberOf(span string) int {
	lowest := 0
	for _, l := range m.client.Set().LinksOf(span) {
		if n := m.numbers[l.ID]; n > 0 && (lowest == 0 || n < lowest) {
			lowest = n
		}
	}
	return lowest
}
