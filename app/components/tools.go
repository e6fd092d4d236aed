package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

// tools are what can be done with the selected span besides editing it: share
// its link, see what happened to it, find its words elsewhere.
func (i *Inspector) tools() app.UI {
	return Box("div.inspector-tools",
		i.tool(state.ActCopyLink, "link", "y", locale.CopyLink),
		i.tool(state.ActPast, "history", "Shift+V", locale.HistoryOfSpan),
		i.tool(state.ActFind, "search", "d", locale.FindInProject),
	)
}

func (i *Inspector) tool(act state.Act, icon, key string, what locale.Key) app.UI {
	name := i.Lang.T(what)
	return El("button.icon-button", At{"type", "button", "data-act", string(act), "aria-label", name, "title", name, "aria-keyshortcuts", key}, Icon(icon)).
		OnMouseDown(keepSelection).
		OnClick(telling(Do{Act: act}))
}

// menuAct is a line of the bar's menu that does what an act's key does.
func (t *TopBar) menuAct(act state.Act, what locale.Key, key string) app.UI {
	return Box("li", El("button.menu-item", At{"type", "button", "data-act", string(act), "popovertarget", menuID, "popovertargetaction", "hide"},
		Txt("span", t.Lang.T(what)),
		keycap(key),
	).
		OnMouseDown(keepSelection).
		OnClick(telling(Do{Act: act})))
}

// LabelSign is a label's sign with its name.
func LabelSign(l *annotations.Label, lang string) app.UI {
	return Box("span.label-sign", sample(l.Family, l.Letter, l.Hue), Txt("span", l.Name.In(lang)))
}
