package formats_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/text"
)

var update = flag.Bool("update", false, "rewrite golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

func write(t require.TestingT, format string, o formats.Options, items ...*formats.Item) (string, formats.Report) {
	f, err := formats.Named(format)
	require.NoError(t, err)
	if o.Schema == nil {
		o.Schema = annotations.News()
	}
	var b bytes.Buffer
	w := f.New(&b, o)
	for _, it := range items {
		require.NoError(t, w.Write(it))
	}
	report, err := w.Close()
	require.NoError(t, err)
	return b.String(), report
}

func read(t require.TestingT, file string) (items []*formats.Item, problems []formats.Line) {
	for line, err := range formats.ReadGalley(strings.NewReader(file), annotations.News()) {
		require.NoError(t, err)
		if line.Problem != nil {
			problems = append(problems, line)
		} else {
			items = append(items, line.Item)
		}
	}
	return items, problems
}

func TestGalleyGolden(t *testing.T) {
	t.Parallel()
	file, report := write(t, "galley", formats.Options{}, formatstest.Bridge(), formatstest.Market(), formatstest.Bare())
	golden(t, "articles.galley.jsonl", []byte(file))
	require.Equal(t, formats.Report{Documents: 3, Spans: 78 + 1 + 5, Links: 19, Losses: map[formats.Reason]int{}, Notes: []string{}}, report)
}

func TestGalleyHasTheSameKeysInTheSameOrderOnEveryLine(t *testing.T) {
	t.Parallel()
	file, _ := write(t, "galley", formats.Options{}, formatstest.Market(), formatstest.Bare())
	keys := []string{"format", "version", "unit", "id", "project", "revision", "text", "sha256", "language", "meta", "blocks", "schema", "sets"}
	for line := range strings.Lines(file) {
		at := 0
		for _, k := range keys {
			i := strings.Index(line[at:], `"`+k+`":`)
			require.GreaterOrEqual(t, i, 0, "%s in %s", k, line)
			at += i
		}
	}
	require.True(t, strings.HasPrefix(file, `{"format":"galley","version":1,"unit":"codepoint","id":"0198a000-0000-7000-8000-000000000002","project":"demo","revision":1,"text":"Der Markt`))
	require.Contains(t, file, `"sets":[]}`+"\n")
	require.Contains(t, file, `"note":"Quelle fehlt: <prüfen> & \"fragen\""`)
	require.False(t, strings.HasSuffix(file, "\n\n"))
}

func TestGalleyRoundTripGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	first, _ := write(t, "galley", formats.Options{}, formatstest.Bridge(), formatstest.Market(), formatstest.Bare())
	items, problems := read(t, first)
	require.Empty(t, problems)
	second, _ := write(t, "galley", formats.Options{}, items...)
	require.Equal(t, first, second)
}

func TestGalleyOrderOfSetsSpansAndLinksDoesNotDependOnTheirOrderInMemory(t *testing.T) {
	t.Parallel()
	want, _ := write(t, "galley", formats.Options{}, formatstest.Bridge())
	rapid.Check(t, func(t *rapid.T) {
		it := formatstest.Bridge()
		it.Sets = rapid.Permutation(it.Sets).Draw(t, "sets")
		for i := range it.Sets {
			it.Sets[i].Spans = rapid.Permutation(it.Sets[i].Spans).Draw(t, "spans")
			it.Sets[i].Links = rapid.Permutation(it.Sets[i].Links).Draw(t, "links")
		}
		got, _ := write(t, "galley", formats.Options{}, it)
		require.Equal(t, want, got)
	})
}

func TestGalleyLosesNothingOfAnyText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.StringOfN(rapid.SampledFrom([]rune("aß\u0301🙂\u00a0\u00ad„‚‘“\n\t<&\u2028𝔊")), 3, 80, -1).Draw(t, "text")
		txt, err := text.Parse(raw)
		if err != nil {
			return
		}
		it := &formats.Item{Schema: formats.SchemaRef{ID: "news", Version: 1}, Document: &annotations.Document{
			ID: "d", Revision: 1, Text: txt, SHA256: txt.SHA256(), Meta: map[string]string{"title": raw},
			Blocks: []annotations.Block{{Role: annotations.Body, Start: 0, End: txt.Len()}},
		}}
		start := text.Rune(rapid.IntRange(0, int(txt.Len())-1).Draw(t, "start"))
		end := text.Rune(rapid.IntRange(int(start)+1, int(txt.Len())).Draw(t, "end"))
		sp := &annotations.Span{ID: "s", Label: "claim", Note: raw, Fragments: []annotations.Fragment{{Start: start, End: end}},
			Attributes: annotations.Attributes{"normalized": annotations.String(raw)}}
		sp.Quote = annotations.Quote(txt, sp.Fragments)
		it.Sets = []formats.Set{{Owner: annotations.Gold, State: annotations.Open, Spans: []*annotations.Span{sp}}}
		file, _ := write(t, "galley", formats.Options{}, it)
		require.Equal(t, 1, strings.Count(file, "\n"))
		items, problems := read(t, file)
		require.Empty(t, problems)
		require.Equal(t, it.Document, items[0].Document)
		require.Equal(t, sp, items[0].Sets[0].Spans[0])
	})
}

func TestGalleyReaderRefusesALineAndKeepsTheOthers(t *testing.T) {
	t.Parallel()
	good, _ := write(t, "galley", formats.Options{}, formatstest.Market())
	for name, c := range map[string]struct{ old, new, reason, field string }{
		"an unknown field":           {`"note":""`, `"note":"","colour":1`, "unknown_field", "sets[0].spans[0].colour"},
		"a field that comes twice":   {`"revision":1`, `"revision":1,"revision":2`, "duplicate_field", "revision"},
		"another format":             {`"format":"galley"`, `"format":"prodigy"`, "other_format", "format"},
		"a newer version":            {`"version":1,"unit"`, `"version":2,"unit"`, "other_version", "version"},
		"offsets in UTF-16":          {`"unit":"codepoint"`, `"unit":"utf16"`, "other_unit", "unit"},
		"a hash of another text":     {`"sha256":"`, `"sha256":"00`, "sha256_differs", "sha256"},
		"a text with CR":             {`Der Markt zieht um\n`, `Der Markt zieht um\r\n`, "line_ends", "text"},
		"a text with NUL":            {`Der Markt zieht um\n`, `Der Markt zieht um\u0000`, "nul", "text"},
		"no id":                      {`"id":"0198a000-0000-7000-8000-000000000002"`, `"id":""`, "bad_id", "id"},
		"revision nought":            {`"revision":1`, `"revision":0`, "bad_revision", "revision"},
		"an unknown role of a block": {`"role":"body"`, `"role":"leg"`, "unknown_role", "blocks[1]"},
		"a gap between blocks":       {`"role":"body","start":20`, `"role":"body","start":21`, "blocks_gap", "blocks[1]"},
		"a language that is none":    {`"language":"de"`, `"language":"Plattdüütsch"`, "bad_language", "language"},
		"metadata without a name":    {`"meta":{`, `"meta":{"":"x",`, "bad_meta", "meta."},
		"an owner that is none":      {`"owner":"user:ben"`, `"owner":"ben"`, "bad_owner", "sets[0].owner"},
		"an unknown state":           {`"state":"open"`, `"state":"done"`, "bad_state", "sets[0].state"},
		"an unknown label":           {`"label":"cue"`, `"label":"Cue"`, "unknown_label", "sets[0].spans[3].label"},
		"a wrong quotation":          {`"quote":["sagte"]`, `"quote":["sagt"]`, "quotation_differs", "sets[0].spans[3].quote[0]"},
		"an offset outside the text": {`"label":"cue","fragments":[[53,58]]`, `"label":"cue","fragments":[[5000,5005]]`, "outside_text", "sets[0].spans[3].fragments[0]"},
		"an unknown attribute":       {`"reference":"named"`, `"referenz":"named"`, "unknown_attribute", "sets[0].spans[4].attributes.referenz"},
		"an unknown attribute value": {`"reference":"named"`, `"reference":"nicknamed"`, "bad_value", "sets[0].spans[4].attributes.reference"},
		"two spans of one id":        {`"id":"cue-000","label"`, `"id":"frame-000","label"`, "duplicate_id", "sets[0].spans[3].id"},
		"a link to a missing span":   {`"cue":["cue-000"]`, `"cue":["cue-999"]`, "unknown_span", "sets[0].links[0].roles.cue"},
		"an unknown link type":       {`"type":"attribution"`, `"type":"citation"`, "unknown_link_type", "sets[0].links[0].type"},
		"an unknown link role":       {`"cue":["cue-000"]`, `"verb":["cue-000"]`, "unknown_role", "sets[0].links[0].roles.verb"},
		"two sets of one owner":      {`"sets":[`, `"sets":[{"owner":"user:ben","state":"open","spans":[],"links":[]},`, "duplicate_owner", "sets[1].owner"},
		"a line cut short":           {`}]}]}`, "", "bad_json", "sets[0].links[0]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, good, c.old)
			bad := strings.Replace(good, c.old, c.new, 1)
			items, problems := read(t, "\uFEFF"+good+"\n"+bad+good)
			require.Len(t, items, 2)
			require.Len(t, problems, 1)
			require.Equal(t, 3, problems[0].Number)
			p := problems[0].Problem
			require.Equal(t, c.reason, p.Reason, p.Error())
			if c.field != "" {
				require.Equal(t, c.field, p.Field, p.Error())
			}
			require.NotEmpty(t, p.Detail)
		})
	}
}

func TestGalleyReaderNamesAnotherFormatForALineWithoutFormat(t *testing.T) {
	t.Parallel()
	_, problems := read(t, `{"text":"x","label":[]}`)
	require.Equal(t, "other_format", problems[0].Problem.Reason)
}

func TestGalleyReaderRefusesTextsThatAreNotKept(t *testing.T) {
	t.Parallel()
	for reason, raw := range map[string]string{"empty": " ", "too_large": strings.Repeat("x", text.MaxBytes+1)} {
		_, problems := read(t, `{"format":"galley","version":1,"unit":"codepoint","id":"d","revision":1,"text":"`+raw+`"}`)
		require.Equal(t, reason, problems[0].Problem.Reason)
		require.Equal(t, "text", problems[0].Problem.Field)
	}
}

func TestGalleyReaderPassesOverALineThatIsTooLong(t *testing.T) {
	t.Parallel()
	good, _ := write(t, "galley", formats.Options{}, formatstest.Market())
	long := strings.NewReader(strings.Repeat("x", formats.MaxLine+1) + "\n" + good)
	var numbers []int
	for line, err := range formats.ReadGalley(long, annotations.News()) {
		require.NoError(t, err)
		numbers = append(numbers, line.Number)
		if line.Number == 1 {
			require.Equal(t, annotations.TooLarge, line.Problem.Code)
		} else {
			require.NotNil(t, line.Item)
		}
	}
	require.Equal(t, []int{1, 2}, numbers)
}

func TestGalleyReaderGivesTheReadersOwnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	for _, err := range formats.ReadGalley(iotest.ErrReader(broken), annotations.News()) {
		require.ErrorIs(t, err, broken)
		require.ErrorContains(t, err, "line 1")
	}
}

func TestGalleyReaderTakesADocumentWithoutBlocksAsBody(t *testing.T) {
	t.Parallel()
	file, _ := write(t, "galley", formats.Options{}, formatstest.Bare())
	start, end := strings.Index(file, `"blocks":[`), strings.Index(file, `,"schema"`)
	items, problems := read(t, file[:start]+`"blocks":[]`+file[end:])
	require.Empty(t, problems)
	require.Equal(t, []annotations.Block{{Role: annotations.Body, Start: 0, End: items[0].Document.Text.Len()}}, items[0].Document.Blocks)
}

func TestWritersRefuseToWriteAWrongOffset(t *testing.T) {
	t.Parallel()
	for _, f := range formats.All {
		if f.New == nil && f.NewFolder == nil {
			continue // only read
		}
		it := formatstest.Market()
		it.Sets[0].Spans[0].Fragments[0].Start++
		w, _ := begin(f, formats.Options{Schema: annotations.News()})
		err := w.Write(it)
		require.ErrorContains(t, err, "quote-000", f.Name)
		require.Equal(t, annotations.Invalid, annotations.CodeOf(err))
	}
}

func TestWritersRefuseDocumentsOutOfOrder(t *testing.T) {
	t.Parallel()
	for _, f := range formats.All {
		if f.New == nil && f.NewFolder == nil {
			continue // only read
		}
		w, _ := begin(f, formats.Options{Schema: annotations.News()})
		require.NoError(t, w.Write(formatstest.Market()))
		require.ErrorContains(t, w.Write(formatstest.Bridge()), "order of id", f.Name)
	}
}

func TestWritersKeepAnOpenEmptySetOutAndASubmittedOneIn(t *testing.T) {
	t.Parallel()
	it := formatstest.Bare()
	it.Sets = []formats.Set{{Owner: "user:a", State: annotations.Open}, {Owner: "user:b", State: annotations.Submitted}}
	file, _ := write(t, "galley", formats.Options{}, it)
	require.Contains(t, file, `"sets":[{"owner":"user:b","state":"submitted","spans":[],"links":[]}]`)
}

func TestNamedListsTheFormatsThereAre(t *testing.T) {
	t.Parallel()
	f, err := formats.Named("")
	require.NoError(t, err)
	require.Equal(t, "galley", f.Name)
	_, err = formats.Named("xml")
	require.ErrorContains(t, err, "doccano-rel")
}

func FuzzReadGalley(f *testing.F) {
	good, _ := write(f, "galley", formats.Options{}, formatstest.Market())
	f.Add([]byte(good))
	f.Add([]byte(`{"format":"galley"}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		for line, err := range formats.ReadGalley(bytes.NewReader(file), annotations.News()) {
			require.NoError(t, err)
			if line.Problem != nil {
				require.NotEmpty(t, line.Problem.Detail)
				continue
			}
			// What was accepted can be written, whatever the file looked like.
			write(t, "galley", formats.Options{}, line.Item)
		}
	})
}
