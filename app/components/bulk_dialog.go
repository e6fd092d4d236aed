package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
	"galley/app/state"
)

const bulkID = "bulk"

// bulkRows is how many hits are drawn at first; the rest follow on request, so
// that a name on every line does not hold up the dialog.
const bulkRows = 200

// BulkDialog is the preview of tagging, or untagging, all occurrences: every hit
// with what stands around it, to be left out or taken in.
type BulkDialog struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// View is the preview; nil when it is closed.
	View *state.BulkView

	whole bool // all hits are drawn
	open  bool // the browser shows the dialog
}

// OnUpdate shows or hides the dialog.
func (b *BulkDialog) OnUpdate(ctx app.Context) {
	if open := b.View != nil; open != b.open {
		b.open, b.whole = open, false
		Follow(ctx, bulkID, open)
	}
}

// Render draws the preview.
func (b *BulkDialog) Render() app.UI {
	v := b.View
	if v == nil {
		return Dialog(b.Lang, bulkID, b.Lang.T(locale.BulkTitle), b.onClose)
	}
	title := locale.BulkTitle
	if v.Untag {
		title = locale.BulkUntagTitle
	}
	return Dialog(b.Lang, bulkID, b.Lang.T(title), b.onClose,
		quotation("bulk-passage", v.Passage),
		b.options(),
		b.list(),
		b.foot(),
	)
}

func (b *BulkDialog) onClose(ctx app.Context, _ app.Event) { Send(ctx, state.CloseAll{}) }

func (b *BulkDialog) options() app.UI {
	v, l := b.View, b.Lang
	set := state.SetAll{Label: v.Label, AnyCase: v.AnyCase, Genitive: v.Genitive}
	anyCase, genitive := set, set
	anyCase.AnyCase, genitive.Genitive = !set.AnyCase, !set.Genitive
	return Box("div.bulk-options",
		app.If(!v.Untag, func() app.UI {
			return Box("div.bulk-as",
				Txt("label", l.T(locale.BulkAs), "for", "bulk-as"),
				El("select.input", At{"id", "bulk-as"}, app.Range(v.Labels).Slice(func(i int) app.UI {
					o := v.Labels[i]
					return Txt("option", o.Name, "value", o.ID, "selected", Yes(o.ID == v.Label))
				})).OnChange(b.onLabel),
			)
		}),
		b.toggle(l.T(locale.BulkAnyCase), v.AnyCase, anyCase),
		b.toggle(l.T(locale.BulkGenitive), v.Genitive, genitive),
	)
}

func (b *BulkDialog) onLabel(ctx app.Context, _ app.Event) {
	Send(ctx, state.SetAll{Label: ctx.JSSrc().Get("value").String(), AnyCase: b.View.AnyCase, Genitive: b.View.Genitive})
}

func (b *BulkDialog) toggle(name string, on bool, next state.SetAll) app.UI {
	return El("button.switch", At{"type", "button", "role", "switch", "aria-checked", Yes(on)},
		El("span.switch-track", At{"aria-hidden", "true"}),
		Txt("span.switch-name", name),
	).
		OnClick(sending(next))
}

func (b *BulkDialog) list() app.UI {
	v, l := b.View, b.Lang
	hits := v.Hits
	if !b.whole && len(hits) > bulkRows {
		hits = hits[:bulkRows]
	}
	return Box("div",
		Box("div.bulk-head",
			Txt("p.bulk-count", l.T(locale.BulkCount, len(v.Hits), v.Chosen), "role", "status"),
			app.If(v.Can > 1, func() app.UI {
				return Box("div.bulk-both",
					Txt("button.button.quiet", l.T(locale.BulkAll), "type", "button").OnClick(sending(state.PickAll{At: -1, On: true})),
					Txt("button.button.quiet", l.T(locale.BulkClear), "type", "button").OnClick(sending(state.PickAll{At: -1})),
				)
			}),
		),
		app.If(len(hits) == 0, func() app.UI { return Txt("p.hint", l.T(locale.BulkNone)) }),
		El("ul.bulk-hits", At{"aria-label", l.T(locale.BulkList)},
			app.Range(hits).Slice(func(i int) app.UI { return b.hit(hits[i]) })),
		app.If(len(hits) < len(v.Hits), func() app.UI {
			return Txt("button.button.more", l.T(locale.More), "type", "button").OnClick(b.onMore)
		}),
	)
}

func (b *BulkDialog) onMore(app.Context, app.Event) { b.whole = true }

func (b *BulkDialog) hit(h state.HitView) app.UI {
	box := Void("input", "type", "checkbox", "checked", Yes(h.Chosen || h.Done), "disabled", Yes(h.Done), "data-hit", Yes(h.Chosen)).
		OnChange(sending(state.PickAll{At: h.Start, On: !h.Chosen}))
	why := ""
	switch {
	case h.Done:
		why = b.Lang.T(locale.BulkDone)
	case h.Inside:
		why = b.Lang.T(locale.BulkInside)
	case h.Chrome:
		why = b.Lang.Role(h.Role)
	}
	return Box("li", Box("label.bulk-hit",
		box,
		Box("span.bulk-text", app.Text(h.Before), Txt("mark", h.Text), app.Text(h.After)),
		app.If(why != "", func() app.UI { return Txt("span.bulk-why", why) }),
	))
}

func (b *BulkDialog) foot() app.UI {
	v, l := b.View, b.Lang
	name := locale.BulkApply
	if v.Untag {
		name = locale.BulkDelete
	}
	return Box("div.bulk-foot",
		Txt("button.button", l.T(locale.Cancel), "type", "button").OnClick(sending(state.CloseAll{})),
		Txt("button.button.primary", l.T(name, v.Chosen), "type", "button", "data-apply", "all", "disabled", Yes(v.Chosen == 0), "autofocus", "true").
			OnClick(sending(state.DoAll{})),
	)
}
