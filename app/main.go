// Command app is the program that runs in the browser, as WebAssembly.
package main

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/browser"
	"galley/app/pages"
)

func main() {
	pages.Register()
	browser.Guard(app.RunWhenOnBrowser) // go-app's own loop runs in here, and with it every Render
}
