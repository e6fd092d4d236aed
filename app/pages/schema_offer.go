package pages

import (
	"context"
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/client"
	"galley/app/components"
	"galley/app/draft"
	"galley/app/locale"
)

// schemaDialog is the id of the dialog of the schema's page.
const schemaDialog = "schema-dialog"

// What the dialog asks.
const (
	asksEnding = "ending" // retire this part?
	asksPreset = "preset" // which preset?
	asksTaking = "taking" // take this schema into the draft?
)

// schemaOffer is the part of the schema's page that hands schemas out and takes
// them in, and its dialog.
type schemaOffer struct {
	page *schema

	asks    string
	presets []*annotations.Schema
	offered *wire.SchemaCheck // a file or preset, looked at by the server
	refusal []string          // why a file was not taken, line by line
}

func (o *schemaOffer) askFor(ctx app.Context, what string) {
	o.asks = what
	components.Follow(ctx, schemaDialog, true)
}

func (o *schemaOffer) close(app.Context) { browser.CloseDialog(schemaDialog) }

// filePart exports, imports and offers presets.
func (o *schemaOffer) filePart() app.UI {
	l := o.page.lang
	return components.El("section.part", components.At{"id", "schema-file"},
		components.Txt("h2", l.T(locale.SchemaFileTitle)),
		components.Txt("p.hint", l.T(locale.SchemaFileText)),
		components.Box("div.actions",
			components.El("button.button", components.At{"type", "button", "data-file", "export"}, components.Icon("download"), components.Txt("span", l.T(locale.SchemaExport))).
				OnClick(o.onExport),
			components.El("label.button.file-button", nil, components.Icon("file"), components.Txt("span", l.T(locale.SchemaImport)),
				components.Void("input.sr", "type", "file", "accept", ".json,application/json").OnChange(o.onFile),
			),
			components.Txt("button.button", l.T(locale.SchemaPreset), "type", "button", "data-file", "preset").OnClick(o.onPresets),
		),
		components.El("div", components.At{"role", "alert"}, app.If(len(o.refusal) > 0, func() app.UI {
			return components.Box("div.callout.schema-refusal", components.Txt("p", l.T(locale.SchemaImportBad)),
				components.Box("ul.problems", app.Range(o.refusal).Slice(func(i int) app.UI { return components.Txt("li", o.refusal[i]) })))
		})),
	)
}

func (o *schemaOffer) onExport(app.Context, app.Event) {
	browser.Download("galley-schema-"+o.page.name+".json", "application/json", o.page.d.File())
}

func (o *schemaOffer) onFile(ctx app.Context, _ app.Event) {
	files := browser.Files(ctx.JSSrc())
	if len(files) == 0 {
		return
	}
	input := ctx.JSSrc()
	o.page.fetch(ctx, func(life context.Context) (func(app.Context), error) {
		raw, err := files[0].Read(life)
		return func(ctx app.Context) {
			input.Set("value", "") // the same file may be chosen again
			if err != nil {
				o.refusal = []string{o.page.lang.T(locale.Unexpected)}
				return
			}
			o.offer(ctx, raw)
		}, nil
	})
}

// offer has the server look at a schema and shows what it would change.
func (o *schemaOffer) offer(ctx app.Context, raw []byte) {
	p := o.page
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		found, err := api.CheckSchema(ctx, p.name, 0, raw)
		return func(ctx app.Context) {
			o.refusal = nil
			switch {
			case err != nil:
				o.refuse(err)
			case len(found.Problems) > 0:
				for _, x := range found.Problems {
					o.refusal = append(o.refusal, components.SchemaSentence(p.lang, draft.Problem{Word: "rule." + string(x.Rule), Args: []string{x.With}})+
						" "+p.lang.T(locale.SchemaImportPlace, x.Field))
				}
			default:
				o.offered = found
				o.askFor(ctx, asksTaking)
				return
			}
			o.close(ctx)
		}, nil
	})
}

func (o *schemaOffer) refuse(err error) {
	line := o.page.sentence(err)
	if why := client.ProblemOf(err); why != nil && why.Field != "" {
		line += " " + o.page.lang.T(locale.SchemaImportPlace, why.Field)
	}
	o.refusal = []string{line}
}

func (o *schemaOffer) onPresets(ctx app.Context, _ app.Event) {
	o.page.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		found, err := api.Schemas(ctx)
		return func(ctx app.Context) {
			o.presets = found.Schemas
			o.askFor(ctx, asksPreset)
		}, err
	})
}

func (o *schemaOffer) onClosed(app.Context, app.Event) { o.asks = "" }

// dialog is in the page all the time, closed.
func (o *schemaOffer) dialog() app.UI {
	l, p := o.page.lang, o.page
	switch o.asks {
	case asksEnding:
		return components.Dialog(l, schemaDialog, l.T(locale.SchemaRetireTitle, p.d.Name(p.ending, string(l))), o.onClosed, o.retiring())
	case asksTaking:
		return components.Dialog(l, schemaDialog, l.T(locale.SchemaImportTitle), o.onClosed, o.taking())
	}
	return components.Dialog(l, schemaDialog, l.T(locale.SchemaPresetTitle), o.onClosed,
		components.Txt("p.hint", l.T(locale.SchemaPresetText)),
		components.Box("div.schema-presets", app.Range(o.presets).Slice(func(i int) app.UI {
			s := o.presets[i]
			return components.El("button.schema-preset", components.At{"type", "button", "data-preset", s.ID},
				components.Txt("span.choice-name", s.Title.In(string(l))), components.Txt("span.choice-text", presetText(l, s)),
			).OnClick(func(ctx app.Context, _ app.Event) {
				raw, _ := json.Marshal(s) // a schema always encodes
				o.offer(ctx, raw)
			}, app.EventScope(s.ID))
		})),
	)
}

// presetText names the labels of a schema to start with.
func presetText(l locale.Lang, s *annotations.Schema) string {
	text := ""
	for i, x := range s.Labels {
		if i > 0 {
			text += ", "
		}
		text += x.Name.In(string(l))
	}
	return l.T(locale.SchemaPresetLabels, len(s.Labels), text)
}

// retiring previews what happens when a part is retired.
func (o *schemaOffer) retiring() app.UI {
	l, p := o.page.lang, o.page
	use := p.d.Use(p.ending)
	return components.Box("div.schema-ask",
		app.If(use.Count > 0, func() app.UI {
			return components.Txt("p.schema-ask-use", l.T(locale.SchemaRetireUse, use.Count, use.Documents, use.People))
		}),
		app.If(use.Count == 0, func() app.UI { return components.Txt("p", l.T(locale.SchemaRetireUnused)) }),
		components.Txt("p", l.T(locale.SchemaRetireKeeps)),
		components.Box("div.actions",
			o.answer(locale.SchemaRetire, ".primary", func(ctx app.Context) {
				p.d.Retire(p.ending, true)
				p.edited(ctx)
			}),
			o.answer(locale.Cancel, ".quiet", func(app.Context) {}),
		),
	)
}

func (o *schemaOffer) answer(word locale.Key, class string, do func(app.Context)) app.UI {
	return components.Txt("button.button"+class, o.page.lang.T(word), "type", "button", "data-answer", string(word)).
		OnClick(func(ctx app.Context, _ app.Event) {
			do(ctx)
			o.close(ctx)
		}, app.EventScope(word, o.page.ending, o.asks))
}

// taking previews what a file or preset would change.
func (o *schemaOffer) taking() app.UI {
	l, p, found := o.page.lang, o.page, o.offered
	now, lang := p.d.Present(), string(l)
	if len(found.Changes) == 0 && !p.d.Dirty() {
		return components.Box("div.schema-ask", components.Txt("p", l.T(locale.SchemaImportNothing)), o.answer(locale.Close, "", func(app.Context) {}))
	}
	return components.Box("div.schema-ask",
		&components.SchemaChanges{Lang: l, Changes: draft.Describe(found.Changes, now, &found.Schema, p.used, lang)},
		app.If(len(found.Kept) > 0, func() app.UI {
			return components.Box("div.callout", components.Txt("p", l.T(locale.SchemaImportKept)),
				&components.SchemaChanges{Lang: l, Changes: draft.Places(found.Kept, now, &found.Schema, p.used, lang)})
		}),
		app.If(p.d.Dirty(), func() app.UI { return components.Txt("p.hint", l.T(locale.SchemaImportDraft)) }),
		components.Box("div.actions",
			o.answer(locale.SchemaImportTake, ".primary", func(ctx app.Context) {
				p.d.Adopt(&found.Schema)
				p.open = ""
				p.say(locale.NoticeSchemaTaken, false)
				p.edited(ctx)
			}),
			o.answer(locale.Cancel, ".quiet", func(app.Context) {}),
		),
	)
}
