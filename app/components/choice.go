package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/browser"
	"galley/app/locale"
	"galley/app/state"
)

const choiceID = "choice"

// Choice lets one of several things be chosen by a key: one of the article's
// speakers, or the role of the block at the caret.
type Choice struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Speakers is the register; its choice is shown while it is Open.
	Speakers *state.SpeakersView
	// Role is the block that gets a role, nil for none.
	Role *state.RoleView

	open bool
}

// OnUpdate shows or hides the choice.
func (c *Choice) OnUpdate(ctx app.Context) {
	open := c.Role != nil || c.Speakers != nil && c.Speakers.Open
	if open == c.open {
		return
	}
	c.open = open
	Follow(ctx, choiceID, open)
	if open {
		ctx.Defer(func(app.Context) { browser.Focus("#" + choiceID + " .choice") })
	}
}

// Render draws the choice.
func (c *Choice) Render() app.UI {
	l := c.Lang
	title, passage, hint := locale.SpeakersWho, "", locale.SpeakersHint
	var items []app.UI
	switch v := c.Speakers; {
	case c.Role != nil:
		title, passage, hint = locale.RoleWhich, c.Role.Words, locale.RoleHint
		for i, r := range annotations.Roles {
			items = append(items, c.item(state.RoleKey(i), l.Role(r), "", r == c.Role.Now, state.EditBlocks{Do: state.PickRole, Role: r}))
		}
	case v == nil || !v.Open:
		return Dialog(l, choiceID, l.T(title), c.onClose)
	default:
		if passage = v.Quote; v.Mention != "" {
			title, passage = locale.SpeakersWhom, v.Mention
		}
		for _, s := range v.Speakers {
			items = append(items, c.item(s.Key, s.Name, l.T(locale.SpeakersQuotes, s.Quotes), s.Current, state.PickSpeaker{ID: s.ID}))
		}
	}
	return Dialog(l, choiceID, l.T(title), c.onClose,
		Txt("blockquote.inspector-quote.bulk-passage", passage),
		Txt("p.hint", l.T(hint)),
		Box("ul.choices", items...),
	)
}

func (c *Choice) onClose(ctx app.Context, _ app.Event) { Send(ctx, state.CloseSpeaker{}) }

func (c *Choice) item(key, name, more string, current bool, msg state.Msg) app.UI {
	parts := make([]app.UI, 0, 3)
	if key != "" {
		parts = append(parts, keycap(capOf(c.Lang, key)))
	}
	parts = append(parts, Txt("span.speaker-name", name), Txt("span.speaker-quotes", more))
	return Box("li", El("button.choice", At{"type", "button", "aria-current", Yes(current), "aria-keyshortcuts", key}, parts...).
		OnClick(sending(msg)))
}
