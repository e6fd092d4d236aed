package pages

import (
	"context"
	"net/url"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/components"
	"galley/app/locale"
)

// findHits is how many places of a text are shown.
const findHits = 10

// find is the page where a passage is looked for in a project's texts. What is
// asked stands in the address.
type find struct {
	app.Compo
	visit

	name   string // the project's
	schema *wire.Schema
	field  string // what is typed
	query  wire.FindQuery
	found  []wire.FoundIn
	next   string
	hits   int
	busy   bool
	// wrong is why what was typed cannot be looked for.
	wrong error
}

// findHref is the address where a passage is looked for.
func findHref(project string, q wire.FindQuery) string {
	values := url.Values{}
	if q.Words != "" {
		values.Set("q", q.Words)
	}
	if q.ExactCase {
		values.Set("case", "exact")
	}
	if q.NoGenitive {
		values.Set("genitive", "no")
	}
	href := components.ProjectHref(project) + "/find"
	if len(values) > 0 {
		href += "?" + values.Encode()
	}
	return href
}

// OnMount prepares the page.
func (p *find) OnMount(ctx app.Context) {
	p.enter(ctx, func(l locale.Lang) string { return l.T(locale.FindTitle) }, func(ctx app.Context) { p.search(ctx, "") })
}

// OnNav reads the address and looks.
func (p *find) OnNav(ctx app.Context) {
	u := ctx.Page().URL()
	q := u.Query()
	p.name, p.field = projectOf(u), q.Get("q")
	p.query = wire.FindQuery{Words: p.field, ExactCase: q.Get("case") == "exact", NoGenitive: q.Get("genitive") == "no", Hits: findHits}
	if app.IsServer {
		return
	}
	name := p.name
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		s, err := api.Schema(ctx, name)
		return func(app.Context) { p.schema = s }, err
	})
	p.search(ctx, "")
	if p.field == "" {
		ctx.Defer(func(app.Context) { browser.Focus("#find-words") })
	}
}

// ask looks for something else, and puts it into the address.
func (p *find) ask(ctx app.Context, q wire.FindQuery) {
	ctx.Navigate(findHref(p.name, q))
}

// search brings a page of texts; one that holds nothing goes on by itself. An
// answer to an older question is dropped.
func (p *find) search(ctx app.Context, after string) {
	if after == "" {
		p.found, p.next, p.hits, p.wrong = nil, "", 0, nil
	}
	if p.busy = p.query.Words != ""; !p.busy {
		return
	}
	name, asked := p.name, p.query
	q := asked
	q.After = after
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		page, err := api.Find(ctx, name, q)
		if annotations.CodeOf(err) == annotations.Invalid {
			return func(app.Context) { p.wrong, p.busy = err, false }, nil
		}
		return func(ctx app.Context) {
			if p.query != asked || p.name != name {
				return
			}
			for _, d := range page.Documents {
				p.hits += d.Count
			}
			p.found, p.next, p.busy = append(slices.Clip(p.found), page.Documents...), page.Next, false
			if len(page.Documents) == 0 && p.next != "" {
				p.search(ctx, p.next)
			}
		}, err
	})
}

// Render draws the page.
func (p *find) Render() app.UI {
	l := p.lang
	return p.frame(p.trail(), func() app.UI {
		return components.Box("div.column",
			components.Txt("h1", l.T(locale.FindTitle)),
			p.form(),
			p.results(),
		)
	})
}

func (p *find) trail() []components.Crumb {
	return []components.Crumb{{Text: p.name, Href: components.ProjectHref(p.name)}, {Text: p.lang.T(locale.FindTitle)}}
}

func (p *find) form() app.UI {
	l := p.lang
	return components.El("form.find-form", components.At{"role", "search"},
		components.Box("div.search",
			components.Icon("search"),
			components.Void("input.input", "type", "search", "id", "find-words", "name", "q", "aria-label", l.T(locale.FindWords), "placeholder", l.T(locale.FindWords), "value", p.field).
				OnInput(p.onInput),
		),
		components.Txt("button.button.primary", l.T(locale.FindInProject), "type", "submit"),
		components.Box("div.find-choices",
			p.choice(locale.BulkAnyCase, !p.query.ExactCase, func(q *wire.FindQuery) { q.ExactCase = !q.ExactCase }),
			p.choice(locale.BulkGenitive, !p.query.NoGenitive, func(q *wire.FindQuery) { q.NoGenitive = !q.NoGenitive }),
		),
	).
		OnSubmit(p.onSubmit)
}

func (p *find) onInput(ctx app.Context, _ app.Event) { p.field = ctx.JSSrc().Get("value").String() }

func (p *find) onSubmit(ctx app.Context, e app.Event) {
	e.PreventDefault()
	q := p.query
	q.Words = p.field
	p.ask(ctx, q)
}

func (p *find) choice(name locale.Key, on bool, turn func(*wire.FindQuery)) app.UI {
	return components.El("button.switch", components.At{"type", "button", "role", "switch", "aria-checked", components.Yes(on)},
		components.El("span.switch-track", components.At{"aria-hidden", "true"}),
		components.Txt("span.switch-name", p.lang.T(name)),
	).
		OnClick(func(ctx app.Context, _ app.Event) {
			q := p.query
			q.Words = p.field
			turn(&q)
			p.ask(ctx, q)
		}, app.EventScope(name, on))
}

func (p *find) results() app.UI {
	l := p.lang
	switch {
	case p.wrong != nil:
		return components.Txt("p.find-wrong", p.sentence(p.wrong), "role", "alert")
	case p.query.Words == "":
		return components.Txt("p.hint", l.T(locale.FindStart))
	case p.busy && len(p.found) == 0:
		return components.Txt("p.hint", l.T(locale.FindLooking), "role", "status")
	case len(p.found) == 0:
		return &components.Empty{Title: l.T(locale.FindNone, p.query.Words), Text: l.T(locale.FindNoneText)}
	}
	sum := locale.FindSum
	if p.next != "" {
		sum = locale.FindSumMore
	}
	return components.Box("div",
		components.Txt("p.find-sum", l.T(sum, l.T(locale.FindHits, p.hits), l.T(locale.ProjectDocuments, len(p.found))), "role", "status"),
		components.Box("div.find-texts", app.Range(p.found).Slice(func(i int) app.UI { return p.text(p.found[i]) })),
		app.If(p.next != "", func() app.UI {
			return components.Txt("button.button.more", l.T(locale.More), "type", "button", "disabled", components.Yes(p.busy)).OnClick(p.onMore)
		}),
	)
}

func (p *find) onMore(ctx app.Context, _ app.Event) { p.search(ctx, p.next) }

func (p *find) text(d wire.FoundIn) app.UI {
	l := p.lang
	count := l.T(locale.FindHits, d.Count)
	if d.Tagged > 0 {
		count += " · " + l.T(locale.FindTagged, d.Tagged)
	}
	return components.El("section.find-text-of", components.At{"data-found", d.ID},
		components.Box("div.find-head",
			components.Box("h2.item-title", components.Txt("a", d.Title, "href", components.DocumentHref(d.ID), "lang", d.Language)),
			components.Txt("span.item-count", count),
		),
		components.Box("ul", app.Range(d.Hits).Slice(func(i int) app.UI { return p.hit(d, d.Hits[i]) })),
		app.If(d.Count > len(d.Hits), func() app.UI {
			return components.Txt("p.hint", l.T(locale.FindMoreHits, d.Count-len(d.Hits)))
		}),
	)
}

func (p *find) hit(d wire.FoundIn, h wire.Hit) app.UI {
	return components.Box("li", components.El("a.find-hit", components.At{"href", components.DocumentHref(d.ID) + passageHash(h.Fragment)},
		components.El("span.find-text", components.At{"lang", d.Language}, app.Text(h.Before), components.Txt("mark", h.Text), app.Text(h.After)),
		app.If(len(h.Spans) > 0 || h.Role.Chrome(), func() app.UI {
			return components.Box("span.find-signs",
				app.If(h.Role.Chrome(), func() app.UI { return components.Txt("span", p.lang.Role(h.Role)) }),
				app.Range(h.Spans).Slice(func(i int) app.UI { return p.sign(h.Spans[i]) }),
			)
		}),
	))
}

// sign is a label that the reader has at a hit.
func (p *find) sign(s wire.HitSpan) app.UI {
	if p.schema != nil {
		if l := p.schema.Label(s.Label); l != nil {
			return components.LabelSign(l, string(p.lang))
		}
	}
	return components.Txt("span", s.Label)
}
