package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/history"
	"galley/annotations/ops"
)

func TestTheLogSaysWhoDidWhatAndWhen(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(good, "import", "--data", "$DATA", "--project", "p", s.sample())
	id, _, _ := strings.Cut(s.out, "\t")
	s.run(good, "log", "--data", "$DATA", id)
	lines := strings.Split(strings.TrimSpace(s.out), "\n")
	require.Regexp(t, `^TIME +WHO +SET +WHAT$`, lines[0])
	require.Regexp(t, `(?m)^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ +\S+ +\S+:?\S* +create `, s.out)
	s.run(good, "log", "--data", "$DATA", "--json", id)
	var acts []documentAct
	require.NoError(t, json.Unmarshal([]byte(s.out), &acts))
	require.Len(t, acts, len(lines)-1)
	require.Equal(t, id, acts[0].Document)
	require.WithinDuration(t, time.Now(), acts[0].At, time.Minute)
	steps := 0
	for _, a := range acts {
		steps += len(a.Steps)
	}

	s.run(good, "log", "--data", "$DATA", "--ops", id)
	var entries []ops.Entry
	require.NoError(t, json.Unmarshal([]byte(s.out), &entries))
	require.Len(t, entries, steps)
	require.EqualValues(t, 1, entries[0].Seq)

	s.run(good, "log", "--data", "$DATA", "--span", entries[0].Target, id)
	require.Contains(t, s.out, "create")
	s.run(good, "log", "--data", "$DATA", "--project", "p")
	require.Regexp(t, `^DOCUMENT +TIME`, s.out)
	require.Equal(t, len(lines)-1, strings.Count(s.out, "\n"+id+" "), s.out)
	s.run(good, "log", "--data", "$DATA", "--project", "p", "--set", "user:nobody", "--json")
	require.Equal(t, "[]\n", s.out)

	s.run(failed, "log", "--data", "$DATA", "none")
	require.Contains(t, s.err, "none")
	s.run(failed, "log", "--data", "$DATA", "--span", "nix", id)
	require.Contains(t, s.err, "nix")
	s.run(failed, "log", "--data", "$DATA", "--project", "q")
	require.Contains(t, s.err, `"q"`)
	s.run(wrong, "log", "--data", "$DATA")
	s.run(wrong, "log", "--data", "$DATA", "--project", "p", id)
	s.run(wrong, "log", "--data", "$DATA", "--project", "p", "--ops")
}

func TestAnActIsToldInALine(t *testing.T) {
	t.Parallel()
	step := func(k ops.Kind, label string, changes ...history.Change) history.Step {
		return history.Step{Kind: k, Result: ops.Applied, Entity: ops.SpanEntity, Label: label, Quote: []string{"„Wir\n sind“", "bereit"}, Changes: changes}
	}
	late := step(ops.Delete, "cue")
	late.Result = ops.Noop
	var fifty []history.Step
	for range 50 {
		fifty = append(fifty, step(ops.Create, "PER"))
	}
	for want, act := range map[string]history.Act{
		"set submitted": {State: annotations.Submitted},
		"create quote „Wir sind“ … bereit: quote_type ∅ → direct": {Steps: []history.Step{step(ops.Create, "quote", history.Change{Field: "attributes.quote_type", After: []string{"direct"}})}},
		"update ORG „Wir sind“ … bereit: label PER → ORG":         {Steps: []history.Step{step(ops.Update, "ORG", history.Change{Field: "label", Before: []string{"PER"}, After: []string{"ORG"}})}},
		"delete cue „Wir sind“ … bereit (noop)":                   {Steps: []history.Step{late}},
		"create 50 × PER; delete 1 × cue":                         {Steps: append(fifty, step(ops.Delete, "cue"), late)},
	} {
		require.Equal(t, want, sentence(act))
	}
}
