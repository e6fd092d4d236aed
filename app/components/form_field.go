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
	return Box("div.form-field",
		El("label.field-name", At{"for", f.ID},
			app.Text(f.Name),
			app.If(f.Aside != "", func() app.UI { return Txt("span.aside", f.Aside) }),
		),
		control,
		El("div", At{"id", f.DescribedBy()},
			app.If(f.Help != "", func() app.UI { return Txt("p.help", f.Help) }),
			app.If(f.Problem != "", func() app.UI {
				return Txt("p.problem", f.Problem, "role", "alert")
			}),
		),
	)
}
