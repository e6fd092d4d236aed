package components

import "github.com/maxence-charriere/go-app/v10/pkg/app"

const svgNamespace = "http://www.w3.org/2000/svg"

// icons are drawn on a field of 20 by 20 with a stroke of 1.5 in the text's colour.
var icons = map[string]string{
	"back":      "M12 4 6 10l6 6",
	"forth":     "m8 4 6 6-6 6",
	"undo":      "M7 5 3.5 8.5 7 12M4 8.5h7.5a4 4 0 0 1 0 8H8",
	"redo":      "m13 5 3.5 3.5L13 12M16 8.5H8.5a4 4 0 0 0 0 8H12",
	"check":     "m4 10.5 4 4 8-9",
	"up":        "M10 16V4M5 9l5-5 5 5",
	"down":      "M10 4v12M5 11l5 5 5-5",
	"offline":   "M3 3l14 14M6.2 6.6A5 5 0 0 0 5.5 16H14M9 4.6a5 5 0 0 1 5.6 4.5 3.5 3.5 0 0 1 2 5.4",
	"attention": "M10 3 2.5 16.5h15zM10 8v4M10 14.2v.3",
	"close":     "m5 5 10 10M15 5 5 15",
	"plus":      "M10 4v12M4 10h12",
	"minus":     "M4 10h12",
	"menu":      "M3.5 6h13M3.5 10h13M3.5 14h13",
	"search":    "M13 13l4 4M14.5 8.75a5.75 5.75 0 1 1-11.5 0 5.75 5.75 0 0 1 11.5 0Z",
	"download":  "M10 3v10M5.5 9 10 13.5 14.5 9M4 17h12",
	"file":      "M5 2.8h6.5L15.5 7v10.2H5zM11.5 3v4h4",
	"trash":     "M4 6h12M8 6V4h4v2M6 6l.7 11h6.6L14 6",
	"unlink":    "M8.5 11.5 11.5 8.5M9 6l1.8-1.8a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.8 1.8a3.5 3.5 0 0 1-5-5L6 9M4 4l2 2M16 16l-2-2",
	"copy":      "M7 7h9v9H7zM13 7V4H4v9h3",
	"history":   "M10 5.5V10l3 2M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z",
	"link":      "M8.5 11.5 11.5 8.5M9 6l1.8-1.8a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.8 1.8a3.5 3.5 0 0 1-5-5L6 9",
	"help":      "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.7M10 14.4v.2",
	"chevron":   "m5.5 8 4.5 4.5L14.5 8",
}

// Icon is one of the app's drawn signs, decoration for a word or an accessible
// name beside it: it is hidden from assistive technology.
func Icon(name string) app.UI {
	return app.Elem("svg").XMLNS(svgNamespace).
		Class("icon").
		Attr("viewBox", "0 0 20 20").
		Attr("aria-hidden", "true").
		Attr("focusable", "false").
		Body(app.Elem("path").XMLNS(svgNamespace).Attr("d", icons[name]))
}
