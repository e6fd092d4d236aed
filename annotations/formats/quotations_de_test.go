package formats_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/schemas"
	"galley/annotations/text"
)

// spoken is the example of the format's documentation, with all five roles.
func spoken(t *testing.T) *formats.Item {
	t.Helper()
	txt := text.New("„Wir sind bereit!“, sagte Viktor Orbán.")
	span := func(id, label string, start, end text.Rune) *annotations.Span {
		f := []annotations.Fragment{{Start: start, End: end}}
		return &annotations.Span{ID: id, Label: label, Fragments: f, Quote: annotations.Quote(txt, f)}
	}
	quote := span("q", "quote", 0, 18)
	quote.Attributes = annotations.Attributes{"quote_type": annotations.String("direct"), "medium": annotations.String("speech")}
	return &formats.Item{Document: &annotations.Document{ID: "a1", Text: txt, Revision: 1, Language: "de"},
		Sets: []formats.Set{{Owner: annotations.Gold, State: annotations.Accepted,
			Spans: []*annotations.Span{quote, span("s", "speaker", 26, 38), span("c", "cue", 20, 25), span("f", "frame", 20, 38)},
			Links: []*annotations.Link{{ID: "l", Type: "attribution", Roles: map[string][]string{"quote": {"q"}, "speaker": {"s"}, "cue": {"c"}, "frame": {"f"}}}}}}}
}

func TestQuotationsWriteTheDocumentedShape(t *testing.T) {
	t.Parallel()
	files, losses, report := written(t, "quotations-de", formats.Options{}, spoken(t))
	require.Empty(t, losses)
	require.Equal(t, 4, report.Spans)
	all := contents(t, files)
	require.JSONEq(t, `{"documentName":"a1","originalText":"„Wir sind bereit!“, sagte Viktor Orbán.","tokens":["„","Wir","sind","bereit","!","“",",","sagte","Viktor","Orbán","."],
	 "sentences":[{"id":0,"begin":0,"end":11,"charBegin":0,"charEnd":39,"text":"„Wir sind bereit!“, sagte Viktor Orbán.","tokenIds":[0,1,2,3,4,5,6,7,8,9,10],"tokens":["„","Wir","sind","bereit","!","“",",","sagte","Viktor","Orbán","."]}],
	 "annotations":[{"id":0,"type":"Direct","medium":"Speech","isNested":false,"hasNested":false,
	  "quote":{"text":"„Wir sind bereit!“","tokenIds":[0,1,2,3,4,5],"spans":[{"begin":0,"end":6,"charBegin":0,"charEnd":18}]},
	  "speaker":{"text":"Viktor Orbán","tokenIds":[8,9],"spans":[{"begin":8,"end":10,"charBegin":26,"charEnd":38}]},
	  "cue":{"text":"sagte","tokenIds":[7],"spans":[{"begin":7,"end":8,"charBegin":20,"charEnd":25}]},
	  "addressee":{"text":"","tokenIds":[],"spans":[]},
	  "frame":{"text":"sagte Viktor Orbán","tokenIds":[7,8,9],"spans":[{"begin":7,"end":10,"charBegin":20,"charEnd":38}]}}]}`, all["gold/a1.json"])
}

func TestSpkAttWritesTheDocumentedShape(t *testing.T) {
	t.Parallel()
	files, losses, _ := written(t, "spkatt", formats.Options{}, spoken(t))
	require.JSONEq(t, `{"Sentences":[{"SentenceId":0,"Tokens":["„","Wir","sind","bereit","!","“",",","sagte","Viktor","Orbán","."]}],
	 "Annotations":[{"Source":["0:8","0:9"],"Message":["0:0","0:1","0:2","0:3","0:4","0:5"],"Cue":["0:7"],"Addr":[],"Medium":[],"Topic":[],"Evidence":[],"PTC":[]}]}`,
		contents(t, files)["gold/a1.json"])
	require.Contains(t, losses, formats.Loss{Document: "a1", Owner: "gold", Target: "f", Reason: formats.LabelNotAllowed}, "it has no frame")
}

func TestQuotationsSayWhichOneIsNested(t *testing.T) {
	t.Parallel()
	files, _, _ := written(t, "quotations-de", formats.Options{}, formatstest.Awkward()[0])
	var doc struct {
		Annotations []struct {
			IsNested, HasNested bool
			Quote               struct{ Text string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(contents(t, files)["user-zo~C3~A9/0198a000-0000-7000-8000-000000000004.json"]), &doc))
	require.Equal(t, "‚nichts‘", doc.Annotations[1].Quote.Text)
	require.True(t, doc.Annotations[1].IsNested)
	require.False(t, doc.Annotations[1].HasNested)
	require.True(t, doc.Annotations[0].HasNested)
	it := spoken(t)
	it.Sets[0].Spans[0].Attributes["nested_override"] = annotations.Bool(true)
	files, _, _ = written(t, "quotations-de", formats.Options{}, it)
	require.Contains(t, contents(t, files)["gold/a1.json"], `"isNested":true`)
}

func TestQuotationsTakeTheRolesOfOtherSchemas(t *testing.T) {
	t.Parallel()
	speech, err := schemas.Find("speech")
	require.NoError(t, err)
	it := spoken(t)
	s := &it.Sets[0]
	s.Spans[0].Label, s.Spans[1].Label, s.Spans[3].Label = "message", "source", "particle"
	s.Spans[0].Attributes = annotations.Attributes{"quote_type": annotations.String("direct"), "medium_kind": annotations.String("writing")}
	s.Links[0].Type, s.Links[0].Roles = "event", map[string][]string{"message": {"q"}, "source": {"s"}, "cue": {"c"}, "particle": {"f"}}
	files, losses, _ := written(t, "quotations-de", formats.Options{Schema: speech}, it)
	file := contents(t, files)["gold/a1.json"]
	require.Contains(t, file, `"medium":"Writing"`)
	require.Contains(t, file, `"speaker":{"text":"Viktor Orbán"`)
	require.Contains(t, file, `"cue":{"text":"sagte Viktor Orbán"`, "the particle belongs to the cue")
	require.Len(t, losses, 1)
	files, losses, _ = written(t, "spkatt", formats.Options{Schema: speech}, it)
	require.Contains(t, contents(t, files)["gold/a1.json"], `"PTC":["0:7","0:8","0:9"]`)
	require.Len(t, losses, 1, "the quote's attributes")
}

func TestQuotationsReadTheCorpus(t *testing.T) {
	t.Parallel()
	doc := readAll(t, "quotations-de", "corpus/x.json", `{
 "documentName": "a7", "originalText": "🌉 „Ja“, sagte sie, „gut“.", "tokens": [],
 "sentences": [{"id":0,"begin":0,"end":9,"charBegin":0,"charEnd":25,"text":"🌉 „Ja“, sagte sie, „gut“.","tokenIds":[],"tokens":[]}],
 "annotations": [
  {"id": 4, "type": "Direct", "medium": "ST", "isNested": false, "hasNested": false,
   "quote": {"text":"„Ja“ „gut“","tokenIds":[],"spans":[{"begin":0,"end":1,"charBegin":2,"charEnd":6},{"begin":0,"end":1,"charBegin":19,"charEnd":24}]},
   "speaker": {"text":"sie","tokenIds":[],"spans":[{"begin":0,"end":1,"charBegin":14,"charEnd":17}]},
   "cue": {"text":"sagte","tokenIds":[],"spans":[{"begin":0,"end":1,"charBegin":8,"charEnd":13}]},
   "addressee": {"text":"","tokenIds":[],"spans":[]}, "frame": {"text":"","tokenIds":[],"spans":[]}},
  {"id": 5, "type": "Mystery", "medium": "none", "quote": {"text":"„gut“","spans":[{"charBegin":19,"charEnd":24}]}, "speaker": {"text":"sie","spans":[{"charBegin":14,"charEnd":17}]}},
  {"id": 6, "type": "Direct", "quote": {"text":"nie","spans":[{"charBegin":14,"charEnd":17}]}}
 ]}`, formats.ReadOptions{})[0]
	require.Equal(t, "a7", doc.ID)
	require.Equal(t, []string{"quote:„Ja“|„gut“", "speaker:sie", "cue:sagte", "quote:„gut“"}, marked(doc, 0), "one speaker of two quotes is one span")
	require.Equal(t, "medium=speech_thought\nquote_type=direct", flat(doc.Sets[0].Spans[0].Attributes))
	require.Equal(t, "quote_type=Mystery", flat(doc.Sets[0].Spans[3].Attributes))
	require.Len(t, doc.Sets[0].Links, 2)
	require.Equal(t, doc.Sets[0].Links[0].Roles["speaker"], doc.Sets[0].Links[1].Roles["speaker"])
	require.Len(t, doc.Problems, 1)
	require.Equal(t, "annotations[2].quote.spans[0]", doc.Problems[0].Field)
	require.Empty(t, doc.Sets[0].Author, "a folder of any name is nobody's")
}

func TestFilesOfOneDocumentEachAreRefusedOneByOne(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"quotations-de", "spkatt"} {
		f, _ := formats.Named(name)
		good := contents(t, func() []formats.File { files, _, _ := written(t, name, formats.Options{}, spoken(t)); return files }())["gold/a1.json"]
		files := []formats.File{formatstest.File("1.json", "{"), formatstest.File("2.json", good), formatstest.File("3.json", "[]"), formatstest.File("4.json", "{}")}
		n := 0
		for doc, err := range f.Read(files, formats.ReadOptions{}) {
			require.NoError(t, err)
			n++
			require.Equal(t, doc.File == "2.json", len(doc.Problems) == 0, doc.File)
		}
		require.Equal(t, 4, n)
	}
}

func TestSpkAttReadsTokensThatMayNotExist(t *testing.T) {
	t.Parallel()
	doc := readAll(t, "spkatt", "user-anna/x.json", `{"Sentences":[{"SentenceId":3,"Tokens":["„","Ja","“",",","sagte","sie","."]},{"SentenceId":4,"Tokens":["Gut","(","so",")","!"]}],
	 "Annotations":[{"Source":["3:5"],"Message":["3:0","3:1","3:2","4:0"],"Cue":["3:4"],"Addr":["9:1"],"PTC":["4:7"],"Medium":["x"]}]}`, formats.ReadOptions{})[0]
	require.Equal(t, "„Ja“, sagte sie.\nGut (so)!", doc.Text)
	require.True(t, doc.Rebuilt)
	require.Equal(t, "user:anna", doc.Sets[0].Author)
	require.Equal(t, []string{"speaker:sie", "quote:„Ja“|Gut", "cue:sagte"}, marked(doc, 0))
	require.Len(t, doc.Problems, 3)
	for _, p := range doc.Problems {
		require.Equal(t, "unknown_token", p.Reason)
	}
}

func TestSpkAttRunsOverSentencesWithoutAGap(t *testing.T) {
	t.Parallel()
	doc := readAll(t, "spkatt", "x.json", `{"Sentences":[{"SentenceId":0,"Tokens":["Ja","."]},{"SentenceId":1,"Tokens":["Gut","."]}],"Annotations":[{"Message":["0:0","0:1","1:0"],"Cue":["1:1"]}]}`, formats.ReadOptions{})[0]
	require.Equal(t, []string{"quote:Ja.\nGut", "cue:."}, marked(doc, 0))
}

func TestFolderNamesOfOwnersComeBack(t *testing.T) {
	t.Parallel()
	it := spoken(t)
	it.Document.ID = "a/b:..?~ö"[:7]
	for _, owner := range []annotations.Owner{annotations.Gold, "user:zoé", "suggester:x.y-z"} {
		it.Sets[0].Owner = owner
		files, _, _ := written(t, "quotations-de", formats.Options{}, it)
		require.Regexp(t, `^[a-zA-Z0-9~._-]+/a~2Fb~3A\.\.~3F\.json$`, files[0].Name)
		require.Equal(t, string(owner), found(t, "quotations-de", files, formats.ReadOptions{})[it.Document.ID].Sets[0].Author)
	}
}

func TestQuotationFormatsAreKnownByTheirKeys(t *testing.T) {
	t.Parallel()
	require.Equal(t, "quotations-de", detected("x.json", `{"documentName":"a","originalText":"b"}`))
	require.Equal(t, "spkatt", detected("x.json", `{"Sentences":[],"Annotations":[]}`))
	require.Empty(t, detected("x.json", `[{"documentName":"a","originalText":"b"}]`))
	require.Empty(t, detected("x.json", strings.Repeat(" ", 10)))
}

func FuzzReadQuotations(f *testing.F) { fuzzReader(f, "quotations-de", ".json") }

func FuzzReadSpkAtt(f *testing.F) { fuzzReader(f, "spkatt", ".json") }
