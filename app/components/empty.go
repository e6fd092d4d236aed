package components

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Empty says that there is nothing yet or that something went wrong, and lets
// one do the next thing.
type Empty struct {
	app.Compo

	// Title and Text say what is so and what to do first.
	Title, Text string
	// Detail is a short last line, such as a request's id; may be empty.
	Detail string
	// Action names the button that tells the page Event; no button without it.
	Action string
	Event  PageEvent
	// Href makes the action a link.
	Href string
	// Error sets it apart from an empty state and has it read out.
	Error bool
	// Page says that the page has no heading but this one.
	Page bool
}

// Render draws the state.
func (e *Empty) Render() app.UI {
	box := Box("section.empty")
	if e.Error {
		box = box.Class("error").Attr("role", "alert")
	}
	heading := "h2"
	if e.Page {
		heading = "h1"
	}
	return box.Body(
		Txt(heading, e.Title),
		app.If(e.Text != "", func() app.UI { return Txt("p", e.Text) }),
		app.If(e.Action != "" && e.Href != "", func() app.UI {
			return Txt("a.button", e.Action, "href", e.Href)
		}),
		app.If(e.Action != "" && e.Href == "", func() app.UI {
			return Txt("button.button", e.Action, "type", "button").
				OnClick(telling(e.Event))
		}),
		app.If(e.Detail != "", func() app.UI { return Txt("p.detail", e.Detail) }),
	)
}
