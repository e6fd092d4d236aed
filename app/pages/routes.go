package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/stories"
)

// Register tells go-app which page belongs to which path. The order counts: the
// first pattern that fits is taken.
func Register() {
	route(`^/$`, func() app.Composer { return &projects{} })
	route(`^/p/[^/]+/?$`, func() app.Composer { return &documents{} })
	route(`^/p/[^/]+/find$`, func() app.Composer { return &find{} })
	route(`^/p/[^/]+/export$`, func() app.Composer { return &export{} })
	route(`^/p/[^/]+/import$`, func() app.Composer { return &importPage{} })
	route(`^/p/[^/]+/settings$`, func() app.Composer { return &schema{} })
	route(`^/d/[^/]+$`, func() app.Composer { return newAnnotate() })
	route(`^/sign-in$`, func() app.Composer { return &signIn{} })
	route(`^/settings$`, func() app.Composer { return &settings{} })
	route(`^/stories$`, func() app.Composer { return &stories.Page{} })
	route(`^/`, func() app.Composer { return &notFound{} })
}

func route(pattern string, page func() app.Composer) { app.RouteWithRegexp(pattern, page) }
