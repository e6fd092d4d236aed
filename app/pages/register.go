package pages

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Register tells go-app which page belongs to which path.
func Register() {
	newPage := app.NewZeroComponentFactory(&front{})
	app.Route("/", newPage)
	app.RouteWithRegexp(`^/(p|d|stories)/.+$`, newPage)
	app.RouteWithRegexp(`^/(settings|stories)$`, newPage)
}

// front is the page with the name of the program on it.
type front struct {
	app.Compo
}

// Render draws the page.
func (f *front) Render() app.UI {
	return app.Main().ID("app").Body(app.H1().Text("Galley"))
}
