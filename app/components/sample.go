package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
)

// sample is the small sign of a label: its letter in the form of its family and
// in its colour, as it looks in the text.
func sample(family annotations.Family, letter string, degrees int) app.UI {
	return El("span.sample", At{"class", "family-" + string(family), "class", hue(degrees), "aria-hidden", "true"},
		Txt("span.sample-letter", letter),
	)
}

// keycap shows a key as it is printed on a keyboard.
func keycap(key string) app.UI { return Txt("kbd.keycap", key) }

// roomy is how many bytes of a quotation are seen without scrolling in the
// narrowest place.
const roomy = 160

// quotation is a passage from the article in full. A long one scrolls, for which
// the keyboard must reach it.
func quotation(class, words string) app.UI {
	at := At{"class", class}
	if len(words) > roomy {
		at = append(at, "tabindex", "0")
	}
	return Txt("blockquote.inspector-quote", words, at...)
}
