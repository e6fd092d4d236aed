package pages

import (
	"context"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/components"
	"galley/app/locale"
)

// addID is the id of the dialog that adds texts.
const addID = "add-document"

// adder is the part of a project's page that adds a pasted text. What was typed
// stays until it is on the server.
type adder struct {
	page *documents

	open     bool
	text     string
	heading  string
	problem  string
	busy     bool
	existing *wire.Added
	report   *pasted
}

// pasted is what became of pasted data.
type pasted struct {
	added, existing, spans, links int
	problems                      []string
	refused                       int
}

// dialog draws the dialog; it is in the page all the time, closed.
func (a *adder) dialog() app.UI {
	l := a.words()
	text := components.FormField{
		ID: "add-text", Name: l.T(locale.DocumentText), Help: l.T(locale.DocumentTextHelp), Problem: a.problem,
	}
	title := components.FormField{
		ID: "add-title", Name: l.T(locale.DocumentTitle), Aside: l.T(locale.Optional), Help: l.T(locale.DocumentTitleHelp),
	}
	return components.Dialog(l, addID, l.T(locale.DocumentAddTitle), a.onClosed,
		components.Box("form",
			text.Around(components.El("textarea.input.paste", components.At{"id", text.ID, "aria-describedby", text.DescribedBy(), "aria-invalid", components.Yes(a.problem != ""), "rows", "12", "value", a.text, "spellcheck", "false"}).
				OnInput(a.onText)),
			a.alreadyThere(),
			a.outcome(),
			title.Around(components.Void("input.input", "type", "text", "id", title.ID, "aria-describedby", title.DescribedBy(), "autocomplete", "off", "value", a.heading).
				OnInput(a.onHeading)),
			components.Box("div.actions",
				components.Txt("button.button.primary", a.submitName(), "type", "submit", "disabled", components.Yes(a.busy)),
				components.Txt("a.button", l.T(locale.ImportFilesButton), "href", a.imports()),
			),
		).
			OnSubmit(a.onSubmit),
	)
}

func (a *adder) words() locale.Lang {
	if a.page == nil {
		return ""
	}
	return a.page.visit.lang
}

func (a *adder) imports() string {
	if a.page == nil {
		return ""
	}
	return importHref(a.page.name, "")
}

func (a *adder) submitName() string {
	if a.busy {
		return a.words().T(locale.DocumentSaving)
	}
	return a.words().T(locale.DocumentSave)
}

func (a *adder) alreadyThere() app.UI {
	return app.If(a.existing != nil, func() app.UI {
		return components.El("div.callout", components.At{"role", "alert"},
			components.Txt("p", a.words().T(locale.DocumentExists)),
			components.Txt("a", a.existing.Title, "href", components.DocumentHref(a.existing.ID)),
		)
	})
}

// outcome says what became of files, line by line where lines were refused.
func (a *adder) outcome() app.UI {
	r, l := a.report, a.words()
	return app.If(r != nil, func() app.UI {
		var good []string
		if r.added > 0 {
			good = append(good, l.T(locale.ImportDone, r.added))
		}
		if r.existing > 0 {
			good = append(good, l.T(locale.ImportExisting, r.existing))
		}
		if r.spans+r.links > 0 {
			good = append(good, l.T(locale.ImportSpans, r.spans, r.links))
		}
		return components.El("div.callout", components.At{"role", "status"},
			app.If(len(good) > 0, func() app.UI { return components.Txt("p", strings.Join(good, " · ")) }),
			app.If(r.refused > 0, func() app.UI { return components.Txt("p", l.T(locale.ImportProblems, r.refused)) }),
			app.If(len(r.problems) > 0, func() app.UI {
				return components.Box("ul.problems", app.Range(r.problems).Slice(func(i int) app.UI {
					return components.Txt("li", r.problems[i])
				}))
			}),
		)
	})
}

func (a *adder) onOpen(app.Context, app.Event) {
	a.open, a.report, a.existing = true, nil, nil
	components.Follow(a.page.ctx, addID, true)
	a.page.ctx.Defer(func(app.Context) { browser.Focus("#add-text") })
}

func (a *adder) onClosed(app.Context, app.Event) { a.open = false }

func (a *adder) onText(ctx app.Context, _ app.Event) {
	a.text = ctx.JSSrc().Get("value").String()
	a.problem, a.existing = "", nil
}

func (a *adder) onHeading(ctx app.Context, _ app.Event) {
	a.heading = ctx.JSSrc().Get("value").String()
}

func (a *adder) onSubmit(ctx app.Context, e app.Event) {
	e.PreventDefault()
	switch {
	case a.busy:
	case strings.TrimSpace(a.text) == "":
		a.problem = a.words().T(locale.DocumentEmpty)
		browser.Focus("#add-text")
	case isNative(a.text):
		a.native(ctx)
	default:
		a.paste(ctx)
	}
}

// isNative reports whether a text is our own JSONL rather than an article.
func isNative(text string) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.HasPrefix(first, "{") && strings.Contains(first, `"format":"galley"`)
}

func (a *adder) paste(ctx app.Context) {
	p := a.page
	a.busy, a.problem, a.existing = true, "", nil
	wanted := wire.NewDocument{Text: a.text, Title: strings.TrimSpace(a.heading)}
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		added, err := api.CreateDocument(ctx, p.name, wanted)
		return func(ctx app.Context) {
			a.busy = false
			switch {
			case err != nil:
				a.problem = p.sentence(err)
			case added.Existing:
				a.existing = added
			default:
				a.text, a.heading = "", ""
				browser.CloseDialog(addID)
				ctx.Navigate(components.DocumentHref(added.ID))
			}
		}, nil
	})
}

// native takes in pasted native JSONL with its sets.
func (a *adder) native(ctx app.Context) {
	p, l, data := a.page, a.words(), []byte(a.text)
	a.busy, a.problem = true, ""
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		got, err := api.Import(ctx, p.name, data)
		return func(ctx app.Context) {
			if err != nil {
				a.busy, a.problem = false, p.sentence(err)
				return
			}
			r := &pasted{}
			a.taken(ctx, r, r.imported(l, got))
		}, nil
	})
}

func (r *pasted) count(a wire.Added) {
	if a.Existing {
		r.existing++
		return
	}
	r.added++
}

func (r *pasted) imported(l locale.Lang, got *wire.Imported) *wire.Added {
	var last *wire.Added
	for i := range got.Documents {
		r.count(got.Documents[i])
		last = &got.Documents[i]
	}
	r.spans, r.links = r.spans+got.Spans, r.links+got.Links
	r.refused += len(got.Problems)
	for _, p := range got.Problems {
		r.problems = append(r.problems, l.T(locale.ImportLine, p.Line, l.Problem(p.Problem)))
	}
	return last
}

// taken shows the outcome; a single new text is opened.
func (a *adder) taken(ctx app.Context, r *pasted, last *wire.Added) {
	a.busy = false
	if r.added == 1 && r.existing == 0 && len(r.problems) == 0 && last != nil {
		a.text, a.heading = "", ""
		browser.CloseDialog(addID)
		ctx.Navigate(components.DocumentHref(last.ID))
		return
	}
	if len(r.problems) == 0 {
		a.text = ""
	}
	r.problems = slices.Clip(r.problems)
	a.report = r
	a.page.load(ctx)
}
