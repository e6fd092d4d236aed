package pages

import (
	"context"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/components"
	"galley/app/draft"
	"galley/app/locale"
)

// keepPause is how long the keys must rest before the draft is written to the device.
const keepPause = 400 * time.Millisecond

// schema is the page where a project's schema is edited: its labels, attributes,
// links and conditions. Everything is edited in a draft, which stays on this
// device until it is saved.
type schema struct {
	app.Compo
	visit
	schemaNet
	schemaOffer

	name    string // the project's
	project *wire.Project
	d       *draft.Draft
	used    *wire.Usage
	open    string // the part that is open
	ending  string // the part that is about to be retired
	pauses  int
	stops   []func()
}

// OnMount prepares the page.
func (p *schema) OnMount(ctx app.Context) {
	p.schemaNet.page, p.schemaOffer.page = p, p
	p.enter(ctx, func(l locale.Lang) string { return l.T(locale.SchemaPage) + " · " + p.name }, p.load)
	ctx.Handle(components.PageAction, p.onSchemaEvent)
	p.stops = []func(){
		browser.BeforeUnload(func() bool { return p.keep() }),
		browser.OnVisible(func(visible bool) {
			if !visible {
				p.keep()
			}
		}),
	}
}

// OnNav reads the address and loads the schema.
func (p *schema) OnNav(ctx app.Context) {
	u := ctx.Page().URL()
	if name := projectOf(u); name != p.name {
		p.keep()
		p.name, p.d, p.project = name, nil, nil
	}
	p.open = u.Query().Get("part")
	p.load(ctx)
}

// OnDismount keeps what was typed last.
func (p *schema) OnDismount() {
	p.keep()
	p.listenTo("")
	for _, stop := range p.stops {
		stop()
	}
}

// keep writes the draft to the device. It reports whether there is something that
// the device does not keep.
func (p *schema) keep() (loose bool) {
	if p.d == nil {
		return false
	}
	text := p.d.Keep()
	browser.SetSetting(p.setting(), text)
	return text != "" && browser.Setting(p.setting()) != text
}

func (p *schema) setting() string { return "schema." + p.name }

func (p *schema) load(ctx app.Context) {
	name := p.name
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		found, err := api.Project(ctx, name)
		if err != nil {
			return nil, err
		}
		s, err := api.Schema(ctx, name)
		if err != nil {
			return nil, err
		}
		used, err := api.Usage(ctx, name)
		return func(ctx app.Context) {
			if p.name == name && p.d == nil {
				p.project, p.used = found, used
				p.begin(ctx, s)
			}
		}, err
	})
}

// Render draws the page.
func (p *schema) Render() app.UI {
	l := p.lang
	title := p.name
	if p.project != nil && p.project.Title != "" {
		title = p.project.Title
	}
	trail := []components.Crumb{{Text: title, Href: components.ProjectHref(p.name)}, {Text: l.T(locale.SchemaPage)}}
	return p.frame(trail, func() app.UI {
		if p.d == nil {
			return components.Box("div.column", &components.Skeleton{Lang: l, Rows: 8})
		}
		return components.Box("div.column.schema-page",
			components.Box("header.page-head", components.Txt("h1", l.T(locale.SchemaPage))),
			components.Txt("p.lead", l.T(locale.SchemaLead)),
			p.conflictBox(),
			p.group(draft.Labels), p.group(draft.Attributes), p.group(draft.Links), p.group(draft.Constraints),
			p.whole(),
			p.filePart(),
			p.saveBar(),
			p.dialog(),
		).
			OnKeyDown(p.onKey)
	})
}

func (p *schema) group(group string) app.UI {
	return &components.SchemaGroup{Lang: p.lang, Group: group, Rows: p.d.Rows(group, string(p.lang), p.open), Open: p.open}
}

// whole are the properties of the schema itself.
func (p *schema) whole() app.UI {
	return components.Box("section.part", components.Txt("h2", p.lang.T(locale.SchemaGuidelines)),
		components.Box("div.schema-fields", components.SchemaForm(p.lang, p.d.Fields("schema", string(p.lang)))...))
}

// saveBar says what is saved and what is not, and saves.
func (p *schema) saveBar() app.UI {
	l, d := p.lang, p.d
	wrong := d.Wrong()
	state, text := "saved", l.T(locale.SchemaClean, d.Version())
	switch {
	case p.saving:
		state, text = "saving", l.T(locale.SchemaSaving)
	case p.problem != "":
		state, text = "attention", p.problem
	case wrong > 0:
		state, text = "attention", l.T(locale.SchemaBlocked, wrong)
	case d.Dirty():
		state, text = "unsaved", l.T(locale.SchemaUnsaved)
	}
	return components.Box("div.save-bar",
		components.Txt("p.save-bar-text", text, "role", "status", "data-schema", state),
		// Apart from the others, which would change places with it and look for a moment like one another.
		components.Box("div", app.If(wrong > 0, func() app.UI {
			return components.Txt("button.button", l.T(locale.SchemaGoThere), "type", "button").OnClick(p.onGoThere)
		})),
		components.Box("div.actions",
			p.barButton(locale.SchemaUndo, ".quiet", d.CanUndo() && !p.saving, p.undo),
			p.barButton(locale.SchemaDiscard, ".quiet", d.Dirty() && !p.saving, func(ctx app.Context) { p.d.Discard(); p.conflict = nil; p.edited(ctx) }),
			p.barButton(locale.SchemaSave, ".primary", p.canSave(), p.save),
		),
	)
}

func (p *schema) canSave() bool {
	return p.d.Dirty() && p.d.Wrong() == 0 && !p.saving && p.conflict == nil && p.d.Base() == p.d.Version()
}

func (p *schema) barButton(word locale.Key, class string, can bool, do func(app.Context)) app.UI {
	return components.Txt("button.button"+class, p.lang.T(word), "type", "button", "disabled", components.Yes(!can), "data-bar", string(word)).
		OnClick(func(ctx app.Context, _ app.Event) { do(ctx) }, app.EventScope(word, p.pauses))
}

// onGoThere opens the first part that stands in the way.
func (p *schema) onGoThere(ctx app.Context, _ app.Event) {
	for _, pr := range p.d.Problems(string(p.lang)) {
		if !pr.Soft {
			at := strings.Split(pr.Field, ".")
			p.show(ctx, strings.Join(at[:min(2, len(at))], "/"), `.problem`)
			return
		}
	}
}

// show opens a part and moves the focus to something in it.
func (p *schema) show(ctx app.Context, path, selector string) {
	p.open = path
	p.share(ctx)
	ctx.Defer(func(app.Context) {
		here := `[data-part="` + path + `"] `
		if selector == ".problem" { // the field that it stands under
			if browser.Focus(here + `.schema-field:has(.problem) :is(input, textarea, button, select)`) {
				return
			}
		} else if browser.Focus(here + selector) {
			return
		}
		browser.Focus(here + ".schema-open")
	})
}

// share puts the open part into the address.
func (p *schema) share(ctx app.Context) {
	u := *ctx.Page().URL()
	q := u.Query()
	q.Set("part", p.open)
	if p.open == "" {
		q.Del("part")
	}
	u.RawQuery = q.Encode()
	ctx.Page().ReplaceURL(&u)
}

func (p *schema) onKey(ctx app.Context, e app.Event) {
	if (e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool()) && e.Get("key").String() == "s" {
		e.PreventDefault()
		if p.canSave() {
			p.save(ctx)
		}
	}
}

func (p *schema) onSchemaEvent(ctx app.Context, a app.Action) {
	if p.d == nil {
		return
	}
	switch e := a.Value.(type) {
	case components.EditSchema:
		at := e.Path[:max(0, strings.LastIndexByte(e.Path, '/'))]
		was := p.open
		if now := p.d.Set(e.Path, e.Value); was != "" && (was == at || strings.HasPrefix(e.Path, was+"/name/")) {
			p.open = now
		}
		p.edited(ctx)
	case components.ActSchema:
		p.act(ctx, e)
	}
}

func (p *schema) act(ctx app.Context, e components.ActSchema) {
	here := `[data-part="` + e.Path + `"] `
	focus := func(selector string) {
		ctx.Defer(func(app.Context) { _ = browser.Focus(selector) || browser.Focus(here+".schema-open") })
	}
	switch e.Act {
	case components.SchemaToggle:
		if p.open == e.Path {
			p.open = ""
		} else {
			p.open = e.Path
		}
		p.share(ctx)
		return
	case components.SchemaAdd:
		path := p.d.Add(e.Path)
		if !strings.Contains(e.Path, "/") {
			p.open = path
			p.share(ctx)
		}
		focus(`[data-part="` + path + `"] :is(input, select)`)
	case components.SchemaUp, components.SchemaDown:
		by, nth := -1, "first-child"
		if e.Act == components.SchemaDown {
			by, nth = 1, "last-child"
		}
		p.d.Move(e.Path, by)
		focus(here + ".schema-moves button:" + nth + ":not([disabled])")
	case components.SchemaRetire:
		p.ending = e.Path
		p.askFor(ctx, asksEnding)
		return
	case components.SchemaBack:
		p.d.Retire(e.Path, false)
		focus(here + "[data-act=retire]")
	case components.SchemaRemove:
		p.d.Remove(e.Path)
		group := e.Path[:strings.LastIndexByte(e.Path, '/')]
		focus(`[data-add="` + group + `"]`)
	}
	p.edited(ctx)
}

// edited follows every change of the draft: the device keeps it once the keys rest.
func (p *schema) edited(ctx app.Context) {
	p.problem = ""
	p.pauses++
	pause := p.pauses
	ctx.After(keepPause, func(app.Context) {
		if pause == p.pauses {
			p.keep()
		}
	})
}
