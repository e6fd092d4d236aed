package components

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

// menuID is the id of the panel that opens from the bar's last button.
const menuID = "top-menu"

// Crumb is one step of the way to a page; the last one has no Href.
type Crumb struct{ Text, Href string }

// TopBar is the slim bar on every page: where I am, whose set, what is saved,
// where to go next.
type TopBar struct {
	app.Compo

	// Lang is the language of the words; Theme is "light", "dark" or "".
	Lang  locale.Lang
	Theme string
	// User is who is signed in; empty for nobody.
	User string
	// Trail is the way to the page below Galley itself.
	Trail []Crumb
	// View is the document's bar; nil on pages without a document. With a View
	// the trail is the document's project and title.
	View *state.TopView
}

// Render draws the bar.
func (t *TopBar) Render() app.UI {
	return Box("header.topbar", Box("div.topbar-row",
		t.trail(),
		app.If(t.View != nil, func() app.UI {
			name := t.Lang.T(locale.PaletteTitle)
			return El("button.icon-button.topbar-palette", At{"type", "button", "aria-label", name, "title", name + " (.)", "aria-keyshortcuts", ". F2"}, Icon("search")).
				OnMouseDown(keepSelection).
				OnClick(telling(TogglePalette{Open: true}))
		}),
		app.If(t.View != nil, t.document),
		El("button.icon-button.topbar-menu", At{"type", "button", "popovertarget", menuID, "aria-label", t.Lang.T(locale.TopMenu), "title", t.Lang.T(locale.TopMenu)},
			Icon("menu"),
		),
		t.menu(),
	))
}

func (t *TopBar) trail() app.UI {
	trail := t.Trail
	if v := t.View; v != nil {
		trail = []Crumb{{Text: v.Project, Href: ProjectHref(v.Project)}, {Text: v.Title}}
	}
	return El("nav.trail", At{"aria-label", t.Lang.T(locale.Trail)}, Box("ol",
		Box("li.trail-home", Txt("a.wordmark", t.Lang.T(locale.AppName), "href", "/")),
		app.Range(trail).Slice(func(i int) app.UI {
			c := trail[i]
			if c.Href == "" {
				return Box("li.trail-here", Txt("span", c.Text, "aria-current", "page", "title", c.Text))
			}
			return Box("li.trail-step", El("a", At{"href", c.Href, "title", c.Text}, Icon("back"), Txt("span", c.Text)))
		}),
	))
}

// ProjectHref is the address of a project's documents.
func ProjectHref(project string) string { return "/p/" + url.PathEscape(project) }

// DocumentHref is the address of the page where a document is annotated.
func DocumentHref(id string) string { return "/d/" + url.PathEscape(id) }

func (t *TopBar) document() app.UI {
	v := t.View
	return Box("div.topbar-document",
		Txt("span.owner", OwnerName(t.Lang, v.Owner), "title", t.Lang.T(locale.TopOwner, OwnerName(t.Lang, v.Owner))),
		Box("div.button-pair.topbar-turn",
			t.turn(v.Previous, "back", locale.TopPrevious),
			t.turn(v.Next, "forth", locale.TopNext),
		),
		Box("div.button-pair",
			t.act(state.Undo{}, v.CanUndo, "undo", locale.TopUndo),
			t.act(state.Redo{}, v.CanRedo, "redo", locale.TopRedo),
		),
		&SaveBadge{Lang: t.Lang, View: v.Save},
		Box("div.topbar-submit", t.submit()),
	)
}

func (t *TopBar) turn(id, icon string, what locale.Key) app.UI {
	name := t.Lang.T(what)
	if id == "" {
		return El("span.icon-button.off", At{"aria-hidden", "true"}, Icon(icon))
	}
	return El("a.icon-button", At{"href", DocumentHref(id), "aria-label", name, "title", name}, Icon(icon))
}

func (t *TopBar) act(m state.Msg, can bool, icon string, what locale.Key) app.UI {
	name := t.Lang.T(what)
	return El("button.icon-button", At{"type", "button", "disabled", Yes(!can), "aria-label", name, "title", name}, Icon(icon)).
		OnMouseDown(keepSelection).
		OnClick(sending(m))
}

func (t *TopBar) submit() app.UI {
	l := t.Lang
	switch t.View.State {
	case annotations.Submitted:
		return Txt("button.button", l.T(locale.TopReopen), "type", "button", "title", l.T(locale.TopReopenHelp)).
			OnClick(sending(state.SetState{State: annotations.Open}))
	case annotations.Accepted:
		return Txt("span.state.state-accepted", l.State(annotations.Accepted))
	}
	return Txt("button.button.primary", l.T(locale.TopSubmit), "type", "button", "title", l.T(locale.TopSubmitHelp)).
		OnClick(sending(state.SetState{State: annotations.Submitted}))
}

// menu holds what is needed seldom, and on narrow screens what the bar has no
// room for.
func (t *TopBar) menu() app.UI {
	return El("div.panel.menu", At{"id", menuID, "popover", "auto"},
		app.If(t.View != nil, t.menuDocument),
		&LanguageSwitch{Lang: t.Lang},
		&ThemeSwitch{Lang: t.Lang, Theme: t.Theme},
		Box("ul.menu-links",
			app.If(t.View != nil, func() app.UI { return t.menuAct(state.ActHistory, locale.HistoryTitle, "V") }),
			app.If(t.View != nil, func() app.UI { return t.menuAct(state.ActFind, locale.FindInProject, "D") }),
			app.If(t.View != nil, func() app.UI { return t.menuAct(state.ActHelp, locale.Help, "?") }),
			Box("li", Txt("a.menu-item", t.Lang.T(locale.Settings), "href", "/settings")),
			app.If(t.User != "", func() app.UI {
				return Box("li", El("button.menu-item", At{"type", "button"},
					Txt("span", t.Lang.T(locale.SignOut)),
					Txt("span.menu-who", t.User),
				).
					OnClick(telling(SignOut{})))
			}),
		),
	)
}

func (t *TopBar) menuDocument() app.UI {
	return Box("div.menu-document",
		Box("div.button-pair",
			t.turn(t.View.Previous, "back", locale.TopPrevious),
			t.turn(t.View.Next, "forth", locale.TopNext),
		),
		t.submit(),
	)
}

// OwnerName is an owner as people call it: a person's name, Gold.
func OwnerName(l locale.Lang, owner string) string {
	o := annotations.Owner(owner)
	if name, ok := o.User(); ok {
		return name
	}
	if o == annotations.Gold {
		return l.T(locale.TopGold)
	}
	return owner
}
