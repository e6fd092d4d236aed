package tokens

import "galley/annotations/text"

type pos = text.Rune

// Token is one token of a text, [Start, End) in code points, never empty.
type Token struct{ Start, End text.Rune }

// Spacy cuts a text as spaCy's blank pipeline for the language does: German
// for "de" and "", English for "en", the rules that all languages share for any
// other tag ("xx" in spaCy). White space that is not the one blank after a token
// is a token of its own, as there. The tokens together with those blanks are
// the whole text.
func Spacy(t text.Text, language string) []Token {
	return runes(t.String(), tokenizerOf(language).tokenize(t.String()))
}

// Blank reports whether the token is white space alone.
func (k Token) Blank(t text.Text) bool {
	for _, r := range t.Slice(k.Start, k.End) {
		if !isSpace(r) {
			return false
		}
	}
	return true
}
