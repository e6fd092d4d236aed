package formats

import (
	"fmt"
	"io"
	"strings"

	"galley/annotations"
)

// conlluWriter writes CoNLL-U: ten columns, of which ID, FORM and MISC are
// filled, and CoNLL-U Plus: ID, FORM, MISC and a column of IOB2 tags for each
// label of the schema, so that spans of different labels may nest and cross.
//
// MISC holds SpaceAfter=No and SpacesAfter, from which the text can be built
// again as it was. In CoNLL-U the tags of all labels are in MISC too, as
// name=B-QUOTE, the longest span first: what spaCy's converter reads, which
// allows capital letters and "_" in a label. There is no tree: no file is valid
// in the sense of Universal Dependencies.
type conlluWriter struct {
	w io.Writer
	base
	plus bool
	// layers are the columns: one for each label, or one for all.
	layers  []layer
	names   labelNames
	started bool
}

func newConllu(w io.Writer, o Options) Writer { return conlluWriterOf(w, o, false) }

func newConllup(w io.Writer, o Options) Writer { return conlluWriterOf(w, o, true) }

func conlluWriterOf(w io.Writer, o Options, plus bool) *conlluWriter {
	c := &conlluWriter{w: w, base: newBase(o), plus: plus, layers: layers(nil), names: newLabelNames(capitalLabel)}
	if plus && o.Schema != nil {
		c.layers = nil
		for _, lb := range o.Schema.Labels {
			c.layers = append(c.layers, layer{lb.ID, []string{lb.ID}})
		}
	}
	return c
}

// capitalLabel keeps of a label what spaCy's converter reads: [A-Z_]+.
func capitalLabel(label string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z' || r == '_':
			return r
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		}
		return '_'
	}, label)
}

func (c *conlluWriter) Write(it *Item) error {
	if err := c.order.admit(it); err != nil {
		return err
	}
	if err := c.start(); err != nil {
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
		if err := c.writeSet(words, s); err != nil {
			return fmt.Errorf("write document %s: %w", doc.ID, err)
		}
	}
	c.tally.Documents++
	return c.failed
}

// start writes the first line of a file with own columns.
func (c *conlluWriter) start() error {
	if c.started || !c.plus {
		return nil
	}
	c.started = true
	columns := []string{"ID", "FORM", "MISC"}
	for _, y := range c.layers {
		name, _, err := c.names.of(y.name)
		if err != nil {
			return err
		}
		columns = append(columns, "GALLEY:"+name)
	}
	_, err := fmt.Fprintf(c.w, "# global.columns = %s\n", strings.Join(columns, " "))
	return err
}

func (c *conlluWriter) writeSet(words *cut, s Set) error {
	l := ledger{&c.base, words.doc, s.Owner}
	l.extras(s.Spans, s.Links)
	spans := known(c.layers, s.Spans, l)
	columns := make([][]string, len(c.layers))
	for i, y := range c.layers {
		runs := single(words.fit(y.pick(spans), l, false), l, "")
		c.tally.Spans += writtenSpans(runs)
		names, err := c.labels(runs, l)
		if err != nil {
			return err
		}
		columns[i] = iob2.tags(len(words.words), runs, func(sp *annotations.Span) string { return names[sp.Label] })
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# newdoc id = %s\n", words.doc.ID)
	if s.Owner != "" {
		fmt.Fprintf(&b, "# owner = %s\n", s.Owner)
	}
	words.sentences(func(number, first, after int) {
		text := words.doc.Text.Slice(words.words[first].Start, words.words[after-1].End)
		fmt.Fprintf(&b, "# sent_id = %s-s%d\n", words.doc.ID, number+1)
		if !strings.Contains(text, "\n") {
			fmt.Fprintf(&b, "# text = %s\n", text)
		}
		for i := first; i < after; i++ {
			c.row(&b, words, i, i-first+1, columns)
		}
		b.WriteByte('\n')
	})
	_, err := io.WriteString(c.w, b.String())
	return err
}

// labels names the labels of runs; in CoNLL-U Plus tags keep them as they are.
func (c *conlluWriter) labels(runs []run, l ledger) (map[string]string, error) {
	names, told := map[string]string{}, map[string]bool{}
	for _, r := range runs {
		label := r.span.Label
		if c.plus {
			names[label] = label
			continue
		}
		name, _, err := c.names.of(label)
		if err != nil {
			return nil, err
		}
		if names[label] = name; name != strings.ToUpper(label) && !told[r.span.ID] {
			told[r.span.ID] = true
			l.report(r.span.ID, LabelNotAllowed, name)
		}
	}
	return names, nil
}

func (c *conlluWriter) row(b *strings.Builder, words *cut, i, number int, columns [][]string) {
	misc := words.spacing(i)
	if !c.plus && columns[0][i] != "O" {
		misc = append([]string{"name=" + columns[0][i]}, misc...)
	}
	if len(misc) == 0 {
		misc = []string{"_"}
	}
	if !c.plus {
		fmt.Fprintf(b, "%d\t%s\t_\t_\t_\t_\t_\t_\t_\t%s\n", number, words.form(i), strings.Join(misc, "|"))
		return
	}
	fmt.Fprintf(b, "%d\t%s\t%s", number, words.form(i), strings.Join(misc, "|"))
	for _, tags := range columns {
		b.WriteString("\t" + tags[i])
	}
	b.WriteByte('\n')
}

// spacing says in MISC what stands around a word, when it is not one blank
// after it.
func (c *cut) spacing(i int) (misc []string) {
	t := c.doc.Text
	end := t.Len()
	if i+1 < len(c.words) {
		end = c.words[i+1].Start
	}
	switch after := t.Slice(c.words[i].End, end); {
	case after == "":
		misc = append(misc, "SpaceAfter=No")
	case after != " " || i+1 == len(c.words): // at the end a blank is not taken for granted
		misc = append(misc, "SpacesAfter="+escapeSpaces.Replace(after))
	}
	if before := t.Slice(0, c.words[0].Start); i == 0 && before != "" {
		misc = append(misc, "SpacesBefore="+escapeSpaces.Replace(before))
	}
	return misc
}

var (
	escapeSpaces   = strings.NewReplacer(`\`, `\\`, "|", `\p`, " ", `\s`, "\t", `\t`, "\n", `\n`, "\r", `\r`)
	unescapeSpaces = strings.NewReplacer(`\\`, `\`, `\p`, "|", `\s`, " ", `\t`, "\t", `\n`, "\n", `\r`, "\r")
)

func (c *conlluWriter) Close() (Report, error) {
	// A file without documents still says what its columns are.
	return c.tally.Report, c.start()
}
