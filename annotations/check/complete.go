package check

import (
	"slices"

	"galley/annotations"
)

// Complete lists what a set lacks before it can be submitted, in reading order:
// required attributes, rules of the schema that are not kept, and links with too
// few or too many spans in a role. Nothing means that it can be. Retired parts of
// the schema ask for nothing. The cost grows with the set, in O(n log n).
func Complete(schema *annotations.Schema, set *annotations.Set) []annotations.Gap {
	var gaps []annotations.Gap
	seen := map[string]bool{}
	for _, sp := range set.Spans() {
		gaps = append(gaps, completeSpan(schema, set, sp, seen)...)
	}
	return gaps
}

// CompleteSpan lists what one span, and the links that it is in, lack.
func CompleteSpan(schema *annotations.Schema, set *annotations.Set, sp *annotations.Span) []annotations.Gap {
	return completeSpan(schema, set, sp, map[string]bool{})
}

// completeSpan leaves out the links that were seen with another span.
func completeSpan(schema *annotations.Schema, set *annotations.Set, sp *annotations.Span, seen map[string]bool) []annotations.Gap {
	label := schema.Label(sp.Label)
	if label == nil || label.Retired {
		return nil
	}
	var gaps []annotations.Gap
	for _, id := range empty(schema, label.Attributes, sp.Attributes) {
		gaps = append(gaps, annotations.Gap{Kind: annotations.AttributeGap, Span: sp.ID, What: id})
	}
	for i := range schema.Constraints {
		if c := &schema.Constraints[i]; c.Label == sp.Label {
			if link, ok := keeps(schema, c, sp, set); !ok {
				gaps = append(gaps, annotations.Gap{Kind: annotations.ConstraintGap, Span: sp.ID, Link: link, What: c.ID, Soft: c.Soft})
			}
		}
	}
	for _, l := range set.LinksOf(sp.ID) {
		if !seen[l.ID] {
			seen[l.ID] = true
			gaps = append(gaps, linkGaps(schema, l, sp.ID)...)
		}
	}
	return gaps
}

// Hard lists the gaps that nobody may pass over.
func Hard(gaps []annotations.Gap) []annotations.Gap {
	return slices.DeleteFunc(slices.Clone(gaps), func(g annotations.Gap) bool { return g.Soft })
}

// empty lists the required attributes that have no value. A default is a value,
// and what the inspector does not show is not asked for.
func empty(schema *annotations.Schema, ids []string, values annotations.Attributes) []string {
	var missing []string
	for _, id := range ids {
		a := schema.Attribute(id)
		if a == nil || !a.Required || a.Hidden || a.Retired || a.Default != "" {
			continue
		}
		if v, ok := values[id]; !ok || v.Text() == "" {
			missing = append(missing, id)
		}
	}
	return missing
}

// keeps reports whether a span keeps a rule, and the link that comes nearest.
func keeps(schema *annotations.Schema, c *annotations.Constraint, sp *annotations.Span, set *annotations.Set) (link string, ok bool) {
	if t := schema.Link(c.Link); t == nil || t.Retired {
		return "", true
	}
	for _, l := range set.LinksOf(sp.ID) {
		if l.Type != c.Link || !slices.Contains(l.Roles[c.Role], sp.ID) {
			continue
		}
		filled := len(c.Needs) == 0 || slices.ContainsFunc(c.Needs, func(r string) bool { return len(l.Roles[r]) > 0 })
		excused := slices.ContainsFunc(c.Unless, func(a string) bool { v, ok := l.Attributes[a]; return ok && v.Text() != "" && v.Text() != "false" })
		if filled || excused {
			return l.ID, true
		}
		link = l.ID
	}
	return link, false
}

// linkGaps lists what a link lacks; span is where a person goes to mend it.
func linkGaps(schema *annotations.Schema, l *annotations.Link, span string) []annotations.Gap {
	t := schema.Link(l.Type)
	if t == nil || t.Retired {
		return nil
	}
	var gaps []annotations.Gap
	role := func(id string) {
		gaps = append(gaps, annotations.Gap{Kind: annotations.RoleGap, Span: span, Link: l.ID, What: id})
	}
	for _, r := range t.Roles {
		if n := len(l.Roles[r.ID]); n < r.Min || r.Max > 0 && n > r.Max {
			role(r.ID)
		}
	}
	if len(t.AtLeastOneOf) > 0 && !slices.ContainsFunc(t.AtLeastOneOf, func(r string) bool { return len(l.Roles[r]) > 0 }) {
		role(t.AtLeastOneOf[0])
	}
	for _, id := range empty(schema, t.Attributes, l.Attributes) {
		gaps = append(gaps, annotations.Gap{Kind: annotations.AttributeGap, Span: span, Link: l.ID, What: id})
	}
	return gaps
}
