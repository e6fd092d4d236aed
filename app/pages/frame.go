package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/browser"
	"galley/app/client"
	"galley/app/components"
	"galley/app/locale"
)

// frame is the page around what a page is about: bar, content, passing notices.
// In place of the content it shows that one has to sign in, or what went wrong.
func (v *visit) frame(trail []components.Crumb, content func() app.UI) app.UI {
	return components.Box("div.page",
		v.skip(),
		&components.TopBar{Lang: v.lang, Theme: v.theme, User: v.user, Trail: trail},
		v.updateBar(),
		components.El("main.main", components.At{"id", "main", "tabindex", "-1"}, v.content(content)),
		&components.Notice{Lang: v.lang, View: v.notice},
	)
}

// skip lets one who uses the keyboard pass the bar.
func (v *visit) skip() app.UI {
	return components.Txt("a.skip", v.lang.T(locale.Skip), "href", "#main")
}

func (v *visit) content(content func() app.UI) app.UI {
	switch {
	case v.signedOut:
		return v.signInHelp(v.lang.T(locale.SignInNeeded))
	case v.trouble != nil:
		return v.troubleBox()
	}
	return content()
}

// updateBar offers a new build; edits on this device outlast the reload.
func (v *visit) updateBar() app.UI {
	return components.El("div.update-region", components.At{"role", "status"}, app.If(v.update, func() app.UI {
		return components.Box("div.update-bar",
			components.Txt("span", v.lang.T(locale.UpdateReady)),
			components.Txt("button.button", v.lang.T(locale.UpdateReload), "type", "button").
				OnClick(func(ctx app.Context, _ app.Event) { ctx.Reload() }),
		)
	}))
}

// troubleBox says what went wrong with the page and lets one try again.
func (v *visit) troubleBox() app.UI {
	l := v.lang
	if annotations.CodeOf(v.trouble) == annotations.NotFound {
		return &components.Empty{
			Page:  true,
			Title: l.T(locale.NotFoundTitle), Text: v.sentence(v.trouble),
			Action: l.T(locale.ToProjects), Href: "/",
		}
	}
	title := locale.ProblemTitle
	if away(v.trouble) {
		title = locale.UnreachableTitle
	}
	box := &components.Empty{
		Page:  true,
		Title: l.T(title), Text: v.sentence(v.trouble), Error: true,
		Action: l.T(locale.Retry), Event: components.LoadAgain{},
	}
	if p := client.ProblemOf(v.trouble); p != nil && p.Request != "" {
		box.Detail = l.T(locale.RequestID, p.Request)
	}
	return box
}

// signInHelp says how one signs in: by a link that somebody has to make.
func (v *visit) signInHelp(title string) app.UI {
	l := v.lang
	return components.Box("section.sheet-page",
		components.Txt("h1", title),
		components.Txt("p.lead", l.T(locale.SignInHow)),
		components.Txt("p", l.T(locale.SignInAsk)),
		v.command("galley user --data DIR token NAME"),
		v.switches(),
	)
}

// switches let one who is not signed in choose language and theme.
func (v *visit) switches() app.UI {
	return components.Box("div.page-switches",
		&components.LanguageSwitch{Lang: v.lang},
		&components.ThemeSwitch{Lang: v.lang, Theme: v.theme},
	)
}

// command shows a line for the command line with a button that copies it.
func (v *visit) command(line string) app.UI {
	return components.Box("div.command",
		components.Txt("code", line),
		components.El("button.icon-button", components.At{"type", "button", "aria-label", v.lang.T(locale.Copy), "title", v.lang.T(locale.Copy)},
			components.Icon("copy"),
		).
			OnClick(func(ctx app.Context, _ app.Event) { v.copy(ctx, line) }, app.EventScope(line)),
	)
}

func (v *visit) copy(ctx app.Context, text string) {
	browser.Copy(text, func(err error) {
		ctx.Dispatch(func(app.Context) {
			if err != nil {
				v.say(locale.NoticeCopyFailed, true)
				return
			}
			v.say(locale.NoticeCopied, false)
		})
	})
}

// readingSizes are the choices of the article's type size, as a factor.
var readingSizes = []struct {
	id, factor string
	name       locale.Key
}{
	{"small", "0.9", locale.ReadingSmall},
	{"", "1", locale.ReadingMedium},
	{"large", "1.15", locale.ReadingLarge},
}

// showReadingSize sets the factor that article.css multiplies its size by.
func showReadingSize(id string) {
	for _, s := range readingSizes {
		if s.id == id {
			browser.SetProperty(":root", "--reading", s.factor)
		}
	}
}
