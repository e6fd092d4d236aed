package formats

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// tableNames are the columns of a table of spans by the names that are known
// for them. The caller's choice (ReadOptions.Column) comes first; every column
// that is none of them is an attribute.
var tableNames = map[string][]string{
	"doc_id": {"doc_id", "document_id", "document", "doc", "article_id"}, "span_id": {"span_id", "annotation_id"}, "fragment": {"fragment"},
	"label": {"label", "tag", "type"}, "start": {"start", "begin", "start_offset"}, "end": {"end", "end_offset"},
	"text": {"text", "span", "quote", "words"}, "document_text": {"document_text", "full_text", "article_text"},
	"note": {"note", "comment"}, "relation": {"relation"}, "related_span_id": {"related_span_id"},
	"annotator": {"annotator", "owner", "author", "user"}, "state": {"state"},
	"layer": {"layer"}, "sentence": {"sentence"}, "speaker_text": {"speaker_text"},
}

// readTable reads tables of spans: a row for each fragment, with offsets, a
// label and the words, separated by commas, semicolons or tabs. The text of a
// document is a file beside the table with the document's id and ".txt" for its
// name, or a column document_text. Rows of one document follow one another.
func readTable(files []File, o ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		texts := map[string]File{}
		for _, f := range files {
			if strings.EqualFold(path.Ext(f.Name), ".txt") {
				texts[idOfFile(f.Name)] = f
			}
		}
		for _, f := range files {
			if strings.EqualFold(path.Ext(f.Name), ".txt") {
				continue
			}
			if !(&tableReader{file: f, texts: texts, yield: yield, o: o}).read() {
				return
			}
		}
	}
}

type tableReader struct {
	file  File
	texts map[string]File
	yield func(Found, error) bool
	o     ReadOptions

	columns map[string]int // of tableNames
	others  map[int]string // attributes
	id      string
	rows    []tableRow
}

type tableRow struct {
	line  int
	cells []string
}

func (t *tableReader) read() (more bool) {
	in, err := t.file.Open()
	if err != nil {
		t.yield(Found{File: t.file.Name}, fmt.Errorf("read %s: %w", t.file.Name, err))
		return false
	}
	defer in.Close()
	limited := &tableLimit{r: skipBOM(in)}
	head := make([]byte, 4096)
	n, err := io.ReadFull(limited, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.yield(Found{File: t.file.Name}, fmt.Errorf("read %s: %w", t.file.Name, err))
		return false
	}
	r := csv.NewReader(io.MultiReader(strings.NewReader(string(head[:n])), limited))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = separatorOf(string(head[:n])), -1, true
	for {
		limited.since = 0
		cells, err := r.Read()
		line := 0
		if len(cells) > 0 {
			line, _ = r.FieldPos(0)
		}
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return t.flush()
		case errors.As(err, &bad):
			if !t.flush() || !t.trouble(bad.Line, invalid("bad_csv", "", "%v", bad.Err)) {
				return false
			}
			continue
		case errors.Is(err, errTooLong):
			return t.flush() && t.trouble(line, annotations.Errorf(annotations.TooLarge, "line_too_long", "", "a row is longer than %d bytes, and nothing behind it can be read", MaxLine))
		case err != nil:
			t.yield(Found{File: t.file.Name}, fmt.Errorf("read %s: %w", t.file.Name, err))
			return false
		}
		if t.columns == nil {
			if p := t.header(cells); p != nil {
				return t.trouble(1, p)
			}
			continue
		}
		if !t.row(line, cells) {
			return false
		}
	}
}

// errTooLong ends a table whose quotation marks never close.
var errTooLong = errors.New("too long")

// tableLimit ends a reader where one row is longer than any.
type tableLimit struct {
	r     io.Reader
	since int
}

func (l *tableLimit) Read(p []byte) (int, error) {
	if l.since > MaxLine {
		return 0, errTooLong
	}
	n, err := l.r.Read(p)
	l.since += n
	return n, err
}

// separatorOf is the separator that the first line has most of.
func separatorOf(head string) rune {
	line, _, _ := strings.Cut(head, "\n")
	best := ','
	for _, c := range []rune{';', '\t'} {
		if strings.Count(line, string(c)) > strings.Count(line, string(best)) {
			best = c
		}
	}
	return best
}

func (t *tableReader) trouble(line int, p *annotations.Error) bool {
	f := Found{File: t.file.Name, Line: line}
	f.trouble(p)
	return t.yield(f, nil)
}

func (t *tableReader) header(cells []string) *annotations.Error {
	t.columns, t.others = map[string]int{}, map[int]string{}
	for i, c := range cells {
		c = strings.TrimSpace(unguarded(c))
		known := ""
		for name, words := range tableNames {
			chosen := t.o.Column[name]
			if chosen == c && c != "" || chosen == "" && slices.Contains(words, strings.ToLower(c)) {
				known = name
			}
		}
		if _, taken := t.columns[known]; known != "" && !taken {
			t.columns[known] = i
		} else if c != "" {
			t.others[i] = c
		}
	}
	for _, name := range []string{"doc_id", "label", "start", "end"} {
		if _, ok := t.columns[name]; !ok {
			return invalid("missing_column", name, "the first line names no column %s", name)
		}
	}
	return nil
}

// cell is a row's cell of a column; "" when there is none.
func (t *tableReader) cell(r tableRow, name string) string {
	i, ok := t.columns[name]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return unguarded(r.cells[i])
}

func (t *tableReader) row(line int, cells []string) bool {
	r := tableRow{line, slices.Clone(cells)}
	id := t.cell(r, "doc_id")
	if len(t.rows) > 0 && id != t.id && !t.flush() {
		return false
	}
	t.id = id
	t.rows = append(t.rows, r)
	return true
}

// flush gives the document of the rows that were collected.
func (t *tableReader) flush() bool {
	if len(t.rows) == 0 {
		return true
	}
	rows := t.rows
	t.rows = nil
	f := Found{File: t.file.Name, Line: rows[0].line, ID: t.id, Unit: CodePoint}
	f.Text = t.cell(rows[0], "document_text")
	if file, ok := t.texts[t.id]; f.Text == "" && ok {
		in, err := file.Open()
		var raw []byte
		if err == nil {
			raw, err = io.ReadAll(io.LimitReader(in, 4*text.MaxBytes))
			err = errors.Join(err, in.Close())
		}
		if err != nil {
			t.yield(f, fmt.Errorf("read %s: %w", file.Name, err))
			return false
		}
		f.Text = string(raw)
	}
	if f.Text == "" {
		f.trouble(invalid("no_text", "doc_id", "the text of document %q is neither beside the table as %s.txt nor in a column document_text", short(t.id), short(t.id)))
	} else {
		t.spans(&f, rows)
	}
	return t.yield(f, nil)
}

func (t *tableReader) spans(f *Found, rows []tableRow) {
	at := make([]located, len(rows))
	for i, r := range rows {
		start, err1 := strconv.Atoi(t.cell(r, "start"))
		end, err2 := strconv.Atoi(t.cell(r, "end"))
		words := t.cell(r, "text")
		at[i] = located{start: start, end: end, quote: words, quoted: words != "", place: fmt.Sprintf("line %d", r.line)}
		if err1 != nil || err2 != nil {
			at[i].start, at[i].end = -1, -1
		}
	}
	unit, fragments, problems := ground(text.New(f.Text), at, t.o.Offsets)
	f.Unit = unit
	for _, p := range problems {
		f.trouble(p)
	}
	sets := newFoundSets()
	ids := map[string]int{} // author and span id of the file: the span's place in its set
	for i, r := range rows {
		label := t.cell(r, "label")
		if label == "" {
			f.trouble(invalid("bad_span", at[i].place, "the row has no label"))
		}
		if fragments[i].End == 0 || label == "" {
			continue
		}
		author := t.cell(r, "annotator")
		set := sets.of(author)
		if state := annotations.State(t.cell(r, "state")); state.Valid() {
			set.State = state
		}
		id := t.cell(r, "span_id")
		key := author + "\n" + id
		if k, ok := ids[key]; ok && id != "" && set.Spans[k].Label == label {
			set.Spans[k].Fragments = union(append(set.Spans[k].Fragments, fragments[i]))
			continue
		}
		ids[key] = len(set.Spans)
		sp := FoundSpan{ID: set.fresh(id, i), Label: label, Fragments: fragments[i : i+1 : i+1], Note: t.cell(r, "note")}
		for k, name := range t.others {
			if k < len(r.cells) && r.cells[k] != "" {
				if sp.Attributes == nil {
					sp.Attributes = map[string]annotations.Value{}
				}
				sp.Attributes[name] = annotations.String(unguarded(r.cells[k]))
			}
		}
		set.Spans = append(set.Spans, sp)
	}
	t.links(f, rows, at, sets, ids)
	f.Sets = sets.list()
}

func (t *tableReader) links(f *Found, rows []tableRow, at []located, sets *foundSets, ids map[string]int) {
	done := map[string]bool{} // a span of several fragments says it once for each
	for i, r := range rows {
		author := t.cell(r, "annotator")
		key := author + "\n" + t.cell(r, "span_id")
		names, to := strings.Fields(t.cell(r, "relation")), strings.Fields(t.cell(r, "related_span_id"))
		if len(names) == 0 && len(to) == 0 || done[key] {
			continue
		}
		done[key] = true
		set := sets.of(author)
		from, ok := ids[key]
		if len(names) != len(to) || !ok {
			f.trouble(invalid("bad_link", at[i].place, "names %d relations to %d spans", len(names), len(to)))
			continue
		}
		for k, name := range names {
			other, ok := ids[author+"\n"+to[k]]
			if !ok {
				f.trouble(invalid("unknown_span", at[i].place, "there is no span %s in this document's rows", short(to[k])))
				continue
			}
			set.Links = append(set.Links, FoundLink{ID: strconv.Itoa(len(set.Links)), Type: name,
				Roles: map[string][]string{"from": {set.Spans[from].ID}, "to": {set.Spans[other].ID}}})
		}
	}
}

// detectTable is sure of a first line that names a document, a label, offsets
// and their words.
func detectTable(files []File, head func(File) []byte) bool {
	if !only(files, ".csv", ".tsv", ".txt") {
		return false
	}
	for _, f := range files {
		if strings.EqualFold(path.Ext(f.Name), ".txt") {
			continue
		}
		first := strings.TrimPrefix(string(head(f)), "\uFEFF")
		line, _, _ := strings.Cut(first, "\n")
		r := csv.NewReader(strings.NewReader(line))
		r.Comma = separatorOf(line)
		cells, err := r.Read()
		t := &tableReader{}
		if err != nil || t.header(cells) != nil {
			return false
		}
		_, words := t.columns["text"]
		return words
	}
	return false
}
