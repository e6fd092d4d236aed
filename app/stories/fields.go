package stories

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

func fieldStories() []Story {
	attribute := func(name, id string, values ...string) Story {
		return Story{"AttributeField", name, func(l locale.Lang) app.UI {
			return &components.AttributeField{Lang: l, Target: name, View: field(l, id, values...)}
		}}
	}
	return []Story{
		attribute("few values, required", "quote_type"),
		attribute("several values", "claim_type", "numerical"),
		attribute("many values", "subtype"),
		attribute("switch", "nonfactual", "true"),
		attribute("address, several", "evidence_url", "https://example.org/"+longWord),
		{"AttributeField", "very long names", func(l locale.Lang) app.UI {
			return &components.AttributeField{Lang: l, Target: "long", View: state.FieldView{
				ID: "x", Name: longWord, Type: annotations.EnumAttribute, Required: true,
				Choices: []state.ChoiceView{{ID: "a", Name: longWord, Chosen: true}, {ID: "b", Name: "nein"}},
			}}
		}},
		{"TextField", "a Wikidata id", func(l locale.Lang) app.UI {
			return &components.TextField{Lang: l, Target: "t", Attribute: "wikidata", Type: annotations.QIDAttribute, Value: "42"}
		}},
		{"NoteField", "a long note", func(l locale.Lang) app.UI {
			return &components.NoteField{Lang: l, Span: "n", Note: longQuote + "\n" + longWord}
		}},
		{"FormField", "with a problem", func(l locale.Lang) app.UI {
			f := components.FormField{
				ID: "story-field", Name: l.T(locale.ProjectName), Aside: l.T(locale.Optional),
				Help: l.T(locale.ProjectNameHelp), Problem: l.T(locale.ProjectTaken),
			}
			return f.Around(components.Void("input.input", "type", "text", "id", f.ID, "aria-invalid", "true", "aria-describedby", f.DescribedBy(), "value", longWord))
		}},
	}
}
