package store

import (
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/revise"
	"galley/annotations/wire"
)

func changed(t *testing.T, s *Store, change func(*annotations.Schema)) *annotations.Schema {
	t.Helper()
	now, err := s.Schema(t.Context(), "demo")
	require.NoError(t, err)
	body, err := encode(now)
	require.NoError(t, err)
	next, err := annotations.ParseSchema([]byte(body))
	require.NoError(t, err)
	next.Version++
	change(next)
	return next
}

func TestALabelIsInUseAsLongAsALiveSpanHasIt(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	quote := tag(t, d, anna, "quote", "„Wir sind bereit!“")
	speaker := tag(t, d, ben, "speaker", "Orban")
	mustAppend(t, s, d, quote)
	_, err := s.AppendOps(t.Context(), d.ID, "ben", batch(s, "ben's", speaker))
	require.NoError(t, err)
	used, err := s.Usage(t.Context(), "demo")
	require.NoError(t, err)
	once := annotations.Usage{"labels.quote": 1, "labels.speaker": 1}
	require.Equal(t, wire.Usage{Version: 1, Counts: once, Documents: once, People: once}, used)
	mustAppend(t, s, d, tag(t, d, anna, "quote", "Orban"))
	_, err = s.AppendOps(t.Context(), d.ID, "ben", batch(s, "ben-2", tag(t, d, ben, "quote", "Orban")))
	require.NoError(t, err)
	used, err = s.Usage(t.Context(), "demo")
	require.NoError(t, err)
	require.Equal(t, 3, used.Counts["labels.quote"])
	require.Equal(t, 1, used.Documents["labels.quote"])
	require.Equal(t, 2, used.People["labels.quote"])

	without := changed(t, s, func(s *annotations.Schema) { s.Labels, s.Links, s.Constraints = s.Labels[3:], nil, nil })
	err = s.PutSchema(t.Context(), "demo", without)
	refused(t, err, annotations.Conflict, "schema_in_use")
	var inUse *annotations.InUse
	require.ErrorAs(t, err, &inUse)
	require.Equal(t, annotations.Usage{"labels.quote": 3, "labels.speaker": 1}, inUse.Used)
	_, err = s.Usage(t.Context(), "nix")
	refused(t, err, annotations.NotFound, "unknown_project")
}

func TestANewSchemaIsAnnouncedWithoutADocument(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	feed := s.Subscribe("demo")
	defer feed.Close()
	require.NoError(t, s.PutSchema(t.Context(), "demo", changed(t, s, func(s *annotations.Schema) { s.Labels[0].Key = "x" })))
	require.Equal(t, []wire.Head{{Schema: 2}}, feedUntil(t, feed, 1))
}

func TestAToolMayChangeASchemaBesideAServer(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := mustOpen(t, dir, Options{})
	_, err := s.CreateProject(t.Context(), "demo", "")
	require.NoError(t, err)
	tool := mustOpen(t, dir, Options{Mode: Tool})
	require.NoError(t, tool.PutSchema(t.Context(), "demo", changed(t, tool, func(s *annotations.Schema) { s.Labels[0].Hue = 5 })))
	now, err := s.Schema(t.Context(), "demo")
	require.NoError(t, err)
	require.Equal(t, 2, now.Version)
	require.Equal(t, 5, now.Labels[0].Hue)
}

func TestASetIsSubmittedOnlyWhenItLacksNothing(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	_, err := s.Submit(t.Context(), d.ID, anna, false, "anna")
	require.NoError(t, err, "an empty set lacks nothing")
	_, err = s.SetState(t.Context(), d.ID, anna, annotations.Open, "anna")
	require.NoError(t, err)
	mustAppend(t, s, d, tag(t, d, anna, "quote", "„Wir sind bereit!“"))
	_, err = s.Submit(t.Context(), d.ID, anna, true, "anna")
	refused(t, err, annotations.Conflict, "incomplete")
	var incomplete *annotations.Incomplete
	require.ErrorAs(t, err, &incomplete)
	require.Len(t, incomplete.Gaps, 2)
	set, err := s.Set(t.Context(), d.ID, anna)
	require.NoError(t, err)
	require.Equal(t, annotations.Open, set.State)
	_, err = s.Submit(t.Context(), "nix", anna, false, "anna")
	refused(t, err, annotations.NotFound, "unknown_document")
}

func TestASchemaIsCheckedAgainstThePresentAndTheVersionItWasMadeFrom(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, tag(t, d, anna, "quote", "„Wir sind bereit!“"))
	mine := changed(t, s, func(s *annotations.Schema) { s.Label("claim").Name["de"] = "These" })
	require.NoError(t, s.PutSchema(t.Context(), "demo", changed(t, s, func(s *annotations.Schema) { s.Label("cue").Name["de"] = "Verb" })))

	found, err := s.CheckSchema(t.Context(), "demo", 1, mine)
	require.NoError(t, err)
	require.Empty(t, found.Clashes)
	require.Equal(t, 3, found.Schema.Version)
	require.Equal(t, []revise.Change{{Path: "labels.claim.name.de", Kind: revise.Changed, Old: "Behauptung", New: "These"}}, found.Changes)
	require.NoError(t, s.PutSchema(t.Context(), "demo", &found.Schema))
	now, err := s.Schema(t.Context(), "demo")
	require.NoError(t, err)
	require.Equal(t, "Verb", now.Label("cue").Name["de"], "what the other saved is not lost")

	found, err = s.CheckSchema(t.Context(), "demo", 0, &annotations.Schema{ID: "x", Labels: []annotations.Label{{ID: "only"}}})
	require.NoError(t, err)
	require.Equal(t, []string{"labels.quote"}, found.Kept)
	require.NoError(t, s.PutSchema(t.Context(), "demo", &found.Schema))
	_, err = s.CheckSchema(t.Context(), "demo", 9, mine)
	refused(t, err, annotations.Invalid, "bad_base")
	_, err = s.CheckSchema(t.Context(), "nix", 0, mine)
	refused(t, err, annotations.NotFound, "unknown_project")
}
