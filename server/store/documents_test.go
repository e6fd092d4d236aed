package store

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
)

func TestAProjectIsMadeOnceWithTheDefaultSchema(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	p, err := s.Project(t.Context(), "demo", "")
	require.NoError(t, err)
	require.Equal(t, "Probe", p.Title)
	schema, err := s.Schema(t.Context(), "demo")
	require.NoError(t, err)
	require.Equal(t, annotations.News(), schema)

	_, err = s.CreateProject(t.Context(), "demo", "")
	refused(t, err, annotations.Conflict, "project_exists")
	_, err = s.CreateProject(t.Context(), "a/b", "")
	refused(t, err, annotations.Invalid, "bad_name")
	made, err := s.EnsureProject(t.Context(), "demo")
	require.NoError(t, err)
	require.False(t, made)
	made, err = s.EnsureProject(t.Context(), "wahl-2026")
	require.NoError(t, err)
	require.True(t, made)
	_, err = s.Project(t.Context(), "nowhere", "")
	refused(t, err, annotations.NotFound, "unknown_project")
	_, err = s.Schema(t.Context(), "nowhere")
	refused(t, err, annotations.NotFound, "unknown_project")
}

func TestProjectsAreListedByNameInPages(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	for _, name := range []string{"berlin", "zeit", "aachen"} {
		_, err := s.CreateProject(t.Context(), name, "")
		require.NoError(t, err)
	}
	var names []string
	for after := ""; ; {
		page, err := s.Projects(t.Context(), "", after, 3)
		require.NoError(t, err)
		for _, p := range page.Projects {
			names = append(names, p.Name)
		}
		if after = page.Next; after == "" {
			break
		}
	}
	require.Equal(t, []string{"aachen", "berlin", "demo", "zeit"}, names)
}

func TestTheCountsOfAProjectAreThoseOfItsSets(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	one, two := mustAdd(t, s, sample), mustAdd(t, s, sample+"zwei")
	quote := tag(t, one, anna, "quote", "Wir sind")
	mustAppend(t, s, one, quote, tag(t, one, ben, "quote", "bereit"), tag(t, one, annotations.Gold, "quote", "bereit"),
		tag(t, one, "suggester:rules", "quote", "bereit"))
	mustAppend(t, s, two, tag(t, two, anna, "quote", "Wir"))
	_, err := s.SetState(t.Context(), two.ID, anna, annotations.Submitted, "anna")
	require.NoError(t, err)

	counts := func(user string) wire.Project {
		p, err := s.Project(t.Context(), "demo", user)
		require.NoError(t, err)
		return wire.Project{Documents: p.Documents, Submitted: p.Submitted, Started: p.Started, Spans: p.Spans}
	}
	require.Equal(t, wire.Project{Documents: 2, Submitted: 1, Started: 2, Spans: 4}, counts("anna"), "suggestions are not work")
	require.Equal(t, wire.Project{Documents: 2, Started: 1, Spans: 4}, counts("ben"))
	require.Equal(t, wire.Project{Documents: 2, Spans: 4}, counts(""))

	drop := on(one, ops.Op{Owner: anna, Entity: ops.SpanEntity, Target: quote.Target, Kind: ops.Delete})
	drop.BaseSeq = 4
	mustAppend(t, s, one, drop)
	_, err = s.SetState(t.Context(), two.ID, anna, annotations.Returned, "ben")
	require.NoError(t, err)
	require.Equal(t, wire.Project{Documents: 2, Started: 1, Spans: 3}, counts("anna"))
	items, err := s.Documents(t.Context(), "demo", "anna", DocumentQuery{})
	require.NoError(t, err)
	require.Equal(t, 1, items.Documents[1].People, "Anna has no span left, Ben has one")
	_, err = s.Verify(t.Context())
	require.NoError(t, err)
}

func TestTheSameTextTwiceAddsNothing(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	first, err := s.AddDocument(t.Context(), "demo", newDocument(sample))
	require.NoError(t, err)
	require.Equal(t, "Orban lobt Planung 🎉", first.Title)
	require.False(t, first.Existing)
	second, err := s.AddDocument(t.Context(), "demo", newDocument(sample))
	require.NoError(t, err)
	require.Equal(t, wire.Added{ID: first.ID, Title: first.Title, Existing: true}, second)
	_, err = s.EnsureProject(t.Context(), "other")
	require.NoError(t, err)
	third, err := s.AddDocument(t.Context(), "other", newDocument(sample))
	require.NoError(t, err)
	require.False(t, third.Existing, "another project has its own documents")
	require.NotEqual(t, first.ID, third.ID)
}

func TestADocumentThatDoesNotFitIsRefused(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	_, err := s.AddDocument(t.Context(), "nowhere", newDocument(sample))
	refused(t, err, annotations.NotFound, "unknown_project")
	gap := newDocument(sample)
	gap.Blocks[0].End--
	_, err = s.AddDocument(t.Context(), "demo", gap)
	refused(t, err, annotations.Invalid, "blocks_gap")
	bad := newDocument(sample)
	bad.ID = "a b"
	_, err = s.AddDocument(t.Context(), "demo", bad)
	refused(t, err, annotations.Invalid, "bad_id")
	p, err := s.Project(t.Context(), "demo", "")
	require.NoError(t, err)
	require.Zero(t, p.Documents)
}

func TestADocumentComesBackAsItWasWithItsNeighbours(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	oldest := mustAdd(t, s, sample+"1")
	n := newDocument(sample)
	n.ID, n.Meta = "given-id", map[string]string{"title": "Der Titel", "url": "https://example.org/a?b=1&c=<d>"}
	_, err := s.AddDocument(t.Context(), "demo", n)
	require.NoError(t, err)
	newest := mustAdd(t, s, sample+"3")

	d, err := s.Document(t.Context(), "given-id", "anna")
	require.NoError(t, err)
	require.Equal(t, &wire.Document{
		ID: "given-id", Project: "demo", Revision: 1, Text: sample, SHA256: text.New(sample).SHA256(), Language: "de",
		Meta: n.Meta, Blocks: n.Blocks, Schema: annotations.News(), Epoch: s.Epoch(),
		Set:      wire.Set{Owner: anna, State: annotations.Open, Spans: []*annotations.Span{}, Links: []*annotations.Link{}},
		Previous: newest.ID, Next: oldest.ID,
	}, d)
	_, err = s.Document(t.Context(), "nowhere", "anna")
	refused(t, err, annotations.NotFound, "unknown_document")
	project, err := s.ProjectOf(t.Context(), "given-id")
	require.NoError(t, err)
	require.Equal(t, "demo", project)
	_, err = s.ProjectOf(t.Context(), "nowhere")
	refused(t, err, annotations.NotFound, "unknown_document")
	_, err = s.Set(t.Context(), "given-id", "nobody")
	refused(t, err, annotations.Invalid, "bad_owner")
}

func TestDocumentsAreListedNewestFirstInPages(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	var want []string
	for i := range 7 {
		want = append([]string{mustAdd(t, s, fmt.Sprint(sample, i)).ID}, want...)
	}
	var have []string
	for q := (DocumentQuery{Limit: 3}); ; {
		page, err := s.Documents(t.Context(), "demo", "anna", q)
		require.NoError(t, err)
		for _, d := range page.Documents {
			require.Equal(t, len([]rune(sample))+1, d.Characters)
			require.Equal(t, annotations.Open, d.State)
			have = append(have, d.ID)
		}
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	require.Equal(t, want, have)
	_, err := s.Documents(t.Context(), "demo", "", DocumentQuery{After: "§"})
	refused(t, err, annotations.Invalid, "bad_cursor")
	_, err = s.Documents(t.Context(), "nowhere", "", DocumentQuery{})
	refused(t, err, annotations.NotFound, "unknown_project")
}

func TestASearchFindsAllWordsInTitleAndTextAndKnowsNoOperators(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	one := mustAdd(t, s, "Flüchtlinge in Düsseldorf\nDer Minister sprach.")
	two := mustAdd(t, s, "Der Kanzler\nsprach in Berlin von „Flucht“.")
	for search, want := range map[string][]string{
		"dusseldorf":     {one.ID},
		"DÜSSELDORF der": {one.ID},
		"sprach":         {two.ID, one.ID},
		"flu":            {two.ID, one.ID},
		"minister berl":  nil,
		`"sprach`:        {two.ID, one.ID},
		`-sprach OR (`:   nil,
		"NEAR(a b)":      nil,
		"title:kanzler":  nil,
		"*":              nil,
		"'; --":          nil,
		"sprach\x00":     {two.ID, one.ID},
		"   ":            {two.ID, one.ID},
	} {
		page, err := s.Documents(t.Context(), "demo", "", DocumentQuery{Search: search})
		require.NoError(t, err, search)
		var have []string
		for _, d := range page.Documents {
			have = append(have, d.ID)
		}
		require.Equal(t, want, have, search)
	}
	first, err := s.Documents(t.Context(), "demo", "", DocumentQuery{Search: "sprach", Limit: 1})
	require.NoError(t, err)
	rest, err := s.Documents(t.Context(), "demo", "", DocumentQuery{Search: "sprach", Limit: 1, After: first.Next})
	require.NoError(t, err)
	require.Equal(t, one.ID, rest.Documents[0].ID)
	require.Empty(t, rest.Next)
}

func TestAStateIsKeptWithItsHistory(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	for _, state := range []annotations.State{annotations.Submitted, annotations.Submitted, annotations.Returned, annotations.Submitted} {
		item, err := s.SetState(t.Context(), d.ID, anna, state, "anna")
		require.NoError(t, err)
		require.Equal(t, wire.SetItem{Owner: anna, State: state}, item)
	}
	set, err := s.Set(t.Context(), d.ID, anna)
	require.NoError(t, err)
	require.Equal(t, annotations.Submitted, set.State)
	var n, version int
	require.NoError(t, s.read.QueryRow(`SELECT count(*), max(number) FROM set_state`).Scan(&n, &version))
	require.Equal(t, []int{3, 3}, []int{n, version}, "asking for the present state is no change")

	_, err = s.SetState(t.Context(), d.ID, anna, "lost", "anna")
	refused(t, err, annotations.Invalid, "bad_state")
	_, err = s.SetState(t.Context(), d.ID, "nobody", annotations.Open, "anna")
	refused(t, err, annotations.Invalid, "bad_owner")
	_, err = s.SetState(t.Context(), "nowhere", anna, annotations.Open, "anna")
	refused(t, err, annotations.NotFound, "unknown_document")
}

func TestAChangedSchemaDecidesTheNextOp(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, tag(t, d, anna, "claim", "Wir sind"))
	next := *annotations.News()
	next.Labels = append(append([]annotations.Label{}, next.Labels...), annotations.Label{ID: "new", Key: "9"})
	refused(t, s.PutSchema(t.Context(), "demo", &next), annotations.Conflict, "schema_changed")
	next.Version = 2
	a, err := s.AppendOps(t.Context(), d.ID, "anna", batch(s, "tab", tag(t, d, anna, "new", "bereit")))
	require.NoError(t, err)
	require.Equal(t, "unknown_label", a.Outcomes[0].Problem.Reason)
	require.NoError(t, s.PutSchema(t.Context(), "demo", &next))
	mustAppend(t, s, d, tag(t, d, anna, "new", "bereit"))
	refused(t, s.PutSchema(t.Context(), "nowhere", &next), annotations.NotFound, "unknown_project")
	refused(t, s.PutSchema(t.Context(), "demo", &annotations.Schema{}), annotations.Invalid, "bad_schema")
	have, err := s.Schema(t.Context(), "demo")
	require.NoError(t, err)
	require.Equal(t, 2, have.Version)
}
