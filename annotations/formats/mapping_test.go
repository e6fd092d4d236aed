package formats_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/schemas"
	"galley/annotations/text"
)

// foreign is a document of another tool, with an emoji before everything.
func foreign() formats.Found {
	span := func(id, label string, start, end text.Rune, attributes map[string]annotations.Value) formats.FoundSpan {
		return formats.FoundSpan{ID: id, Label: label, Fragments: []annotations.Fragment{{Start: start, End: end}}, Attributes: attributes}
	}
	// 🌉 „Ja“, sagte Ines Vogelsang aus Norden.
	return formats.Found{File: "x.jsonl", Line: 3, ID: "7", Name: "Brücke", Language: "de", Text: "🌉 „Ja“, sagte Ines Vogelsang aus Norden.",
		Sets: []formats.FoundSet{{Author: "kim@example.org", State: annotations.Submitted,
			Spans: []formats.FoundSpan{
				span("q", "ZITAT", 2, 6, map[string]annotations.Value{"Typ": annotations.String("Direct"), "mood": annotations.String("gut")}),
				span("v", "Redeverb", 8, 13, nil), span("p", "PERSON", 14, 28, nil), span("s", "source", 14, 28, nil),
				span("l", "GPE", 33, 39, nil), span("z", "DATE", 0, 1, nil),
			},
			Links: []formats.FoundLink{
				{ID: "1", Type: "spokenBy", Roles: map[string][]string{"from": {"q"}, "to": {"s"}}},
				{ID: "2", Type: "hasCue", Roles: map[string][]string{"from": {"q"}, "to": {"v"}}},
				{ID: "3", Type: "born in", Roles: map[string][]string{"from": {"p"}, "to": {"l"}}},
			}}},
	}
}

func surveyOf(docs ...formats.Found) *formats.Survey {
	s := formats.NewSurvey()
	for _, d := range docs {
		s.Add(d)
	}
	return s
}

func TestASurveyCountsTheWordsOfAnotherToolWithExamples(t *testing.T) {
	t.Parallel()
	s := surveyOf(foreign(), foreign())
	require.Equal(t, 2, s.Documents)
	require.Equal(t, &formats.Usage{Count: 2, Examples: []string{"Ines Vogelsang"}}, s.Labels["PERSON"])
	require.Equal(t, map[string]int{"Direct": 2}, s.Attributes["Typ"].Values)
	require.Equal(t, map[string]int{"ZITAT": 2}, s.Attributes["Typ"].On)
	require.Equal(t, map[string]map[string]int{"from": {"ZITAT": 2}, "to": {"source": 2}}, s.Links["spokenBy"].Roles)
	require.Equal(t, []string{"„Ja“ – Ines Vogelsang"}, s.Links["spokenBy"].Examples)
	require.Equal(t, 2, s.Authors["kim@example.org"].Count)
}

func TestASurveyStaysSmall(t *testing.T) {
	t.Parallel()
	var docs iter.Seq2[formats.Found, error] = func(yield func(formats.Found, error) bool) {
		for i := range 3_000 {
			d := foreign()
			d.Sets[0].Spans[0].Label = fmt.Sprint("label ", i)
			d.Sets[0].Spans[1].Attributes = map[string]annotations.Value{"mood": annotations.String(fmt.Sprint(strings.Repeat("lang ", 40), i))}
			if !yield(d, nil) {
				return
			}
		}
	}
	s, err := formats.SurveyOf(docs)
	require.NoError(t, err)
	require.Len(t, s.Labels, 1_000)
	require.Equal(t, 3_000-1_000+5, s.More)
	require.LessOrEqual(t, len(s.Attributes["mood"].Values), 200)
	raw, err := json.Marshal(s)
	require.NoError(t, err)
	require.Less(t, len(raw), 200_000)
}

func TestAMappingIsProposedByNamesAndTheirMeanings(t *testing.T) {
	t.Parallel()
	m := formats.Propose(surveyOf(foreign()), annotations.News())
	require.Equal(t, formats.LabelRule{To: "quote"}, m.Labels["ZITAT"])
	require.Equal(t, formats.LabelRule{To: "cue"}, m.Labels["Redeverb"])
	require.Equal(t, formats.LabelRule{To: "PER", Set: map[string]annotations.Value{"subtype": annotations.String("PERSON")}}, m.Labels["PERSON"])
	require.Equal(t, formats.LabelRule{To: "speaker"}, m.Labels["source"])
	require.Equal(t, "LOC", m.Labels["GPE"].To)
	require.Equal(t, annotations.String("GPE"), m.Labels["GPE"].Set["subtype"])
	require.NotContains(t, m.Labels, "DATE", "nobody knows")
	require.Equal(t, formats.AttributeRule{To: "quote_type", Values: map[string]string{"Direct": "direct"}}, m.Attributes["Typ"])
	require.NotContains(t, m.Attributes, "mood")
	require.Equal(t, formats.LinkRule{To: "attribution", Roles: map[string]string{"from": "*", "to": "*"}, Join: "quote"}, m.Links["spokenBy"])
	require.Equal(t, "cue", m.Links["hasCue"].Roles["to"])
	require.NotContains(t, m.Links, "born in")
	require.NoError(t, m.Check(annotations.News()))
}

func TestLabelsOfManyToolsAreKnown(t *testing.T) {
	t.Parallel()
	news := annotations.News()
	for label, want := range map[string]string{
		"PER": "PER", "per": "PER", "Person": "PER", "B-PER": "PER", "ORG": "ORG", "Organization": "ORG", "Behörde": "ORG", "LOC": "LOC", "location": "LOC",
		"Ort": "LOC", "OTH": "MISC", "Zitat": "quote", "QUOTE": "quote", "Quotation": "quote", "Sprecher": "speaker", "SPK": "speaker", "Cue": "cue",
		"Signalwort": "cue", "Adressat": "addressee", "Behauptung": "claim", "CLAIM": "claim", "Rahmen": "frame", "PERderiv": "PER", "ORGpart": "ORG",
		"direct_quote": "quote", "INDIRECT": "quote", "WORK_OF_ART": "MISC", "Qote": "", "Behauptungen": "claim", "": "", "xyz": "",
	} {
		s := formats.NewSurvey()
		s.Labels[label] = &formats.Usage{Count: 1}
		require.Equal(t, want, formats.Propose(s, news).Labels[label].To, label)
	}
	s := surveyOf()
	s.Labels["PERderiv"], s.Labels["INDIRECT"], s.Labels["Behauptungen"] = &formats.Usage{}, &formats.Usage{}, &formats.Usage{}
	m := formats.Propose(s, news)
	require.Equal(t, annotations.String("deriv"), m.Labels["PERderiv"].Set["derived"])
	require.Equal(t, annotations.String("indirect"), m.Labels["INDIRECT"].Set["quote_type"])
	require.True(t, m.Labels["Behauptungen"].Guess, "names that are only alike are marked")
}

func TestApplyMapsWhatHasARuleAndListsTheRest(t *testing.T) {
	t.Parallel()
	news := annotations.News()
	m := formats.Propose(surveyOf(foreign()), news)
	m.Owners["kim@example.org"] = "user:kim"
	item, missed := m.Apply(foreign(), news)
	require.Equal(t, map[string]string{"title": "Brücke", "source_id": "7"}, item.Document.Meta)
	require.Len(t, item.Sets, 1)
	set := item.Sets[0]
	require.Equal(t, annotations.Owner("user:kim"), set.Owner)
	require.Equal(t, annotations.Submitted, set.State)
	requireStorable(t, item, news)
	labels := map[string]string{}
	for _, sp := range set.Spans {
		labels[sp.Label] = sp.Quote[0]
	}
	require.Equal(t, map[string]string{"quote": "„Ja“", "cue": "sagte", "PER": "Ines Vogelsang", "speaker": "Ines Vogelsang", "LOC": "Norden"}, labels)
	require.Len(t, set.Links, 1, "two relations of one quote are one attribution")
	require.Len(t, set.Links[0].Roles, 3)
	var kinds []string
	for _, u := range missed {
		require.Equal(t, "x.jsonl", u.File)
		require.Equal(t, 3, u.Line)
		require.NotEmpty(t, u.Detail)
		kinds = append(kinds, u.Kind+" "+u.Name)
	}
	require.ElementsMatch(t, []string{"label DATE", "attribute mood", "link born in"}, kinds)
	again, _ := m.Apply(foreign(), news)
	require.Equal(t, item, again, "the same file gives the same ids")
}

// requireStorable holds that a store would take the item.
func requireStorable(t require.TestingT, item *formats.Item, schema *annotations.Schema) {
	require.NoError(t, annotations.CheckBlocks(item.Document.Blocks, item.Document.Text.Len()))
	seen := map[string]bool{}
	for _, s := range item.Sets {
		byID := map[string]*annotations.Span{}
		for _, sp := range s.Spans {
			require.Nil(t, check.Span(item.Document.Text, schema, sp))
			require.False(t, seen[sp.ID], "id %s comes twice", sp.ID)
			seen[sp.ID], byID[sp.ID] = true, sp
		}
		for _, l := range s.Links {
			require.Nil(t, check.Link(schema, l, func(id string) *annotations.Span { return byID[id] }))
			require.False(t, seen[l.ID], "id %s comes twice", l.ID)
			seen[l.ID] = true
		}
	}
}

func TestRulesMayDropAndKeepAsNotes(t *testing.T) {
	t.Parallel()
	news := annotations.News()
	m := formats.Mapping{
		Labels:     map[string]formats.LabelRule{"ZITAT": {To: "quote", Note: true}, "source": {To: "speaker"}, "DATE": {Drop: true}, "PERSON": {To: "PER"}},
		Attributes: map[string]formats.AttributeRule{"mood": {Note: true}, "Typ": {Drop: true}},
		Links:      map[string]formats.LinkRule{"spokenBy": {Note: true}, "hasCue": {Drop: true}, "born in": {To: "refers_to", Roles: map[string]string{"from": "mention", "to": "antecedent"}}},
	}
	item, missed := m.Apply(foreign(), news)
	require.Equal(t, formats.DefaultOwner, item.Sets[0].Owner)
	require.Equal(t, "ZITAT\nmood: gut\nspokenBy: „Ja“ – Ines Vogelsang", item.Sets[0].Spans[0].Note)
	chosen := map[string]bool{}
	for _, u := range missed {
		chosen[u.Kind+" "+u.Name] = u.Chosen
	}
	require.Equal(t, map[string]bool{
		"label DATE": true, "attribute Typ": true, "link hasCue": true, "label Redeverb": false, "label GPE": false, "link born in": false,
	}, chosen)
}

func TestApplyMovesOffsetsWhereLineEndsWereTwo(t *testing.T) {
	t.Parallel()
	f := formats.Found{Text: "\uFEFFEins\r\n🌉 Ines\rkam.", Sets: []formats.FoundSet{{Spans: []formats.FoundSpan{
		{ID: "p", Label: "PER", Fragments: []annotations.Fragment{{Start: 9, End: 13}}},
		{ID: "r", Label: "PER", Fragments: []annotations.Fragment{{Start: 1, End: 7}}},
	}}}}
	m := formats.Mapping{Labels: map[string]formats.LabelRule{"PER": {To: "PER"}}}
	item, missed := m.Apply(f, annotations.News())
	require.Empty(t, missed)
	require.Equal(t, "Eins\n🌉 Ines\nkam.", item.Document.Text.String())
	require.Equal(t, []string{"Ines"}, item.Sets[0].Spans[0].Quote)
	require.Equal(t, []string{"Eins\n"}, item.Sets[0].Spans[1].Quote)
}

func TestATextThatCannotBeKeptGivesNoItem(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", " \n", "a\x00b", "a\x0bb"} {
		item, missed := formats.Mapping{}.Apply(formats.Found{File: "x", Text: bad}, annotations.News())
		require.Nil(t, item)
		require.Equal(t, "text", missed[0].Kind)
	}
}

func TestValuesAreBroughtIntoTheKindTheSchemaHas(t *testing.T) {
	t.Parallel()
	str, list := annotations.String, annotations.List
	for name, c := range map[string]struct {
		to   string
		v    annotations.Value
		want annotations.Value
		miss string
	}{
		"a word for yes":          {"nonfactual", str("ja"), annotations.Bool(true), ""},
		"no word for yes":         {"nonfactual", str("vielleicht"), str(""), "value"},
		"one of several":          {"claim_type", str("causal"), list("causal"), ""},
		"several in one cell":     {"claim_type", str("causal | position"), list("causal", "position"), ""},
		"one of several unknown":  {"claim_type", list("causal", "x"), list("causal"), "value"},
		"a list of one":           {"verdict", list("refuted"), str("refuted"), ""},
		"a list for one":          {"verdict", list("refuted", "supported"), str("refuted"), "value"},
		"an unknown value":        {"verdict", str("Lüge"), str(""), "value"},
		"a date":                  {"claim_date", str("2025-10-16"), str("2025-10-16"), ""},
		"no date":                 {"claim_date", str("gestern"), str(""), "value"},
		"another label's":         {"wikidata", str("Q42"), str(""), "attribute"},
		"a text with a bar":       {"topic", str("a | b"), str("a | b"), ""},
		"an empty value":          {"topic", str(""), str(""), ""},
		"an attribute it has not": {"colour", str("rot"), str(""), "attribute"},
	} {
		label := "claim"
		if c.to == "nonfactual" {
			label = "quote"
		}
		f := formats.Found{Text: "Ja.", Sets: []formats.FoundSet{{Spans: []formats.FoundSpan{
			{ID: "s", Label: label, Fragments: []annotations.Fragment{{Start: 0, End: 2}}, Attributes: map[string]annotations.Value{"a": c.v}}}}}}
		m := formats.Mapping{Labels: map[string]formats.LabelRule{label: {To: label}}, Attributes: map[string]formats.AttributeRule{"a": {To: c.to}}}
		item, missed := m.Apply(f, annotations.News())
		requireStorable(t, item, annotations.News())
		got := item.Sets[0].Spans[0].Attributes[c.to]
		require.True(t, got.Equal(c.want), "%s: %v", name, got)
		if c.miss == "" {
			require.Empty(t, missed, name)
		} else {
			require.Equal(t, c.miss, missed[0].Kind, name)
		}
	}
}

func TestAMappingIsSavedAsJSON(t *testing.T) {
	t.Parallel()
	m := formats.Propose(surveyOf(foreign()), annotations.News())
	raw, err := json.Marshal(m)
	require.NoError(t, err)
	back, err := formats.ParseMapping(raw)
	require.NoError(t, err)
	require.Equal(t, m, back)
	again, _ := json.Marshal(back)
	require.Equal(t, string(raw), string(again))
	empty, _ := json.Marshal(formats.Mapping{})
	require.Equal(t, `{"labels":{},"attributes":{},"links":{},"owners":{}}`, string(empty))
	_, err = formats.ParseMapping([]byte(`{"labels":{"x":{"too":"quote"}}}`))
	require.ErrorContains(t, err, "labels.x.too")
}

func TestARuleThatTheSchemaHasNoPlaceForIsNamed(t *testing.T) {
	t.Parallel()
	type labels = map[string]formats.LabelRule
	for field, m := range map[string]formats.Mapping{
		"labels.x":             {Labels: labels{"x": {To: "headline"}}},
		"labels.x.set.derived": {Labels: labels{"x": {To: "quote", Set: map[string]annotations.Value{"derived": annotations.String("deriv")}}}},
		"attributes.x":         {Attributes: map[string]formats.AttributeRule{"x": {To: "mood"}}},
		"links.x":              {Links: map[string]formats.LinkRule{"x": {To: "likes"}}},
		"links.y":              {Links: map[string]formats.LinkRule{"y": {To: "attribution", Roles: map[string]string{"to": "listener"}}}},
		"owners.x.owner":       {Owners: map[string]annotations.Owner{"x": "nobody"}},
	} {
		require.ErrorContains(t, m.Check(annotations.News()), field)
	}
}

func TestEveryPresetTakesWhatTheQuotationFormatsGive(t *testing.T) {
	t.Parallel()
	files, _, _ := written(t, "quotations-de", formats.Options{}, formatstest.Bridge())
	f, _ := formats.Named("quotations-de")
	for _, s := range schemas.All() {
		survey, err := formats.SurveyOf(f.Read(files, formats.ReadOptions{}))
		require.NoError(t, err)
		m := formats.Propose(survey, s)
		for doc, err := range f.Read(files, formats.ReadOptions{}) {
			require.NoError(t, err)
			item, _ := m.Apply(doc, s)
			requireStorable(t, item, s)
		}
	}
}

// What leaves in a format and comes back through a proposed mapping is what it
// was, but for what the loss report names.
func TestWhatWasWrittenComesBackThroughItsMapping(t *testing.T) {
	t.Parallel()
	news := annotations.News()
	for name, tr := range trips {
		if tr.rebuilt || tr.label != nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				it := randomItem(t, 0)
				valid(it, news)
				files, losses, _ := written(t, name, tr.options, it)
				if tr.beside != nil {
					files = append(files, tr.beside([]*formats.Item{it})...)
				}
				if len(losses) > 0 {
					return
				}
				f, _ := formats.Named(name)
				survey, err := formats.SurveyOf(f.Read(files, tr.read))
				require.NoError(t, err)
				m := formats.Propose(survey, news)
				for doc, err := range f.Read(files, tr.read) {
					require.NoError(t, err)
					item, missed := m.Apply(doc, news)
					require.Empty(t, missed)
					requireStorable(t, item, news)
					for _, s := range item.Sets {
						i := 0
						for i < len(it.Sets) && it.Sets[i].Owner != s.Owner {
							i++
						}
						require.Less(t, i, len(it.Sets), s.Owner)
						require.Len(t, s.Spans, len(it.Sets[i].Spans))
						require.Len(t, s.Links, len(it.Sets[i].Links))
						for k, l := range byContent(s) {
							require.Equal(t, byContent(it.Sets[i])[k], l, k)
						}
					}
				}
			})
		})
	}
}

// byContent counts the spans and links of a set by all they say.
func byContent(s formats.Set) map[string]int {
	all, key := map[string]int{}, map[string]string{}
	for _, sp := range s.Spans {
		key[sp.ID] = fmt.Sprint(sp.Label, sp.Fragments) + flat(sp.Attributes) + sp.Note
		all[key[sp.ID]]++
	}
	for _, l := range s.Links {
		all[linkKey(l.Type, l.Roles, func(id string) string { return key[id] })+flat(l.Attributes)]++
	}
	return all
}

// valid leaves the links of an item that a store would take.
func valid(it *formats.Item, schema *annotations.Schema) {
	for i := range it.Sets {
		byID := map[string]*annotations.Span{}
		for _, sp := range it.Sets[i].Spans {
			byID[sp.ID] = sp
		}
		var good []*annotations.Link
		for _, l := range it.Sets[i].Links {
			if check.Link(schema, l, func(id string) *annotations.Span { return byID[id] }) == nil {
				good = append(good, l)
			}
		}
		it.Sets[i].Links = good
	}
}

func FuzzParseMapping(f *testing.F) {
	m := formats.Propose(surveyOf(foreign()), annotations.News())
	raw, _ := json.Marshal(m)
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := formats.ParseMapping(raw)
		if err != nil {
			return
		}
		_ = m.Check(annotations.News())
		item, _ := m.Apply(foreign(), annotations.News())
		requireStorable(t, item, annotations.News())
	})
}
