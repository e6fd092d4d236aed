package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/browser"
	"galley/app/locale"
	"galley/app/state"
)

const rolesID = "roles"

// RoleChoice lets the block at the caret be given another role by a key.
type RoleChoice struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// View is the block; the choice is shown while there is one.
	View *state.RoleView

	open bool
}

// OnUpdate shows or hides the choice.
func (r *RoleChoice) OnUpdate(ctx app.Context) {
	open := r.View != nil
	if open == r.open {
		return
	}
	r.open = open
	Follow(ctx, rolesID, open)
	if open {
		ctx.Defer(func(app.Context) { browser.Focus("#" + rolesID + " [aria-current=true]") })
	}
}

// Render draws the choice.
func (r *RoleChoice) Render() app.UI {
	l := r.Lang
	if r.View == nil {
		return Dialog(l, rolesID, l.T(locale.RoleWhich), r.onClose)
	}
	return Dialog(l, rolesID, l.T(locale.RoleWhich), r.onClose,
		Txt("blockquote.inspector-quote.bulk-passage", r.View.Words),
		Txt("p.hint", l.T(locale.RoleHint)),
		Box("ul.choices.roles", app.Range(annotations.Roles).Slice(r.choice)),
	)
}

func (r *RoleChoice) onClose(ctx app.Context, _ app.Event) { Send(ctx, state.CloseRole{}) }

func (r *RoleChoice) choice(i int) app.UI {
	role, key := annotations.Roles[i], state.RoleKey(i)
	return Box("li", El("button.choice", At{"type", "button", "aria-current", Yes(role == r.View.Now), "aria-keyshortcuts", key, "data-role", string(role)},
		keycap(capOf(r.Lang, key)),
		Txt("span.speaker-name", r.Lang.Role(role)),
	).
		OnClick(sending(state.PickRole{Role: role})))
}
