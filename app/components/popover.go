package components

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
	"galley/app/state"
)

// PopoverID is the id of the element that browser.Place lays over what is
// marked; the label popover is tied to it.
const PopoverID = "label-popover"

// filterFrom is the number of labels from which the popover offers a filter;
// fewer are seen at a glance, and a letter should tag at once.
const filterFrom = 15

// LabelPopover offers the labels where the text is marked. Typing a label's key
// tags, which the page sees to; a tap tags on a touch screen, where the popover
// stands at the lower edge, clear of the system's own selection menu.
type LabelPopover struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Labels are the labels, those in use most first or in the schema's order.
	Labels []state.LabelView
	// Open shows the popover.
	Open bool

	filter string
}

// Render draws the popover; it stays in the page while closed, so that it can
// be placed before it is seen.
func (p *LabelPopover) Render() app.UI {
	class := "label-popover"
	if p.Open {
		class += " open"
	}
	found := p.found()
	return El("div.label-anchor", At{"id", PopoverID}, El("div", At{"class", class, "role", "region", "aria-label", p.Lang.T(locale.LabelPick), "aria-hidden", Yes(!p.Open)},
		app.If(p.Open && len(p.Labels) >= filterFrom, p.search),
		Box("div.label-grid", app.If(p.Open, func() app.UI {
			return app.Range(found).Slice(func(i int) app.UI { return labelButton(p.Lang, found[i]) })
		})).
			OnMouseDown(keepSelection),
		app.If(p.Open, func() app.UI {
			return El("button.button.quiet.popover-find", At{"type", "button", "data-act", string(state.ActFind), "aria-keyshortcuts", "d"},
				Icon("search"), Txt("span", p.Lang.T(locale.FindInProject)), keycap("d"),
			).
				OnMouseDown(keepSelection).
				OnClick(telling(Do{Act: state.ActFind}))
		}),
		app.If(p.Open && len(found) == 0, func() app.UI {
			return Txt("p.hint", p.Lang.T(locale.LabelNone))
		}),
	))
}

func (p *LabelPopover) search() app.UI {
	return Void("input.input", "type", "search", "aria-label", p.Lang.T(locale.LabelFilter), "placeholder", p.Lang.T(locale.LabelFilter), "value", p.filter).
		OnInput(p.onFilter).
		OnKeyDown(p.onKey)
}

func (p *LabelPopover) onFilter(ctx app.Context, _ app.Event) {
	p.filter = ctx.JSSrc().Get("value").String()
}

func (p *LabelPopover) onKey(ctx app.Context, e app.Event) {
	switch e.Get("key").String() {
	case "Enter":
		if found := p.found(); len(found) > 0 {
			e.PreventDefault()
			Send(ctx, state.Tag{Label: found[0].ID})
			p.filter = ""
		}
	case "Escape":
		p.filter = ""
		Tell(ctx, ClosePopover{})
	}
}

func (p *LabelPopover) found() []state.LabelView {
	want := strings.ToLower(strings.TrimSpace(p.filter))
	if want == "" || len(p.Labels) < filterFrom {
		return p.Labels
	}
	var out []state.LabelView
	for _, l := range p.Labels {
		if strings.Contains(strings.ToLower(l.Name), want) {
			out = append(out, l)
		}
	}
	return out
}
