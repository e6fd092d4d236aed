package formats

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"galley/annotations"
	"galley/annotations/strict"
	"galley/annotations/text"
)

const (
	w3cContext = "http://www.w3.org/ns/anno.jsonld"
	// w3cAround is how many characters of the text before and behind a
	// quotation find it again.
	w3cAround = 32
)

type w3cAnnotation struct {
	Context    string      `json:"@context"`
	ID         string      `json:"id"`
	Type       string      `json:"type"`
	Motivation string      `json:"motivation"`
	Creator    *w3cAgent   `json:"creator,omitempty"`
	Body       []w3cBody   `json:"body"`
	Target     any         `json:"target"`
	targets    []w3cTarget // what Target is made of
}

type w3cAgent struct {
	Type     string `json:"type"`
	Name     string `json:"name"`
	Nickname string `json:"nickname"`
}

type w3cBody struct {
	Type    string `json:"type"`
	Value   string `json:"value,omitempty"`
	Purpose string `json:"purpose"`
	Format  string `json:"format,omitempty"`
	Source  string `json:"source,omitempty"`
}

type w3cTarget struct {
	Source   string `json:"source"`
	Selector []any  `json:"selector"`
}

type w3cPosition struct {
	Type  string `json:"type"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

type w3cQuote struct {
	Type   string `json:"type"`
	Exact  string `json:"exact"`
	Prefix string `json:"prefix"`
	Suffix string `json:"suffix"`
}

type w3cCollection struct {
	Context string `json:"@context,omitempty"`
	ID      string `json:"id"`
	Type    string `json:"type"`
	Label   string `json:"label"`
	Total   int    `json:"total"`
	First   string `json:"first,omitempty"`
	Last    string `json:"last,omitempty"`
}

// w3cWriter writes the W3C Web Annotation Data Model as JSON-LD: a collection,
// its page of annotations, and the texts that the annotations are of. Recogito
// reads it through its W3C adapter.
//
// A span is an annotation "classifying" its words: its label is the tag,
// attributes are bodies "key=value", the note is a comment, and each fragment
// is a target with its position (code points; UTF-16 units on request) and its
// quotation. A link becomes annotations "linking" two others, as in
// doccano-rel; a body "identifying" says which belong together.
type w3cWriter struct {
	base
	folder  Folder
	page    io.Writer
	project string
	total   int
}

func newW3C(folder Folder, o Options) Writer { return &w3cWriter{base: newBase(o), folder: folder} }

func (w *w3cWriter) Write(it *Item) error {
	if err := w.order.admit(it); err != nil {
		return err
	}
	d := it.Document
	source := "texts/" + fileName(d.ID) + ".txt"
	var all []w3cAnnotation
	for _, s := range it.sorted() {
		for _, sp := range s.Spans {
			all = append(all, w.span(d, s, sp, source))
		}
		all = append(all, w.links(d, s)...)
		w.tally.Spans += len(s.Spans)
	}
	if w.failed != nil {
		return w.failed
	}
	if err := w.put(d, source, all); err != nil {
		return fmt.Errorf("write document %s: %w", d.ID, err)
	}
	w.tally.Documents++
	return nil
}

// iri names a thing of a document. Ids that are UUIDs stay what they are.
func (w *w3cWriter) iri(d *annotations.Document, s Set, id string) string {
	if u, err := uuid.Parse(id); err == nil && len(id) == 36 {
		return "urn:uuid:" + u.String()
	}
	return "urn:uuid:" + uuid.NewSHA1(uuid.NameSpaceURL, []byte("galley:"+d.ID+"\n"+string(s.Owner)+"\n"+id)).String()
}

func (w *w3cWriter) span(d *annotations.Document, s Set, sp *annotations.Span, source string) w3cAnnotation {
	a := w3cAnnotation{Context: w3cContext, ID: w.iri(d, s, sp.ID), Type: "Annotation", Motivation: "classifying", Creator: w3cCreator(s.Owner),
		Body: []w3cBody{textBody("tagging", sp.Label)}}
	a.Body = append(a.Body, w.attributes(d, s, sp.ID, sp.Attributes)...)
	if sp.Note != "" {
		a.Body = append(a.Body, textBody("commenting", sp.Note))
	}
	for i, f := range sp.Fragments {
		position := w3cPosition{"TextPositionSelector", int(f.Start), int(f.End)}
		if w.o.Offsets == UTF16 {
			position.Start, position.End = int(d.Text.UTF16At(f.Start)), int(d.Text.UTF16At(f.End))
		}
		quote := w3cQuote{"TextQuoteSelector", sp.Quote[i],
			d.Text.Slice(max(0, f.Start-w3cAround), f.Start), d.Text.Slice(f.End, min(d.Text.Len(), f.End+w3cAround))}
		a.targets = append(a.targets, w3cTarget{source, []any{position, quote}})
	}
	if a.Target = a.targets; len(a.targets) == 1 {
		a.Target = a.targets[0]
	}
	return a
}

func w3cCreator(o annotations.Owner) *w3cAgent {
	kind, name, ok := strings.Cut(string(o), ":")
	switch {
	case !ok:
		return &w3cAgent{"Organization", string(o), string(o)}
	case kind == "suggester":
		return &w3cAgent{"Software", name, string(o)}
	}
	return &w3cAgent{"Person", name, string(o)}
}

func textBody(purpose, value string) w3cBody {
	return w3cBody{Type: "TextualBody", Value: value, Purpose: purpose, Format: "text/plain"}
}

func (w *w3cWriter) attributes(d *annotations.Document, s Set, target string, values annotations.Attributes) []w3cBody {
	var all []w3cBody
	for _, id := range slices.Sorted(maps.Keys(values)) {
		items := valueItems(values[id])
		if len(items) == 0 || strings.Contains(id, "=") {
			w.lose(d, s.Owner, target, AttributeUnsupported, "without it")
			continue
		}
		for _, v := range items {
			all = append(all, textBody("classifying", id+"="+v))
		}
	}
	return all
}

func (w *w3cWriter) links(d *annotations.Document, s Set) []w3cAnnotation {
	in := map[string]bool{}
	for _, sp := range s.Spans {
		in[sp.ID] = true
	}
	var all []w3cAnnotation
	for _, l := range s.Links {
		pairs := w.relations(d, s, l, in)
		if len(pairs) == 0 {
			continue
		}
		w.tally.Links++
		attributes := w.attributes(d, s, l.ID, l.Attributes)
		for i, r := range pairs {
			body := []w3cBody{textBody("tagging", r.name), textBody("identifying", l.ID)}
			body = append(body, attributes...)
			body = append(body, w3cBody{Type: "SpecificResource", Purpose: "linking", Source: w.iri(d, s, r.to)})
			all = append(all, w3cAnnotation{Context: w3cContext, ID: w.iri(d, s, fmt.Sprintf("%s %d", l.ID, i)), Type: "Annotation",
				Motivation: "linking", Creator: w3cCreator(s.Owner), Body: body, Target: w.iri(d, s, r.from)})
		}
	}
	return all
}

// put writes a text and its annotations; the page grows item by item, and says
// behind them what it is part of.
func (w *w3cWriter) put(d *annotations.Document, source string, all []w3cAnnotation) error {
	if err := w.open(d.Project); err != nil {
		return err
	}
	for _, a := range all {
		raw, err := strict.Marshal(a)
		if err != nil {
			return err
		}
		between := ",\n"
		if w.total == 0 {
			between = "\n"
		}
		if _, err := w.page.Write(append([]byte(between), raw...)); err != nil {
			return err
		}
		w.total++
	}
	out, err := w.folder.Create(source)
	if err == nil {
		_, err = io.WriteString(out, d.Text.String())
	}
	return err
}

func (w *w3cWriter) open(project string) (err error) {
	if w.page != nil {
		return nil
	}
	w.project = project
	if w.page, err = w.folder.Create("page-0.jsonld"); err == nil {
		_, err = fmt.Fprintf(w.page, "{\"@context\":%q,\"id\":%q,\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[", w3cContext, w.collection().First)
	}
	return err
}

func (w *w3cWriter) collection() w3cCollection {
	iri := func(part string) string {
		return "urn:uuid:" + uuid.NewSHA1(uuid.NameSpaceURL, []byte("galley:"+part+w.project)).String()
	}
	return w3cCollection{Context: w3cContext, ID: iri("collection\n"), Type: "AnnotationCollection", Label: w.project, Total: w.total,
		First: iri("page\n"), Last: iri("page\n")}
}

func (w *w3cWriter) Close() (Report, error) {
	if w.failed != nil {
		return w.base.Close()
	}
	err := w.open("")
	c := w.collection()
	part := w3cCollection{ID: c.ID, Type: c.Type, Label: c.Label, Total: c.Total}
	if err == nil {
		var raw []byte
		if raw, err = strict.Marshal(part); err == nil {
			_, err = fmt.Fprintf(w.page, "\n],\"partOf\":%s}\n", raw)
		}
	}
	var out io.Writer
	if err == nil {
		out, err = w.folder.Create("collection.jsonld")
	}
	if err == nil {
		err = writeLine(out, c)
	}
	return w.tally.Report, err
}

// find looks for the quotation where it stands between its prefix and suffix,
// else where it stands at all; more than one place is none.
func (q w3cQuote) find(t text.Text) (annotations.Fragment, bool) {
	s := t.String()
	if q.Exact == "" {
		return annotations.Fragment{}, false
	}
	for _, around := range []bool{true, false} {
		at, n := -1, 0
		for from := 0; ; {
			i := strings.Index(s[from:], q.Exact)
			if i < 0 {
				break
			}
			i += from
			from = i + 1
			if around && !(strings.HasSuffix(s[:i], q.Prefix) && strings.HasPrefix(s[i+len(q.Exact):], q.Suffix)) {
				continue
			}
			at, n = i, n+1
		}
		if n == 1 {
			start := t.FromByte(text.Byte(at))
			return annotations.Fragment{Start: start, End: t.FromByte(text.Byte(at + len(q.Exact)))}, true
		}
	}
	return annotations.Fragment{}, false
}
