package article

import (
	"strings"
	"unicode"
)

// Function words that one of the two languages has and the other has not.
var (
	german  = wordSet("der die das und ist nicht mit dem den des ein eine einen zu auf für von im sich auch als nach bei wird wurde sei haben hat aus wie über")
	english = wordSet("the and of to is not with that for on by at from as are was were has have had be been this which their they his her it said will would")
)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// languageSample is how much of a text is read to tell its language, in words.
const languageSample = 2000

// language counts function words. It says nothing when neither language has
// twice as many as the other.
//
// Case: "Police in Musterstadt said the »Fest der Lichter« was cancelled" is
// English with German words in it.
func language(s string) string {
	de, en, n := 0, 0, 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if n++; n > languageSample {
			break
		}
		if len(w) > 8 {
			continue
		}
		w = strings.ToLower(w)
		if german[w] {
			de++
		}
		if english[w] {
			en++
		}
	}
	switch {
	case de > 0 && de >= 2*en:
		return "de"
	case en > 0 && en >= 2*de:
		return "en"
	}
	return ""
}
