package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

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
