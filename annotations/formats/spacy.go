package formats

import (
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"galley/annotations"
	"galley/annotations/strict"
)

// spaCy's attribute ids that a file has columns for, in the order it wants them.
const (
	attrOrth      = 65
	attrEntIOB    = 77
	attrEntType   = 78
	attrSentStart = 80
	attrEntKB     = 452
	attrEntID     = 454
)

var docBinAttrs = []uint64{attrOrth, attrEntIOB, attrEntType, attrSentStart, attrEntKB, attrEntID}

// What somebody must know who trains with the file.
const (
	noteSpacyData    = `attributes, notes, links and exact offsets are in doc.user_data["galley"], as JSON`
	noteSpacyEnts    = "doc.ents hold the labels of entities, the longest of two that overlap; all spans are in doc.spans, by family and together in \"sc\""
	noteSpacyRules   = "texts in other languages than German and English are cut by the rules that spaCy's languages share: train with spacy.blank(\"xx\")"
	noteSpacyOpen    = "sets that are not submitted leave words without a mark unannotated: the trainer passes over them"
	noteSpacyEditor  = "words are cut as an editor reads them: put gold_preproc = true into the corpus blocks of the configuration, or the trainer cuts the text again and drops what does not fit"
	spacyAll         = "sc"
	spacyUserData    = "galley"
	docBinShard      = 400_000 // words in one file of a folder
	entMissing       = 0
	entInside        = 1
	entOutside       = 2
	entBegin         = 3
	sentenceGoesOn   = ^uint64(0) // -1
	docBinVersion    = "0.1"
	spacyExtension   = ".spacy"
	spacyMediaType   = "application/octet-stream"
	entityLayer      = string(annotations.EntityFamily)
	spanRecordLength = 40
)

// spacyWriter writes spaCy's DocBin (spacy/tokens/_serialize.py, read at 3.8):
// a zlib stream of one MessagePack map. The words are spaCy's own, so that the
// trainer, which cuts the text again, finds every span where it is; what starts
// or ends inside one of them is reported and written as whole words.
//
// A file is one map with all words first, so it is held in memory until the
// end; as a folder ("train/00000.spacy") it is cut into files that are not.
type spacyWriter struct {
	base
	layers []layer
	kb     string // the attribute that names an entry of a knowledge base
	// open starts the next file of a part; nil parts are the one of New.
	open func(split string) (io.Writer, error)
	bins map[string]*docBin
	full int
}

func newSpacy(w io.Writer, o Options) Writer {
	s := spacyWriterOf(o)
	s.bins[""] = newDocBin()
	s.open = func(string) (io.Writer, error) { return w, nil }
	return s
}

func newSpacyFolder(f Folder, o Options) Writer {
	s := spacyWriterOf(o)
	parts := map[string]int{}
	s.open = func(split string) (io.Writer, error) {
		name := fmt.Sprintf("%s/%05d%s", splitName(split), parts[split], spacyExtension)
		parts[split]++
		w, err := f.Create(name)
		if err != nil {
			return nil, fmt.Errorf("start %s: %w", name, err)
		}
		return w, nil
	}
	s.full = docBinShard
	return s
}

func spacyWriterOf(o Options) *spacyWriter {
	s := &spacyWriter{base: newBase(o), layers: layers(o.Schema), bins: map[string]*docBin{}}
	if o.Schema != nil {
		for _, a := range o.Schema.Attributes {
			if a.Type == annotations.QIDAttribute && s.kb == "" {
				s.kb = a.ID
			}
		}
	}
	return s
}

func (s *spacyWriter) Write(it *Item) error {
	if err := s.order.admit(it); err != nil {
		return err
	}
	doc := it.Document
	words := cutWords(doc, s.o.Tokenizer, true)
	if len(words.words) == 0 {
		s.lose(doc, "", "", EmptyText, "")
		return s.failed
	}
	s.remark(doc)
	sets := it.sorted()
	if len(sets) == 0 {
		sets = []Set{{}}
	}
	if len(sets) > 1 {
		s.tally.note(noteOwners)
	}
	split := it.Split
	if s.full == 0 {
		split = ""
	}
	if s.bins[split] == nil {
		s.bins[split] = newDocBin()
	}
	for _, set := range sets {
		d, err := s.docOf(it, words, set)
		if err != nil {
			return fmt.Errorf("write document %s: %w", doc.ID, err)
		}
		s.bins[split].add(d)
	}
	s.tally.Documents++
	if s.full > 0 && s.bins[split].tokens() > s.full {
		if err := s.flush(split); err != nil {
			return err
		}
	}
	return s.failed
}

// remark notes what the reader of the file must be told.
func (s *spacyWriter) remark(doc *annotations.Document) {
	s.tally.note(noteSpacyData)
	s.tally.note(noteSpacyEnts)
	if s.o.Tokenizer != nil && s.o.Tokenizer != SpacyWords {
		s.tally.note(noteSpacyEditor)
	}
	if primary, _, _ := strings.Cut(strings.ToLower(doc.Language), "-"); primary != "" && primary != "de" && primary != "en" {
		s.tally.note(noteSpacyRules)
	}
}

func (s *spacyWriter) flush(split string) error {
	bin := s.bins[split]
	delete(s.bins, split)
	w, err := s.open(split)
	if err != nil {
		return err
	}
	return bin.writeTo(w)
}

func (s *spacyWriter) Close() (Report, error) {
	for _, split := range slices.Sorted(maps.Keys(s.bins)) {
		if err := s.flush(split); err != nil {
			return s.tally.Report, err
		}
	}
	return s.tally.Report, nil
}

// spacyDoc is one document as spaCy holds it.
type spacyDoc struct {
	words  []string
	spaces []bool
	// iob, entType, entKB and entID are nil or one for each word.
	iob                   []byte
	entType, entKB, entID []string
	starts                []bool
	groups                []spacyGroup
	data                  map[string]string
}

// spacyGroup is a named list of spans that may overlap.
type spacyGroup struct {
	name  string
	spans []spacySpan
}

type spacySpan struct {
	id, kb, label      string
	first, after       int // words
	startChar, endChar int // code points
}

// spacyData is what doc.user_data["galley"] holds.
type spacyData struct {
	ID       string            `json:"id"`
	Revision int               `json:"revision"`
	SHA256   string            `json:"sha256"`
	Language string            `json:"language"`
	Meta     map[string]string `json:"meta"`
	Schema   SchemaRef         `json:"schema"`
	Set      *galleySet        `json:"set,omitempty"`
}

func (s *spacyWriter) docOf(it *Item, words *cut, set Set) (*spacyDoc, error) {
	d := newSpacyDoc(words)
	l := ledger{&s.base, it.Document, set.Owner}
	spans := known(s.layers, set.Spans, l)
	runs := words.fit(spans, l, true)
	s.tally.Spans += writtenSpans(runs)
	for _, y := range s.layers {
		g := spacyGroup{name: y.name}
		for _, r := range runs {
			if y.holds(r.span.Label) {
				g.spans = append(g.spans, s.span(words, r))
			}
		}
		d.groups = append(d.groups, g)
	}
	all := spacyGroup{name: spacyAll}
	for _, r := range runs {
		all.spans = append(all.spans, s.span(words, r))
	}
	d.groups = append(d.groups, all)
	for _, g := range d.groups {
		slices.SortStableFunc(g.spans, func(a, b spacySpan) int { return a.first - b.first })
	}
	s.entities(d, runs, set, l)
	data := spacyData{ID: it.Document.ID, Revision: it.Document.Revision, SHA256: it.Document.Text.SHA256(), Language: it.Document.Language, Meta: it.Document.Meta, Schema: it.Schema}
	if set.Owner != "" {
		written := map[string]bool{}
		for _, r := range runs {
			written[r.span.ID] = true
		}
		set.Spans = slices.DeleteFunc(slices.Clone(set.Spans), func(sp *annotations.Span) bool { return !written[sp.ID] })
		set.Links = slices.DeleteFunc(slices.Clone(set.Links), func(k *annotations.Link) bool {
			missing := slices.ContainsFunc(k.Spans(), func(id string) bool { return !written[id] })
			if missing {
				l.report(k.ID, EndpointMissing, "")
			}
			return missing
		})
		s.tally.Links += len(set.Links)
		g := writeGalleySet(set)
		data.Set = &g
	}
	b, err := strict.Marshal(data)
	d.data = map[string]string{spacyUserData: string(b)}
	return d, err
}

// entities writes doc.ents: the entities of the schema, all spans without one.
// In a set that nobody has submitted a word without a mark may still get one.
func (s *spacyWriter) entities(d *spacyDoc, runs []run, set Set, l ledger) {
	outside := byte(entOutside)
	if !set.finished() {
		outside = entMissing
		s.tally.note(noteSpacyOpen)
	}
	for i := range d.iob {
		d.iob[i] = outside
	}
	i := slices.IndexFunc(s.layers, func(y layer) bool { return y.name == entityLayer })
	if i >= 0 {
		runs = slices.DeleteFunc(slices.Clone(runs), func(r run) bool { return !s.layers[i].holds(r.span.Label) })
	}
	for _, r := range single(runs, l, "in doc.spans alone") {
		for k := r.first; k < r.after; k++ {
			d.iob[k], d.entType[k], d.entID[k], d.entKB[k] = entInside, r.span.Label, r.span.ID, s.kbOf(r.span)
		}
		d.iob[r.first] = entBegin
	}
}

func (s *spacyWriter) kbOf(sp *annotations.Span) string {
	qid, _ := sp.Attributes[s.kb].Str()
	return qid
}

func (s *spacyWriter) span(words *cut, r run) spacySpan {
	return spacySpan{
		id: r.span.ID, kb: s.kbOf(r.span), label: r.span.Label, first: r.first, after: r.after,
		startChar: int(words.words[r.first].Start), endChar: int(words.words[r.after-1].End),
	}
}

// newSpacyDoc gives the words of a text with the blanks between them.
func newSpacyDoc(c *cut) *spacyDoc {
	n := len(c.words)
	d := &spacyDoc{
		words: make([]string, n), spaces: make([]bool, n), starts: make([]bool, n), iob: make([]byte, n),
		entType: make([]string, n), entKB: make([]string, n), entID: make([]string, n),
	}
	for i, w := range c.words {
		next := c.doc.Text.Len()
		if i+1 < n {
			next = c.words[i+1].Start
		}
		d.words[i], d.spaces[i] = c.form(i), next > w.End
		d.starts[i] = i == 0 || c.words[i-1].sentence != w.sentence
	}
	return d
}

// docBin collects documents for one file.
type docBin struct {
	attrs         []uint64
	cells, spaces []byte
	lengths       []byte
	strings       map[string]bool
	groups        [][]byte
	data          []map[string]string
	docs          int
}

func newDocBin() *docBin { return &docBin{attrs: docBinAttrs, strings: map[string]bool{"": true}} }

func (b *docBin) tokens() int { return len(b.spaces) }

// id is the id of a string, which the file then lists.
func (b *docBin) id(s string) uint64 {
	b.strings[s] = true
	return spacyID(s)
}

func (b *docBin) add(d *spacyDoc) {
	for i, w := range d.words {
		for _, a := range b.attrs {
			b.cells = binary.LittleEndian.AppendUint64(b.cells, b.cell(d, i, a, w))
		}
		space := byte(0)
		if d.spaces[i] {
			space = 1
		}
		b.spaces = append(b.spaces, space)
	}
	b.lengths = binary.LittleEndian.AppendUint32(b.lengths, uint32(len(d.words)))
	b.groups = append(b.groups, b.groupsOf(d))
	b.data = append(b.data, d.data)
	b.docs++
}

func (b *docBin) cell(d *spacyDoc, i int, attr uint64, word string) uint64 {
	switch attr {
	case attrOrth:
		return b.id(word)
	case attrEntIOB:
		return uint64(d.iob[i])
	case attrEntType:
		return b.id(d.entType[i])
	case attrEntKB:
		return b.id(d.entKB[i])
	case attrEntID:
		return b.id(d.entID[i])
	}
	if d.starts[i] {
		return 1
	}
	return sentenceGoesOn
}

// groupsOf is SpanGroups.to_bytes: each group as bytes, with the names it has.
func (b *docBin) groupsOf(d *spacyDoc) []byte {
	if len(d.groups) == 0 {
		return packArray(nil, 0)
	}
	out := packMap(nil, len(d.groups))
	for _, g := range d.groups {
		group := packString(packMap(nil, 3), "name")
		group = packString(group, g.name)
		group = packMap(packString(group, "attrs"), 0)
		group = packArray(packString(group, "spans"), len(g.spans))
		for _, sp := range g.spans {
			// struct ">QQQllll", whatever the comment in spaCy's source says.
			var record []byte
			for _, id := range []string{sp.id, sp.kb, sp.label} {
				record = binary.BigEndian.AppendUint64(record, b.id(id))
			}
			for _, n := range []int{sp.first, sp.after, sp.startChar, sp.endChar} {
				record = binary.BigEndian.AppendUint32(record, uint32(n))
			}
			group = packBytes(group, record)
		}
		out = packBytes(out, group)
		out = packString(packArray(out, 1), g.name)
	}
	return out
}

// pack is the MessagePack map.
func (b *docBin) pack(w io.Writer) error {
	head := packString(packMap(nil, 10), "version")
	head = packString(head, docBinVersion)
	head = packArray(packString(head, "attrs"), len(b.attrs))
	for _, a := range b.attrs {
		head = packUint(head, a)
	}
	head = packBytesHead(packString(head, "tokens"), len(b.cells))
	spaces := packBytes(packString(nil, "spaces"), b.spaces)
	rest := packBytes(packString(nil, "lengths"), b.lengths)
	names := slices.Sorted(maps.Keys(b.strings))
	rest = packArray(packString(rest, "strings"), len(names))
	for _, s := range names {
		rest = packString(rest, s)
	}
	rest = packArray(packString(rest, "cats"), b.docs)
	for range b.docs {
		rest = packMap(rest, 0)
	}
	rest = packArray(packString(rest, "flags"), b.docs)
	for range b.docs {
		rest = packBool(packString(packMap(rest, 1), "has_unknown_spaces"), false)
	}
	rest = packArray(packString(rest, "span_groups"), b.docs)
	for _, g := range b.groups {
		rest = packBytes(rest, g)
	}
	rest = packArray(packString(rest, "user_data"), b.docs)
	for _, data := range b.data {
		one := packMap(nil, len(data))
		for _, key := range slices.Sorted(maps.Keys(data)) {
			one = packString(packString(one, key), data[key])
		}
		rest = packBytes(rest, one)
	}
	for _, part := range [][]byte{head, b.cells, spaces, rest} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

func (b *docBin) writeTo(w io.Writer) error {
	z := zlib.NewWriter(w)
	if err := b.pack(z); err != nil {
		return err
	}
	return z.Close()
}
