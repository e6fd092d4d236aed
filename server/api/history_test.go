package api_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/ops"
	"galley/annotations/wire"
)

func TestWhatTheHistoryTellsOfADeletedSpanBringsItBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := d.span("user:anna", "q1", "quote", "„Wir sind bereit!“")
	d.put("anna", d.doc, d.batch(made))
	remove := ops.Op{ID: "op-2", Owner: "user:anna", Kind: ops.Delete, Entity: ops.SpanEntity, Target: "q1", BaseSeq: 1, TextSHA: d.sha, SchemaVersion: 1}
	d.put("anna", d.doc, d.batch(remove))

	var h wire.History
	d.get("ben", wire.HistoryPath(d.doc)+"?target=q1&limit=1", &h)
	require.Len(t, h.Acts, 1)
	require.NotEmpty(t, h.Next)
	step := h.Acts[0].Steps[0]
	require.Equal(t, "anna", h.Acts[0].Actor)
	require.True(t, step.Gone)
	require.Equal(t, made.Set.Fragments, step.Span.Fragments)
	require.Equal(t, []string{"„Wir sind bereit!“"}, step.Quote)

	restore := remove
	restore.ID, restore.Kind, restore.BaseSeq = "op-3", ops.Restore, h.Head
	require.Equal(t, ops.Applied, d.put("anna", d.doc, d.batch(restore)).Outcomes[0].Result)
	var found wire.Found
	d.get("anna", wire.FindPath("demo")+"?q=bereit", &found)
	require.Equal(t, "quote", found.Documents[0].Hits[0].Spans[0].Label)
	d.get("ben", wire.FindPath("demo")+"?q=bereit", &found)
	require.Empty(t, found.Documents[0].Hits[0].Spans, "Ben tagged nothing there")
	d.get("ben", wire.FindPath("demo")+"?q=bereit&owner=user:anna", &found)
	require.Equal(t, 1, found.Documents[0].Tagged)
}
