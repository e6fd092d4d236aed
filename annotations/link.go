package annotations

import (
	"cmp"
	"maps"
	"slices"
)

// Link is a typed group of spans in named roles: an attribution with its quote,
// cue and speaker; a relation is a link with two roles. Like a Span, a Link
// value is never changed after it was made.
type Link struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	// Roles holds span ids by role; a role without spans is absent.
	Roles      map[string][]string `json:"roles"`
	Attributes Attributes          `json:"attributes"`
}

// Has reports whether the span plays any role in the link.
func (l *Link) Has(span string) bool {
	for _, ids := range l.Roles {
		if slices.Contains(ids, span) {
			return true
		}
	}
	return false
}

// Spans lists the linked span ids, role by role in alphabetical order.
func (l *Link) Spans() []string {
	var ids []string
	for _, role := range slices.Sorted(maps.Keys(l.Roles)) {
		ids = append(ids, l.Roles[role]...)
	}
	return ids
}

// CompareLinks orders links for files: type, then id.
func CompareLinks(a, b *Link) int {
	return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID))
}
