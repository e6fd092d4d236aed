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
	return components.El("div").Class("page").Body(
		v.skip(),
		&components.TopBar{Lang: v.lang, Theme: v.theme, User: v.user, Trail: trail},
		v.updateBar(),
		components.El("main").ID("main").Class("main").TabIndex(-1).Body(v.content(content)),
		&components.Notice{Lang: v.lang, View: v.notice},
	)
}

// skip lets one who uses the keyboard pass the bar.
func (v *visit) skip() app.UI {
	return components.El("a").Class("skip").Attr("href", "#main").Text(v.lang.T(locale.Skip))
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
	return components.El("div").Class("update-region").Attr("role", "status").Body(
		app.If(v.update, func() app.UI {
			return components.El("div").Class("update-bar").Body(
				components.El("span").Text(v.lang.T(locale.UpdateReady)),
				components.Button().Class("button").
					OnClick(func(ctx app.Context, _ app.Event) { ctx.Reload() }).
					Text(v.lang.T(locale.UpdateReload)),
			)
		}),
	)
}

// troubleBox says what went wrong with the page and lets one try again.
func (v *visit) troubleBox() app.UI {
	l := v.lang
	if annotations.CodeOf(v.trouble) == annotations.NotFound {
		return &components.Empty{
			Title: l.T(locale.NotFoundTitle), Text: v.sentence(v.trouble),
			Action: l.T(locale.ToProjects), Href: "/",
		}
	}
	title := locale.ProblemTitle
	if away(v.trouble) {
		title = locale.UnreachableTitle
	}
	box := &components.Empty{
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
	return components.El("section").Class("sheet-page").Body(
		components.El("h1").Text(title),
		components.El("p").Class("lead").Text(l.T(locale.SignInHow)),
		components.El("p").Text(l.T(locale.SignInAsk)),
		v.command("galley user --data DIR token NAME"),
		v.switches(),
	)
}

// switches let one who is not signed in choose language and theme.
func (v *visit) switches() app.UI {
	return components.El("div").Class("page-switches").Body(
		&components.LanguageSwitch{Lang: v.lang},
		&components.ThemeSwitch{Lang: v.lang, Theme: v.theme},
	)
}

// command shows a line for the command line with a button that copies it.
func (v *visit) command(line string) app.UI {
	return components.El("div").Class("command").Body(
		components.El("code").Text(line),
		components.Button().Class("icon-button").
			Attr("aria-label", v.lang.T(locale.Copy)).
			Attr("title", v.lang.T(locale.Copy)).
			OnClick(func(ctx app.Context, _ app.Event) { v.copy(ctx, line) }, app.EventScope(line)).
			Body(components.Icon("copy")),
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
