package ops

import "galley/annotations"

// Invert is the op that undoes op, given the target's record before it. The
// caller fills in ID, BaseSeq, TextSHA and SchemaVersion. Inverting a creation
// gives a deletion, and the other way round a restore with everything back.
func Invert(op Op, before *Record) Op {
	inv := Op{Owner: op.Owner, Entity: op.Entity, Target: op.Target}
	switch op.Kind {
	case Create:
		inv.Kind = Delete
	case Delete:
		inv.Kind = Restore
	case Restore:
		inv.Kind = Delete
	case Update:
		inv.Kind = Update
		inv.Set = before.values(op.Set)
	}
	return inv
}

// values is the patch that gives the fields of p the values they have in r.
func (r *Record) values(p Patch) Patch {
	var old Patch
	var have annotations.Attributes
	if p.Blocks != nil {
		old.Blocks = r.blocksOf(p.Blocks)
	}
	if r.Span != nil {
		have = r.Span.Attributes
		if p.Label != nil {
			old.Label = &r.Span.Label
		}
		if p.Fragments != nil {
			old.Fragments, old.Quote = r.Span.Fragments, r.Span.Quote
		}
		if p.Note != nil {
			old.Note = &r.Span.Note
		}
	}
	if r.Link != nil {
		have = r.Link.Attributes
		if p.Type != nil {
			old.Type = &r.Link.Type
		}
		if p.Roles != nil {
			old.Roles = map[string][]string{}
			for role := range p.Roles {
				old.Roles[role] = append([]string{}, r.Link.Roles[role]...)
			}
		}
	}
	if p.Attributes != nil {
		old.Attributes = map[string]*annotations.Value{}
		for k := range p.Attributes {
			old.Attributes[k] = nil
			if v, ok := have[k]; ok {
				old.Attributes[k] = &v
			}
		}
	}
	return old
}
