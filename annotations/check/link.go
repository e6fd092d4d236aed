package check

import (
	"maps"
	"slices"

	"galley/annotations"
)

// MaxMembers is the largest number of spans in one role of a link.
const MaxMembers = 1_000

// Link checks a link against the schema and the spans it names. span gives the
// live span with an id in the link's own set, or nil.
func Link(schema *annotations.Schema, l *annotations.Link, span func(id string) *annotations.Span) *annotations.Error {
	t := schema.Link(l.Type)
	if t == nil {
		return annotations.Errorf(annotations.Invalid, "unknown_link_type", "type", "schema %s has no link type %q", schema.ID, l.Type)
	}
	for _, role := range slices.Sorted(maps.Keys(l.Roles)) {
		if p := members(t, role, l.Roles[role], span); p != nil {
			return p
		}
	}
	for _, r := range t.Roles {
		if len(l.Roles[r.ID]) < r.Min {
			return annotations.Errorf(annotations.Invalid, "role_empty", "roles."+r.ID, "%s needs at least %d", t.ID, r.Min)
		}
	}
	if len(t.AtLeastOneOf) > 0 && !slices.ContainsFunc(t.AtLeastOneOf, func(r string) bool { return len(l.Roles[r]) > 0 }) {
		return annotations.Errorf(annotations.Invalid, "role_empty", "roles", "%s needs at least one of %v", t.ID, t.AtLeastOneOf)
	}
	return Attributes(schema, t.Attributes, l.Attributes, "link type "+t.ID)
}

func members(t *annotations.LinkType, role string, ids []string, span func(id string) *annotations.Span) *annotations.Error {
	field := "roles." + role
	r := t.Role(role)
	if r == nil {
		return annotations.Errorf(annotations.Invalid, "unknown_role", field, "link type %s has no role %q", t.ID, role)
	}
	if r.Max > 0 && len(ids) > r.Max || len(ids) > MaxMembers {
		return annotations.Errorf(annotations.Invalid, "role_full", field, "holds %d spans, more than %s allows", len(ids), t.ID)
	}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			return annotations.Errorf(annotations.Invalid, "linked_twice", field, "names span %s twice", id)
		}
		sp := span(id)
		if sp == nil {
			return annotations.Errorf(annotations.NotFound, "unknown_span", field, "there is no span %s in this set", id)
		}
		if p := plays(t, r, sp); p != nil {
			return p
		}
	}
	return nil
}

// Plays checks that a span's label still fits every role it has in a link.
func Plays(schema *annotations.Schema, l *annotations.Link, sp *annotations.Span) *annotations.Error {
	t := schema.Link(l.Type)
	if t == nil {
		return nil
	}
	for _, role := range slices.Sorted(maps.Keys(l.Roles)) {
		if r := t.Role(role); r != nil && slices.Contains(l.Roles[role], sp.ID) {
			if p := plays(t, r, sp); p != nil {
				return p
			}
		}
	}
	return nil
}

func plays(t *annotations.LinkType, r *annotations.LinkRole, sp *annotations.Span) *annotations.Error {
	if slices.Contains(r.Labels, sp.Label) {
		return nil
	}
	return annotations.Errorf(annotations.Invalid, "wrong_label", "roles."+r.ID,
		"span %s is a %s, but %s takes %v", sp.ID, sp.Label, t.ID, r.Labels)
}
