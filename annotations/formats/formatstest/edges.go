package formatstest

import (
	"fmt"
	"strings"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/text"
)

// edge is a text and what is tagged in it, as "id label" and the words of each
// fragment, which stand first behind the fragment before.
type edge struct {
	language, text string
	state          annotations.State
	spans          [][]string
	links          []*annotations.Link
}

// edges are what formats of words and offsets break on.
var edges = []edge{
	// Characters beyond U+FFFF, a ZWJ sequence, NBSP, a tab and blank lines before
	// and between spans; spans inside words, over sentences and with blanks.
	{language: "de", text: "👩‍🚒 Wasser\tim Keller 𝔊\n\n\n" +
		"Der US-Präsident und die CDU-Politiker kamen im Jahr 1977. Das war am 16.10.2025.\u00a0Danach „Nein“.\n" +
		"  \u2009Ende: 30-Jährige.\n \n", spans: [][]string{
		{"m1 MISC", "👩‍🚒"}, {"l1 LOC", "Keller"}, {"c1 claim", "Wasser\tim Keller 𝔊"}, {"p1 PER", "US"}, {"o1 ORG", "CDU"},
		{"c2 claim", "1977"}, {"c3 claim", "kamen im Jahr 1977. Das war am 16.10.2025"}, {"q1 quote", "\u00a0Danach „Nein“"}, {"q2 quote", "„Nein“"},
		{"m2 MISC", "\n\n\n"}, {"m3 MISC", "30"}, {"s1 speaker", " \u2009Ende"},
	}},
	// Nested, crossing, equal and interrupted spans.
	{language: "de", text: "„Wir, die Stadt Köln, sind bereit“, sagte Ines Vogelsang (SPD), „und ‚das‘ gilt.“ Sie lachte.", spans: [][]string{
		{"q1 quote", "„Wir, die Stadt Köln, sind bereit“", "„und ‚das‘ gilt.“"}, {"q2 quote", "‚das‘"}, {"s1 speaker", "Ines Vogelsang"}, {"p1 PER", "Ines Vogelsang"},
		{"p2 PER", "Ines Vogelsang (SPD)"}, {"o1 ORG", "SPD"}, {"o2 ORG", "die Stadt Köln"}, {"l1 LOC", "Köln"}, {"l2 LOC", "Stadt Köln, sind"},
		{"c1 cue", "sagte"}, {"k1 claim", "gilt.“ Sie lachte"}, {"n1 not_a_quote", "‚das‘"}, {"k2 claim", "Köln", "bereit", "gilt"},
	}, links: []*annotations.Link{
		{ID: "l-1", Type: "attribution", Roles: map[string][]string{"quote": {"q1"}, "speaker": {"s1"}, "cue": {"c1"}}},
		{ID: "l-2", Type: "claimer", Roles: map[string][]string{"claim": {"k1"}, "speaker": {"s1"}}},
	}},
	// English clitics, abbreviations and hyphens.
	{language: "en", text: "Trump’s vice-president didn't go to the U.S. on Oct. 3, 1977. “I can't,” she said — John’s start-up: $5m.", spans: [][]string{
		{"p1 PER", "Trump"}, {"p2 PER", "vice"}, {"l1 LOC", "U.S"}, {"c1 claim", "didn"}, {"q1 quote", "“I can't,”"}, {"s1 speaker", "she"}, {"c2 cue", "said"}, {"p3 PER", "John"}, {"k1 claim", "5m"},
	}},
	// Words that formats take for something else: comments, document borders, tags.
	{language: "de", text: "# Titel -DOCSTART- O B-PER _ | = \\ a|b\n-DOCSTART-\n#Hashtag ist <b>fett</b> & \"zitiert\" 'so'\n1\t2\n", spans: [][]string{
		{"m1 MISC", "#"}, {"m2 MISC", "-DOCSTART-"}, {"m3 MISC", "B-PER"}, {"m4 MISC", "#Hashtag"}, {"m5 MISC", "<b>fett</b>"}, {"q1 quote", "\"zitiert\""}, {"m6 MISC", "_"}, {"m7 MISC", "2"},
	}},
	// Names that spaCy numbers; a language whose rules are not read; open work.
	{language: "fr", state: annotations.Open, text: "X et PERSON, l’ORG d’X: «\u202fNon\u202f» — DATE.", spans: [][]string{
		{"p1 PER", "X"}, {"o1 ORG", "ORG"}, {"q1 quote", "«\u202fNon\u202f»"}, {"m1 MISC", "DATE"},
	}},
	// Handed in without a span.
	{language: "de", text: "Hier ist nichts.\n"},
	// One emoji.
	{language: "de", text: "🙂", spans: [][]string{{"m1 MISC", "🙂"}}},
}

// Edges are documents of what formats of words and offsets break on, in the set
// of user:eva.
func Edges() []*formats.Item {
	var all []*formats.Item
	for n, e := range edges {
		t := text.New(e.text)
		d := &annotations.Document{
			ID: fmt.Sprintf("0198b000-0000-7000-8000-%012d", n+1), Project: "edges", Revision: 1, Text: t, SHA256: t.SHA256(), Language: e.language,
			Meta: map[string]string{"title": fmt.Sprintf("Kante %d", n+1)}, Blocks: []annotations.Block{{Role: annotations.Body, Start: 0, End: t.Len()}},
		}
		set := formats.Set{Owner: annotations.UserOwner("eva"), State: e.state, Links: e.links}
		if set.State == "" {
			set.State = annotations.Submitted
		}
		prefix := fmt.Sprintf("d%d-", n+1)
		for _, words := range e.spans {
			id, label, _ := strings.Cut(words[0], " ")
			set.Spans = append(set.Spans, e.span(t, prefix+id, label, words[1:]))
		}
		for i, l := range e.links {
			named := &annotations.Link{ID: prefix + l.ID, Type: l.Type, Roles: map[string][]string{}}
			for role, ids := range l.Roles {
				for _, id := range ids {
					named.Roles[role] = append(named.Roles[role], prefix+id)
				}
			}
			if i == 0 {
				set.Links = nil
			}
			set.Links = append(set.Links, named)
		}
		all = append(all, &formats.Item{Document: d, Schema: formats.SchemaRef{ID: annotations.News().ID, Version: annotations.News().Version}, Sets: []formats.Set{set}})
	}
	return all
}

func (e edge) span(t text.Text, id, label string, words []string) *annotations.Span {
	sp := &annotations.Span{ID: id, Label: label, Quote: words}
	at := 0
	for _, w := range words {
		i := strings.Index(e.text[at:], w)
		if i < 0 {
			panic("formatstest: " + id + ": " + w + " is not in the text")
		}
		start := t.FromByte(text.Byte(at + i))
		sp.Fragments = append(sp.Fragments, annotations.Fragment{Start: start, End: start + text.New(w).Len()})
		at += i + len(w)
	}
	return sp
}
