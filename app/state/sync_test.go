package state

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

func TestTheBadgeNeverSaysSavedBeforeTheServerAnswered(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.cut = true
	d.mark("Viktor Orbán")
	e := d.m.Update(Tag{Label: "PER"})
	require.Equal(t, SaveView{State: Saving, Waiting: 1}, d.m.Save())
	require.True(t, e.Keep)
	d.m.Update(Kept{N: 1})
	d.m.Update(SendFailed{})
	require.Equal(t, SaveView{State: Offline, Waiting: 1, Kept: true}, d.m.Save())
	d.cut = false
	d.do(Retry{})
	require.Equal(t, Saved, d.m.Save().State)
	d.agrees()
}

func TestTheSameBatchIsSentAgainAfterATimeOut(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.mark("Viktor Orbán")
	first := d.m.Update(Tag{Label: "PER"}).Send
	d.enter(first.Ops[0], first.ClientID) // it arrived, the answer did not
	d.m.Update(SendFailed{})
	d.mark("Budapest")
	require.Nil(t, d.m.Update(Tag{Label: "LOC"}).Send, "nothing overtakes the batch in flight")
	again := d.m.Update(Retry{})
	require.Equal(t, first, again.Send)
	d.run(again)
	require.Len(t, d.log, 2)
	d.agrees()
}

func TestEditsSurviveAReloadWhileTheServerIsAway(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.cut = true
	quote := d.tag("„Wir sind bereit!“", "quote")
	d.tag("Viktor Orbán", "speaker")
	raw, err := json.Marshal(d.m.Queue())
	require.NoError(t, err)
	var kept []ops.Op
	require.NoError(t, json.Unmarshal(raw, &kept))
	d.m = New("de")
	d.run(d.m.Load(d.doc, "tab", kept))
	require.NotNil(t, d.span(quote))
	require.Len(t, d.m.Client().Set().Links(), 1)
	require.Equal(t, 3, d.m.Save().Waiting)
	d.cut = false
	d.do(Retry{})
	d.agrees()
}

func TestAConflictKeepsBothValuesAndAsksForThePerson(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	id := d.tag("Viktor Orbán", "PER")
	theirs := "ihre"
	d.enter(ops.Op{ID: "other", Owner: "user:anna", Entity: ops.SpanEntity, Kind: ops.Update, Target: id, BaseSeq: d.server.Head(),
		TextSHA: d.doc.SHA256, SchemaVersion: 1, Set: ops.Patch{Note: &theirs}}, "second tab")
	e := d.do(SetNote{ID: id, Note: "meine"})
	require.NotNil(t, e.Send)
	require.Equal(t, "ihre", d.span(id).Note, "theirs stays")
	require.Equal(t, Attention, d.m.Save().State)
	require.Equal(t, "meine", *d.m.Client().Attention()[0].Op.Set.Note, "mine is kept")
	d.agrees()
}

func TestABatchRefusedAsAWholeIsTriedOneByOne(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.cut = true
	d.tag("Viktor Orbán", "PER")
	d.tag("Budapest", "LOC")
	m := New("de")
	require.Len(t, m.Load(d.doc, "tab", d.m.Queue()).Send.Ops, 2)
	d.m = m
	e := d.m.Update(SendFailed{Refused: &wire.Problem{Code: annotations.Invalid, Reason: "bad_json"}})
	require.Len(t, e.Send.Ops, 1)
	e = d.m.Update(SendFailed{Refused: &wire.Problem{Code: annotations.Invalid, Reason: "bad_json"}})
	require.Len(t, d.m.Client().Attention(), 1, "the poison op is kept aside")
	require.Len(t, e.Send.Ops, 1, "and does not block the other")
	require.Equal(t, "LOC", *e.Send.Ops[0].Set.Label)
}

func TestSignedOutKeepsTheEdits(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.mark("Budapest")
	d.m.Update(Tag{Label: "LOC"})
	e := d.m.Update(SendFailed{Refused: &wire.Problem{Code: annotations.Unauthenticated}})
	require.Equal(t, "notice.signed_out", e.Notice.Key)
	require.Equal(t, SaveView{State: Attention, Waiting: 1}, d.m.Save())
	d.do(Retry{})
	d.agrees()
}

func TestAnotherEpochReloads(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	require.True(t, d.m.Update(Pulled{Log: &wire.Log{Epoch: "e2"}}).Reload)
}

// TestScreenAndServerAgree plays random acts with a network that comes and
// goes and a second tab: in the end both show the same.
func TestScreenAndServerAgree(t *testing.T) {
	t.Parallel()
	words := []string{"Viktor Orbán", "Budapest", "„Wir sind bereit!“", "schrieb", "„großartige Nachricht“", "Orbán freut sich"}
	labels := []string{"quote", "speaker", "cue", "PER", "claim"}
	rapid.Check(t, func(r *rapid.T) {
		d := mustDesk(t)
		for range rapid.IntRange(1, 30).Draw(r, "acts") {
			switch rapid.IntRange(0, 9).Draw(r, "act") {
			case 0, 1, 2, 3:
				d.tag(rapid.SampledFrom(words).Draw(r, "words"), rapid.SampledFrom(labels).Draw(r, "label"))
			case 4:
				d.do(Step{By: rapid.SampledFrom([]int{-1, 1}).Draw(r, "by")})
			case 5:
				d.do(Remove{})
			case 6:
				d.do(Undo{})
			case 7:
				d.do(NudgeEdge{Last: rapid.Bool().Draw(r, "last"), By: rapid.SampledFrom([]int{-1, 1}).Draw(r, "by")})
			case 8:
				d.cut = !d.cut
			default:
				d.second(rapid.SampledFrom(words).Draw(r, "note"))
			}
			require.True(r, slices.IsSortedFunc(d.m.order, annotations.Compare))
			require.Len(r, d.m.order, d.m.Client().Set().Len())
		}
		d.cut = false
		d.do(Retry{})
		d.do(Retry{})
		d.agrees()
	})
}

// second makes a second tab write a note on the first span the server knows.
func (d *desk) second(note string) {
	spans := d.server.Set("user:anna").Spans()
	if len(spans) == 0 {
		return
	}
	d.enter(ops.Op{ID: newID(), Owner: "user:anna", Entity: ops.SpanEntity, Kind: ops.Update, Target: spans[0].ID, BaseSeq: d.server.Head(),
		TextSHA: d.doc.SHA256, SchemaVersion: 1, Set: ops.Patch{Note: &note}}, "second tab")
}
