package components

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/draft"
	"galley/app/locale"
)

// schemaFields draws an open part's fields and what may be done with it.
func schemaFields(l locale.Lang, r draft.Row) []app.UI {
	return append(SchemaForm(l, r.Fields), ending(l, r))
}

// SchemaForm draws fields of the schema; what is typed into one is told the page
// as EditSchema.
func SchemaForm(l locale.Lang, fields []draft.Field) []app.UI {
	out := make([]app.UI, len(fields))
	for i, f := range fields {
		out[i] = schemaField(l, f)
	}
	return out
}

// fieldClass says how much room a field takes.
var fieldClass = map[draft.Kind]string{draft.Prose: "wide", draft.Many: "wide", draft.Parts: "wide", draft.Hue: "wide", draft.Pick: "wide", draft.Switch: "wide",
	draft.Key: "short", draft.Number: "short"}

func schemaField(l locale.Lang, f draft.Field) app.UI {
	id := "f-" + f.Path
	class := fieldClass[f.Kind]
	if strings.HasSuffix(f.Path, "/letter") {
		class = "short"
	}
	name := El("label.field-name", At{"for", id}, fieldName(l, f)...)
	body := fieldBody(l, f, id)
	switch f.Kind {
	case draft.Many, draft.Pick, draft.Parts:
		return El("div.schema-field", At{"class", class, "role", "group", "aria-labelledby", id, "data-field", f.Path},
			Box("span.field-name", fieldName(l, f)...).ID(id), body, fieldNotes(l, f, id))
	case draft.Switch:
		return El("div.schema-field", At{"class", class, "data-field", f.Path}, body)
	case draft.Fixed:
		return El("div.schema-field", At{"class", class}, Box("span.field-name", fieldName(l, f)...), body)
	}
	return El("div.schema-field", At{"class", class, "data-field", f.Path}, name, body, fieldNotes(l, f, id))
}

func fieldName(l locale.Lang, f draft.Field) []app.UI {
	name := []app.UI{app.Text(l.T(locale.Key(f.Word)))}
	if f.Lang != "" {
		name = append(name, Txt("span.aside", l.T(locale.Key("schema.lang_"+f.Lang))))
	}
	return name
}

// fieldNotes stand below a field: what it is for, what is wrong with it.
func fieldNotes(l locale.Lang, f draft.Field, id string) app.UI {
	help := locale.Key(f.Word + "_help")
	if f.Kind == draft.Prose {
		help = locale.SchemaMarkdown
	}
	return El("div", At{"id", id + "-help"},
		app.If(l.Has(help), func() app.UI { return Txt("p.help", l.T(help)) }),
		app.Range(f.Problems).Slice(func(i int) app.UI {
			p := f.Problems[i]
			if p.Soft {
				return Txt("p.doubt", SchemaSentence(l, p), "role", "status")
			}
			return Txt("p.problem", SchemaSentence(l, p), "role", "alert")
		}),
	)
}

// SchemaSentence says a problem of a schema to a person.
func SchemaSentence(l locale.Lang, p draft.Problem) string {
	args := make([]any, len(p.Args))
	for i, a := range p.Args {
		args[i] = a
		if k := locale.Key(a); strings.HasPrefix(a, "key.") && l.Has(k) {
			args[i] = l.T(k)
		}
	}
	return l.T(locale.Key(p.Word), args...)
}

func fieldBody(l locale.Lang, f draft.Field, id string) app.UI {
	switch f.Kind {
	case draft.Prose:
		return El("div.schema-prose", nil,
			El("textarea.input", At{"id", id, "rows", "5", "lang", f.Lang, "aria-describedby", id + "-help", "value", f.Value}).OnInput(typing(f.Path)),
			El("div.markdown.schema-preview", At{"role", "group", "aria-label", l.T(locale.SchemaPreview), "lang", f.Lang}, Markdown(f.Value, 4)...),
		)
	case draft.Hue:
		degrees, _ := strconv.Atoi(f.Value)
		light, dark := draft.Contrast(degrees)
		return &HueField{Lang: l, ID: id, Path: f.Path, Hue: degrees, Light: light, Dark: dark}
	case draft.Pick, draft.Many:
		return Box("div."+map[bool]string{true: "chips", false: "segments"}[f.Kind == draft.Many], app.Range(f.Options).Slice(func(i int) app.UI { return choiceOf(l, f, f.Options[i]) }))
	case draft.Menu:
		return El("select.input", At{"id", id, "aria-describedby", id + "-help", "value", f.Value}, app.Range(f.Options).Slice(func(i int) app.UI {
			o := f.Options[i]
			return Txt("option", optionName(l, o), "value", o.ID, "selected", Yes(o.Chosen))
		})).OnChange(typing(f.Path))
	case draft.Switch:
		next := "true"
		if f.Value != "" {
			next = ""
		}
		return El("button.switch", At{"type", "button", "role", "switch", "aria-checked", Yes(f.Value != "")},
			El("span.switch-track", At{"aria-hidden", "true"}),
			Txt("span.switch-name", l.T(locale.Key(f.Word))),
		).OnClick(telling(EditSchema{f.Path, next}))
	case draft.Fixed:
		if len(f.Options) > 0 {
			return Txt("span", optionName(l, f.Options[0]))
		}
		return Txt("code", f.Value)
	case draft.Parts:
		return nested(l, f)
	}
	in := Void("input.input", "type", "text", "id", id, "lang", f.Lang, "aria-describedby", id+"-help", "aria-invalid", Yes(wrong(f)), "autocomplete", "off", "value", f.Value)
	switch f.Kind {
	case draft.Number:
		in = in.Attr("inputmode", "numeric")
	case draft.Key:
		in = in.Class("mono").Attr("maxlength", "1").Attr("autocapitalize", "none").Attr("spellcheck", "false")
	}
	if f.Lang == "" {
		in = in.Attr("spellcheck", "false")
	}
	return in.OnInput(typing(f.Path))
}

func wrong(f draft.Field) bool {
	for _, p := range f.Problems {
		if !p.Soft {
			return true
		}
	}
	return false
}

// typing tells the page what stands in a field.
func typing(path string) (app.EventHandler, app.EventOption) {
	return func(ctx app.Context, _ app.Event) {
		Tell(ctx, EditSchema{path, ctx.JSSrc().Get("value").String()})
	}, app.EventScope(path)
}

func choiceOf(l locale.Lang, f draft.Field, o draft.Option) app.UI {
	look := app.If(o.Looks != nil, func() app.UI { return sample(o.Looks.Family, o.Looks.Letter, o.Looks.Hue) })
	if strings.HasSuffix(f.Path, "/family") { // the form itself says more than its name
		look = app.If(true, func() app.UI { return sample(familyOf(o.ID), "A", 255) })
	}
	return El("button.segment", At{"type", "button", "aria-pressed", Yes(o.Chosen), "data-option", o.ID}, look, Txt("span", optionName(l, o))).
		OnClick(telling(EditSchema{f.Path, o.ID}))
}

func optionName(l locale.Lang, o draft.Option) string {
	if o.Word != "" {
		return l.T(locale.Key(o.Word))
	}
	return o.Name
}

// nested are the parts of a part, all open: values and roles.
func nested(l locale.Lang, f draft.Field) app.UI {
	at := strings.LastIndexByte(f.Path, '/')
	return Box("div",
		Box("ol.schema-nested", app.Range(f.Rows).Slice(func(i int) app.UI {
			r := f.Rows[i]
			return El("li.schema-part", At{"data-part", r.Path, "class", retiredClass(r)},
				Box("div.schema-fields", SchemaForm(l, r.Fields)...),
				Box("div.schema-part-foot", rowNotes(l, r), ending(l, r), moves(l, r)),
			)
		})),
		adding(l, f.Path[at+1:], f.Path),
	)
}
