package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

// Gaps lists what is missing before a document can be submitted. Each row leads
// to its place, and the list follows what is mended. It sends GoToGap, Excuse,
// SubmitAnyway, SetState and CloseGaps.
type Gaps struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// View is what is missing; nil draws nothing.
	View *state.GapsView
}

// Render draws the list.
func (g *Gaps) Render() app.UI {
	l, v := g.Lang, g.View
	if v == nil {
		return Box("div.gaps-none")
	}
	title := l.T(locale.GapsTitle, len(v.Rows))
	if len(v.Rows) == 0 {
		title = l.T(locale.GapsDone)
	}
	return El("section.gaps", At{"aria-labelledby", "gaps-title"},
		Box("div.gaps-head",
			Txt("h2", title, "id", "gaps-title", "tabindex", "-1", "aria-live", "polite"),
			El("button.icon-button.small", At{"type", "button", "aria-label", l.T(locale.Close), "title", l.T(locale.Close)}, Icon("close")).
				OnClick(sending(state.CloseGaps{})),
		),
		Box("ol.gaps-list", app.Range(v.Rows).Slice(func(i int) app.UI { return g.row(v.Rows[i]) })),
		g.foot(),
	)
}

func (g *Gaps) row(r state.GapView) app.UI {
	class := hue(r.Hue)
	if r.Current {
		class += " current"
	}
	return Box("li.gap",
		El("button.gap-open", At{"type", "button", "data-gap", r.What, "class", class, "aria-current", Yes(r.Current)},
			sample(r.Family, r.Letter, r.Hue),
			Box("span.gap-main",
				Txt("span.gap-what", g.what(r)),
				Txt("span.gap-quote", r.Label+": "+r.Quotation),
			),
			app.If(r.Soft, func() app.UI { return Txt("span.aside", g.Lang.T(locale.GapSoft)) }),
		).
			OnClick(sending(state.GoToGap{Gap: annotations.Gap{Kind: r.Kind, Span: r.Span, Link: r.Link, What: r.What, Soft: r.Soft}})),
		app.If(len(r.Excuses) > 0, func() app.UI { return g.excuses(r) }),
	)
}

func (g *Gaps) what(r state.GapView) string {
	switch {
	case r.Text != "":
		return r.Text
	case r.Kind == annotations.RoleGap:
		return g.Lang.T(locale.GapRole, r.Name)
	}
	return g.Lang.T(locale.GapAttribute, r.Name)
}

func (g *Gaps) excuses(r state.GapView) app.UI {
	name := r.Excuses[0].AttributeName
	return El("div.gap-excuses", At{"role", "group", "aria-label", name},
		Txt("span.aside", name+":", "aria-hidden", "true"),
		app.Range(r.Excuses).Slice(func(i int) app.UI {
			e := r.Excuses[i]
			text := e.Name
			if text == "" {
				text = e.AttributeName
			}
			return Txt("button.segment", text, "type", "button").
				OnClick(sending(state.Excuse{Span: r.Span, Rule: r.What, Attribute: e.Attribute, Value: e.Value}))
		}),
	)
}

// foot submits: at once when nothing is missing any more, all the same when only
// soft rules are broken.
func (g *Gaps) foot() app.UI {
	l, v := g.Lang, g.View
	switch {
	case len(v.Rows) == 0:
		return Txt("button.button.primary.gaps-submit", l.T(locale.TopSubmit), "type", "button").
			OnClick(sending(state.SetState{State: annotations.Submitted}))
	case v.Hard == 0:
		return Txt("button.button.gaps-submit", l.T(locale.GapsAnyway), "type", "button").
			OnClick(sending(state.SubmitAnyway{}))
	}
	return Box("p.hint", app.Text(l.T(locale.GapsHard)+" "), keycap("e"), app.Text(" "+l.T(locale.KeyNextGap)))
}
