package ingest_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/wire"
	"galley/server/ingest"
)

func TestDocumentRecognisesTheParts(t *testing.T) {
	t.Parallel()
	d, err := ingest.Document(wire.NewDocument{Text: "\uFEFFStreit um die Brücke 🌉\r\n\r\nDer Bürgermeister sagte am Montag, die Stadt sei bereit. Das Wasser stehe hoch."})
	require.NoError(t, err)
	require.Equal(t, "Streit um die Brücke 🌉\n\nDer Bürgermeister sagte am Montag, die Stadt sei bereit. Das Wasser stehe hoch.", d.Text.String())
	require.Equal(t, d.Text.SHA256(), d.SHA256)
	require.NoError(t, annotations.CheckBlocks(d.Blocks, d.Text.Len()))
	require.Equal(t, "de", d.Language)
	require.Equal(t, "Streit um die Brücke 🌉", d.Title())
}

func TestWhatAPersonSaysWinsOverProposals(t *testing.T) {
	t.Parallel()
	d, err := ingest.Document(wire.NewDocument{Text: "Eine Zeile über die Stadt", Title: " Eigener Titel ", Source: "a.txt", URL: "https://example.org/a", Language: "de-AT"})
	require.NoError(t, err)
	require.Equal(t, "Eigener Titel", d.Title())
	require.Equal(t, "a.txt", d.Meta["source"])
	require.Equal(t, "https://example.org/a", d.Meta["url"])
	require.Equal(t, "de-AT", d.Language)
}

func TestDocumentRefusesWhatCannotBeKept(t *testing.T) {
	t.Parallel()
	for reason, n := range map[string]wire.NewDocument{
		"empty": {Text: "\uFEFF \n"}, "nul": {Text: "a\x00"}, "not_utf8": {Text: "stra\xdfe"}, "control": {Text: "a\x1b"},
		"too_large": {Text: strings.Repeat("ä", 1_000_001)}, "bad_language": {Text: "a", Language: "d e"},
	} {
		_, err := ingest.Document(n)
		var p *annotations.Error
		require.ErrorAs(t, err, &p, reason)
		require.Equal(t, reason, p.Reason)
		require.NotEmpty(t, p.Field)
	}
	for field, n := range map[string]wire.NewDocument{
		"url": {Text: "a", URL: "file:///etc/passwd"}, "title": {Text: "a", Title: strings.Repeat("x", 1_001)}, "source": {Text: "a", Source: "a\x00"},
	} {
		_, err := ingest.Document(n)
		var p *annotations.Error
		require.ErrorAs(t, err, &p, field)
		require.Equal(t, field, p.Field)
	}
}

// keeper keeps nothing; fail is what Import answers.
type keeper struct {
	fail  error
	asked int
}

func (k *keeper) Schema(context.Context, string) (*annotations.Schema, error) {
	return annotations.News(), nil
}

func (k *keeper) Add(context.Context, string, *annotations.Document) (wire.Added, error) {
	return wire.Added{}, k.fail
}

func (k *keeper) AddAll(_ context.Context, _ string, all []*annotations.Document) ([]ingest.Kept, error) {
	return make([]ingest.Kept, len(all)), k.fail
}

func (k *keeper) Import(context.Context, string, string, *formats.Item) (ingest.Imported, error) {
	k.asked++
	return ingest.Imported{Spans: 1}, k.fail
}

// line is a good line of native JSONL.
const line = `{"format":"galley","version":1,"unit":"codepoint","id":"d1","project":"p","revision":1,"text":"Ja.","sha256":"918c02e9102ce389bd321a9e96e6b253c6b877e7a967d3a4e2c3b076a62a414b","language":"de","meta":{},"blocks":[],"schema":{"id":"news","version":1},"sets":[]}` + "\n"

func count(t *testing.T, k *keeper, file string) (good, bad int, err error) {
	t.Helper()
	err = ingest.New(k).Galley(t.Context(), "p", "anna", strings.NewReader(file), func(_ ingest.Imported, p *wire.LineProblem) bool {
		if p != nil {
			bad++
		} else {
			good++
		}
		return true
	})
	return good, bad, err
}

func TestARefusedLineDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	good, bad, err := count(t, &keeper{}, "{}\n"+line)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1}, []int{good, bad})
	k := &keeper{fail: annotations.Errorf(annotations.Conflict, "x", "", "no")}
	good, bad, err = count(t, k, line+line)
	require.NoError(t, err)
	require.Equal(t, []int{0, 2, 2}, []int{good, bad, k.asked})
}

func TestAKeeperInTroubleStopsTheImport(t *testing.T) {
	t.Parallel()
	for _, trouble := range []error{errors.New("disk"), annotations.Errorf(annotations.Unavailable, "disk_full", "", "full"), annotations.Errorf(annotations.NotFound, "unknown_project", "", "no")} {
		k := &keeper{fail: trouble}
		_, _, err := count(t, k, line+line)
		require.ErrorIs(t, err, trouble)
		require.ErrorContains(t, err, "line 1")
		require.Equal(t, 1, k.asked)
	}
}

func TestWhoListensMayEndTheImport(t *testing.T) {
	t.Parallel()
	k := &keeper{}
	require.NoError(t, ingest.New(k).Galley(t.Context(), "p", "anna", strings.NewReader(line+line), func(ingest.Imported, *wire.LineProblem) bool { return false }))
	require.Equal(t, 1, k.asked)
}
