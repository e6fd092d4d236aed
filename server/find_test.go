package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/wire"
)

func TestPassagesAreFoundInAProjectsTexts(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.in = "Der Kran\n\nEdda\u00a0Kamp 🚢 redet. Kamps Plan."
	s.run(good, "import", "--data", "$DATA", "--project", "p", "-")
	s.run(good, "find", "--data", "$DATA", "--project", "p", "edda", "kamp")
	require.Regexp(t, `^DOCUMENT +PLACE +LABELS +PASSAGE\n\S+ +10-19 +\[Edda Kamp\] 🚢 redet\. Kamps Plan\.\n$`, s.out)
	s.run(good, "find", "--data", "$DATA", "--project", "p", "--json", "kamp")
	var found []wire.FoundIn
	require.NoError(t, json.Unmarshal([]byte(s.out), &found))
	require.Equal(t, 2, found[0].Count)
	require.Equal(t, "Kamps", found[0].Hits[1].Text)
	s.run(good, "find", "--data", "$DATA", "--project", "p", "--json", "--exact-case", "--no-genitive", "kamp")
	require.Equal(t, "[]\n", s.out)
	require.Contains(t, s.err, "nothing found")
	s.run(wrong, "find", "--data", "$DATA", "--project", "p")
	s.run(wrong, "find", "--data", "$DATA", "--project", "p", " ")
	require.Contains(t, s.err, "no words")
	s.run(wrong, "find", "--data", "$DATA", "Kamp")
	s.run(failed, "find", "--data", "$DATA", "--project", "q", "Kamp")
	require.Contains(t, s.err, `"q"`)
}
