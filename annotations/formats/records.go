package formats

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"galley/annotations"
	"galley/annotations/strict"
)

// record is one JSON object of a file: a line of JSONL, or an element of an array.
type record struct {
	file string
	// line is 1-based; 0 for the elements of an array.
	line int
	// place is "[3]" for the fourth element of an array, else empty.
	place string
	// raw is valid until the next record.
	raw     []byte
	problem *annotations.Error
}

// found is the Found of the record, with its problem if it has one.
func (r record) found() Found {
	f := Found{File: r.file, Line: r.line, Unit: CodePoint}
	if r.problem != nil {
		f.trouble(r.problem)
	}
	return f
}

// trouble notes a problem of the document.
func (f *Found) trouble(p *annotations.Error) {
	if p.Line = f.Line; p.Field == "" {
		p.Field = "document"
	}
	f.Problems = append(f.Problems, p)
}

// records reads the JSON objects of all files one at a time: lines, or the
// elements of an array that may be laid out over lines. A bad line is given
// with its problem; after a bad element of an array nothing of it can be read.
func records(files []File) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		for _, f := range files {
			if !f.records(yield) {
				return
			}
		}
	}
}

func (f File) records(yield func(record, error) bool) (more bool) {
	r, err := f.Open()
	if err != nil {
		yield(record{file: f.Name}, fmt.Errorf("read %s: %w", f.Name, err))
		return false
	}
	defer r.Close()
	lines := bufio.NewReaderSize(r, 64<<10)
	if bom, _ := lines.Peek(3); string(bom) == "\uFEFF" {
		_, _ = lines.Discard(3)
	}
	if startsWith(lines) == '[' {
		return f.elements(lines, yield)
	}
	for n := 1; ; n++ {
		raw, long, err := nextLine(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			yield(record{file: f.Name, line: n}, fmt.Errorf("read %s line %d: %w", f.Name, n, err))
			return false
		}
		rec := record{file: f.Name, line: n, raw: bytes.TrimSpace(raw)}
		if long {
			rec.problem = annotations.Errorf(annotations.TooLarge, "line_too_long", "", "is longer than %d bytes", MaxLine)
		}
		if (long || len(rec.raw) > 0) && !yield(rec, nil) {
			return false
		}
		if err != nil {
			return true
		}
	}
}

// startsWith is the first byte that is not a blank; 0 when there is none near.
func startsWith(r *bufio.Reader) byte {
	for n := 1; n <= r.Size(); n++ {
		b, err := r.Peek(n)
		if err != nil {
			return 0
		}
		if c := b[n-1]; c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c
		}
	}
	return 0
}

func (f File) elements(r io.Reader, yield func(record, error) bool) bool {
	source := &capped{r: r, left: MaxLine}
	d := jsontext.NewDecoder(source)
	_, err := d.ReadToken()
	for i := 0; err == nil && d.PeekKind() != ']'; i++ {
		rec := record{file: f.Name, place: fmt.Sprintf("[%d]", i)}
		source.left = MaxLine
		var raw jsontext.Value
		if raw, err = d.ReadValue(); err == nil {
			rec.raw = raw
			if !yield(rec, nil) {
				return false
			}
		}
	}
	if err == nil {
		_, err = d.ReadToken()
	}
	if err == nil {
		return true
	}
	if source.err != nil {
		yield(record{file: f.Name}, fmt.Errorf("read %s: %w", f.Name, source.err))
		return false
	}
	rec := record{file: f.Name, problem: invalid("bad_json", "", "not valid JSON at byte %d, and nothing behind it can be read: %v", d.InputOffset(), err)}
	if source.left <= 0 {
		rec.problem = annotations.Errorf(annotations.TooLarge, "line_too_long", "", "an element is longer than %d bytes, and nothing behind it can be read", MaxLine)
	}
	return yield(rec, nil)
}

// capped ends a reader where one value is longer than any document, and keeps
// the reader's own error apart from those of JSON.
type capped struct {
	r    io.Reader
	left int
	err  error
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.r.Read(p)
	c.left -= n
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return n, err
}

// object is a JSON object with its members as they stand.
type object map[string]json.RawMessage

// object reads the record as one.
func (r record) object() (object, *annotations.Error) {
	if r.problem != nil {
		return nil, r.problem
	}
	return parseObject(r.raw, r.place)
}

func parseObject(raw []byte, place string) (object, *annotations.Error) {
	var o object
	if p := strict.Loose(raw, &o); p != nil {
		return nil, within(place, p)
	}
	if o == nil {
		return nil, invalid("wrong_type", place, "is not an object")
	}
	return o, nil
}

// within puts a place before the field of a problem; "" for none.
func within(place string, p *annotations.Error) *annotations.Error {
	if place == "" {
		return p
	}
	return at(place, p)
}

// member reads a member into v, which stays as it is when there is none or it
// is null.
func (o object) member(name, place string, v any) *annotations.Error {
	raw, ok := o[name]
	if !ok || string(raw) == "null" {
		return nil
	}
	if p := strict.Loose(raw, v); p != nil {
		field := name
		if place != "" {
			field = place + "." + name
		}
		return at(field, p)
	}
	return nil
}

// word is a string, or a number or flag as it is written: names and ids of
// other tools are either.
func word(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// whole is a whole number, also one that was written as 18.0 by a program that
// holds columns of floats.
func whole(raw json.RawMessage) (int, bool) {
	if n, err := strconv.Atoi(string(raw)); err == nil {
		return n, true
	}
	x, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || x != float64(int(x)) || x > 1<<40 || x < -1<<40 {
		return 0, false
	}
	return int(x), true
}

// list is the elements of an array; not ok when it is none.
func list(raw json.RawMessage) (all []json.RawMessage, ok bool) {
	return all, len(raw) > 0 && raw[0] == '[' && json.Unmarshal(raw, &all) == nil
}

// addMeta keeps members as metadata, but for those that were read otherwise and
// those without a value. Members of a member "meta" stand for themselves.
func (f *Found) addMeta(o object, read ...string) {
	for _, k := range slices.Sorted(maps.Keys(o)) {
		if slices.Contains(read, k) || k == "" {
			continue
		}
		if inner, p := parseObject(o[k], ""); k == "meta" && p == nil {
			f.addMeta(inner, read...)
			continue
		}
		if v := word(o[k]); v != "" {
			if f.Meta == nil {
				f.Meta = map[string]string{}
			}
			if _, taken := f.Meta[k]; !taken {
				f.Meta[k] = v
			}
		}
	}
	if f.Name == "" {
		f.Name = f.Meta["title"]
	}
}

// sniff reads the members of the first object of a file's head, as far as the
// head goes: of an array, of lines, or the file itself. The cut-off member at
// the end is missing.
func sniff(head []byte) (first object, array bool) {
	head = bytes.TrimPrefix(head, []byte("\uFEFF"))
	d := jsontext.NewDecoder(bytes.NewReader(head))
	if d.PeekKind() == '[' {
		array = true
		_, _ = d.ReadToken()
	}
	if d.PeekKind() != '{' {
		return nil, array
	}
	_, _ = d.ReadToken()
	first = object{}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return first, array
		}
		key := name.String()
		v, err := d.ReadValue()
		if err != nil {
			first[key] = nil // there, but cut off
			return first, array
		}
		first[key] = json.RawMessage(v.Clone())
	}
	return first, array
}

// has reports whether the object has all these members.
func (o object) has(names ...string) bool {
	for _, n := range names {
		if _, ok := o[n]; !ok {
			return false
		}
	}
	return true
}

// only reports whether every file has one of the endings, and there is one.
func only(files []File, endings ...string) bool {
	for _, f := range files {
		if !slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(strings.ToLower(f.Name), e) }) {
			return false
		}
	}
	return len(files) > 0
}
