package stories

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

// toolStories are the parts of the desk that come on demand: tagging all
// occurrences, the register of speakers, what is missing, the guidelines.
func toolStories() []Story {
	speakers := state.SpeakersView{Speakers: []state.SpeakerView{
		{ID: "a", Key: "a", Name: "Bürgermeisterin Henrike Tammen-Schleswig", QID: "Q57641", Named: true, Quotes: 12, Current: true,
			Mentions: []state.MentionView{{ID: "1", Quotation: "Henrike Tammen", Letter: "P"}, {ID: "2", Quotation: "sie", Letter: "S"}}},
		{ID: "b", Key: "b", Name: "die Ratsmitglieder", Mentions: []state.MentionView{{ID: "3", Quotation: "die Ratsmitglieder", Letter: "S"}}},
	}}
	choosing := speakers
	choosing.Open = true
	return []Story{
		{"BulkDialog", "opens with the button", func(l locale.Lang) app.UI { return &bulkStory{Lang: l} }},
		{"SpeakerPanel", "nobody", func(l locale.Lang) app.UI { return &components.SpeakerPanel{Lang: l, View: &state.SpeakersView{}} }},
		{"SpeakerPanel", "two, one with a long name", func(l locale.Lang) app.UI { return &components.SpeakerPanel{Lang: l, View: &speakers} }},
		{"Choice", "closed", func(l locale.Lang) app.UI { return &components.Choice{Lang: l, Speakers: &speakers} }},
		{"QIDField", "set", func(l locale.Lang) app.UI {
			return &components.QIDField{Lang: l, Speaker: "a", Name: "Henrike Tammen", Value: "Q57641"}
		}},
		{"Palette", "opens with the button", func(l locale.Lang) app.UI { return &paletteStory{Lang: l} }},
		{"Gaps", "hard and soft", func(l locale.Lang) app.UI {
			return &components.Gaps{Lang: l, View: &state.GapsView{Hard: 1, Rows: []state.GapView{
				{Span: "1", What: "quote_type", Current: true, Name: "Art der Wiedergabe", Label: "Zitat", Letter: "Z", Family: annotations.QuoteFamily,
					Quotation: "„Wir haben zweimal am Tag Hochwasser und das ganze Jahr über leere Kassen“"},
				{Span: "2", What: "check_worthy", Name: "prüfenswert", Soft: true, Label: "Behauptung", Letter: "B",
					Family: annotations.ClaimFamily, Quotation: "90.000 Haushalte"},
			}}}
		}},
		{"Guide", "closed", func(l locale.Lang) app.UI {
			return &components.Guide{Lang: l, Text: annotations.News().Guidelines.In(string(l))}
		}},
		{"Guide", "with the selected label", func(l locale.Lang) app.UI {
			quote := annotations.News().Label("quote")
			return &components.Guide{Lang: l, Open: true, Label: quote.Name.In(string(l)), LabelText: quote.Guideline.In(string(l)),
				Text: annotations.News().Guidelines.In(string(l))}
		}},
	}
}

// paletteStory opens the palette of commands, which covers the page.
type paletteStory struct {
	app.Compo

	Lang locale.Lang
	open bool
}

// Render draws the button and the palette.
func (p *paletteStory) Render() app.UI {
	return components.Box("div",
		components.Txt("button.button", p.Lang.T(locale.PaletteTitle), "type", "button").
			OnClick(func(app.Context, app.Event) { p.open = !p.open }),
		&components.Palette{Lang: p.Lang, Open: p.open, Lately: []string{"undo"}, Entries: []state.Entry{
			{ID: "remove", Name: p.Lang.T(locale.KeyRemove), Keys: []string{"Delete"}},
			{ID: "undo", Name: p.Lang.T(locale.KeyUndo), Keys: []string{"Ctrl+z"}},
			{ID: "end_right_char", Name: p.Lang.T(locale.KeyEndRightChar), Keys: []string{"Ctrl+Alt+Shift+ArrowRight"}},
			{ID: "/d/1", Name: "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikant tritt nach vierzig Jahren ab"},
			{ID: "/d/2", Name: "وزير الطاقة: لن نوقف المشروع"},
			{ID: "/p/demo", Name: "Küste (demo)"},
		}},
	)
}

// bulkStory opens the preview of tagging all occurrences, which covers the page.
type bulkStory struct {
	app.Compo

	Lang locale.Lang
	open bool
}

// Render draws the button and the dialog.
func (b *bulkStory) Render() app.UI {
	var view *state.BulkView
	if b.open {
		view = &state.BulkView{Open: true, Passage: "Kamp", Label: "PER", Name: "Person", Genitive: true, Chosen: 1, Can: 2, Hits: []state.HitView{
			{Start: 1, End: 5, Before: "„Wir zahlen“, sagte ", Text: "Kamp", After: ".", Done: true},
			{Start: 9, End: 14, Before: "", Text: "Kamps", After: " Plan kennt niemand.", Chosen: true},
			{Start: 20, End: 24, Before: "Edda ", Text: "Kamp", After: " redete lange.", Inside: true},
		}}
	}
	return components.Box("div",
		components.Txt("button.button", b.Lang.T(locale.BulkTitle), "type", "button").
			OnClick(func(app.Context, app.Event) { b.open = !b.open }),
		&components.BulkDialog{Lang: b.Lang, View: view},
	)
}
