package pages

import (
	"maps"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/components"
	"galley/app/locale"
)

// contents shows what the export would hold.
func (p *export) contents() app.UI {
	l := p.lang
	return components.El("section.part.export-report", components.At{"aria-busy", components.Yes(p.busy), "aria-labelledby", "export-contents"},
		components.El("h2", components.At{"id", "export-contents"}, app.Text(l.T(locale.ExportContents))),
		app.If(p.wrong != nil, func() app.UI { return components.Txt("p.wrong", p.sentence(p.wrong), "role", "alert") }),
		app.If(p.wrong == nil && p.report == nil, func() app.UI { return &components.Skeleton{Lang: l, Rows: 2} }),
		app.If(p.wrong == nil && p.report != nil, func() app.UI {
			r := p.report
			return components.Box("div",
				components.Txt("p", l.T(locale.ExportCounts, r.Documents, r.Spans, r.Links), "data-counts", "true"),
				app.If(r.Partial, func() app.UI {
					return components.Box("p.hint", app.Text(l.T(locale.ExportPartial, r.Read)+" "),
						components.Txt("button.button", l.T(locale.ExportWhole), "type", "button").
							OnClick(func(ctx app.Context, _ app.Event) { p.look(ctx, 0) }))
				}),
				p.countTable(),
				p.lossList(),
				p.preview(),
			)
		}),
	)
}

func (p *export) countTable() app.UI {
	r := p.report
	var parts []string
	for _, name := range []string{"all", "train", "validation", "test"} {
		if _, ok := r.Splits[name]; ok {
			parts = append(parts, name)
		}
	}
	labels := slices.Sorted(maps.Keys(r.Labels))
	row := func(head string, count func(part string) int) app.UI {
		return components.Box("tr", components.Txt("th", head, "scope", "row"), app.Range(parts).Slice(func(i int) app.UI {
			return components.Txt("td", p.lang.Number(count(parts[i])))
		}))
	}
	return components.El("div.scroll", components.At{"tabindex", "0", "role", "group", "aria-label", p.lang.T(locale.ExportByLabel)}, components.Box("table.export-counts",
		components.Box("thead", components.Box("tr", components.Txt("th", p.lang.T(locale.ExportByLabel), "scope", "col"), app.Range(parts).Slice(func(i int) app.UI {
			return components.Txt("th", p.lang.T(locale.Key("export_part_"+parts[i])), "scope", "col")
		}))),
		components.Box("tbody",
			row(p.lang.T(locale.ExportDocuments), func(part string) int { return r.Splits[part] }),
			app.Range(labels).Slice(func(i int) app.UI {
				return row(p.labelName(labels[i]), func(part string) int { return r.Labels[labels[i]][part] })
			}),
		),
	))
}

func (p *export) labelName(id string) string {
	if p.schema != nil {
		for _, x := range p.schema.Labels {
			if x.ID == id {
				return x.Name.In(string(p.lang))
			}
		}
	}
	return id
}

func (p *export) lossList() app.UI {
	r := p.report
	reasons := slices.Sorted(maps.Keys(r.Reasons))
	if len(reasons) == 0 {
		return components.Txt("p", p.lang.T(locale.ExportNothingLost), "data-losses", "none")
	}
	return components.El("div.losses", components.At{"data-losses", "some"},
		components.Txt("h3", p.lang.T(locale.ExportLosses)),
		components.Box("ul", app.Range(reasons).Slice(func(i int) app.UI {
			return components.Txt("li", p.lang.T(locale.Key("loss_"+reasons[i]), r.Reasons[reasons[i]]))
		})),
		components.Box("details",
			components.Txt("summary", p.lang.T(locale.ExportLossPlaces, len(r.Losses))),
			components.Box("ol", app.Range(r.Losses).Slice(func(i int) app.UI {
				loss := r.Losses[i]
				words := loss.Quote
				if words == "" {
					words = loss.Title
				}
				return components.Box("li",
					components.Txt("a", words, "href", lossHref(loss)),
					components.Txt("span.hint", " "+p.labelName(loss.Label)+" · "+p.lang.T(locale.Key("loss_"+loss.Reason), 1)),
				)
			})),
		),
	)
}

func (p *export) preview() app.UI {
	shown := p.report.Preview
	return components.Box("div.previews", app.Range(shown).Slice(func(i int) app.UI {
		f := shown[i]
		body := f.Text
		if body == "" {
			body = p.lang.T(locale.ExportBinary)
		}
		return components.Box("figure.preview",
			components.Txt("figcaption", f.Name),
			components.Txt("pre", body, "tabindex", "0"),
		)
	}))
}
