package formats

import (
	"fmt"
	"io"
	"strings"

	"galley/annotations"
)

const (
	columnsType = "text/plain; charset=utf-8"
	noteOwners  = "texts with several people's work come once for each of them, one after the other"
)

// columnStyle is what the formats of one word a line differ in.
type columnStyle struct {
	scheme scheme
	// note tells how to load the file; "" for nothing.
	note string
	// head stands before each document and set; "" for none.
	head func(*annotations.Document, Set) string
	// row writes a word: its number in the sentence from 1, its form, whether the
	// next word follows without a blank, and its tag.
	row func(n int, form string, glued bool, tag string) string
}

// columnWriter writes one word a line with one tag, a blank line after each
// sentence. As a folder it writes a file for each layer of labels and part of
// the data set ("train/entity.iob2.conll"), so that an entity inside a quote is
// kept; as one file all labels share one column, the longest first.
//
// A span over the end of a sentence is written as one span for each sentence, a
// span inside a word as the whole word, a span of several fragments as one for
// each; all of it is reported. White space is no word, so that the text cannot
// be built again from the file.
type columnWriter struct {
	style columnStyle
	base
	layers []layer
	names  labelNames
	open   func(split, layer string) (io.Writer, error)
}

func newColumns(style columnStyle) func(io.Writer, Options) Writer {
	return func(w io.Writer, o Options) Writer {
		c := columnWriterOf(style, o)
		c.layers = layers(nil)
		c.open = func(string, string) (io.Writer, error) { return w, nil }
		return c
	}
}

func newColumnFolder(style columnStyle, extension string) func(Folder, Options) Writer {
	return func(f Folder, o Options) Writer {
		c := columnWriterOf(style, o)
		files := openFiles{folder: f}
		c.open = func(split, layer string) (io.Writer, error) {
			return files.open(splitName(split) + "/" + layer + extension)
		}
		return c
	}
}

func columnWriterOf(style columnStyle, o Options) *columnWriter {
	c := &columnWriter{style: style, base: newBase(o), layers: layers(o.Schema), names: newLabelNames(columnLabel)}
	return c
}

// openFiles keeps the files of a folder that were started.
type openFiles struct {
	folder Folder
	files  map[string]io.Writer
}

func (o *openFiles) open(name string) (io.Writer, error) {
	if w := o.files[name]; w != nil {
		return w, nil
	}
	w, err := o.folder.Create(name)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	if o.files == nil {
		o.files = map[string]io.Writer{}
	}
	o.files[name] = w
	return w, nil
}

// splitName is the part's name in a path: "train" for what is not split.
func splitName(split string) string {
	if split == "" {
		return "train"
	}
	return split
}

func (c *columnWriter) Write(it *Item) error {
	if err := c.order.admit(it); err != nil {
		return err
	}
	doc := it.Document
	sets := it.sorted()
	words := cutWords(doc, c.o.Tokenizer, false)
	switch {
	case len(words.words) == 0:
		c.lose(doc, "", "", EmptyText, "")
		return c.failed
	case len(sets) == 0:
		c.lose(doc, "", "", NoSet, "")
		return c.failed
	case len(sets) > 1:
		c.tally.note(noteOwners)
	}
	for _, s := range sets {
		l := ledger{&c.base, doc, s.Owner}
		l.extras(s.Spans, s.Links)
		spans := known(c.layers, s.Spans, l)
		for _, y := range c.layers {
			if err := c.writeLayer(it, s, words, y, y.pick(spans), l); err != nil {
				return fmt.Errorf("write document %s: %w", doc.ID, err)
			}
		}
	}
	c.tally.Documents++
	if c.style.note != "" {
		c.tally.note(c.style.note)
	}
	return c.failed
}

func (c *columnWriter) writeLayer(it *Item, s Set, words *cut, y layer, spans []*annotations.Span, l ledger) error {
	runs := single(words.fit(spans, l, false), l, "")
	names := map[string]string{}
	renamed := map[string]bool{}
	for _, r := range runs {
		name, changed, err := c.names.of(r.span.Label)
		if err != nil {
			return err
		}
		if names[r.span.Label] = name; changed && !renamed[r.span.ID] {
			renamed[r.span.ID] = true
			l.report(r.span.ID, LabelNotAllowed, name)
		}
	}
	c.tally.Spans += writtenSpans(runs)
	tags := c.style.scheme.tags(len(words.words), runs, func(sp *annotations.Span) string { return names[sp.Label] })
	var b strings.Builder
	if c.style.head != nil {
		b.WriteString(c.style.head(it.Document, s))
	}
	words.sentences(func(_, first, after int) {
		for i := first; i < after; i++ {
			glued := i+1 < len(words.words) && words.words[i+1].Start == words.words[i].End
			b.WriteString(c.style.row(i-first+1, words.safeForm(i, l), glued, tags[i]))
		}
		b.WriteByte('\n')
	})
	w, err := c.open(it.Split, y.name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// docStart is what begins a document in CoNLL-2003; a word of the text must not
// be taken for it.
const docStart = "-DOCSTART-"

// safeForm is the form of a word that no reader takes for something else.
func (c *cut) safeForm(i int, l ledger) string {
	form := c.form(i)
	if strings.HasPrefix(form, docStart) {
		l.report("", IllegalCharacter, "the word "+docStart+" with underscores")
		return strings.ReplaceAll(form, docStart, "_DOCSTART_")
	}
	return form
}

// conllStyle is CoNLL-2003: form, part of speech, chunk and tag with single
// blanks; the second and third are unknown. The first line of a document is
// spelled as spaCy's converter wants it: with "-X-" thrice it would read a word.
func conllStyle(s scheme) columnStyle {
	return columnStyle{
		scheme: s,
		head:   func(*annotations.Document, Set) string { return docStart + " -X- O O\n\n" },
		row:    func(_ int, form string, _ bool, tag string) string { return form + " _ _ " + tag + "\n" },
	}
}

// flairStyle is Flair's ColumnCorpus with
// column_format={0: "text", 1: "space-after", 2: "ner"} and
// document_separator_token="-DOCSTART-"; "-" says that no blank follows.
var flairStyle = columnStyle{
	scheme: iob2,
	note:   `load with ColumnCorpus(…, column_format={0: "text", 1: "space-after", 2: "ner"}, document_separator_token="-DOCSTART-")`,
	head:   func(*annotations.Document, Set) string { return docStart + "\t+\tO\n\n" },
	row: func(_ int, form string, glued bool, tag string) string {
		if glued {
			return form + "\t-\t" + tag + "\n"
		}
		return form + "\t+\t" + tag + "\n"
	},
}
