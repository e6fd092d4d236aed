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
	return El("header").Class("topbar").Body(
		t.trail(),
		app.If(t.View != nil, t.document),
		Button().Class("icon-button", "topbar-menu").
			Attr("popovertarget", menuID).
			Attr("aria-label", t.Lang.T(locale.TopMenu)).
			Attr("title", t.Lang.T(locale.TopMenu)).
			Body(Icon("menu")),
		t.menu(),
	)
}

func (t *TopBar) trail() app.UI {
	trail := t.Trail
	if v := t.View; v != nil {
		trail = []Crumb{{Text: v.Project, Href: ProjectHref(v.Project)}, {Text: v.Title}}
	}
	return El("nav").Class("trail").Attr("aria-label", t.Lang.T(locale.Trail)).Body(
		El("ol").Body(
			El("li").Class("trail-home").Body(
				El("a").Attr("href", "/").Class("wordmark").Text(t.Lang.T(locale.AppName)),
			),
			app.Range(trail).Slice(func(i int) app.UI {
				c := trail[i]
				if c.Href == "" {
					return El("li").Class("trail-here").Body(
						El("span").Attr("aria-current", "page").Attr("title", c.Text).Text(c.Text))
				}
				return El("li").Class("trail-step").Body(El("a").Attr("href", c.Href).Text(c.Text))
			}),
		),
	)
}

// ProjectHref is the address of a project's documents.
func ProjectHref(project string) string { return "/p/" + url.PathEscape(project) }

// DocumentHref is the address of the page where a document is annotated.
func DocumentHref(id string) string { return "/d/" + url.PathEscape(id) }

func (t *TopBar) document() app.UI {
	v := t.View
	return El("div").Class("topbar-document").Body(
		El("span").Class("owner").
			Attr("title", t.Lang.T(locale.TopOwner, OwnerName(t.Lang, v.Owner))).
			Text(OwnerName(t.Lang, v.Owner)),
		El("div").Class("button-pair", "topbar-turn").Body(
			t.turn(v.Previous, "back", locale.TopPrevious),
			t.turn(v.Next, "forth", locale.TopNext),
		),
		El("div").Class("button-pair").Body(
			t.act(state.Undo{}, v.CanUndo, "undo", locale.TopUndo),
			t.act(state.Redo{}, v.CanRedo, "redo", locale.TopRedo),
		),
		&SaveBadge{Lang: t.Lang, View: v.Save},
		El("div").Class("topbar-submit").Body(t.submit()),
	)
}

func (t *TopBar) turn(id, icon string, what locale.Key) app.UI {
	name := t.Lang.T(what)
	if id == "" {
		return El("span").Class("icon-button", "off").Attr("aria-hidden", "true").Body(Icon(icon))
	}
	return El("a").Class("icon-button").Attr("href", DocumentHref(id)).
		Attr("aria-label", name).Attr("title", name).Body(Icon(icon))
}

func (t *TopBar) act(m state.Msg, can bool, icon string, what locale.Key) app.UI {
	name := t.Lang.T(what)
	return Button().Class("icon-button").Attr("disabled", !can).
		Attr("aria-label", name).Attr("title", name).
		OnMouseDown(keepSelection).
		OnClick(sending(m)).
		Body(Icon(icon))
}

func (t *TopBar) submit() app.UI {
	l := t.Lang
	switch t.View.State {
	case annotations.Submitted:
		return Button().Class("button").
			Attr("title", l.T(locale.TopReopenHelp)).
			OnClick(sending(state.SetState{State: annotations.Open})).
			Text(l.T(locale.TopReopen))
	case annotations.Accepted:
		return El("span").Class("state", "state-accepted").Text(l.State(annotations.Accepted))
	}
	return Button().Class("button", "primary").
		Attr("title", l.T(locale.TopSubmitHelp)).
		OnClick(sending(state.SetState{State: annotations.Submitted})).
		Text(l.T(locale.TopSubmit))
}

// menu holds what is needed seldom, and on narrow screens what the bar has no
// room for.
func (t *TopBar) menu() app.UI {
	return El("div").ID(menuID).Class("panel", "menu").Attr("popover", "auto").Body(
		app.If(t.View != nil, t.menuDocument),
		&LanguageSwitch{Lang: t.Lang},
		&ThemeSwitch{Lang: t.Lang, Theme: t.Theme},
		El("ul").Class("menu-links").Body(
			app.If(t.View != nil, func() app.UI {
				return El("li").Body(Button().Class("menu-item").
					Attr("popovertarget", menuID).Attr("popovertargetaction", "hide").
					OnClick(telling(ToggleHelp{Open: true})).
					Body(El("span").Text(t.Lang.T(locale.Help)), keycap("?")))
			}),
			El("li").Body(El("a").Class("menu-item").Attr("href", "/settings").Text(t.Lang.T(locale.Settings))),
			app.If(t.User != "", func() app.UI {
				return El("li").Body(Button().Class("menu-item").
					OnClick(telling(SignOut{})).
					Body(
						El("span").Text(t.Lang.T(locale.SignOut)),
						El("span").Class("menu-who").Text(t.User),
					))
			}),
		),
	)
}

func (t *TopBar) menuDocument() app.UI {
	return El("div").Class("menu-document").Body(
		El("div").Class("button-pair").Body(
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
