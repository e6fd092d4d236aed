package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

func TestAnAppendedOpIsInTheSetTheLogAndTheCounters(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	quote := tag(t, d, anna, "quote", "„Wir sind bereit!“")
	speaker := tag(t, d, anna, "speaker", "Orba\u0301n")
	link := attribute(d, anna, quote.Target, speaker.Target)

	a := mustAppend(t, s, d, quote, speaker, link)
	require.EqualValues(t, 3, a.Head)
	require.Equal(t, s.Epoch(), a.Epoch)

	d, err := s.Document(t.Context(), d.ID, "anna")
	require.NoError(t, err)
	require.EqualValues(t, 3, d.Head)
	require.Len(t, d.Set.Spans, 2)
	require.Equal(t, []string{"„Wir sind bereit!“"}, d.Set.Spans[0].Quote)
	require.Equal(t, link.Target, d.Set.Links[0].ID)

	log, err := s.Log(t.Context(), d.ID, 0, 0)
	require.NoError(t, err)
	require.EqualValues(t, 3, log.Head)
	require.Len(t, log.Entries, 3)
	require.WithinDuration(t, time.Now(), log.Entries[0].At, time.Minute)
	require.Equal(t, ops.Entry{Op: quote, Seq: 1, Client: "tab", Actor: "anna", Result: ops.Applied, At: log.Entries[0].At}, log.Entries[0])

	sets, err := s.Sets(t.Context(), d.ID)
	require.NoError(t, err)
	require.Equal(t, []wire.SetItem{{Owner: anna, State: annotations.Open, Spans: 2, Links: 1}}, sets.Sets)
	_, err = s.Verify(t.Context())
	require.NoError(t, err)
}

func TestSendingABatchAgainGivesTheSameAnswerAndChangesNothing(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	first := tag(t, d, anna, "quote", "Wir sind")
	label := "claim"
	update := on(d, ops.Op{Owner: anna, Entity: ops.SpanEntity, Target: first.Target, Kind: ops.Update, Set: ops.Patch{Label: &label}})
	update.BaseSeq = 1
	outside := tag(t, d, anna, "quote", "bereit")
	outside.Set.Quote = []string{"Bereit"}
	b := batch(s, "tab", first, outside, update)
	once, err := s.AppendOps(t.Context(), d.ID, "anna", b)
	require.NoError(t, err)
	require.Equal(t, ops.Rejected, once.Outcomes[1].Result)
	require.Equal(t, "quotation_differs", once.Outcomes[1].Problem.Reason)
	mustAppend(t, s, d, tag(t, d, anna, "quote", "Nachricht"))

	again, err := s.AppendOps(t.Context(), d.ID, "anna", b)
	require.NoError(t, err)
	require.Equal(t, once.Outcomes, again.Outcomes)
	require.EqualValues(t, 3, again.Head)
	set, err := s.Set(t.Context(), d.ID, anna)
	require.NoError(t, err)
	require.Len(t, set.Spans, 2)
}

func TestAnOpTwiceInOneBatchTakesEffectOnce(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	op := tag(t, d, anna, "quote", "Wir sind")
	a := mustAppend(t, s, d, op, op)
	require.EqualValues(t, 1, a.Head)
	require.Equal(t, a.Outcomes[0], a.Outcomes[1])
}

func TestAConflictIsStoredAndARejectionIsNot(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	create := tag(t, d, anna, "quote", "Wir sind")
	mustAppend(t, s, d, create)
	change := func(client, label string) ops.Outcome {
		op := on(d, ops.Op{Owner: anna, Entity: ops.SpanEntity, Target: create.Target, Kind: ops.Update, Set: ops.Patch{Label: &label}})
		op.BaseSeq = 1
		a, err := s.AppendOps(t.Context(), d.ID, "anna", batch(s, client, op))
		require.NoError(t, err)
		return a.Outcomes[0]
	}
	require.Equal(t, ops.Applied, change("tab", "claim").Result)
	lost := change("phone", "speaker")
	require.Equal(t, ops.Conflict, lost.Result)
	require.Equal(t, []string{"label"}, lost.Fields)
	require.Equal(t, &ops.Change{Seq: 2, Client: "tab", Actor: "anna"}, lost.Theirs)
	require.Equal(t, ops.Rejected, change("tab", "no-such-label").Result)

	log, err := s.Log(t.Context(), d.ID, 0, 0)
	require.NoError(t, err)
	require.EqualValues(t, 3, log.Head)
	require.Equal(t, ops.Conflict, log.Entries[2].Result)
}

func TestABatchIsRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	op := tag(t, d, anna, "quote", "Wir sind")
	for _, c := range []struct {
		name     string
		document string
		change   func(*wire.Batch)
		code     annotations.Code
		reason   string
	}{
		{"for an unknown document", "nowhere", func(*wire.Batch) {}, annotations.NotFound, "unknown_document"},
		{"for another epoch", d.ID, func(b *wire.Batch) { b.Epoch = "old" }, annotations.Conflict, "other_epoch"},
		{"without a client", d.ID, func(b *wire.Batch) { b.ClientID = "" }, annotations.Invalid, "bad_client"},
		{"with too many ops", d.ID, func(b *wire.Batch) { b.Ops = make([]ops.Op, wire.MaxBatch+1) }, annotations.TooLarge, "batch_too_large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := batch(s, "tab", op)
			c.change(&b)
			_, err := s.AppendOps(t.Context(), c.document, "anna", b)
			refused(t, err, c.code, c.reason)
		})
	}
	log, err := s.Log(t.Context(), d.ID, 0, 0)
	require.NoError(t, err)
	require.Empty(t, log.Entries)
}

func TestALogIsReadInConsecutivePages(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	for range 5 {
		mustAppend(t, s, d, tag(t, d, anna, "quote", "Wir"))
	}
	var seen []int64
	for after := int64(0); after < 5; {
		log, err := s.Log(t.Context(), d.ID, after, 2)
		require.NoError(t, err)
		for _, e := range log.Entries {
			seen = append(seen, e.Seq)
			after = e.Seq
		}
	}
	require.Equal(t, []int64{1, 2, 3, 4, 5}, seen)
	for _, after := range []int64{-1, 6} {
		_, err := s.Log(t.Context(), d.ID, after, 0)
		refused(t, err, annotations.Invalid, "bad_after")
	}
	_, err := s.Log(t.Context(), "nowhere", 0, 0)
	refused(t, err, annotations.NotFound, "unknown_document")
}

func TestTheOpLogCannotBeRewritten(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, tag(t, d, anna, "quote", "Wir"))
	_, err := s.SetState(t.Context(), d.ID, anna, annotations.Submitted, "anna")
	require.NoError(t, err)
	for _, query := range []string{`DELETE FROM op`, `UPDATE op SET actor = 'ben'`, `DELETE FROM set_state`, `UPDATE set_state SET actor = 'ben'`} {
		err := s.update(t.Context(), func(tx *tx) error {
			_, err := tx.exec(query)
			return err
		})
		require.ErrorContains(t, err, "append-only", query)
	}
}

func TestAnOpThatBreaksATableTakesNoNeighbourWithIt(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	require.NoError(t, s.update(t.Context(), func(tx *tx) error {
		_, err := tx.exec(`CREATE TRIGGER poison BEFORE INSERT ON annotation WHEN NEW.id = 'poison' BEGIN SELECT RAISE(ABORT, 'poison'); END`)
		return err
	}))
	bad := tag(t, d, anna, "quote", "Wir")
	bad.Target = "poison"
	good := tag(t, d, anna, "quote", "bereit")
	a, err := s.AppendOps(t.Context(), d.ID, "anna", batch(s, "tab", bad, good))
	require.NoError(t, err)
	require.Equal(t, ops.Rejected, a.Outcomes[0].Result)
	require.Equal(t, annotations.Internal, a.Outcomes[0].Problem.Code)
	require.Equal(t, ops.Outcome{Result: ops.Applied, Seq: 1}, a.Outcomes[1])
	_, err = s.Verify(t.Context())
	require.NoError(t, err)
}

func TestManyWritersAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	const writers, each = 16, 20
	done := make(chan error)
	for w := range writers {
		go func() {
			for range each {
				op := on(d, ops.CreateSpan(anna, &annotations.Span{
					ID: newID("span"), Label: "quote", Fragments: []annotations.Fragment{{Start: 0, End: 5}}, Quote: []string{"Orban"},
				}))
				if _, err := s.AppendOps(t.Context(), d.ID, "anna", batch(s, fmt.Sprint("tab", w), op)); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range writers {
		require.NoError(t, <-done)
	}
	sets, err := s.Sets(t.Context(), d.ID)
	require.NoError(t, err)
	require.Equal(t, writers*each, sets.Sets[0].Spans)
	_, err = s.Verify(t.Context())
	require.NoError(t, err)
}
