package stories

import (
	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

const (
	longWord  = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
	longTitle = "Bundesverfassungsgericht verhandelt über das Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz und seine Folgen"
	longQuote = "„Ich sagte ihm: ‚Sie haben mir doch selbst gesagt: „Das geht so nicht“, und dann sind Sie gegangen‘, und danach war eine Weile Ruhe im Saal“, erinnert sich die Abgeordnete an die Nachtsitzung, die sie bis heute beschäftigt."
	rtlQuote  = "«قال الوزير إن القرار نهائي»"
)

// labels are those of the default schema, as the annotating page gets them.
func labels(l locale.Lang) []state.LabelView {
	schema := annotations.News()
	views := make([]state.LabelView, 0, len(schema.Labels))
	for i, x := range schema.Labels {
		views = append(views, state.LabelView{
			ID: x.ID, Name: x.Name.In(language(l)), Key: x.Key, Family: x.Family,
			Letter: x.Letter, Hue: x.Hue, Active: i == 1,
		})
	}
	return views
}

// manyLabels are more than the popover shows without a filter.
func manyLabels(l locale.Lang) []state.LabelView {
	views := labels(l)
	for _, name := range []string{longWord, "Ereignis", "Werk", "Gesetz", "Rüstungsgut"} {
		views = append(views, state.LabelView{ID: name, Name: name, Family: annotations.EntityFamily, Letter: name[:1], Hue: len(name) * 37 % 360})
	}
	return views
}

func language(l locale.Lang) string {
	if l == locale.English {
		return "en"
	}
	return "de"
}

// field is an attribute of the default schema with values.
func field(l locale.Lang, id string, values ...string) state.FieldView {
	a := annotations.News().Attribute(id)
	f := state.FieldView{
		ID: id, Name: a.Name.In(language(l)), Type: a.Type, Multi: a.Multi, Required: a.Required, Values: values,
	}
	for _, c := range a.Values {
		chosen := false
		for _, v := range values {
			chosen = chosen || v == c.ID
		}
		f.Choices = append(f.Choices, state.ChoiceView{ID: c.ID, Name: c.Name.In(language(l)), Chosen: chosen})
	}
	return f
}
