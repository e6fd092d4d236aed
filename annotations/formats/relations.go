package formats

import (
	"cmp"
	"maps"
	"slices"

	"galley/annotations"
)

// What a relation from one fragment of a span to the next is called, and what
// it is called by others.
const (
	continuedBy  = "continued_by"
	continuation = "continuation"
)

// relation is one pair of spans that a link becomes where a format has
// relations of two.
type relation struct {
	link     *annotations.Link
	from, to string
	// name is the type of a link with two roles ("claimer"), else type and role
	// ("attribution:speaker").
	name string
}

// relations breaks a link up: the spans of its first filled role are each
// related to those of every other role. Spans that are not in the file, and a
// link of which nothing is left, are reported.
func (b *base) relations(d *annotations.Document, s Set, l *annotations.Link, inFile map[string]bool) []relation {
	var all []relation
	roles, binary := rolesOf(b.o.Schema, l)
	missing := false
	for i := 1; i < len(roles); i++ {
		name := l.Type
		if !binary {
			name += ":" + roles[i]
		}
		for _, from := range l.Roles[roles[0]] {
			for _, to := range l.Roles[roles[i]] {
				if !inFile[from] || !inFile[to] {
					missing = true
					continue
				}
				all = append(all, relation{l, from, to, name})
			}
		}
	}
	switch {
	case len(all) == 0:
		b.lose(d, s.Owner, l.ID, EndpointMissing, "")
		return nil
	case missing:
		if b.lose(d, s.Owner, l.ID, EndpointMissing, "the link without the spans that are not in the file"); b.drops() {
			return nil
		}
	}
	return all
}

// reportMerged reports links that a reader cannot tell from another one after
// they were broken up, because they share the span their relations start from:
// two speakers of one quotation. Formats that name the link of a relation have
// no use for it.
func (b *base) reportMerged(d *annotations.Document, s Set, links []*annotations.Link) {
	type start struct{ kind, span string }
	first := map[start]bool{}
	for _, l := range links {
		roles, binary := rolesOf(b.o.Schema, l)
		if binary || len(roles) < 2 {
			continue
		}
		starts, merged := l.Roles[roles[0]], len(l.Roles[roles[0]]) > 1
		for _, id := range starts {
			merged = merged || first[start{l.Type, id}]
			first[start{l.Type, id}] = true
		}
		if merged {
			b.lose(d, s.Owner, l.ID, LinkMerged, "its relations, which do not say whose they are")
		}
	}
}

// rolesOf lists the filled roles of a link in the schema's order, and whether
// its type has two roles only.
func rolesOf(schema *annotations.Schema, l *annotations.Link) (roles []string, binary bool) {
	for _, r := range slices.Sorted(maps.Keys(l.Roles)) {
		if len(l.Roles[r]) > 0 {
			roles = append(roles, r)
		}
	}
	if schema == nil || schema.Link(l.Type) == nil {
		return roles, len(roles) == 2
	}
	t := schema.Link(l.Type)
	rank := func(role string) int {
		return slices.IndexFunc(t.Roles, func(r annotations.LinkRole) bool { return r.ID == role })
	}
	slices.SortStableFunc(roles, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	return roles, len(t.Roles) == 2
}

// rejoin puts spans together again that a writer of ours cut into one a
// fragment and joined by relations. Only a chain whose spans have one label,
// stand one behind another and whose relations have no attributes is one; any
// other relation of that name stays as it is.
func rejoin(s *FoundSet) {
	at := map[string]int{}
	for i, sp := range s.Spans {
		at[sp.ID] = i
	}
	into := map[string]string{} // the span that a later fragment went into
	find := func(id string) string {
		for into[id] != "" {
			id = into[id]
		}
		return id
	}
	var rest []FoundLink
	for _, l := range s.Links {
		if l.Type != continuedBy && l.Type != continuation || len(l.Roles["from"]) != 1 || len(l.Roles["to"]) != 1 || len(l.Attributes) > 0 {
			rest = append(rest, l)
			continue
		}
		from, to := find(l.Roles["from"][0]), l.Roles["to"][0]
		i, okFrom := at[from]
		j, okTo := at[to]
		if !okFrom || !okTo || into[to] != "" || from == to || s.Spans[i].Label != s.Spans[j].Label ||
			s.Spans[i].Fragments[len(s.Spans[i].Fragments)-1].End >= s.Spans[j].Fragments[0].Start {
			rest = append(rest, l)
			continue
		}
		s.Spans[i].Fragments = append(slices.Clone(s.Spans[i].Fragments), s.Spans[j].Fragments...)
		into[to] = from
	}
	if len(into) == 0 {
		return
	}
	s.Spans = slices.DeleteFunc(s.Spans, func(sp FoundSpan) bool { return into[sp.ID] != "" })
	for i := range rest {
		for role, ids := range rest[i].Roles {
			for k := range ids {
				rest[i].Roles[role][k] = find(ids[k])
			}
		}
	}
	s.Links = rest
}
