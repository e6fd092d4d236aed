package formats_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
)

// web reads annotations beside the texts they are of.
func web(t *testing.T, content string, texts ...string) []formats.Found {
	t.Helper()
	files := []formats.File{formatstest.File("annotations.jsonld", content)}
	for i := 0; i < len(texts); i += 2 {
		files = append(files, formatstest.File(texts[i], texts[i+1]))
	}
	f, _ := formats.Named("w3c")
	var all []formats.Found
	for doc, err := range f.Read(files, formats.ReadOptions{}) {
		require.NoError(t, err)
		requireSound(t, doc)
		all = append(all, doc)
	}
	return all
}

func TestW3CWritesTheDocumentedShape(t *testing.T) {
	t.Parallel()
	files, _, _ := written(t, "w3c", formats.Options{}, orban(t))
	all := contents(t, files)
	require.Equal(t, "„Wir sind bereit!“, sagte Viktor Orbán.", all["texts/a1.txt"])
	var collection struct {
		ID, Type, Label, First, Last string
		Total                        int
	}
	require.NoError(t, json.Unmarshal([]byte(all["collection.jsonld"]), &collection))
	var page struct {
		Context string `json:"@context"`
		ID      string
		Type    string
		Start   int `json:"startIndex"`
		Items   []map[string]any
		PartOf  map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(all["page-0.jsonld"]), &page))
	require.Equal(t, "AnnotationCollection", collection.Type)
	require.Equal(t, 4, collection.Total)
	require.Len(t, page.Items, 4)
	require.Equal(t, page.ID, collection.First)
	require.Equal(t, collection.ID, page.PartOf["id"], "what the page is part of is an object, not a bare address")
	require.EqualValues(t, 4, page.PartOf["total"])
	first := page.Items[0]
	for _, item := range page.Items {
		require.Regexp(t, `^urn:uuid:[0-9a-f-]{36}$`, item["id"])
		require.Equal(t, "http://www.w3.org/ns/anno.jsonld", item["@context"])
	}
	require.Equal(t, map[string]any{"source": "texts/a1.txt", "selector": []any{
		map[string]any{"type": "TextPositionSelector", "start": 0.0, "end": 18.0},
		map[string]any{"type": "TextQuoteSelector", "exact": "„Wir sind bereit!“", "prefix": "", "suffix": ", sagte Viktor Orbán."}}}, first["target"])
	link := page.Items[3]
	require.Equal(t, "linking", link["motivation"])
	require.Equal(t, page.Items[1]["id"], link["target"])
	require.Contains(t, link["body"], map[string]any{"type": "SpecificResource", "purpose": "linking", "source": page.Items[2]["id"]})
	require.NotContains(t, all["page-0.jsonld"], "created", "the same data gives the same bytes")
}

func TestW3CCountsUTF16OnRequest(t *testing.T) {
	t.Parallel()
	files, _, _ := written(t, "w3c", formats.Options{Offsets: formats.UTF16}, formatstest.Bridge())
	doc := found(t, "w3c", files, formats.ReadOptions{})[formatstest.Bridge().Document.ID]
	require.Equal(t, formats.UTF16, doc.Unit)
	require.Len(t, doc.Sets[1].Spans, 78)
}

func TestW3CKeepsIDsThatAreUUIDs(t *testing.T) {
	t.Parallel()
	it := orban(t)
	it.Sets[0].Links = nil
	it.Sets[0].Spans = it.Sets[0].Spans[:1]
	it.Sets[0].Spans[0].ID = "0198a000-0000-7000-8000-00000000000f"
	files, _, _ := written(t, "w3c", formats.Options{}, it)
	require.Contains(t, contents(t, files)["page-0.jsonld"], `"id":"urn:uuid:0198a000-0000-7000-8000-00000000000f"`)
}

const article = "🌉 Ja, sagte sie. Nein, sagte er. Ja, doch."

func note(body, selector string) string {
	return `{"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:x:1","type":"Annotation","motivation":"tagging","body":` + body +
		`,"target":{"source":"https://example.org/texts/a1","selector":` + selector + `}}`
}

func TestW3CReadsAnnotationsInEveryWrapping(t *testing.T) {
	t.Parallel()
	one := note(`{"type":"TextualBody","value":"QUOTE","purpose":"tagging"}`, `[{"type":"TextPositionSelector","start":2,"end":4},{"type":"TextQuoteSelector","exact":"Ja"}]`)
	for name, content := range map[string]string{
		"one":                     one,
		"a list":                  "[" + one + "]",
		"lines":                   one + "\n",
		"a page":                  `{"type":"AnnotationPage","items":[` + one + `],"partOf":{"id":"x"}}`,
		"a collection and a page": `{"type":"AnnotationCollection","total":1,"first":{"type":"AnnotationPage","items":[` + one + `]}}`,
		"a graph":                 `{"@graph":[` + one + `]}`,
		"a byte order mark":       "\uFEFF" + one,
	} {
		docs := web(t, content, "texts/a1.txt", article)
		require.Len(t, docs, 1, name)
		require.Empty(t, docs[0].Problems, name)
		require.Equal(t, "a1", docs[0].ID, name)
		require.Equal(t, []string{"QUOTE:Ja"}, marked(docs[0], 0), name)
	}
}

func TestW3CFindsAQuotationWhosePositionIsWrong(t *testing.T) {
	t.Parallel()
	body := `{"type":"TextualBody","value":"X"}`
	for name, c := range map[string]struct{ selector, want, reason string }{
		"in UTF-16":              {`[{"type":"TextPositionSelector","start":3,"end":5},{"type":"TextQuoteSelector","exact":"Ja"}]`, "X:Ja", ""},
		"shifted":                {`[{"type":"TextPositionSelector","start":9,"end":13},{"type":"TextQuoteSelector","exact":"Nein"}]`, "X:Nein", ""},
		"a quotation alone":      {`{"type":"TextQuoteSelector","exact":"doch"}`, "X:doch", ""},
		"between its neighbours": {`{"type":"TextQuoteSelector","exact":"sagte","prefix":"Nein, ","suffix":" er"}`, "X:sagte", ""},
		"of two places":          {`{"type":"TextQuoteSelector","exact":"sagte"}`, "", "outside_text"},
		"of no place":            {`[{"type":"TextPositionSelector","start":3,"end":5},{"type":"TextQuoteSelector","exact":"Vielleicht"}]`, "", "quotation_differs"},
		"a position alone":       {`{"type":"TextPositionSelector","start":2,"end":4}`, "X:Ja", ""},
		"a position outside":     {`{"type":"TextPositionSelector","start":2,"end":400}`, "", "outside_text"},
	} {
		docs := web(t, note(body, c.selector), "texts/a1.txt", article)
		if c.reason != "" {
			require.Len(t, docs[0].Problems, 1, name)
			require.Equal(t, c.reason, docs[0].Problems[0].Reason, name)
			continue
		}
		require.Empty(t, docs[0].Problems, name)
		require.Equal(t, []string{c.want}, marked(docs[0], 0), name)
	}
}

func TestW3CReadsBodiesOfManyKinds(t *testing.T) {
	t.Parallel()
	selector := `{"type":"TextQuoteSelector","exact":"doch"}`
	docs := web(t, note(`[{"type":"TextualBody","value":"A","purpose":"tagging"},{"type":"TextualBody","value":"B","purpose":"oa:tagging"},`+
		`{"type":"TextualBody","value":"gut","purpose":"commenting"},{"type":"TextualBody","value":"k=1","purpose":"classifying"},{"type":"TextualBody","value":"k=2","purpose":"classifying"},`+
		`{"type":"SpecificResource","purpose":"identifying","source":"http://www.wikidata.org/entity/Q42"}]`, selector), "a1.txt", article)
	require.Equal(t, []string{"A:doch", "B:doch"}, marked(docs[0], 0), "two tags are two spans")
	sp := docs[0].Sets[0].Spans[0]
	require.Equal(t, "gut", sp.Note)
	require.Equal(t, "identifying=http://www.wikidata.org/entity/Q42\nk=1 | 2", flat(sp.Attributes))
	docs = web(t, strings.Replace(note(`[]`, selector), `"body":[]`, `"bodyValue":"Hm","motivation2":1`, 1), "a1.txt", article)
	require.Equal(t, "Hm", docs[0].Sets[0].Spans[0].Note)
	require.Equal(t, []string{"tagging:doch"}, marked(docs[0], 0), "without a tag the motivation is the label")
	docs = web(t, note(`{"type":"TextualBody"}`, selector), "a1.txt", article)
	require.Equal(t, "empty_body", docs[0].Problems[0].Reason)
}

func TestW3CLinksWhateverComesFirst(t *testing.T) {
	t.Parallel()
	mark := func(id, tag, exact string) string {
		return strings.Replace(note(`{"type":"TextualBody","value":"`+tag+`","purpose":"tagging"}`, `{"type":"TextQuoteSelector","exact":"`+exact+`"}`), "urn:x:1", id, 1)
	}
	link := `{"id":"urn:x:9","type":"Annotation","motivation":"linking","body":"urn:x:2","target":"urn:x:1"}`
	bad := strings.Replace(link, "urn:x:2", "urn:x:7", 1)
	docs := web(t, "["+mark("urn:x:1", "A", "Nein")+","+link+","+bad+","+mark("urn:x:2", "B", "doch")+"]", "a1.txt", article)
	require.Len(t, docs, 1)
	require.Equal(t, map[string][]string{"from": {"urn:x:1"}, "to": {"urn:x:2"}}, docs[0].Sets[0].Links[0].Roles)
	require.Equal(t, "linking", docs[0].Sets[0].Links[0].Type)
	require.Equal(t, "unknown_span", docs[0].Problems[0].Reason)
}

func TestW3CSaysWhichTextIsMissing(t *testing.T) {
	t.Parallel()
	docs := web(t, note(`{"type":"TextualBody","value":"X"}`, `{"type":"TextQuoteSelector","exact":"doch"}`), "b.txt", "Anderes.", "c.txt", "Drittes.")
	require.Equal(t, "no_text", docs[0].Problems[0].Reason)
	require.Contains(t, docs[0].Problems[0].Detail, "https://example.org/texts/a1")
	require.Len(t, docs, 3, "the texts of which nothing was said are documents")
	docs = web(t, `{"id":"urn:x:1","type":"Annotation","target":"https://example.org/page"}`)
	require.Equal(t, "no_target", docs[0].Problems[0].Reason)
	docs = web(t, `{"items":[{"id":1},7]`)
	require.Equal(t, "no_target", docs[0].Problems[0].Reason)
	require.Equal(t, "bad_json", docs[len(docs)-1].Problems[0].Reason)
}

func TestW3CFragmentsAreTargets(t *testing.T) {
	t.Parallel()
	target := func(exact string) string {
		return `{"source":"a1.txt","selector":{"type":"TextQuoteSelector","exact":"` + exact + `"}}`
	}
	docs := web(t, `{"id":"urn:x:1","motivation":"tagging","body":{"value":"QUOTE"},"target":[`+target("doch")+","+target("Nein")+`]}`, "a1.txt", article)
	require.Equal(t, []string{"QUOTE:Nein|doch"}, marked(docs[0], 0))
	docs = web(t, `{"id":"urn:x:1","motivation":"tagging","body":{"value":"QUOTE"},"target":[`+target("doch")+","+target("fehlt")+`]}`, "a1.txt", article)
	require.Empty(t, docs[0].Sets, "a span is read as a whole or not at all")
	require.Len(t, docs[0].Problems, 1)
}

func TestW3CIsKnownByItsContext(t *testing.T) {
	t.Parallel()
	require.Equal(t, "w3c", detected("x.jsonld", note(`[]`, `{}`)))
	require.Equal(t, "w3c", detected("x.json", `{"@context":["http://www.w3.org/ns/anno.jsonld",{}]}`))
	require.Empty(t, detected("x.jsonld", `{"@context":"https://schema.org"}`))
}

func TestW3CCreatorsAreAuthors(t *testing.T) {
	t.Parallel()
	for creator, want := range map[string]string{
		`"https://example.org/anna"`: "https://example.org/anna", `{"type":"Person","name":"Anna"}`: "Anna", `[{"id":"urn:x:a"}]`: "urn:x:a",
		`{"type":"Person","name":"anna","nickname":"user:anna"}`: "user:anna",
	} {
		content := strings.Replace(note(`{"value":"X"}`, `{"type":"TextQuoteSelector","exact":"doch"}`), `"type":"Annotation"`, `"creator":`+creator, 1)
		require.Equal(t, want, web(t, content, "a1.txt", article)[0].Sets[0].Author)
	}
}

func FuzzReadW3C(f *testing.F) {
	files, _, _ := written(f, "w3c", formats.Options{}, formatstest.Market())
	page := contents(f, files)["page-0.jsonld"]
	f.Add([]byte(page))
	f.Add([]byte(note(`{"value":"X"}`, `{"type":"TextQuoteSelector","exact":"doch"}`)))
	format, _ := formats.Named("w3c")
	f.Fuzz(func(t *testing.T, content []byte) {
		files := []formats.File{formatstest.File("x.jsonld", string(content)), formatstest.File("a1.txt", article)}
		for doc, err := range format.Read(files, formats.ReadOptions{}) {
			if err != nil {
				require.Equal(t, annotations.Invalid, annotations.CodeOf(err))
				return
			}
			requireSound(t, doc)
		}
	})
}
