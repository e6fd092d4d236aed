package history

import (
	"maps"
	"slices"

	"galley/annotations"
	"galley/annotations/ops"
)

// Step is an entry of the log in words.
type Step struct {
	Seq int64 `json:"seq"`
	// Kind is what was done to the target; Result whether it took effect.
	Kind   ops.Kind   `json:"kind"`
	Result ops.Result `json:"result"`
	Entity ops.Entity `json:"entity"`
	Target string     `json:"target"`
	// Label is the span's label, or the link's type, after the step; "" for blocks.
	Label string `json:"label"`
	// Quote is the span's quotation after the step; of a link, those of its spans.
	Quote []string `json:"quote"`
	// Fragments is the span's ground after the step, or the stretch whose blocks
	// are others now; none for a link.
	Fragments []annotations.Fragment `json:"fragments,omitempty"`
	// Changes are the fields that are another value now; of something created or
	// restored those that are set besides label and ground, of something deleted none.
	Changes []Change `json:"changes,omitempty"`
	// Gone: the target is deleted at present.
	Gone bool `json:"gone,omitempty"`
	// Span or Link is what was deleted, where the step deleted something; of a link
	// that lost a span, the link before.
	Span *annotations.Span `json:"span,omitempty"`
	Link *annotations.Link `json:"link,omitempty"`
}

// Change is one field's value before and after, as words: a quotation a fragment,
// the quotations of a role's spans, a choice's id; none where there is no value.
type Change struct {
	// Field is label, fragments, note, type, roles.ID, attributes.ID, or blocks,
	// whose words are the roles of a stretch's blocks in order.
	Field  string   `json:"field"`
	Before []string `json:"before"`
	After  []string `json:"after"`
}

// Quoter gives a span's quotation by its id, "" when there is none.
type Quoter func(span string) string

// Tell is an entry in words, given its target's record before it and after it.
// Of an entry without effect, after is what was there all the same, or nil.
func Tell(e ops.Entry, before, after *ops.Record, quote Quoter) Step {
	s := Step{Seq: e.Seq, Kind: e.Kind, Result: e.Result, Entity: e.Entity, Target: e.Target, Quote: []string{}}
	if p := e.Set.Blocks; p != nil {
		s.Fragments = []annotations.Fragment{{Start: p.Start, End: p.End}}
		s.Changes = []Change{{Field: "blocks", Before: blockRoles(before, p), After: roles(p.Blocks)}}
		return s
	}
	switch {
	case after == nil:
	case after.Span != nil:
		s.Label, s.Quote, s.Fragments = after.Span.Label, after.Span.Quote, after.Span.Fragments
	case after.Link != nil:
		s.Label = after.Link.Type
		for _, role := range slices.Sorted(maps.Keys(after.Link.Roles)) {
			s.Quote = append(s.Quote, quotes(after.Link.Roles[role], quote)...)
		}
	}
	if e.Kind == ops.Delete {
		if before != nil && e.Result.TookEffect() {
			s.Span, s.Link = before.Span, before.Link
		}
		return s
	}
	s.Changes = changes(e, before, after, quote)
	if e.Entity == ops.LinkEntity && e.Kind == ops.Update && e.Result.TookEffect() && before != nil {
		for role, ids := range e.Set.Roles {
			if slices.ContainsFunc(before.Link.Roles[role], func(id string) bool { return !slices.Contains(ids, id) }) {
				s.Link = before.Link
			}
		}
	}
	return s
}

// changes are the fields that an entry set, or wanted to.
func changes(e ops.Entry, before, after *ops.Record, quote Quoter) []Change {
	var all []Change
	for _, field := range e.Set.Fields() {
		plain := field == "label" || field == "fragments" || field == "type"
		if e.Kind != ops.Update && plain {
			continue
		}
		c := Change{Field: field, Before: words(before, field, quote), After: words(after, field, quote)}
		if !e.Result.TookEffect() {
			c.After = wanted(e.Set, field, quote)
		}
		if e.Kind == ops.Create {
			c.Before = []string{}
		}
		if !slices.Equal(c.Before, c.After) || field == "fragments" {
			all = append(all, c)
		}
	}
	return all
}

// blockRoles are the roles of a record's blocks on the stretch of a patch.
func blockRoles(r *ops.Record, p *ops.BlockPatch) []string {
	if r == nil {
		return []string{}
	}
	return roles(slices.DeleteFunc(slices.Clone(r.Blocks), func(b annotations.Block) bool { return b.End <= p.Start || b.Start >= p.End }))
}

func roles(blocks []annotations.Block) []string {
	all := []string{}
	for _, b := range blocks {
		all = append(all, string(b.Role))
	}
	return all
}

// words are a field's value in a record.
func words(r *ops.Record, field string, quote Quoter) []string {
	if r == nil {
		return []string{}
	}
	return wanted(r.Full(), field, quote)
}

// wanted are a field's value in a patch.
func wanted(p ops.Patch, field string, quote Quoter) []string {
	var one *string
	switch field {
	case "label":
		one = p.Label
	case "note":
		one = p.Note
	case "type":
		one = p.Type
	case "fragments":
		return append([]string{}, p.Quote...)
	default:
		if role, ok := ops.RoleOf(field); ok {
			return quotes(p.Roles[role], quote)
		}
		id, _ := ops.AttributeOf(field)
		if v := p.Attributes[id]; v != nil {
			return values(*v)
		}
	}
	if one == nil || *one == "" {
		return []string{}
	}
	return []string{*one}
}

// values are an attribute's value as words, an item each.
func values(v annotations.Value) []string {
	if items, ok := v.Items(); ok {
		return append([]string{}, items...)
	}
	return []string{v.Text()}
}

func quotes(ids []string, quote Quoter) []string {
	all := []string{}
	for _, id := range ids {
		all = append(all, quote(id))
	}
	return all
}
