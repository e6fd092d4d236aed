package pages

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/client"
	"galley/app/components"
	"galley/app/locale"
)

// usual is the value of an option that leaves a parameter as it is.
const usual = "-"

// exportFirst is how many documents the page looks at by itself.
const exportFirst = 200

// export is the page that hands out a project's data. What is chosen stands in
// the address, in the words of API and command line.
type export struct {
	app.Compo
	visit

	name    string
	project *wire.Project
	schema  *wire.Schema
	// chosen are the parameters by name; only those that are not left as they are.
	chosen map[string]string

	report *wire.ExportReport
	// asked numbers the reports: an answer to an older choice is dropped.
	asked int
	busy  bool
	wrong error

	releases releases
}

// choice is one line of a radio group.
type choice struct {
	id         string
	name, text locale.Key
}

var exportSets = []choice{
	{"all", locale.ExportAll, locale.ExportAllText},
	{"gold", locale.ExportGold, locale.ExportGoldText},
	{"mine", locale.ExportMine, locale.ExportMineText},
}

var exportParams = []string{"format", "set", "states", "labels", "roles", "split", "seed", "policy", "people", "query", "since", "until", "text", "as", "offsets"}

// OnMount prepares the page.
func (p *export) OnMount(ctx app.Context) {
	p.enter(ctx, func(l locale.Lang) string { return l.T(locale.ExportTitle) + " · " + p.name }, p.load)
}

// OnNav reads the address and loads the project.
func (p *export) OnNav(ctx app.Context) {
	u := ctx.Page().URL()
	p.name, p.chosen = projectOf(u), map[string]string{}
	for _, name := range exportParams {
		if v := u.Query().Get(name); v != "" {
			p.chosen[name] = v
		}
	}
	p.load(ctx)
}

func (p *export) load(ctx app.Context) {
	if app.IsServer {
		return
	}
	name := p.name
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		found, err := api.Project(ctx, name)
		if err != nil {
			return nil, err
		}
		schema, err := api.Schema(ctx, name)
		if err != nil {
			return nil, err
		}
		all, err := api.Releases(ctx, name)
		return func(ctx app.Context) {
			p.project, p.schema, p.releases.list = found, schema, all.Releases
			p.dress()
			p.look(ctx, exportFirst)
		}, err
	})
}

// look asks what the export would hold, of the first documents or of all with 0.
func (p *export) look(ctx app.Context, documents int) {
	q := p.values()
	q.Set("limit", "20")
	if documents > 0 {
		q.Set("documents", strconv.Itoa(documents))
	}
	p.asked++
	asked, name := p.asked, p.name
	p.busy, p.wrong = true, nil
	ctx.Async(func() {
		report, err := api.ExportReport(ctx, name, q)
		ctx.Dispatch(func(app.Context) {
			if asked != p.asked {
				return
			}
			if p.busy, p.wrong = false, err; err == nil {
				p.report = report
			}
		})
	})
}

// values are the parameters as the API takes them.
func (p *export) values() url.Values {
	q := url.Values{}
	for name, v := range p.chosen {
		if name == "set" && v == "mine" {
			v = string(annotations.UserOwner(p.user))
		}
		q.Set(name, v)
	}
	return q
}

func (p *export) format() string {
	if f := p.chosen["format"]; f != "" {
		return f
	}
	return "galley"
}

// choose sets a parameter, "" leaves it as it is, and puts the choice into the
// address.
func (p *export) choose(ctx app.Context, name, value string) {
	delete(p.chosen, name)
	if value != "" {
		p.chosen[name] = value
	}
	u := *ctx.Page().URL()
	q := url.Values{}
	for k, v := range p.chosen {
		q.Set(k, v)
	}
	u.RawQuery = q.Encode()
	ctx.Page().ReplaceURL(&u)
	p.look(ctx, exportFirst)
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
		return components.Box("div.column.export",
			components.Box("header.page-head", components.Txt("h1", l.T(locale.ExportTitle))),
			components.Txt("p.lead", l.T(locale.ExportLead)),
			p.form(),
			p.contents(),
			components.Box("section.part", components.Txt("h2", l.T(locale.ExportSnippet)), p.code(strings.ReplaceAll(snippet(p.format()), "FILE", p.fileName()))),
			components.Box("section.part", components.Txt("h2", l.T(locale.ExportCommand)), p.command(p.line())),
			p.releasesPart(),
		)
	})
}

func (p *export) form() app.UI {
	l := p.lang
	return components.Box("form",
		components.Box("div.field",
			components.Txt("label", l.T(locale.ExportFormat), "for", "export-format"),
			components.El("select.input", components.At{"id", "export-format", "aria-describedby", "export-format-text"},
				app.Range(exportGroups).Slice(func(i int) app.UI {
					g := exportGroups[i]
					return components.El("optgroup", components.At{"label", l.T(locale.Key("export_group_" + g.name))}, app.Range(g.formats).Slice(func(k int) app.UI {
						return components.Txt("option", g.formats[k], "value", g.formats[k], "selected", components.Yes(g.formats[k] == p.format()))
					}))
				}),
			).
				OnChange(p.onChoice("format")),
			components.Txt("p.hint", l.T(locale.Key("format_"+p.format())), "id", "export-format-text"),
		),
		p.radios("set", locale.ExportSet, exportSets, p.chosen["set"]),
		components.Box("div.export-row",
			p.field("states", locale.ExportStates, [][2]string{{"", l.T(locale.ExportEvery)}, {"submitted,accepted", l.T(locale.ExportDone)}, {"accepted", l.T(locale.ExportAccepted)}}),
			p.field("split", locale.ExportSplit, [][2]string{{"", l.T(locale.ExportNoSplit)}, {"80/10/10", "80/10/10"}, {"80/20", "80/20"}, {"70/15/15", "70/15/15"}}),
			p.field("policy", locale.ExportPolicy, [][2]string{{"", l.T(locale.ExportFlatten)}, {"drop", l.T(locale.ExportDrop)}, {"error", l.T(locale.ExportFail)}}),
			p.field("roles", locale.ExportRoles, [][2]string{{"", l.T(locale.ExportRolesUsual)}, {"all", l.T(locale.ExportRolesAll)}, {"article", l.T(locale.ExportRolesArticle)}}),
		),
		p.labels(),
		components.Box("div.actions", components.El("button.button.primary", components.At{"type", "submit"},
			components.Icon("download"),
			components.Txt("span", l.T(locale.ExportButton)),
		)),
		components.Txt("p.hint", l.T(locale.ExportOffsets)),
	).
		OnSubmit(p.onSubmit)
}

func (p *export) onChoice(name string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		value := ctx.JSSrc().Get("value").String()
		if value == usual {
			value = ""
		}
		p.choose(ctx, name, value)
	}
}

// field is a list to choose from; what the address chose beside it stays.
func (p *export) field(name string, label locale.Key, options [][2]string) app.UI {
	id := "export-" + name
	if v := p.chosen[name]; !slices.ContainsFunc(options, func(o [2]string) bool { return o[0] == v }) {
		options = append(options, [2]string{v, v})
	}
	return components.Box("div.field",
		components.Txt("label", p.lang.T(label), "for", id),
		components.El("select.input", components.At{"id", id}, app.Range(options).Slice(func(i int) app.UI {
			o := options[i]
			return components.Txt("option", o[1], "value", cmp.Or(o[0], usual), "selected", components.Yes(o[0] == p.chosen[name]))
		})).
			OnChange(p.onChoice(name), app.EventScope(name)),
	)
}

func (p *export) radios(name string, legend locale.Key, choices []choice, chosen string) app.UI {
	if chosen == "" {
		chosen = choices[0].id
	}
	return components.Box("fieldset.choices",
		components.Txt("legend", p.lang.T(legend)),
		app.Range(choices).Slice(func(i int) app.UI {
			c := choices[i]
			id := name + "-" + c.id
			return components.Box("div.choice",
				components.Void("input", "type", "radio", "id", id, "name", name, "value", c.id, "checked", components.Yes(c.id == chosen)).
					OnChange(p.onChoice(name), app.EventScope(name)),
				components.El("label", components.At{"for", id},
					components.Txt("span.choice-name", p.lang.T(c.name)),
					components.Txt("span.choice-text", p.lang.T(c.text)),
				),
			)
		}),
	)
}

// labels lets single labels be chosen; none chosen is all of them.
func (p *export) labels() app.UI {
	if p.schema == nil {
		return nil
	}
	var chosen []string
	if v := p.chosen["labels"]; v != "" {
		chosen = strings.Split(v, ",")
	}
	all := p.schema.Labels
	return components.Box("details.export-labels",
		components.Txt("summary", p.lang.T(locale.ExportLabels, len(chosen))),
		app.Range(all).Slice(func(i int) app.UI {
			id := all[i].ID
			return components.Box("label",
				components.Void("input", "type", "checkbox", "value", id, "checked", components.Yes(slices.Contains(chosen, id))).
					OnChange(func(ctx app.Context, _ app.Event) {
						if at := slices.Index(chosen, id); at >= 0 {
							chosen = slices.Delete(slices.Clone(chosen), at, at+1)
						} else {
							chosen = append(slices.Clone(chosen), id)
						}
						p.choose(ctx, "labels", strings.Join(chosen, ","))
					}, app.EventScope(id, p.chosen["labels"])),
				components.Txt("span", all[i].Name.In(string(p.lang))),
			)
		}),
	)
}

func (p *export) onSubmit(_ app.Context, e app.Event) {
	e.PreventDefault()
	api.Download(client.ExportPath(p.name, "", p.values()))
}

func (p *export) fileName() string {
	if p.report != nil {
		return strings.TrimSuffix(p.report.File, ".zip")
	}
	return "FILE"
}

// line is the same on the command line.
func (p *export) line() string {
	q := p.values()
	line := "galley export --data DIR --project " + p.name
	for _, name := range exportParams {
		if v := q.Get(name); v != "" {
			if strings.ContainsAny(v, " \"'$&;") {
				v = "'" + strings.ReplaceAll(v, "'", `'\''`) + "'"
			}
			line += " --" + name + " " + v
		}
	}
	out := "FILE"
	if p.report != nil {
		out = p.report.File
	}
	return line + " --out " + out
}

// code shows lines with a button that copies them.
func (p *export) code(text string) app.UI {
	return components.Box("div.code",
		components.Txt("pre", text, "tabindex", "0"),
		components.El("button.icon-button", components.At{"type", "button", "aria-label", p.lang.T(locale.Copy), "title", p.lang.T(locale.Copy)}, components.Icon("copy")).
			OnClick(func(ctx app.Context, _ app.Event) { p.copy(ctx, text) }, app.EventScope(text)),
	)
}

// download lets the browser fetch a release as a file.
func (p *export) download(release string) string {
	q := url.Values{}
	for _, name := range []string{"format", "policy", "text", "as", "offsets"} {
		if v := p.chosen[name]; v != "" {
			q.Set(name, v)
		}
	}
	return client.ExportPath(p.name, release, q)
}

func lossHref(l wire.ExportLoss) string {
	href := components.DocumentHref(l.Document)
	if l.Start < l.End {
		href += "#at=" + strconv.Itoa(l.Start) + "," + strconv.Itoa(l.End)
	}
	return href
}
