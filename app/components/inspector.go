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
		return El("section").Class("inspector", "inspector-empty").Attr("aria-label", l.T(locale.InspectorTitle)).Body(
			El("p").Class("hint").Text(l.T(locale.InspectorEmptyText)),
		)
	}
	v := i.View
	return El("section").Class("inspector", hue(v.Hue)).Attr("aria-label", l.T(locale.InspectorTitle)).Body(
		i.header(),
		El("blockquote").Class("inspector-quote").Text(v.Quotation),
		i.edges(),
		app.If(len(v.Fields) > 0, func() app.UI {
			return El("div").Class("fields").Attr("role", "group").
				Attr("aria-label", l.T(locale.InspectorAttributes)).
				Body(fieldsOf(l, v.ID, v.Fields)...)
		}),
		app.If(len(v.Links) > 0, i.links),
		&NoteField{Lang: l, Span: v.ID, Note: v.Note},
		app.If(v.Guideline != "", func() app.UI {
			return El("details").Class("guideline").Body(
				El("summary").Text(l.T(locale.InspectorGuideline)),
				El("p").Text(v.Guideline),
			)
		}),
		i.remove(),
	)
}

func (i *Inspector) header() app.UI {
	v, l := i.View, i.Lang
	return El("div").Class("inspector-head").Body(
		Button().Class("relabel-button").
			Attr("popovertarget", relabelID).
			Attr("title", l.T(locale.InspectorChange)).
			Body(
				sample(v.Family, v.Letter, v.Hue),
				El("span").Class("inspector-name").Text(v.Name),
				Icon("chevron"),
				El("span").Class("sr").Text(l.T(locale.InspectorChange)),
			),
		app.If(v.Count > 1, func() app.UI {
			return El("span").Class("inspector-count").Text(l.T(locale.InspectorCount, v.Index+1, v.Count))
		}),
		app.If(v.Fragments > 1, func() app.UI {
			return El("span").Class("inspector-count").Text(l.T(locale.InspectorFragments, v.Fragments))
		}),
		El("div").ID(relabelID).Class("panel", "relabel-panel").Attr("popover", "auto").
			Attr("role", "group").Attr("aria-label", l.T(locale.InspectorChange)).
			Body(app.Range(i.Labels).Slice(func(n int) app.UI { return i.relabel(i.Labels[n]) })),
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
	return El("div").Class("edges").Body(
		El("div").Class("edge").Attr("role", "group").Attr("aria-label", l.T(locale.InspectorStart)).Body(
			El("span").Class("edge-name").Attr("aria-hidden", "true").Text(l.T(locale.InspectorStart)),
			i.nudge(false, -1, locale.EdgeStartBack),
			i.nudge(false, 1, locale.EdgeStartForth),
		),
		El("div").Class("edge").Attr("role", "group").Attr("aria-label", l.T(locale.InspectorEnd)).Body(
			El("span").Class("edge-name").Attr("aria-hidden", "true").Text(l.T(locale.InspectorEnd)),
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
	return Button().Class("icon-button", "small").
		Attr("aria-label", i.Lang.T(what)).Attr("title", i.Lang.T(what)).
		OnMouseDown(keepSelection).
		OnClick(sending(state.NudgeEdge{Last: last, By: by})).
		Body(Icon(icon))
}

func (i *Inspector) remove() app.UI {
	return El("div").Class("inspector-foot").Body(
		Button().Class("button", "quiet", "danger").
			OnClick(sending(state.Remove{})).
			Body(Icon("trash"), El("span").Text(i.Lang.T(locale.InspectorDelete))),
	)
}
