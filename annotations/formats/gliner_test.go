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

type prompt struct {
	Tokens    []string `json:"tokenized_text"`
	NER       [][3]any
	Relations [][3]any
	Labels    []string `json:"ner_labels"`
}

func prompts(t *testing.T, items ...*formats.Item) ([]prompt, formats.Report) {
	t.Helper()
	file, report := write(t, "gliner", formats.Options{}, items...)
	var all []prompt
	require.NoError(t, json.Unmarshal([]byte(file), &all))
	return all, report
}

func TestGLiNERWritesTheDocumentedShape(t *testing.T) {
	t.Parallel()
	all, report := prompts(t, orban(t))
	require.Equal(t, []string{"„", "Wir", "sind", "bereit", "!", "“", ",", "sagte", "Viktor", "Orbán", "."}, all[0].Tokens)
	require.Equal(t, [][3]any{{0.0, 5.0, "quote"}, {1.0, 4.0, "claim"}, {8.0, 9.0, "speaker"}}, all[0].NER, "ends are inclusive")
	require.Equal(t, [][3]any{{1.0, 2.0, "claimed by"}}, all[0].Relations)
	require.Contains(t, all[0].Labels, "person", "what the text does not have is a negative")
	require.Empty(t, report.Losses)
}

func TestGLiNERCutsWordsAsItsOwnSplitterDoes(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"Tomahawk-Marschflugkörper": "Tomahawk-Marschflugkörper", "16.10.2025": "16 . 10 . 2025", "Strom-/Gaspreis": "Strom - / Gaspreis",
		"a_b-c--d": "a_b-c - - d", "z. B.": "z . B .", "17\u00a0Uhr": "17 Uhr", "Trump’s": "Trump ’ s", "_x_": "_x_", "-a": "- a", "🙂 ½": "🙂 ½",
		"Politiker*innen": "Politiker * innen", "CDU/CSU-Fraktion": "CDU / CSU-Fraktion",
	} {
		txt := text.New(s + " x")
		f := []annotations.Fragment{{Start: txt.Len() - 1, End: txt.Len()}}
		it := &formats.Item{Document: &annotations.Document{ID: "d", Text: txt}, Sets: []formats.Set{{Owner: annotations.Gold,
			Spans: []*annotations.Span{{ID: "s", Label: "claim", Fragments: f, Quote: annotations.Quote(txt, f)}}}}}
		all, _ := prompts(t, it)
		require.Equal(t, want+" x", strings.Join(all[0].Tokens, " "), s)
	}
}

func TestGLiNERHasAnExampleForEachParagraph(t *testing.T) {
	t.Parallel()
	it := formatstest.Bridge()
	it.Sets = it.Sets[1:]
	all, report := prompts(t, it)
	require.Len(t, all, 1+18)
	require.Len(t, all[1].NER, 6)
	require.Equal(t, 18, report.Links)
	require.Contains(t, report.String(), "token-level")
}

func TestGLiNERWritesOneLabelForTheSameWords(t *testing.T) {
	t.Parallel()
	it := orban(t)
	twin := *it.Sets[0].Spans[0]
	twin.ID, twin.Label = "z", "addressee"
	it.Sets[0].Spans = append(it.Sets[0].Spans, &twin)
	it.Sets[0].Links = nil
	all, report := prompts(t, it)
	require.Len(t, all[0].NER, 3)
	require.Equal(t, map[formats.Reason]int{formats.Overlap: 1}, report.Losses)
}

func TestGLiNERNamesLabelsApart(t *testing.T) {
	t.Parallel()
	it := orban(t)
	it.Sets[0].Links = nil
	schema := &annotations.Schema{ID: "x", Version: 1, Labels: []annotations.Label{
		{ID: "quote", Name: annotations.Localized{"en": "Words"}}, {ID: "claim", Name: annotations.Localized{"en": "words"}}, {ID: "speaker"}}}
	file, _ := write(t, "gliner", formats.Options{Schema: schema}, it)
	require.Contains(t, file, `"ner_labels":["words","words (claim)","speaker"]`)
}
