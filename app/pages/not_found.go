package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/components"
	"galley/app/locale"
)

// notFound is the page for an address that leads nowhere.
type notFound struct {
	app.Compo
	visit
}

// OnMount prepares the page.
func (p *notFound) OnMount(ctx app.Context) {
	p.enter(ctx, func(l locale.Lang) string { return l.T(locale.NotFoundTitle) }, func(app.Context) {})
}

// Render draws the page.
func (p *notFound) Render() app.UI {
	return p.frame(nil, func() app.UI {
		return &components.Empty{
			Page:  true,
			Title: p.lang.T(locale.NotFoundTitle), Text: p.lang.T(locale.NotFoundText),
			Action: p.lang.T(locale.ToProjects), Href: "/",
		}
	})
}
