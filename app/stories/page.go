package stories

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/browser"
	"galley/app/components"
	"galley/app/locale"
)

// Story is one component in one situation.
type Story struct {
	// Component is the type's name; Case says what is awkward.
	Component, Case string
	// Make draws it in a language.
	Make func(locale.Lang) app.UI
}

// All lists the stories, those of one component together.
func All() []Story {
	var all []Story
	for _, part := range [][]Story{barStories(), labelStories(), inspectorStories(), fieldStories(), toolStories(), schemaStories(), historyStories(), importStories(), restStories()} {
		all = append(all, part...)
	}
	return all
}

// Page shows all stories. Its address takes ?theme=dark and ?lang=en, so that a
// screenshot can be asked for by address.
type Page struct {
	app.Compo

	lang  locale.Lang
	theme string
}

// OnMount reads language and theme from the address, else from the settings.
func (p *Page) OnMount(ctx app.Context) {
	q := ctx.Page().URL().Query()
	p.lang = locale.Choose(q.Get("lang"), append([]string{browser.Setting("language")}, browser.Languages()...))
	p.theme = q.Get("theme")
	if p.theme == "" {
		p.theme = browser.Theme()
	}
	p.dress()
	ctx.Handle(components.PageAction, p.onEvent)
}

func (p *Page) onEvent(_ app.Context, a app.Action) {
	switch e := a.Value.(type) {
	case components.SetLanguage:
		p.lang = e.Lang
	case components.SetTheme:
		p.theme = e.Theme
	}
	p.dress()
}

func (p *Page) dress() {
	browser.SetLanguage(string(p.lang))
	browser.SetTheme(p.theme)
	browser.SetTitle(p.lang.T(locale.StoriesTitle) + " · " + p.lang.T(locale.AppName))
}

// Render draws the stories under the names of their components.
func (p *Page) Render() app.UI {
	all := All()
	return components.Box("div.page", components.El("main.main.stories", components.At{"id", "main"},
		components.Txt("h1", p.lang.T(locale.StoriesTitle)),
		components.Box("div.page-switches",
			&components.LanguageSwitch{Lang: p.lang},
			&components.ThemeSwitch{Lang: p.lang, Theme: p.theme},
		),
		app.Range(all).Slice(func(i int) app.UI {
			s := all[i]
			return components.Box("section.story",
				components.Box("h2.story-name", app.Text(s.Component+" "), components.Txt("span", s.Case)),
				components.Box("div.story-stage", s.Make(p.lang)),
			)
		}),
	))
}
