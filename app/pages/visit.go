package pages

import (
	"context"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/client"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

// The names of settings kept on this device.
const (
	languageSetting = "language"
	readingSetting  = "reading"
	keysSetting     = "keys"
)

// patience is how long a page waits for an answer.
const patience = 30 * time.Second

// api is the client all pages use.
var api = client.New()

// session is who is here, remembered from page to page for as long as the
// program runs; nil until the server said. Only the UI goroutine touches it.
var session *wire.Session

// visit is what every page has: the visitor, the language, the theme, and what
// went wrong with the page as a whole.
type visit struct {
	lang  locale.Lang
	theme string
	user  string
	// ctx is the page's own context. A button that goes away when it is pressed
	// takes its context with it.
	ctx app.Context
	// title is the page's own part of the tab's title.
	title func(locale.Lang) string
	// again loads the page once more.
	again func(app.Context)
	// trouble is why the page cannot be shown; tries counts the attempts.
	trouble error
	tries   int
	// signedOut is true when the visitor has to sign in first.
	signedOut bool
	notice    *state.NoticeView
	notices   int
	update    bool
}

// enter prepares a page when it is mounted: language, theme, the events that
// every page understands. again is called to load it, now by the page's OnNav
// and later after trouble.
func (v *visit) enter(ctx app.Context, title func(locale.Lang) string, again func(app.Context)) {
	v.ctx, v.title, v.again = ctx, title, again
	v.lang = locale.Choose(browser.Setting(languageSetting), browser.Languages())
	v.theme = browser.Theme()
	v.update = ctx.AppUpdateAvailable()
	browser.SetTheme(v.theme)
	showReadingSize(browser.Setting(readingSetting))
	v.dress()
	ctx.Handle(components.PageAction, v.onEvent)
	if session != nil {
		v.user = session.User
		return
	}
	// Who is here says nothing about what is wrong with the page, and may be known
	// after it: the answer must not take the page's trouble away.
	v.ask(ctx, func(ctx context.Context) (func(app.Context), error) {
		s, err := api.Session(ctx)
		return func(app.Context) { v.met(s) }, err
	}, func() {})
}

// met takes note of who is here.
func (v *visit) met(s *wire.Session) {
	session, v.user = s, s.User
	v.signedOut = s.User == ""
}

// dress gives the tab its title and the page its language.
func (v *visit) dress() {
	browser.SetLanguage(string(v.lang))
	name := v.lang.T(locale.AppName)
	if v.title != nil {
		if t := v.title(v.lang); t != "" {
			name = t + " · " + name
		}
	}
	browser.SetTitle(name)
}

// fetch runs work in the background and what it returns on the UI goroutine.
// An error of work becomes the page's trouble; success ends it.
func (v *visit) fetch(ctx app.Context, work func(context.Context) (func(app.Context), error)) {
	v.ask(ctx, work, func() { v.trouble, v.tries = nil, 0 })
}

// ask is fetch with something else to do on success.
func (v *visit) ask(ctx app.Context, work func(context.Context) (func(app.Context), error), well func()) {
	ctx.Async(func() {
		limited, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		done, err := work(limited)
		ctx.Dispatch(func(ctx app.Context) {
			if err != nil {
				v.failed(ctx, err)
				return
			}
			well()
			done(ctx)
		})
	})
}

// failed shows why the page cannot be; a server that is away is tried again by
// itself, after 2, 4, 8 … at most 30 seconds.
func (v *visit) failed(ctx app.Context, err error) {
	if annotations.CodeOf(err) == annotations.Unauthenticated {
		session, v.user, v.signedOut = nil, "", true
		return
	}
	v.trouble = err
	if !away(err) {
		return
	}
	v.tries++
	wait := min(time.Second<<min(v.tries, 5), 30*time.Second)
	tries := v.tries
	ctx.After(wait, func(ctx app.Context) {
		if v.trouble != nil && v.tries == tries {
			v.again(ctx)
		}
	})
}

// away reports whether the server gave no answer, or none for now.
func away(err error) bool {
	return client.Offline(err) || annotations.CodeOf(err) == annotations.Unavailable
}

// sentence says an error to a person.
func (v *visit) sentence(err error) string {
	if client.Offline(err) {
		return v.lang.T(locale.Unreachable)
	}
	return v.lang.Problem(err)
}

// say shows a passing sentence.
func (v *visit) say(key locale.Key, wrong bool, args ...string) {
	v.notices++
	v.notice = &state.NoticeView{Key: string(key), Args: args, Error: wrong, Serial: v.notices}
}

// OnAppUpdate hears of a new build; the bar then offers to load it.
func (v *visit) OnAppUpdate(ctx app.Context) { v.update = ctx.AppUpdateAvailable() }

func (v *visit) onEvent(ctx app.Context, a app.Action) {
	switch e := a.Value.(type) {
	case components.SetLanguage:
		v.lang = e.Lang
		browser.SetSetting(languageSetting, string(e.Lang))
		v.dress()
	case components.SetTheme:
		v.theme = e.Theme
		browser.SetTheme(e.Theme)
	case components.SignOut:
		v.signOut(ctx)
	case components.LoadAgain:
		v.trouble = nil
		v.again(ctx)
	}
}

// signOut ends the session and drops the copies of documents; unsent edits stay.
func (v *visit) signOut(ctx app.Context) {
	v.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		if err := api.SignOut(ctx); err != nil {
			return nil, err
		}
		_ = browser.ForgetDocuments(ctx) // the next visitor's session does not read them anyway
		browser.Outbox.ForgetSteps()
		return func(ctx app.Context) {
			session, v.user, v.signedOut = nil, "", true
			ctx.Navigate("/sign-in")
		}, nil
	})
}
