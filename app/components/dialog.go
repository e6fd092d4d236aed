package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/browser"
	"galley/app/locale"
)

// dialog is the browser's own dialog with a title and a way out. Whoever holds
// it shows and closes it with follow.
func dialog(l locale.Lang, id, title string, onClose app.EventHandler, body ...app.UI) app.UI {
	closeIt := l.T(locale.Close)
	return app.Dialog().ID(id).Class("dialog").
		Attr("aria-labelledby", id+"-title").
		On("close", onClose).
		Body(
			app.Div().Class("dialog-head").Body(
				app.H2().ID(id+"-title").Text(title),
				app.Form().Method("dialog").Body(
					app.Button().Type("submit").Class("icon-button").
						Attr("aria-label", closeIt).Attr("title", closeIt).
						Body(Icon("close")),
				),
			),
			app.Div().Class("dialog-body").Body(body...),
		)
}

// follow opens or closes the dialog of an id once it is drawn.
func follow(ctx app.Context, id string, open bool) {
	ctx.Defer(func(app.Context) {
		if open {
			browser.ShowDialog(id)
		} else {
			browser.CloseDialog(id)
		}
	})
}
