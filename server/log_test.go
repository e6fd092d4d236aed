package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
)

func TestTheLogSaysWhoDidWhatAndWhen(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(good, "import", "--data", "$DATA", "--project", "p", s.sample())
	id, _, _ := strings.Cut(s.out, "\t")
	s.run(good, "log", "--data", "$DATA", id)
	lines := strings.Split(strings.TrimSpace(s.out), "\n")
	require.Regexp(t, `^SEQ +TIME +WHO +SET +DID +WHAT +RESULT$`, lines[0])
	require.Regexp(t, `^1 +20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ +\S+ +\S+:?\S* +create +\w+ .+ applied$`, lines[1])
	s.run(good, "log", "--data", "$DATA", "--json", id)
	var entries []ops.Entry
	require.NoError(t, json.Unmarshal([]byte(s.out), &entries))
	require.Len(t, entries, len(lines)-1)
	require.WithinDuration(t, time.Now(), entries[0].At, time.Minute)
	s.run(failed, "log", "--data", "$DATA", "none")
	require.Contains(t, s.err, "none")
	s.run(wrong, "log", "--data", "$DATA")
}

func TestTheLogNamesTheBlocksThatAnEditPutInPlace(t *testing.T) {
	t.Parallel()
	require.Equal(t, "blocks note [0, 10), body [10, 25)", what(ops.Entry{Op: ops.Op{Entity: ops.BlocksEntity, Target: ops.BlocksTarget, Kind: ops.Update,
		Set: ops.Patch{Blocks: &ops.BlockPatch{Start: 0, End: 25, Blocks: []annotations.Block{{Role: annotations.Note, Start: 0, End: 10}, {Role: annotations.Body, Start: 10, End: 25}}}}}}, nil))
}
