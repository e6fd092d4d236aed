package formats

import (
	"slices"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// passages cuts a text into stretches of whole paragraphs, each as long as fits
// allows, that no span crosses. Where a single paragraph does not fit it is cut
// between its sentences; what cannot be cut without cutting a span is longer
// than fits. They cover all of the text but blanks between two.
func passages(t text.Text, spans []*annotations.Span, fits func(start, end text.Rune) bool) []annotations.Fragment {
	crossed := crossings(spans)
	var all []annotations.Fragment
	// sentence and paragraph are the last borders so far.
	start, sentence, paragraph := text.Rune(0), text.Rune(0), text.Rune(0)
	cut := func(at text.Rune) {
		if strings.TrimSpace(t.Slice(start, at)) != "" {
			all = append(all, annotations.Fragment{Start: start, End: at})
		}
		start = at
	}
	for _, at := range borders(t) {
		if crossed(at) {
			continue
		}
		if !fits(start, at) && paragraph > start {
			cut(paragraph)
		}
		if !fits(start, at) && sentence > start {
			cut(sentence)
		}
		if sentence = at; beginsLine(t, at) {
			paragraph = at
		}
	}
	if t.Len() > start {
		cut(t.Len())
	}
	return all
}

// beginsLine reports whether a place is the end of the text, or has nothing but
// blanks between it and the line end before it.
func beginsLine(t text.Text, at text.Rune) bool {
	for at < t.Len() && at > 0 {
		switch c := t.Slice(at-1, at); {
		case c == "\n":
			return true
		case strings.TrimSpace(c) != "":
			return false
		}
		at--
	}
	return true
}

// borders are the places before each sentence and paragraph, and the text's end.
func borders(t text.Text) []text.Rune {
	var all []text.Rune
	for start := range t.Sentences() {
		if start > 0 {
			all = append(all, start)
		}
	}
	return append(all, t.Len())
}

// crossings tells whether a span has words on both sides of a place.
func crossings(spans []*annotations.Span) func(text.Rune) bool {
	hulls := make([]annotations.Fragment, len(spans))
	for i, sp := range spans {
		hulls[i] = annotations.Fragment{Start: sp.Start(), End: sp.End()}
	}
	slices.SortFunc(hulls, func(a, b annotations.Fragment) int { return int(a.Start - b.Start) })
	n := 0 // hulls that share ground are one; those that only touch have a border between them
	for _, h := range hulls {
		if n > 0 && h.Start < hulls[n-1].End {
			hulls[n-1].End = max(hulls[n-1].End, h.End)
			continue
		}
		hulls[n] = h
		n++
	}
	hulls = hulls[:n]
	return func(at text.Rune) bool {
		i, _ := slices.BinarySearchFunc(hulls, at, func(f annotations.Fragment, at text.Rune) int {
			if f.End <= at {
				return -1
			}
			return 1
		})
		return i < len(hulls) && hulls[i].Start < at
	}
}

// inside lists the spans that lie in a passage.
func inside(spans []*annotations.Span, p annotations.Fragment) []*annotations.Span {
	var all []*annotations.Span
	for _, sp := range spans {
		if p.Start <= sp.Start() && sp.End() <= p.End {
			all = append(all, sp)
		}
	}
	return all
}
