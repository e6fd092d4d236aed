package formats

import (
	"io"

	"galley/annotations"
	"galley/annotations/strict"
)

// The native format's own words.
const (
	galleyName    = "galley"
	galleyVersion = 1
	galleyUnit    = "codepoint"
)

// galleyLine is one line of native JSONL. The order of the fields is the
// format's: fields may be added at the end, never moved or given a new meaning.
type galleyLine struct {
	Format   string            `json:"format"`
	Version  int               `json:"version"`
	Unit     string            `json:"unit"`
	ID       string            `json:"id"`
	Project  string            `json:"project"`
	Revision int               `json:"revision"`
	Text     string            `json:"text"`
	SHA256   string            `json:"sha256"`
	Language string            `json:"language"`
	Meta     map[string]string `json:"meta"`
	Blocks   []galleyBlock     `json:"blocks"`
	Schema   SchemaRef         `json:"schema"`
	Sets     []galleySet       `json:"sets"`
}

type galleyBlock struct {
	Role  annotations.Role `json:"role"`
	Start int              `json:"start"`
	End   int              `json:"end"`
}

type galleySet struct {
	Owner annotations.Owner `json:"owner"`
	State annotations.State `json:"state"`
	Spans []galleySpan      `json:"spans"`
	Links []galleyLink      `json:"links"`
}

// galleySpan and galleyLink have plain maps for attributes, which both JSON
// packages write with sorted keys and without escaping markup.
type galleySpan struct {
	ID         string                       `json:"id"`
	Label      string                       `json:"label"`
	Fragments  []annotations.Fragment       `json:"fragments"`
	Quote      []string                     `json:"quote"`
	Attributes map[string]annotations.Value `json:"attributes"`
	Note       string                       `json:"note"`
}

type galleyLink struct {
	ID         string                       `json:"id"`
	Type       string                       `json:"type"`
	Roles      map[string][]string          `json:"roles"`
	Attributes map[string]annotations.Value `json:"attributes"`
}

// galleyWriter writes native JSONL: one document a line, the same keys on every
// line, everything there is. The same data gives the same bytes.
type galleyWriter struct {
	w     io.Writer
	order sequence
	tally tally
}

func newGalley(w io.Writer, o Options) Writer { return &galleyWriter{w: w, tally: newTally(o.Loss)} }

func (g *galleyWriter) Write(it *Item) error {
	if err := g.order.admit(it); err != nil {
		return err
	}
	d := it.Document
	line := galleyLine{
		Format: galleyName, Version: galleyVersion, Unit: galleyUnit,
		ID: d.ID, Project: d.Project, Revision: d.Revision,
		Text: d.Text.String(), SHA256: d.Text.SHA256(), Language: d.Language,
		Meta: d.Meta, Blocks: []galleyBlock{}, Schema: it.Schema, Sets: []galleySet{},
	}
	if line.Meta == nil {
		line.Meta = map[string]string{}
	}
	for _, b := range d.Blocks {
		line.Blocks = append(line.Blocks, galleyBlock{b.Role, int(b.Start), int(b.End)})
	}
	for _, s := range it.sorted() {
		line.Sets = append(line.Sets, writeGalleySet(s))
		g.tally.Spans += len(s.Spans)
		g.tally.Links += len(s.Links)
	}
	g.tally.Documents++
	return writeLine(g.w, line)
}

func (g *galleyWriter) Close() (Report, error) { return g.tally.Report, nil }

func writeGalleySet(s Set) galleySet {
	out := galleySet{Owner: s.Owner, State: s.State, Spans: []galleySpan{}, Links: []galleyLink{}}
	if out.State == "" {
		out.State = annotations.Open
	}
	for _, sp := range s.Spans {
		out.Spans = append(out.Spans, galleySpan{sp.ID, sp.Label, sp.Fragments, sp.Quote, plain(sp.Attributes), sp.Note})
	}
	for _, l := range s.Links {
		roles := map[string][]string{}
		for role, ids := range l.Roles {
			if len(ids) > 0 {
				roles[role] = ids
			}
		}
		out.Links = append(out.Links, galleyLink{l.ID, l.Type, roles, plain(l.Attributes)})
	}
	return out
}

func plain(a annotations.Attributes) map[string]annotations.Value {
	if a == nil {
		return map[string]annotations.Value{}
	}
	return a
}

// writeLine writes v as one line of JSON.
func writeLine(w io.Writer, v any) error {
	b, err := strict.Marshal(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
