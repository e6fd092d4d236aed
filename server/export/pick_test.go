package export_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/text"
	"galley/server/export"
)

// page is a document with a teaser between two paragraphs, a quote in each, and
// a link over all three.
func page() *formats.Item {
	const content = "Eins 🌉 „ja“.\nMehr zum Thema: „nein“.\nZwei „doch“.\n"
	t := text.New(content)
	at := func(s string) text.Rune { return text.Rune(len([]rune(content[:strings.Index(content, s)]))) }
	span := func(id, label, quote string) *annotations.Span {
		return &annotations.Span{ID: id, Label: label, Quote: []string{quote},
			Fragments: []annotations.Fragment{{Start: at(quote), End: at(quote) + text.Rune(len([]rune(quote)))}}, Attributes: annotations.Attributes{}}
	}
	return &formats.Item{
		Document: &annotations.Document{ID: "p", Project: "demo", Revision: 1, Text: t, SHA256: t.SHA256(), Language: "de",
			Meta: map[string]string{"published": "2026-03-04T10:00"},
			Blocks: []annotations.Block{{Role: annotations.Body, Start: 0, End: at("Mehr")}, {Role: annotations.Teaser, Start: at("Mehr"), End: at("Zwei")},
				{Role: annotations.Body, Start: at("Zwei"), End: t.Len()}}},
		Schema: formats.SchemaRef{ID: "news", Version: 1},
		Sets: []formats.Set{{Owner: "user:anna", State: annotations.Submitted,
			Spans: []*annotations.Span{span("a", "quote", "„ja“"), span("b", "quote", "„nein“"), span("c", "speaker", "„doch“")},
			Links: []*annotations.Link{{ID: "l", Type: "attribution", Roles: map[string][]string{"quote": {"a", "b"}, "speaker": {"c"}}, Attributes: annotations.Attributes{}}}}},
	}
}

func lost(t *testing.T, r export.Request) (string, map[string]formats.Reason, export.Outcome) {
	t.Helper()
	losses := map[string]formats.Reason{}
	r.Project, r.Loss = "demo", func(l formats.Loss) { losses[l.Target] = l.Reason }
	job, err := export.New(source{items: []*formats.Item{page()}}).Plan(t.Context(), r)
	require.NoError(t, err)
	var b bytes.Buffer
	outcome, err := job.Write(t.Context(), &b)
	require.NoError(t, err)
	return b.String(), losses, outcome
}

func TestFurnitureIsLeftOutOfTrainingDataAndReported(t *testing.T) {
	t.Parallel()
	file, losses, _ := lost(t, export.Request{})
	require.Empty(t, losses, "the native format keeps everything")
	require.Contains(t, file, "„nein“")
	file, losses, outcome := lost(t, export.Request{Format: "doccano-rel"})
	require.Equal(t, formats.LeftOutBlock, losses["b"])
	require.Equal(t, formats.LinkReduced, losses["l"])
	require.Equal(t, 1, outcome.Losses[formats.LeftOutBlock])
	require.Contains(t, file, "Mehr zum Thema", "the text stays as it is")
	_, losses, _ = lost(t, export.Request{Format: "doccano-rel", Roles: annotations.Roles})
	require.NotContains(t, losses, "b")
}

func TestACutTextKeepsEveryQuotation(t *testing.T) {
	t.Parallel()
	file, losses, _ := lost(t, export.Request{Format: "doccano-rel", Cut: true})
	require.NotContains(t, file, "Mehr zum Thema")
	require.Equal(t, formats.LeftOutBlock, losses["b"])
	require.Contains(t, file, `"start_offset":18,"end_offset":24`, "the writer checked the quotation; this is where it stands")
}

func TestOnlyChosenLabelsStatesAndDaysAreWritten(t *testing.T) {
	t.Parallel()
	file, losses, _ := lost(t, export.Request{Labels: []string{"speaker"}})
	require.NotContains(t, file, `"id":"a"`)
	require.Equal(t, formats.LabelNotChosen, losses["a"])
	require.Equal(t, formats.LabelNotChosen, losses["l"], "its quotes are gone")
	_, losses, outcome := lost(t, export.Request{Format: "csv", States: []annotations.State{annotations.Accepted}})
	require.Equal(t, 1, outcome.Losses[formats.StateNotChosen])
	require.Equal(t, 0, outcome.Documents)
	require.Contains(t, losses, "")
	for _, days := range [][2]string{{"2026-03-05", ""}, {"", "2026-03-03"}} {
		file, _, _ = lost(t, export.Request{Since: days[0], Until: days[1]})
		require.Empty(t, file)
	}
	file, _, _ = lost(t, export.Request{Since: "2026-03-04", Until: "2026-03-04"})
	require.NotEmpty(t, file)
}

func TestAFolderOnTheDiskIsReplacedOnlyWhenItIsAnExport(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out")
	place := func() error {
		job, err := export.New(three()).Plan(t.Context(), export.Request{Project: "demo", Format: "brat"})
		require.NoError(t, err)
		_, err = job.Place(t.Context(), dir)
		return err
	}
	require.NoError(t, place())
	require.FileExists(t, filepath.Join(dir, "annotation.conf"))
	require.NoError(t, place(), "an earlier export is replaced")
	mine := filepath.Join(t.TempDir(), "mine")
	require.NoError(t, os.Mkdir(mine, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(mine, "notes.txt"), []byte("mine"), 0o600))
	dir = mine
	require.ErrorContains(t, place(), "something else than an export")
	require.FileExists(t, filepath.Join(mine, "notes.txt"))
	rest, err := os.ReadDir(filepath.Dir(mine))
	require.NoError(t, err)
	require.Len(t, rest, 1, "nothing is left beside it")
}
