package stories

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

func barStories() []Story {
	bar := func(name string, v state.TopView) Story {
		return Story{"TopBar", name, func(l locale.Lang) app.UI {
			return &components.TopBar{Lang: l, User: "anna", View: &v}
		}}
	}
	return []Story{
		{"TopBar", "on a list", func(l locale.Lang) app.UI {
			return &components.TopBar{Lang: l, User: "anna", Trail: []components.Crumb{{Text: "Wahl 2026", Href: "/p/wahl-2026"}, {Text: l.T(locale.ExportTitle)}}}
		}},
		bar("a document", state.TopView{
			Title: "EU verschärft Regeln für Warenimporte", Project: "demo", Owner: "user:anna",
			Previous: "1", Next: "2", State: annotations.Open, CanUndo: true,
			Save: state.SaveView{State: state.Saved},
		}),
		bar("a long title, offline, at an end", state.TopView{
			Title: longTitle, Project: longWord, Owner: "user:konstantin-alexander", Previous: "1",
			State: annotations.Submitted, CanUndo: true, CanRedo: true,
			Save: state.SaveView{State: state.Offline, Waiting: 12, Kept: true},
		}),
		badge("saved", state.SaveView{State: state.Saved}),
		badge("saving", state.SaveView{State: state.Saving, Waiting: 1}),
		badge("offline, nothing waits", state.SaveView{State: state.Offline}),
		badge("offline, one waits, not kept yet", state.SaveView{State: state.Offline, Waiting: 1}),
		badge("offline, many wait", state.SaveView{State: state.Offline, Waiting: 1234, Kept: true}),
		badge("needs the person", state.SaveView{State: state.Attention, Waiting: 3, Kept: true, Attention: 2}),
		badge("signed out", state.SaveView{State: state.Attention, Waiting: 3, Kept: true}),
	}
}

func badge(name string, v state.SaveView) Story {
	return Story{"SaveBadge", name, func(l locale.Lang) app.UI { return &components.SaveBadge{Lang: l, View: v} }}
}
