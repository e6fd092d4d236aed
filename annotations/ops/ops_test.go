package ops_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
)

const (
	anna    = annotations.Owner("user:anna")
	ben     = annotations.Owner("user:ben")
	article = "Die Flut ist pünktlich, sagte sie. 😊 Aber sie ist nicht großzügig."
)

var txt = text.New(article)

// desk is a document with people working on it. Every op gets an id of its own.
type desk struct {
	t *testing.T
	*ops.Fold
	n int
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	return &desk{t: t, Fold: ops.NewFold(txt, annotations.News())}
}

// op completes an op made on the picture at base.
func (d *desk) op(op ops.Op, base int64) ops.Op {
	d.n++
	op.ID, op.BaseSeq, op.TextSHA, op.SchemaVersion = fmt.Sprintf("op%d", d.n), base, d.TextSHA(), 1
	return op
}

func (d *desk) do(op ops.Op, base int64, client string) ops.Outcome {
	return d.Do(d.op(op, base), client, client)
}

// must does an op that is applied.
func (d *desk) must(op ops.Op, client string) int64 {
	d.t.Helper()
	out := d.do(op, d.Head(), client)
	require.Equal(d.t, ops.Applied, out.Result, "%+v", out.Problem)
	return out.Seq
}

func span(id, label string, start, end text.Rune) *annotations.Span {
	f := []annotations.Fragment{{Start: start, End: end}}
	return &annotations.Span{ID: id, Label: label, Fragments: f, Quote: annotations.Quote(txt, f)}
}

func attribution(id string, roles map[string][]string) *annotations.Link {
	return &annotations.Link{ID: id, Type: "attribution", Roles: roles}
}

func update(target string, p ops.Patch) ops.Op {
	return ops.Op{Owner: anna, Entity: ops.SpanEntity, Target: target, Kind: ops.Update, Set: p}
}

func label(l string) ops.Patch { return ops.Patch{Label: &l} }
func note(n string) ops.Patch  { return ops.Patch{Note: &n} }

func value(id, v string) ops.Patch {
	x := annotations.String(v)
	return ops.Patch{Attributes: map[string]*annotations.Value{id: &x}}
}

func ground(start, end text.Rune) ops.Patch {
	f := []annotations.Fragment{{Start: start, End: end}}
	return ops.Patch{Fragments: f, Quote: annotations.Quote(txt, f)}
}

func remove(target string) ops.Op {
	return ops.Op{Owner: anna, Entity: ops.SpanEntity, Target: target, Kind: ops.Delete}
}

func restore(target string) ops.Op {
	return ops.Op{Owner: anna, Entity: ops.SpanEntity, Target: target, Kind: ops.Restore}
}

// TestDecisionTable has a row for every row of the protocol's table. Each starts
// with Anna's quote q at seq 1; meanwhile is what her colleague does from seq 2 on;
// mine is an op on the picture of seq 1 from the client "train".
func TestDecisionTable(t *testing.T) {
	t.Parallel()
	const colleague, me = "desk", "train"
	del := func(d *desk) { d.must(remove("q"), colleague) }
	relabel := func(d *desk) { d.must(update("q", label("claim")), colleague) }
	for name, c := range map[string]struct {
		meanwhile func(*desk)
		mine      ops.Op
		base      int64
		client    string
		want      ops.Result
		reason    string
		fields    []string
		label     string // of q afterwards; "" for deleted
	}{
		"a creation is applied whatever happened":         {relabel, ops.CreateSpan(anna, span("new", "cue", 24, 29)), 1, me, ops.Applied, "", nil, "claim"},
		"the same words may be tagged twice":              {func(*desk) {}, ops.CreateSpan(anna, span("twin", "quote", 0, 8)), 1, me, ops.Applied, "", nil, "quote"},
		"an update of an untouched target is applied":     {func(*desk) {}, update("q", label("claim")), 1, me, ops.Applied, "", nil, "claim"},
		"an update beside a change of another field":      {func(d *desk) { d.must(update("q", note("hm")), colleague) }, update("q", label("claim")), 1, me, ops.Merged, "", nil, "claim"},
		"another attribute is another field":              {func(d *desk) { d.must(update("q", value("medium", "speech")), colleague) }, update("q", value("quote_type", "direct")), 1, me, ops.Merged, "", nil, "quote"},
		"an update to the value it has meanwhile":         {relabel, update("q", label("claim")), 1, me, ops.Merged, "", nil, "claim"},
		"an update to another value than the colleague's": {relabel, update("q", label("speaker")), 1, me, ops.Conflict, "field_changed", []string{"label"}, "claim"},
		"one of two fields in conflict keeps both away": {relabel, update("q", ops.Patch{Label: new("speaker"), Note: new("x")}), 1, me,
			ops.Conflict, "field_changed", []string{"label"}, "claim"},
		"an update of what was deleted":         {del, update("q", label("claim")), 1, me, ops.Conflict, "deleted", nil, ""},
		"a deletion of what was changed unseen": {relabel, remove("q"), 1, me, ops.Conflict, "changed_since", []string{"label"}, "claim"},
		"a deletion with the change seen":       {relabel, remove("q"), 2, me, ops.Applied, "", nil, ""},
		"a deletion of what was linked unseen": {func(d *desk) {
			d.must(ops.CreateLink(anna, attribution("l", map[string][]string{"quote": {"q"}})), colleague)
		}, remove("q"), 1, me, ops.Conflict, "linked_since", nil, "quote"},
		"a deletion of what was restored unseen":   {func(d *desk) { del(d); d.must(restore("q"), colleague) }, remove("q"), 1, me, ops.Conflict, "changed_since", nil, "quote"},
		"a second deletion":                        {del, remove("q"), 1, me, ops.Noop, "", nil, ""},
		"a restore with the deletion seen":         {del, restore("q"), 2, me, ops.Applied, "", nil, "quote"},
		"a restore with the deletion unseen":       {del, restore("q"), 1, me, ops.Conflict, "not_seen", nil, ""},
		"a restore of what lives":                  {func(*desk) {}, restore("q"), 1, me, ops.Noop, "", nil, "quote"},
		"my own earlier change counts as seen":     {relabel, update("q", label("speaker")), 1, colleague, ops.Applied, "", nil, "speaker"},
		"my own deletion may be taken back":        {del, restore("q"), 1, colleague, ops.Applied, "", nil, "quote"},
		"my own change does not stop my deletion":  {relabel, remove("q"), 1, colleague, ops.Applied, "", nil, ""},
		"the same person's other tab is another":   {relabel, update("q", label("speaker")), 1, "anna's other tab", ops.Conflict, "field_changed", []string{"label"}, "claim"},
		"an update with the change on screen wins": {relabel, update("q", label("speaker")), 2, me, ops.Applied, "", nil, "speaker"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.must(ops.CreateSpan(anna, span("q", "quote", 0, 8)), "first")
			c.meanwhile(d)
			head := d.Head()
			out := d.do(c.mine, c.base, c.client)
			require.Equal(t, c.want, out.Result, "%+v", out)
			require.Equal(t, c.reason, out.Reason)
			require.Equal(t, c.fields, out.Fields)
			require.Equal(t, head+1, out.Seq, "all but a rejected op are in the log")
			require.Equal(t, head+1, d.Head())
			if c.want == ops.Conflict {
				require.Equal(t, colleague, out.Theirs.Actor, "it says whose change stands in the way")
			}
			if q := d.Set(anna).Span("q"); c.label == "" {
				require.Nil(t, q)
			} else {
				require.Equal(t, c.label, q.Label)
			}
		})
	}
}

func TestARetiredLabelIsAppliedAndFlagged(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(annotations.News())
	require.NoError(t, err)
	schema, err := annotations.ParseSchema(raw)
	require.NoError(t, err)
	schema.Label("quote").Retired = true
	d := &desk{t: t, Fold: ops.NewFold(txt, schema)}
	out := d.do(ops.CreateSpan(anna, span("q", "quote", 0, 8)), 0, "a")
	require.Equal(t, ops.Applied, out.Result)
	require.True(t, out.Retired)
	require.False(t, d.do(ops.CreateSpan(anna, span("c", "cue", 24, 29)), 0, "a").Retired)
}

func TestARejectedOpChangesNothingAndSaysWhy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		op     func(ops.Op) ops.Op // of a good update of q
		code   annotations.Code
		reason string
		field  string
	}{
		"another text":         {func(o ops.Op) ops.Op { o.TextSHA = "00"; return o }, annotations.Invalid, "other_text", "text_sha"},
		"no op id":             {func(o ops.Op) ops.Op { o.ID = ""; return o }, annotations.Invalid, "bad_id", "op_id"},
		"a blank in the op id": {func(o ops.Op) ops.Op { o.ID = "a b"; return o }, annotations.Invalid, "bad_id", "op_id"},
		"a long target id":     {func(o ops.Op) ops.Op { o.Target = string(make([]byte, 65)); return o }, annotations.Invalid, "bad_id", "target"},
		"an unknown entity":    {func(o ops.Op) ops.Op { o.Entity = "block"; return o }, annotations.Invalid, "bad_entity", "entity"},
		"the wrong entity": {func(o ops.Op) ops.Op {
			o.Entity, o.Set = ops.LinkEntity, ops.Patch{Roles: map[string][]string{"cue": {}}}
			return o
		}, annotations.Invalid, "bad_entity", "entity"},
		"an unknown kind":         {func(o ops.Op) ops.Op { o.Kind = "move"; return o }, annotations.Invalid, "bad_kind", "kind"},
		"an unknown owner":        {func(o ops.Op) ops.Op { o.Owner = "robot:x"; return o }, annotations.Invalid, "bad_owner", "owner"},
		"somebody else's target":  {func(o ops.Op) ops.Op { o.Owner = ben; return o }, annotations.NotFound, "unknown_target", "target"},
		"an unknown target":       {func(o ops.Op) ops.Op { o.Target = "x"; return o }, annotations.NotFound, "unknown_target", "target"},
		"a target that exists":    {func(o ops.Op) ops.Op { o = ops.CreateSpan(anna, span("q", "cue", 0, 3)); o.ID = "again"; return o }, annotations.Conflict, "target_exists", "target"},
		"a negative base":         {func(o ops.Op) ops.Op { o.BaseSeq = -1; return o }, annotations.Invalid, "bad_base_seq", "base_seq"},
		"an update of nothing":    {func(o ops.Op) ops.Op { o.Set = ops.Patch{}; return o }, annotations.Invalid, "bad_patch", "set"},
		"a deletion with fields":  {func(o ops.Op) ops.Op { o.Kind = ops.Delete; return o }, annotations.Invalid, "bad_patch", "set"},
		"fragments without quote": {func(o ops.Op) ops.Op { o.Set = ground(0, 3); o.Set.Quote = nil; return o }, annotations.Invalid, "bad_patch", "set.fragments"},
		"a span with a type":      {func(o ops.Op) ops.Op { o.Set.Type = new("attribution"); return o }, annotations.Invalid, "bad_patch", "set"},
		"a span with roles":       {func(o ops.Op) ops.Op { o.Set.Roles = map[string][]string{"cue": nil}; return o }, annotations.Invalid, "bad_patch", "set"},
		"ground outside the text": {func(o ops.Op) ops.Op { o.Set = ground(0, 3); o.Set.Fragments[0].End = 999; return o }, annotations.Invalid, "outside_text", "fragments[0]"},
		"another quotation":       {func(o ops.Op) ops.Op { o.Set = ground(0, 3); o.Set.Quote[0] = "Das"; return o }, annotations.Invalid, "quotation_differs", "quote[0]"},
		"no fragments":            {func(o ops.Op) ops.Op { o.Set.Fragments, o.Set.Quote = []annotations.Fragment{}, []string{}; return o }, annotations.Invalid, "bad_fragments", "fragments"},
		"an unknown label":        {func(o ops.Op) ops.Op { o.Set = label("x"); return o }, annotations.Invalid, "unknown_label", "label"},
		"a label its link bars":   {func(o ops.Op) ops.Op { o.Set = label("cue"); return o }, annotations.Invalid, "wrong_label", "roles.quote"},
		"an unknown attribute":    {func(o ops.Op) ops.Op { o.Set = value("verdict", "refuted"); return o }, annotations.Invalid, "unknown_attribute", "attributes.verdict"},
		"a linked span's end":     {func(o ops.Op) ops.Op { return remove("q") }, annotations.Conflict, "still_linked", "target"},
		"a link to nothing": {func(ops.Op) ops.Op {
			return ops.CreateLink(anna, attribution("m", map[string][]string{"quote": {"x"}}))
		}, annotations.NotFound, "unknown_span", "roles.quote"},
		"a link to another's": {func(ops.Op) ops.Op { return ops.CreateLink(ben, attribution("m", map[string][]string{"quote": {"q"}})) }, annotations.NotFound, "unknown_span", "roles.quote"},
		"a link with a label": {func(ops.Op) ops.Op {
			o := ops.CreateLink(anna, attribution("m", map[string][]string{"quote": {"q"}}))
			o.Set.Label = new("cue")
			return o
		}, annotations.Invalid, "bad_patch", "set"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.must(ops.CreateSpan(anna, span("q", "quote", 0, 8)), "a")
			d.must(ops.CreateLink(anna, attribution("l", map[string][]string{"quote": {"q"}})), "a")
			before := picture(d.Fold)
			op := c.op(d.op(update("q", note("x")), 2))
			if op.ID == "" && name != "no op id" { // made anew by the row
				op = d.op(op, 2)
			} else if op.TextSHA == "" {
				op.TextSHA = d.TextSHA()
			}
			out := d.Do(op, "a", "anna")
			require.Equal(t, ops.Rejected, out.Result, "%+v", out)
			require.Zero(t, out.Seq)
			require.Equal(t, c.code, out.Problem.Code)
			require.Equal(t, c.reason, out.Problem.Reason)
			require.Equal(t, c.field, out.Problem.Field)
			require.Equal(t, before, picture(d.Fold))
			require.Equal(t, int64(2), d.Head())
		})
	}
}

func TestALinkToADeletedSpanCannotComeBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must(ops.CreateSpan(anna, span("q", "quote", 0, 8)), "a")
	l := ops.CreateLink(anna, attribution("l", map[string][]string{"quote": {"q"}}))
	d.must(l, "a")
	gone := ops.Op{Owner: anna, Entity: ops.LinkEntity, Target: "l", Kind: ops.Delete}
	d.must(gone, "a")
	d.must(remove("q"), "a")
	gone.Kind = ops.Restore
	out := d.do(gone, d.Head(), "a")
	require.Equal(t, ops.Rejected, out.Result)
	require.Equal(t, "unknown_span", out.Problem.Reason)
	d.must(restore("q"), "a")
	d.must(gone, "a")
	require.Len(t, d.Set(anna).LinksOf("q"), 1)
}

func TestFieldsComeInAFixedOrder(t *testing.T) {
	t.Parallel()
	v := annotations.String("x")
	p := ops.Patch{
		Attributes: map[string]*annotations.Value{"b": nil, "a": &v}, Roles: map[string][]string{"y": {}, "x": {"1"}},
		Type: new("t"), Note: new("n"), Quote: []string{"q"}, Fragments: []annotations.Fragment{{Start: 1, End: 2}}, Label: new("l"),
	}
	require.Equal(t, []string{"label", "fragments", "note", "type", "roles.x", "roles.y", "attributes.a", "attributes.b"}, p.Fields())
	require.Empty(t, ops.Patch{}.Fields())
}

func TestAnOpKeepsItsMeaningThroughJSON(t *testing.T) {
	t.Parallel()
	v := annotations.List("a", "b")
	op := ops.Op{
		ID: "1", Owner: anna, Entity: ops.SpanEntity, Target: "q", Kind: ops.Update, BaseSeq: 7, TextSHA: "ab", SchemaVersion: 1,
		Set: ops.Patch{Note: new(""), Roles: map[string][]string{"cue": {}}, Attributes: map[string]*annotations.Value{"medium": nil, "topic": &v}},
	}
	raw, err := json.Marshal(op)
	require.NoError(t, err)
	require.JSONEq(t, `{"op_id":"1","owner":"user:anna","entity":"span","target":"q","kind":"update","base_seq":7,
		"set":{"note":"","roles":{"cue":[]},"attributes":{"medium":null,"topic":["a","b"]}},"text_sha":"ab","schema_version":1}`, string(raw))
	var back ops.Op
	require.NoError(t, json.Unmarshal(raw, &back))
	require.Equal(t, op, back)
	require.Equal(t, op.Set.Fields(), back.Set.Fields())
}
