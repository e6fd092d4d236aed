package formats

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// excelCell is how much of a cell Excel shows, in UTF-16 units.
const excelCell = 32_767

// tableHead and tableTail are the columns around those of the attributes.
var (
	tableHead = []string{"doc_id", "span_id", "fragment", "layer", "label", "start", "end", "text", "sentence"}
	tableTail = []string{"note", "speaker_text", "relation", "related_span_id", "annotator", "state"}
)

// tableWriter writes a table of spans, a row for each fragment (RFC 4180, UTF-8).
// Offsets count code points. Values of a list are joined with " | "; relation
// and related_span_id name, with a blank between two, what the span is linked
// to, as in doccano-rel. The texts of the documents are not in it.
//
// A cell that a spreadsheet would run as a formula, one that begins with = + -
// @, a tab or a line end, gets a leading "'", in both kinds: files change hands.
// So does one that begins with such marks behind "'", so that a reader can take
// it away again. For Excel there is a byte order mark, semicolons (its German
// edition reads nothing else) and CRLF.
type tableWriter struct {
	base
	w       io.Writer
	excel   bool
	started bool
	columns []string // the attributes'
	guarded int
}

func newCSV(w io.Writer, o Options) Writer { return newTable(w, o, false) }

func newExcelCSV(w io.Writer, o Options) Writer { return newTable(w, o, true) }

func newTable(w io.Writer, o Options, excel bool) Writer {
	t := &tableWriter{base: newBase(o), w: w, excel: excel}
	if o.Schema != nil {
		for _, a := range o.Schema.Attributes {
			t.columns = append(t.columns, a.ID)
		}
	}
	return t
}

func (w *tableWriter) Write(it *Item) error {
	if err := w.order.admit(it); err != nil {
		return err
	}
	d := it.Document
	rows := 0
	var b strings.Builder
	for _, s := range it.sorted() {
		w.tally.Spans += len(s.Spans)
		rows += len(s.Spans)
		w.rows(&b, d, s)
	}
	if rows == 0 {
		w.lose(d, "", "", NoSpans, "")
	}
	if w.failed != nil {
		return w.failed
	}
	if err := w.put(b.String()); err != nil {
		return fmt.Errorf("write document %s: %w", d.ID, err)
	}
	if rows > 0 {
		w.tally.Documents++
	}
	return nil
}

func (w *tableWriter) put(rows string) error {
	if !w.started {
		w.started = true
		var b strings.Builder
		if w.excel {
			b.WriteString("\uFEFF")
		}
		columns := slices.Clone(tableHead)
		for _, id := range w.columns {
			columns = append(columns, tableColumn(id))
		}
		w.row(&b, append(columns, tableTail...))
		rows = b.String() + rows
	}
	_, err := io.WriteString(w.w, rows)
	return err
}

// tableColumn is the column of an attribute; the names of the others are taken.
func tableColumn(id string) string {
	if slices.Contains(tableHead, id) || slices.Contains(tableTail, id) {
		return "attribute_" + id
	}
	return id
}

func (w *tableWriter) Close() (Report, error) {
	if w.failed != nil {
		return w.base.Close()
	}
	err := w.put("")
	if w.guarded > 0 {
		w.tally.note(fmt.Sprintf("%d cells would run as formulas in a spreadsheet and have a leading '", w.guarded))
	}
	return w.tally.Report, err
}

func (w *tableWriter) rows(b *strings.Builder, d *annotations.Document, s Set) {
	related, speakers := w.related(d, s)
	for _, sp := range s.Spans {
		layer := ""
		if w.o.Schema != nil && w.o.Schema.Label(sp.Label) != nil {
			layer = string(w.o.Schema.Label(sp.Label).Family)
		}
		attributes := w.attributes(d, s, sp)
		for i, f := range sp.Fragments {
			from, to := d.Text.Sentence(f.Start)
			cells := []string{d.ID, sp.ID, strconv.Itoa(i), layer, sp.Label, strconv.Itoa(int(f.Start)), strconv.Itoa(int(f.End)),
				sp.Quote[i], d.Text.Slice(from, to)}
			cells = append(append(cells, attributes...), sp.Note, strings.Join(speakers[sp.ID], " | "))
			var names, ids []string
			for _, r := range related[sp.ID] {
				names, ids = append(names, r.name), append(ids, r.to)
			}
			w.row(b, append(cells, strings.Join(names, " "), strings.Join(ids, " "), string(s.Owner), string(s.State)))
			if w.excel && slices.ContainsFunc(cells, func(c string) bool { return text.New(c).UTF16Len() > excelCell }) {
				w.lose(d, s.Owner, sp.ID, TooLong, fmt.Sprintf("the whole; Excel shows %d characters of a cell", excelCell))
			}
		}
	}
}

// attributes are the cells of a span's attributes.
func (w *tableWriter) attributes(d *annotations.Document, s Set, sp *annotations.Span) []string {
	cells := make([]string, len(w.columns))
	for _, id := range slices.Sorted(maps.Keys(sp.Attributes)) {
		values := valueItems(sp.Attributes[id])
		_, several := sp.Attributes[id].Items()
		i := slices.Index(w.columns, id)
		if i < 0 || len(values) == 0 || several && strings.Contains(strings.Join(values, ""), "|") {
			w.lose(d, s.Owner, sp.ID, AttributeUnsupported, "the span without it")
			continue
		}
		cells[i] = strings.Join(values, " | ")
	}
	return cells
}

// related are the relations that start at each span, and the words of the
// speakers that a quote or claim is linked to.
func (w *tableWriter) related(d *annotations.Document, s Set) (map[string][]relation, map[string][]string) {
	in, byID := map[string]bool{}, map[string]*annotations.Span{}
	for _, sp := range s.Spans {
		in[sp.ID], byID[sp.ID] = true, sp
	}
	related, speakers := map[string][]relation{}, map[string][]string{}
	var written []*annotations.Link
	for _, l := range s.Links {
		pairs := w.relations(d, s, l, in)
		if slices.ContainsFunc(pairs, func(r relation) bool { return strings.ContainsAny(r.name, " \t\n") }) {
			w.lose(d, s.Owner, l.ID, LabelNotAllowed, "")
			continue
		}
		if len(pairs) == 0 {
			continue
		}
		for _, r := range pairs {
			related[r.from] = append(related[r.from], r)
			if to := byID[r.to]; speakerRole(l, r.to) {
				speakers[r.from] = append(speakers[r.from], to.Quotation())
			}
		}
		written = append(written, l)
		w.tally.Links++
		if len(l.Attributes) > 0 {
			w.lose(d, s.Owner, l.ID, AttributeUnsupported, "the relations without them")
		}
	}
	w.reportMerged(d, s, written)
	return related, speakers
}

// speakerRole reports whether a span is who speaks or claims in a link.
func speakerRole(l *annotations.Link, span string) bool {
	for _, role := range []string{"speaker", "source", "claimer"} {
		if slices.Contains(l.Roles[role], span) {
			return true
		}
	}
	return false
}

func (w *tableWriter) row(b *strings.Builder, cells []string) {
	separator, end := ",", "\n"
	if w.excel {
		separator, end = ";", "\r\n"
	}
	for i, c := range cells {
		if i > 0 {
			b.WriteString(separator)
		}
		if formula(c) {
			c = "'" + c
			w.guarded++
		}
		if strings.ContainsAny(c, separator+"\"\r\n") || strings.TrimSpace(c) != c {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		b.WriteString(c)
	}
	b.WriteString(end)
}

// formula reports whether a spreadsheet may run a cell: it begins with one of
// the marks, with or without "'" before it. Full-width marks count, because
// spreadsheets take them for the others.
func formula(cell string) bool {
	cell = strings.TrimLeft(cell, "'")
	return strings.IndexFunc(cell, func(r rune) bool { return strings.ContainsRune("=+-@\t\r\n\x00＝＋－＠", r) }) == 0
}

// unguarded takes the guard away that row put before a cell.
func unguarded(cell string) string {
	if strings.HasPrefix(cell, "'") && formula(cell) {
		return cell[1:]
	}
	return cell
}
