// Package formatstest has annotated articles to try formats, imports and
// exports on. It is imported by tests only.
//
// The articles are German, invented, and hold what breaks offsets: characters
// beyond U+FFFF, combining accents, no-break spaces, soft hyphens and nested
// quotation marks, all of them before most spans; spans nest, cross, share
// ground and have several fragments.
package formatstest

import (
	"fmt"
	"strings"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/text"
)

// people of an invented town; the accents are combining characters in some.
var people = []string{
	"Ratsfrau Ines Vogelsang", "Kämmerer Jannis O\u0308ttl", "Wehrführerin Sunčica Marić", "Wirt André Holle",
	"Schulleiter Gunnar Ahlers", "Anwohnerin Zoé\u00a0Brandt", "Planer Cem Uçar", "Pfarrer Till Rehbein",
}

var cues = []string{"sagte", "betonte", "erklärte", "warnte", "versprach", "hielt dagegen", "räumte ein", "schrieb"}

var sayings = []string{
	"Die Brücke ist 🌉 kein Denkmal",
	"Wer ‚sparen‘ sagt, meint oft ‚streichen‘",
	"Wir haben das Gut\u00adachten 👩‍🚒 gelesen",
	"Das Wasser kam in der Nacht",
}

// Bridge is a long article full of speech: 18 attributions
// and 78 spans in the set of user:anna (submitted), and a few in gold.
func Bridge() *formats.Item {
	return speech("0198a000-0000-7000-8000-000000000001", "Streit um die Brücke 🌉", 18)
}

// Market is a short article with one attribution in the set of user:ben, which
// is open, and no gold.
func Market() *formats.Item {
	return speech("0198a000-0000-7000-8000-000000000002", "Der Markt zieht um", 1)
}

// Bare is an article nobody has opened.
func Bare() *formats.Item {
	it := speech("0198a000-0000-7000-8000-000000000003", "Ohne Marken", 2)
	it.Sets = nil
	return it
}

// speech builds an article of n attributions, each with a quote of two
// fragments, its cue, its speaker and the frame of both.
func speech(id, title string, n int) *formats.Item {
	b := &builder{text: title + "\n\n"}
	head := b.at()
	var spans []*annotations.Span
	var links []*annotations.Link
	for i := range n {
		who, cue, saying := people[i%len(people)], cues[i%len(cues)], sayings[i%len(sayings)]
		name := func(kind string) string { return fmt.Sprintf("%s-%03d", kind, i) }
		first := b.add("„" + saying + "“")
		b.add(", ")
		frame := b.at()
		verb := b.add(cue)
		b.add(" ")
		speaker := b.add(who)
		frameEnd := b.at()
		b.add(", ")
		second := b.add(fmt.Sprintf("„und das gilt auch für Abschnitt %d.“", i+1))
		spans = append(spans,
			&annotations.Span{ID: name("quote"), Label: "quote", Fragments: []annotations.Fragment{first, second},
				Attributes: annotations.Attributes{"quote_type": annotations.String("direct"), "medium": annotations.String("speech"), "nonfactual": annotations.Bool(i%2 == 0)}},
			&annotations.Span{ID: name("frame"), Label: "frame", Fragments: []annotations.Fragment{{Start: frame, End: frameEnd}}},
			&annotations.Span{ID: name("cue"), Label: "cue", Fragments: []annotations.Fragment{verb}},
			&annotations.Span{ID: name("speaker"), Label: "speaker", Fragments: []annotations.Fragment{speaker},
				Attributes: annotations.Attributes{"reference": annotations.String("named")}})
		if i%3 == 0 {
			spans = append(spans, &annotations.Span{ID: name("claim"), Label: "claim", Note: "Quelle fehlt: <prüfen> & \"fragen\"",
				Fragments:  []annotations.Fragment{{Start: first.Start + 1, End: frame + 2}},
				Attributes: annotations.Attributes{"claim_type": annotations.List("causal", "position"), "check_worthy": annotations.String("yes")}})
		}
		links = append(links, &annotations.Link{ID: name("link"), Type: "attribution", Roles: map[string][]string{
			"quote": {name("quote")}, "cue": {name("cue")}, "speaker": {name("speaker")}, "frame": {name("frame")}}})
		b.add(".\n\n")
	}
	return b.item(id, title, head, spans, links)
}

// builder grows a text and tells where each piece lies.
type builder struct{ text string }

func (b *builder) at() text.Rune { return text.New(b.text).Len() }

func (b *builder) add(s string) annotations.Fragment {
	start := b.at()
	b.text += s
	return annotations.Fragment{Start: start, End: b.at()}
}

func (b *builder) item(id, title string, head text.Rune, spans []*annotations.Span, links []*annotations.Link) *formats.Item {
	t := text.New(strings.TrimSuffix(b.text, "\n"))
	for _, sp := range spans {
		sp.Quote = annotations.Quote(t, sp.Fragments)
	}
	doc := &annotations.Document{
		ID: id, Project: "demo", Revision: 1, Text: t, SHA256: t.SHA256(), Language: "de",
		Meta:   map[string]string{"title": title, "source": "bruecke.txt"},
		Blocks: []annotations.Block{{Role: annotations.Headline, Start: 0, End: head}, {Role: annotations.Body, Start: head, End: t.Len()}},
	}
	it := &formats.Item{Document: doc, Schema: formats.SchemaRef{ID: annotations.News().ID, Version: annotations.News().Version}}
	owner, state := annotations.UserOwner("ben"), annotations.Open
	if len(links) > 1 {
		owner, state = annotations.UserOwner("anna"), annotations.Submitted
		gold := *spans[0]
		gold.ID = "gold-" + gold.ID
		it.Sets = append(it.Sets, formats.Set{Owner: annotations.Gold, State: annotations.Accepted, Spans: []*annotations.Span{&gold}})
	}
	it.Sets = append(it.Sets, formats.Set{Owner: owner, State: state, Spans: spans, Links: links})
	return it
}
