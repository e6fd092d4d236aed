package history

import (
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
)

// at is a UUIDv7 made some milliseconds after a fixed time.
func at(ms int, tail string) string {
	const base = 0x0198_0000_0000
	hex := "0123456789abcdef"
	n := base + ms
	digits := make([]byte, 12)
	for i := 11; i >= 0; i-- {
		digits[i], n = hex[n%16], n/16
	}
	return string(digits[:8]) + "-" + string(digits[8:]) + "-7000-8000-" + tail
}

func TestEntriesOfOneMomentOfOneTabAreOneAct(t *testing.T) {
	t.Parallel()
	entry := func(id, client, actor, owner string) ops.Entry {
		return ops.Entry{Op: ops.Op{ID: id, Owner: annotations.Owner(owner)}, Client: client, Actor: actor}
	}
	a := entry(at(0, "000000000001"), "tab", "anna", "user:anna")
	for name, c := range map[string]struct {
		b    ops.Entry
		want bool
	}{
		"the same moment":             {entry(at(1, "000000000002"), "tab", "anna", "user:anna"), true},
		"a clock that went back":      {entry(at(-3, "000000000002"), "tab", "anna", "user:anna"), true},
		"the next key":                {entry(at(90, "000000000002"), "tab", "anna", "user:anna"), false},
		"another tab":                 {entry(at(1, "000000000002"), "other", "anna", "user:anna"), false},
		"another person":              {entry(at(1, "000000000002"), "tab", "ben", "user:anna"), false},
		"another set":                 {entry(at(1, "000000000002"), "tab", "anna", "gold"), false},
		"an id that tells no time":    {entry("op-2", "tab", "anna", "user:anna"), false},
		"an id that only looks as if": {entry("zzzzzzzz-zzzz-7000-8000-000000000002", "tab", "anna", "user:anna"), false},
		"an id of another version":    {entry("01980000-0001-4000-8000-000000000002", "tab", "anna", "user:anna"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, Together(a, c.b))
			require.Equal(t, c.want, Together(c.b, a))
		})
	}
}

// log folds ops and tells each of them.
type log struct {
	t    *testing.T
	fold *ops.Fold
}

func (l *log) do(op ops.Op) Step {
	l.t.Helper()
	op.ID, op.Owner, op.TextSHA, op.BaseSeq = "op", "user:anna", l.fold.TextSHA(), l.fold.Head()
	before, _ := l.fold.Record(op.Target)
	out := l.fold.Do(op, "tab", "anna")
	require.NotEqual(l.t, ops.Rejected, out.Result, "%v", out.Problem)
	e := ops.Entry{Op: op, Seq: out.Seq, Client: "tab", Actor: "anna", Result: out.Result}
	return Tell(e, before, before.After(e), func(span string) string {
		r, _ := l.fold.Record(span)
		return r.Span.Quotation()
	})
}

func TestAStepSaysWhatWasThereBeforeAndAfter(t *testing.T) {
	t.Parallel()
	txt := text.New("😀 Jonas Wiek sagte: „Wir sind bereit!“")
	l := &log{t, ops.NewFold(txt, annotations.News())}
	span := func(id, label string, start, end text.Rune) *annotations.Span {
		f := []annotations.Fragment{{Start: start, End: end}}
		return &annotations.Span{ID: id, Label: label, Fragments: f, Quote: annotations.Quote(txt, f)}
	}
	note := "Wortlaut?"
	quote := span("q", "quote", 20, 38)
	quote.Attributes, quote.Note = annotations.Attributes{"quote_type": annotations.String("direct")}, note
	made := l.do(ops.CreateSpan("", quote))
	require.Equal(t, "quote", made.Label)
	require.Equal(t, []string{"„Wir sind bereit!“"}, made.Quote)
	require.Equal(t, []Change{
		{"note", []string{}, []string{note}},
		{"attributes.quote_type", []string{}, []string{"direct"}},
	}, made.Changes, "label and ground are said already")

	l.do(ops.CreateSpan("", span("s", "speaker", 2, 7)))
	longer := span("s", "speaker", 2, 12)
	moved := l.do(ops.Op{Kind: ops.Update, Entity: ops.SpanEntity, Target: "s", Set: ops.Patch{Fragments: longer.Fragments, Quote: longer.Quote}})
	require.Equal(t, []Change{{"fragments", []string{"Jonas"}, []string{"Jonas Wiek"}}}, moved.Changes)
	require.Equal(t, longer.Fragments, moved.Fragments)

	linked := l.do(ops.CreateLink("", &annotations.Link{ID: "l", Type: "attribution", Roles: map[string][]string{"quote": {"q"}, "speaker": {"s"}}}))
	require.Equal(t, "attribution", linked.Label)
	require.Equal(t, []string{"„Wir sind bereit!“", "Jonas Wiek"}, linked.Quote)
	require.Equal(t, []Change{
		{"roles.quote", []string{}, []string{"„Wir sind bereit!“"}},
		{"roles.speaker", []string{}, []string{"Jonas Wiek"}},
	}, linked.Changes)

	empty := ""
	cleared := l.do(ops.Op{Kind: ops.Update, Entity: ops.SpanEntity, Target: "q", Set: ops.Patch{Note: &empty, Attributes: map[string]*annotations.Value{"quote_type": nil}}})
	require.Equal(t, []Change{{"note", []string{note}, []string{}}, {"attributes.quote_type", []string{"direct"}, []string{}}}, cleared.Changes)

	let := l.do(ops.Op{Kind: ops.Update, Entity: ops.LinkEntity, Target: "l", Set: ops.Patch{Roles: map[string][]string{"speaker": {}}}})
	require.Equal(t, []Change{{"roles.speaker", []string{"Jonas Wiek"}, []string{}}}, let.Changes)
	require.Equal(t, map[string][]string{"quote": {"q"}, "speaker": {"s"}}, let.Link.Roles, "what it was, to put it back")

	l.do(ops.Op{Kind: ops.Delete, Entity: ops.LinkEntity, Target: "l"})
	gone := l.do(ops.Op{Kind: ops.Delete, Entity: ops.SpanEntity, Target: "s"})
	require.Empty(t, gone.Changes)
	require.Equal(t, []string{"Jonas Wiek"}, gone.Quote)
	require.Equal(t, longer.Fragments, gone.Span.Fragments)

	again := l.do(ops.Op{Kind: ops.Delete, Entity: ops.SpanEntity, Target: "s"})
	require.Equal(t, ops.Noop, again.Result)
	require.Nil(t, again.Span, "nothing was deleted the second time")
	back := l.do(ops.Op{Kind: ops.Restore, Entity: ops.SpanEntity, Target: "s"})
	require.Equal(t, []string{"Jonas Wiek"}, back.Quote)
}

func TestAConflictSaysWhatWasWanted(t *testing.T) {
	t.Parallel()
	r := &ops.Record{Entity: ops.SpanEntity, Span: &annotations.Span{ID: "s", Label: "ORG", Quote: []string{"Nord"}}}
	per := "PER"
	s := Tell(ops.Entry{Op: ops.Op{Kind: ops.Update, Entity: ops.SpanEntity, Target: "s", Set: ops.Patch{Label: &per}}, Result: ops.Conflict}, r, r, nil)
	require.Equal(t, []Change{{"label", []string{"ORG"}, []string{"PER"}}}, s.Changes)
	require.Equal(t, "ORG", s.Label)
}
