package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"
)

// Tokens yields the words and punctuation marks of UAX #29 in order, each
// [start, end); blanks between them are left out.
func (t Text) Tokens() iter.Seq2[Rune, Rune] {
	return func(yield func(Rune, Rune) bool) {
		at := Rune(0)
		it := words.FromString(t.s)
		for it.Next() {
			next := at + Rune(utf8.RuneCountInString(it.Value()))
			if strings.TrimFunc(it.Value(), unicode.IsSpace) != "" && !yield(at, next) {
				return
			}
			at = next
		}
	}
}

// Sentences yields the sentences of the text in order, each [start, end)
// without the blanks around it. They are those of Sentence: a line's end ends one.
func (t Text) Sentences() iter.Seq2[Rune, Rune] {
	return func(yield func(Rune, Rune) bool) {
		at := Rune(0)
		for line := range strings.Lines(t.s) {
			start, last := at, ""
			stop := false
			give := func() {
				if s, e := t.trim(start, at); s < e && !yield(s, e) {
					stop = true
				}
			}
			it := sentences.FromString(strings.TrimSuffix(line, "\n"))
			for it.Next() && !stop {
				if last != "" && !together(last, it.Value()) {
					give()
					start = at
				}
				last = it.Value()
				at += Rune(utf8.RuneCountInString(last))
			}
			if !stop {
				give()
			}
			if stop {
				return
			}
			if strings.HasSuffix(line, "\n") {
				at++
			}
		}
	}
}
