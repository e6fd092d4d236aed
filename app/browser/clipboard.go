package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Copy puts text on the clipboard and tells done how it went. Browsers allow it
// only while they handle an act of the person, and only on a secure page.
func Copy(text string, done func(error)) {
	if app.IsServer {
		return
	}
	clipboard := app.Window().Get("navigator").Get("clipboard")
	if !clipboard.Truthy() {
		done(&JSError{Name: "NotAllowedError", Message: "the clipboard is open to secure pages only"})
		return
	}
	Then(clipboard.Call("writeText", text), func(_ app.Value, err error) { done(err) })
}
