package formats

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

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

// continuedBy is the relation from one fragment of a span to the next.
const continuedBy = "continued_by"

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
	w         io.Writer
	o         Options
	relations bool
	order     sequence
	tally     tally
}

func newDoccano(w io.Writer, o Options) Writer {
	return &doccanoWriter{w: w, o: o, tally: newTally(o.Loss)}
}

func newDoccanoRelations(w io.Writer, o Options) Writer {
	return &doccanoWriter{w: w, o: o, relations: true, tally: newTally(o.Loss)}
}

func (d *doccanoWriter) Write(it *Item) error {
	if err := d.order.admit(it); err != nil {
		return err
	}
	doc := it.Document
	if doc.Text.Len() == 0 {
		// doccano refuses a line whose text is empty.
		d.tally.lose(Loss{Document: doc.ID, Reason: EmptyText})
		return nil
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
	if d.relations && d.tally.Documents > 0 {
		d.tally.note(noteRelations)
	}
	return d.tally.Report, nil
}

func (d *doccanoWriter) writeSet(doc *annotations.Document, s Set) error {
	pieces := d.pieces(doc, s)
	d.reportSpans(doc, s)
	if !d.relations {
		for _, l := range s.Links {
			d.lose(doc, s, l.ID, LinkUnsupported, "")
		}
		line := doccanoLine{Text: doc.Text.String(), Label: [][]any{}, DocID: doc.ID, Owner: string(s.Owner)}
		for _, p := range pieces {
			line.Label = append(line.Label, []any{p.start, p.end, p.span.Label})
		}
		return writeLine(d.w, line)
	}
	line := doccanoRelLine{
		Text: doc.Text.String(), Entities: []doccanoEntity{}, Relations: []doccanoRelation{},
		DocID: doc.ID, Owner: string(s.Owner),
	}
	for i, p := range pieces {
		line.Entities = append(line.Entities, doccanoEntity{i, p.span.Label, p.start, p.end})
	}
	for i, r := range d.relate(doc, s, pieces) {
		r.ID = i
		line.Relations = append(line.Relations, r)
	}
	return writeLine(d.w, line)
}

// piece is one fragment of a span as an entity, in the file's unit of offsets.
type piece struct {
	span       *annotations.Span
	fragment   int
	start, end int
}

// pieces lists the fragments of all spans by (start, -end, label, id).
func (d *doccanoWriter) pieces(doc *annotations.Document, s Set) []piece {
	var all []piece
	for _, sp := range s.Spans {
		for i, f := range sp.Fragments {
			p := piece{span: sp, fragment: i, start: int(f.Start), end: int(f.End)}
			if d.o.Offsets == UTF16 {
				p.start, p.end = int(doc.Text.UTF16At(f.Start)), int(doc.Text.UTF16At(f.End))
			}
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end),
			cmp.Compare(a.span.Label, b.span.Label), cmp.Compare(a.span.ID, b.span.ID))
	})
	reach := -1
	for _, p := range all {
		if p.start < reach {
			d.tally.note(noteOverlap)
		}
		reach = max(reach, p.end)
	}
	return all
}

// reportSpans counts the spans and what is lost of them.
func (d *doccanoWriter) reportSpans(doc *annotations.Document, s Set) {
	d.tally.Spans += len(s.Spans)
	for _, sp := range s.Spans {
		if n := len(sp.Fragments); n > 1 {
			d.lose(doc, s, sp.ID, Discontinuous, fmt.Sprintf("%d spans", n))
		}
		if len(sp.Attributes) > 0 {
			d.lose(doc, s, sp.ID, AttributeUnsupported, "the span without them")
		}
		if sp.Note != "" {
			d.lose(doc, s, sp.ID, NoteUnsupported, "the span without it")
		}
	}
}

// relate gives the relations of a set: fragments first, then links in order.
func (d *doccanoWriter) relate(doc *annotations.Document, s Set, pieces []piece) []doccanoRelation {
	type fragment struct {
		span string
		n    int
	}
	entity := map[fragment]int{}
	for i, p := range pieces {
		entity[fragment{p.span.ID, p.fragment}] = i
	}
	var all []doccanoRelation
	for _, sp := range s.Spans {
		for i := 1; i < len(sp.Fragments); i++ {
			all = append(all, doccanoRelation{From: entity[fragment{sp.ID, i - 1}], To: entity[fragment{sp.ID, i}], Type: continuedBy})
		}
	}
	for _, l := range s.Links {
		before := len(all)
		roles, binary := d.rolesOf(l)
		for i := 1; i < len(roles); i++ {
			name := l.Type
			if !binary {
				name += ":" + roles[i]
			}
			for _, from := range l.Roles[roles[0]] {
				for _, to := range l.Roles[roles[i]] {
					a, okA := entity[fragment{from, 0}]
					b, okB := entity[fragment{to, 0}]
					if okA && okB {
						all = append(all, doccanoRelation{From: a, To: b, Type: name})
					}
				}
			}
		}
		if len(all) == before {
			d.lose(doc, s, l.ID, EndpointMissing, "")
			continue
		}
		d.tally.Links++
		if len(l.Attributes) > 0 {
			d.lose(doc, s, l.ID, AttributeUnsupported, "the relations without them")
		}
	}
	return all
}

// rolesOf lists the filled roles of a link in the schema's order, and whether
// its type has two roles only.
func (d *doccanoWriter) rolesOf(l *annotations.Link) (roles []string, binary bool) {
	for _, r := range slices.Sorted(maps.Keys(l.Roles)) {
		if len(l.Roles[r]) > 0 {
			roles = append(roles, r)
		}
	}
	if d.o.Schema == nil || d.o.Schema.Link(l.Type) == nil {
		return roles, len(roles) == 2
	}
	t := d.o.Schema.Link(l.Type)
	rank := func(role string) int {
		return slices.IndexFunc(t.Roles, func(r annotations.LinkRole) bool { return r.ID == role })
	}
	slices.SortStableFunc(roles, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	return roles, len(t.Roles) == 2
}

func (d *doccanoWriter) lose(doc *annotations.Document, s Set, target string, why Reason, written string) {
	d.tally.lose(Loss{Document: doc.ID, Owner: string(s.Owner), Target: target, Reason: why, Written: written})
}
