package formatstest

import (
	"slices"
	"strings"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/text"
)

// awkward is a text in which everything that breaks offsets, lines and tokens
// stands before something that is tagged.
const awkward = "\U0001F469\u200d\U0001F692 Wasser\tim Keller\n\n" +
	"„Wir haben ‚nichts‘ gewusst“,\u00a0räumte Ines Vogelsang ein, „und die CDU-Politiker auch nicht.“\n" +
	"Am 3. Oktober: <b>A & B</b> | C\\D; [E] *F* _G_ ->H.\u2028Zweite Zeile 𝔊, dritte\u0301.\n\n\n" +
	"  Schluss. Ende\n"

// Awkward is a document with everything that some format cannot hold: nested,
// crossing, equal and interrupted spans; spans over sentences, lines and
// paragraphs, inside words, with blanks at their edges; every type of attribute;
// notes of several lines; links of one, two and many spans. Two people tagged
// it; it is followed by an empty document.
func Awkward() []*formats.Item {
	t := text.New(awkward)
	set := tagger{text: t}
	quote := set.tag("q1", "quote", "„Wir haben ‚nichts‘ gewusst“", "„und die CDU-Politiker auch nicht.“")
	quote.Attributes = annotations.Attributes{"quote_type": annotations.String("direct"), "nonfactual": annotations.Bool(false)}
	quote.Note = "Zeile eins\nZeile \"zwei\" <&> \\ | ;"
	set.tag("q2", "quote", "‚nichts‘")
	set.tag("n1", "not_a_quote", "‚nichts‘").Note = "einfach"
	set.tag("c1", "cue", "räumte", "ein")
	set.tag("s1", "speaker", "Ines Vogelsang").Attributes = annotations.Attributes{"reference": annotations.String("named")}
	set.tag("p1", "PER", "Ines Vogelsang").Attributes = annotations.Attributes{"wikidata": annotations.String("Q42")}
	set.tag("o1", "ORG", "CDU")
	claim := set.tag("k1", "claim", "gewusst“,\u00a0räumte")
	claim.Attributes = annotations.Attributes{
		"claim_type": annotations.List("causal", "position"), "check_worthy": annotations.String("yes"),
		"normalized":   annotations.String("A & B | C\\D; [E] *F* _G_ ->H <\"x\">\tEnde\n_"),
		"evidence_url": annotations.List("https://example.org/?a=b&c=d"), "claim_date": annotations.String("2025-10-16"),
	}
	set.tag("k2", "claim", "auch nicht.“\nAm 3. Oktober: <b>A & B</b>")
	set.tag("k3", "claim", "𝔊, dritte\u0301.\n\n\n  Schluss.")
	set.tag("k4", "claim", "G_ ->H.\u2028Zweite")
	set.tag("m1", "MISC", "\tim ")
	set.tag("m2", "MISC", "\n\n\n")
	set.tag("m3", "MISC", "👩\u200d🚒")
	set.tag("m4", "MISC", "iker a")
	set.link("l1", "attribution", "quote", "q1", "cue", "c1", "speaker", "s1", "speaker", "s2").Attributes = annotations.Attributes{"no_source": annotations.String("implicit")}
	set.tag("s2", "speaker", "CDU-Politiker")
	set.link("l2", "claimer", "claim", "k1", "speaker", "p1")
	set.link("l3", "attribution", "quote", "q2")
	set.link("l4", "about", "claim", "k2", "entity", "m2")
	other := tagger{text: t}
	other.tag("x1", "quote", strings.TrimSuffix(awkward, "\n"))
	return []*formats.Item{
		item("0198a000-0000-7000-8000-000000000004", t,
			formats.Set{Owner: annotations.UserOwner("zoé"), State: annotations.Submitted, Spans: set.spans, Links: set.links},
			formats.Set{Owner: "suggester:rules", State: annotations.Open, Spans: other.spans}),
		item("0198a000-0000-7000-8000-000000000005", text.New("")),
	}
}

func item(id string, t text.Text, sets ...formats.Set) *formats.Item {
	d := &annotations.Document{
		ID: id, Project: "demo", Revision: 1, Text: t, SHA256: t.SHA256(), Language: "de",
		Meta: map[string]string{"title": "Wasser <im> \"Keller\" & 👩\u200d🚒", "url": "https://example.org/a?b=c&d=e"},
	}
	if t.Len() > 0 {
		d.Blocks = []annotations.Block{{Role: annotations.Headline, Start: 0, End: 5}, {Role: annotations.Body, Start: 5, End: t.Len()}}
	}
	return &formats.Item{Document: d, Schema: formats.SchemaRef{ID: annotations.News().ID, Version: annotations.News().Version}, Sets: sets}
}

// tagger tags words where they stand first behind the fragment before.
type tagger struct {
	text  text.Text
	spans []*annotations.Span
	links []*annotations.Link
}

func (g *tagger) tag(id, label string, words ...string) *annotations.Span {
	sp := &annotations.Span{ID: id, Label: label, Quote: words}
	at := 0
	for _, w := range words {
		i := strings.Index(g.text.String()[at:], w)
		if i < 0 {
			panic("formatstest: " + w + " is not in the text")
		}
		start := g.text.FromByte(text.Byte(at + i))
		sp.Fragments = append(sp.Fragments, annotations.Fragment{Start: start, End: start + text.New(w).Len()})
		at += i + len(w)
	}
	g.spans = append(g.spans, sp)
	return sp
}

// link joins spans given as role, id, role, id …
func (g *tagger) link(id, kind string, members ...string) *annotations.Link {
	l := &annotations.Link{ID: id, Type: kind, Roles: map[string][]string{}}
	for pair := range slices.Chunk(members, 2) {
		l.Roles[pair[0]] = append(l.Roles[pair[0]], pair[1])
	}
	g.links = append(g.links, l)
	return l
}
