package components

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

// segmentsUpTo is the number of values up to which an enumeration is a row of
// buttons; a longer one is a menu.
const segmentsUpTo = 6

// fieldsOf draws the attributes of a span or link.
func fieldsOf(l locale.Lang, target string, fields []state.FieldView) []app.UI {
	out := make([]app.UI, len(fields))
	for i, f := range fields {
		out[i] = &AttributeField{Lang: l, Target: target, View: f}
	}
	return out
}

// AttributeField is one attribute of a span or link, in the form that suits its
// type: buttons, a menu, a switch, or a field to type in.
type AttributeField struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Target is the id of the span or link.
	Target string
	// View is the attribute with its values.
	View state.FieldView
}

// CompoID ties what is being typed to one attribute of one span.
func (f *AttributeField) CompoID() string { return f.id() }

func (f *AttributeField) id() string { return "field-" + f.Target + "-" + f.View.ID }

// Render draws the attribute's name and its control.
func (f *AttributeField) Render() app.UI {
	v := f.View
	switch {
	case v.Type == annotations.BoolAttribute:
		return Box("div.field.field-switch", f.toggle())
	case v.Type == annotations.EnumAttribute && (v.Multi || len(v.Choices) <= segmentsUpTo):
		return El("div.field", At{"role", "group", "aria-labelledby", f.id()}, f.name(Box("span")), f.choices())
	case v.Type == annotations.EnumAttribute:
		return Box("div.field", f.label(), f.menu())
	case v.Multi:
		return Box("div.field", f.label(), f.list())
	}
	return Box("div.field", f.label(), f.text())
}

func (f *AttributeField) name(s app.HTMLElem) app.UI {
	return s.ID(f.id()).Class("field-name").Body(app.Text(f.View.Name), f.needed())
}

func (f *AttributeField) label() app.UI {
	return El("label.field-name", At{"for", f.id()}, app.Text(f.View.Name), f.needed())
}

// needed says that a value is still missing which submitting will ask for.
func (f *AttributeField) needed() app.UI {
	return app.If(f.View.Required && len(f.View.Values) == 0, func() app.UI {
		return Txt("span.needed", f.Lang.T(locale.Required))
	})
}

func (f *AttributeField) choices() app.UI {
	class := "segments"
	if f.View.Multi {
		class = "chips"
	}
	return El("div", At{"class", class}, app.Range(f.View.Choices).Slice(func(i int) app.UI {
		c := f.View.Choices[i]
		return Txt("button.segment", f.choiceName(c), "type", "button", "aria-pressed", Yes(c.Chosen)).
			OnClick(sending(f.set(f.pressed(c))))
	}))
}

// choiceName says of a value that it is not offered any more.
func (f *AttributeField) choiceName(c state.ChoiceView) string {
	if c.Retired {
		return c.Name + " (" + f.Lang.T(locale.SchemaRetired) + ")"
	}
	return c.Name
}

// pressed is the value after a press on a choice: pressing the chosen one takes
// it back.
func (f *AttributeField) pressed(c state.ChoiceView) *annotations.Value {
	if !f.View.Multi {
		if c.Chosen {
			return nil
		}
		return new(annotations.String(c.ID))
	}
	var items []string
	for _, other := range f.View.Choices {
		if other.Chosen != (other.ID == c.ID) {
			items = append(items, other.ID)
		}
	}
	return list(items)
}

func list(items []string) *annotations.Value {
	if len(items) == 0 {
		return nil
	}
	return new(annotations.List(items...))
}

func (f *AttributeField) set(v *annotations.Value) state.Msg {
	return state.SetAttribute{ID: f.Target, Attribute: f.View.ID, Value: v}
}

func (f *AttributeField) menu() app.UI {
	return El("select.input", At{"id", f.id()},
		Txt("option", f.Lang.T(locale.InspectorUnset), "value", "", "selected", Yes(len(f.View.Values) == 0)),
		app.Range(f.View.Choices).Slice(func(i int) app.UI {
			c := f.View.Choices[i]
			return Txt("option", f.choiceName(c), "value", c.ID, "selected", Yes(c.Chosen))
		}),
	).
		OnChange(f.onMenu)
}

func (f *AttributeField) onMenu(ctx app.Context, _ app.Event) {
	if id := ctx.JSSrc().Get("value").String(); id != "" {
		Send(ctx, f.set(new(annotations.String(id))))
		return
	}
	Send(ctx, f.set(nil))
}

func (f *AttributeField) toggle() app.UI {
	on := slices.Contains(f.View.Values, "true")
	next := new(annotations.Bool(true))
	if on {
		next = nil
	}
	return El("button.switch", At{"id", f.id(), "type", "button", "role", "switch", "aria-checked", Yes(on)},
		El("span.switch-track", At{"aria-hidden", "true"}),
		Txt("span.switch-name", f.View.Name),
	).
		OnClick(sending(f.set(next)))
}

func (f *AttributeField) text() app.UI {
	value := ""
	if len(f.View.Values) > 0 {
		value = f.View.Values[0]
	}
	return &TextField{Lang: f.Lang, Target: f.Target, Attribute: f.View.ID, Type: f.View.Type, Value: value}
}

// list shows several typed values, each with a way to take it back, and a field
// for one more.
func (f *AttributeField) list() app.UI {
	values := f.View.Values
	return Box("div.value-list",
		app.Range(values).Slice(func(i int) app.UI {
			remove := f.Lang.T(locale.InspectorRemoveValue, values[i])
			rest := slices.Concat(values[:i:i], values[i+1:])
			return Box("div.value",
				Txt("span.value-text", values[i]),
				El("button.icon-button.small", At{"type", "button", "aria-label", remove, "title", remove}, Icon("close")).
					OnClick(sending(f.set(list(rest)))),
			)
		}),
		&TextField{Lang: f.Lang, Target: f.Target, Attribute: f.View.ID, Type: f.View.Type, Multi: true, Others: values},
	)
}
