package formats

import (
	"fmt"
	"slices"
	"strings"

	"galley/annotations"
	"galley/annotations/check"
)

// joined is a link while its relations are put together.
type joined struct {
	key   string
	link  *annotations.Link
	found []FoundLink
}

// links maps a set's links: relations of one group, or with one span in the
// role that their rule joins them by, are one link.
func (a *applying) links(s FoundSet, spans map[string]*annotations.Span) []*annotations.Link {
	byID := map[string]*annotations.Span{}
	for _, sp := range spans {
		byID[sp.ID] = sp
	}
	var all []*joined
	at := map[string]*joined{}
	for i, f := range s.Links {
		rule, members, ok := a.members(f, spans)
		if !ok {
			continue
		}
		roles := a.roles(f, rule, members)
		if roles == nil {
			continue
		}
		key := fmt.Sprint("one ", i)
		switch {
		case f.Group != "":
			key = strings.Join([]string{"group", rule.To, f.Group}, "\n")
		case rule.Join != "" && len(roles[rule.Join]) == 1:
			key = strings.Join([]string{"join", rule.To, roles[rule.Join][0]}, "\n")
		case rule.Join != "" && len(members["from"]) == 1: // an attribution without a quote
			key = strings.Join([]string{"join", rule.To, members["from"][0].ID}, "\n")
		}
		j := at[key]
		if j == nil {
			j = &joined{key: key, link: &annotations.Link{ID: a.id(s.Author, "link", key), Type: rule.To, Roles: map[string][]string{}, Attributes: annotations.Attributes{}}}
			at[key], all = j, append(all, j)
		}
		j.found = append(j.found, f)
		for role, ids := range roles {
			for _, id := range ids {
				if !slices.Contains(j.link.Roles[role], id) {
					j.link.Roles[role] = append(j.link.Roles[role], id)
				}
			}
		}
		for _, name := range sortedKeys(f.Attributes) {
			if note := a.attribute(j.link.Attributes, a.schema.Link(rule.To).Attributes, name, f.Attributes[name], ""); note != "" {
				a.miss(Unmapped{Kind: "attribute", Name: name, Value: short(f.Attributes[name].Text()), Detail: "a link has no note to keep it in"})
			}
		}
	}
	return a.checked(all, byID)
}

// members are the mapped spans of a link by the other tool's roles; not ok, and
// listed, when it has no rule or none of its spans was kept.
func (a *applying) members(f FoundLink, spans map[string]*annotations.Span) (LinkRule, map[string][]*annotations.Span, bool) {
	rule, ok := a.m.Links[f.Type]
	members := map[string][]*annotations.Span{}
	var words []string
	missing := false
	for _, role := range sortedKeys(f.Roles) {
		for _, id := range f.Roles[role] {
			sp := spans[id]
			if sp == nil {
				missing = true
				continue
			}
			members[role] = append(members[role], sp)
			words = append(words, excerpt(a.text, sp.Fragments))
		}
	}
	miss := Unmapped{Kind: "link", Name: f.Type, Words: cutShort(strings.Join(words, " – "), surveyWords)}
	switch {
	case ok && rule.Note && len(words) > 0:
		first := members[sortedKeys(members)[0]][0]
		first.Note = addNote(first.Note, f.Type+": "+strings.Join(words, " – "))
		return rule, nil, false
	case ok && rule.Drop:
		miss.Chosen, miss.Detail = true, "the mapping leaves the link out"
	case !ok || rule.To == "":
		miss.Detail = "no rule says what the link becomes"
	case a.schema.Link(rule.To) == nil:
		miss.Detail = fmt.Sprintf("the schema has no link type %q", short(rule.To))
	case len(words) == 0:
		miss.Detail = "none of its spans was kept"
	default:
		if missing {
			miss.Detail = "goes on without the spans that were not kept"
			a.miss(miss)
		}
		return rule, members, true
	}
	a.miss(miss)
	return rule, nil, false
}

// roles gives the members the schema's roles. Roles are filled in the order of
// the names "from", "to", then the others; two spans whose roles are found by
// label do not take the same one if another fits.
func (a *applying) roles(f FoundLink, rule LinkRule, members map[string][]*annotations.Span) map[string][]string {
	t := a.schema.Link(rule.To)
	roles := map[string][]string{}
	for _, theirs := range sortedKeys(members) {
		for _, sp := range members[theirs] {
			role, ok := rule.Roles[theirs]
			if !ok {
				role = theirs
			}
			if role == ByLabel {
				role = roleOf(t, sp.Label, roles)
			}
			if t.Role(role) == nil {
				a.miss(Unmapped{Kind: "role", Name: f.Type, Value: theirs, Words: excerpt(a.text, sp.Fragments),
					Detail: fmt.Sprintf("no rule says what the role becomes in %s", t.ID)})
				continue
			}
			if !slices.Contains(roles[role], sp.ID) {
				roles[role] = append(roles[role], sp.ID)
			}
		}
	}
	if len(roles) == 0 {
		return nil
	}
	return roles
}

// roleOf is the first role that a label can play and that is free, else the
// first that it can play; "" for none.
func roleOf(t *annotations.LinkType, label string, taken map[string][]string) string {
	fits := ""
	for _, r := range t.Roles {
		if !slices.Contains(r.Labels, label) {
			continue
		}
		if len(taken[r.ID]) == 0 {
			return r.ID
		}
		if fits == "" {
			fits = r.ID
		}
	}
	return fits
}

// checked gives the links that the schema takes and lists the others.
func (a *applying) checked(all []*joined, byID map[string]*annotations.Span) []*annotations.Link {
	var good []*annotations.Link
	for _, j := range all {
		p := check.Link(a.schema, j.link, func(id string) *annotations.Span { return byID[id] })
		if p == nil {
			good = append(good, j.link)
			continue
		}
		var words []string
		for _, id := range j.link.Spans() {
			words = append(words, excerpt(a.text, byID[id].Fragments))
		}
		for _, f := range j.found {
			a.miss(Unmapped{Kind: "link", Name: f.Type, Words: cutShort(strings.Join(words, " – "), surveyWords), Detail: p.Error()})
		}
	}
	return good
}
