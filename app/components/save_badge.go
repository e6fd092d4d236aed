package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
	"galley/app/state"
)

// saveID is the id of the panel with the badge's details.
const saveID = "save-details"

// SaveBadge says whether the work is safe, always in a word and a sign. Its
// details say what waits and let one keep it as a file.
type SaveBadge struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// View is what the badge says.
	View state.SaveView
}

// Render draws the badge and its panel.
func (b *SaveBadge) Render() app.UI {
	return El("div.save", At{"class", "save-" + string(b.View.State)},
		El("button.save-open", At{"type", "button", "popovertarget", saveID, "aria-label", b.Lang.T(locale.SaveDetails)},
			Icon(saveIcons[b.View.State]),
		),
		Txt("span.save-text", b.Words(), "role", "status", "data-save", string(b.View.State)),
		El("span.save-short", At{"aria-hidden", "true"}, app.Text(b.short())),
		b.details(),
	)
}

// short is what stands in for the words where there is no room for them.
func (b *SaveBadge) short() string {
	if b.View.State == state.Offline && b.View.Waiting > 0 {
		return b.Lang.Number(b.View.Waiting)
	}
	return ""
}

var saveIcons = map[state.SaveState]string{
	state.Saved: "check", state.Saving: "up", state.Offline: "offline", state.Attention: "attention",
}

// Words say how safe the work is.
func (b *SaveBadge) Words() string {
	switch v := b.View; {
	case v.State == state.Attention && v.Attention == 0:
		return b.Lang.T(locale.SaveSignIn)
	case v.State == state.Attention:
		return b.Lang.T(locale.SaveAttention, v.Attention)
	case v.State == state.Offline && v.Waiting > 0:
		return b.Lang.T(locale.SaveOfflineWaiting, v.Waiting)
	case v.State == state.Offline:
		return b.Lang.T(locale.SaveOffline)
	case v.State == state.Saving:
		return b.Lang.T(locale.SaveSaving)
	}
	return b.Lang.T(locale.SaveSaved)
}

func (b *SaveBadge) details() app.UI {
	return El("div.panel.save-panel", At{"id", saveID, "popover", "auto"},
		app.Range(b.sentences()).Slice(func(i int) app.UI { return Txt("p", b.sentences()[i]) }),
		app.If(b.View.Waiting > 0 || b.View.Attention > 0, func() app.UI {
			return Box("div.actions",
				El("button.button", At{"type", "button"}, Icon("download"), Txt("span", b.Lang.T(locale.SaveCopy))).
					OnClick(telling(SaveCopy{})),
				app.If(b.View.State == state.Offline, func() app.UI {
					return Txt("button.button", b.Lang.T(locale.SaveRetry), "type", "button").
						OnClick(sending(state.Retry{}))
				}),
			)
		}),
	)
}

func (b *SaveBadge) sentences() []string {
	v, l := b.View, b.Lang
	var s []string
	switch v.State {
	case state.Attention:
		if v.Attention == 0 {
			s = append(s, l.T(locale.SaveSignInText))
			break
		}
		s = append(s, l.T(locale.SaveAttentionText, v.Attention))
	case state.Offline:
		s = append(s, l.T(locale.SaveOfflineText))
	case state.Saving:
		s = append(s, l.T(locale.SaveSavingText, max(v.Waiting, 1)))
	default:
		return []string{l.T(locale.SaveSavedText)}
	}
	if v.Waiting > 0 && v.State != state.Saving {
		if v.Kept {
			s = append(s, l.T(locale.SaveKept))
		} else {
			s = append(s, l.T(locale.SaveNotKept))
		}
	}
	return s
}
