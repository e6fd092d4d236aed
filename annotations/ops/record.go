package ops

import (
	"maps"
	"slices"

	"galley/annotations"
)

// Change says when a field was last changed, and by whom.
type Change struct {
	Seq    int64  `json:"seq"`
	Client string `json:"client"`
	// Actor is the person's name, for the panel that shows a conflict.
	Actor string `json:"actor"`
}

// Record is what a document's log says of one target: its present value, its
// version, and who changed which field when. A Record is never changed after
// it was made.
type Record struct {
	Entity  Entity
	Owner   annotations.Owner
	Deleted bool
	// Version counts applied ops.
	Version int
	// Span or Link is the present value (of a tombstone: the last).
	Span *annotations.Span
	Link *annotations.Link
	// Blocks are the document's, for the record of blocks, which has no owner.
	Blocks []annotations.Block
	// Fields holds the last change of every field ever set; Last is the last
	// change of all, deletion included. Of blocks it holds those that were edited,
	// by where they start.
	Fields map[string]Change
	Last   Change
}

// After is the record after an entry of the log as it was decided; r itself when
// the entry had no effect. r is nil for a target that was not there.
func (r *Record) After(e Entry) *Record {
	if !e.Result.TookEffect() {
		return r
	}
	return r.apply(e.Op, Change{Seq: e.Seq, Client: e.Client, Actor: e.Actor})
}

// apply makes the record after an op that was decided to take effect.
func (r *Record) apply(op Op, at Change) *Record {
	if op.Entity == BlocksEntity && r == nil {
		return nil // nobody can edit blocks that are not there
	}
	n := &Record{Entity: op.Entity, Owner: op.Owner}
	if r != nil {
		*n = *r
	}
	n.Last, n.Version = at, n.Version+1
	n.Fields = maps.Clone(n.Fields)
	if n.Fields == nil {
		n.Fields = map[string]Change{}
	}
	if op.Entity == BlocksEntity {
		if op.Set.Blocks != nil {
			n.patchBlocks(op.Set.Blocks, at)
		}
		return n
	}
	n.Deleted = op.Kind == Delete
	for _, f := range op.Set.Fields() {
		n.Fields[f] = at
	}
	switch op.Entity {
	case SpanEntity:
		n.Span = patchSpan(n.Span, op)
	case LinkEntity:
		n.Link = patchLink(n.Link, op)
	}
	return n
}

func patchSpan(old *annotations.Span, op Op) *annotations.Span {
	sp := annotations.Span{ID: op.Target}
	if old != nil {
		sp = *old
	}
	p := op.Set
	if p.Label != nil {
		sp.Label = *p.Label
	}
	if p.Fragments != nil {
		sp.Fragments, sp.Quote = slices.Clone(p.Fragments), slices.Clone(p.Quote)
	}
	if p.Note != nil {
		sp.Note = *p.Note
	}
	sp.Attributes = patchAttributes(sp.Attributes, p.Attributes)
	return &sp
}

func patchLink(old *annotations.Link, op Op) *annotations.Link {
	l := annotations.Link{ID: op.Target}
	if old != nil {
		l = *old
	}
	if op.Set.Type != nil {
		l.Type = *op.Set.Type
	}
	if op.Set.Roles != nil || l.Roles == nil {
		roles := maps.Clone(l.Roles)
		if roles == nil {
			roles = map[string][]string{}
		}
		for role, ids := range op.Set.Roles {
			if len(ids) == 0 {
				delete(roles, role)
			} else {
				roles[role] = slices.Clone(ids)
			}
		}
		l.Roles = roles
	}
	l.Attributes = patchAttributes(l.Attributes, op.Set.Attributes)
	return &l
}

func patchAttributes(old annotations.Attributes, p map[string]*annotations.Value) annotations.Attributes {
	if len(p) == 0 {
		return old
	}
	a := maps.Clone(old)
	if a == nil {
		a = annotations.Attributes{}
	}
	for k, v := range p {
		if v == nil {
			delete(a, k)
		} else {
			a[k] = *v
		}
	}
	return a
}

// same reports whether a field of the patch already has its value in the record.
func (r *Record) same(p Patch, field string) bool {
	switch {
	case field == "label":
		return r.Span.Label == *p.Label
	case field == "fragments":
		return slices.Equal(r.Span.Fragments, p.Fragments)
	case field == "note":
		return r.Span.Note == *p.Note
	case field == "type":
		return r.Link.Type == *p.Type
	case field == "blocks":
		return r.sameBlocks(p.Blocks)
	}
	if role, ok := RoleOf(field); ok {
		return slices.Equal(r.Link.Roles[role], p.Roles[role])
	}
	key, _ := AttributeOf(field)
	var have annotations.Attributes
	if r.Span != nil {
		have = r.Span.Attributes
	} else {
		have = r.Link.Attributes
	}
	v, ok := have[key]
	want := p.Attributes[key]
	if want == nil {
		return !ok
	}
	return ok && v.Equal(*want)
}

// RoleOf is the role that a field of Patch.Fields names, and whether it names one.
func RoleOf(field string) (string, bool) { return cut(field, "roles.") }

// AttributeOf is the attribute that a field of Patch.Fields names, and whether it
// names one.
func AttributeOf(field string) (string, bool) { return cut(field, "attributes.") }

func cut(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && s[:len(prefix)] == prefix {
		return s[len(prefix):], true
	}
	return "", false
}
