package stories

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/revise"
	"galley/annotations/wire"
	"galley/app/components"
	"galley/app/draft"
	"galley/app/locale"
)

// schemaStories are the parts of the page where a schema is edited.
func schemaStories() []Story {
	group := func(name, group, open string, edit func(*draft.Draft)) Story {
		return Story{"SchemaGroup", name, func(l locale.Lang) app.UI {
			d := draft.New(annotations.News(), &wire.Usage{Counts: annotations.Usage{"labels.quote": 12345}})
			edit(d)
			return &components.SchemaGroup{Lang: l, Group: group, Rows: d.Rows(group, language(l), open), Open: open}
		}}
	}
	hues := func(name string, light, dark float64) Story {
		return Story{"HueField", name, func(l locale.Lang) app.UI {
			return &components.HueField{Lang: l, ID: "hue-" + name, Path: "x", Hue: 110, Light: light, Dark: dark}
		}}
	}
	return []Story{
		group("nothing yet", draft.Labels, "", func(d *draft.Draft) { d.Adopt(&annotations.Schema{ID: "x"}) }),
		group("forty labels", draft.Labels, "", func(d *draft.Draft) {
			for i := range 29 {
				d.Set(d.Add(draft.Labels)+"/name/de", "Gattung "+strconv.Itoa(i+1))
			}
		}),
		group("a key that is taken, a very long name", draft.Labels, "labels/quote", func(d *draft.Draft) {
			d.Set("labels/quote/name/"+draft.Languages[0], longWord)
			d.Set("labels/quote/name/"+draft.Languages[1], longWord)
			d.Set("labels/quote/key", "b")
			d.Retire("labels/cue", true)
		}),
		group("a choice without values", draft.Attributes, "attributes/attribute", func(d *draft.Draft) {
			d.Add(draft.Attributes)
			d.Set("attributes/attribute/type", "enum")
		}),
		group("in words", draft.Constraints, "constraints/quote_source", func(*draft.Draft) {}),
		hues("legible", 7.4, 10.6),
		hues("too weak", 3.94, 4.49),
		{"SchemaChanges", "nothing", func(l locale.Lang) app.UI { return &components.SchemaChanges{Lang: l} }},
		{"SchemaChanges", "of every kind", func(l locale.Lang) app.UI {
			return &components.SchemaChanges{Lang: l, Changes: []draft.Change{
				{Kind: revise.Added, Group: "schema.one_labels", Part: "Ereignis"},
				{Kind: revise.Removed, Group: "schema.one_values", Part: "Rede", Of: "Medium"},
				{Kind: revise.Retired, Group: "schema.one_labels", Part: longWord, Use: 412, Documents: 37, People: 3},
				{Kind: revise.Changed, Group: "schema.one_labels", Part: "Zitat", Word: "schema.name", Lang: "de", Old: "Zitat", New: longTitle},
				{Kind: revise.Changed, Word: "schema.title", Lang: "en", Old: "News"},
				{Kind: revise.Moved, Group: "schema.group_labels"},
			}}
		}},
	}
}
