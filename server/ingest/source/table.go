package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"galley/annotations"
)

// Column is a column of a table, or a key of lines, as a person chooses from them.
type Column struct {
	Name string `json:"name"`
	// Samples are the first few values, cut to 200 characters.
	Samples []string `json:"samples"`
	// As is what the column is proposed for: "text", "title" …; "" for nothing.
	As string `json:"as"`
}

// Preview is what a table or a file of lines looks like.
type Preview struct {
	Columns []Column `json:"columns"`
	// Rows is how many rows there are in the part that was looked at.
	Rows int `json:"rows"`
	// Delimiter separates the columns of a table; "" for lines.
	Delimiter string   `json:"delimiter"`
	Encoding  Encoding `json:"encoding"`
}

// Targets are what a column can be, in the order in which they are offered.
var Targets = []string{"text", "title", "author", "published", "url", "language", "source"}

// aliases are the names that columns have, folded: lower case, letters only.
var aliases = map[string][]string{
	"text":      {"text", "volltext", "fulltext", "content", "body", "artikel", "article", "articletext", "inhalt", "maintext", "plaintext", "textbody", "artikeltext", "document"},
	"title":     {"title", "titel", "headline", "ueberschrift", "überschrift", "schlagzeile", "name"},
	"author":    {"author", "autor", "autorin", "authors", "autoren", "byline", "verfasser"},
	"published": {"published", "date", "datum", "publishedat", "publicationdate", "pubdate", "erschienen", "veröffentlicht", "timestamp"},
	"url":       {"url", "link", "address", "adresse", "permalink", "canonical"},
	"language":  {"language", "lang", "sprache"},
	"source":    {"source", "quelle", "medium", "publisher", "site", "outlet", "zeitung"},
}

func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("_- .:/", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// table reads CSV and TSV (RFC 4180; other delimiters as spreadsheets write
// them). The first row has the names. A row with too few or too many cells is
// named and not taken; the others are.
func (o *opener) table(f File) {
	raw, p := f.all(o.o.Limits.File)
	if p != nil {
		o.refuse(f.Name, p)
		return
	}
	s, enc, p := decode(raw, "")
	if p != nil {
		o.refuse(f.Name, p)
		return
	}
	delimiter := delimiterOf(s)
	rows := newRows(s, delimiter)
	names, err := rows.Read()
	if err != nil {
		o.refuse(f.Name, badRow(err))
		return
	}
	names = slices.Clone(names)
	as, p := o.columns(names, func() []Column { return sample(s, delimiter, 200).Columns })
	if p != nil {
		o.refuse(f.Name, p)
		return
	}
	for n := 0; ; n++ {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		line := 0
		if len(row) > 0 {
			line, _ = rows.FieldPos(0)
		}
		name := fmt.Sprintf("%s:%d", f.Name, line)
		switch {
		case n >= o.o.Limits.Rows:
			o.refuse(f.Name, annotations.Errorf(annotations.TooLarge, "too_many_rows", "", "only the first %d rows were read", o.o.Limits.Rows))
			return
		case err != nil:
			p := badRow(err)
			if !o.give(Piece{Name: fmt.Sprintf("%s:%d", f.Name, p.Line)}, p) {
				return
			}
		case len(row) != len(names):
			p := annotations.Errorf(annotations.Invalid, "ragged_row", "", "row in line %d has %d cells, the first row has %d", line, len(row), len(names))
			p.Line = line
			if !o.give(Piece{Name: name}, p) {
				return
			}
		default:
			if !o.row(name, line, func(i int) string { return row[i] }, as, enc) {
				return
			}
		}
	}
}

// row hands over one row as a piece.
func (o *opener) row(name string, line int, cell func(int) string, as map[string]int, enc Encoding) bool {
	text := cell(as["text"])
	if strings.TrimSpace(text) == "" {
		p := annotations.Errorf(annotations.Invalid, "empty_text", "", "the row in line %d has no text", line)
		p.Line = line
		return o.give(Piece{Name: name}, p)
	}
	piece := Piece{Name: name, Kind: Text, Text: text, Meta: map[string]string{}, Encoding: enc}
	for target, i := range as {
		switch target {
		case "text":
		case "language":
			piece.Language = strings.ToLower(strings.TrimSpace(cell(i)))
		default:
			put(piece.Meta, target, cell(i))
		}
	}
	return o.give(piece, nil)
}

// columns finds the chosen columns, or proposes them.
func (o *opener) columns(names []string, samples func() []Column) (map[string]int, *annotations.Error) {
	as := map[string]int{}
	if o.o.Columns["text"] != "" {
		for target, name := range o.o.Columns {
			i := slices.Index(names, name)
			if i < 0 && name != "" {
				return nil, annotations.Errorf(annotations.Invalid, "unknown_column", "columns."+target, "there is no column %q; there are %s", name, strings.Join(names, ", "))
			}
			if name != "" {
				as[target] = i
			}
		}
		return as, nil
	}
	for i, c := range samples() {
		if c.As != "" && i < len(names) {
			as[c.As] = i
		}
	}
	if _, ok := as["text"]; !ok {
		return nil, annotations.Errorf(annotations.Invalid, "choose_columns", "columns.text", "it cannot be told which column holds the text; choose one of %s", strings.Join(names, ", "))
	}
	return as, nil
}

func badRow(err error) *annotations.Error {
	var at *csv.ParseError
	p := annotations.Errorf(annotations.Invalid, "broken_row", "", "the table cannot be read: %v", err)
	if errors.As(err, &at) {
		p = annotations.Errorf(annotations.Invalid, "broken_row", "", "line %d: %v", at.Line, at.Err)
		p.Line = at.Line
	}
	if errors.Is(err, io.EOF) {
		p = annotations.Errorf(annotations.Invalid, "empty_table", "", "the table has no rows")
	}
	return p
}

func newRows(s string, delimiter rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(s))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = delimiter, -1, false, true
	return r
}

// delimiterOf is the delimiter under which the first rows have the same number
// of cells, and the most of them.
func delimiterOf(s string) rune {
	s = s[:min(len(s), 64<<10)]
	best, most := ',', 0
	for _, d := range []rune{',', ';', '\t', '|'} {
		rows, cells, same := newRows(s, d), 0, 0
		for range 20 {
			row, err := rows.Read()
			if err != nil {
				break
			}
			if cells == 0 {
				cells = len(row)
			}
			if len(row) == cells {
				same++
			}
		}
		if score := (cells - 1) * same; cells > 1 && score > most {
			best, most = d, score
		}
	}
	return best
}

// sample looks at the first rows of a table and proposes what its columns are.
func sample(s string, delimiter rune, most int) Preview {
	p := Preview{Delimiter: string(delimiter)}
	rows := newRows(s, delimiter)
	names, err := rows.Read()
	if err != nil {
		return p
	}
	long := make([]int, len(names))
	for _, name := range names {
		p.Columns = append(p.Columns, Column{Name: name, Samples: []string{}})
	}
	for p.Rows < most {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		p.Rows++
		if err != nil || len(row) != len(names) {
			continue
		}
		for i, cell := range row {
			long[i] += len(cell)
			p.Columns[i].show(cell)
		}
	}
	propose(p.Columns, long)
	return p
}

func (c *Column) show(value string) {
	if value = strings.TrimSpace(value); value == "" || len(c.Samples) >= 3 {
		return
	}
	if r := []rune(value); len(r) > 200 {
		value = string(r[:199]) + "…"
	}
	c.Samples = append(c.Samples, value)
}

// propose sets what each column is: by its name, and the text by its length
// where no name tells.
func propose(columns []Column, long []int) {
	for _, target := range Targets {
		for _, alias := range aliases[target] {
			i := slices.IndexFunc(columns, func(c Column) bool { return c.As == "" && folded(c.Name) == alias })
			if i >= 0 {
				columns[i].As = target
				break
			}
		}
	}
	if slices.ContainsFunc(columns, func(c Column) bool { return c.As == "text" }) {
		return
	}
	best := -1
	for i := range columns {
		if columns[i].As == "" && (best < 0 || long[i] > long[best]) {
			best = i
		}
	}
	// A column of short words is no text; a person must say so.
	if best >= 0 && long[best] >= 80*max(1, len(columns[best].Samples)) {
		columns[best].As = "text"
	}
}

// maxLineBytes is the longest line of JSON that is read.
const maxLineBytes = 16 << 20

// lines reads JSON lines, or one array of objects, whose objects hold a text.
func (o *opener) lines(f File) {
	as := map[string]string{}
	n := 0
	for number, object := range objects(f) {
		name := fmt.Sprintf("%s:%d", f.Name, number)
		if object.problem != nil {
			if !o.give(Piece{Name: name}, object.problem) {
				return
			}
			continue
		}
		if n++; n > o.o.Limits.Rows {
			o.refuse(f.Name, annotations.Errorf(annotations.TooLarge, "too_many_rows", "", "only the first %d lines were read", o.o.Limits.Rows))
			return
		}
		if len(as) == 0 {
			names := object.names
			found, p := o.columns(names, func() []Column { return sampleLines(f, 50).columnsFor(names) })
			if p != nil {
				o.refuse(f.Name, p)
				return
			}
			for target, i := range found {
				as[target] = names[i]
			}
		}
		var keys []string
		index := map[string]int{}
		for target, key := range as {
			index[target] = len(keys)
			keys = append(keys, key)
		}
		if !o.row(name, number, func(i int) string { return object.values[keys[i]] }, index, Encoding{"utf-8", "valid"}) {
			return
		}
	}
}

// columnsFor orders columns as the names of one object.
func (p Preview) columnsFor(names []string) []Column {
	all := make([]Column, len(names))
	for i, name := range names {
		if at := slices.IndexFunc(p.Columns, func(c Column) bool { return c.Name == name }); at >= 0 {
			all[i] = p.Columns[at]
		}
	}
	return all
}

// object is one line's keys in order, with the values that are words or numbers.
type object struct {
	names   []string
	values  map[string]string
	problem *annotations.Error
}

// objects gives the objects of JSON lines by line, or those of an array by place.
func objects(f File) func(yield func(int, object) bool) {
	return func(yield func(int, object) bool) {
		in := bufio.NewReaderSize(io.NewSectionReader(f.Data, 0, f.Size), 64<<10)
		if first, _ := in.Peek(512); bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(first, []byte("\uFEFF"))), []byte("[")) {
			array(in, yield)
			return
		}
		scan := bufio.NewScanner(in)
		scan.Buffer(make([]byte, 0, 64<<10), maxLineBytes)
		n := 0
		for scan.Scan() {
			n++
			line := bytes.TrimSpace(bytes.TrimPrefix(scan.Bytes(), []byte("\uFEFF")))
			if len(line) > 0 && !yield(n, parseObject(line, n)) {
				return
			}
		}
		if err := scan.Err(); err != nil {
			p := annotations.Errorf(annotations.TooLarge, "line_too_long", "", "line %d is longer than %s", n+1, mega(maxLineBytes))
			p.Line = n + 1
			yield(n+1, object{problem: p})
		}
	}
}

func array(in *bufio.Reader, yield func(int, object) bool) {
	if first, _ := in.Peek(3); string(first) == "\uFEFF" {
		_, _ = in.Discard(3)
	}
	d := json.NewDecoder(in)
	_, _ = d.Token() // the bracket that was seen
	for n := 1; d.More(); n++ {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			yield(n, object{problem: annotations.Errorf(annotations.Invalid, "not_json", "", "entry %d of the list is not JSON: %v", n, err)})
			return
		}
		if !yield(n, parseObject(raw, n)) {
			return
		}
	}
}

func parseObject(line []byte, n int) object {
	bad := func(format string, args ...any) object {
		p := annotations.Errorf(annotations.Invalid, "not_json", "", "line %d "+format, append([]any{n}, args...)...)
		p.Line = n
		return object{problem: p}
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return bad("is not a JSON object")
	}
	o := object{values: map[string]string{}}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return bad("is not JSON: %v", err)
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return bad("is not JSON: %v", err)
		}
		name, _ := key.(string)
		o.names = append(o.names, name)
		switch v := value.(type) {
		case string:
			o.values[name] = v
		case json.Number:
			o.values[name] = v.String()
		}
	}
	if _, err := d.Token(); err != nil {
		return bad("is not JSON: %v", err)
	}
	return o
}

// sampleLines looks at the first objects and proposes what their keys are.
func sampleLines(f File, most int) Preview {
	p := Preview{Encoding: Encoding{"utf-8", "valid"}}
	var long []int
	for _, o := range objects(f) {
		if p.Rows >= most {
			break
		}
		p.Rows++
		for _, name := range o.names {
			i := slices.IndexFunc(p.Columns, func(c Column) bool { return c.Name == name })
			if i < 0 {
				i = len(p.Columns)
				p.Columns, long = append(p.Columns, Column{Name: name, Samples: []string{}}), append(long, 0)
			}
			long[i] += len(o.values[name])
			p.Columns[i].show(o.values[name])
		}
	}
	propose(p.Columns, long)
	return p
}

// Look previews a table or a file of lines for a person who chooses columns.
// Returns invalid for any other kind.
func Look(f File) (Preview, *annotations.Error) {
	kind, p := Detect(f)
	if p != nil {
		return Preview{}, p
	}
	switch kind {
	case Lines:
		return sampleLines(f, 50), nil
	case Table:
		raw, p := f.all(Usual.File)
		if p != nil {
			return Preview{}, p
		}
		s, enc, p := decode(raw, "")
		if p != nil {
			return Preview{}, p
		}
		look := sample(s, delimiterOf(s), 200)
		look.Encoding = enc
		return look, nil
	}
	return Preview{}, annotations.Errorf(annotations.Invalid, "no_columns", "", "a file of kind %s has no columns", kind)
}
