package formats

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/strict"
	"galley/annotations/text"
)

// What GLiNER's models are made for: longer sequences are cut, longer spans
// vanish from those that look at whole spans.
const (
	glinerLength = 384
	glinerWidth  = 12

	noteGlinerWidth  = "spans are longer than 12 words: train a token-level model (span_mode: token_level), or they vanish without a word"
	noteGlinerLength = "examples are longer than 384 words, because a span runs through them: raise max_len, or their ends are cut"
)

type glinerExample struct {
	Tokens    []string `json:"tokenized_text"`
	NER       [][3]any `json:"ner"`
	Relations [][3]any `json:"relations"`
	Labels    []string `json:"ner_labels"`
}

// glinerWriter writes GLiNER's training data (docs/training.md): a JSON array
// with an example for each paragraph, cut into words as its own splitter does.
// Word numbers are inclusive, labels are prompts: lower-case words. Every
// example names all labels, so that those it does not have are negatives.
//
// Spans that begin or end inside a word are widened to it; a span of several
// fragments becomes one a fragment; of two labels on the same words the first
// is written, because the later one would overwrite it in silence. Attributes
// and notes have no place, nor has a document that nobody worked on.
type glinerWriter struct {
	base
	w      io.Writer
	count  int
	names  map[string]string // prompts by label
	labels []string
}

func newGLiNER(w io.Writer, o Options) Writer {
	g := &glinerWriter{base: newBase(o), w: w, names: map[string]string{}, labels: []string{}}
	if o.Schema != nil {
		for _, l := range o.Schema.Labels {
			if !l.Retired {
				g.labels = append(g.labels, g.prompt(l.ID))
			}
		}
	}
	return g
}

// prompt is what a label is called: its name in English, in small letters; with
// its id where two would be called the same.
func (w *glinerWriter) prompt(label string) string {
	if name := w.names[label]; name != "" {
		return name
	}
	name := strings.ReplaceAll(label, "_", " ")
	if w.o.Schema != nil && w.o.Schema.Label(label) != nil {
		if n := w.o.Schema.Label(label).Name.In("en"); n != "" {
			name = n
		}
	}
	name = strings.ToLower(name)
	for _, other := range w.names {
		if other == name {
			name += " (" + label + ")"
			break
		}
	}
	w.names[label] = name
	return name
}

func (w *glinerWriter) Write(it *Item) error {
	if err := w.order.admit(it); err != nil {
		return err
	}
	d := it.Document
	sets := it.sorted()
	if len(sets) == 0 {
		w.lose(d, "", "", NoSet, "")
		return w.failed
	}
	g := glinerWords(d.Text)
	var examples []glinerExample
	for _, s := range sets {
		examples = append(examples, w.set(d, s, g)...)
	}
	if w.failed != nil {
		return w.failed
	}
	for _, e := range examples {
		raw, err := strict.Marshal(e)
		if err == nil {
			between := ",\n"
			if w.count == 0 {
				between = "[\n"
			}
			_, err = w.w.Write(append([]byte(between), raw...))
		}
		if err != nil {
			return fmt.Errorf("write document %s: %w", d.ID, err)
		}
		w.count++
	}
	w.tally.Documents++
	return nil
}

func (w *glinerWriter) Close() (Report, error) {
	if w.failed != nil {
		return w.base.Close()
	}
	end := "\n]\n"
	if w.count == 0 {
		end = "[]\n"
	}
	_, err := io.WriteString(w.w, end)
	return w.tally.Report, err
}

// set gives the examples of a set, one for each paragraph, or for several that
// a span runs through.
func (w *glinerWriter) set(d *annotations.Document, s Set, g grid) (all []glinerExample) {
	fits := func(start, end text.Rune) bool {
		from, to, _ := g.cover(annotations.Fragment{Start: start, End: end})
		return to-from <= glinerLength && !strings.Contains(strings.TrimSpace(d.Text.Slice(start, end)), "\n")
	}
	pieces := w.fitting(d, s, g)
	in := inFile(pieces)
	w.reportBare(d, s, in)
	entity := map[string][2]int{} // a span's example and entity
	var cut []annotations.Fragment
	for _, p := range passages(d.Text, s.Spans, fits) {
		if from, to, _ := g.cover(p); from < to {
			cut = append(cut, p)
		}
	}
	for i, p := range cut {
		from, to, _ := g.cover(p)
		e := glinerExample{Tokens: g[from:to].texts(d.Text), NER: [][3]any{}, Relations: [][3]any{}, Labels: w.labels}
		if to-from > glinerLength {
			w.tally.note(noteGlinerLength)
		}
		for _, pc := range pieces {
			if pc.Start < p.Start || pc.End > p.End {
				continue
			}
			a, b, _ := g.cover(pc.Fragment)
			if b-a > glinerWidth {
				w.tally.note(noteGlinerWidth)
			}
			if pc.n == 0 {
				entity[pc.span.ID] = [2]int{i, len(e.NER)}
			}
			e.NER = append(e.NER, [3]any{a - from, b - 1 - from, w.prompt(pc.span.Label)})
		}
		all = append(all, e)
	}
	w.relate(d, s, in, entity, all)
	return all
}

// fitting gives the pieces on words. Of several on the same words the first is
// kept.
func (w *glinerWriter) fitting(d *annotations.Document, s Set, g grid) []piece {
	kept := s
	kept.Spans = slices.DeleteFunc(slices.Clone(s.Spans), func(sp *annotations.Span) bool {
		why, written := w.onTokens(d, sp, g)
		if why != "" && (why == EmptyAfterTrim || w.drops()) {
			w.lose(d, s.Owner, sp.ID, why, "")
			return true
		}
		if why != "" {
			w.lose(d, s.Owner, sp.ID, why, written)
		}
		return false
	})
	taken := map[[2]int]bool{}
	kept.Spans = slices.DeleteFunc(kept.Spans, func(sp *annotations.Span) bool {
		var own [][2]int
		for _, f := range sp.Fragments {
			a, b, _ := g.cover(f)
			if own = append(own, [2]int{a, b}); taken[[2]int{a, b}] {
				w.lose(d, s.Owner, sp.ID, Overlap, "")
				return true
			}
		}
		for _, k := range own {
			taken[k] = true
		}
		return false
	})
	return w.pieces(d, kept, "spans")
}

// relate puts the relations of links into the example of both ends.
func (w *glinerWriter) relate(d *annotations.Document, s Set, in map[string]bool, entity map[string][2]int, all []glinerExample) {
	for _, l := range s.Links {
		written, far := 0, false
		for _, r := range w.relations(d, s, l, in) {
			a, b := entity[r.from], entity[r.to]
			if a[0] != b[0] {
				far = true
				continue
			}
			e := &all[a[0]]
			e.Relations = append(e.Relations, [3]any{a[1], b[1], w.relationPrompt(r)})
			written++
		}
		if far {
			what := ""
			if written > 0 {
				what = "the relations inside one paragraph"
			}
			w.lose(d, s.Owner, l.ID, EndpointMissing, what)
		}
		if written > 0 {
			w.tally.Links++
			if len(l.Attributes) > 0 {
				w.lose(d, s.Owner, l.ID, AttributeUnsupported, "the relations without them")
			}
		}
	}
}

func (w *glinerWriter) relationPrompt(r relation) string {
	name, role, _ := strings.Cut(strings.ReplaceAll(r.name, "_", " "), ":")
	if w.o.Schema != nil && w.o.Schema.Link(r.link.Type) != nil {
		if n := w.o.Schema.Link(r.link.Type).Name.In("en"); n != "" {
			name = n
		}
	}
	return strings.ToLower(strings.TrimSpace(name + " " + role))
}

// glinerWords are the words of GLiNER's splitter, \w+(?:[-_]\w+)*|\S, with \w as
// Python has it: letters, numbers and "_". Written by hand, because the
// browser's program has no other use for package regexp.
func glinerWords(t text.Text) grid {
	var g grid
	s := t.String()
	word := func(i int) int { // the end of the \w+ at i
		for i < len(s) {
			r, n := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' {
				break
			}
			i += n
		}
		return i
	}
	at := text.Rune(0)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		end := word(i)
		for end > i && end < len(s) && (s[end] == '-' || s[end] == '_') && word(end+1) > end+1 {
			end = word(end + 1)
		}
		if end == i {
			if end = i + n; pythonSpace(r) {
				i, at = end, at+1
				continue
			}
		}
		length := text.Rune(utf8.RuneCountInString(s[i:end]))
		g = append(g, annotations.Fragment{Start: at, End: at + length})
		i, at = end, at+length
	}
	return g
}

// pythonSpace is what Python's \s takes for a blank.
func pythonSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }
