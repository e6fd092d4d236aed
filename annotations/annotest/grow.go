package annotest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/text"
)

// vocabulary is what grown articles are made of: letters of one and two bytes,
// a character outside the BMP, a combining accent and a soft hyphen.
var vocabulary = strings.Fields("Die Flut kam früh über größere Häuser hinweg und niemand im Hafen sagte „Halt“ zu ihr " +
	"Bürger räumten Sandsäcke während Möwen 😊 kreisten Cafe\u0301 schloss Deich\u00adschützer warnten laut vor dem Abend")

// Grow makes an article of exactly so many words (at least 1) with exactly so
// many spans, the same for the same numbers. Lines hold 12 words to a sentence
// and 6 sentences to a paragraph; spans begin and end at words, spread over the
// whole text, nest and cross, and every ninth has two fragments. They are in
// reading order with the ids "g0", "g1" …, carry their quotation, and are
// labelled in turn as the news schema's labels. Costs O(words + spans log spans).
func Grow(words, spans int) (text.Text, []*annotations.Span) {
	random := rand.New(rand.NewPCG(uint64(words), uint64(spans)))
	raw, starts, ends := growText(max(1, words), random)
	txt := text.New(raw)
	labels := annotations.News().Labels
	all := make([]*annotations.Span, spans)
	for i := range all {
		first := i * len(starts) / spans
		last := min(len(starts)-1, first+random.IntN(1+[]int{1, 3, 8, 25}[i%4]))
		f := []annotations.Fragment{{Start: starts[first], End: ends[last]}}
		if i%9 == 8 && last+2 < len(starts) {
			f = append(f, annotations.Fragment{Start: starts[last+2], End: ends[last+2]})
		}
		all[i] = &annotations.Span{
			ID: fmt.Sprint("g", i), Label: labels[i%len(labels)].ID,
			Fragments: f, Quote: annotations.Quote(txt, f), Attributes: annotations.Attributes{},
		}
	}
	slices.SortFunc(all, annotations.Compare)
	return txt, all
}

// growText writes words and says where each begins and ends.
func growText(words int, random *rand.Rand) (raw string, starts, ends []text.Rune) {
	var b strings.Builder
	at := text.Rune(0)
	write := func(s string) {
		b.WriteString(s)
		at += text.Rune(utf8.RuneCountInString(s))
	}
	for i := range words {
		starts = append(starts, at)
		write(vocabulary[random.IntN(len(vocabulary))])
		ends = append(ends, at)
		switch {
		case i == words-1:
			write(".")
		case i%72 == 71:
			write(".\n\n")
		case i%12 == 11:
			write(". ")
		default:
			write(" ")
		}
	}
	return b.String(), starts, ends
}
