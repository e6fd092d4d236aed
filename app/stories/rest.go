package stories

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

func restStories() []Story {
	return []Story{
		{"Notice", "passing", func(l locale.Lang) app.UI {
			return &components.Notice{Lang: l, View: &state.NoticeView{Key: string(locale.NoticeMarkFirst), Serial: 1}}
		}},
		{"Notice", "an error", func(l locale.Lang) app.UI {
			return &components.Notice{Lang: l, View: &state.NoticeView{Key: "refused.still_linked", Error: true, Serial: 1}}
		}},
		{"Empty", "what to do first", func(l locale.Lang) app.UI {
			return &components.Empty{
				Title: l.T(locale.DocumentsEmptyTitle), Text: l.T(locale.DocumentsEmptyText),
				Action: l.T(locale.DocumentAdd), Event: components.LoadAgain{},
			}
		}},
		{"Empty", "an error", func(l locale.Lang) app.UI {
			return &components.Empty{
				Title: l.T(locale.UnreachableTitle), Text: l.T(locale.Unreachable), Error: true,
				Action: l.T(locale.Retry), Event: components.LoadAgain{}, Detail: l.T(locale.RequestID, "0198c2d4"),
			}
		}},
		{"Skeleton", "a list that loads", func(l locale.Lang) app.UI { return &components.Skeleton{Lang: l, Rows: 3} }},
		{"Progress", "nothing there", progress(0, 0, 0)},
		{"Progress", "begun", progress(3, 9, 20)},
		{"Progress", "done", progress(1234, 1234, 1234)},
		{"LanguageSwitch", "", func(l locale.Lang) app.UI { return &components.LanguageSwitch{Lang: l} }},
		{"ThemeSwitch", "", func(l locale.Lang) app.UI { return &components.ThemeSwitch{Lang: l, Theme: "dark"} }},
		{"KeySettings", "the newsroom's", func(l locale.Lang) app.UI { return &components.KeySettings{Lang: l} }},
		{"KeySettings", "moved keys, single ones off", func(l locale.Lang) app.UI {
			return &components.KeySettings{Lang: l, Keys: state.KeyMap{Profile: state.Prodigy, Single: state.SingleOff,
				Keys: map[string]string{"link": "+", "note": "Ctrl+m", "next_span": "ö"}}}
		}},
		{"HelpSheet", "opens with the button", func(l locale.Lang) app.UI { return &helpStory{Lang: l} }},
	}
}

func progress(done, begun, all int) func(locale.Lang) app.UI {
	return func(l locale.Lang) app.UI {
		return &components.Progress{Done: done, Begun: begun, All: all, Text: l.T(locale.ProjectProgress, done, all)}
	}
}

// helpStory opens the help sheet, which covers the page.
type helpStory struct {
	app.Compo

	Lang locale.Lang
	open bool
}

// Render draws the button and the closed sheet.
func (h *helpStory) Render() app.UI {
	return components.Box("div",
		components.Txt("button.button", h.Lang.T(locale.Help), "type", "button").
			OnClick(h.onOpen),
		&components.HelpSheet{Lang: h.Lang, Open: h.open, Rows: components.KeyRows(state.Bindings(annotations.News()), labels(h.Lang))},
	)
}

// OnMount hears when the sheet is closed.
func (h *helpStory) OnMount(ctx app.Context) {
	ctx.Handle(components.PageAction, func(_ app.Context, a app.Action) {
		if t, ok := a.Value.(components.ToggleHelp); ok {
			h.open = t.Open
		}
	})
}

func (h *helpStory) onOpen(app.Context, app.Event) { h.open = true }
