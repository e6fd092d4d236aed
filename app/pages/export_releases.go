package pages

import (
	"context"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/wire"
	"galley/app/components"
	"galley/app/locale"
)

// releases is what the page knows of a project's releases.
type releases struct {
	list  []wire.Release
	name  string
	busy  bool
	wrong error
	// diff is how the release shown differs from the one before.
	diff *wire.ReleaseDifference
}

func (p *export) releasesPart() app.UI {
	l := p.lang
	r := &p.releases
	return components.El("section.part", components.At{"id", "releases"},
		components.Txt("h2", l.T(locale.Releases)),
		components.Txt("p.hint", l.T(locale.ReleasesText)),
		components.Box("form.export-release",
			components.Txt("label", l.T(locale.ReleaseName), "for", "release-name"),
			components.Void("input.input", "id", "release-name", "autocomplete", "off", "maxlength", "64", "required", "true", "value", r.name).
				OnInput(func(ctx app.Context, _ app.Event) { r.name = ctx.JSSrc().Get("value").String() }),
			components.Txt("button.button", l.T(locale.ReleaseMake), "type", "submit", "disabled", components.Yes(r.busy)),
		).
			OnSubmit(p.onRelease),
		app.If(r.wrong != nil, func() app.UI { return components.Txt("p.wrong", p.sentence(r.wrong), "role", "alert") }),
		components.Box("ul.release-list", app.Range(r.list).Slice(func(i int) app.UI {
			one := r.list[i]
			return components.El("li", components.At{"data-release", one.Name},
				components.Box("div",
					components.Txt("strong", one.Name),
					components.Txt("span.hint", " "+l.T(locale.ReleaseFacts, one.CreatedAt, one.By, one.Counts.Documents, one.Counts.Spans)),
				),
				components.Box("div.actions",
					components.Txt("button.button", l.T(locale.ExportButton), "type", "button", "data-download", p.download(one.Name)).
						OnClick(func(app.Context, app.Event) { api.Download(p.download(one.Name)) }, app.EventScope(one.Name)),
					app.If(i+1 < len(r.list), func() app.UI {
						return components.Txt("button.button", l.T(locale.ReleaseCompare, r.list[i+1].Name), "type", "button").
							OnClick(func(ctx app.Context, _ app.Event) { p.compare(ctx, r.list[i+1].Name, one.Name) }, app.EventScope(one.Name))
					}),
				),
				app.If(r.diff != nil && r.diff.To == one.Name, func() app.UI { return p.difference(r.diff) }),
			)
		})),
	)
}

func (p *export) onRelease(ctx app.Context, e app.Event) {
	e.PreventDefault()
	n := wire.NewRelease{Name: p.releases.name, Choice: map[string]string{}}
	q := p.values()
	for _, name := range []string{"set", "states", "labels", "roles", "split", "seed", "people", "query", "since", "until"} {
		if v := q.Get(name); v != "" {
			n.Choice[name] = v
		}
	}
	p.releases.busy, p.releases.wrong = true, nil
	name := p.name
	ctx.Async(func() {
		made, err := api.NewRelease(ctx, name, n)
		ctx.Dispatch(func(app.Context) {
			if p.releases.busy, p.releases.wrong = false, err; err == nil {
				p.releases.name = ""
				app.Window().GetElementByID("release-name").Set("value", "") // what was typed is not an attribute
				p.releases.list = append([]wire.Release{*made}, p.releases.list...)
			}
		})
	})
}

func (p *export) compare(ctx app.Context, from, to string) {
	name := p.name
	p.ask(ctx, func(ctx context.Context) (func(app.Context), error) {
		d, err := api.ReleaseDifference(ctx, name, from, to)
		return func(app.Context) { p.releases.diff = d }, err
	}, func() {})
}

func (p *export) difference(d *wire.ReleaseDifference) app.UI {
	line := func(what locale.Key, c wire.Changes) app.UI {
		return components.Txt("li", p.lang.T(locale.ReleaseChanges, p.lang.T(what), c.Added, c.Removed, c.Changed))
	}
	return components.El("div.difference", components.At{"role", "status"},
		components.Box("ul", line(locale.ExportDocuments, d.Documents), line(locale.ExportSpans, d.Spans), line(locale.ExportLinks, d.Links)),
		components.Box("ol", app.Range(d.Changes).Slice(func(i int) app.UI {
			c := d.Changes[i]
			words := c.Quote
			if words == "" {
				words = c.Title
			}
			return components.Box("li",
				components.Txt("span.hint", p.lang.T(locale.Key("change_"+c.Kind))+" "),
				components.Txt("a", words, "href", components.DocumentHref(c.Document)),
				app.If(c.From != c.To && c.From != "" && c.To != "", func() app.UI {
					return components.Txt("span.hint", " "+p.labelName(c.From)+" → "+p.labelName(c.To))
				}),
			)
		})),
	)
}
