package formats

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// germEvalWriter writes the TSV of GermEval 2014: number, form, outer tag, inner
// tag. The outer tag is the longest span's; the inner one that of what lies
// inside it. A span inside a word is written as the whole word with "part" after
// its label ("ORGpart" in „CDU-Politiker“), the one place a format of words has
// for it. The comment before each sentence names the document, and whose the
// tags are where there are several people's.
type germEvalWriter struct {
	open func(split, layer string) (io.Writer, error)
	base
	layers []layer
	names  labelNames
}

func newGermEval(w io.Writer, o Options) Writer {
	g := germEvalWriterOf(o)
	g.layers = layers(nil)
	g.open = func(string, string) (io.Writer, error) { return w, nil }
	return g
}

func newGermEvalFolder(f Folder, o Options) Writer {
	g := germEvalWriterOf(o)
	files := openFiles{folder: f}
	g.open = func(split, layer string) (io.Writer, error) {
		return files.open(splitName(split) + "/" + layer + ".tsv")
	}
	return g
}

func germEvalWriterOf(o Options) *germEvalWriter {
	g := &germEvalWriter{base: newBase(o), layers: layers(o.Schema), names: newLabelNames(columnLabel)}
	return g
}

func (g *germEvalWriter) Write(it *Item) error {
	if err := g.order.admit(it); err != nil {
		return err
	}
	sets := it.sorted()
	words := cutWords(it.Document, g.o.Tokenizer, false)
	switch {
	case len(words.words) == 0:
		g.lose(it.Document, "", "", EmptyText, "")
		return g.failed
	case len(sets) == 0:
		g.lose(it.Document, "", "", NoSet, "")
		return g.failed
	case len(sets) > 1:
		g.tally.note(noteOwners)
	}
	for _, s := range sets {
		l := ledger{&g.base, it.Document, s.Owner}
		l.extras(s.Spans, s.Links)
		spans := known(g.layers, s.Spans, l)
		for _, y := range g.layers {
			source := it.Document.ID
			if len(sets) > 1 {
				source += "#" + string(s.Owner)
			}
			if err := g.writeLayer(it, source, words, y, y.pick(spans), l); err != nil {
				return fmt.Errorf("write document %s: %w", it.Document.ID, err)
			}
		}
	}
	g.tally.Documents++
	return g.failed
}

func (g *germEvalWriter) writeLayer(it *Item, source string, words *cut, y layer, spans []*annotations.Span, l ledger) error {
	var rest []run
	outer := flatten(words.fit(spans, l, false), func(r []run, nested bool) {
		// What only overlaps an outer span has no place; what lies inside one has.
		if !nested {
			l.report(r[0].span.ID, Overlap, "")
			return
		}
		rest = append(rest, r...)
	})
	inner := single(rest, l, "")
	columns := make([][]string, 2)
	for i, runs := range [][]run{outer, inner} {
		for _, r := range runs {
			name, changed, err := g.names.of(r.span.Label)
			if err != nil {
				return err
			}
			if changed {
				l.report(r.span.ID, LabelNotAllowed, name)
			}
		}
		columns[i] = g.tags(len(words.words), runs)
	}
	g.tally.Spans += writtenSpans(append(slices.Clone(outer), inner...))
	var b strings.Builder
	words.sentences(func(_, first, after int) {
		fmt.Fprintf(&b, "#\t%s\t[%s]\n", source, strings.NewReplacer("\t", " ", "\n", " ").Replace(it.Document.Meta["published"]))
		for i := first; i < after; i++ {
			fmt.Fprintf(&b, "%d\t%s\t%s\t%s\n", i-first+1, words.form(i), columns[0][i], columns[1][i])
		}
		b.WriteByte('\n')
	})
	w, err := g.open(it.Split, y.name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// tags are IOB2 with "part" after the label of a span inside a word.
func (g *germEvalWriter) tags(n int, runs []run) []string {
	tags := iob2.tags(n, runs, func(sp *annotations.Span) string { name, _, _ := g.names.of(sp.Label); return name })
	for _, r := range runs {
		if r.inside {
			for i := r.first; i < r.after; i++ {
				tags[i] += "part"
			}
		}
	}
	return tags
}

// readGermEval reads GermEval's TSV. Sentences that follow one another with the
// same source are one document.
func readGermEval(files []File, o ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		for _, f := range files {
			if !eachLine(f, &germEvalReader{o: o, file: f.Name, yield: yield}, yield) {
				return
			}
		}
	}
}

type germEvalReader struct {
	o     ReadOptions
	file  string
	yield func(Found, error) bool

	source, date string
	first        int
	build        builder
	columns      [2][]string
	lines        []int
	problems     []*annotations.Error
	large        bool
}

func (r *germEvalReader) line(n int, s string) bool {
	fields := strings.Split(strings.TrimRight(s, "\t"), "\t")
	switch {
	case strings.HasPrefix(s, "#"):
		source, date := strings.TrimSpace(strings.TrimPrefix(s, "#")), ""
		if len(fields) > 1 {
			source = fields[1]
		}
		if len(fields) > 2 {
			date = strings.Trim(fields[2], "[]")
		}
		if source != r.source && !r.end() {
			return false
		}
		r.source, r.date = source, date
	case strings.TrimSpace(s) == "":
		r.build.sentence()
	case len(fields) < 3 || fields[1] == "":
		r.problem(n, "bad_columns", "line %d has %d columns; number, word, outer and inner tag are asked for", n, len(fields))
	default:
		r.word(n, fields)
	}
	return true
}

func (r *germEvalReader) word(n int, fields []string) {
	if r.first == 0 {
		r.first = n
	}
	if r.large = r.large || r.build.text.Len()+len(fields[1]) > text.MaxBytes; r.large {
		return
	}
	r.build.word(fields[1], r.o.Language)
	inner := "O"
	if len(fields) > 3 {
		inner = fields[3]
	}
	r.columns[0] = append(r.columns[0], fields[2])
	r.columns[1] = append(r.columns[1], inner)
	r.lines = append(r.lines, n)
}

func (r *germEvalReader) problem(n int, reason, format string, args ...any) {
	if r.first == 0 {
		r.first = n
	}
	p := invalid(reason, "", format, args...)
	p.Line = n
	r.problems = append(r.problems, p)
}

func (r *germEvalReader) end() bool {
	found := Found{File: r.file, Line: r.first, Name: r.source, Rebuilt: true, Unit: CodePoint, Language: r.o.Language, Problems: r.problems}
	if r.date != "" {
		found.Meta = map[string]string{"published": r.date}
	}
	have := r.first > 0
	if r.large {
		found.Problems = append(found.Problems, annotations.Errorf(annotations.TooLarge, "too_large", "text", "the document is larger than %d bytes", text.MaxBytes))
	} else if have {
		found.Text = r.build.text.String()
		found.Sets = []FoundSet{r.set(&found)}
	}
	*r = germEvalReader{o: r.o, file: r.file, yield: r.yield}
	return !have || r.yield(found, nil)
}

func (r *germEvalReader) set(found *Found) (set FoundSet) {
	for _, tags := range r.columns {
		r.build.sentences(func(first, after int) {
			spans, bad, ok := readTags(tags[first:after])
			if !ok {
				line := r.lines[first+bad]
				p := invalid("bad_tag", "", "line %d: %q is no tag such as O, B-PER or I-PERpart", line, short(tags[first+bad]))
				p.Line = line
				found.Problems = append(found.Problems, p)
				return
			}
			for _, sp := range spans {
				set.Spans = append(set.Spans, FoundSpan{Label: sp.label, Fragments: []annotations.Fragment{{
					Start: r.build.words[first+sp.first].Start, End: r.build.words[first+sp.after-1].End}}})
			}
		})
	}
	numberSpans(&set)
	return set
}

// detectGermEval takes files whose lines are a number, a word and two tags.
func detectGermEval(files []File, head func(File) []byte) bool {
	return everyFile(files, func(f File) bool {
		for line := range strings.Lines(strings.TrimPrefix(string(head(f)), "\uFEFF")) {
			fields := strings.Split(strings.TrimRight(line, "\r\n\t"), "\t")
			if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
				continue
			}
			_, err := strconv.Atoi(fields[0])
			return err == nil && len(fields) == 4 && isTag(fields[2]) && isTag(fields[3])
		}
		return false
	})
}

// detectColumnFiles takes files of a word and a tag a line that are neither
// GermEval's, CoNLL-U's nor Flair's.
func detectColumnFiles(files []File, head func(File) []byte) bool {
	return everyFile(files, func(f File) bool { return looksTagged(head(f)) }) &&
		!detectGermEval(files, head) && !detectConllu(files, head) && !detectFlair(files, head)
}

// detectFlair takes files of a word, "-" or "+", and a tag.
func detectFlair(files []File, head func(File) []byte) bool {
	return everyFile(files, func(f File) bool {
		first, _, _ := strings.Cut(string(head(f)), "\n")
		fields := strings.Split(strings.TrimRight(first, "\r"), "\t")
		return len(fields) == 3 && (fields[1] == "-" || fields[1] == "+") && isTag(fields[2])
	})
}
