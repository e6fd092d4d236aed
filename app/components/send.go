package components

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
	"galley/app/state"
)

// Action names the action that carries a state.Msg to the annotating page.
const Action = "galley-msg"

// PageAction names the action that carries a PageEvent to the page.
const PageAction = "galley-page"

// Send gives a message to the annotating page.
func Send(ctx app.Context, m state.Msg) { ctx.NewActionWithValue(Action, m) }

// Tell gives an event to the page.
func Tell(ctx app.Context, e PageEvent) { ctx.NewActionWithValue(PageAction, e) }

// PageEvent is something a person asked of the page rather than of the model.
type PageEvent interface{ pageEvent() }

type (
	// SaveCopy asks for the edits that wait on this device as a file.
	SaveCopy struct{}
	// ToggleHelp opens or closes the overlay of keys.
	ToggleHelp struct{ Open bool }
	// ToggleSheet opens or closes the margin, which is a sheet on narrow screens.
	ToggleSheet struct{ Open bool }
	// ClosePopover dismisses the label popover.
	ClosePopover struct{}
	// SetLanguage changes the app's language.
	SetLanguage struct{ Lang locale.Lang }
	// SetTheme changes the theme: "light", "dark", or "" for the system's.
	SetTheme struct{ Theme string }
	// SetKeys changes the keys of this device.
	SetKeys struct{ Keys state.KeyMap }
	// SignOut ends the session.
	SignOut struct{}
	// ToggleGuide opens or closes the guidelines.
	ToggleGuide struct{ Open bool }
	// Do asks the page for what an act's key does.
	Do struct{ Act state.Act }
	// TogglePalette opens or closes the palette of commands.
	TogglePalette struct{ Open bool }
	// AskPalette asks for more that fits what was typed in the palette.
	AskPalette struct{ Query string }
	// PickEntry closes the palette and does what an entry of it stands for.
	PickEntry struct{ ID string }
	// LoadAgain asks the page to try once more what did not work.
	LoadAgain struct{}
)

func (SaveCopy) pageEvent()      {}
func (ToggleHelp) pageEvent()    {}
func (ToggleSheet) pageEvent()   {}
func (ClosePopover) pageEvent()  {}
func (SetLanguage) pageEvent()   {}
func (SetTheme) pageEvent()      {}
func (SetKeys) pageEvent()       {}
func (SignOut) pageEvent()       {}
func (LoadAgain) pageEvent()     {}
func (ToggleGuide) pageEvent()   {}
func (TogglePalette) pageEvent() {}
func (AskPalette) pageEvent()    {}
func (PickEntry) pageEvent()     {}
func (Do) pageEvent()            {}

// sending is a handler that sends messages, with the scope that lets go-app see
// when they change: it compares handlers by code, not by what they hold.
func sending(msgs ...state.Msg) (app.EventHandler, app.EventOption) {
	scope := ""
	for _, m := range msgs {
		scope += scopeOf(m) + ";"
	}
	return func(ctx app.Context, _ app.Event) {
		for _, m := range msgs {
			Send(ctx, m)
		}
	}, app.EventScope(scope)
}

// telling is a handler that tells the page an event.
func telling(e PageEvent) (app.EventHandler, app.EventOption) {
	return func(ctx app.Context, _ app.Event) { Tell(ctx, e) }, app.EventScope(fmt.Sprintf("%T%+v", e, e))
}

func scopeOf(m state.Msg) string {
	if s, ok := m.(state.SetAttribute); ok {
		value := "-"
		if s.Value != nil {
			value = "=" + s.Value.Text()
		}
		return s.ID + "/" + s.Attribute + value
	}
	return fmt.Sprintf("%T%+v", m, m)
}

// keepSelection keeps the browser from dropping the marked text and moving the
// focus when a button is pressed with the mouse.
func keepSelection(_ app.Context, e app.Event) { e.PreventDefault() }
