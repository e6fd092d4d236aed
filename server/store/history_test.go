package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/history"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

// told is a history in short: who, and each step's kind, label and quotation.
func told(acts []history.Act) []string {
	var all []string
	for _, a := range acts {
		line := a.Actor
		if a.State != "" {
			line += " → " + string(a.State)
		}
		for _, s := range a.Steps {
			line += fmt.Sprintf(" · %s %s %v", s.Kind, s.Label, s.Quote)
		}
		all = append(all, line)
	}
	return all
}

// whole reads a history page by page.
func whole(t *testing.T, s *Store, document string, q wire.HistoryQuery) []history.Act {
	t.Helper()
	var all []history.Act
	for pages := 0; ; pages++ {
		require.Less(t, pages, 1000)
		h, err := s.History(t.Context(), document, q)
		require.NoError(t, err)
		require.LessOrEqual(t, len(h.Acts), page(q.Limit))
		all = append(all, h.Acts...)
		if q.After = h.Next; h.Next == "" {
			return all
		}
	}
}

// together gives ops ids of one moment.
func together(list ...ops.Op) []ops.Op {
	for i := range list {
		list[i].ID = uuid.Must(uuid.NewV7()).String()
	}
	return list
}

func TestAHistoryIsToldNewestFirstInActsAndPages(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	s := mustOpen(t, folder(t), Options{Now: func() time.Time { now = now.Add(time.Second); return now }})
	_, err := s.CreateProject(t.Context(), "demo", "Probe")
	require.NoError(t, err)
	d := mustAdd(t, s, sample)
	quote, speaker := tag(t, d, anna, "quote", "„Wir sind bereit!“"), tag(t, d, anna, "speaker", "Orba\u0301n")
	mustAppend(t, s, d, quote)
	mustAppend(t, s, d, together(speaker, attribute(d, anna, quote.Target, speaker.Target))...)
	_, err = s.SetState(t.Context(), d.ID, anna, annotations.Submitted, "anna")
	require.NoError(t, err)
	_, err = s.AppendOps(t.Context(), d.ID, "ben", batch(s, "ben", tag(t, d, ben, "PER", "Orban")))
	require.NoError(t, err)
	_, err = s.SetState(t.Context(), d.ID, anna, annotations.Open, "anna")
	require.NoError(t, err)

	want := []string{
		"anna → open",
		"ben · create PER [Orban]",
		"anna → submitted",
		"anna · create speaker [Orba\u0301n] · create attribution [„Wir sind bereit!“ Orba\u0301n]",
		"anna · create quote [„Wir sind bereit!“]",
	}
	for limit := range 7 {
		require.Equal(t, want, told(whole(t, s, d.ID, wire.HistoryQuery{Limit: limit})), "pages of %d", limit)
	}
	require.Equal(t, want[1:2], told(whole(t, s, d.ID, wire.HistoryQuery{Owner: ben})))
	require.Equal(t, []string{want[0], want[2], want[3], want[4]}, told(whole(t, s, d.ID, wire.HistoryQuery{Owner: anna, Limit: 1})))
	h, err := s.History(t.Context(), d.ID, wire.HistoryQuery{})
	require.NoError(t, err)
	require.EqualValues(t, 4, h.Head)
	require.Equal(t, [2]int64{2, 3}, [2]int64{h.Acts[3].First, h.Acts[3].Last})
}

func TestTheOldestActIsNotLostBehindAState(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, tag(t, d, anna, "PER", "Orban"))
	_, err := s.SetState(t.Context(), d.ID, anna, annotations.Submitted, "anna")
	require.NoError(t, err)
	require.Equal(t, []string{"anna → submitted", "anna · create PER [Orban]"}, told(whole(t, s, d.ID, wire.HistoryQuery{Limit: 1})))
}

func TestTheHistoryOfASpanHoldsTheLinksThatEverNamedIt(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	quote, speaker, other := tag(t, d, anna, "quote", "„Wir sind bereit!“"), tag(t, d, anna, "speaker", "Orba\u0301n"), tag(t, d, anna, "PER", "Orban")
	link := attribute(d, anna, quote.Target, speaker.Target)
	mustAppend(t, s, d, quote, other, speaker, link)
	d.Head = 4
	mustAppend(t, s, d, together(
		on(d, ops.Op{Owner: anna, Kind: ops.Delete, Entity: ops.LinkEntity, Target: link.Target}),
		on(d, ops.Op{Owner: anna, Kind: ops.Delete, Entity: ops.SpanEntity, Target: speaker.Target}))...)
	acts := whole(t, s, d.ID, wire.HistoryQuery{Target: speaker.Target, Limit: 1})
	require.Equal(t, []string{
		"anna · delete attribution [„Wir sind bereit!“ Orba\u0301n] · delete speaker [Orba\u0301n]",
		"anna · create attribution [„Wir sind bereit!“ Orba\u0301n]",
		"anna · create speaker [Orba\u0301n]",
	}, told(acts))
	require.Equal(t, link.Set.Roles, acts[0].Steps[0].Link.Roles)
	require.Equal(t, speaker.Set.Fragments, acts[0].Steps[1].Span.Fragments)
	require.True(t, acts[0].Steps[1].Gone)
	require.True(t, acts[2].Steps[0].Gone, "so that it can be restored from where it was made")
	require.Equal(t, []string{"anna · create attribution [„Wir sind bereit!“ Orba\u0301n]"},
		told(whole(t, s, d.ID, wire.HistoryQuery{Target: link.Target}))[1:])

	mustAppend(t, s, &wire.Document{ID: d.ID, SHA256: d.SHA256, Head: 6},
		on(&wire.Document{SHA256: d.SHA256, Head: 6}, ops.Op{Owner: anna, Kind: ops.Restore, Entity: ops.SpanEntity, Target: speaker.Target}))
	acts = whole(t, s, d.ID, wire.HistoryQuery{Target: speaker.Target})
	require.Equal(t, "anna · restore speaker [Orba\u0301n]", told(acts)[0])
	require.False(t, acts[1].Steps[1].Gone)
}

func TestABulkOfManyEditsIsOneActAndOneBeyondAllBoundsIsSeveral(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	var all []ops.Op
	for range actLimit + 300 {
		all = append(all, tag(t, d, anna, "PER", "Orban"))
	}
	// Ids are made while the list is long in the making: pin them to one moment.
	for i := range all {
		all[i].ID = fmt.Sprintf("01980000-0000-7000-8000-%012d", i)
	}
	for len(all) > 0 {
		n := min(200, len(all))
		mustAppend(t, s, d, all[:n]...)
		all = all[n:]
	}
	acts := whole(t, s, d.ID, wire.HistoryQuery{Limit: 1})
	require.Len(t, acts, 2)
	require.Len(t, acts[0].Steps, actLimit)
	require.EqualValues(t, 301, acts[0].First)
	require.EqualValues(t, 300, acts[1].Last)
}

func TestAHistoryThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	for name, c := range map[string]struct {
		document string
		q        wire.HistoryQuery
		code     annotations.Code
		reason   string
	}{
		"a document that is not there": {"nix", wire.HistoryQuery{}, annotations.NotFound, "unknown_document"},
		"a target that is not there":   {d.ID, wire.HistoryQuery{Target: "nix"}, annotations.NotFound, "unknown_annotation"},
		"a cursor that is none":        {d.ID, wire.HistoryQuery{After: "1.2"}, annotations.Invalid, "bad_cursor"},
		"a cursor without numbers":     {d.ID, wire.HistoryQuery{After: "a.b.c.d"}, annotations.Invalid, "bad_cursor"},
		"an owner that is none":        {d.ID, wire.HistoryQuery{Owner: "anna"}, annotations.Invalid, "bad_owner"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := s.History(t.Context(), c.document, c.q)
			refused(t, err, c.code, c.reason)
		})
	}
	h, err := s.History(t.Context(), d.ID, wire.HistoryQuery{})
	require.NoError(t, err)
	require.Empty(t, h.Acts)
	require.Empty(t, h.Next)
}

func TestAHistoryAsksIndexesOnly(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	for query, index := range map[string]string{
		`op INDEXED BY op_by_target WHERE document = ? AND target = ? ORDER BY seq`:                        "op_by_target (document=? AND target=?)",
		`op INDEXED BY op_by_target WHERE document = ? AND seq < ? AND target IN (?, ?) ORDER BY seq DESC`: "op_by_target (document=? AND target=? AND seq<?)",
		`op WHERE document = ? AND seq < ? ORDER BY seq DESC LIMIT 3`:                                      "PRIMARY KEY (document=? AND seq<?)",
	} {
		plan := ""
		require.NoError(t, s.view(t.Context(), func(src source) error {
			rows, err := collect(src, func(row scanner) (detail string, err error) {
				var a, b, c int
				return detail, row.Scan(&a, &b, &c, &detail)
			}, `EXPLAIN QUERY PLAN `+entryColumns+query, make([]any, strings.Count(query, "?"))...)
			for _, r := range rows {
				plan += r + "\n"
			}
			return err
		}))
		require.Contains(t, plan, index, "%s", query)
		require.NotContains(t, plan, "SCAN", "%s", query)
	}
}
