package pages

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/components"
	"galley/app/locale"
)

// searchPause is how long the keys must rest before a search is made.
const searchPause = 250 * time.Millisecond

// documents is a project's page: its texts, newest first, with how far each has
// come, a search, and ways to add more.
type documents struct {
	app.Compo
	visit
	adder

	name    string // the project's
	project *wire.Project
	list    []wire.DocumentItem
	next    string
	loaded  bool
	query   string // what is in the field
	shown   string // what the list answers
	pauses  int
	over    bool // files are held over the page
	stop    func()
}

// OnMount prepares the page.
func (p *documents) OnMount(ctx app.Context) {
	p.enter(ctx, p.titled, p.load)
	p.adder.page = p
	p.stop = dropLeads(ctx, func() string { return p.name }, func(over bool) { p.over = over })
}

// OnDismount lets go of what lives outside go-app.
func (p *documents) OnDismount() {
	if p.stop != nil {
		p.stop()
	}
	p.keepTyped()
}

func (p *documents) keepTyped() { typed[p.name] = [2]string{p.adder.text, p.adder.heading} }

// typed is what was pasted and not taken in, by project: a way to the import and
// back does not lose it.
var typed = map[string][2]string{}

func (p *documents) titled(l locale.Lang) string {
	if p.project != nil && p.project.Title != "" {
		return p.project.Title
	}
	return p.name
}

// OnNav reads the address and loads the list.
func (p *documents) OnNav(ctx app.Context) {
	u := ctx.Page().URL()
	name := projectOf(u)
	query := u.Query().Get("q")
	if name != p.name {
		p.list, p.loaded, p.project = nil, false, nil
		p.keepTyped()
		p.adder.text, p.adder.heading = typed[name][0], typed[name][1]
	}
	p.name, p.query, p.shown = name, query, query
	p.load(ctx)
}

// projectOf is the project's name in an address /p/NAME….
func projectOf(u *url.URL) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(u.EscapedPath(), "/p/"), "/")
	if plain, err := url.PathUnescape(name); err == nil {
		return plain
	}
	return name
}

func (p *documents) load(ctx app.Context) {
	name := p.name
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		found, err := api.Project(ctx, name)
		return func(ctx app.Context) {
			p.project = found
			p.dress()
			p.search(ctx, p.shown, "")
		}, err
	})
}

// search loads a page of the list. An answer to an older question is dropped.
func (p *documents) search(ctx app.Context, query, after string) {
	p.shown = query
	name := p.name
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		found, err := api.Documents(ctx, name, query, after)
		return func(app.Context) {
			if p.shown != query || p.name != name {
				return
			}
			if after == "" {
				p.list = nil
			}
			p.list = append(slices.Clip(p.list), found.Documents...)
			p.next, p.loaded = found.Next, true
		}, err
	})
}

// Render draws the page.
func (p *documents) Render() app.UI {
	l := p.lang
	title := p.titled(l)
	return p.frame([]components.Crumb{{Text: title}}, func() app.UI {
		return components.Box("div.column",
			components.Box("header.page-head", components.Txt("h1", title), app.If(p.project != nil, p.actions)),
			app.If(p.project != nil && p.project.Documents > 0, p.overview),
			p.documents(),
			p.dialog(),
			app.If(p.over, func() app.UI { return components.Txt("div.drop-anywhere", l.T(locale.ImportDropNow)) }),
		)
	})
}

func (p *documents) actions() app.UI {
	return components.Box("div.actions",
		components.El("a.button", components.At{"href", findHref(p.name, wire.FindQuery{Words: p.query})},
			components.Icon("search"),
			components.Txt("span", p.lang.T(locale.FindTitle)),
		),
		components.El("a.button", components.At{"href", components.ProjectHref(p.name) + "/export"},
			components.Icon("download"),
			components.Txt("span", p.lang.T(locale.ExportTitle)),
		),
		components.Txt("a.button", p.lang.T(locale.SchemaPage), "href", components.ProjectHref(p.name)+"/settings"),
		components.El("a.button", components.At{"href", importHref(p.name, "")},
			components.Icon("file"),
			components.Txt("span", p.lang.T(locale.ImportFilesButton)),
		),
		components.El("button.button.primary", components.At{"type", "button"},
			components.Icon("plus"),
			components.Txt("span", p.lang.T(locale.DocumentAdd)),
		).
			OnClick(p.onOpen),
	)
}

func (p *documents) overview() app.UI {
	w, l := p.project, p.lang
	return components.Box("div.list-head",
		components.El("div.search", components.At{"role", "search"},
			components.Icon("search"),
			components.Void("input.input", "type", "search", "aria-label", l.T(locale.DocumentsSearch), "placeholder", l.T(locale.DocumentsSearchPlaceholder), "value", p.query).
				OnInput(p.onQuery),
		),
		&components.Progress{
			Done: w.Submitted, Begun: w.Started, All: w.Documents,
			Text: l.T(locale.ProjectProgress, w.Submitted, w.Documents),
		},
	)
}

func (p *documents) documents() app.UI {
	l := p.lang
	switch {
	case !p.loaded:
		return &components.Skeleton{Lang: l, Rows: 6}
	case len(p.list) == 0 && p.shown != "":
		return components.Box("div",
			&components.Empty{Title: l.T(locale.DocumentsNone, p.shown), Text: l.T(locale.DocumentsNoneText)},
			components.Txt("button.button.more", l.T(locale.DocumentsClear), "type", "button").
				OnClick(p.onClear),
		)
	case len(p.list) == 0:
		return p.firstDocument()
	}
	return components.Box("div",
		components.Txt("p.sr", l.T(locale.DocumentCount, len(p.list)), "role", "status"),
		components.Box("ul.items", app.Range(p.list).Slice(func(i int) app.UI { return p.row(p.list[i]) })),
		app.If(p.next != "", func() app.UI {
			return components.Txt("button.button.more", l.T(locale.More), "type", "button").
				OnClick(p.onMore)
		}),
	)
}

func (p *documents) firstDocument() app.UI {
	l := p.lang
	return components.Box("section.empty",
		components.Txt("h2", l.T(locale.DocumentsEmptyTitle)),
		components.Txt("p", l.T(locale.DocumentsEmptyText)),
		components.Box("div.empty-actions",
			components.Txt("button.button.primary", l.T(locale.DocumentAdd), "type", "button").
				OnClick(p.onOpen),
			components.Txt("a.button", l.T(locale.ImportFilesButton), "href", importHref(p.name, "")),
		),
	)
}

func (p *documents) row(d wire.DocumentItem) app.UI {
	l := p.lang
	spans := l.T(locale.DocumentSpans, d.Spans)
	if d.Spans == 0 {
		spans = l.T(locale.DocumentNoSpans)
	}
	return components.Box("li.item",
		components.Box("div.item-main",
			components.Box("h2.item-title", components.Txt("a.item-link", d.Title, "href", components.DocumentHref(d.ID), "lang", d.Language)),
			components.Box("p.item-meta",
				app.If(source(d) != "", func() app.UI { return components.Txt("span.source", source(d)) }),
				components.Txt("span", l.T(locale.DocumentAdded, d.CreatedAt)),
				components.Txt("span", l.T(locale.DocumentCharacters, d.Characters)),
				app.If(d.Similar, func() app.UI {
					return components.Txt("a.item-similar", l.T(locale.DocumentSimilar), "href", components.DocumentHref(d.ID)+"#"+similarHash)
				}),
			),
		),
		components.Box("div.item-side",
			components.Txt("span.state", l.State(stateOf(d)), "class", "state-"+string(stateOf(d))),
			components.Txt("span.item-count", spans),
			app.If(d.People > 1, func() app.UI {
				return components.Txt("span.item-count", l.T(locale.DocumentPeople, d.People))
			}),
		),
	)
}

func stateOf(d wire.DocumentItem) annotations.State {
	switch {
	case d.State != "" && d.State != annotations.Open:
		return d.State
	case d.Spans > 0:
		return "started"
	}
	return annotations.Open
}

// source is where a text comes from, as short as a row needs it.
func source(d wire.DocumentItem) string {
	if u, err := url.Parse(d.Meta["url"]); err == nil && u.Host != "" {
		return strings.TrimPrefix(u.Host, "www.")
	}
	return d.Meta["source"]
}

func (p *documents) onQuery(ctx app.Context, _ app.Event) {
	p.query = ctx.JSSrc().Get("value").String()
	p.pauses++
	pause := p.pauses
	ctx.After(searchPause, func(ctx app.Context) {
		if pause == p.pauses && p.query != p.shown {
			p.find(ctx, p.query)
		}
	})
}

func (p *documents) onClear(ctx app.Context, _ app.Event) { p.find(ctx, "") }

// find searches and puts the question into the address, so that it can be shared.
func (p *documents) find(ctx app.Context, query string) {
	p.query = query
	u := &url.URL{Path: components.ProjectHref(p.name)}
	if query != "" {
		u.RawQuery = url.Values{"q": {query}}.Encode()
	}
	ctx.Page().ReplaceURL(u)
	p.search(ctx, query, "")
}

func (p *documents) onMore(ctx app.Context, _ app.Event) { p.search(ctx, p.shown, p.next) }
