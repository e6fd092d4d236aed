package revise

import (
	"slices"
	"strings"

	"galley/annotations"
)

// Keep gives next the parts of now that are used and that it lacks: labels,
// attributes, values and link types are retired in it; roles, and who may play
// or carry what, stay. An attribute that is used and would become of another
// type stays as it is. It answers with the paths of what it kept, and changes
// next, which shares nothing with now afterwards.
func Keep(used annotations.Usage, now, next *annotations.Schema) []string {
	var kept []string
	for range 4 { // what is kept may name something that has to be kept in turn
		lost := used.Lost(now, next)
		if len(lost) == 0 {
			break
		}
		for _, path := range lost {
			keep(path, now, next)
		}
		kept = append(kept, lost...)
	}
	inOrder(next.Labels, now.Labels, func(l *annotations.Label) string { return l.ID })
	inOrder(next.Attributes, now.Attributes, func(a *annotations.Attribute) string { return a.ID })
	inOrder(next.Links, now.Links, func(t *annotations.LinkType) string { return t.ID })
	slices.Sort(kept)
	return slices.Compact(kept)
}

// inOrder puts what was kept, which stands at the end, into the order that it had.
func inOrder[T any](next, now []T, id func(*T) string) {
	place := map[string]int{}
	for i := range now {
		place[id(&now[i])] = i
	}
	end := len(next)
	for end > 0 && isRetired(next[end-1]) {
		end--
	}
	slices.SortStableFunc(next[end:], func(a, b T) int { return place[id(&a)] - place[id(&b)] })
}

func isRetired(part any) bool {
	switch p := part.(type) {
	case annotations.Label:
		return p.Retired
	case annotations.Attribute:
		return p.Retired
	case annotations.LinkType:
		return p.Retired
	}
	return false
}

func keep(path string, now, next *annotations.Schema) {
	p := strings.Split(path, ".")
	switch {
	case len(p) < 2:
	case p[0] == "labels":
		keepLabel(p, now, next)
	case p[0] == "attributes":
		keepAttribute(p, now, next)
	case p[0] == "links":
		keepLink(p, now, next)
	}
}

func keepLabel(p []string, now, next *annotations.Schema) {
	old, l := now.Label(p[1]), next.Label(p[1])
	switch {
	case old == nil:
	case l == nil:
		kept := *old
		kept.Retired, kept.Attributes = true, slices.Clone(old.Attributes)
		next.Labels = append(next.Labels, kept)
		for _, a := range kept.Attributes {
			haveAttribute(a, now, next)
		}
	case len(p) == 4:
		l.Attributes = append(l.Attributes, p[3])
		haveAttribute(p[3], now, next)
	}
}

// haveAttribute makes sure that an attribute which is named is there.
func haveAttribute(id string, now, next *annotations.Schema) {
	if old := now.Attribute(id); old != nil && next.Attribute(id) == nil {
		kept := copied(old)
		kept.Retired = true
		next.Attributes = append(next.Attributes, kept)
	}
}

func copied(a *annotations.Attribute) annotations.Attribute {
	c := *a
	c.Values = slices.Clone(a.Values)
	return c
}

func keepAttribute(p []string, now, next *annotations.Schema) {
	old, a := now.Attribute(p[1]), next.Attribute(p[1])
	switch {
	case old == nil:
	case a == nil:
		haveAttribute(p[1], now, next)
	case len(p) == 3: // its type
		*a = copied(old)
	case len(p) == 4:
		if c := old.Choice(p[3]); c != nil && a.Choice(p[3]) == nil {
			kept := *c
			kept.Retired = true
			a.Values = append(a.Values, kept)
		}
	}
}

func keepLink(p []string, now, next *annotations.Schema) {
	old, t := now.Link(p[1]), next.Link(p[1])
	switch {
	case old == nil:
	case t == nil:
		kept := *old
		kept.Retired = true
		kept.AtLeastOneOf, kept.Attributes = slices.Clone(old.AtLeastOneOf), slices.Clone(old.Attributes)
		kept.Roles = nil
		for i := range old.Roles {
			kept.Roles = append(kept.Roles, roleFor(&old.Roles[i], now, next))
		}
		next.Links = append(next.Links, kept)
		for _, a := range kept.Attributes {
			haveAttribute(a, now, next)
		}
	case p[2] == "attributes":
		t.Attributes = append(t.Attributes, p[3])
		haveAttribute(p[3], now, next)
	case len(p) == 4:
		if r := old.Role(p[3]); r != nil && t.Role(p[3]) == nil {
			t.Roles = append(t.Roles, roleFor(r, now, next))
		}
	default:
		if r := t.Role(p[3]); r != nil {
			r.Labels = append(r.Labels, p[5])
			haveLabel(p[5], now, next)
		}
	}
}

// roleFor is a role with labels of its own; those that next lacks are kept too.
func roleFor(r *annotations.LinkRole, now, next *annotations.Schema) annotations.LinkRole {
	kept := *r
	kept.Labels = slices.Clone(r.Labels)
	for _, l := range kept.Labels {
		haveLabel(l, now, next)
	}
	return kept
}

func haveLabel(id string, now, next *annotations.Schema) {
	if next.Label(id) == nil {
		keepLabel([]string{"labels", id}, now, next)
	}
}
