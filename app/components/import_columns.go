package components

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/wire"
	"galley/app/locale"
	"galley/app/state"
)

// columnUses are what a column can be taken for, in the order of the choice.
var columnUses = []string{"text", "title", "author", "published", "url", "source", "language", "id"}

// ImportColumns lets one say which column of a table, or key of JSON lines, is
// what. It shows each column's first values.
type ImportColumns struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// N counts the tables; Table is the one to choose for.
	N     int
	Table state.Table
	// Chosen says what is taken for what: "text", "title" … to columns.
	Chosen map[string]string
	// Serial grows when the choice changes. Wrong marks a table whose text's
	// column has to be chosen before anything goes on.
	Serial int
	Wrong  bool
}

// Render draws a line for each column.
func (c *ImportColumns) Render() app.UI {
	l, t := c.Lang, c.Table
	title := l.T(locale.ImportColumns, t.Files[0])
	if n := len(t.Files) - 1; n > 0 {
		title = l.T(locale.ImportColumnsMany, n, t.Files[0])
	}
	id := "columns-" + strconv.Itoa(c.N)
	return El("section.import-columns", At{"aria-labelledby", id},
		Txt("h2", title, "id", id),
		Txt("p.help", l.T(locale.ImportColumnsHelp)),
		app.If(c.Wrong, func() app.UI {
			return Txt("p.problem", l.Reason("choose_columns"), "role", "alert")
		}),
		Box("ul.items", app.Range(t.Columns).Slice(func(i int) app.UI { return c.row(i, t.Columns[i]) })),
	)
}

func (c *ImportColumns) row(i int, column wire.ColumnLook) app.UI {
	l := c.Lang
	as := ""
	for use, name := range c.Chosen {
		if name == column.Name {
			as = use
		}
	}
	id := "column-" + strconv.Itoa(c.N) + "-" + strconv.Itoa(i)
	samples := strings.Join(column.Samples, " · ")
	if strings.Trim(samples, " ·") == "" {
		samples = l.T(locale.ImportColumnEmpty)
	}
	return Box("li.import-column",
		Box("div.import-file-main",
			Txt("label.import-name", column.Name, "for", id),
			Txt("span.import-samples", samples),
		),
		El("select.input", At{"id", id, "aria-label", l.T(locale.ImportColumnAs, column.Name), "data-column", column.Name},
			Txt("option", l.T(locale.ColumnNone), "value", "", "selected", Yes(as == "")),
			app.Range(columnUses).Slice(func(n int) app.UI {
				use := columnUses[n]
				return Txt("option", l.T(locale.Key("column."+use)), "value", use, "selected", Yes(as == use))
			}),
		).
			OnChange(func(ctx app.Context, _ app.Event) {
				Tell(ctx, ChooseColumn{Table: c.N, Column: column.Name, As: ctx.JSSrc().Get("value").String()})
			}, app.EventScope(c.N, column.Name)),
	)
}
