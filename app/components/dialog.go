package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/browser"
	"galley/app/locale"
)

// Dialog is the browser's own dialog with a title and a way out. Whoever holds
// it shows and closes it with Follow, and hears of its end through onClose. It
// is a function and not a component, because the body belongs to the caller.
func Dialog(l locale.Lang, id, title string, onClose app.EventHandler, body ...app.UI) app.UI {
	closeIt := l.T(locale.Close)
	return El("dialog.dialog", At{"id", id, "aria-labelledby", id + "-title"},
		Box("div.dialog-head",
			Txt("h2", title, "id", id+"-title"),
			El("form", At{"method", "dialog"},
				El("button.icon-button", At{"type", "submit", "aria-label", closeIt, "title", closeIt}, Icon("close")),
			),
		),
		Box("div.dialog-body", body...),
	).
		On("close", onClose)
}

// Follow opens or closes the dialog of an id once it is drawn.
func Follow(ctx app.Context, id string, open bool) {
	ctx.Defer(func(app.Context) {
		if open {
			browser.ShowDialog(id)
		} else {
			browser.CloseDialog(id)
		}
	})
}
