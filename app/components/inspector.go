package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
	"galley/app/state"
)

// relabelID is the id of the panel that offers other labels.
const relabelID = "relabel"

// Inspector shows the selected span and lets everything about it be edited.
type Inspector struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// View is the selected span; nil, or one without an ID, when nothing is selected.
	View *state.InspectorView
	// Labels are offered for relabelling.
	Labels []state.LabelView
}

// Render draws the selected span, or what to do to have one.
func (i *Inspector) Render() app.UI {
	l := i.Lang
	if i.View == nil || i.View.ID == "" {
		return El("section.inspector.inspector-empty", At{"aria-label", l.T(locale.InspectorTitle)}, Txt("p.hint", l.T(locale.InspectorEmptyText)))
	}
	v := i.View
	return El("section.inspector", At{"class", hue(v.Hue), "aria-label", l.T(locale.InspectorTitle)},
		i.header(),
		quotation("", v.Quotation),
		app.If(len(v.Parts) > 0, i.parts),
		i.edges(),
		app.If(len(v.Numbers) > 0, i.numbers),
		app.If(len(v.Fields) > 0, func() app.UI {
			return El("div.fields", At{"role", "group", "aria-label", l.T(locale.InspectorAttributes)}, fieldsOf(l, v.ID, v.Fields)...)
		}),
		app.If(len(v.Links) > 0, i.links),
		app.If(len(v.Missing) > 0, i.missing),
		&NoteField{Lang: l, Span: v.ID, Note: v.Note},
		app.If(v.Guideline != "", func() app.UI {
			return Box("details.guideline", Txt("summary", l.T(locale.InspectorGuideline)), Txt("p", v.Guideline))
		}),
		i.remove(),
	)
}

func (i *Inspector) header() app.UI {
	v, l := i.View, i.Lang
	return Box("div.inspector-head",
		El("button.relabel-button", At{"type", "button", "popovertarget", relabelID, "title", l.T(locale.InspectorChange)},
			sample(v.Family, v.Letter, v.Hue),
			Txt("span.inspector-name", v.Name),
			Icon("chevron"),
			Txt("span.sr", l.T(locale.InspectorChange)),
		),
		app.If(v.Count > 1, func() app.UI {
			return Txt("span.inspector-count", l.T(locale.InspectorCount, v.Index+1, v.Count))
		}),
		app.If(v.Fragments > 1, func() app.UI {
			return Txt("span.inspector-count", l.T(locale.InspectorFragments, v.Fragments))
		}),
		El("div.panel.relabel-panel", At{"id", relabelID, "popover", "auto", "role", "group", "aria-label", l.T(locale.InspectorChange)},
			app.Range(i.Labels).Slice(func(n int) app.UI { return i.relabel(i.Labels[n]) }),
		),
	)
}

// relabel drops the marked stretch first: with one, Tag would make a new span.
func (i *Inspector) relabel(view state.LabelView) app.UI {
	return labelButton(i.Lang, view).
		Attr("popovertarget", relabelID).
		Attr("popovertargetaction", "hide").
		Attr("aria-pressed", view.ID == i.View.Label).
		OnClick(sending(state.Selection{}, state.Select{ID: i.View.ID}, state.Tag{Label: view.ID}))
}

func (i *Inspector) edges() app.UI {
	l := i.Lang
	return Box("div.edges",
		El("div.edge", At{"role", "group", "aria-label", l.T(locale.InspectorStart)},
			Txt("span.edge-name", l.T(locale.InspectorStart), "aria-hidden", "true"),
			i.nudge(false, -1, locale.EdgeStartBack),
			i.nudge(false, 1, locale.EdgeStartForth),
		),
		El("div.edge", At{"role", "group", "aria-label", l.T(locale.InspectorEnd)},
			Txt("span.edge-name", l.T(locale.InspectorEnd), "aria-hidden", "true"),
			i.nudge(true, -1, locale.EdgeEndBack),
			i.nudge(true, 1, locale.EdgeEndForth),
		),
	)
}

func (i *Inspector) nudge(last bool, by int, what locale.Key) app.UI {
	icon := "back"
	if by > 0 {
		icon = "forth"
	}
	return El("button.icon-button.small", At{"type", "button", "aria-label", i.Lang.T(what), "title", i.Lang.T(what)}, Icon(icon)).
		OnMouseDown(keepSelection).
		OnClick(sending(state.NudgeEdge{Last: last, By: by}))
}

func (i *Inspector) remove() app.UI {
	return Box("div.inspector-foot", i.all(), i.tools(), El("button.button.quiet.danger", At{"type", "button"},
		Icon("trash"),
		Txt("span", i.Lang.T(locale.InspectorDelete)),
	).
		OnClick(sending(state.Remove{})))
}
