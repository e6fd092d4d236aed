package components

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// FormField is a labelled control of a form with its help and what is wrong
// with it. It is a value, not a component: the control inside belongs to the page.
type FormField struct {
	// ID is the control's id.
	ID string
	// Name labels the control; Aside stands small beside it ("optional").
	Name, Aside string
	// Help says what to enter; Problem what is wrong; both may be empty.
	Help, Problem string
}

// DescribedBy is the id of the text that describes the control.
func (f FormField) DescribedBy() string { return f.ID + "-help" }

// Around draws the field around its control, which carries ID, and
// aria-describedby with DescribedBy.
func (f FormField) Around(control app.UI) app.UI {
	return El("div").Class("form-field").Body(
		El("label").Attr("for", f.ID).Class("field-name").Body(
			app.Text(f.Name),
			app.If(f.Aside != "", func() app.UI { return El("span").Class("aside").Text(f.Aside) }),
		),
		control,
		El("div").ID(f.DescribedBy()).Body(
			app.If(f.Help != "", func() app.UI { return El("p").Class("help").Text(f.Help) }),
			app.If(f.Problem != "", func() app.UI {
				return El("p").Class("problem").Attr("role", "alert").Text(f.Problem)
			}),
		),
	)
}
