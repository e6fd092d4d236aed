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
