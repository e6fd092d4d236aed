package stories

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

// historyStories are the history in its awkward cases: nothing, a lost span, a
// bulk, long words, a conflict, another's set.
func historyStories() []Story {
	story := func(name string, make func(locale.Lang) *state.HistoryView) Story {
		return Story{"History", name, func(l locale.Lang) app.UI { return &components.History{Lang: l, View: make(l)} }}
	}
	return []Story{
		story("loading", func(locale.Lang) *state.HistoryView { return &state.HistoryView{Loading: true} }),
		story("nothing", func(locale.Lang) *state.HistoryView { return &state.HistoryView{Mine: true} }),
		story("of a span that never was", func(locale.Lang) *state.HistoryView {
			return &state.HistoryView{Span: "x", Lost: true, Problem: &wire.Problem{Code: annotations.NotFound, Reason: "unknown_annotation"}}
		}),
		story("of a document", pastOfDocument),
		story("of a lost span", func(l locale.Lang) *state.HistoryView {
			v := pastOfDocument(l)
			v.Span, v.Words, v.Lost, v.Acts = "s1", longQuote, true, v.Acts[1:3]
			return v
		}),
	}
}

func pastOfDocument(l locale.Lang) *state.HistoryView {
	at := time.Date(2026, 11, 24, 14, 5, 0, 0, time.UTC)
	name := func(id string) string { return annotations.News().Label(id).Name.In(language(l)) }
	attribution := annotations.News().Link("attribution").Name.In(language(l))
	quote := state.StepView{N: 1, Name: name("quote"), Letter: "Z", Family: annotations.QuoteFamily, Hue: 255, Quote: longQuote}
	step := func(what string, changes ...state.ChangeView) state.StepView {
		s := quote
		s.What, s.Changes = what, changes
		return s
	}
	return &state.HistoryView{More: true, Acts: []state.ActView{
		{Last: 9, At: at, Who: "anna", State: annotations.Submitted},
		{Last: 8, At: at, Who: "anna", Restore: 1, Lines: []state.StepView{
			{What: "delete_link", N: 1, Name: attribution, Quote: "die Abgeordnete … " + longQuote}, step("delete_span")}},
		{Last: 6, At: at.Add(-time.Hour), Who: "konstantin-alexander", Owner: "gold", Lines: []state.StepView{step("update_span",
			state.ChangeView{Field: "label", Before: name("claim"), After: name("quote")},
			state.ChangeView{Name: "Art der Wiedergabe", After: "direkt"},
			state.ChangeView{Field: "note", Before: longWord + " " + rtlQuote},
		)}},
		{Last: 5, At: at.Add(-2 * time.Hour), Who: "anna", Restore: 50, Lines: []state.StepView{
			{What: "delete_span", N: 50, Name: name("PER"), Letter: "P", Family: annotations.EntityFamily, Hue: 150}}},
		{Last: 4, At: at.Add(-30 * 24 * time.Hour), Who: longWord, Lines: []state.StepView{
			{What: "update_span", N: 1, Name: name("claim"), Letter: "B", Family: annotations.ClaimFamily, Hue: 75, Quote: rtlQuote, Target: "s2", Conflict: true}}},
	}}
}
