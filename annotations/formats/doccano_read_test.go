package formats_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/text"
)

// readAll reads one file with a format's reader, problems and all.
func readAll(t require.TestingT, format, name, content string, o formats.ReadOptions) []formats.Found {
	f, err := formats.Named(format)
	require.NoError(t, err)
	var all []formats.Found
	for doc, err := range f.Read([]formats.File{formatstest.File(name, content)}, o) {
		require.NoError(t, err)
		requireSound(t, doc)
		all = append(all, doc)
	}
	return all
}

// marked prints the spans of a set as label:words.
func marked(doc formats.Found, set int) (all []string) {
	for _, sp := range doc.Sets[set].Spans {
		all = append(all, sp.Label+":"+strings.Join(annotations.Quote(text.New(doc.Text), sp.Fragments), "|"))
	}
	return all
}

func TestDoccanoReadsAllItsShapes(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"tuples":               `{"id":7,"text":"Ja, sagte sie.","label":[[0,2,"quote"],[4,9,"cue"]]}`,
		"tuples of floats":     `{"id":7,"text":"Ja, sagte sie.","label":[[0.0,2.0,"quote"],[4.0,9.0,"cue"]]}`,
		"labels":               `{"id":7,"text":"Ja, sagte sie.","labels":[[0,2,"quote"],[4,9,"cue"]]}`,
		"objects":              `{"id":7,"text":"Ja, sagte sie.","label":[{"start_offset":0,"end_offset":2,"label":"quote"},{"start_offset":4,"end_offset":9,"label":"cue"}]}`,
		"entities":             `{"id":7,"text":"Ja, sagte sie.","entities":[{"id":1,"start_offset":0,"end_offset":2,"label":"quote"},{"id":2,"start_offset":4,"end_offset":9,"label":"cue"}],"relations":[],"Comments":[]}`,
		"old annotations":      `{"id":7,"text":"Ja, sagte sie.","annotations":[{"label":"quote","start_offset":0,"end_offset":2,"user":1},{"label":"cue","start_offset":4,"end_offset":9,"user":1}],"meta":{}}`,
		"an array":             "[\n {\"id\":7,\"text\":\"Ja, sagte sie.\",\n \"label\":[[0,2,\"quote\"],[4,9,\"cue\"]]}\n]",
		"a byte order mark":    "\uFEFF" + `{"id":7,"text":"Ja, sagte sie.","label":[[0,2,"quote"],[4,9,"cue"]]}`,
		"blank lines and CRLF": "\r\n" + `{"id":7,"text":"Ja, sagte sie.","label":[[0,2,"quote"],[4,9,"cue"]]}` + "\r\n\r\n",
	} {
		docs := readAll(t, "doccano", "x.jsonl", line, formats.ReadOptions{})
		require.Len(t, docs, 1, name)
		require.Empty(t, docs[0].Problems, name)
		require.Equal(t, "7", docs[0].ID, name)
		require.Equal(t, []string{"quote:Ja", "cue:sagte"}, marked(docs[0], 0), name)
	}
}

func TestDoccanoKeepsTheWorkOfSeveralUsersApart(t *testing.T) {
	t.Parallel()
	docs := readAll(t, "doccano", "x.jsonl", `{"text":"Ja.","annotations":[{"label":3,"start_offset":0,"end_offset":2,"user":1},{"label":4,"start_offset":0,"end_offset":3,"user":2}]}`, formats.ReadOptions{})
	require.Len(t, docs[0].Sets, 2)
	require.Equal(t, "1", docs[0].Sets[0].Author)
	require.Equal(t, []string{"3:Ja"}, marked(docs[0], 0), "old exports name labels by number")
	require.Equal(t, "2", docs[0].Sets[1].Author)
}

func TestDoccanoKeepsEveryOtherKeyAsMetadata(t *testing.T) {
	t.Parallel()
	docs := readAll(t, "doccano", "x.jsonl", `{"text":"Ja.","label":[],"title":"T","section":3,"meta":{"wikiPageID":1},"Comments":["gut"],"none":null}`, formats.ReadOptions{})
	require.Equal(t, map[string]string{"title": "T", "section": "3", "wikiPageID": "1", "Comments": `["gut"]`}, docs[0].Meta)
	require.Equal(t, "T", docs[0].Name)
}

func TestDoccanoReadsAnotherColumn(t *testing.T) {
	t.Parallel()
	o := formats.ReadOptions{Column: map[string]string{"text": "body", "label": "spans"}}
	docs := readAll(t, "doccano", "x.jsonl", `{"body":"Ja.","spans":[[0,2,"quote"]]}`, o)
	require.Equal(t, []string{"quote:Ja"}, marked(docs[0], 0))
}

func TestDoccanoNamesWhatItCannotReadAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ line, reason, field string }{
		"no JSON":                 {`{"text":`, "bad_json", "text"},
		"no object":               {`[1]`, "wrong_type", "[0]"},
		"no text":                 {`{"label":[[0,1,"PER"]],"meta":{}}`, "no_text", "text"},
		"a text that is none":     {`{"text":1,"label":[]}`, "wrong_type", "text"},
		"half a surrogate pair":   {`{"text":"\ud83d","label":[]}`, "bad_json", "text"},
		"a label of the document": {`{"text":"Ja.","label":["gut",[0,2,"quote"]]}`, "document_label", "label[0]"},
		"a span without label":    {`{"text":"Ja.","label":[[0,2,""],[0,2,"quote"]]}`, "bad_span", "label[0]"},
		"a pair":                  {`{"text":"Ja.","label":[[0,2],[0,2,"quote"]]}`, "bad_span", "label[0]"},
		"an offset that is none":  {`{"text":"Ja.","label":[["0",2,"x"],[0,2,"quote"]]}`, "bad_span", "label[0]"},
		"half an offset":          {`{"text":"Ja.","label":[[0.5,2,"x"],[0,2,"quote"]]}`, "bad_span", "label[0]"},
		"an empty span":           {`{"text":"Ja.","label":[[2,2,"x"],[0,2,"quote"]]}`, "outside_text", "label[0]"},
		"a span backwards":        {`{"text":"Ja.","label":[[2,1,"x"],[0,2,"quote"]]}`, "outside_text", "label[0]"},
		"a negative start":        {`{"text":"Ja.","label":[[-1,1,"x"],[0,2,"quote"]]}`, "outside_text", "label[0]"},
		"an end behind the text":  {`{"text":"Ja.","label":[[0,4,"x"],[0,2,"quote"]]}`, "outside_text", "label[0]"},
		"a relation to nothing":   {`{"text":"Ja.","entities":[{"id":1,"label":"quote","start_offset":0,"end_offset":2}],"relations":[{"id":1,"from_id":1,"to_id":9,"type":"x"}]}`, "unknown_span", "relations[0]"},
		"a relation without type": {`{"text":"Ja.","entities":[{"id":1,"label":"quote","start_offset":0,"end_offset":2}],"relations":[{"id":1,"from_id":1,"to_id":1}]}`, "bad_link", "relations[0]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			good := `{"text":"Ja.","label":[[0,2,"quote"]]}`
			content := good + "\n" + c.line + "\n" + good
			if name == "no object" {
				content = "[1," + good + "]"
			}
			docs := readAll(t, "doccano", "x.jsonl", content, formats.ReadOptions{})
			bad := docs[len(docs)-2]
			require.Len(t, bad.Problems, 1)
			require.Equal(t, c.reason, bad.Problems[0].Reason, bad.Problems[0])
			require.Equal(t, c.field, bad.Problems[0].Field, bad.Problems[0])
			if len(docs) == 3 {
				require.Equal(t, 2, bad.Problems[0].Line)
				require.Equal(t, 2, bad.Line)
			}
			if len(bad.Sets) > 0 {
				require.Equal(t, []string{"quote:Ja"}, marked(bad, 0))
			}
			require.Equal(t, []string{"quote:Ja"}, marked(docs[len(docs)-1], 0), "reading goes on")
		})
	}
}

func TestDoccanoFindsOutInWhatUnitAProjectCounts(t *testing.T) {
	t.Parallel()
	codepoints, _ := write(t, "doccano", formats.Options{}, formatstest.Bridge())
	utf16, _ := write(t, "doccano", formats.Options{Offsets: formats.UTF16}, formatstest.Bridge())
	var want [][]string
	for _, doc := range readAll(t, "doccano", "x.jsonl", codepoints, formats.ReadOptions{}) {
		require.Equal(t, formats.CodePoint, doc.Unit)
		want = append(want, marked(doc, 0))
	}
	for i, doc := range readAll(t, "doccano", "x.jsonl", utf16, formats.ReadOptions{}) {
		require.Equal(t, formats.UTF16, doc.Unit)
		require.Equal(t, want[i], marked(doc, 0))
	}
	for _, doc := range readAll(t, "doccano", "x.jsonl", utf16, formats.ReadOptions{Offsets: formats.CodePoint}) {
		require.Equal(t, formats.CodePoint, doc.Unit, "the caller knows better")
	}
	docs := readAll(t, "doccano", "x.jsonl", `{"text":"👩‍🚒 Zoe`+"\u0301"+` ging. Zoe`+"\u0301"+` kam.","label":[[2,5,"PER"],[12,15,"PER"]]}`, formats.ReadOptions{})
	require.Equal(t, formats.Graphemes, docs[0].Unit)
	require.Equal(t, []string{"PER:Zoe\u0301", "PER:Zoe\u0301"}, marked(docs[0], 0))
}

func TestDoccanoIsKnownByItsFirstLines(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		`{"text":"a","label":[]}` + "\n" + `{"text":"b","label":[[0,1,"X"]]}`:               "doccano",
		`[{"text":"b","labels":[[0,1,"X"]]}]`:                                               "doccano",
		`{"text":"b","entities":[{"start_offset":0,"end_offset":1,"label":"X"}]}`:           "doccano-rel",
		`{"text":"b","spans":[{"start":0,"end":1,"label":"X"}],"tokens":[]}`:                "prodigy",
		`{"text":"b","label":"gut"}`:                                                        "",
		`{"text":"b"}`:                                                                      "",
		`Nur Text.`:                                                                         "",
		`{"text":"` + strings.Repeat("lang ", 20_000) + `","label":[[0,4,"X"]]}`:            "",
		`{"id":1,"label":[[0,4,"X"]],"text":"` + strings.Repeat("lang ", 20_000) + `","x"}`: "doccano",
	} {
		require.Equal(t, want, detected("x.jsonl", content), short(content))
	}
	require.Empty(t, detected("x.txt", `{"text":"b","label":[[0,1,"X"]]}`))
}

func short(s string) string { return s[:min(len(s), 60)] }

// detected is the format of those here that claims a file; none or one may.
func detected(name, content string) string {
	claim := ""
	for _, f := range formats.All {
		head := func(formats.File) []byte { return []byte(content[:min(len(content), 64<<10)]) }
		if f.Detect != nil && f.Detect([]formats.File{formatstest.File(name, content)}, head) {
			claim += f.Name
		}
	}
	return claim
}

func FuzzReadDoccano(f *testing.F) {
	fuzzReader(f, "doccano", ".jsonl")
}

// fuzzReader feeds a reader with what its writers wrote and what is in
// testdata, changed at random: it must not panic, and give sound documents.
func fuzzReader(f *testing.F, name, extension string) {
	format, err := formats.Named(name)
	require.NoError(f, err)
	if format.New != nil || format.NewFolder != nil {
		files, _, _ := written(f, name, formats.Options{}, formatstest.Market())
		for _, content := range contents(f, files) {
			f.Add([]byte(content))
		}
	}
	own, _ := filepath.Glob(filepath.Join("testdata", "read", name, "*"))
	for _, path := range own {
		raw, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for doc, err := range format.Read([]formats.File{formatstest.File("x"+extension, string(content))}, formats.ReadOptions{}) {
			if err != nil {
				require.Equal(t, annotations.Invalid, annotations.CodeOf(err))
				return
			}
			requireSound(t, doc)
		}
	})
}
