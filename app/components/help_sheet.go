package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
)

const helpID = "help"

// KeyRow is one line of the table of keys.
type KeyRow struct {
	// Keys are pressed together; Or are further ways to the same.
	Keys []string
	Or   [][]string
	// What says what they do; Name does when it is not a fixed sentence, such as a label.
	What locale.Key
	Name string
	// Group is the heading the row stands under; rows of a group follow one another.
	Group locale.Key
}

// HelpSheet is the overlay that lists the keys, made from the same table that
// dispatches them. It tells the page ToggleHelp when it is closed.
type HelpSheet struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Open shows the sheet.
	Open bool
	// Rows are the keys.
	Rows []KeyRow
}

// OnMount shows the sheet if it comes open.
func (h *HelpSheet) OnMount(ctx app.Context) {
	if h.Open {
		Follow(ctx, helpID, true)
	}
}

// OnUpdate shows or hides the sheet.
func (h *HelpSheet) OnUpdate(ctx app.Context) { Follow(ctx, helpID, h.Open) }

// Render draws the table.
func (h *HelpSheet) Render() app.UI {
	groups := h.groups()
	return Dialog(h.Lang, helpID, h.Lang.T(locale.HelpTitle), h.onClose,
		Txt("p.hint", h.Lang.T(locale.HelpText)),
		Box("div.help-groups", app.Range(groups).Slice(func(i int) app.UI { return h.group(groups[i]) })),
	)
}

func (h *HelpSheet) onClose(ctx app.Context, _ app.Event) { Tell(ctx, ToggleHelp{}) }

func (h *HelpSheet) groups() [][]KeyRow {
	var groups [][]KeyRow
	for i, r := range h.Rows {
		if i == 0 || h.Rows[i-1].Group != r.Group {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], r)
	}
	return groups
}

func (h *HelpSheet) group(rows []KeyRow) app.UI {
	return Box("section.help-group",
		app.If(rows[0].Group != "", func() app.UI { return Txt("h3", h.Lang.T(rows[0].Group)) }),
		Box("dl", app.Range(rows).Slice(func(i int) app.UI { return h.row(rows[i]) })),
	)
}

func (h *HelpSheet) row(r KeyRow) app.UI {
	what := r.Name
	if what == "" {
		what = h.Lang.T(r.What)
	}
	var keys []app.UI
	for i, set := range append([][]string{r.Keys}, r.Or...) {
		if i > 0 {
			keys = append(keys, Txt("span.key-or", "/"))
		}
		caps := make([]app.UI, len(set))
		for j, k := range set {
			caps[j] = keycap(capOf(h.Lang, k))
		}
		keys = append(keys, Box("span.key-set", caps...))
	}
	return Box("div.help-row", Box("dt", keys...), Txt("dd", what))
}
