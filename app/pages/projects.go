package pages

import (
	"context"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/components"
	"galley/app/locale"
)

// projects is the front page: every project with how far it has come, and a
// form to make another one.
type projects struct {
	app.Compo
	visit

	list   []wire.Project
	next   string
	loaded bool

	open     bool // the form is shown
	title    string
	name     string
	ownName  bool // the short name was typed, not made from the title
	problem  string
	creating bool
	presets  []*annotations.Schema // to start with; nil until they are loaded
	preset   string                // the chosen one's id
}

// OnMount prepares the page.
func (p *projects) OnMount(ctx app.Context) {
	p.enter(ctx, func(l locale.Lang) string { return l.T(locale.ProjectsTitle) }, p.load)
}

// OnNav loads the list.
func (p *projects) OnNav(ctx app.Context) { p.load(ctx) }

func (p *projects) load(ctx app.Context) { p.page(ctx, "") }

func (p *projects) page(ctx app.Context, after string) {
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		found, err := api.Projects(ctx, after)
		return func(app.Context) {
			if after == "" {
				p.list = nil
			}
			p.list = append(slices.Clip(p.list), found.Projects...)
			p.next, p.loaded = found.Next, true
			if len(p.list) == 0 {
				p.wantPresets()
			}
		}, err
	})
}

// wantPresets loads the schemas that a project can start with, once. Without them
// the form makes a project with the default one.
func (p *projects) wantPresets() {
	if p.presets != nil {
		return
	}
	p.fetch(p.ctx, func(ctx context.Context) (func(app.Context), error) {
		found, err := api.Schemas(ctx)
		return func(app.Context) {
			if err == nil {
				p.presets = found.Schemas
			}
		}, nil
	})
}

// presetChoice lets one choose the schema to start with.
func (p *projects) presetChoice() app.UI {
	l := p.lang
	return components.Box("fieldset.choices.presets",
		components.Txt("legend", l.T(locale.SchemaChoose)),
		app.Range(p.presets).Slice(func(i int) app.UI {
			s := p.presets[i]
			id := "preset-" + s.ID
			return components.Box("div.choice",
				components.Void("input", "type", "radio", "id", id, "name", "preset", "value", s.ID, "checked", components.Yes(s.ID == p.preset || p.preset == "" && i == 0)).
					OnChange(func(app.Context, app.Event) { p.preset = s.ID }, app.EventScope(s.ID)),
				components.El("label", components.At{"for", id},
					components.Txt("span.choice-name", s.Title.In(string(l))),
					components.Txt("span.choice-text", presetText(l, s)),
				),
			)
		}),
	)
}

// Render draws the page.
func (p *projects) Render() app.UI {
	l := p.lang
	return p.frame(nil, func() app.UI {
		return components.Box("div.column",
			components.Box("header.page-head",
				components.Txt("h1", l.T(locale.ProjectsTitle)),
				app.If(p.loaded && len(p.list) > 0 && !p.open, func() app.UI {
					return components.El("button.button", components.At{"type", "button"},
						components.Icon("plus"),
						components.Txt("span", l.T(locale.ProjectNew)),
					).
						OnClick(p.onOpen)
				}),
			),
			app.If(p.loaded && (p.open || len(p.list) == 0), p.form),
			p.projects(),
		)
	})
}

func (p *projects) projects() app.UI {
	if !p.loaded {
		return &components.Skeleton{Lang: p.lang, Rows: 4}
	}
	return components.Box("div",
		components.Box("ul.items", app.Range(p.list).Slice(func(i int) app.UI { return p.row(p.list[i]) })),
		app.If(p.next != "", func() app.UI {
			return components.Txt("button.button.more", p.lang.T(locale.More), "type", "button").
				OnClick(p.onMore)
		}),
	)
}

func (p *projects) row(w wire.Project) app.UI {
	l := p.lang
	title := w.Title
	if title == "" {
		title = w.Name
	}
	return components.Box("li.item",
		components.Box("div.item-main",
			components.Box("h2.item-title", components.Txt("a.item-link", title, "href", components.ProjectHref(w.Name))),
			components.Box("p.item-meta",
				app.If(title != w.Name, func() app.UI { return components.Txt("code.name", w.Name) }),
				components.Txt("span", l.T(locale.ProjectDocuments, w.Documents)),
				components.Txt("span", l.T(locale.ProjectSpans, w.Spans)),
			),
		),
		components.Box("div.item-side", p.progress(w)),
	)
}

func (p *projects) progress(w wire.Project) app.UI {
	text := p.lang.T(locale.ProjectProgress, w.Submitted, w.Documents)
	if w.Documents == 0 {
		text = p.lang.T(locale.ProjectNothing)
	}
	return &components.Progress{Done: w.Submitted, Begun: w.Started, All: w.Documents, Text: text}
}

func (p *projects) form() app.UI {
	l := p.lang
	first := len(p.list) == 0
	title := components.FormField{ID: "project-title", Name: l.T(locale.ProjectTitle)}
	name := components.FormField{
		ID: "project-name", Name: l.T(locale.ProjectName), Help: l.T(locale.ProjectNameHelp), Problem: p.problem,
	}
	return components.Box("form.card",
		app.If(first, func() app.UI {
			return components.Box("div",
				components.Txt("h2", l.T(locale.ProjectsEmptyTitle)),
				components.Txt("p.lead", l.T(locale.ProjectsEmptyText)),
			)
		}),
		app.If(!first, func() app.UI { return components.Txt("h2", l.T(locale.ProjectNew)) }),
		title.Around(components.Void("input.input", "type", "text", "id", title.ID, "aria-describedby", title.DescribedBy(), "autocomplete", "off", "placeholder", l.T(locale.ProjectTitlePlaceholder), "value", p.title).
			OnInput(p.onTitle)),
		name.Around(components.Void("input.input.mono", "type", "text", "id", name.ID, "aria-describedby", name.DescribedBy(), "aria-invalid", components.Yes(p.problem != ""), "autocomplete", "off", "autocapitalize", "none", "spellcheck", "false", "value", p.name).
			OnInput(p.onName)),
		app.If(len(p.presets) > 0, p.presetChoice),
		components.Box("div.actions",
			components.Txt("button.button.primary", l.T(locale.ProjectCreate), "type", "submit", "disabled", components.Yes(p.creating)),
			app.If(!first, func() app.UI {
				return components.Txt("button.button.quiet", l.T(locale.Cancel), "type", "button").
					OnClick(p.onCancel)
			}),
		),
	).
		OnSubmit(p.onCreate)
}

func (p *projects) onOpen(app.Context, app.Event) {
	p.open = true
	p.wantPresets()
	p.ctx.Defer(func(app.Context) { browser.Focus("#project-title") })
}

func (p *projects) onCancel(app.Context, app.Event) { p.open, p.problem = false, "" }

func (p *projects) onMore(ctx app.Context, _ app.Event) { p.page(ctx, p.next) }

func (p *projects) onTitle(ctx app.Context, _ app.Event) {
	p.title = ctx.JSSrc().Get("value").String()
	if !p.ownName {
		p.name = shortName(p.title)
	}
}

func (p *projects) onName(ctx app.Context, _ app.Event) {
	p.name = ctx.JSSrc().Get("value").String()
	p.ownName = p.name != ""
	if p.problem != "" && annotations.ValidName(p.name) {
		p.problem = ""
	}
}

func (p *projects) onCreate(ctx app.Context, e app.Event) {
	e.PreventDefault()
	if p.creating {
		return
	}
	if p.name = strings.TrimSpace(p.name); !annotations.ValidName(p.name) {
		p.problem = p.lang.T(locale.ProjectNameBad)
		browser.Focus("#project-name")
		return
	}
	p.creating, p.problem = true, ""
	wanted := wire.NewProject{Name: p.name, Title: strings.TrimSpace(p.title), Schema: p.preset}
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		made, err := api.CreateProject(ctx, wanted)
		return func(ctx app.Context) {
			p.creating = false
			if err != nil {
				p.problem = p.refusal(err)
				return
			}
			ctx.Navigate(components.ProjectHref(made.Name))
		}, nil
	})
}

func (p *projects) refusal(err error) string {
	if annotations.CodeOf(err) == annotations.Conflict {
		return p.lang.T(locale.ProjectTaken)
	}
	return p.sentence(err)
}

// shortName makes a project's name from its title: "Wahl 2026: Bund" gives "wahl-2026-bund".
func shortName(title string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(title) {
		s := umlauts[r]
		if s == "" && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
			s = string(r)
		}
		if s == "" {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteString(s)
	}
	name := b.String()
	return strings.TrimRight(name[:min(len(name), 40)], "-")
}

var umlauts = map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss"}
