package formats

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"galley/annotations"
	"galley/annotations/strict"
	"galley/annotations/text"
)

const (
	// chatPassage is how long a passage of an article is in one example, in code
	// points: more does not fit into what models are trained with.
	chatPassage = 6_000
	// chatMinimum is how many examples a training service asks for at least.
	chatMinimum = 10

	notePersonal = "the file goes to a service outside: the articles' text and the names in it leave the house"
	noteFew      = "there are fewer than 10 examples; training services ask for at least that many"
)

type chatLine struct {
	Messages []chatMessage `json:"messages"`
}

type chatMessage struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// chatAnswer is what the model is to answer, as a JSON string.
type chatAnswer struct {
	Spans []chatSpan `json:"spans"`
	Links []chatLink `json:"links"`
}

// chatSpan has a string, or a list of strings for several fragments. Where a
// string stands in the passage more than once, occurrence says which it is,
// from 1, for each fragment.
type chatSpan struct {
	ID         int                          `json:"id"`
	Label      string                       `json:"label"`
	Text       any                          `json:"text"`
	Occurrence any                          `json:"occurrence,omitempty"`
	Attributes map[string]annotations.Value `json:"attributes,omitempty"`
}

type chatLink struct {
	Type       string                       `json:"type"`
	Roles      map[string][]int             `json:"roles"`
	Attributes map[string]annotations.Value `json:"attributes,omitempty"`
}

// chatWriter writes conversations to fine-tune a chat model with, as OpenAI,
// Together, Fireworks and Bedrock take them: JSONL with nothing but messages,
// and schema.json, the JSON Schema of the answers. The system's message is the
// schema's guidelines, the user's a passage of the article, the answer what is
// tagged in it, in words and without offsets, because models cannot count.
//
// Long articles are cut between paragraphs, with the sentence before for
// context; no span is cut. A set without spans gives empty answers, a document
// that nobody worked on is left out. Documents of a split go into a file of it.
type chatWriter struct {
	base
	folder Folder
	files  map[string]io.Writer
	system map[string]string
	lines  int
}

func newChat(folder Folder, o Options) Writer {
	return &chatWriter{base: newBase(o), folder: folder, files: map[string]io.Writer{}, system: map[string]string{}}
}

func (w *chatWriter) Write(it *Item) error {
	if err := w.order.admit(it); err != nil {
		return err
	}
	d := it.Document
	sets := it.sorted()
	switch {
	case d.Text.Len() == 0:
		w.lose(d, "", "", EmptyText, "")
		return w.failed
	case len(sets) == 0:
		w.lose(d, "", "", NoSet, "")
		return w.failed
	}
	var lines []chatLine
	for _, s := range sets {
		more, err := w.set(d, s)
		if err != nil {
			return fmt.Errorf("write document %s: %w", d.ID, err)
		}
		lines = append(lines, more...)
	}
	if w.failed != nil {
		return w.failed
	}
	name := it.Split
	if name == "" {
		name = "chat"
	}
	out, err := w.file(fileName(name) + ".jsonl")
	for i := 0; err == nil && i < len(lines); i++ {
		err = writeLine(out, lines[i])
	}
	if err != nil {
		return fmt.Errorf("write document %s: %w", d.ID, err)
	}
	w.lines += len(lines)
	w.tally.Documents++
	return nil
}

func (w *chatWriter) file(name string) (io.Writer, error) {
	if out := w.files[name]; out != nil {
		return out, nil
	}
	out, err := w.folder.Create(name)
	w.files[name] = out
	return out, err
}

func (w *chatWriter) Close() (Report, error) {
	if w.failed != nil {
		return w.base.Close()
	}
	if len(w.files) == 0 {
		if _, err := w.file("chat.jsonl"); err != nil {
			return w.tally.Report, err
		}
	}
	if w.tally.note(notePersonal); w.lines < chatMinimum {
		w.tally.note(noteFew)
	}
	out, err := w.folder.Create("schema.json")
	if err == nil {
		var raw []byte
		if raw, err = json.MarshalIndent(chatSchema(w.o.Schema), "", "  "); err == nil {
			_, err = out.Write(append(raw, '\n'))
		}
	}
	return w.tally.Report, err
}

// set gives the examples of a set, one for each passage.
func (w *chatWriter) set(d *annotations.Document, s Set) ([]chatLine, error) {
	fits := func(start, end text.Rune) bool { return end-start <= chatPassage }
	where := map[string]int{} // a span's passage
	cut := passages(d.Text, s.Spans, fits)
	for i, p := range cut {
		for _, sp := range inside(s.Spans, p) {
			where[sp.ID] = i + 1
		}
	}
	links := w.links(d, s, where)
	w.tally.Spans += len(s.Spans)
	var lines []chatLine
	for i, p := range cut {
		answer := chatAnswer{Spans: []chatSpan{}, Links: []chatLink{}}
		number := map[string]int{}
		passage := d.Text.Slice(p.Start, p.End)
		for _, sp := range inside(s.Spans, p) {
			number[sp.ID] = len(number) + 1
			answer.Spans = append(answer.Spans, chatSpanOf(d.Text, passage, p, sp, number[sp.ID]))
			if sp.Note != "" {
				w.lose(d, s.Owner, sp.ID, NoteUnsupported, "the span without it")
			}
		}
		for _, l := range links[i+1] {
			roles := map[string][]int{}
			for role, ids := range l.Roles {
				for _, id := range ids {
					roles[role] = append(roles[role], number[id])
				}
			}
			answer.Links = append(answer.Links, chatLink{l.Type, roles, l.Attributes})
		}
		raw, err := strict.Marshal(answer)
		if err != nil {
			return nil, err
		}
		lines = append(lines, chatLine{[]chatMessage{
			{"system", w.instructions(d.Language)},
			{"user", chatContext(d.Text, p, d.Language) + passage},
			{"assistant", string(raw)},
		}})
	}
	return lines, nil
}

// links puts each link into the passage of its spans, and reports those whose
// spans lie in several.
func (w *chatWriter) links(d *annotations.Document, s Set, where map[string]int) map[int][]*annotations.Link {
	all := map[int][]*annotations.Link{}
	for _, l := range s.Links {
		at, far := 0, false
		for _, id := range l.Spans() {
			if at == 0 {
				at = where[id]
			}
			far = far || where[id] != at || at == 0
		}
		if far || at == 0 {
			w.lose(d, s.Owner, l.ID, EndpointMissing, "")
			continue
		}
		all[at] = append(all[at], l)
		w.tally.Links++
	}
	return all
}

func chatSpanOf(t text.Text, passage string, p annotations.Fragment, sp *annotations.Span, id int) chatSpan {
	c := chatSpan{ID: id, Label: sp.Label, Text: sp.Quote, Attributes: sp.Attributes}
	several := false
	occurrences := make([]int, len(sp.Quote))
	for i, f := range sp.Fragments {
		at := int(t.ByteAt(f.Start) - t.ByteAt(p.Start))
		var many bool
		occurrences[i], many = occurrence(passage, sp.Quote[i], at)
		several = several || many
	}
	if len(sp.Quote) == 1 {
		c.Text = sp.Quote[0]
	}
	switch {
	case several && len(sp.Quote) == 1:
		c.Occurrence = occurrences[0]
	case several:
		c.Occurrence = occurrences
	}
	return c
}

// occurrence is the number, from 1, of the place at among those at which words
// stand, and whether there are several. Places may overlap.
func occurrence(passage, words string, at int) (n int, several bool) {
	count := 0
	for from := 0; ; {
		i := strings.Index(passage[from:], words)
		if i < 0 {
			return n, count > 1
		}
		count++
		if from+i == at {
			n = count
		}
		from += i + 1
	}
}

// chatContext is the sentence before a passage, in square brackets.
func chatContext(t text.Text, p annotations.Fragment, language string) string {
	if p.Start == 0 {
		return ""
	}
	start, end := t.Sentence(t.PrevSentence(p.Start))
	if end > p.Start || start == end {
		return ""
	}
	if german(language) {
		return "[Davor: " + t.Slice(start, end) + "]\n\n"
	}
	return "[Before: " + t.Slice(start, end) + "]\n\n"
}

func german(language string) bool { return language == "" || strings.HasPrefix(language, "de") }

// instructions are the system's message in the document's language.
func (w *chatWriter) instructions(language string) string {
	lang := "en"
	if german(language) {
		lang = "de"
	}
	if w.system[lang] == "" {
		w.system[lang] = chatInstructions(w.o.Schema, lang)
	}
	return w.system[lang]
}

func chatInstructions(schema *annotations.Schema, lang string) string {
	say := func(de, en string) string {
		if lang == "de" {
			return de
		}
		return en
	}
	var b strings.Builder
	b.WriteString(say("Zeichne den Text aus und antworte nur mit JSON: {\"spans\":[{\"id\":1,\"label\":…,\"text\":…}],\"links\":[{\"type\":…,\"roles\":{…:[1]}}]}. "+
		"„text“ ist wörtlich aus dem Text, bei mehreren Teilen eine Liste; steht es mehrmals da, sagt „occurrence“, die wievielte Stelle gemeint ist. "+
		"Ein Satz in eckigen Klammern am Anfang dient nur dem Verständnis.",
		"Annotate the text and answer with JSON alone: {\"spans\":[{\"id\":1,\"label\":…,\"text\":…}],\"links\":[{\"type\":…,\"roles\":{…:[1]}}]}. "+
			"“text” is verbatim from the text, a list where it has several parts; where it occurs more than once, “occurrence” says which one is meant. "+
			"A sentence in square brackets at the beginning is for context only."))
	if schema == nil {
		return b.String()
	}
	if g := schema.Guidelines.In(lang); g != "" {
		b.WriteString("\n\n" + g)
	}
	b.WriteString(say("\n\nLabels:", "\n\nLabels:"))
	for _, l := range schema.Labels {
		if l.Retired {
			continue
		}
		fmt.Fprintf(&b, "\n- %s: %s. %s", l.ID, l.Name.In(lang), l.Guideline.In(lang))
		for _, id := range l.Attributes {
			a := schema.Attribute(id)
			if a.Retired || a.Hidden {
				continue
			}
			fmt.Fprintf(&b, "\n  - %s (%s)", id, a.Name.In(lang))
			var values []string
			for _, v := range a.Values {
				if !v.Retired {
					values = append(values, v.ID)
				}
			}
			if len(values) > 0 {
				b.WriteString(": " + strings.Join(values, ", "))
			}
		}
	}
	if len(schema.Links) > 0 {
		b.WriteString(say("\n\nVerknüpfungen:", "\n\nLinks:"))
	}
	for _, t := range schema.Links {
		var roles []string
		for _, r := range t.Roles {
			roles = append(roles, r.ID+" ("+strings.Join(r.Labels, ", ")+")")
		}
		fmt.Fprintf(&b, "\n- %s: %s", t.ID, strings.Join(roles, "; "))
	}
	return b.String()
}

// chatSchema is the JSON Schema of an answer.
func chatSchema(schema *annotations.Schema) map[string]any {
	object := func(properties map[string]any, required ...string) map[string]any {
		return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	}
	oneOrMore := func(kind string) map[string]any {
		return map[string]any{"anyOf": []any{map[string]any{"type": kind}, map[string]any{"type": "array", "items": map[string]any{"type": kind}}}}
	}
	label, kind := map[string]any{"type": "string"}, map[string]any{"type": "string"}
	attributes := map[string]any{"type": "object"}
	if schema != nil {
		var labels, kinds []string
		for _, l := range schema.Labels {
			labels = append(labels, l.ID)
		}
		for _, t := range schema.Links {
			kinds = append(kinds, t.ID)
		}
		label["enum"] = labels
		if len(kinds) > 0 {
			kind["enum"] = kinds
		}
		properties := map[string]any{}
		for _, a := range schema.Attributes {
			properties[a.ID] = chatAttribute(a)
		}
		attributes = map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	}
	span := object(map[string]any{"id": map[string]any{"type": "integer"}, "label": label, "text": oneOrMore("string"),
		"occurrence": oneOrMore("integer"), "attributes": attributes}, "id", "label", "text")
	link := object(map[string]any{"type": kind, "roles": map[string]any{"type": "object",
		"additionalProperties": map[string]any{"type": "array", "items": map[string]any{"type": "integer"}}}, "attributes": attributes}, "type", "roles")
	answer := object(map[string]any{"spans": map[string]any{"type": "array", "items": span}, "links": map[string]any{"type": "array", "items": link}}, "spans", "links")
	answer["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	return answer
}

func chatAttribute(a annotations.Attribute) map[string]any {
	one := map[string]any{"type": "string"}
	switch {
	case a.Type == annotations.BoolAttribute:
		return map[string]any{"type": "boolean"}
	case len(a.Values) > 0:
		var values []string
		for _, v := range a.Values {
			values = append(values, v.ID)
		}
		one["enum"] = values
	}
	if a.Multi {
		return map[string]any{"type": "array", "items": one}
	}
	return one
}
