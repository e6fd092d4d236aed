package pages

import (
	"context"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/browser"
	"galley/app/components"
	"galley/app/locale"
)

// signIn is the page that a sign-in link opens: it trades the token after the
// "#" for a session. The token leaves the address bar before anything else.
type signIn struct {
	app.Compo
	visit

	working bool
	refused bool
}

// OnMount takes the token and signs in, or says how to get a link.
func (p *signIn) OnMount(ctx app.Context) {
	p.enter(ctx, func(l locale.Lang) string { return l.T(locale.SignInTitle) }, p.load)
	p.load(ctx)
}

// pending is a token whose answer is still missing: a server that is away must
// not cost the person her link.
var pending string

func (p *signIn) load(ctx app.Context) {
	if token := strings.TrimPrefix(browser.Hash(), "#"); token != "" {
		pending = token
		browser.ReplaceHash("")
	}
	if pending == "" {
		return
	}
	p.working, p.refused = true, false
	token := pending
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		s, err := api.SignIn(ctx, token)
		if err != nil && !away(err) {
			return func(app.Context) { p.turnedDown(err) }, nil
		}
		return func(ctx app.Context) {
			pending = ""
			p.met(s)
			ctx.Navigate("/")
		}, err
	})
}

func (p *signIn) turnedDown(err error) {
	pending, p.working, p.refused = "", false, true
	if code := annotations.CodeOf(err); code != annotations.Unauthenticated && code != annotations.Invalid {
		p.trouble = err
	}
}

// Render draws the page.
func (p *signIn) Render() app.UI {
	return components.Box("div.page",
		&components.TopBar{Lang: p.lang, Theme: p.theme, User: p.user},
		components.El("main.main", components.At{"id", "main", "tabindex", "-1"}, p.body()),
		&components.Notice{Lang: p.lang, View: p.notice},
	)
}

func (p *signIn) body() app.UI {
	l := p.lang
	switch {
	case p.trouble != nil:
		return p.troubleBox()
	case p.working && !p.refused:
		return components.Box("section.sheet-page",
			components.Txt("h1", l.T(locale.SignInTitle)),
			components.Txt("p.lead", l.T(locale.SignInWorking), "role", "status"),
		)
	case p.refused:
		return components.Box("section.sheet-page",
			components.Txt("h1", l.T(locale.SignInFailed)),
			components.Txt("p.lead", l.T(locale.SignInUsed), "role", "alert"),
			components.Txt("p", l.T(locale.SignInAsk)),
			p.command("galley user --data DIR token NAME"),
			p.already(),
			p.switches(),
		)
	case p.user != "":
		return components.Box("section.sheet-page", components.Txt("h1", l.T(locale.SignInTitle)), p.already())
	}
	return p.signInHelp(l.T(locale.SignInTitle))
}

func (p *signIn) already() app.UI {
	return app.If(p.user != "", func() app.UI {
		return components.Box("div.actions",
			components.Txt("p", p.lang.T(locale.SignInAlready, p.user)),
			components.Txt("a.button.primary", p.lang.T(locale.ToProjects), "href", "/"),
		)
	})
}
