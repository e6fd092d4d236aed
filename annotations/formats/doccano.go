package formats

import (
	"fmt"
	"io"

	"galley/annotations"
	"galley/annotations/text"
)

// What a person must know before she loads the file into doccano.
const (
	noteOverlap   = `spans overlap: create the doccano project with "Allow overlapping entities", or its importer drops them without a word`
	noteRelations = `create the doccano project with "Use relation" and import as "JSONL(Relation)"`
	noteUnits     = "texts hold characters beyond U+FFFF: offsets count code points, doccano's screen counts UTF-16 units; choose the unit utf16 to look at the file there"
)

// doccanoLine is one line for sequence labelling.
type doccanoLine struct {
	Text  string  `json:"text"`
	Label [][]any `json:"label"`
	DocID string  `json:"doc_id"`
	Owner string  `json:"owner"`
}

// doccanoRelLine is one line with relations.
type doccanoRelLine struct {
	Text      string            `json:"text"`
	Entities  []doccanoEntity   `json:"entities"`
	Relations []doccanoRelation `json:"relations"`
	DocID     string            `json:"doc_id"`
	Owner     string            `json:"owner"`
}

type doccanoEntity struct {
	ID    int    `json:"id"`
	Label string `json:"label"`
	Start int    `json:"start_offset"`
	End   int    `json:"end_offset"`
}

type doccanoRelation struct {
	ID   int    `json:"id"`
	From int    `json:"from_id"`
	To   int    `json:"to_id"`
	Type string `json:"type"`
}

// doccanoWriter writes doccano's JSONL, checked against the parsers and makers
// of its data_import pipeline: one line for each document and set, so that two
// people's work on one text stays apart; a document without a set gives one
// line without labels and with an empty owner. Every key but text and the
// labels is metadata there and comes back on export.
//
// Overlapping spans are kept. A span of several fragments becomes one entity a
// fragment; with relations they are joined by "continued_by". A link becomes
// relations from the first filled role's spans to those of every other role:
// of a type with two roles by the type's name ("claimer"), else by type and
// role ("attribution:speaker"). Attributes and notes have no place.
type doccanoWriter struct {
	base
	w       io.Writer
	related bool
}

func newDoccano(w io.Writer, o Options) Writer {
	return &doccanoWriter{base: newBase(o), w: w}
}

func newDoccanoRelations(w io.Writer, o Options) Writer {
	return &doccanoWriter{base: newBase(o), w: w, related: true}
}

func (d *doccanoWriter) Write(it *Item) error {
	if err := d.order.admit(it); err != nil {
		return err
	}
	doc := it.Document
	if doc.Text.Len() == 0 {
		// doccano refuses a line whose text is empty.
		d.lose(doc, "", "", EmptyText, "")
		return d.failed
	}
	if doc.Text.UTF16Len() != text.UTF16(doc.Text.Len()) && d.o.Offsets != UTF16 {
		d.tally.note(noteUnits)
	}
	sets := it.sorted()
	if len(sets) == 0 {
		sets = []Set{{}}
	}
	for _, s := range sets {
		if err := d.writeSet(doc, s); err != nil {
			return fmt.Errorf("write document %s: %w", doc.ID, err)
		}
	}
	d.tally.Documents++
	return nil
}

func (d *doccanoWriter) Close() (Report, error) {
	if d.related && d.tally.Documents > 0 {
		d.tally.note(noteRelations)
	}
	return d.base.Close()
}

func (d *doccanoWriter) writeSet(doc *annotations.Document, s Set) error {
	pieces := d.pieces(doc, s, "spans")
	in := inFile(pieces)
	d.reportBare(doc, s, in)
	d.noteOverlap(pieces)
	if !d.related {
		d.reportLinks(doc, s)
		if d.failed != nil {
			return d.failed
		}
		line := doccanoLine{Text: doc.Text.String(), Label: [][]any{}, DocID: doc.ID, Owner: string(s.Owner)}
		for _, p := range pieces {
			start, end := d.offsets(doc, p)
			line.Label = append(line.Label, []any{start, end, p.span.Label})
		}
		return writeLine(d.w, line)
	}
	line := doccanoRelLine{
		Text: doc.Text.String(), Entities: []doccanoEntity{}, Relations: []doccanoRelation{},
		DocID: doc.ID, Owner: string(s.Owner),
	}
	for i, p := range pieces {
		start, end := d.offsets(doc, p)
		line.Entities = append(line.Entities, doccanoEntity{i, p.span.Label, start, end})
	}
	for i, r := range d.relate(doc, s, pieces, in) {
		r.ID = i
		line.Relations = append(line.Relations, r)
	}
	if d.failed != nil {
		return d.failed
	}
	return writeLine(d.w, line)
}

// offsets are those of a piece in the file's unit.
func (d *doccanoWriter) offsets(doc *annotations.Document, p piece) (start, end int) {
	if d.o.Offsets == UTF16 {
		return int(doc.Text.UTF16At(p.Start)), int(doc.Text.UTF16At(p.End))
	}
	return int(p.Start), int(p.End)
}

func (d *doccanoWriter) noteOverlap(pieces []piece) {
	reach := text.Rune(-1)
	for _, p := range pieces {
		if p.Start < reach {
			d.tally.note(noteOverlap)
		}
		reach = max(reach, p.End)
	}
}

// relate gives the relations of a set: fragments first, then links in order.
func (d *doccanoWriter) relate(doc *annotations.Document, s Set, pieces []piece, in map[string]bool) []doccanoRelation {
	type fragment struct {
		span string
		n    int
	}
	entity := map[fragment]int{}
	for i, p := range pieces {
		entity[fragment{p.span.ID, p.n}] = i
	}
	var all []doccanoRelation
	for _, sp := range s.Spans {
		for i := 1; i < len(sp.Fragments) && in[sp.ID]; i++ {
			all = append(all, doccanoRelation{From: entity[fragment{sp.ID, i - 1}], To: entity[fragment{sp.ID, i}], Type: continuedBy})
		}
	}
	var written []*annotations.Link
	for _, l := range s.Links {
		pairs := d.relations(doc, s, l, in)
		for _, r := range pairs {
			all = append(all, doccanoRelation{From: entity[fragment{r.from, 0}], To: entity[fragment{r.to, 0}], Type: r.name})
		}
		if len(pairs) == 0 {
			continue
		}
		written = append(written, l)
		d.tally.Links++
		if len(l.Attributes) > 0 {
			d.lose(doc, s.Owner, l.ID, AttributeUnsupported, "the relations without them")
		}
	}
	d.reportMerged(doc, s, written)
	return all
}
