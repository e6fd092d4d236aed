package pages

import (
	"context"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

// handed are files that were dropped on a page that leads to the import.
var handed []browser.File

// importPage is where files come into a project: chosen or dropped, looked at,
// started, watched, reported. Files go to the server as soon as they are chosen;
// the import's id stands in the address then, so that a reload finds them there
// and a running import can be left and come back to.
type importPage struct {
	app.Compo
	visit

	life    context.Context
	end     context.CancelFunc
	stops   []func()
	name    string // the project's
	project *wire.Project
	past    *wire.Imports

	// id is the import's, "" before the first file; run is what the server says of
	// it, nil until it has started.
	id     string
	run    *wire.Import
	loaded bool
	making bool
	// looking counts the looks at the files that are under way: what they bring
	// must not move the button under a hand.
	looking int

	files   state.ImportFiles
	serial  int // grows when files change
	sources map[string]browser.File
	// base is the choice that the import came with, of which this page shows a part.
	base     wire.ImportChoice
	language string
	urls     string
	over     bool
	starting bool
	problem  string
	wrong    int // the table whose text's column is missing, -1 for none
	saves    int

	report report
	stale  string // why the numbers are not fresh
}

// importHref is the address of a project's imports, and of one of them.
func importHref(project, id string) string {
	href := components.ProjectHref(project) + "/import"
	if id != "" {
		href += "?run=" + id
	}
	return href
}

// OnMount prepares the page.
func (p *importPage) OnMount(ctx app.Context) {
	p.enter(ctx, func(l locale.Lang) string { return l.T(locale.ImportTitle) + " · " + p.name }, p.load)
	p.life, p.end = context.WithCancel(context.Background())
	ctx.Handle(components.PageAction, func(_ app.Context, a app.Action) { p.heard(a.Value) })
	p.stops = append(p.stops,
		browser.Drops(func(over bool) {
			p.ctx.Dispatch(func(app.Context) { p.over = over })
		}, func(files []browser.File) {
			p.ctx.Dispatch(func(app.Context) { p.take(files) })
		}),
		browser.BeforeUnload(func() bool { return p.files.Under() > 0 }),
	)
}

// OnDismount stops what is under way on this page; the server's part goes on.
func (p *importPage) OnDismount() {
	for _, stop := range p.stops {
		stop()
	}
	if p.end != nil {
		p.end()
	}
}

// OnNav reads the address.
func (p *importPage) OnNav(ctx app.Context) {
	u := ctx.Page().URL()
	name, id := projectOf(u), u.Query().Get("run")
	if name != p.name || id != p.id || p.sources == nil {
		p.name, p.id = name, id
		p.run, p.past, p.loaded, p.problem, p.stale, p.wrong = nil, nil, false, "", "", -1
		p.files, p.sources, p.language, p.urls, p.report = state.ImportFiles{}, map[string]browser.File{}, "", "", report{}
		p.base = wire.ImportChoice{}
		p.serial++
	}
	if app.IsServer {
		return
	}
	p.load(ctx)
}

// Render draws the page.
func (p *importPage) Render() app.UI {
	l := p.lang
	title := p.name
	if p.project != nil && p.project.Title != "" {
		title = p.project.Title
	}
	trail := []components.Crumb{{Text: title, Href: components.ProjectHref(p.name)}, {Text: l.T(locale.ImportTitle)}}
	return p.frame(trail, func() app.UI {
		switch {
		case !p.loaded:
			return components.Box("div.column", &components.Skeleton{Lang: l, Rows: 4})
		case p.run != nil:
			return components.Box("div.column", p.watch()...)
		}
		return components.Box("div.column",
			components.Box("header.page-head", components.Txt("h1", l.T(locale.ImportTitle))),
			components.Txt("p.lead", l.T(locale.ImportLead)),
			p.area(),
			app.If(len(p.files.Rows) > 0, func() app.UI {
				return &components.ImportFiles{Lang: l, Files: &p.files, Serial: p.serial}
			}),
			p.columns(),
			p.choices(),
			app.If(len(p.files.Rows) == 0, p.earlier),
		)
	})
}

// area is where files are dropped or chosen.
func (p *importPage) area() app.UI {
	l := p.lang
	class := "import-area"
	if p.over {
		class += " over"
	}
	return components.El("div", components.At{"class", class},
		components.Icon("file"),
		components.Txt("p", l.T(locale.ImportDrop)),
		components.Box("div.actions",
			p.picker("import-files", locale.ImportChoose, false),
			p.picker("import-folder", locale.ImportFolder, true),
		),
	)
}

func (p *importPage) picker(id string, name locale.Key, folder bool) app.UI {
	in := components.Void("input.sr", "type", "file", "id", id, "multiple", "true")
	if folder {
		in = in.Attr("webkitdirectory", "true")
	}
	return components.Box("label.button.file-button",
		components.Txt("span", p.lang.T(name)),
		in.OnChange(func(ctx app.Context, _ app.Event) {
			files := browser.Files(ctx.JSSrc())
			p.take(files)
			ctx.JSSrc().Set("value", "") // the same file can be chosen again
		}, app.EventScope(id)),
	)
}

func (p *importPage) columns() app.UI {
	tables := p.files.Tables()
	return components.Box("div", app.Range(tables).Slice(func(i int) app.UI {
		return &components.ImportColumns{Lang: p.lang, N: i, Table: tables[i], Chosen: p.files.Columns(tables[i]), Serial: p.serial, Wrong: p.wrong == i}
	}))
}

// choices are what holds for all files, and the start.
func (p *importPage) choices() app.UI {
	l := p.lang
	fetches := p.past != nil && p.past.Fetch
	if len(p.files.Rows) == 0 && !fetches {
		return app.If(p.problem != "", func() app.UI { return components.Txt("p.problem", p.problem, "role", "alert") })
	}
	language := components.FormField{ID: "import-language", Name: l.T(locale.ImportLanguage), Help: l.T(locale.ImportLanguageHelp)}
	urls := components.FormField{ID: "import-urls", Name: l.T(locale.ImportURLs), Aside: l.T(locale.Optional), Help: l.T(locale.ImportURLsHelp)}
	option := func(value, name string) app.UI {
		return components.Txt("option", name, "value", value, "selected", components.Yes(p.language == value))
	}
	start := locale.ImportStart
	if p.starting {
		start = locale.ImportStarting
	}
	return components.Box("form.import-choices",
		app.If(fetches, func() app.UI {
			return urls.Around(components.El("textarea.input", components.At{"id", urls.ID, "aria-describedby", urls.DescribedBy(), "rows", "3", "value", p.urls, "spellcheck", "false", "placeholder", "https://"}).
				OnInput(p.onURLs))
		}),
		language.Around(components.El("select.input", components.At{"id", language.ID, "aria-describedby", language.DescribedBy()},
			option("", l.T(locale.ImportLanguageAuto)), option("de", l.T(locale.SchemaLangDE)), option("en", l.T(locale.SchemaLangEN)),
		).
			OnChange(p.onLanguage)),
		app.If(p.problem != "", func() app.UI { return components.Txt("p.problem", p.problem, "role", "alert") }),
		components.Box("div.actions",
			components.Txt("button.button.primary", l.T(start), "type", "submit", "disabled", components.Yes(!p.ready())),
			app.If(p.id != "", func() app.UI {
				return components.Txt("button.button.quiet", l.T(locale.ImportDiscard), "type", "button").OnClick(p.onCancel)
			}),
		),
	).
		OnSubmit(p.onStart)
}

// ready reports whether the import can start: something is there, and all of it
// has arrived.
func (p *importPage) ready() bool {
	return !p.starting && p.looking == 0 && p.files.Under() == 0 && p.files.Failed() == 0 && (len(p.files.Rows) > 0 || len(p.addresses()) > 0)
}

func (p *importPage) addresses() []string { return strings.Fields(p.urls) }

func (p *importPage) onURLs(ctx app.Context, _ app.Event) {
	p.urls = ctx.JSSrc().Get("value").String()
	p.problem = ""
	p.save(ctx)
}

func (p *importPage) onLanguage(ctx app.Context, _ app.Event) {
	p.language = ctx.JSSrc().Get("value").String()
	p.save(ctx)
}

func (p *importPage) choice() wire.ImportChoice {
	c := p.base
	c.Language, c.URLs = p.language, p.addresses()
	return p.files.Choice(c)
}

// heard does what components ask for.
func (p *importPage) heard(e any) {
	switch e := e.(type) {
	case components.LeaveFile:
		p.files.Leave(e.Name)
		delete(p.sources, e.Name)
		p.wrong = -1
		p.save(p.ctx)
	case components.SendFileAgain:
		p.files.Again(e.Name)
		p.pump()
	case components.ChooseColumn:
		if tables := p.files.Tables(); e.Table < len(tables) {
			p.files.Choose(tables[e.Table], e.Column, e.As)
			p.wrong = -1
			p.save(p.ctx)
		}
	case components.ShowOutcomes:
		p.report = report{only: e.Only}
		p.outcomes()
	default:
		return
	}
	p.serial++
}

// watch is what is seen of an import that has started.
func (p *importPage) watch() []app.UI {
	l, r := p.lang, p.run
	title, text := locale.ImportFinished, ""
	switch {
	case r.State == wire.Running:
		title, text = locale.ImportRunning, l.T(locale.ImportRunningText)
	case r.State == wire.Cancelled:
		title, text = locale.ImportCancelled, l.T(locale.ImportCancelledText)
	case r.Added+r.Existing == 0 && r.Refused > 0:
		text = l.T(locale.ImportAllRefused)
	}
	return []app.UI{
		components.Box("header.page-head",
			components.Txt("h1", l.T(title)),
			components.Box("div.actions", p.next()...),
		),
		components.Txt("p.sr", l.T(title), "role", "status"),
		app.If(text != "", func() app.UI { return components.Txt("p.lead", text) }),
		app.If(p.stale != "", func() app.UI { return components.Txt("p.problem", p.stale, "role", "alert") }),
		&components.ImportCounts{Lang: l, Run: r},
		app.If(r.State != wire.Running, func() app.UI {
			return &components.ImportReport{Lang: l, Outcomes: p.report.outcomes, Only: p.report.only, Loading: p.report.loading}
		}),
		app.If(p.report.next != "" && r.State != wire.Running, func() app.UI {
			return components.Txt("button.button.more", l.T(locale.More), "type", "button", "disabled", components.Yes(p.report.loading)).OnClick(p.onMore)
		}),
	}
}

// next is what can be done with an import that has started.
func (p *importPage) next() []app.UI {
	l := p.lang
	if p.run.State == wire.Running {
		return []app.UI{components.Txt("button.button", l.T(locale.ImportStop), "type", "button", "data-cancel", "import").OnClick(p.onCancel)}
	}
	return []app.UI{
		components.El("button.button", components.At{"type", "button"}, components.Icon("download"), components.Txt("span", l.T(locale.ImportCSV))).
			OnClick(func(app.Context, app.Event) { api.ImportReport(p.name, p.id) }, app.EventScope(p.name, p.id)),
		components.Txt("a.button", l.T(locale.ImportAgain), "href", importHref(p.name, "")),
	}
}

// earlier lists the project's imports.
func (p *importPage) earlier() app.UI {
	l := p.lang
	if p.past == nil || len(p.past.Imports) == 0 {
		return components.Box("div")
	}
	return components.Box("section.part",
		components.Txt("h2", l.T(locale.ImportPast)),
		components.Box("ul.items", app.Range(p.past.Imports).Slice(func(i int) app.UI {
			one := p.past.Imports[i]
			var came []string
			for _, c := range []struct {
				n    int
				word locale.Key
			}{{one.Added, locale.OnlyAdded}, {one.Existing, locale.OnlyExisting}, {one.Refused, locale.OnlyRefused}, {one.Similar, locale.OnlySimilar}} {
				if c.n > 0 {
					came = append(came, l.Number(c.n)+" "+l.T(c.word))
				}
			}
			return components.Box("li.item",
				components.Box("div.item-main",
					components.Txt("a.item-link.import-when", l.DateTime(one.CreatedAt), "href", importHref(p.name, one.ID)),
					components.Box("p.item-meta",
						components.Txt("span.name", one.By),
						app.If(len(came) > 0, func() app.UI { return components.Txt("span", strings.Join(came, ", ")) }),
					),
				),
				components.Box("div.item-side", components.Txt("span.state", l.T(locale.Key("import_state."+string(one.State))), "class", "import-"+string(one.State))),
			)
		})),
	)
}

// moved reports whether an error says that the import is not (any more) what the
// page thinks.
func moved(err error) bool {
	return annotations.CodeOf(err) == annotations.Conflict
}
