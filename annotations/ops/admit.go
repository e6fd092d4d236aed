package ops

import (
	"errors"
	"strings"

	"galley/annotations"
	"galley/annotations/check"
)

// maxID is the longest id accepted, in bytes.
const maxID = 64

// shape refuses an op that could mean nothing on any document.
func shape(op Op) *annotations.Error {
	bad := func(reason, field, format string, args ...any) *annotations.Error {
		return annotations.Errorf(annotations.Invalid, reason, field, format, args...)
	}
	switch {
	case !validID(op.ID):
		return bad("bad_id", "op_id", "an op id is 1 to %d printable ASCII characters", maxID)
	case !validID(op.Target):
		return bad("bad_id", "target", "a target id is 1 to %d printable ASCII characters", maxID)
	case op.Entity != SpanEntity && op.Entity != LinkEntity && op.Entity != BlocksEntity:
		return bad("bad_entity", "entity", "%q is none of span, link, blocks", op.Entity)
	case op.Target == BlocksTarget && op.Entity != BlocksEntity:
		return bad("bad_id", "target", "%q is the id of the document's blocks", op.Target)
	case op.BaseSeq < 0:
		return bad("bad_base_seq", "base_seq", "must not be negative")
	}
	if _, err := annotations.ParseOwner(string(op.Owner)); err != nil {
		return asError(err)
	}
	if op.Entity == BlocksEntity {
		return shapeBlocks(op)
	}
	p := op.Set
	if p.Blocks != nil {
		return bad("bad_patch", "set.blocks", "a %s has no blocks", op.Entity)
	}
	if (p.Fragments == nil) != (p.Quote == nil) {
		return bad("bad_patch", "set.fragments", "fragments and quote come together")
	}
	if op.Entity == SpanEntity && (p.Type != nil || p.Roles != nil) {
		return bad("bad_patch", "set", "a span has neither type nor roles")
	}
	if op.Entity == LinkEntity && (p.Label != nil || p.Fragments != nil || p.Note != nil) {
		return bad("bad_patch", "set", "a link has neither label, fragments nor note")
	}
	fields := len(p.Fields())
	switch op.Kind {
	case Create, Restore:
	case Update:
		if fields == 0 {
			return bad("bad_patch", "set", "an update changes at least one field")
		}
	case Delete:
		if fields != 0 {
			return bad("bad_patch", "set", "a deletion changes no field")
		}
	default:
		return bad("bad_kind", "kind", "%q is none of create, update, delete, restore", op.Kind)
	}
	return nil
}

func validID(id string) bool {
	if len(id) == 0 || len(id) > maxID {
		return false
	}
	return !strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' })
}

// fits refuses an op that does not go with what its target is.
func fits(op Op, r *Record) *annotations.Error {
	switch {
	case op.Kind == Create && r != nil:
		return annotations.Errorf(annotations.Conflict, "target_exists", "target", "%s exists already", op.Target)
	case op.Kind == Create:
		return nil
	case r == nil:
		return annotations.Errorf(annotations.NotFound, "unknown_target", "target", "%s is not known", op.Target)
	case r.Owner != op.Owner && r.Entity != BlocksEntity:
		return annotations.Errorf(annotations.NotFound, "unknown_target", "target", "%s is not in the set of %s", op.Target, op.Owner)
	case r.Entity != op.Entity:
		return annotations.Errorf(annotations.Invalid, "bad_entity", "entity", "%s is a %s", op.Target, r.Entity)
	}
	return nil
}

// checkRecord runs the invariants on the value that comes of an op.
func checkRecord(r *Record, op Op, v View) (problem *annotations.Error, retired bool, err error) {
	schema := v.Schema()
	if r.Entity == BlocksEntity {
		return nil, false, nil // decision.blocks has seen to it that they cover the text
	}
	if r.Entity == SpanEntity {
		if p := check.Span(v.Text(), schema, r.Span); p != nil {
			return p, false, nil
		}
		return relabelled(r, op, v)
	}
	var failed error
	p := check.Link(schema, r.Link, func(id string) *annotations.Span {
		rec, err := v.Record(id)
		if err != nil {
			failed = err
		}
		if rec == nil || rec.Deleted || rec.Owner != r.Owner {
			return nil
		}
		return rec.Span
	})
	return p, false, failed
}

// relabelled checks the links of a span whose label changed, and reports
// whether the label is a retired one.
func relabelled(r *Record, op Op, v View) (*annotations.Error, bool, error) {
	schema := v.Schema()
	if op.Kind == Update && op.Set.Label != nil {
		links, err := v.LinksOf(op.Target)
		if err != nil {
			return nil, false, err
		}
		for _, l := range links {
			if p := check.Plays(schema, l.Link, r.Span); p != nil {
				return p, false, nil
			}
		}
	}
	return nil, schema.Label(r.Span.Label).Retired, nil
}

func asError(err error) *annotations.Error {
	var e *annotations.Error
	if errors.As(err, &e) {
		return e
	}
	return annotations.Errorf(annotations.Internal, "", "", "%v", err)
}
