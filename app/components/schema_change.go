package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/revise"
	"galley/app/draft"
	"galley/app/locale"
)

// SchemaChanges lists differences between two schemas in words.
type SchemaChanges struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Changes are the differences.
	Changes []draft.Change
}

// Render draws a line for each.
func (s *SchemaChanges) Render() app.UI {
	l := s.Lang
	if len(s.Changes) == 0 {
		return Txt("p.hint", l.T(locale.SchemaConflictNone))
	}
	return Box("ul.schema-changes", app.Range(s.Changes).Slice(func(i int) app.UI { return s.line(s.Changes[i]) }))
}

func (s *SchemaChanges) line(c draft.Change) app.UI {
	l := s.Lang
	what := ""
	if c.Group != "" {
		what = l.T(locale.Key(c.Group))
	}
	if c.Part != "" {
		what += " „" + c.Part + "“"
		if l == locale.English {
			what = l.T(locale.Key(c.Group)) + " “" + c.Part + "”"
		}
	}
	if c.Of != "" {
		what += " " + l.T(locale.SchemaOf, c.Of)
	}
	if c.Word != "" {
		if what != "" {
			what += ": "
		}
		what += l.T(locale.Key(c.Word))
	}
	if c.Lang != "" {
		what += " (" + l.T(locale.Key("schema.lang_"+c.Lang)) + ")"
	}
	return Box("li",
		Txt("span.change-what", what),
		app.If(c.Kind != "" && (c.Kind != revise.Changed || c.Word == ""), func() app.UI {
			return Txt("span.schema-tag", l.T(locale.Key("schema.change_"+string(c.Kind))), "class", "change-"+string(c.Kind))
		}),
		app.If(c.Kind == revise.Changed && c.Word != "", func() app.UI {
			return Box("span.change-values", Txt("del", s.value(c.Old)), Txt("span", "→", "aria-hidden", "true"), Txt("ins", s.value(c.New)))
		}),
		app.If(c.Use > 0, func() app.UI {
			return Txt("span.schema-use", l.T(locale.SchemaRetireUse, c.Use, c.Documents, c.People))
		}),
	)
}

// value is a property's value in a line: cut where it is long.
func (s *SchemaChanges) value(v string) string {
	switch r := []rune(v); {
	case v == "":
		return s.Lang.T(locale.SchemaEmptyValue)
	case v == "true":
		return "✓"
	case len(r) > 80:
		return string(r[:79]) + "…"
	}
	return v
}
