package formats

import (
	"slices"

	"galley/annotations"
)

// present is a copy of the link with the spans that keep says are in the file,
// and how many are not.
func present(l *annotations.Link, keep func(id string) bool) (*annotations.Link, int) {
	kept := &annotations.Link{ID: l.ID, Type: l.Type, Roles: map[string][]string{}, Attributes: l.Attributes}
	missing := 0
	for role, ids := range l.Roles {
		for _, id := range ids {
			if keep(id) {
				kept.Roles[role] = append(kept.Roles[role], id)
			} else {
				missing++
			}
		}
	}
	return kept, missing
}

// pair is one relation of two spans, in the roles they have in a link.
type pair struct{ fromRole, from, toRole, to string }

// pairs writes a link as relations: from each span of the first filled role to
// each of every other role, so that a reader of one relation has who said what.
// A link of one role joins its first span to the others. It is nil for a link of
// one span.
func pairs(schema *annotations.Schema, l *annotations.Link) (all []pair, binary bool) {
	roles, binary := rolesOf(schema, l)
	if len(roles) == 0 {
		return nil, binary
	}
	hub := roles[0]
	for _, role := range roles[1:] {
		for _, from := range l.Roles[hub] {
			for _, to := range l.Roles[role] {
				all = append(all, pair{hub, from, role, to})
			}
		}
	}
	if len(roles) == 1 {
		for _, to := range l.Roles[hub][1:] {
			all = append(all, pair{hub, l.Roles[hub][0], hub, to})
		}
	}
	return all, binary
}

// relationName is what a pair is called: a type of two roles by its name, else
// by type and role.
func (p pair) relationName(linkType string, binary bool) string {
	if binary {
		return linkType
	}
	return linkType + ":" + p.toRole
}

// joinPair puts pairs of one link together again.
func joinPair(l *FoundLink, p pair) {
	put := func(role, id string) {
		if !slices.Contains(l.Roles[role], id) {
			l.Roles[role] = append(l.Roles[role], id)
		}
	}
	put(p.fromRole, p.from)
	put(p.toRole, p.to)
}
