package api_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

func TestBlocksAreEditedByOpsAndEverybodyReadsThem(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var doc wire.Document
	d.get("anna", wire.DocumentPath(d.doc), &doc)
	edit := func(who annotations.Owner, id string, r annotations.Role) ops.Op {
		after, err := annotations.SetBlockRole(doc.Blocks, 0, r)
		require.NoError(t, err)
		op, changed := ops.EditBlocks(who, doc.Blocks, after)
		require.True(t, changed)
		op.ID, op.TextSHA, op.SchemaVersion = id, d.sha, 1
		return op
	}
	put := func(who string, op ops.Op) ops.Outcome {
		w := d.ask(who, http.MethodPut, wire.OpsPath(d.doc), d.batch(op))
		require.Equal(t, http.StatusOK, w.Code, w.Body.String())
		var a wire.Answer
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &a))
		return a.Outcomes[0]
	}
	require.Equal(t, ops.Applied, put("anna", edit("user:anna", "a", annotations.Kicker)).Result)
	var seen wire.Document
	d.get("ben", wire.DocumentPath(d.doc), &seen)
	require.Equal(t, annotations.Kicker, seen.Blocks[0].Role)
	require.Empty(t, seen.Set.Spans)

	foreign := put("ben", edit("user:anna", "b", annotations.Note))
	require.Equal(t, ops.Rejected, foreign.Result, "nobody edits in another's name")
	require.Equal(t, "other_set", foreign.Problem.Reason)
	gap := edit("user:ben", "c", annotations.Note)
	gap.Set.Blocks.Blocks[0].End--
	out := put("ben", gap)
	require.Equal(t, "blocks_gap", out.Problem.Reason)
	require.Contains(t, out.Problem.Field, "set.blocks")
}
