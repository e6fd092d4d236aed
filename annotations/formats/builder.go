package formats

import (
	"slices"
	"strings"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/text"
)

// builder puts a text together from words, for formats that hold nothing else:
// a blank between two words, but none before a mark that closes and after one
// that opens; each sentence on a line of its own.
type builder struct {
	text  strings.Builder
	words []annotations.Fragment
	// starts are the indexes of the sentences' first words.
	starts []int
	at     text.Rune
	// open, ended and glue say what stands before the next word; quote that a
	// straight quotation mark is open.
	ended, glue bool
	quote       map[string]bool
}

// Marks that no blank stands before, or after. Quotation marks are left out:
// which of them opens depends on the language.
const (
	closing = ".,;:!?)]"
	opening = "([{"
)

// word adds a word.
func (b *builder) word(form, language string) {
	before, after := b.spacing(form, language)
	switch {
	case len(b.words) == 0:
	case b.ended:
		b.raw("\n")
	case before && !b.glue:
		b.raw(" ")
	}
	if len(b.words) == 0 || b.ended {
		b.starts = append(b.starts, len(b.words))
	}
	b.ended = false
	b.place(form)
	b.glue = !after
}

// place adds a word where the text stands.
func (b *builder) place(form string) {
	start := b.at
	b.raw(form)
	b.words = append(b.words, annotations.Fragment{Start: start, End: b.at})
}

func (b *builder) raw(s string) {
	b.text.WriteString(s)
	b.at += text.Rune(utf8.RuneCountInString(s))
}

// sentence ends a sentence.
func (b *builder) sentence() {
	if len(b.words) > 0 {
		b.ended, b.quote = true, nil
	}
}

// sentences calls f with the words of each sentence.
func (b *builder) sentences(f func(first, after int)) {
	for i, first := range b.starts {
		after := len(b.words)
		if i+1 < len(b.starts) {
			after = b.starts[i+1]
		}
		f(first, after)
	}
}

// spacing reports whether a blank may stand before and after a word.
func (b *builder) spacing(form, language string) (before, after bool) {
	english := strings.HasPrefix(language, "en")
	switch form {
	case "„", "‚", "``", "¿", "¡":
		return true, false
	case "”", "''":
		return false, true
	case "“", "‘":
		return english, !english
	case "’":
		return false, true
	case "»", "«":
		return b.pair("«»")
	case "›", "‹":
		return b.pair("‹›")
	case `"`, "'":
		return b.pair(form)
	}
	r, _ := utf8.DecodeRuneInString(form)
	switch {
	case strings.ContainsRune(closing, r) && strings.Trim(form, closing) == "":
		return false, true
	case strings.ContainsRune(opening, r) && len(form) == 1:
		return true, false
	case english && (strings.HasPrefix(form, "'") || strings.HasPrefix(form, "’") || slices.Contains([]string{"n't", "n’t", "N'T", "N’T"}, form)):
		return false, true
	}
	return true, true
}

// pair is a mark that opens and closes by turns: straight ones, and those that
// open in one language what they close in another.
func (b *builder) pair(key string) (before, after bool) {
	if b.quote[key] {
		delete(b.quote, key)
		return false, true
	}
	if b.quote == nil {
		b.quote = map[string]bool{}
	}
	b.quote[key] = true
	return true, false
}

// spaced adds a word of a format that says what stands after it.
func (b *builder) spaced(form, after string) {
	if b.ended || len(b.words) == 0 {
		b.starts = append(b.starts, len(b.words))
	}
	b.ended = false
	b.place(form)
	b.raw(after)
}

// glued adds a word of a format that says whether a blank follows.
func (b *builder) glued(form string, glue bool) {
	if len(b.words) > 0 && !b.ended && !b.glue {
		b.raw(" ")
	}
	b.spaced(form, "")
	b.glue = glue
}
