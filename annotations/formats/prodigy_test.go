package formats_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/text"
)

func TestProdigyWritesTheDocumentedShape(t *testing.T) {
	t.Parallel()
	file, report := write(t, "prodigy", formats.Options{}, orban(t))
	quote := `{"start":0,"end":18,"token_start":0,"token_end":5,"label":"quote","group":"q","attributes":{},"note":""}`
	claim := `{"start":1,"end":17,"token_start":1,"token_end":4,"label":"claim","group":"c","attributes":{},"note":""}`
	speaker := `{"start":26,"end":38,"token_start":8,"token_end":9,"label":"speaker","group":"s","attributes":{},"note":""}`
	require.True(t, strings.HasPrefix(file, `{"text":"„Wir sind bereit!“, sagte Viktor Orbán.","tokens":[{"text":"„","start":0,"end":1,"id":0,"ws":false},{"text":"Wir","start":1,"end":4,"id":1,"ws":true},`))
	require.Contains(t, file, `{"text":".","start":38,"end":39,"id":10,"ws":false}],"spans":[`+quote+","+claim+","+speaker+`],"relations":[{"head":4,"child":9,"label":"claimer","head_span":`+claim+`,"child_span":`+speaker+`,"link":"r","attributes":{}}]`)
	require.Contains(t, file, `"meta":{"doc_id":"a1","title":"„Wir sind bereit!“, sagte Viktor Orbán.","owner":"gold","state":"open"},"answer":"accept","_session_id":"-gold","_annotator_id":"-gold"}`)
	require.NotContains(t, file, "_hash", "Prodigy adds its hashes when it loads the file")
	require.Empty(t, report.Losses)
	require.Contains(t, report.String(), "UAX #29")
	require.Contains(t, report.String(), "overlap")
}

func TestProdigyTokensCoverTheTextAndSpansLieOnThem(t *testing.T) {
	t.Parallel()
	for _, it := range append(formatstest.Awkward()[:1], formatstest.Bridge()) {
		file, _ := write(t, "prodigy", formats.Options{}, it)
		for line := range strings.Lines(file) {
			var task struct {
				Text   string
				Tokens []struct {
					Text       string
					Start, End int
					WS         bool
				}
				Spans []struct {
					Start, End int
					First      int `json:"token_start"`
					Last       int `json:"token_end"`
				}
			}
			require.NoError(t, json.Unmarshal([]byte(line), &task))
			runes := []rune(task.Text)
			for _, tk := range task.Tokens {
				require.Equal(t, tk.Text, string(runes[tk.Start:tk.End]))
				require.Equal(t, tk.End < len(runes) && runes[tk.End] == ' ', tk.WS)
			}
			for _, sp := range task.Spans {
				require.Equal(t, task.Tokens[sp.First].Start, sp.Start)
				require.Equal(t, task.Tokens[sp.Last].End, sp.End)
			}
		}
	}
}

// letters is a tokenizer of single characters.
type letters struct{}

func (letters) Tokens(t text.Text, _ string) (all []annotations.Fragment) {
	for i := range t.Len() {
		all = append(all, annotations.Fragment{Start: i, End: i + 1})
	}
	return all
}

func TestProdigyWritesTheTokensItIsGiven(t *testing.T) {
	t.Parallel()
	file, report := write(t, "prodigy", formats.Options{Tokenizer: letters{}}, orban(t))
	require.Contains(t, file, `{"start":26,"end":38,"token_start":26,"token_end":37,"label":"speaker"`)
	require.NotContains(t, report.String(), "UAX #29")
}

func TestProdigyAnswersSayHowFarTheWorkIs(t *testing.T) {
	t.Parallel()
	it := formatstest.Bare()
	file, _ := write(t, "prodigy", formats.Options{}, it)
	require.Contains(t, file, `"answer":"ignore"`, "what nobody worked on is not trained on")
	require.Empty(t, readAll(t, "prodigy", "x.jsonl", file, formats.ReadOptions{})[0].Sets)
	it.Sets = []formats.Set{{Owner: "user:ben", State: annotations.Returned}}
	file, _ = write(t, "prodigy", formats.Options{}, it)
	require.Contains(t, file, `"answer":"reject"`)
	require.Contains(t, file, `"_annotator_id":"demo-ben"`)
	for answer, want := range map[string]annotations.State{"accept": annotations.Submitted, "reject": annotations.Returned, "ignore": annotations.Open} {
		docs := readAll(t, "prodigy", "x.jsonl", `{"text":"Ja.","spans":[],"answer":"`+answer+`"}`, formats.ReadOptions{})
		require.Equal(t, want, docs[0].Sets[0].State)
	}
	require.Empty(t, readAll(t, "prodigy", "x.jsonl", `{"text":"Ja."}`, formats.ReadOptions{})[0].Sets, "a source that nobody annotated")
}

func TestProdigyReadsWhatProdigyWrites(t *testing.T) {
	t.Parallel()
	docs := readAll(t, "prodigy", "x.jsonl", `{"text":"Ja, sagte sie.","_input_hash":-17,"_task_hash":5,"meta":{"section":"Wirtschaft"},`+
		`"tokens":[{"text":"Ja","start":0,"end":2,"id":0},{"text":",","start":2,"end":3,"id":1},{"text":"sagte","start":4,"end":9,"id":2},{"text":"sie","start":10,"end":13,"id":3},{"text":".","start":13,"end":14,"id":4}],`+
		`"spans":[{"start":0,"end":2,"token_start":0,"token_end":0,"label":"QUOTE"},{"token_start":2,"token_end":2,"label":"CUE"},{"start":4,"end":13,"label":"FRAME"}],`+
		`"relations":[{"head":2,"child":0,"label":"cueOf"},{"head":3,"child":0,"label":"frameOf","head_span":{"start":4,"end":13,"label":"FRAME"},"child_span":{"start":0,"end":2,"token_start":0,"token_end":0,"label":"QUOTE"}}],`+
		`"answer":"accept","_session_id":"set-anna","_view_id":"relations","_timestamp":1700000000}`, formats.ReadOptions{})
	doc := docs[0]
	require.Empty(t, doc.Problems)
	require.Equal(t, "-17", doc.ID)
	require.Equal(t, map[string]string{"section": "Wirtschaft"}, doc.Meta)
	require.Equal(t, "set-anna", doc.Sets[0].Author)
	require.Equal(t, []string{"QUOTE:Ja", "CUE:sagte", "FRAME:sagte sie"}, marked(doc, 0))
	require.Equal(t, map[string][]string{"from": {"1"}, "to": {"0"}}, doc.Sets[0].Links[0].Roles, "the shortest span on the token")
	require.Equal(t, map[string][]string{"from": {"2"}, "to": {"0"}}, doc.Sets[0].Links[1].Roles)
}

func TestProdigyTokensShowTheUnit(t *testing.T) {
	t.Parallel()
	docs := readAll(t, "prodigy", "x.jsonl", `{"text":"🌉 Ja, sagte sie.","tokens":[{"text":"🌉","start":0,"end":2},{"text":"Ja","start":3,"end":5}],"spans":[{"start":3,"end":5,"label":"QUOTE"}]}`, formats.ReadOptions{})
	require.Equal(t, formats.UTF16, docs[0].Unit)
	require.Equal(t, []string{"QUOTE:Ja"}, marked(docs[0], 0))
}

func TestProdigyNamesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ line, reason, field string }{
		"no text":                      {`{"spans":[]}`, "no_text", "text"},
		"a picture":                    {`{"image":"a.png","spans":[]}`, "no_text", "text"},
		"spans that are none":          {`{"text":"Ja.","spans":{"a":1}}`, "wrong_type", "spans"},
		"a span outside the text":      {`{"text":"Ja.","spans":[{"start":0,"end":9,"label":"X"}]}`, "outside_text", "spans[0]"},
		"a span without a place":       {`{"text":"Ja.","spans":[{"label":"X"}]}`, "outside_text", "spans[0]"},
		"a span of tokens without any": {`{"text":"Ja.","spans":[{"token_start":0,"token_end":0,"label":"X"}]}`, "outside_text", "spans[0]"},
		"a span without label":         {`{"text":"Ja.","spans":[{"start":0,"end":2}]}`, "bad_span", "spans[0]"},
		"other words than it covers":   {`{"text":"Ja.","spans":[{"start":0,"end":2,"text":"No","label":"X"}]}`, "quotation_differs", "spans[0]"},
		"a relation of nothing":        {`{"text":"Ja.","spans":[],"relations":[{"head":0,"child":1,"label":"X"}]}`, "unknown_span", "relations[0]"},
		"a relation without label":     {`{"text":"Ja.","spans":[],"relations":[{"head":0,"child":1}]}`, "bad_link", "relations[0]"},
	} {
		docs := readAll(t, "prodigy", "x.jsonl", c.line+"\n"+`{"text":"Ja."}`, formats.ReadOptions{})
		require.Len(t, docs, 2, name)
		require.Len(t, docs[0].Problems, 1, name)
		require.Equal(t, c.reason, docs[0].Problems[0].Reason, name)
		require.Equal(t, c.field, docs[0].Problems[0].Field, name)
		require.Equal(t, 1, docs[0].Problems[0].Line, name)
	}
}

func TestProdigyFragmentsOfOneGroupAreOneSpan(t *testing.T) {
	t.Parallel()
	file, _ := write(t, "prodigy", formats.Options{}, formatstest.Market())
	docs := readAll(t, "prodigy", "x.jsonl", file, formats.ReadOptions{})
	require.Contains(t, marked(docs[0], 0), "quote:„Die Brücke ist 🌉 kein Denkmal“|„und das gilt auch für Abschnitt 1.“")
}

func FuzzReadProdigy(f *testing.F) { fuzzReader(f, "prodigy", ".jsonl") }
