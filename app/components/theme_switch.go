package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
)

// ThemeSwitch lets one choose light, dark or the system's; it tells the page SetTheme.
type ThemeSwitch struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Theme is "light", "dark", or "" for the system's.
	Theme string
}

// Render draws a button for each theme.
func (s *ThemeSwitch) Render() app.UI {
	themes := []struct {
		theme string
		name  locale.Key
	}{{"", locale.ThemeSystem}, {"light", locale.ThemeLight}, {"dark", locale.ThemeDark}}
	return El("div.setting", At{"role", "group", "aria-label", s.Lang.T(locale.SettingsTheme)},
		Txt("span.setting-name", s.Lang.T(locale.SettingsTheme), "aria-hidden", "true"),
		Box("div.segments", app.Range(themes).Slice(func(i int) app.UI {
			t := themes[i]
			return segment(s.Lang.T(t.name), t.theme == s.Theme, SetTheme{Theme: t.theme})
		})),
	)
}
