package pages

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/browser"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

// settings is the page for what belongs to this person on this device: language,
// looks, and the edits that wait here.
type settings struct {
	app.Compo
	visit

	reading  string
	keys     state.KeyMap
	unsent   []browser.Queue
	listed   bool
	noOutbox bool
}

// OnMount prepares the page.
func (p *settings) OnMount(ctx app.Context) {
	p.reading = browser.Setting(readingSetting)
	p.enter(ctx, func(l locale.Lang) string { return l.T(locale.Settings) }, p.load)
	p.keys = state.ParseKeyMap(browser.Setting(keysSetting))
	ctx.Handle(components.PageAction, func(_ app.Context, a app.Action) {
		if e, ok := a.Value.(components.SetKeys); ok {
			p.keys = e.Keys
			browser.SetSetting(keysSetting, e.Keys.String())
		}
	})
	p.load(ctx)
}

func (p *settings) keysPart() app.UI {
	return components.El("section.part", components.At{"id", "keys"},
		components.Txt("h2", p.lang.T(locale.KeysTitle)),
		components.Txt("p.hint", p.lang.T(locale.KeysText)),
		&components.KeySettings{Lang: p.lang, Keys: p.keys},
	)
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
	return components.Box("div.page",
		p.skip(),
		&components.TopBar{Lang: l, Theme: p.theme, User: p.user, Trail: []components.Crumb{{Text: l.T(locale.Settings)}}},
		p.updateBar(),
		components.El("main.main", components.At{"id", "main", "tabindex", "-1"}, components.Box("div.column",
			components.Box("header.page-head", components.Txt("h1", l.T(locale.Settings))),
			components.Box("section.part",
				&components.LanguageSwitch{Lang: l},
				&components.ThemeSwitch{Lang: l, Theme: p.theme},
				p.readingSwitch(),
				components.Txt("p.reading-sample", l.T(locale.SettingsSample), "lang", string(locale.Choose(string(l), nil))),
			),
			p.keysPart(),
			p.unsentPart(),
			p.account(),
		)),
		&components.Notice{Lang: l, View: p.notice},
	)
}

func (p *settings) readingSwitch() app.UI {
	l := p.lang
	return components.El("div.setting", components.At{"role", "group", "aria-label", l.T(locale.SettingsReading)},
		components.Txt("span.setting-name", l.T(locale.SettingsReading), "aria-hidden", "true"),
		components.Box("div.segments", app.Range(readingSizes).Slice(func(i int) app.UI {
			s := readingSizes[i]
			return components.Txt("button.segment", l.T(s.name), "type", "button", "aria-pressed", components.Yes(s.id == p.reading)).
				OnClick(func(app.Context, app.Event) { p.read(s.id) }, app.EventScope(s.id))
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
	return components.Box("section.part",
		components.Txt("h2", l.T(locale.SettingsUnsent)),
		app.If(!p.listed, func() app.UI { return &components.Skeleton{Lang: l, Rows: 1} }),
		app.If(p.noOutbox, func() app.UI { return components.Txt("p.hint", l.T(locale.SettingsUnsentBad)) }),
		app.If(p.listed && !p.noOutbox && len(p.unsent) == 0, func() app.UI {
			return components.Txt("p.hint", l.T(locale.SettingsUnsentNone))
		}),
		app.If(len(p.unsent) > 0, func() app.UI {
			return components.Box("div",
				components.Txt("p.hint", l.T(locale.SettingsUnsentText)),
				components.Box("ul.items", app.Range(p.unsent).Slice(func(i int) app.UI { return p.unsentRow(p.unsent[i]) })),
			)
		}),
	)
}

func (p *settings) unsentRow(q browser.Queue) app.UI {
	l := p.lang
	return components.Box("li.item",
		components.Box("div.item-main",
			components.Box("p.item-title", components.Txt("a.item-link", l.T(locale.SettingsUnsentOpen), "href", components.DocumentHref(q.Doc))),
			components.Box("p.item-meta",
				components.Txt("span", l.T(locale.SettingsUnsentRow, edits(q.Data))),
				components.Txt("span", l.T(locale.SettingsUnsentWhen, l.DateTime(q.At))),
			),
		),
		components.Box("div.item-side", components.El("button.button", components.At{"type", "button"},
			components.Icon("download"),
			components.Txt("span", l.T(locale.SettingsUnsentSave)),
		).
			OnClick(func(app.Context, app.Event) {
				browser.Download("galley-"+q.Doc+".json", "application/json", q.Data)
			}, app.EventScope(q.Doc, q.Client, len(q.Data)))),
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
	return components.Box("section.part",
		components.Txt("h2", l.T(locale.SettingsAccount)),
		app.If(p.user != "", func() app.UI {
			return components.Box("div.actions",
				components.Txt("p", l.T(locale.SignedInAs, p.user)),
				components.Txt("button.button", l.T(locale.SignOut), "type", "button").
					OnClick(func(ctx app.Context, _ app.Event) { p.signOut(ctx) }),
			)
		}),
		app.If(p.user == "", func() app.UI { return components.Txt("p", l.T(locale.SignInHow)) }),
		app.If(session != nil && session.Version != "", func() app.UI {
			return components.Txt("p.detail", l.T(locale.SettingsVersion, session.Version))
		}),
	)
}
