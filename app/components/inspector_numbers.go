package components

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
	"galley/app/state"
)

// numbers shows the attributions of a speaker or cue that serves several quotes;
// each number leads to its quote.
func (i *Inspector) numbers() app.UI {
	v, l := i.View, i.Lang
	return El("div.numbers", At{"role", "group", "aria-label", l.T(locale.InspectorNumbers)},
		app.Range(v.Numbers).Slice(func(n int) app.UI {
			one := v.Numbers[n]
			words := l.T(locale.InspectorNumber, one.Number, one.Quotation)
			return Txt("button.number", strconv.Itoa(one.Number), "type", "button", "aria-label", words, "title", words).
				OnClick(sending(state.Select{ID: one.Quote, Reveal: true}))
		}),
	)
}

// all offers the selected span's words everywhere else.
func (i *Inspector) all() app.UI {
	if i.View.Fragments > 1 {
		return app.Text("")
	}
	return Txt("button.button.quiet", i.Lang.T(locale.BulkTitle), "type", "button", "aria-keyshortcuts", "o").
		OnMouseDown(keepSelection).
		OnClick(sending(state.Selection{}, state.Select{ID: i.View.ID}, state.AskAll{}))
}
