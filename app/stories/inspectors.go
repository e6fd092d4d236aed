package stories

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

func inspectorStories() []Story {
	return []Story{
		{"Inspector", "nothing selected", func(l locale.Lang) app.UI {
			return &components.Inspector{Lang: l, Labels: labels(l)}
		}},
		{"Inspector", "a quote with its speaker", func(l locale.Lang) app.UI {
			return &components.Inspector{Lang: l, Labels: labels(l), View: quote(l)}
		}},
		{"Inspector", "a claim with many attributes", func(l locale.Lang) app.UI {
			return &components.Inspector{Lang: l, Labels: labels(l), View: claim(l)}
		}},
		{"Inspector", "a long word, another script", func(l locale.Lang) app.UI {
			v := &state.InspectorView{
				ID: "s3", Label: "MISC", Name: longWord, Family: annotations.EntityFamily, Letter: "M", Hue: 220,
				Quotation: rtlQuote + " " + longWord, Index: 1, Count: 3,
				Fields: []state.FieldView{field(l, "subtype"), field(l, "wikidata", "Q42")},
			}
			return &components.Inspector{Lang: l, Labels: labels(l), View: v}
		}},
	}
}

func quote(l locale.Lang) *state.InspectorView {
	return &state.InspectorView{
		ID: "s1", Label: "quote", Name: annotations.News().Label("quote").Name.In(language(l)),
		Family: annotations.QuoteFamily, Letter: "Z", Hue: 255,
		Quotation: longQuote, Fragments: 2, Count: 1,
		Fields: []state.FieldView{field(l, "quote_type"), field(l, "medium", "speech"), field(l, "nonfactual", "true")},
		Note:   "Wortlaut mit dem Mitschnitt vergleichen.",
		Links: []state.LinkView{{
			ID: "l1", Name: annotations.News().Link("attribution").Name.In(language(l)), Number: 3, Role: "quote",
			Members: []state.MemberView{
				{ID: "s1", Role: "quote", RoleName: "Zitat", Quotation: longQuote, Letter: "Z", Hue: 255, Self: true},
				{ID: "s5", Role: "speaker", RoleName: "Sprecher", Quotation: "die Abgeordnete", Letter: "S", Hue: 20},
				{ID: "s6", Role: "cue", RoleName: "Signalwort", Quotation: "erinnert sich", Letter: "C", Hue: 320},
			},
			Fields: []state.FieldView{field(l, "no_source")},
		}},
		Guideline: "Ein Zitat umfasst die Anführungszeichen. Verschachtelte Zitate werden einzeln ausgezeichnet.",
	}
}

func claim(l locale.Lang) *state.InspectorView {
	v := &state.InspectorView{
		ID: "s2", Label: "claim", Name: annotations.News().Label("claim").Name.In(language(l)),
		Family: annotations.ClaimFamily, Letter: "B", Hue: 75,
		Quotation: "Die Zahl der Einbrüche ist um 14 Prozent gestiegen.", Fragments: 1, Count: 1,
	}
	v.Fields = []state.FieldView{
		field(l, "check_worthy", "yes"), field(l, "verifiable"), field(l, "claim_type", "numerical", "causal"),
		field(l, "origin"), field(l, "stance"), field(l, "verdict"), field(l, "normalized", "Einbrüche +14 %"),
		field(l, "topic"), field(l, "evidence_url", "https://www.destatis.de/DE/Themen/Gesellschaft-Umwelt/Kriminalitaet/_inhalt.html"),
		field(l, "claim_date", "2026-03-01"),
	}
	return v
}
