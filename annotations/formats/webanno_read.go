package formats

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"galley/annotations"
	"galley/annotations/text"
)

// readWebAnno reads files of WebAnno TSV 3.0 to 3.3, a document each: spans on
// tokens and parts of tokens, stacked ones, relations, slots and chains, as
// INCEpTION's reader does. Offsets are UTF-16 units, unless the tokens stand
// where code points say.
func readWebAnno(files []File, _ ReadOptions) iter.Seq2[Found, error] {
	return readCasFiles(files, ".tsv", func(name string, raw []byte) (*cas, *annotations.Error) { return parseTSV(name, string(raw)) })
}

const tsvFormat = "#FORMAT=WebAnno TSV "

// tsvReader is one file while it is read.
type tsvReader struct {
	cas
	name   string
	java   bool // texts are escaped as Java escapes strings
	layers []*tsvLayer
	// sentences hold the rows in order.
	sentences []*tsvSentence
	text      text.Text
	units     map[string]*tsvUnit
	numbered  map[int]*casFS         // the annotations with a number in brackets
	chains    map[int]map[int]*casFS // chain → place → annotation
	later     []func()
}

// tsvLayer is a line of the header and the columns it declares.
type tsvLayer struct {
	kind    string // "SP", "RL" or "CH"
	typ     string
	columns []tsvColumn
	// unknown layers are passed over, after their line was named.
	unknown bool
}

// tsvColumn is one column. Its kind is "" for a value, "role" and "target" for
// the two of a slot, "base" for the governor of a relation, "empty" for a layer
// without features.
type tsvColumn struct {
	kind, feature, typ string
	field              int
}

type tsvSentence struct {
	text string
	rows []tsvLine
}

// tsvLine is a row. Its begin and end are as the file counts.
type tsvLine struct {
	number     int
	id         string
	begin, end int
	fields     []string
}

// tsvUnit is a token or a part of one, with its annotations by layer.
type tsvUnit struct {
	begin, end int // in UTF-16 units
	on         map[*tsvLayer][]*casFS
	token      *casFS
}

// parseTSV reads one file. Returns Invalid with "other_format" for a file that
// is no WebAnno TSV 3; what is wrong inside is a problem of its own.
func parseTSV(name, raw string) (*cas, *annotations.Error) {
	raw = strings.TrimPrefix(raw, "\uFEFF")
	version, ok := strings.CutPrefix(raw, tsvFormat)
	version, _, _ = strings.Cut(version, "\n")
	version = strings.TrimSpace(version)
	switch major, _, _ := strings.Cut(version, "."); {
	case !ok:
		return nil, invalid("other_format", "", "does not begin with %q", tsvFormat+"3")
	case major != "3":
		return nil, invalid("other_version", "", "is WebAnno TSV %s; versions 3.0 to 3.3 are read", short(version))
	}
	r := &tsvReader{name: name, java: version == "3.0" || version == "3.1", units: map[string]*tsvUnit{}, numbered: map[int]*casFS{}, chains: map[int]map[int]*casFS{}}
	r.cas.types = &casTypes{named: map[string]*casType{}}
	lines := strings.Split(strings.TrimSuffix(raw, "\n"), "\n")
	at := r.header(lines)
	r.body(lines, at)
	r.assemble()
	r.views = []casView{{name: casInitialView, sofa: 1, text: r.text.String(), hasText: true}}
	for _, s := range r.sentences {
		for _, row := range s.rows {
			r.row(row)
		}
	}
	for _, f := range r.later {
		f()
	}
	r.link()
	return &r.cas, nil
}

func (r *tsvReader) problem(line int, reason, format string, args ...any) {
	p := invalid(reason, r.name+":"+strconv.Itoa(line), format, args...)
	p.Line = line
	r.problems = append(r.problems, p)
}

// header reads the layers and gives the line where the body begins.
func (r *tsvReader) header(lines []string) int {
	field := 3
	for i := 1; i < len(lines); i++ {
		line := strings.TrimSuffix(lines[i], "\r")
		if !strings.HasPrefix(line, "#T_") || len(line) < 6 {
			return i
		}
		parts := strings.Split(line[6:], "|")
		layer := &tsvLayer{kind: line[3:5], typ: parts[0]}
		for _, declared := range parts[1:] {
			c := tsvColumn{feature: declared, field: field}
			switch {
			case declared == "":
				c.kind = "empty"
			case layer.kind == "SP" && strings.HasPrefix(declared, "ROLE_"):
				_, slot, _ := strings.Cut(declared, ":")
				c.kind = "role"
				c.feature, c.typ, _ = strings.Cut(slot, "_")
			case layer.kind == "RL" && strings.HasPrefix(declared, "BT_"):
				c.kind, c.typ = "base", strings.TrimPrefix(declared, "BT_")
			case layer.kind == "SP" && len(layer.columns) > 0 && layer.columns[len(layer.columns)-1].kind == "role":
				c.kind, c.typ, c.feature = "target", declared, layer.columns[len(layer.columns)-1].feature
			}
			layer.columns = append(layer.columns, c)
			field++
		}
		if len(parts) == 1 {
			layer.columns = append(layer.columns, tsvColumn{kind: "empty", field: field})
			field++
		}
		if layer.kind != "SP" && layer.kind != "RL" && layer.kind != "CH" || layer.typ == "" {
			layer.unknown = true
			r.problem(i+1, "bad_line", "declares neither spans, relations nor chains: %q", short(line))
		}
		r.layers = append(r.layers, layer)
	}
	return len(lines)
}

// body reads sentences and rows.
func (r *tsvReader) body(lines []string, at int) {
	var s *tsvSentence
	for i := at; i < len(lines); i++ {
		line := strings.TrimSuffix(lines[i], "\r")
		switch {
		case line == "":
			s = nil
		case line[0] == '#' && (s == nil || len(s.rows) == 0):
			if s == nil {
				s = &tsvSentence{}
				r.sentences = append(r.sentences, s)
			}
			if text, ok := strings.CutPrefix(line, "#Text="); ok {
				s.text += r.unescapeText(text) + "\n"
			}
		default:
			row, ok := r.fields(line, i+1)
			if ok && s == nil {
				r.problem(i+1, "bad_line", "stands behind no #Text=")
			} else if ok {
				s.rows = append(s.rows, row)
			}
		}
	}
}

func (r *tsvReader) fields(line string, number int) (tsvLine, bool) {
	row := tsvLine{number: number, fields: strings.Split(line, "\t")}
	want := 3
	for _, l := range r.layers {
		want += len(l.columns)
	}
	if len(row.fields) < want {
		r.problem(number, "bad_line", "has %d columns, %d are declared", len(row.fields), want)
		return row, false
	}
	row.id = row.fields[0]
	begin, end, _ := strings.Cut(row.fields[1], "-")
	var err1, err2 error
	row.begin, err1 = strconv.Atoi(begin)
	row.end, err2 = strconv.Atoi(end)
	if err1 != nil || err2 != nil || row.begin < 0 || row.end < row.begin || row.begin > text.MaxBytes {
		r.problem(number, "bad_line", "%q is not a pair of offsets", short(row.fields[1]))
		return row, false
	}
	return row, true
}

// unescapeText reads a line of #Text.
func (r *tsvReader) unescapeText(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	plain := map[byte]string{'\\': `\`, 't': "\t", 'n': "\n", 'r': "\r", 'f': "\f", 'b': "\b"}
	if r.java {
		plain['"'], plain['\''], plain['/'] = `"`, "'", "/"
	}
	var b strings.Builder
	var units []uint16
	flush := func() {
		b.WriteString(utf16String(units))
		units = nil
	}
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			flush()
			b.WriteByte(s[i])
			continue
		}
		i++
		if s[i] == 'u' && i+4 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+5], 16, 16); err == nil {
				units = append(units, uint16(n))
				i += 4
				continue
			}
		}
		flush()
		if p, ok := plain[s[i]]; ok {
			b.WriteString(p)
		} else {
			b.WriteString(s[i-1 : i+1])
		}
	}
	flush()
	return b.String()
}

// assemble puts the text together: a line end behind each sentence, unless the
// next one begins on it, and spaces up to where it begins. The unit is the one
// in which the tokens stand where their rows say.
func (r *tsvReader) assemble() {
	best, wrong := r.build(UTF16), 0
	unit := UTF16
	if wrong = r.misplaced(best, UTF16, nil); wrong > 0 {
		if other := r.build(CodePoint); r.misplaced(other, CodePoint, nil) < wrong {
			best, unit = other, CodePoint
		}
	}
	r.text, r.unit = best, unit
	r.misplaced(best, unit, func(row tsvLine, have string) {
		r.problem(row.number, "quotation_differs", "the text at [%d, %d) is %q, not %q", row.begin, row.end, short(have), short(row.fields[2]))
	})
}

func (r *tsvReader) build(unit Offsets) text.Text {
	var b []byte
	length := 0
	for _, s := range r.sentences {
		if len(s.rows) > 0 {
			begin := s.rows[0].begin
			if length == begin+1 && bytes.HasSuffix(b, []byte("\n")) {
				b, length = b[:len(b)-1], begin
			}
			if n := begin - length; n > 0 {
				b, length = append(b, strings.Repeat(" ", n)...), begin
			}
		}
		b = append(b, s.text...)
		if t := text.New(s.text); unit == UTF16 {
			length += int(t.UTF16Len())
		} else {
			length += int(t.Len())
		}
	}
	return text.New(strings.TrimSuffix(string(b), "\n"))
}

// misplaced counts the rows whose words do not stand where they say.
func (r *tsvReader) misplaced(t text.Text, unit Offsets, tell func(tsvLine, string)) int {
	n := 0
	find := finder(t, unit)
	for _, s := range r.sentences {
		for _, row := range s.rows {
			start, ok1 := find(row.begin)
			end, ok2 := find(row.end)
			have := ""
			if ok1 && ok2 && start <= end {
				have = t.Slice(start, end)
			}
			if !ok1 || !ok2 || have != row.fields[2] && blanks(have) != blanks(row.fields[2]) {
				if n++; tell != nil {
					tell(row, have)
				}
			}
		}
	}
	return n
}

// at16 gives a position of the file in UTF-16 units.
func (r *tsvReader) at16(at int) int {
	if r.unit == UTF16 {
		return at
	}
	return int(r.text.UTF16At(text.Rune(at)))
}

// add makes a structure.
func (r *tsvReader) add(typ string, line int) *casFS {
	f := &casFS{id: len(r.list) + 2, typ: typ, sofa: 1, line: line} // 1 is the sofa
	r.list = append(r.list, f)
	return f
}

func (r *tsvReader) anchor(typ string, row tsvLine, u *tsvUnit) *casFS {
	f := r.add(typ, row.number)
	f.anchored, f.begin, f.end = true, u.begin, u.end
	return f
}

// detectWebAnno knows the format by its first line.
func detectWebAnno(files []File, head func(File) []byte) bool {
	return slices.ContainsFunc(files, func(f File) bool {
		return strings.HasPrefix(strings.TrimPrefix(string(head(f)), "\uFEFF"), tsvFormat)
	})
}

// utf16String puts UTF-16 units together.
func utf16String(units []uint16) string { return string(utf16.Decode(units)) }
