package pages

import (
	"context"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/components"
	"galley/app/locale"
)

// export is the page that hands out a project's data.
type export struct {
	app.Compo
	visit

	name    string
	project *wire.Project
	format  string
	set     string // "all", "gold" or "mine"
}

// choice is one line of a radio group.
type choice struct {
	id         string
	name, text locale.Key
}

var exportFormats = []choice{
	{"galley", locale.ExportGalley, locale.ExportGalleyText},
	{"doccano", locale.ExportDoccano, locale.ExportDoccanoText},
	{"doccano-rel", locale.ExportDoccanoRel, locale.ExportDoccanoRelText},
}

var exportSets = []choice{
	{"all", locale.ExportAll, locale.ExportAllText},
	{"gold", locale.ExportGold, locale.ExportGoldText},
	{"mine", locale.ExportMine, locale.ExportMineText},
}

// OnMount prepares the page.
func (p *export) OnMount(ctx app.Context) {
	p.format, p.set = "galley", "all"
	p.enter(ctx, func(l locale.Lang) string { return l.T(locale.ExportTitle) + " · " + p.name }, p.load)
}

// OnNav reads the address and loads the project.
func (p *export) OnNav(ctx app.Context) {
	u := ctx.Page().URL()
	p.name = projectOf(u)
	q := u.Query()
	p.format, p.set = known(exportFormats, q.Get("format")), known(exportSets, q.Get("set"))
	p.load(ctx)
}

// known is the id if it is one of the choices, else the first choice.
func known(choices []choice, id string) string {
	for _, c := range choices {
		if c.id == id {
			return id
		}
	}
	return choices[0].id
}

func (p *export) load(ctx app.Context) {
	name := p.name
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		found, err := api.Project(ctx, name)
		return func(app.Context) {
			p.project = found
			p.dress()
		}, err
	})
}

// Render draws the page.
func (p *export) Render() app.UI {
	l := p.lang
	title := p.name
	if p.project != nil && p.project.Title != "" {
		title = p.project.Title
	}
	trail := []components.Crumb{{Text: title, Href: components.ProjectHref(p.name)}, {Text: l.T(locale.ExportTitle)}}
	return p.frame(trail, func() app.UI {
		if p.project == nil {
			return components.Box("div.column", &components.Skeleton{Lang: l, Rows: 3})
		}
		return components.Box("div.column",
			components.Box("header.page-head", components.Txt("h1", l.T(locale.ExportTitle))),
			components.Txt("p.lead", l.T(locale.ExportLead)),
			components.Box("form",
				p.radios("format", locale.ExportFormat, exportFormats, p.format, p.onFormat),
				p.radios("set", locale.ExportSet, exportSets, p.set, p.onSet),
				components.Box("div.actions", components.El("button.button.primary", components.At{"type", "submit"},
					components.Icon("download"),
					components.Txt("span", l.T(locale.ExportButton)),
				)),
			).
				OnSubmit(p.onSubmit),
			components.Txt("p.hint", l.T(locale.ExportOffsets)),
			components.Box("section.part", components.Txt("h2", l.T(locale.ExportCommand)), p.command(p.line())),
		)
	})
}

func (p *export) radios(name string, legend locale.Key, choices []choice, chosen string, on app.EventHandler) app.UI {
	return components.Box("fieldset.choices",
		components.Txt("legend", p.lang.T(legend)),
		app.Range(choices).Slice(func(i int) app.UI {
			c := choices[i]
			id := name + "-" + c.id
			return components.Box("div.choice",
				components.Void("input", "type", "radio", "id", id, "name", name, "value", c.id, "checked", components.Yes(c.id == chosen)).
					OnChange(on),
				components.El("label", components.At{"for", id},
					components.Txt("span.choice-name", p.lang.T(c.name)),
					components.Txt("span.choice-text", p.lang.T(c.text)),
				),
			)
		}),
	)
}

func (p *export) onFormat(ctx app.Context, _ app.Event) {
	p.format = ctx.JSSrc().Get("value").String()
	p.share(ctx)
}

func (p *export) onSet(ctx app.Context, _ app.Event) {
	p.set = ctx.JSSrc().Get("value").String()
	p.share(ctx)
}

// share puts the choice into the address.
func (p *export) share(ctx app.Context) {
	u := *ctx.Page().URL()
	q := u.Query()
	q.Set("format", p.format)
	q.Set("set", p.set)
	u.RawQuery = q.Encode()
	ctx.Page().ReplaceURL(&u)
}

func (p *export) onSubmit(_ app.Context, e app.Event) {
	e.PreventDefault()
	api.Export(p.name, p.format, p.owner())
}

// owner is the set as API and command line name it.
func (p *export) owner() string {
	if p.set == "mine" {
		return string(annotations.UserOwner(p.user))
	}
	return p.set
}

func (p *export) line() string {
	return "galley export --data DIR --project " + p.name + " --format " + p.format + " --set " + p.owner()
}
