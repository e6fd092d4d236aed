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
	return El("div.setting", At{"role", "group", "aria-label", s.Lang.T(locale.SettingsLanguage)},
		Txt("span.setting-name", s.Lang.T(locale.SettingsLanguage), "aria-hidden", "true"),
		Box("div.segments", app.Range(locale.Languages).Slice(func(i int) app.UI {
			l := locale.Languages[i]
			return segment(l.Name(), l == locale.Choose(string(s.Lang), nil), SetLanguage{Lang: l}).Attr("lang", string(l))
		})),
	)
}

// segment is one button of a row of which one is pressed.
func segment(name string, pressed bool, e PageEvent) app.HTMLElem {
	return Txt("button.segment", name, "type", "button", "aria-pressed", Yes(pressed)).
		OnClick(telling(e))
}
