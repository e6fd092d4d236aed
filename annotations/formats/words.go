package formats

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
	"galley/annotations/tokens"
)

// placed is a token of a document with the number of its sentence.
type placed struct {
	tokens.Token
	sentence int
}

// cut is a document in words, for formats that are read word by word.
type cut struct {
	doc   *annotations.Document
	words []placed
}

// The tokenizers: SpacyWords cuts as spaCy does, which is what a spaCy pipeline
// will do again when it trains; EditorWords as an editor reads.
var (
	SpacyWords  Tokenizer = cutter(tokens.Spacy)
	EditorWords Tokenizer = cutter(tokens.Words)
)

type cutter func(text.Text, string) []tokens.Token

// Tokens makes it a Tokenizer.
func (c cutter) Tokens(t text.Text, language string) []annotations.Fragment {
	var all []annotations.Fragment
	for _, k := range c(t, language) {
		all = append(all, annotations.Fragment(k))
	}
	return all
}

// cutWords cuts a document into words. Tokens of white space are kept if blanks
// is set. A sentence ends where text.Sentences says, and with its block: a
// kicker glued to its headline is none with it.
func cutWords(doc *annotations.Document, tk Tokenizer, blanks bool) *cut {
	c := &cut{doc: doc}
	if tk == nil {
		tk = SpacyWords
	}
	var starts []text.Rune
	for s := range doc.Text.Sentences() {
		starts = append(starts, s)
	}
	for _, b := range doc.Blocks {
		starts = append(starts, b.Start)
	}
	slices.Sort(starts)
	sentence, at, any := 0, 0, false
	for _, f := range tk.Tokens(doc.Text, doc.Language) {
		k := tokens.Token(f)
		blank := k.Blank(doc.Text)
		if blank && !blanks {
			continue
		}
		if !blank {
			before := at
			for at < len(starts) && starts[at] <= k.Start {
				at++
			}
			if at > before && any {
				sentence++
			}
			any = true
		}
		c.words = append(c.words, placed{k, sentence})
	}
	return c
}

// form is the text of a word.
func (c *cut) form(i int) string { return c.doc.Text.Slice(c.words[i].Start, c.words[i].End) }

// sentences calls f with each sentence as words [first, after).
func (c *cut) sentences(f func(number, first, after int)) {
	for first := 0; first < len(c.words); {
		after := first
		for after < len(c.words) && c.words[after].sentence == c.words[first].sentence {
			after++
		}
		f(c.words[first].sentence, first, after)
		first = after
	}
}

// run is a stretch of words [first, after) that a fragment of a span became, or
// a part of it in one sentence.
type run struct {
	span         *annotations.Span
	first, after int
	// inside says that the words are more than the fragment, trimmed that they
	// are less by blanks.
	inside, trimmed bool
}

func (r run) overlaps(o run) bool { return r.first < o.after && o.first < r.after }

// ledger reports the losses of one set of one document.
type ledger struct {
	*base
	doc   *annotations.Document
	owner annotations.Owner
}

func (l ledger) report(target string, why Reason, written string) {
	l.lose(l.doc, l.owner, target, why, written)
}

// extras reports what a format of bare labels has no place for.
func (l ledger) extras(spans []*annotations.Span, links []*annotations.Link) {
	for _, sp := range spans {
		if len(sp.Attributes) > 0 {
			l.report(sp.ID, AttributeUnsupported, "the span without them")
		}
		if sp.Note != "" {
			l.report(sp.ID, NoteUnsupported, "the span without it")
		}
	}
	for _, k := range links {
		l.report(k.ID, LinkUnsupported, "")
	}
}

// wordsOf finds the words that a fragment touches, without blanks at its edges;
// none when it is blank.
func (c *cut) wordsOf(f annotations.Fragment) run {
	first, _ := slices.BinarySearchFunc(c.words, f.Start, func(w placed, at text.Rune) int { return cmp.Compare(w.End, at+1) })
	after, _ := slices.BinarySearchFunc(c.words, f.End, func(w placed, at text.Rune) int { return cmp.Compare(w.Start, at) })
	for first < after && c.words[first].Blank(c.doc.Text) {
		first++
	}
	for first < after && c.words[after-1].Blank(c.doc.Text) {
		after--
	}
	if first >= after {
		return run{}
	}
	start, end := c.words[first].Start, c.words[after-1].End
	return run{first: first, after: after, inside: start < f.Start || end > f.End, trimmed: start > f.Start || end < f.End}
}

// fit turns spans into runs and reports what the words cannot hold: a span that
// starts or ends inside a word, one of several fragments, one of blanks alone,
// and, where the format ends with the sentence, one that runs over its end.
func (c *cut) fit(spans []*annotations.Span, l ledger, whole bool) []run {
	var all []run
	for _, sp := range spans {
		runs, fits := c.runs(sp, whole)
		why := []struct {
			is      bool
			reason  Reason
			written string
		}{
			{len(runs) == 0, EmptyAfterTrim, ""},
			{fits.inside, InsideToken, "whole words: " + quoteRuns(c, runs)},
			{fits.trimmed && len(runs) > 0, Trimmed, quoteRuns(c, runs)},
			{len(sp.Fragments) > 1 && len(runs) > 0, Discontinuous, fmt.Sprintf("%d spans", len(sp.Fragments))},
			{fits.crossed, CrossesSentence, fmt.Sprintf("%d spans, one for each sentence", len(runs))},
		}
		lost := false
		for _, w := range why {
			if !w.is {
				continue
			}
			lost = true
			if l.drops() {
				w.written = ""
			}
			l.report(sp.ID, w.reason, w.written)
		}
		if lost && l.drops() {
			continue
		}
		all = append(all, runs...)
	}
	return all
}

// misfit says how runs differ from a span.
type misfit struct{ inside, trimmed, crossed bool }

// runs fits one span.
func (c *cut) runs(sp *annotations.Span, whole bool) (all []run, m misfit) {
	for _, f := range sp.Fragments {
		in := c.wordsOf(f)
		first, after := in.first, in.after
		m.inside = m.inside || in.inside
		// A fragment of blanks alone is lost as well.
		m.trimmed = m.trimmed || in.trimmed || first == after
		if n := len(all); n > 0 && first < all[n-1].after { // two fragments in one word
			first = min(all[n-1].after, after)
			all[n-1].inside = true
		}
		for first < after {
			end := after
			if !whole {
				for end = first; end < after && c.words[end].sentence == c.words[first].sentence; {
					end++
				}
				m.crossed = m.crossed || end < after
			}
			all = append(all, run{sp, first, end, in.inside, in.trimmed})
			first = end
		}
	}
	return all, m
}

func quoteRuns(c *cut, runs []run) string {
	var parts []string
	for _, r := range runs {
		parts = append(parts, c.doc.Text.Slice(c.words[r.first].Start, c.words[r.after-1].End))
	}
	s := strings.Join(parts, " … ")
	if r := []rune(s); len(r) > 80 {
		s = string(r[:79]) + "…"
	}
	return s
}

// flatten leaves spans that share no word: the longest first, ties by start,
// label and id. A span is left out as a whole: a part of it alone would teach
// the wrong thing. lost is told of each with whether it lies inside those that
// stay.
func flatten(runs []run, lost func(runs []run, nested bool)) []run {
	var kept []run
	for _, one := range byLength(runs) {
		free, nested := true, true
		for _, r := range one {
			at := place(kept, r)
			if at < len(kept) && kept[at].overlaps(r) {
				free = false
				nested = nested && kept[at].first <= r.first && r.after <= kept[at].after
			} else {
				nested = false
			}
		}
		if !free {
			lost(one, nested)
			continue
		}
		for _, r := range one {
			kept = slices.Insert(kept, place(kept, r), r)
		}
	}
	return kept
}

// place is where a run belongs in sorted runs.
func place(kept []run, r run) int {
	at, _ := slices.BinarySearchFunc(kept, r.first, func(k run, first int) int { return cmp.Compare(k.after, first+1) })
	return at
}

// byLength groups runs by span, the longest span first.
func byLength(runs []run) [][]run {
	var all [][]run
	at := map[string]int{}
	for _, r := range runs {
		i, ok := at[r.span.ID]
		if !ok {
			i = len(all)
			at[r.span.ID] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], r)
	}
	length := func(runs []run) (n int) {
		for _, r := range runs {
			n += r.after - r.first
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b []run) int {
		return cmp.Or(cmp.Compare(length(b), length(a)), cmp.Compare(a[0].first, b[0].first),
			cmp.Compare(a[0].span.Label, b[0].span.Label), cmp.Compare(a[0].span.ID, b[0].span.ID))
	})
	return all
}

// single flattens runs and reports what is left out, with where else it is written.
func single(runs []run, l ledger, written string) []run {
	return flatten(runs, func(r []run, nested bool) {
		why := Overlap
		if nested {
			why = Nested
		}
		l.report(r[0].span.ID, why, written)
	})
}

// writtenSpans counts the spans that have a run.
func writtenSpans(runs []run) int {
	seen := map[string]bool{}
	for _, r := range runs {
		seen[r.span.ID] = true
	}
	return len(seen)
}

// layer is a group of labels that share one column or file.
type layer struct {
	name   string
	labels []string
}

// layers groups the schema's labels by family, in the schema's order, so that
// an entity inside a quote is in a file of its own. Without a schema there is one
// layer of all labels, named "spans".
func layers(s *annotations.Schema) []layer {
	if s == nil {
		return []layer{{name: "spans"}}
	}
	var all []layer
	for _, lb := range s.Labels {
		i := slices.IndexFunc(all, func(l layer) bool { return l.name == string(lb.Family) })
		if i < 0 {
			i = len(all)
			all = append(all, layer{name: string(lb.Family)})
		}
		all[i].labels = append(all[i].labels, lb.ID)
	}
	return all
}

// holds reports whether spans with the label belong to the layer; a layer
// without labels holds all.
func (l layer) holds(label string) bool { return l.labels == nil || slices.Contains(l.labels, label) }

// pick gives the spans of a layer.
func (l layer) pick(spans []*annotations.Span) []*annotations.Span {
	var all []*annotations.Span
	for _, sp := range spans {
		if l.holds(sp.Label) {
			all = append(all, sp)
		}
	}
	return all
}

// known reports the spans whose label is in no layer, and gives the others.
func known(all []layer, spans []*annotations.Span, l ledger) []*annotations.Span {
	var good []*annotations.Span
	for _, sp := range spans {
		if slices.ContainsFunc(all, func(y layer) bool { return y.holds(sp.Label) }) {
			good = append(good, sp)
		} else {
			l.report(sp.ID, LabelNotAllowed, "")
		}
	}
	return good
}

// finished reports whether what is not marked in a set was meant to stay so:
// an open or returned set may miss things.
func (s Set) finished() bool {
	return s.Owner == annotations.Gold || s.State == annotations.Submitted || s.State == annotations.Accepted
}
