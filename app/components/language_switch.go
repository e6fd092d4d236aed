package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
)

// LanguageSwitch lets one choose the app's language; it tells the page SetLanguage.
type LanguageSwitch struct {
	app.Compo

	// Lang is the present language.
	Lang locale.Lang
}

// Render draws a button for each language, named in that language.
func (s *LanguageSwitch) Render() app.UI {
	return El("div").Class("setting").Attr("role", "group").
		Attr("aria-label", s.Lang.T(locale.SettingsLanguage)).Body(
		El("span").Class("setting-name").Attr("aria-hidden", "true").Text(s.Lang.T(locale.SettingsLanguage)),
		El("div").Class("segments").Body(
			app.Range(locale.Languages).Slice(func(i int) app.UI {
				l := locale.Languages[i]
				return segment(l.Name(), l == locale.Choose(string(s.Lang), nil), SetLanguage{Lang: l}).Attr("lang", string(l))
			}),
		),
	)
}

// segment is one button of a row of which one is pressed.
func segment(name string, pressed bool, e PageEvent) app.HTMLElem {
	return Button().Class("segment").
		Attr("aria-pressed", pressed).
		OnClick(telling(e)).
		Text(name)
}
