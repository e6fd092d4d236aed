package components

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
	"galley/app/state"
)

// notePause is how long the keys must rest before a note is sent.
const notePause = 700 * time.Millisecond

// NoteField is where a note about a span is written. It sends the note when the
// keys rest, when the field is left and when it goes away, so that no text is
// lost; while somebody types, a note that comes from elsewhere does not replace
// hers.
type NoteField struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Span is the span's id.
	Span string
	// Note is the note as the model has it.
	Note string

	ctx    app.Context
	text   string
	dirty  bool // text holds something that was not sent
	pauses int  // counts the keystrokes, to tell the last one
}

// CompoID ties what is being typed to one span.
func (n *NoteField) CompoID() string { return "note-" + n.Span }

// OnMount keeps the context for the moment when the field goes away.
func (n *NoteField) OnMount(ctx app.Context) { n.ctx = ctx }

// OnDismount sends what was typed last.
func (n *NoteField) OnDismount() {
	if n.dirty {
		n.send(n.ctx)
	}
}

// Render draws the field.
func (n *NoteField) Render() app.UI {
	id := "note-" + n.Span
	value := n.Note
	if n.dirty {
		value = n.text
	}
	return Box("div.field.note",
		Txt("label.field-name", n.Lang.T(locale.InspectorNote), "for", id),
		El("textarea.input", At{"id", id, "data-note", n.Span, "rows", "2", "placeholder", n.Lang.T(locale.InspectorNotePlaceholder), "value", value}).
			OnInput(n.onInput).
			OnBlur(n.onBlur),
	)
}

func (n *NoteField) onInput(ctx app.Context, _ app.Event) {
	n.text, n.dirty = ctx.JSSrc().Get("value").String(), true
	n.pauses++
	pause := n.pauses
	ctx.After(notePause, func(ctx app.Context) {
		if n.dirty && pause == n.pauses {
			n.send(ctx)
		}
	})
}

func (n *NoteField) onBlur(ctx app.Context, _ app.Event) {
	if n.dirty {
		n.send(ctx)
	}
}

func (n *NoteField) send(ctx app.Context) {
	n.dirty = false
	n.Note = n.text
	Send(ctx, state.SetNote{ID: n.Span, Note: n.text})
}
