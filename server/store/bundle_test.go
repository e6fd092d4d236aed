package store

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// bundle is a document with sets, as a reader of files makes it.
func bundle(id, content string, sets ...wire.Set) Bundle {
	t := text.New(content)
	return Bundle{
		Document: &annotations.Document{ID: id, Text: t, Language: "de", Meta: map[string]string{"source": "probe.txt"}, Blocks: blocks(t)},
		Sets:     sets,
	}
}

// annotated is a set with n quotes of the sample's first word, the first of them
// with a speaker.
func annotated(owner annotations.Owner, n int) wire.Set {
	set := wire.Set{Owner: owner, State: annotations.Submitted, Spans: []*annotations.Span{}, Links: []*annotations.Link{}}
	add := func(id, label string) {
		set.Spans = append(set.Spans, &annotations.Span{
			ID: id, Label: label, Fragments: []annotations.Fragment{{Start: 0, End: 5}}, Quote: []string{"Orban"},
			Attributes: annotations.Attributes{}, Note: "Anmerkung",
		})
	}
	for i := range n {
		add(fmt.Sprintf("q%05d", i), "quote")
	}
	if n > 1 {
		add("s", "speaker")
		set.Links = append(set.Links, &annotations.Link{
			ID: "l", Type: "attribution", Roles: map[string][]string{"quote": {"q00000"}, "speaker": {"s"}}, Attributes: annotations.Attributes{},
		})
	}
	return set
}

func exported(t *testing.T, s *Store, project string) (all []*Bundle) {
	t.Helper()
	for b, err := range s.Export(t.Context(), project) {
		require.NoError(t, err)
		all = append(all, b)
	}
	return all
}

func TestWhatWasImportedIsExportedById(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	b2 := bundle("b", sample+"2", annotated(annotations.Gold, 3), annotated("suggester:rules", 0))
	b1 := bundle("a", sample+"1")
	for _, b := range []Bundle{b2, b1} {
		_, err := s.Import(t.Context(), "demo", "import", b)
		require.NoError(t, err)
	}
	all := exported(t, s, "demo")
	require.Len(t, all, 2)
	require.Equal(t, "a", all[0].Document.ID)
	require.Empty(t, all[0].Sets)
	require.Equal(t, "demo", all[1].Document.Project)
	require.Equal(t, b2.Document.Text.String(), all[1].Document.Text.String())
	require.Equal(t, b2.Document.Meta, all[1].Document.Meta)
	require.Equal(t, b2.Document.Blocks, all[1].Document.Blocks)
	require.Equal(t, b2.Sets, all[1].Sets)
	require.Equal(t, annotations.News(), all[1].Schema)
	_, err := s.Verify(t.Context())
	require.NoError(t, err)

	for _, err := range s.Export(t.Context(), "nowhere") {
		refused(t, err, annotations.NotFound, "unknown_project")
	}
	for range s.Export(t.Context(), "demo") {
		break // a caller may stop early
	}
}

func TestImportingTwiceAddsNothing(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	b := bundle("a", sample, annotated(anna, 3), annotated(ben, 3))
	first, err := s.Import(t.Context(), "demo", "import", b)
	require.NoError(t, err)
	require.Equal(t, Imported{Added: wire.Added{ID: "a", Title: "Orban lobt Planung 🎉"}, Spans: 8, Links: 2}, first)
	before := exported(t, s, "demo")
	require.Len(t, before[0].Sets[1].Spans, 4, "ids that Anna has already get others in Ben's set")
	link := before[0].Sets[1].Links[0]
	require.NotEqual(t, "l", link.ID)
	require.Contains(t, []string{before[0].Sets[1].Spans[0].ID, before[0].Sets[1].Spans[1].ID, before[0].Sets[1].Spans[2].ID}, link.Roles["quote"][0])

	_, err = s.SetState(t.Context(), "a", anna, annotations.Returned, "ben")
	require.NoError(t, err)
	second, err := s.Import(t.Context(), "demo", "import", b)
	require.NoError(t, err)
	require.Equal(t, Imported{Added: wire.Added{ID: "a", Title: first.Title, Existing: true}}, second)
	after := exported(t, s, "demo")
	require.Equal(t, annotations.Returned, after[0].Sets[0].State, "a set keeps the state it has")
	require.Equal(t, before[0].Sets[1], after[0].Sets[1])
	log, err := s.Log(t.Context(), "a", 0, 0)
	require.NoError(t, err)
	require.EqualValues(t, 10, log.Head)
	require.Equal(t, "import", log.Entries[0].Actor)
}

func TestAnImportIsEverythingOrNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*Bundle)
		reason string
		field  string
	}{
		{"a quotation that differs", func(b *Bundle) { b.Sets[1].Spans[2].Quote[0] = "Orbán" }, "quotation_differs", "sets[1].spans[2].quote[0]"},
		{"a place outside the text", func(b *Bundle) { b.Sets[0].Spans[0].Fragments[0].End = 9999 }, "outside_text", "sets[0].spans[0].fragments[0]"},
		{"an unknown label", func(b *Bundle) { b.Sets[0].Spans[0].Label = "x" }, "unknown_label", "sets[0].spans[0].label"},
		{"a missing span", func(b *Bundle) { b.Sets[1].Links[0].Roles["speaker"] = []string{"x"} }, "unknown_span", "sets[1].links[0].roles.speaker"},
		{"an id twice", func(b *Bundle) { b.Sets[1].Spans[1].ID = b.Sets[1].Spans[0].ID }, "twin_id", "sets[1].spans[1].id"},
		{"an unknown owner", func(b *Bundle) { b.Sets[1].Owner = "nobody" }, "bad_owner", "sets[1].owner"},
		{"an unknown state", func(b *Bundle) { b.Sets[1].State = "lost" }, "bad_state", "sets[1].state"},
		{"a gap between blocks", func(b *Bundle) { b.Document.Blocks[0].Start = 1 }, "blocks_gap", "blocks[0]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := mustStore(t)
			b := bundle("a", sample, annotated(anna, 3), annotated(annotations.Gold, 3))
			c.change(&b)
			_, err := s.Import(t.Context(), "demo", "import", b)
			var e *annotations.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, c.reason, e.Reason, e.Detail)
			require.Equal(t, c.field, e.Field)
			require.Empty(t, exported(t, s, "demo"))
			users, err := s.Users(t.Context())
			require.NoError(t, err)
			require.Empty(t, users)
		})
	}
	s := mustStore(t)
	_, err := s.Import(t.Context(), "nowhere", "import", bundle("a", sample))
	refused(t, err, annotations.NotFound, "unknown_project")
}

func TestADocumentKeepsItsIdInFilesWhereAnotherProjectHasIt(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	_, err := s.EnsureProject(t.Context(), "other")
	require.NoError(t, err)
	b := bundle("a", sample, annotated(anna, 2))
	b.Document.Revision = 2
	_, err = s.Import(t.Context(), "demo", "import", b)
	require.NoError(t, err)
	copied, err := s.Import(t.Context(), "other", "import", b)
	require.NoError(t, err)
	require.NotEqual(t, "a", copied.ID, "an address is unique in the folder")
	again, err := s.Import(t.Context(), "other", "import", b)
	require.NoError(t, err)
	require.True(t, again.Existing)
	require.Equal(t, copied.ID, again.ID)

	first, second := exported(t, s, "demo")[0], exported(t, s, "other")[0]
	require.Equal(t, 2, second.Document.Revision)
	require.Equal(t, "other", second.Document.Project)
	second.Document.Project = "demo"
	require.Equal(t, first, second)
	d, err := s.Document(t.Context(), copied.ID, "anna")
	require.NoError(t, err)
	require.Equal(t, "other", d.Project)
}

func TestAnIdOfAnotherTextInTheProjectIsRefused(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	_, err := s.Import(t.Context(), "demo", "import", bundle("a", sample))
	require.NoError(t, err)
	_, err = s.Import(t.Context(), "demo", "import", bundle("a", sample+"corrected"))
	refused(t, err, annotations.Conflict, "id_taken")
	require.ErrorContains(t, err, "project demo has a document a already")
	require.Len(t, exported(t, s, "demo"), 1)
}

func TestALargeSetIsImportedAtOnce(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	made, err := s.Import(t.Context(), "demo", "import", bundle("a", sample, annotated(anna, 3000)))
	require.NoError(t, err)
	require.Equal(t, 3001, made.Spans)
	for limit, want := range map[int]int{0: logPage, 2000: 2000, 9000: 3002} {
		log, err := s.Log(t.Context(), "a", 0, limit)
		require.NoError(t, err)
		require.Len(t, log.Entries, want, "limit %d", limit)
	}
	_, err = s.Verify(t.Context())
	require.NoError(t, err)
}
