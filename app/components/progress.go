package components

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Progress is a thin bar of how much of a project is done, begun and untouched,
// with the sentence that says so.
type Progress struct {
	app.Compo

	// Done, Begun and All count documents; Begun includes Done.
	Done, Begun, All int
	// Text is what the bar shows, in words.
	Text string
}

// Render draws the bar as an SVG, because widths cannot be written as styles.
func (p *Progress) Render() app.UI {
	return Box("div.progress",
		app.Elem("svg").XMLNS(svgNamespace).Class("progress-bar").
			Attr("viewBox", "0 0 100 4").Attr("preserveAspectRatio", "none").
			Attr("aria-hidden", "true").
			Body(
				bar("progress-all", 100),
				bar("progress-begun", p.share(p.Begun)),
				bar("progress-done", p.share(p.Done)),
			),
		Txt("span.progress-text", p.Text),
	)
}

func (p *Progress) share(n int) int {
	if p.All == 0 {
		return 0
	}
	return min(100, max(0, n*100/p.All))
}

func bar(class string, width int) app.UI {
	return app.Elem("rect").XMLNS(svgNamespace).Class(class).
		Attr("x", "0").Attr("y", "0").Attr("height", "4").Attr("width", width)
}
