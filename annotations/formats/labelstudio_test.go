package formats_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
)

func TestLabelStudioWritesTheDocumentedShape(t *testing.T) {
	t.Parallel()
	it := orban(t)
	it.Sets[0].Spans[1].Note = "Notiz"
	it.Sets[0].Spans[1].Attributes = annotations.Attributes{"quote_type": annotations.String("direct"), "nonfactual": annotations.Bool(false)}
	files, losses, _ := written(t, "labelstudio", formats.Options{}, it)
	require.Empty(t, losses)
	all := contents(t, files)
	require.JSONEq(t, `[{"data":{"text":"„Wir sind bereit!“, sagte Viktor Orbán.","doc_id":"a1","title":"„Wir sind bereit!“, sagte Viktor Orbán.","owners":["gold"]},
	 "annotations":[{"result":[
	 {"id":"q","from_name":"label","to_name":"text","type":"labels","value":{"start":0,"end":18,"text":"„Wir sind bereit!“","labels":["quote"]}},
	 {"id":"q","from_name":"nonfactual","to_name":"text","type":"choices","value":{"start":0,"end":18,"text":"„Wir sind bereit!“","choices":["false"]}},
	 {"id":"q","from_name":"quote_type","to_name":"text","type":"choices","value":{"start":0,"end":18,"text":"„Wir sind bereit!“","choices":["direct"]}},
	 {"id":"q","from_name":"note","to_name":"text","type":"textarea","value":{"start":0,"end":18,"text":["Notiz"]}},
	 {"id":"c","from_name":"label","to_name":"text","type":"labels","value":{"start":1,"end":17,"text":"Wir sind bereit!","labels":["claim"]}},
	 {"id":"s","from_name":"label","to_name":"text","type":"labels","value":{"start":26,"end":38,"text":"Viktor Orbán","labels":["speaker"]}},
	 {"type":"relation","from_id":"c","to_id":"s","direction":"right","labels":["claimer"]}]}],"predictions":[]}]`,
		all["tasks.json"])
}

func TestLabelStudioConfigurationTakesEveryTask(t *testing.T) {
	t.Parallel()
	for _, schema := range []*annotations.Schema{annotations.News(), {ID: "bare", Version: 1}} {
		files, _, _ := written(t, "labelstudio", formats.Options{Schema: schema}, formatstest.Bridge(), formatstest.Awkward()[0])
		all := contents(t, files)
		controls := configuration(t, all["labeling_config.xml"])
		var tasks []struct {
			Annotations []struct {
				Result []struct {
					Type   string
					From   string `json:"from_name"`
					To     string `json:"to_name"`
					Labels []string
					Value  struct {
						Labels, Choices []string
					}
				}
			}
		}
		require.NoError(t, json.Unmarshal([]byte(all["tasks.json"]), &tasks))
		for _, task := range tasks {
			for _, a := range task.Annotations {
				for _, r := range a.Result {
					if r.Type == "relation" {
						require.Contains(t, controls["relations"], r.Labels[0])
						continue
					}
					require.Contains(t, controls, r.From)
					require.Equal(t, "text", r.To)
					for _, v := range append(r.Value.Labels, r.Value.Choices...) {
						require.Contains(t, controls[r.From], v)
					}
				}
			}
		}
	}
}

// configuration lists the values of each control of a labelling configuration.
func configuration(t *testing.T, config string) map[string][]string {
	t.Helper()
	controls, at := map[string][]string{}, ""
	for d := xml.NewDecoder(strings.NewReader(config)); ; {
		tok, err := d.Token()
		if err == io.EOF {
			return controls
		}
		require.NoError(t, err)
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		a := map[string]string{}
		for _, x := range start.Attr {
			a[x.Name.Local] = x.Value
		}
		switch start.Name.Local {
		case "Relations":
			at = "relations"
		case "Labels", "Choices", "TextArea", "Text":
			at = a["name"]
			require.NotContains(t, controls, at, "a name is one control's")
			controls[at] = []string{}
		case "Label", "Choice", "Relation":
			controls[at] = append(controls[at], a["value"])
		}
	}
}

func TestLabelStudioEscapesLabelsInItsConfiguration(t *testing.T) {
	t.Parallel()
	it := orban(t)
	it.Sets[0].Spans[0].Label = `"<&>` + "\t"
	it.Sets[0].Links = nil
	files, _, _ := written(t, "labelstudio", formats.Options{Schema: &annotations.Schema{}}, it)
	require.Contains(t, configuration(t, contents(t, files)["labeling_config.xml"])["label"], `"<&>`+"\t")
}

func TestLabelStudioPutsASuggestersWorkIntoPredictions(t *testing.T) {
	t.Parallel()
	it := orban(t)
	it.Sets[0].Owner = "suggester:rules"
	files, _, _ := written(t, "labelstudio", formats.Options{}, it)
	require.Contains(t, contents(t, files)["tasks.json"], `"annotations":[],"predictions":[{"model_version":"suggester:rules","result":[{`)
	doc := found(t, "labelstudio", files, formats.ReadOptions{})["a1"]
	require.True(t, doc.Sets[0].Suggested)
}

func TestLabelStudioWithoutTasksIsAnEmptyList(t *testing.T) {
	t.Parallel()
	files, _, _ := written(t, "labelstudio", formats.Options{})
	require.Equal(t, "[]\n", contents(t, files)["tasks.json"])
}

const studio = `[{"id":5,"data":{"text":"🌉 Ja,\n sagte sie.","source":"x"},"annotations":[` +
	`{"id":9,"completed_by":{"id":3,"email":"anna@example.org"},"was_cancelled":false,"ground_truth":true,"result":[` +
	`{"id":"a","from_name":"ner","to_name":"text","type":"labels","value":{"start":2,"end":4,"text":"Ja","labels":["QUOTE","CLAIM"]}},` +
	`{"id":"b","from_name":"ner","to_name":"text","type":"labels","value":{"start":2,"end":12,"text":"Ja,\\n sagte","labels":["FRAME"]}},` +
	`{"id":"a","from_name":"kind","to_name":"text","type":"choices","value":{"start":2,"end":4,"text":"Ja","choices":["direct","nested"]}},` +
	`{"id":"a","from_name":"note","to_name":"text","type":"textarea","value":{"start":2,"end":4,"text":["gut","so"]}},` +
	`{"id":"d","from_name":"doc","to_name":"text","type":"choices","value":{"choices":["wichtig","neu"]}},` +
	`{"type":"relation","from_id":"b","to_id":"a","direction":"left","labels":["frameOf"]},` +
	`{"type":"relation","from_id":"b","to_id":"a","direction":"right"}]},` +
	`{"id":10,"completed_by":4,"was_cancelled":true,"result":[]},{"id":11,"completed_by":4,"result":[]}],` +
	`"predictions":[{"model_version":"m1","score":0.5,"result":[{"id":"p","from_name":"ner","to_name":"text","type":"labels","value":{"start":2,"end":4,"labels":["QUOTE"]}}]}]}]`

func TestLabelStudioReadsItsExport(t *testing.T) {
	t.Parallel()
	docs := readAll(t, "labelstudio", "x.json", studio, formats.ReadOptions{})
	require.Len(t, docs, 1)
	doc := docs[0]
	require.Empty(t, doc.Problems)
	require.Equal(t, "5", doc.ID)
	require.Equal(t, map[string]string{"source": "x", "doc": "wichtig, neu"}, doc.Meta)
	require.Len(t, doc.Sets, 3, "the cancelled one is none")
	require.Equal(t, "anna@example.org", doc.Sets[0].Author)
	require.Equal(t, annotations.Accepted, doc.Sets[0].State)
	require.Equal(t, []string{"QUOTE:Ja", "CLAIM:Ja", "FRAME:Ja,\n sagte"}, marked(doc, 0))
	for _, sp := range doc.Sets[0].Spans[:2] {
		require.Equal(t, "gut\nso", sp.Note)
		require.True(t, annotations.List("direct", "nested").Equal(sp.Attributes["kind"]))
	}
	require.Equal(t, "frameOf", doc.Sets[0].Links[0].Type)
	require.Equal(t, map[string][]string{"from": {"a"}, "to": {"b"}}, doc.Sets[0].Links[0].Roles, "an arrow to the left")
	require.Equal(t, "relation", doc.Sets[0].Links[1].Type)
	require.Equal(t, "4", doc.Sets[1].Author)
	require.Equal(t, annotations.Submitted, doc.Sets[1].State)
	require.Equal(t, formats.FoundSet{Author: "m1", Suggested: true, Spans: doc.Sets[2].Spans}, doc.Sets[2])
}

func TestLabelStudioComparesQuotationsToFindTheUnit(t *testing.T) {
	t.Parallel()
	wider := strings.NewReplacer(`"start":2,"end":4`, `"start":3,"end":5`, `"start":2,"end":12`, `"start":3,"end":13`).Replace(studio)
	docs := readAll(t, "labelstudio", "x.json", wider[:strings.Index(wider, `,"predictions"`)]+"}]", formats.ReadOptions{})
	require.Equal(t, formats.UTF16, docs[0].Unit)
	require.Equal(t, []string{"QUOTE:Ja", "CLAIM:Ja", "FRAME:Ja,\n sagte"}, marked(docs[0], 0))
}

func TestLabelStudioReadsJSONMin(t *testing.T) {
	t.Parallel()
	docs := readAll(t, "labelstudio", "x.json", `[{"text":"Ja, sagte sie.","id":5,"label":[{"start":0,"end":2,"text":"Ja","labels":["QUOTE"]}],"cue":[{"start":4,"end":9,"text":"sagte","labels":["CUE"]}],`+
		`"topic":"Politik","annotator":1,"annotation_id":9,"created_at":"x","updated_at":"y","lead_time":12.3}]`, formats.ReadOptions{})
	doc := docs[0]
	require.Empty(t, doc.Problems)
	require.Equal(t, "5", doc.ID)
	require.Equal(t, "1", doc.Sets[0].Author)
	require.ElementsMatch(t, []string{"QUOTE:Ja", "CUE:sagte"}, marked(doc, 0))
	require.Equal(t, map[string]string{"topic": "Politik"}, doc.Meta)
}

func TestLabelStudioFindsTheTextOfATask(t *testing.T) {
	t.Parallel()
	for content, o := range map[string]formats.ReadOptions{
		`[{"data":{"body":"Ja.","n":1},"annotations":[]}]`:            {},
		`[{"data":{"body":"Ja.","title":"Nein"},"annotations":[]}]`:   {Column: map[string]string{"text": "body"}},
		`{"data":{"text":"Ja.","body":"Nein"},"annotations":[]}`:      {},
		`[{"data":{"text":"Ja."},"annotations":[],"predictions":[]}]`: {},
	} {
		docs := readAll(t, "labelstudio", "x.json", content, o)
		require.Equal(t, "Ja.", docs[0].Text, content)
	}
}

func TestLabelStudioNamesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	task := func(result string) string {
		return `[{"data":{"text":"Ja."},"annotations":[{"result":[` + result + `]}]}]`
	}
	for name, c := range map[string]struct{ content, reason, field string }{
		"two strings and no text":   {`[{"data":{"a":"x","b":"y"},"annotations":[]}]`, "no_text", "[0].data.text"},
		"data that is none":         {`[{"data":"x","annotations":[]}]`, "wrong_type", "[0].data"},
		"no text at all":            {`[{"id":1}]`, "no_text", "text"},
		"a region of a page":        {task(`{"type":"hypertextlabels","value":{"start":"/p[1]/text()[1]","end":"/p[1]/text()[1]","startOffset":0,"hypertextlabels":["X"],"globalOffsets":{"start":0,"end":2}}}`), "hypertext", "annotations[0].result[0]"},
		"a region outside":          {task(`{"type":"labels","value":{"start":0,"end":7,"labels":["X"]}}`), "outside_text", "annotations[0].result[0]"},
		"other words":               {task(`{"type":"labels","value":{"start":0,"end":2,"text":"No","labels":["X"]}}`), "quotation_differs", "annotations[0].result[0]"},
		"an empty label":            {task(`{"type":"labels","value":{"start":0,"end":2,"labels":[""]}}`), "bad_span", "annotations[0].result[0]"},
		"a box":                     {task(`{"type":"rectanglelabels","value":{"x":1}}`), "unknown_result", "annotations[0].result[0]"},
		"a choice of no region":     {task(`{"id":"x","type":"choices","from_name":"k","value":{"start":0,"end":2,"choices":["a"]}}`), "unknown_span", "annotations[0].result[0]"},
		"a relation of no region":   {task(`{"type":"relation","from_id":"x","to_id":"y","labels":["a"]}`), "unknown_span", "annotations[0].result[0]"},
		"a result that is none":     {task(`7`), "wrong_type", "annotations[0].result[0]"},
		"annotations that are none": {`[{"data":{"text":"Ja."},"annotations":7}]`, "wrong_type", "[0].annotations"},
	} {
		docs := readAll(t, "labelstudio", "x.json", c.content, formats.ReadOptions{})
		require.Len(t, docs[0].Problems, 1, name)
		require.Equal(t, c.reason, docs[0].Problems[0].Reason, name)
		require.Equal(t, c.field, docs[0].Problems[0].Field, name)
	}
}

func TestLabelStudioIsKnownByItsTasks(t *testing.T) {
	t.Parallel()
	require.Equal(t, "labelstudio", detected("x.json", studio))
	require.Equal(t, "labelstudio", detected("x.json", `[{"annotation_id":1,"lead_time":2,"text":"x"}]`))
	require.Empty(t, detected("x.json", `[{"data":"text","label":[[0,1,"X"]]}]`))
}

func FuzzReadLabelStudio(f *testing.F) {
	f.Add([]byte(studio))
	fuzzReader(f, "labelstudio", ".json")
}
