package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/draft"
	"galley/app/locale"
)

// What the page does with a part when an ActSchema comes.
const (
	SchemaToggle = "toggle"
	SchemaAdd    = "add"
	SchemaUp     = "up"
	SchemaDown   = "down"
	SchemaRetire = "retire"
	SchemaBack   = "restore"
	SchemaRemove = "remove"
)

type (
	// EditSchema gives a property of the schema another value.
	EditSchema struct{ Path, Value string }
	// ActSchema does something with a part; Path is a group where a part is added.
	ActSchema struct{ Act, Path string }
)

func (EditSchema) pageEvent() {}
func (ActSchema) pageEvent()  {}

// SchemaGroup lists the parts of one kind that a schema has, each in a row that
// opens into its fields. It tells the page EditSchema and ActSchema.
type SchemaGroup struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Group names the kind: draft.Labels …
	Group string
	// Rows are its parts; the open one has fields.
	Rows []draft.Row
	// Open is the path of the open part.
	Open string
}

// Render draws the heading, the rows and the button that adds one.
func (g *SchemaGroup) Render() app.UI {
	l := g.Lang
	id := "schema-" + g.Group
	return El("section.part.schema-group", At{"aria-labelledby", id},
		Txt("h2", l.T(locale.Key("schema.group_"+g.Group)), "id", id),
		app.If(g.Group == draft.Constraints, func() app.UI { return Txt("p.hint", l.T(locale.SchemaGroupConstraintsText)) }),
		app.If(len(g.Rows) == 0, func() app.UI { return Txt("p.hint", l.T(locale.Key("schema.empty_"+g.Group))) }),
		Box("ol.schema-rows", app.Range(g.Rows).Slice(func(i int) app.UI { return g.row(g.Rows[i]) })),
		adding(l, g.Group, g.Group),
	)
}

func adding(l locale.Lang, word, group string) app.UI {
	return El("button.button.quiet.schema-add", At{"type", "button", "data-add", group}, Icon("plus"), Txt("span", l.T(locale.Key("schema.add_"+word)))).
		OnClick(telling(ActSchema{SchemaAdd, group}))
}

func (g *SchemaGroup) row(r draft.Row) app.UI {
	open := r.Path == g.Open
	return El("li.schema-row", At{"data-part", r.Path, "class", retiredClass(r)},
		Box("div.schema-head",
			El("button.schema-open", At{"type", "button", "aria-expanded", Yes(open), "id", "open-" + r.Path},
				Icon("chevron"), g.looks(r), Txt("span.schema-name", rowName(g.Lang, r)), rowNotes(g.Lang, r),
			).
				OnClick(telling(ActSchema{SchemaToggle, r.Path})),
			moves(g.Lang, r),
		),
		app.If(open, func() app.UI { return Box("div.schema-form", schemaFields(g.Lang, r)...) }),
	)
}

func retiredClass(r draft.Row) string {
	if r.Retired {
		return "is-retired"
	}
	return ""
}

// looks are a label's sign and key, as the label bar has them.
func (g *SchemaGroup) looks(r draft.Row) app.UI {
	return app.If(r.Label != nil, func() app.UI {
		key := r.Label.Key
		if r.Retired {
			key = ""
		}
		return Box("span.schema-looks",
			sample(r.Label.Family, r.Label.Letter, r.Label.Hue),
			app.If(key != "", func() app.UI { return keycap(keyOnLabel(g.Lang, key)) }),
		)
	})
}

func rowName(l locale.Lang, r draft.Row) string {
	switch {
	case len(r.Words) > 0:
		s := l.T(locale.SchemaRule, r.Words[0], r.Words[1], r.Words[2])
		if r.Words[3] != "" {
			s += " " + l.T(locale.SchemaRuleNeeds, r.Words[3])
		}
		if r.Words[4] != "" {
			s += " " + l.T(locale.SchemaRuleUnless, r.Words[4])
		}
		return s
	case r.Name == "":
		return l.T(locale.SchemaUnnamed)
	}
	return r.Name
}

// rowNotes say what is special about a part: retired, new, wrong, how much used.
func rowNotes(l locale.Lang, r draft.Row) app.UI {
	return Box("span.schema-notes",
		app.If(r.Wrong > 0, func() app.UI {
			return Box("span.schema-wrong", Icon("attention"), Txt("span.sr", l.T(locale.SchemaBlocked, r.Wrong)))
		}),
		app.If(r.Wrong == 0 && r.Doubts > 0, func() app.UI { return Box("span.schema-doubt", Icon("attention")) }),
		app.If(r.New, func() app.UI { return Txt("span.schema-tag", l.T(locale.SchemaNew)) }),
		app.If(r.Retired, func() app.UI { return Txt("span.schema-tag", l.T(locale.SchemaRetired)) }),
		app.If(!r.New && len(r.Words) == 0, func() app.UI { return Txt("span.schema-use", used(l, r.Count)) }),
	)
}

func used(l locale.Lang, n int) string {
	switch n {
	case 0:
		return l.T(locale.SchemaNotUsed)
	case 1:
		return l.T(locale.SchemaUsedOnce)
	}
	return l.T(locale.SchemaUsed, n)
}

// moves are the buttons that put a part before or after its neighbour.
func moves(l locale.Lang, r draft.Row) app.UI {
	return Box("span.schema-moves",
		move(l.T(locale.SchemaUp, rowName(l, r)), "up", SchemaUp, r.Path, r.First),
		move(l.T(locale.SchemaDown, rowName(l, r)), "down", SchemaDown, r.Path, r.Last),
	)
}

func move(name, icon, act, path string, off bool) app.UI {
	return El("button.icon-button.small", At{"type", "button", "aria-label", name, "title", name, "disabled", Yes(off)}, Icon(icon)).
		OnClick(telling(ActSchema{act, path}))
}

// ending are the buttons that retire a part, offer it again or take it out.
func ending(l locale.Lang, r draft.Row) app.UI {
	act := func(show bool, act string, word locale.Key, class string) app.UI {
		return app.If(show, func() app.UI {
			return El("button.button.quiet"+class, At{"type", "button", "data-act", act}, Txt("span", l.T(word)), Txt("span.sr", rowName(l, r))).
				OnClick(telling(ActSchema{act, r.Path}))
		})
	}
	return Box("div.actions.schema-ending",
		act(r.Retired, SchemaBack, locale.SchemaRestore, ""),
		act(!r.Retired && r.CanRetire, SchemaRetire, locale.SchemaRetire, ""),
		act(r.CanRemove, SchemaRemove, locale.SchemaRemove, ".danger"),
	)
}
