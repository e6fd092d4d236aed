package components

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

// TextField is a typed value of an attribute: a text, an address, a day, a
// Wikidata id. It sends the value when the field is left or Enter is pressed,
// and says beside the field what is wrong with one that cannot be kept; what
// was typed stays there.
type TextField struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Target and Attribute say what is set.
	Target, Attribute string
	// Type is the attribute's type.
	Type annotations.AttributeType
	// Value is the present value; empty when none is set, and with Multi.
	Value string
	// Multi adds what is typed to Others instead of replacing the value.
	Multi  bool
	Others []string

	typed   string
	typing  bool
	problem string
}

// CompoID ties what is being typed to one attribute of one span.
func (t *TextField) CompoID() string { return "text-" + t.Target + "-" + t.Attribute }

// Render draws the field, and under it what is wrong.
func (t *TextField) Render() app.UI {
	id := "field-" + t.Target + "-" + t.Attribute
	value := t.Value
	if t.typing {
		value = t.typed
	}
	in := Void("input.input", "type", inputTypes[t.Type], "id", id, "autocomplete", "off", "value", value).
		OnInput(t.onInput).
		OnChange(t.onChange)
	if t.Type == annotations.URLAttribute {
		in = in.Attr("inputmode", "url").Attr("placeholder", "https://")
	}
	if t.Type == annotations.QIDAttribute {
		in = in.Attr("placeholder", "Q42")
	}
	if t.problem != "" {
		in = in.Attr("aria-invalid", "true").Attr("aria-describedby", id+"-problem")
	}
	return Box("div.text-field",
		in,
		app.If(t.problem != "", func() app.UI {
			return Txt("p.problem", t.problem, "id", id+"-problem", "role", "alert")
		}),
	)
}

var inputTypes = map[annotations.AttributeType]string{
	annotations.TextAttribute: "text", annotations.URLAttribute: "text",
	annotations.DateAttribute: "date", annotations.QIDAttribute: "text",
}

func (t *TextField) onInput(ctx app.Context, _ app.Event) {
	t.typing, t.typed = true, ctx.JSSrc().Get("value").String()
	if t.problem != "" {
		t.problem = ProblemOf(t.Lang, t.Type, t.typed)
	}
}

func (t *TextField) onChange(ctx app.Context, _ app.Event) {
	t.typed = ctx.JSSrc().Get("value").String()
	t.commit(ctx)
}

func (t *TextField) commit(ctx app.Context) {
	value := strings.TrimSpace(t.typed)
	if t.problem = ProblemOf(t.Lang, t.Type, value); t.problem != "" {
		t.typing = true
		return
	}
	t.typing = false
	switch {
	case t.Multi && value != "" && !slices.Contains(t.Others, value):
		Send(ctx, t.set(list(append(slices.Clone(t.Others), value))))
		ctx.JSSrc().Set("value", "")
	case !t.Multi && value == "" && t.Value != "":
		Send(ctx, t.set(nil))
	case !t.Multi && value != t.Value:
		Send(ctx, t.set(new(annotations.String(value))))
	}
}

func (t *TextField) set(v *annotations.Value) state.Msg {
	return state.SetAttribute{ID: t.Target, Attribute: t.Attribute, Value: v}
}
