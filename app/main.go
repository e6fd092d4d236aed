// Command app is the program that runs in the browser, as WebAssembly.
package main

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/pages"
)

func main() {
	pages.Register()
	app.RunWhenOnBrowser()
}
