package ops

import (
	"maps"
	"slices"

	"galley/annotations"
	"galley/annotations/text"
)

// Result is what became of an op.
type Result string

// The results. Merged is applied, where somebody else changed other fields
// meanwhile. Noop changed nothing (a second deletion). A conflict is kept in the
// log with both values and changes nothing. A rejected op is not in the log.
const (
	Applied  Result = "applied"
	Merged   Result = "merged"
	Noop     Result = "noop"
	Conflict Result = "conflict"
	Rejected Result = "rejected"
)

// TookEffect reports whether the result changed the target.
func (r Result) TookEffect() bool { return r == Applied || r == Merged }

// Outcome is the answer to one op.
type Outcome struct {
	Result Result `json:"result"`
	// Seq is the op's place in the document's log; 0 when it is not in it.
	Seq int64 `json:"seq,omitempty"`
	// Reason tells conflicts apart: "field_changed", "deleted", "changed_since",
	// "linked_since", "not_seen", "blocks_changed".
	Reason string `json:"reason,omitempty"`
	// Fields are the fields in conflict; Theirs is who changed them last.
	Fields []string `json:"fields,omitempty"`
	Theirs *Change  `json:"theirs,omitempty"`
	// Retired warns that the label is no longer offered; the op took effect.
	Retired bool `json:"retired,omitempty"`
	// Problem says why an op was rejected.
	Problem *annotations.Error `json:"problem,omitempty"`
}

// View is what Decide looks at: one document as its log says it is now.
type View interface {
	// Record is the target's record, or nil.
	Record(target string) (*Record, error)
	// LinksOf lists the live links that name a span.
	LinksOf(span string) ([]*Record, error)
	// Text is the document's text; TextSHA its SHA-256, computed once.
	Text() text.Text
	TextSHA() string
	Schema() *annotations.Schema
}

// Decide says what becomes of an op by a client, and gives the target's record
// after it (nil when nothing changed). at.Seq is the sequence number the op gets
// if it enters the log. The error is the view's own, never a refusal.
//
// It is the decision table of the sync protocol:
//
//	mine      meanwhile                        result
//	create    anything                         applied
//	update f  another field changed            merged
//	update f  f changed, same value            applied
//	update f  f changed, another value         conflict field_changed: theirs stays
//	update    deleted                          conflict deleted
//	delete    changed or linked, unseen        conflict changed_since, linked_since
//	delete    deleted                          noop
//	restore   with the deletion seen           applied
//	restore   not seen                         conflict not_seen
//	blocks    see decision.blocks
//
// What the same client did earlier always counts as seen.
func Decide(op Op, at Change, v View) (Outcome, *Record, error) {
	if p := shape(op); p != nil {
		return reject(p), nil, nil
	}
	if sha := v.TextSHA(); op.TextSHA != sha {
		return reject(annotations.Errorf(annotations.Invalid, "other_text", "text_sha",
			"the op was made on another text (%.12s…, this one is %.12s…)", op.TextSHA, sha)), nil, nil
	}
	r, err := v.Record(op.Target)
	if err != nil {
		return Outcome{}, nil, err
	}
	if p := fits(op, r); p != nil {
		return reject(p), nil, nil
	}
	d := decision{op: op, at: at, r: r, v: v}
	switch op.Kind {
	case Create:
		return d.takeEffect(Applied)
	case Update:
		if op.Entity == BlocksEntity {
			return d.blocks()
		}
		return d.update()
	case Delete:
		return d.delete()
	default:
		return d.restore()
	}
}

// decision carries what the rules of one op share.
type decision struct {
	op Op
	at Change
	r  *Record
	v  View
}

// unseen reports whether a change was not on the author's screen.
func (d decision) unseen(c Change) bool { return c.Seq > d.op.BaseSeq && c.Client != d.at.Client }

func (d decision) update() (Outcome, *Record, error) {
	if d.r.Deleted {
		return d.conflict("deleted", d.r.Last)
	}
	var fields []string
	var theirs Change
	for _, f := range d.op.Set.Fields() {
		if c := d.r.Fields[f]; d.unseen(c) && !d.r.same(d.op.Set, f) {
			fields, theirs = append(fields, f), c
		}
	}
	if fields != nil {
		return d.conflict("field_changed", theirs, fields...)
	}
	for _, c := range d.r.Fields {
		if d.unseen(c) {
			return d.takeEffect(Merged)
		}
	}
	return d.takeEffect(Applied)
}

func (d decision) delete() (Outcome, *Record, error) {
	if d.r.Deleted {
		return Outcome{Result: Noop, Seq: d.at.Seq}, nil, nil
	}
	for _, f := range slices.Sorted(maps.Keys(d.r.Fields)) {
		if c := d.r.Fields[f]; d.unseen(c) {
			return d.conflict("changed_since", c, f)
		}
	}
	if d.unseen(d.r.Last) {
		return d.conflict("changed_since", d.r.Last)
	}
	if d.op.Entity == SpanEntity {
		links, err := d.v.LinksOf(d.op.Target)
		if err != nil {
			return Outcome{}, nil, err
		}
		for _, l := range links {
			if d.unseen(l.Last) {
				return d.conflict("linked_since", l.Last)
			}
		}
		if len(links) > 0 {
			return reject(annotations.Errorf(annotations.Conflict, "still_linked", "target",
				"span %s is still linked by %s; delete or change the link first", d.op.Target, links[0].Link.ID)), nil, nil
		}
	}
	return d.takeEffect(Applied)
}

func (d decision) restore() (Outcome, *Record, error) {
	switch {
	case !d.r.Deleted:
		return Outcome{Result: Noop, Seq: d.at.Seq}, nil, nil
	case d.unseen(d.r.Last):
		return d.conflict("not_seen", d.r.Last)
	}
	return d.takeEffect(Applied)
}

// takeEffect applies the op and checks the value that comes of it.
func (d decision) takeEffect(result Result) (Outcome, *Record, error) {
	after := d.r.apply(d.op, d.at)
	out := Outcome{Result: result, Seq: d.at.Seq}
	if d.op.Kind == Delete {
		return out, after, nil
	}
	p, retired, err := checkRecord(after, d.op, d.v)
	switch {
	case err != nil:
		return Outcome{}, nil, err
	case p != nil:
		return reject(p), nil, nil
	}
	out.Retired = retired
	return out, after, nil
}

func (d decision) conflict(reason string, theirs Change, fields ...string) (Outcome, *Record, error) {
	return Outcome{Result: Conflict, Seq: d.at.Seq, Reason: reason, Fields: fields, Theirs: &theirs}, nil, nil
}

func reject(p *annotations.Error) Outcome { return Outcome{Result: Rejected, Problem: p} }
