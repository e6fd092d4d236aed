package pages

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/browser"
	"galley/app/components"
	"galley/app/locale"
)

// settings is the page for what belongs to this person on this device: language,
// looks, and the edits that wait here.
type settings struct {
	app.Compo
	visit

	reading  string
	unsent   []browser.Queue
	listed   bool
	noOutbox bool
}

// OnMount prepares the page.
func (p *settings) OnMount(ctx app.Context) {
	p.reading = browser.Setting(readingSetting)
	p.enter(ctx, func(l locale.Lang) string { return l.T(locale.Settings) }, p.load)
	p.load(ctx)
}

func (p *settings) load(ctx app.Context) {
	browser.Outbox.All(func(found []browser.Queue, err error) {
		ctx.Dispatch(func(app.Context) {
			p.unsent, p.listed, p.noOutbox = found, true, err != nil
		})
	})
}

// Render draws the page; it needs nobody signed in.
func (p *settings) Render() app.UI {
	l := p.lang
	return components.El("div").Class("page").Body(
		p.skip(),
		&components.TopBar{Lang: l, Theme: p.theme, User: p.user, Trail: []components.Crumb{{Text: l.T(locale.Settings)}}},
		p.updateBar(),
		components.El("main").ID("main").Class("main").TabIndex(-1).Body(
			components.El("div").Class("column").Body(
				components.El("header").Class("page-head").Body(components.El("h1").Text(l.T(locale.Settings))),
				components.El("section").Class("part").Body(
					&components.LanguageSwitch{Lang: l},
					&components.ThemeSwitch{Lang: l, Theme: p.theme},
					p.readingSwitch(),
					components.El("p").Class("reading-sample").Attr("lang", string(locale.Choose(string(l), nil))).
						Text(l.T(locale.SettingsSample)),
				),
				p.unsentPart(),
				p.account(),
			),
		),
		&components.Notice{Lang: l, View: p.notice},
	)
}

func (p *settings) readingSwitch() app.UI {
	l := p.lang
	return components.El("div").Class("setting").Attr("role", "group").Attr("aria-label", l.T(locale.SettingsReading)).Body(
		components.El("span").Class("setting-name").Attr("aria-hidden", "true").Text(l.T(locale.SettingsReading)),
		components.El("div").Class("segments").Body(app.Range(readingSizes).Slice(func(i int) app.UI {
			s := readingSizes[i]
			return components.Button().Class("segment").
				Attr("aria-pressed", s.id == p.reading).
				OnClick(func(app.Context, app.Event) { p.read(s.id) }, app.EventScope(s.id)).
				Text(l.T(s.name))
		})),
	)
}

func (p *settings) read(size string) {
	p.reading = size
	browser.SetSetting(readingSetting, size)
	showReadingSize(size)
}

func (p *settings) unsentPart() app.UI {
	l := p.lang
	return components.El("section").Class("part").Body(
		components.El("h2").Text(l.T(locale.SettingsUnsent)),
		app.If(!p.listed, func() app.UI { return &components.Skeleton{Lang: l, Rows: 1} }),
		app.If(p.noOutbox, func() app.UI { return components.El("p").Class("hint").Text(l.T(locale.SettingsUnsentBad)) }),
		app.If(p.listed && !p.noOutbox && len(p.unsent) == 0, func() app.UI {
			return components.El("p").Class("hint").Text(l.T(locale.SettingsUnsentNone))
		}),
		app.If(len(p.unsent) > 0, func() app.UI {
			return components.El("div").Body(
				components.El("p").Class("hint").Text(l.T(locale.SettingsUnsentText)),
				components.El("ul").Class("items").Body(
					app.Range(p.unsent).Slice(func(i int) app.UI { return p.unsentRow(p.unsent[i]) }),
				),
			)
		}),
	)
}

func (p *settings) unsentRow(q browser.Queue) app.UI {
	l := p.lang
	return components.El("li").Class("item").Body(
		components.El("div").Class("item-main").Body(
			components.El("p").Class("item-title").Body(
				components.El("a").Class("item-link").Attr("href", components.DocumentHref(q.Doc)).Text(l.T(locale.SettingsUnsentOpen))),
			components.El("p").Class("item-meta").Body(
				components.El("span").Text(l.T(locale.SettingsUnsentRow, edits(q.Data))),
				components.El("span").Text(l.T(locale.SettingsUnsentWhen, l.DateTime(q.At))),
			),
		),
		components.El("div").Class("item-side").Body(
			components.Button().Class("button").
				OnClick(func(app.Context, app.Event) {
					browser.Download("galley-"+q.Doc+".json", "application/json", q.Data)
				}, app.EventScope(q.Doc, q.Client, len(q.Data))).
				Body(components.Icon("download"), components.El("span").Text(l.T(locale.SettingsUnsentSave))),
		),
	)
}

// edits counts the edits in what a tab keeps: a list of them, or an object that
// has one.
func edits(data []byte) int {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		return len(list)
	}
	var parts map[string]json.RawMessage
	if json.Unmarshal(data, &parts) != nil {
		return 0
	}
	n := 0
	for _, part := range parts {
		if json.Unmarshal(part, &list) == nil {
			n += len(list)
		}
	}
	return n
}

func (p *settings) account() app.UI {
	l := p.lang
	return components.El("section").Class("part").Body(
		components.El("h2").Text(l.T(locale.SettingsAccount)),
		app.If(p.user != "", func() app.UI {
			return components.El("div").Class("actions").Body(
				components.El("p").Text(l.T(locale.SignedInAs, p.user)),
				components.Button().Class("button").
					OnClick(func(ctx app.Context, _ app.Event) { p.signOut(ctx) }).
					Text(l.T(locale.SignOut)),
			)
		}),
		app.If(p.user == "", func() app.UI { return components.El("p").Text(l.T(locale.SignInHow)) }),
		app.If(session != nil && session.Version != "", func() app.UI {
			return components.El("p").Class("detail").Text(l.T(locale.SettingsVersion, session.Version))
		}),
	)
}
