package components

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/browser"
	"galley/app/locale"
	"galley/app/state"
)

// History is what happened on a document, or to one span, newest first. A line
// leads to its span; what was deleted can be restored. It sends Select,
// RestoreAct, HistoryOfMine, AskHistory, MoreHistory and CloseHistory.
type History struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// View is the history; nil draws nothing.
	View *state.HistoryView

	open bool
	of   string // the span whose history is open
}

// OnUpdate moves the focus into a history that opens.
func (h *History) OnUpdate(ctx app.Context) {
	before, of := h.open, h.of
	if h.open, h.of = h.View != nil, ""; h.open {
		h.of = h.View.Span
	}
	if h.open && (!before || of != h.of) {
		ctx.Defer(func(app.Context) { browser.Focus("#history-title") })
	}
}

// Render draws the history.
func (h *History) Render() app.UI {
	l, v := h.Lang, h.View
	if v == nil {
		return Box("div.history-none")
	}
	title := locale.HistoryTitle
	if v.Span != "" {
		title = locale.HistoryOfSpan
	}
	return El("section.history", At{"aria-labelledby", "history-title", "aria-busy", Yes(v.Loading)},
		Box("div.gaps-head",
			Txt("h2", l.T(title), "id", "history-title", "tabindex", "-1"),
			El("button.icon-button.small", At{"type", "button", "aria-label", l.T(locale.Close), "title", l.T(locale.Close)}, Icon("close")).
				OnClick(sending(state.CloseHistory{})),
		),
		app.If(v.Words != "", func() app.UI { return Txt("p.history-words", v.Words) }),
		app.If(v.Lost, func() app.UI { return Txt("p.history-lost", l.T(locale.HistoryLost), "role", "status") }),
		h.choices(),
		h.body(),
	)
}

// choices narrow the history to one's own set, or widen it to the whole text.
func (h *History) choices() app.UI {
	l, v := h.Lang, h.View
	return Box("div.history-choices",
		El("button.switch", At{"type", "button", "role", "switch", "aria-checked", Yes(v.Mine)},
			El("span.switch-track", At{"aria-hidden", "true"}),
			Txt("span.switch-name", l.T(locale.HistoryMine)),
		).
			OnClick(sending(state.HistoryOfMine{On: !v.Mine})),
		app.If(v.Span != "", func() app.UI {
			return Txt("button.button.quiet", l.T(locale.HistoryAll), "type", "button").OnClick(sending(state.AskHistory{}))
		}),
	)
}

func (h *History) body() app.UI {
	l, v := h.Lang, h.View
	switch {
	case v.Problem != nil && len(v.Acts) == 0:
		why := l.Problem(v.Problem)
		if v.Problem.Code == annotations.Unavailable { // most often there was no answer at all
			why = l.T(locale.Unreachable)
		}
		return Txt("p.hint", why, "role", "alert")
	case v.Loading:
		return Txt("p.hint", l.T(locale.Loading), "role", "status")
	case len(v.Acts) == 0:
		return Txt("p.hint", l.T(locale.HistoryNone))
	}
	return El("div.history-acts", At{"tabindex", "0", "role", "group", "aria-labelledby", "history-title"},
		Box("ol", app.Range(v.Acts).Slice(func(i int) app.UI { return h.act(v.Acts[i]) })),
		app.If(v.More, func() app.UI {
			return Txt("button.button.more", l.T(locale.More), "type", "button").OnClick(sending(state.MoreHistory{}))
		}),
	)
}

func (h *History) act(a state.ActView) app.UI {
	l := h.Lang
	return Box("li.act",
		Box("p.act-who",
			Txt("span.act-name", a.Who),
			app.If(a.Owner != "", func() app.UI { return Txt("span", l.T(locale.HistoryIn, OwnerName(l, a.Owner))) }),
			Txt("time", l.DateTime(a.At), "datetime", a.At.UTC().Format("2006-01-02T15:04:05Z")),
		),
		app.If(a.State != "", func() app.UI { return Txt("span.state", l.State(a.State), "class", "state-"+string(a.State)) }),
		app.Range(a.Lines).Slice(func(i int) app.UI { return h.line(a.Lines[i]) }),
		app.If(a.Restore > 0, func() app.UI {
			name := l.T(locale.HistoryRestore)
			if a.Restore > 1 {
				name = l.T(locale.HistoryRestoreAll, a.Restore)
			}
			return El("button.button.act-restore", At{"type", "button", "data-restore", "true"},
				Icon("undo"), Txt("span", name),
			).
				OnClick(sending(state.RestoreAct{Last: a.Last}))
		}),
	)
}

func (h *History) line(s state.StepView) app.UI {
	l := h.Lang
	what := strings.TrimSpace(s.Name + " " + l.T(locale.Key("history."+s.What)))
	if s.N > 1 {
		what = l.T(locale.HistoryTimes, s.N, what)
	}
	main := Box("span.gap-main",
		Txt("span.gap-what", what),
		app.If(s.Quote != "", func() app.UI { return Txt("span.gap-quote", s.Quote) }),
		app.If(s.Conflict, func() app.UI { return Txt("span.act-conflict", l.T(locale.HistoryConflict)) }),
		app.Range(s.Changes).Slice(func(i int) app.UI { return h.change(s.Changes[i]) }),
	)
	sign := app.If(s.Letter != "", func() app.UI { return sample(s.Family, s.Letter, s.Hue) })
	if s.Target == "" {
		return El("div.act-line", At{"class", hue(s.Hue)}, sign, main)
	}
	return El("button.act-line", At{"type", "button", "class", hue(s.Hue)}, sign, main).
		OnClick(sending(state.Select{ID: s.Target, Reveal: true}))
}

func (h *History) change(c state.ChangeView) app.UI {
	l := h.Lang
	name := c.Name
	if c.Field != "" {
		name = l.T(locale.Key("field." + c.Field))
	}
	if c.Field == "blocks" {
		c.Before, c.After = roleNames(l, c.Before), roleNames(l, c.After)
	}
	value := func(spec, words string) app.UI {
		if words == "" {
			return Txt("span", "–")
		}
		return Txt(spec, words)
	}
	return Box("span.act-change",
		Txt("span.act-field", name+":"),
		value("del", c.Before),
		Txt("span", "→"),
		value("ins", c.After),
	)
}

// roleNames are the names of blocks' roles.
func roleNames(l locale.Lang, roles string) string {
	names := strings.Split(roles, " … ")
	for i, r := range names {
		if r != "" {
			names[i] = l.Role(annotations.Role(r))
		}
	}
	return strings.Join(names, ", ")
}
