package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
)

// Guide shows the project's guidelines beside the text, the one of the selected
// label first. It tells the page ToggleGuide.
type Guide struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Open shows the guidelines; closed there is only the button.
	Open bool
	// Label is the selected label's name, LabelText its guideline; empty for none.
	Label, LabelText string
	// Text is the project's guidelines in Markdown.
	Text string
}

// Render draws the button, and the guidelines below it.
func (g *Guide) Render() app.UI {
	l := g.Lang
	return Box("div.guide",
		El("button.button.quiet.guide-toggle", At{"type", "button", "aria-expanded", Yes(g.Open), "aria-controls", "guide-text", "aria-keyshortcuts", "h"},
			Txt("span", l.T(locale.GuideTitle)), keycap("h"),
		).
			OnMouseDown(keepSelection).
			OnClick(telling(ToggleGuide{Open: !g.Open})),
		app.If(g.Open, g.text),
	)
}

func (g *Guide) text() app.UI {
	l := g.Lang
	return El("section.guide-text.markdown", At{"id", "guide-text", "tabindex", "0", "aria-label", l.T(locale.GuideTitle)},
		app.If(g.LabelText != "", func() app.UI {
			return Box("div.guide-label", append([]app.UI{Txt("h2", g.Label)}, Markdown(g.LabelText, 3)...)...)
		}),
		app.If(g.Text != "", func() app.UI { return Box("div", Markdown(g.Text, 2)...) }),
		app.If(g.Text == "" && g.LabelText == "", func() app.UI { return Txt("p.hint", l.T(locale.GuideNone)) }),
	)
}
