package wiring_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/text"
	"galley/annotations/wire"
	"galley/server/export"
	"galley/server/ingest"
	"galley/server/store"
	"galley/server/store/storetest"
	"galley/server/wiring"
)

func TestMain(m *testing.M) { storetest.Main(m) }

func mustServices(t *testing.T) wiring.Services {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "data"), store.Options{})
	require.NoError(t, err)
	w := wiring.Wire(s, false)
	t.Cleanup(func() {
		w.Live.Close()
		require.NoError(t, s.Close())
	})
	return w
}

// mustCopy imports a file into a project and exports the project.
func mustCopy(t *rapid.T, w wiring.Services, file []byte, project string) []byte {
	_, err := w.Keeper.EnsureProject(t.Context(), project)
	require.NoError(t, err)
	err = w.Ingest.Galley(t.Context(), project, "import", bytes.NewReader(file), func(_ ingest.Imported, bad *wire.LineProblem) bool {
		require.Nil(t, bad, "%+v", bad)
		return true
	})
	require.NoError(t, err)
	job, err := w.Export.Plan(t.Context(), export.Request{Project: project})
	require.NoError(t, err)
	var out bytes.Buffer
	_, err = job.Write(t.Context(), &out)
	require.NoError(t, err)
	return out.Bytes()
}

// renamed is a file as another project exports it.
func renamed(file []byte, from, to string) string {
	return strings.ReplaceAll(string(file), `"project":"`+from+`","revision"`, `"project":"`+to+`","revision"`)
}

func TestAnyFileGoesThroughAnyProjectOfAnyFolderUnchanged(t *testing.T) {
	t.Parallel()
	here, there := mustServices(t), mustServices(t)
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		file := drawFile(t)
		a, b := fmt.Sprint("a", run), fmt.Sprint("b", run)
		first := mustCopy(t, here, file, a)
		require.Equal(t, renamed(file, "drawn", a), string(first), "what was drawn")
		require.Equal(t, renamed(first, a, b), string(mustCopy(t, here, first, b)), "another project of the folder")
		require.Equal(t, renamed(first, a, b), string(mustCopy(t, there, first, b)), "another folder")
		require.Equal(t, string(first), string(mustCopy(t, here, first, a)), "the project itself")
	})
	for _, w := range []wiring.Services{here, there} {
		_, err := w.Keeper.Verify(t.Context())
		require.NoError(t, err)
	}
}

// drawFile is native JSONL of up to four documents. Their ids are few, so that
// projects share them.
func drawFile(t *rapid.T) []byte {
	var b bytes.Buffer
	w := formats.All[0].New(&b, formats.Options{})
	ids := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"1", "2", "a/b?c#d", "Z", "z", "0198a000-0000-7000-8000-000000000001"}), 1, 4, rapid.ID[string]).Draw(t, "ids")
	slices.Sort(ids)
	for i, id := range ids {
		require.NoError(t, w.Write(drawItem(t, id, i)))
	}
	_, err := w.Close()
	require.NoError(t, err)
	return b.Bytes()
}

// letters are what a text or a note may hold that is easily changed on the way.
var letters = []rune("aZ0 „“\"\\<>&\t\n\u00ad\u0301\u00a0\u2028\u2029\uFFFD😊👩‍🚒שß")

func drawText(t *rapid.T, label string, least int) string {
	return rapid.StringOfN(rapid.SampledFrom(letters), least, 60, -1).Draw(t, label)
}

func drawItem(t *rapid.T, id string, i int) *formats.Item {
	txt := text.New(fmt.Sprint("Text ", i, drawText(t, "text", 1)))
	middle := text.Rune(rapid.IntRange(1, int(txt.Len())-1).Draw(t, "middle"))
	d := &annotations.Document{
		ID: id, Project: "drawn", Revision: rapid.IntRange(1, 3).Draw(t, "revision"), Text: txt, SHA256: txt.SHA256(),
		Language: rapid.SampledFrom([]string{"", "de", "en-GB"}).Draw(t, "language"),
		Meta:     map[string]string{"title": drawText(t, "title", 0), "<x>": ""},
		Blocks: []annotations.Block{
			{Role: rapid.SampledFrom(annotations.Roles).Draw(t, "role"), Start: 0, End: middle},
			{Role: annotations.Body, Start: middle, End: txt.Len()},
		},
	}
	it := &formats.Item{Document: d, Schema: formats.SchemaRef{ID: annotations.News().ID, Version: annotations.News().Version}}
	owners := rapid.SliceOfNDistinct(rapid.SampledFrom([]annotations.Owner{annotations.Gold, "user:anna", "user:zoë", "suggester:x-1"}), 0, 3, rapid.ID[annotations.Owner]).Draw(t, "owners")
	for n, owner := range owners {
		it.Sets = append(it.Sets, drawSet(t, txt, owner, fmt.Sprint(n, "-")))
	}
	return it
}

func drawSet(t *rapid.T, txt text.Text, owner annotations.Owner, prefix string) formats.Set {
	set := formats.Set{Owner: owner, State: rapid.SampledFrom([]annotations.State{
		annotations.Open, annotations.Submitted, annotations.Returned, annotations.Accepted}).Draw(t, "state")}
	for i := range rapid.IntRange(0, 6).Draw(t, "spans") {
		set.Spans = append(set.Spans, drawSpan(t, txt, fmt.Sprint(prefix, i)))
	}
	var quotes, speakers []string
	for _, sp := range set.Spans {
		switch sp.Label {
		case "quote":
			quotes = append(quotes, sp.ID)
		case "speaker":
			speakers = append(speakers, sp.ID)
		}
	}
	for i := range min(len(quotes), len(speakers)) {
		set.Links = append(set.Links, &annotations.Link{ID: fmt.Sprint(prefix, "l", i), Type: "attribution", Roles: map[string][]string{
			"quote": {quotes[i]}, "speaker": speakers[i:]}})
	}
	return set
}

func drawSpan(t *rapid.T, txt text.Text, id string) *annotations.Span {
	cuts := rapid.SliceOfNDistinct(rapid.IntRange(0, int(txt.Len())), 2, 6, rapid.ID[int]).Draw(t, "cuts")
	slices.Sort(cuts)
	sp := &annotations.Span{ID: id, Label: rapid.SampledFrom([]string{"quote", "speaker", "claim"}).Draw(t, "label"), Note: drawText(t, "note", 0)}
	for i := 0; i+1 < len(cuts); i += 2 {
		if k := len(sp.Fragments); k == 0 || cuts[i] > int(sp.Fragments[k-1].End) {
			sp.Fragments = append(sp.Fragments, annotations.Fragment{Start: text.Rune(cuts[i]), End: text.Rune(cuts[i+1])})
		}
	}
	sp.Quote = annotations.Quote(txt, sp.Fragments)
	switch sp.Label {
	case "quote":
		sp.Attributes = annotations.Attributes{"quote_type": annotations.String("direct"), "nonfactual": annotations.Bool(rapid.Bool().Draw(t, "nonfactual"))}
	case "claim":
		types := rapid.SampledFrom([]annotations.Value{annotations.List(), annotations.List("causal", "position"), annotations.List("position", "causal")}).Draw(t, "types")
		sp.Attributes = annotations.Attributes{"claim_type": types, "normalized": annotations.String(drawText(t, "normalized", 0))}
	}
	return sp
}
