package annotations

import (
	"maps"
	"slices"
	"strings"
)

// Usage counts how often the parts of a schema are used, by the part's path:
//
//	labels.quote                           spans with the label
//	labels.quote.attributes.medium         spans of the label that have a value there
//	attributes.medium                      spans and links that have a value there
//	attributes.medium.values.speech        … that have this value
//	links.attribution                      links of the type
//	links.attribution.roles.cue            spans in the role
//	links.attribution.roles.cue.labels.cue … by their label
//	links.attribution.attributes.no_source links that have a value there
type Usage map[string]int

// AddSpan counts a span.
func (u Usage) AddSpan(s *Schema, sp *Span) {
	u["labels."+sp.Label]++
	u.attributes(s, "labels."+sp.Label, sp.Attributes)
}

// AddLink counts a link; label gives the label of a span by its id.
func (u Usage) AddLink(s *Schema, l *Link, label func(id string) string) {
	at := "links." + l.Type
	u[at]++
	for role, ids := range l.Roles {
		for _, id := range ids {
			u[at+".roles."+role]++
			u[at+".roles."+role+".labels."+label(id)]++
		}
	}
	u.attributes(s, at, l.Attributes)
}

func (u Usage) attributes(s *Schema, of string, values Attributes) {
	for id, v := range values {
		u["attributes."+id]++
		u[of+".attributes."+id]++
		a := s.Attribute(id)
		if a == nil || a.Type != EnumAttribute {
			continue
		}
		items, several := v.Items()
		if one, ok := v.Str(); ok && !several {
			items = []string{one}
		}
		for _, item := range items {
			u["attributes."+id+".values."+item]++
		}
	}
}

// parts are the paths that a schema has, as Usage writes them.
func (s *Schema) parts() map[string]bool {
	has := map[string]bool{}
	for _, l := range s.Labels {
		has["labels."+l.ID] = true
		for _, a := range l.Attributes {
			has["labels."+l.ID+".attributes."+a] = true
		}
	}
	for _, a := range s.Attributes {
		has["attributes."+a.ID] = true
		for _, c := range a.Values {
			has["attributes."+a.ID+".values."+c.ID] = true
		}
	}
	for _, t := range s.Links {
		at := "links." + t.ID
		has[at] = true
		for _, r := range t.Roles {
			has[at+".roles."+r.ID] = true
			for _, l := range r.Labels {
				has[at+".roles."+r.ID+".labels."+l] = true
			}
		}
		for _, a := range t.Attributes {
			has[at+".attributes."+a] = true
		}
	}
	return has
}

// Lost lists the paths of parts that are used and that next has no more, or has
// as another type; a part below a lost one is not listed. They must be retired
// instead.
func (u Usage) Lost(now, next *Schema) []string {
	has := next.parts()
	gone := map[string]bool{}
	for path, n := range u {
		if n > 0 && !has[path] {
			gone[path] = true
		}
	}
	for _, a := range now.Attributes {
		b := next.Attribute(a.ID)
		if path := "attributes." + a.ID; b != nil && u[path] > 0 && (a.Type != b.Type || a.Multi != b.Multi) {
			gone[path+".type"] = true
		}
	}
	var lost []string
	for _, path := range slices.Sorted(maps.Keys(gone)) {
		if !slices.ContainsFunc(lost, func(above string) bool { return strings.HasPrefix(path, above+".") }) {
			lost = append(lost, path)
		}
	}
	return lost
}
