package formats

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"galley/annotations"
)

// Notes on the folder for Hugging Face.
const noteHF = `spans/ holds texts with spans, tokens/ words with tags by sentence: load_dataset(FOLDER, "spans") or load_dataset(FOLDER, "tokens")`

// HFSpans is a row of the configuration "spans": a text with one owner's spans
// and links. Attributes are pairs of name and value, one for each value, so that
// every row has the same columns. Offsets count code points, half open.
type HFSpans struct {
	ID        string       `json:"id"`
	Owner     string       `json:"owner"`
	State     string       `json:"state"`
	Language  string       `json:"language"`
	Title     string       `json:"title"`
	Text      string       `json:"text"`
	Spans     []HFSpan     `json:"spans"`
	Relations []HFRelation `json:"relations"`
	Links     []HFLink     `json:"links"`
}

// HFSpan is a span; Start and End are those of its first and last fragment.
type HFSpan struct {
	ID         string        `json:"id"`
	Label      string        `json:"label"`
	Start      int64         `json:"start"`
	End        int64         `json:"end"`
	Fragments  []HFFragment  `json:"fragments"`
	Attributes []HFAttribute `json:"attributes"`
	Note       string        `json:"note"`
}

// HFFragment is a stretch of a span with its text.
type HFFragment struct {
	Start int64  `json:"start"`
	End   int64  `json:"end"`
	Text  string `json:"text"`
}

// HFAttribute is one value of an attribute; Type is "string", "bool" or "list".
type HFAttribute struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Value string `json:"value"`
}

// HFRelation is a link between two spans as models want it; HFLink has all.
type HFRelation struct {
	Label string `json:"label"`
	Head  string `json:"head"`
	Tail  string `json:"tail"`
}

// HFLink is a link with its roles.
type HFLink struct {
	ID         string        `json:"id"`
	Type       string        `json:"type"`
	Roles      []HFRole      `json:"roles"`
	Attributes []HFAttribute `json:"attributes"`
}

// HFRole is one span in a role.
type HFRole struct {
	Role string `json:"role"`
	Span string `json:"span"`
}

// HFTokens is a row of the configuration "tokens": a sentence in words. Tags
// holds the number of each word's tag by column.
type HFTokens struct {
	ID     string
	Owner  string
	Tokens []string
	Tags   map[string][]int64
}

// HFFeatures says which columns of tags there are and which names their
// numbers have: O, B-LABEL, I-LABEL in the schema's order.
type HFFeatures struct {
	Columns []HFColumn
}

// HFColumn is a column of tags.
type HFColumn struct {
	Name  string
	Names []string
}

// HFRows is where rows go, split by split; hfJSON is JSONL, and package parquet
// writes Parquet.
type HFRows interface {
	Spans(split string, row *HFSpans) error
	Tokens(split string, row *HFTokens) error
	// Pattern is the files of a configuration and split, such as "spans/train-*.jsonl".
	Pattern(config, split string) string
	Close() error
}

// hfWriter writes a data set as a folder for Hugging Face's datasets
// (packaged_modules/json and parquet, read at 3.6 and 5.0): a card with the
// features, so that no type is guessed from the first rows; texts with spans,
// which lose nothing but what a row has no column for; and sentences of words
// with a column of tags for each family of labels ("ner_tags" for entities).
type hfWriter struct {
	folder Folder
	base
	rows   HFRows
	layers []layer
	feats  HFFeatures
	ids    map[string]map[string]int64
	splits map[string][2]int // spans rows, tokens rows
	langs  map[string]bool
	docs   map[string]int
}

func newHF(f Folder, o Options) Writer {
	return NewHFWriter(f, o, func(HFFeatures) HFRows { return &hfJSON{files: openFiles{folder: f}} })
}

// NewHFWriter writes the folder with rows of another kind than JSONL.
func NewHFWriter(f Folder, o Options, rows func(HFFeatures) HFRows) Writer {
	h := &hfWriter{folder: f, base: newBase(o), layers: layers(o.Schema), ids: map[string]map[string]int64{},
		splits: map[string][2]int{}, langs: map[string]bool{}, docs: map[string]int{}}
	for _, y := range h.layers {
		column := HFColumn{Name: y.name + "_tags", Names: []string{"O"}}
		if y.name == entityLayer {
			column.Name = "ner_tags"
		}
		ids := map[string]int64{}
		for _, label := range y.labels {
			ids[label] = int64(len(column.Names))
			column.Names = append(column.Names, "B-"+label, "I-"+label)
		}
		h.ids[y.name] = ids
		h.feats.Columns = append(h.feats.Columns, column)
	}
	h.rows = rows(h.feats)
	return h
}

func (h *hfWriter) Write(it *Item) error {
	if err := h.order.admit(it); err != nil {
		return err
	}
	split := splitName(it.Split)
	if !validSplit(split) {
		return invalid("bad_split", "split", "%q is no name of a part: letters, digits, _ and points between them", split)
	}
	sets := it.sorted()
	if len(sets) == 0 {
		h.lose(it.Document, "", "", NoSet, "")
		return h.failed
	}
	if len(sets) > 1 {
		h.tally.note(noteOwners)
	}
	h.tally.note(noteHF)
	words := cutWords(it.Document, h.o.Tokenizer, false)
	for _, s := range sets {
		if err := h.writeSet(it, split, s, words); err != nil {
			return fmt.Errorf("write document %s: %w", it.Document.ID, err)
		}
	}
	if it.Document.Language != "" {
		h.langs[it.Document.Language] = true
	}
	h.docs[split]++
	h.tally.Documents++
	return h.failed
}

// validSplit is what datasets takes: \w+(\.\w+)*.
func validSplit(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool {
			return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		}) {
			return false
		}
	}
	return true
}

func (h *hfWriter) writeSet(it *Item, split string, s Set, words *cut) error {
	doc := it.Document
	row := &HFSpans{ID: doc.ID, Owner: string(s.Owner), State: string(s.State), Language: doc.Language, Title: doc.Title(), Text: doc.Text.String(),
		Spans: []HFSpan{}, Relations: []HFRelation{}, Links: []HFLink{}}
	if row.State == "" {
		row.State = string(annotations.Open)
	}
	for _, sp := range s.Spans {
		out := HFSpan{ID: sp.ID, Label: sp.Label, Start: int64(sp.Start()), End: int64(sp.End()), Fragments: []HFFragment{}, Attributes: hfAttributes(sp.Attributes), Note: sp.Note}
		for i, f := range sp.Fragments {
			out.Fragments = append(out.Fragments, HFFragment{int64(f.Start), int64(f.End), sp.Quote[i]})
		}
		row.Spans = append(row.Spans, out)
	}
	for _, l := range s.Links {
		out := HFLink{ID: l.ID, Type: l.Type, Roles: []HFRole{}, Attributes: hfAttributes(l.Attributes)}
		for _, role := range slices.Sorted(maps.Keys(l.Roles)) {
			for _, id := range l.Roles[role] {
				out.Roles = append(out.Roles, HFRole{role, id})
			}
		}
		row.Links = append(row.Links, out)
		row.Relations = append(row.Relations, h.relations(l)...)
	}
	h.tally.Spans += len(s.Spans)
	h.tally.Links += len(s.Links)
	counts := h.splits[split]
	counts[0]++
	h.splits[split] = counts
	if err := h.rows.Spans(split, row); err != nil {
		return err
	}
	return h.writeTokens(it, split, s, words)
}

// relations are a link's first role's spans to those of every other role, as in
// doccano's.
func (h *hfWriter) relations(l *annotations.Link) (all []HFRelation) {
	roles, binary := filledRoles(h.o.Schema, l)
	for i := 1; i < len(roles); i++ {
		name := l.Type
		if !binary {
			name += ":" + roles[i]
		}
		for _, head := range l.Roles[roles[0]] {
			for _, tail := range l.Roles[roles[i]] {
				all = append(all, HFRelation{name, head, tail})
			}
		}
	}
	return all
}

// filledRoles lists the filled roles of a link in the schema's order, and
// whether its type has two roles only.
func filledRoles(schema *annotations.Schema, l *annotations.Link) (roles []string, binary bool) {
	for _, r := range slices.Sorted(maps.Keys(l.Roles)) {
		if len(l.Roles[r]) > 0 {
			roles = append(roles, r)
		}
	}
	if schema == nil || schema.Link(l.Type) == nil {
		return roles, len(roles) == 2
	}
	var ordered []string
	for _, r := range schema.Link(l.Type).Roles {
		if slices.Contains(roles, r.ID) {
			ordered = append(ordered, r.ID)
		}
	}
	for _, r := range roles {
		if !slices.Contains(ordered, r) {
			ordered = append(ordered, r)
		}
	}
	return ordered, len(schema.Link(l.Type).Roles) == 2
}

func hfAttributes(a annotations.Attributes) []HFAttribute {
	all := []HFAttribute{}
	for _, name := range slices.Sorted(maps.Keys(a)) {
		v := a[name]
		if items, ok := v.Items(); ok {
			for _, item := range items {
				all = append(all, HFAttribute{name, "list", item})
			}
			if len(items) == 0 {
				all = append(all, HFAttribute{name, "empty", ""})
			}
			continue
		}
		kind := "string"
		if _, ok := v.Yes(); ok {
			kind = "bool"
		}
		all = append(all, HFAttribute{name, kind, v.Text()})
	}
	return all
}

func (h *hfWriter) writeTokens(it *Item, split string, s Set, words *cut) error {
	l := ledger{&h.base, it.Document, s.Owner}
	spans := known(h.layers, s.Spans, l)
	tags := make([][]int64, len(h.layers))
	for i, y := range h.layers {
		runs := single(words.fit(y.pick(spans), l, false), l, "in spans alone")
		if y.labels == nil {
			h.meet(i, runs)
		}
		tags[i] = make([]int64, len(words.words))
		for _, r := range runs {
			first := h.ids[y.name][r.span.Label]
			for k := r.first; k < r.after; k++ {
				tags[i][k] = first + 1
			}
			tags[i][r.first] = first
		}
	}
	var err error
	words.sentences(func(number, first, after int) {
		row := &HFTokens{ID: fmt.Sprintf("%s-s%d", it.Document.ID, number+1), Owner: string(s.Owner), Tags: map[string][]int64{}}
		for i := first; i < after; i++ {
			row.Tokens = append(row.Tokens, words.form(i))
		}
		for i, c := range h.feats.Columns {
			row.Tags[c.Name] = tags[i][first:after]
		}
		counts := h.splits[split]
		counts[1]++
		h.splits[split] = counts
		if err == nil {
			err = h.rows.Tokens(split, row)
		}
	})
	return err
}

// meet gives numbers to labels that no schema names, as they come.
func (h *hfWriter) meet(column int, runs []run) {
	c := &h.feats.Columns[column]
	ids := h.ids[h.layers[column].name]
	for _, r := range runs {
		if _, ok := ids[r.span.Label]; !ok {
			ids[r.span.Label] = int64(len(c.Names))
			c.Names = append(c.Names, "B-"+r.span.Label, "I-"+r.span.Label)
		}
	}
}

func (h *hfWriter) Close() (Report, error) {
	if err := h.rows.Close(); err != nil {
		return h.tally.Report, err
	}
	w, err := h.folder.Create("README.md")
	if err != nil {
		return h.tally.Report, fmt.Errorf("start README.md: %w", err)
	}
	_, err = io.WriteString(w, h.card())
	return h.tally.Report, err
}

// hfJSON writes rows as JSONL.
type hfJSON struct{ files openFiles }

func (j *hfJSON) Spans(split string, row *HFSpans) error {
	w, err := j.files.open("spans/" + split + "-00000.jsonl")
	if err != nil {
		return err
	}
	return writeLine(w, row)
}

func (j *hfJSON) Tokens(split string, row *HFTokens) error {
	w, err := j.files.open("tokens/" + split + "-00000.jsonl")
	if err != nil {
		return err
	}
	line := map[string]any{"id": row.ID, "owner": row.Owner, "tokens": row.Tokens}
	for name, tags := range row.Tags {
		line[name] = tags
	}
	return writeLine(w, line)
}

func (j *hfJSON) Pattern(config, split string) string { return config + "/" + split + "-*.jsonl" }

func (j *hfJSON) Close() error { return nil }
