package formats

import (
	"strings"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/text"
)

// joinWords puts sentences of words together to a text, a line each, and gives
// the place of every word: a blank between two words, none before a closing
// mark and none behind an opening one. In German “ closes and „ opens; in other
// languages “ opens and ” closes.
func joinWords(sentences [][]string, language string) (string, [][]annotations.Fragment) {
	before, behind := `.,;:!?)]}”’»`, `([{„‚«`
	if german(language) {
		before, behind = `.,;:!?)]}“”‘«`, `([{„‚»`
	} else {
		behind += `“‘`
	}
	var b strings.Builder
	at := text.Rune(0)
	places := make([][]annotations.Fragment, len(sentences))
	for i, words := range sentences {
		if i > 0 {
			b.WriteByte('\n')
			at++
		}
		tight := true
		for _, w := range words {
			first, _ := utf8.DecodeRuneInString(w)
			single := utf8.RuneCountInString(w) == 1
			if !tight && !(single && strings.ContainsRune(before, first)) {
				b.WriteByte(' ')
				at++
			}
			tight = single && strings.ContainsRune(behind, first) || w == ""
			b.WriteString(w)
			n := text.Rune(utf8.RuneCountInString(w))
			places[i] = append(places[i], annotations.Fragment{Start: at, End: at + n})
			at += n
		}
	}
	return b.String(), places
}
