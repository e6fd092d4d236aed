package components

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
	"galley/app/state"
)

// noticeStays is how long a notice that is no error stays.
const noticeStays = 5 * time.Second

// Notice is a passing sentence at the lower edge, read out by a screen reader
// when it comes. An error stays until it is closed or another notice comes.
type Notice struct {
	app.Compo

	// Lang is the language of the sentence.
	Lang locale.Lang
	// View is what to say; nil for nothing.
	View *state.NoticeView

	closed int // serial of the notice that was closed or went by itself
}

// OnMount starts the clock of the first notice.
func (n *Notice) OnMount(ctx app.Context) { n.OnUpdate(ctx) }

// OnUpdate starts the clock of a new notice.
func (n *Notice) OnUpdate(ctx app.Context) {
	if n.View == nil || n.View.Error {
		return
	}
	serial := n.View.Serial
	ctx.After(noticeStays, func(app.Context) {
		if n.View != nil && n.View.Serial == serial {
			n.closed = serial
		}
	})
}

// Render draws the sentence in a region that is always there, because a screen
// reader does not read a region that comes with its text.
func (n *Notice) Render() app.UI {
	show := n.View != nil && n.View.Key != "" && n.View.Serial != n.closed
	region := El("div.notice-region", At{"aria-live", "polite"})
	if n.View != nil && n.View.Error {
		region = El("div.notice-region", At{"aria-live", "assertive"})
	}
	return region.Body(app.If(show, n.sentence))
}

func (n *Notice) sentence() app.UI {
	class := "notice"
	if n.View.Error {
		class += " error"
	}
	closeIt := n.Lang.T(locale.Close)
	return El("div", At{"class", class},
		app.If(n.View.Error, func() app.UI { return Icon("attention") }),
		Txt("p", n.Lang.Notice(n.View.Key, n.View.Args)),
		El("button.icon-button.small", At{"type", "button", "aria-label", closeIt, "title", closeIt}, Icon("close")).
			OnClick(n.onClose),
	)
}

func (n *Notice) onClose(_ app.Context, _ app.Event) { n.closed = n.View.Serial }
