package formats

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/strict"
	"galley/annotations/text"
)

// MaxLine is the longest line of native JSONL that is read, in bytes: a text of
// text.MaxBytes with every character escaped, and the sets of many people.
const MaxLine = 48 << 20

// Limits of what a line says about its document.
const (
	maxMeta      = 100
	maxMetaKey   = 100
	maxMetaValue = 10_000
	maxID        = 64
)

// Line is one line of a file that was read: an Item, or why there is none.
type Line struct {
	// Number is 1-based.
	Number int
	Item   *Item
	// Problem names the first thing that is wrong with the line; nil when Item is set.
	Problem *annotations.Error
}

// ReadGalley reads native JSONL line by line and holds one line at a time.
// Every line is checked against the project's schema as a whole: its format,
// its text and hash, blocks, owners, and every span and link. A bad line gives
// a Problem that names the place, and reading goes on after it. Blank lines are
// passed over, and so is a byte order mark at the start. Blocks may be an empty
// list: then the text is one body block.
//
// The error is the reader's own and ends the iteration.
func ReadGalley(r io.Reader, schema *annotations.Schema) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		lines := bufio.NewReaderSize(r, 64<<10)
		for n := 1; ; n++ {
			raw, long, err := nextLine(lines)
			if err != nil && !errors.Is(err, io.EOF) {
				yield(Line{Number: n}, fmt.Errorf("read line %d: %w", n, err))
				return
			}
			if n == 1 {
				raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
			}
			line := Line{Number: n}
			switch raw = bytes.TrimSpace(raw); {
			case long:
				line.Problem = annotations.Errorf(annotations.TooLarge, "line_too_long", "", "is longer than %d bytes", MaxLine)
			case len(raw) > 0:
				line.Item, line.Problem = parseGalley(raw, schema)
			}
			if (line.Item != nil || line.Problem != nil) && !yield(line, nil) {
				return
			}
			if err != nil {
				return
			}
		}
	}
}

// nextLine reads up to and with the next line feed. Of a line longer than
// MaxLine it gives nothing and long, having read past its end. io.EOF comes
// with the last line.
func nextLine(r *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > MaxLine; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}

func parseGalley(raw []byte, schema *annotations.Schema) (*Item, *annotations.Error) {
	var l galleyLine
	if p := strict.Unmarshal(raw, &l); p != nil {
		// A line of another format has all the wrong fields: say that instead.
		var only struct{ Format string }
		if p.Reason == "unknown_field" && json.Unmarshal(raw, &only) == nil && only.Format != galleyName {
			return nil, (&galleyLine{Format: only.Format}).head()
		}
		return nil, p
	}
	if p := l.head(); p != nil {
		return nil, p
	}
	doc, p := l.document()
	if p != nil {
		return nil, p
	}
	item := &Item{Document: doc, Schema: l.Schema}
	seen := map[string]string{}
	owners := map[annotations.Owner]bool{}
	for i, s := range l.Sets {
		place := fmt.Sprintf("sets[%d]", i)
		if owners[s.Owner] {
			return nil, invalid("duplicate_owner", place+".owner", "%s has two sets", s.Owner)
		}
		owners[s.Owner] = true
		set, p := s.read(doc.Text, schema, place, seen)
		if p != nil {
			return nil, p
		}
		item.Sets = append(item.Sets, set)
	}
	return item, nil
}

// head checks what says how to read the rest.
func (l *galleyLine) head() *annotations.Error {
	switch {
	case l.Format != galleyName:
		return invalid("other_format", "format", "is %q, not %q", short(l.Format), galleyName)
	case l.Version != galleyVersion:
		return invalid("other_version", "version", "is %d; this program reads version %d", l.Version, galleyVersion)
	case l.Unit != galleyUnit:
		return invalid("other_unit", "unit", "is %q; offsets must count %q", short(l.Unit), galleyUnit)
	}
	return nil
}

// document checks and gives what the line says of the document itself.
func (l *galleyLine) document() (*annotations.Document, *annotations.Error) {
	if p := checkID(l.ID, "id"); p != nil {
		return nil, p
	}
	if l.Revision < 1 {
		return nil, invalid("bad_revision", "revision", "is %d; revisions count from 1", l.Revision)
	}
	t, p := l.text()
	if p != nil {
		return nil, p
	}
	doc := &annotations.Document{
		ID: l.ID, Project: l.Project, Revision: l.Revision,
		Text: t, SHA256: l.SHA256, Language: l.Language, Meta: l.Meta,
	}
	if doc.Meta == nil {
		doc.Meta = map[string]string{}
	}
	if len(l.Blocks) == 0 {
		l.Blocks = []galleyBlock{{annotations.Body, 0, int(t.Len())}}
	}
	for _, b := range l.Blocks {
		doc.Blocks = append(doc.Blocks, annotations.Block{Role: b.Role, Start: text.Rune(b.Start), End: text.Rune(b.End)})
	}
	if err := annotations.CheckBlocks(doc.Blocks, t.Len()); err != nil {
		return nil, refusal(err)
	}
	return doc, l.about()
}

// text checks the text and its hash. It must be exactly what a store would keep:
// a text that Parse has to change would have other offsets afterwards.
func (l *galleyLine) text() (text.Text, *annotations.Error) {
	t, err := text.Parse(l.Text)
	var bad *text.Problem
	if errors.As(err, &bad) {
		code := annotations.Invalid
		if bad.Reason == "too_large" {
			code = annotations.TooLarge
		}
		return t, annotations.Errorf(code, bad.Reason, "text", "%v", bad)
	}
	if t.String() != l.Text {
		return t, invalid("line_ends", "text", "holds a byte order mark or a carriage return; texts have LF line ends only")
	}
	if sum := t.SHA256(); sum != l.SHA256 {
		return t, invalid("sha256_differs", "sha256", "is %q, but the text's is %s", short(l.SHA256), sum)
	}
	return t, nil
}

// about checks language and metadata.
func (l *galleyLine) about() *annotations.Error {
	if p := CheckLanguage(l.Language); p != nil {
		return p
	}
	if len(l.Meta) > maxMeta {
		return invalid("too_much_meta", "meta", "has %d entries, at most %d are kept", len(l.Meta), maxMeta)
	}
	for k, v := range l.Meta {
		if k == "" || len(k) > maxMetaKey || len([]rune(v)) > maxMetaValue || strings.ContainsRune(k+v, 0) {
			return invalid("bad_meta", "meta."+short(k), "a name has 1 to %d bytes, a value at most %d characters without NUL", maxMetaKey, maxMetaValue)
		}
	}
	return nil
}

// CheckLanguage refuses what cannot be a BCP 47 tag; "" means unknown and is
// good. It looks at the form only ("de", "de-AT"), not at a list of languages.
func CheckLanguage(tag string) *annotations.Error {
	for _, r := range tag {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-') || len(tag) > 35 {
			return invalid("bad_language", "language", "%q is not a language tag such as de or en-GB", short(tag))
		}
	}
	return nil
}

// read checks one set and gives it. seen holds the place of every id of the
// document: ids are unique in it, because its edits name them.
func (s *galleySet) read(t text.Text, schema *annotations.Schema, place string, seen map[string]string) (Set, *annotations.Error) {
	set := Set{Owner: s.Owner, State: s.State}
	if _, err := annotations.ParseOwner(string(s.Owner)); err != nil {
		return set, at(place, refusal(err))
	}
	if !s.State.Valid() {
		return set, invalid("bad_state", place+".state", "%q is none of open, submitted, returned, accepted", short(string(s.State)))
	}
	spans := map[string]*annotations.Span{}
	for i, sp := range s.Spans {
		here := fmt.Sprintf("%s.spans[%d]", place, i)
		if p := register(seen, sp.ID, here); p != nil {
			return set, p
		}
		span := &annotations.Span{ID: sp.ID, Label: sp.Label, Fragments: sp.Fragments, Quote: sp.Quote, Attributes: sp.Attributes, Note: sp.Note}
		if p := check.Span(t, schema, span); p != nil {
			return set, at(here, p)
		}
		spans[sp.ID] = span
		set.Spans = append(set.Spans, span)
	}
	for i, l := range s.Links {
		here := fmt.Sprintf("%s.links[%d]", place, i)
		if p := register(seen, l.ID, here); p != nil {
			return set, p
		}
		link := &annotations.Link{ID: l.ID, Type: l.Type, Roles: l.Roles, Attributes: l.Attributes}
		if p := check.Link(schema, link, func(id string) *annotations.Span { return spans[id] }); p != nil {
			return set, at(here, p)
		}
		set.Links = append(set.Links, link)
	}
	return set, nil
}

// register notes an id's place and refuses a bad or a second one.
func register(seen map[string]string, id, place string) *annotations.Error {
	if p := checkID(id, place+".id"); p != nil {
		return p
	}
	if first, ok := seen[id]; ok {
		return invalid("duplicate_id", place+".id", "%q is already the id of %s", id, first)
	}
	seen[id] = place
	return nil
}

func checkID(id, field string) *annotations.Error {
	if id == "" || len(id) > maxID || strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return invalid("bad_id", field, "an id is 1 to %d printable ASCII characters", maxID)
	}
	return nil
}

func invalid(reason, field, format string, args ...any) *annotations.Error {
	return annotations.Errorf(annotations.Invalid, reason, field, format, args...)
}

// at puts a place before the field of a refusal.
func at(place string, p *annotations.Error) *annotations.Error {
	moved := *p
	if moved.Field = place; p.Field != "" {
		moved.Field += "." + p.Field
	}
	return &moved
}

func refusal(err error) *annotations.Error {
	var e *annotations.Error
	if errors.As(err, &e) {
		return e
	}
	return annotations.Errorf(annotations.Internal, "", "", "%v", err)
}

// short keeps a foreign word readable in a message.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}
