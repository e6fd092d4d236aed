package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
)

// Skeleton stands where a list or a page will be, for as long as it loads.
type Skeleton struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Rows is the number of rows to hint at.
	Rows int
}

// Render draws grey lines, and a word for those who do not see them.
func (s *Skeleton) Render() app.UI {
	return El("div.skeleton", At{"aria-busy", "true"},
		Txt("span.sr", s.Lang.T(locale.Loading), "role", "status"),
		app.Range(make([]struct{}, s.Rows)).Slice(func(int) app.UI {
			return El("div.skeleton-row", At{"aria-hidden", "true"}, Box("i"), Box("i"))
		}),
	)
}
