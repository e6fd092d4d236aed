package components

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// ArticleHost is the empty element that the painter draws the article into. It
// renders once and never again: the text is an island that go-app does not know.
type ArticleHost struct{ app.Compo }

// Render gives the host; its content is the painter's.
func (h *ArticleHost) Render() app.UI {
	return El("article.article", At{"id", "article"}).DataSet("article", "true")
}

// ListHost is the empty element that the list of annotations is drawn into.
type ListHost struct{ app.Compo }

// Render gives the host; its content is the list's.
func (h *ListHost) Render() app.UI {
	return El("div.annotations", At{"id", "annotations"}).DataSet("annotations", "true")
}
