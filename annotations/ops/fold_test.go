package ops_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
)

// picture is everything a fold shows: every set's spans and links.
func picture(f *ops.Fold) string {
	var all []any
	for _, owner := range []annotations.Owner{anna, ben} {
		all = append(all, f.Set(owner).Spans(), f.Set(owner).Links())
	}
	raw, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// fields is a target's present values by field name, nil when it is not live.
func fields(f *ops.Fold, target string) map[string]string {
	r, _ := f.Record(target)
	if r == nil || r.Deleted {
		return nil
	}
	v := map[string]string{}
	attributes := func(a annotations.Attributes) {
		for k, x := range a {
			v["attributes."+k] = x.Text()
		}
	}
	if r.Span != nil {
		v["label"], v["fragments"], v["note"] = r.Span.Label, fmt.Sprint(r.Span.Fragments), r.Span.Note
		attributes(r.Span.Attributes)
	} else {
		v["type"] = r.Link.Type
		for role, ids := range r.Link.Roles {
			v["roles."+role] = fmt.Sprint(ids)
		}
		attributes(r.Link.Attributes)
	}
	return v
}

func drawPatch(t *rapid.T) ops.Patch {
	var p ops.Patch
	if rapid.Bool().Draw(t, "with label") {
		p.Label = new(rapid.SampledFrom([]string{"quote", "speaker", "cue"}).Draw(t, "label"))
	}
	if rapid.Bool().Draw(t, "with ground") {
		start := text.Rune(rapid.IntRange(0, int(txt.Len())-2).Draw(t, "start"))
		g := ground(start, start+1+text.Rune(rapid.IntRange(0, int(txt.Len()-start)-1).Draw(t, "length")))
		p.Fragments, p.Quote = g.Fragments, g.Quote
	}
	if rapid.Bool().Draw(t, "with note") {
		p.Note = new(rapid.SampledFrom([]string{"", "hm", "ja"}).Draw(t, "note"))
	}
	switch rapid.IntRange(0, 3).Draw(t, "with medium") {
	case 0:
		p.Attributes = map[string]*annotations.Value{"medium": nil}
	case 1:
		p.Attributes = value("medium", rapid.SampledFrom([]string{"speech", "writing"}).Draw(t, "medium")).Attributes
	}
	return p
}

// drawOp makes any op by any client on any earlier picture, good or bad.
func drawOp(t *rapid.T, f *ops.Fold, n int) (ops.Op, string) {
	op := ops.Op{
		ID: fmt.Sprint("op", n), Owner: anna, Entity: ops.SpanEntity, Target: fmt.Sprint("s", rapid.IntRange(0, 3).Draw(t, "target")),
		Kind:    rapid.SampledFrom([]ops.Kind{ops.Create, ops.Update, ops.Update, ops.Update, ops.Delete, ops.Restore}).Draw(t, "kind"),
		BaseSeq: rapid.Int64Range(max(0, f.Head()-6), f.Head()).Draw(t, "base"), TextSHA: f.TextSHA(), SchemaVersion: 1,
	}
	if rapid.IntRange(0, 9).Draw(t, "another's") == 0 {
		op.Owner = ben
	}
	if rapid.IntRange(0, 3).Draw(t, "a link") == 0 {
		op.Entity, op.Target = ops.LinkEntity, fmt.Sprint("l", rapid.IntRange(0, 1).Draw(t, "link"))
		if op.Kind == ops.Create || op.Kind == ops.Update {
			who := func(role string) []string { return []string{fmt.Sprint("s", rapid.IntRange(0, 3).Draw(t, role))} }
			op.Set.Roles = map[string][]string{"quote": who("quote")}
			if rapid.Bool().Draw(t, "with cue") {
				op.Set.Roles["cue"] = who("cue")
			}
			if op.Kind == ops.Create {
				op.Set.Type = new("attribution")
			}
		}
	} else if op.Kind == ops.Create {
		op.Set = drawPatch(t)
		start := text.Rune(rapid.IntRange(0, 10).Draw(t, "at"))
		g := ground(start, start+3)
		op.Set.Label, op.Set.Fragments, op.Set.Quote = new(rapid.SampledFrom([]string{"quote", "cue"}).Draw(t, "label")), g.Fragments, g.Quote
	} else if op.Kind == ops.Update {
		op.Set = drawPatch(t)
	}
	return op, rapid.SampledFrom([]string{"c1", "c2", "c3"}).Draw(t, "client")
}

// entryOf is what the log keeps of an op.
func entryOf(op ops.Op, client string, out ops.Outcome) ops.Entry {
	return ops.Entry{Op: op, Seq: out.Seq, Client: client, Actor: client, Result: out.Result}
}

// seen says by the log alone, without the fold's own records, whether the last
// thing that happened to a target (by one of the kinds), or to one of its
// fields, was on the author's screen or her own. A colleague's change that she
// has meanwhile made herself, to the same value, is hers.
func seen(log []ops.Entry, op ops.Op, client, field string, kinds ...ops.Kind) bool {
	for _, e := range slices.Backward(log) {
		if e.Target != op.Target || !e.Result.TookEffect() || kinds != nil && !slices.Contains(kinds, e.Kind) {
			continue
		}
		if field == "" || slices.Contains(e.Set.Fields(), field) {
			return e.Seq <= op.BaseSeq || e.Client == client
		}
	}
	return true
}

func TestNothingIsReplacedOrDeletedThatItsAuthorHadNotSeen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := ops.NewFold(txt, annotations.News())
		var log []ops.Entry
		for n := range rapid.IntRange(1, 40).Draw(t, "ops") {
			op, client := drawOp(t, f, n)
			before, was := picture(f), fields(f, op.Target)
			r, _ := f.Record(op.Target)
			version := 0
			if r != nil {
				version = r.Version
			}
			head := f.Head()
			out := f.Do(op, client, client)

			if out.Result == ops.Rejected {
				require.NotNil(t, out.Problem)
				require.Zero(t, out.Seq)
				require.Equal(t, head, f.Head())
			} else {
				require.Equal(t, head+1, out.Seq, "sequence numbers have no gap")
				require.Equal(t, head+1, f.Head())
				log = append(log, entryOf(op, client, out))
			}
			if !out.Result.TookEffect() {
				require.Equal(t, before, picture(f), "%s changes nothing", out.Result)
				continue
			}
			now := fields(f, op.Target)
			after, _ := f.Record(op.Target)
			require.Equal(t, version+1, after.Version)
			earlier := log[:len(log)-1]
			switch op.Kind {
			case ops.Update:
				require.NotNil(t, was, "only the living are updated")
				for field, v := range was {
					if now[field] != v {
						require.Contains(t, op.Set.Fields(), field, "only named fields change")
						require.True(t, seen(earlier, op, client, field), "%s was replaced unseen", field)
					}
				}
			case ops.Delete:
				require.Nil(t, now)
				require.True(t, seen(earlier, op, client, "", ops.Create, ops.Update, ops.Restore), "the last change was unseen")
				for _, e := range earlier {
					for _, field := range e.Set.Fields() {
						require.True(t, e.Target != op.Target || seen(earlier, op, client, field), "%s was deleted unseen", field)
					}
				}
				require.Empty(t, f.Set(op.Owner).LinksOf(op.Target), "a live link names it")
			case ops.Restore:
				require.True(t, seen(earlier, op, client, "", ops.Delete), "restored unseen")
			case ops.Create:
				require.Nil(t, r)
			}
			requireSound(t, f)
		}
		requireReplays(t, f, log)
	})
}

// requireSound: quotations fit, and no live link names a missing span.
func requireSound(t require.TestingT, f *ops.Fold) {
	for _, owner := range []annotations.Owner{anna, ben} {
		set := f.Set(owner)
		for _, sp := range set.Spans() {
			require.Equal(t, annotations.Quote(txt, sp.Fragments), sp.Quote)
		}
		for _, l := range set.Links() {
			for _, id := range l.Spans() {
				require.NotNil(t, set.Span(id), "link %s names the missing span %s", l.ID, id)
			}
		}
	}
}

// requireReplays: another party that appends the log, or decides its ops again,
// sees the same.
func requireReplays(t require.TestingT, f *ops.Fold, log []ops.Entry) {
	replica, again := ops.NewFold(txt, annotations.News()), ops.NewFold(txt, annotations.News())
	for _, e := range log {
		require.False(t, replica.Append(ops.Entry{Op: e.Op, Seq: e.Seq + 1}), "a gap is refused")
		require.True(t, replica.Append(e))
		require.False(t, replica.Append(e), "twice is once")
		require.Equal(t, e.Result, again.Do(e.Op, e.Client, e.Actor).Result, "the same log gives the same answers")
	}
	require.Equal(t, picture(f), picture(replica))
	require.Equal(t, picture(f), picture(again))
	for _, target := range []string{"s0", "s1", "s2", "s3", "l0", "l1"} {
		want, _ := f.Record(target)
		have, _ := replica.Record(target)
		require.Equal(t, want, have)
	}
	loaded := ops.NewFold(txt, annotations.News())
	for _, target := range []string{"s0", "s1", "s2", "s3", "l0", "l1"} {
		r, _ := f.Record(target)
		loaded.Load(target, r, f.Head())
	}
	require.Equal(t, picture(f), picture(loaded), "a snapshot shows the same")
	require.Equal(t, f.Head(), loaded.Head())
}

func TestWhatAnOpDidItsInverseUndoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := ops.NewFold(txt, annotations.News())
		for n := range rapid.IntRange(1, 30).Draw(t, "ops") {
			op, client := drawOp(t, f, n)
			op.BaseSeq = f.Head()
			before := picture(f)
			r, _ := f.Record(op.Target)
			if f.Do(op, client, client).Result != ops.Applied {
				continue
			}
			if rapid.Bool().Draw(t, "keep") {
				continue
			}
			undo := func(op ops.Op, r *ops.Record, id string) ops.Op {
				inv := ops.Invert(op, r)
				inv.ID, inv.BaseSeq, inv.TextSHA, inv.SchemaVersion = id, f.Head(), f.TextSHA(), 1
				return inv
			}
			done := picture(f)
			middle, _ := f.Record(op.Target)
			inv := undo(op, r, fmt.Sprint("undo", n))
			out := f.Do(inv, client, client)
			require.Equal(t, ops.Applied, out.Result, "%+v", out.Problem)
			require.Equal(t, before, picture(f))
			out = f.Do(undo(inv, middle, fmt.Sprint("redo", n)), client, client)
			require.Equal(t, ops.Applied, out.Result, "%+v", out.Problem)
			require.Equal(t, done, picture(f), "redo is the undo of undo")
		}
	})
}

func TestAConflictWithOneselfCannotHappen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := ops.NewFold(txt, annotations.News())
		for n := range rapid.IntRange(1, 30).Draw(t, "ops") {
			op, _ := drawOp(t, f, n)
			op.BaseSeq = 0 // she never pulled
			if out := f.Do(op, "only", "anna"); out.Result == ops.Conflict {
				require.Equal(t, "deleted", out.Reason, "only her own deletion stands in her way")
			}
		}
	})
}

func TestPutsOfOneOwnerLeaveTheOthersAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must(ops.CreateSpan(anna, span("a", "quote", 0, 8)), "a")
	d.must(ops.CreateSpan(ben, span("b", "quote", 0, 8)), "b")
	require.Equal(t, 1, d.Set(anna).Len())
	require.Equal(t, 1, d.Set(ben).Len())
	require.Equal(t, 0, d.Set(annotations.Gold).Len())
	require.Equal(t, "a", d.Set(anna).Spans()[0].ID)
	require.Equal(t, "b", d.Set(ben).Spans()[0].ID)
	links, err := d.LinksOf("nobody")
	require.NoError(t, err)
	require.Empty(t, links)
}
