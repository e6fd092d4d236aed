package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

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
