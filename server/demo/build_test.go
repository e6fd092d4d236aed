package demo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/article"
	"galley/annotations/check"
	"galley/annotations/text"
	"galley/server/demo"
)

// document is a line of native JSONL; the fields' order is the format's.
type document struct {
	Format   string              `json:"format"`
	Version  int                 `json:"version"`
	Unit     string              `json:"unit"`
	ID       string              `json:"id"`
	Project  string              `json:"project"`
	Revision int                 `json:"revision"`
	Text     string              `json:"text"`
	SHA256   string              `json:"sha256"`
	Language string              `json:"language"`
	Meta     map[string]string   `json:"meta"`
	Blocks   []annotations.Block `json:"blocks"`
	Schema   schemaRef           `json:"schema"`
	Sets     []set               `json:"sets"`
}

type schemaRef struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
}

type set struct {
	Owner annotations.Owner   `json:"owner"`
	State annotations.State   `json:"state"`
	Spans []*annotations.Span `json:"spans"`
	Links []*annotations.Link `json:"links"`
}

// builder reads one .tags file over its article.
type builder struct {
	t     *testing.T
	where string
	txt   text.Text
	from  text.Byte
	id    string
	spans map[string]*annotations.Span
	links []*annotations.Link
}

func build(t *testing.T, path string) document {
	t.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	txt, err := text.Parse(string(raw))
	require.NoError(t, err)
	tags, err := os.ReadFile(strings.TrimSuffix(path, ".txt") + ".tags")
	require.NoError(t, err)

	b := &builder{t: t, txt: txt, spans: map[string]*annotations.Span{}}
	for i, line := range strings.Split(string(tags), "\n") {
		b.where = fmt.Sprintf("%s, line %d: %s", filepath.Base(path), i+1, line)
		b.line(line)
	}
	found := article.Recognise(txt)
	found.Meta["source"] = filepath.Base(path)
	d := document{
		Format: "galley", Version: 1, Unit: "codepoint", ID: b.id, Project: demo.Project, Revision: 1,
		Text: txt.String(), SHA256: txt.SHA256(), Language: found.Language, Meta: found.Meta, Blocks: found.Blocks,
		Schema: schemaRef{annotations.News().ID, annotations.News().Version}, Sets: []set{},
	}
	if len(b.spans) > 0 {
		s := set{Owner: annotations.UserOwner(demo.User), State: annotations.Open, Links: b.links}
		for _, sp := range b.spans {
			s.Spans = append(s.Spans, sp)
		}
		slices.SortFunc(s.Spans, annotations.CompareExport)
		slices.SortFunc(s.Links, annotations.CompareLinks)
		d.Sets = append(d.Sets, s)
	}
	return d
}

var head = regexp.MustCompile(`^(\w+)(?: (\w+))?((?: \w+=(?:"[^"]*"|\S+?))*): (.*)$`)

func (b *builder) line(line string) {
	switch {
	case line == "" || strings.HasPrefix(line, "#"):
		return
	case strings.HasPrefix(line, "document "):
		b.id = strings.TrimPrefix(line, "document ")
		return
	case strings.HasPrefix(line, "> "):
		at := strings.Index(b.txt.String(), line[2:])
		require.GreaterOrEqual(b.t, at, 0, b.where)
		b.from = text.Byte(at)
		return
	}
	m := head.FindStringSubmatch(line)
	require.NotNil(b.t, m, b.where)
	switch {
	case m[2] == "note":
		require.Contains(b.t, b.spans, m[1], b.where)
		b.spans[m[1]].Note = m[4]
	case m[2] == "":
		b.link(m[1], m[3], m[4])
	default:
		b.span(m[1], m[2], m[3], m[4])
	}
}

// number makes the ids: fixed, and in the order of the source.
func (b *builder) number() string {
	return b.id[:len(b.id)-4] + fmt.Sprintf("%s%03d", b.id[len(b.id)-1:], len(b.spans)+len(b.links)+1)
}

func (b *builder) span(id, label, attributes, quotation string) {
	require.NotContains(b.t, b.spans, id, b.where)
	sp := &annotations.Span{ID: b.number(), Label: label, Quote: strings.Split(quotation, " … "), Attributes: b.attributes(attributes)}
	from := b.from
	for _, q := range sp.Quote {
		at := b.find(q, from)
		from = at + text.Byte(len(q))
		sp.Fragments = append(sp.Fragments, annotations.Fragment{Start: b.txt.FromByte(at), End: b.txt.FromByte(from)})
	}
	if p := check.Span(b.txt, annotations.News(), sp); p != nil {
		require.NoError(b.t, p, b.where)
	}
	b.spans[id] = sp
}

// find looks for whole words from a place on.
func (b *builder) find(q string, from text.Byte) text.Byte {
	s := b.txt.String()
	for at := int(from); ; {
		i := strings.Index(s[at:], q)
		require.GreaterOrEqual(b.t, i, 0, "%s: no %q", b.where, q)
		at += i
		before, _ := utf8.DecodeLastRuneInString(s[:at])
		after, _ := utf8.DecodeRuneInString(s[at+len(q):])
		first, _ := utf8.DecodeRuneInString(q)
		last, _ := utf8.DecodeLastRuneInString(q)
		if !(unicode.IsLetter(before) && unicode.IsLetter(first)) && !(unicode.IsLetter(after) && unicode.IsLetter(last)) {
			return text.Byte(at)
		}
		at += len(q)
	}
}

func (b *builder) link(kind, attributes, roles string) {
	l := &annotations.Link{ID: b.number(), Type: kind, Roles: map[string][]string{}, Attributes: b.attributes(attributes)}
	for pair := range strings.FieldsSeq(roles) {
		role, ids, _ := strings.Cut(pair, "=")
		for id := range strings.SplitSeq(ids, ",") {
			require.Contains(b.t, b.spans, id, b.where)
			l.Roles[role] = append(l.Roles[role], b.spans[id].ID)
		}
	}
	byID := func(id string) *annotations.Span {
		for _, sp := range b.spans {
			if sp.ID == id {
				return sp
			}
		}
		return nil
	}
	if p := check.Link(annotations.News(), l, byID); p != nil {
		require.NoError(b.t, p, b.where)
	}
	b.links = append(b.links, l)
}

var pair = regexp.MustCompile(`(\w+)=(?:"([^"]*)"|(\S+))`)

func (b *builder) attributes(s string) annotations.Attributes {
	values := annotations.Attributes{}
	for _, m := range pair.FindAllStringSubmatch(s, -1) {
		a := annotations.News().Attribute(m[1])
		require.NotNil(b.t, a, b.where)
		switch v := m[2] + m[3]; {
		case a.Type == annotations.BoolAttribute:
			values[m[1]] = annotations.Bool(v == "true")
		case a.Multi:
			values[m[1]] = annotations.List(strings.Split(v, ",")...)
		default:
			values[m[1]] = annotations.String(v)
		}
	}
	return values
}

// encode writes documents a line each.
func encode(t *testing.T, documents []document) []byte {
	t.Helper()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for _, d := range documents {
		require.NoError(t, enc.Encode(d))
	}
	return out.Bytes()
}
