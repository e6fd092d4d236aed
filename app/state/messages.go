package state

import (
	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// Msg is something that happened: a person's act, or an answer from outside.
type Msg interface{ msg() }

type (
	// Loaded brings the document, and what this device kept of unsent edits.
	Loaded struct {
		Document *wire.Document
		Queue    []ops.Op
	}
	// Selection is the stretch marked in the text; empty when nothing is. Exact
	// keeps the characters as they are instead of snapping to words.
	Selection struct {
		Start, End text.Rune
		Exact      bool
	}
	// Select makes a span the selected one; "" none. Reveal scrolls to it.
	Select struct {
		ID     string
		Reveal bool
	}
	// Step selects the next (1) or previous (-1) span in reading order.
	Step struct{ By int }
	// Tag labels the marked stretch, or relabels the selected span when nothing
	// is marked. Speaker and cue link themselves to the last quote touched.
	// Exact keeps the characters that were marked instead of whole words.
	Tag struct {
		Label string
		Exact bool
	}
	// Remove deletes the selected span with its place in links.
	Remove struct{}
	// MoveEdge moves an edge of the selected span to a position.
	MoveEdge struct {
		ID string
		// Last is false for the start and true for the end.
		Last  bool
		To    text.Rune
		Exact bool
		// Fragment is which fragment's edge is meant, from 1; 0 means the edges of
		// the whole span.
		Fragment int
	}
	// NudgeEdge moves an edge of the selected span by a word (or a character).
	NudgeEdge struct {
		Last      bool
		By        int
		Character bool
	}
	// SetAttribute sets (or with nil removes) an attribute of a span or link.
	SetAttribute struct {
		ID, Attribute string
		Value         *annotations.Value
	}
	// SetNote replaces the note of a span.
	SetNote struct{ ID, Note string }
	// LinkTo puts the selected span into the attribution of a quote: the last
	// one touched when Quote is empty.
	LinkTo struct{ Quote string }
	// Unlink takes a span out of a link; the link goes when nothing holds it.
	Unlink struct{ Link, Role, Span string }
	// Undo and Redo step through this session's acts without limit.
	Undo struct{}
	// Redo does again what was undone.
	Redo struct{}
	// Fold opens or closes the furniture that starts at a block.
	Fold struct{ Block int }
	// Answered is the server's answer to the batch in flight.
	Answered struct{ Answer *wire.Answer }
	// SendFailed says that the batch in flight got no answer; Refused carries
	// the problem when the server answered with one.
	SendFailed struct{ Refused *wire.Problem }
	// Adopted brings an edit of a closed tab that was refused or is in conflict.
	Adopted struct {
		Op      ops.Op
		Outcome ops.Outcome
	}
	// Dismiss forgets the edits that needed the person; they were saved as a file
	// or are not wanted.
	Dismiss struct{}
	// Retry asks to send what waits.
	Retry struct{}
	// Kept says that the device's storage holds the first N waiting edits.
	Kept struct{ N int }
	// Head says that the server's log is at a sequence number.
	Head struct{ Head int64 }
	// Pulled brings entries of the server's log.
	Pulled struct{ Log *wire.Log }
	// SetState submits or reopens the person's set.
	SetState struct{ State annotations.State }
	// StateSet is the server's answer to SetState.
	StateSet struct {
		State   annotations.State
		Problem *wire.Problem
	}
	// Language changes the language of names in views.
	Language struct{ Tag string }
)

func (Loaded) msg()       {}
func (Selection) msg()    {}
func (Select) msg()       {}
func (Step) msg()         {}
func (Tag) msg()          {}
func (Remove) msg()       {}
func (MoveEdge) msg()     {}
func (NudgeEdge) msg()    {}
func (SetAttribute) msg() {}
func (SetNote) msg()      {}
func (LinkTo) msg()       {}
func (Unlink) msg()       {}
func (Undo) msg()         {}
func (Redo) msg()         {}
func (Fold) msg()         {}
func (Answered) msg()     {}
func (SendFailed) msg()   {}
func (Retry) msg()        {}
func (Dismiss) msg()      {}
func (Adopted) msg()      {}
func (Kept) msg()         {}
func (Head) msg()         {}
func (Pulled) msg()       {}
func (SetState) msg()     {}
func (StateSet) msg()     {}
func (Language) msg()     {}

// Effects say what a message asks of the page.
type Effects struct {
	// Blocks are the blocks to draw again, in order; Redraw means all of them.
	Blocks []int
	Redraw bool
	// Rows are the spans whose rows in the list changed or went.
	Rows []string
	// Mark is a stretch to mark in the text instead of what is marked now.
	Mark *Selection
	// Caret is where to put the caret of the keyboard, and what it marks.
	Caret *Caret
	// Reveal is the id of a span to scroll into view.
	Reveal string
	// Selected is true when the selected span changed.
	Selected bool
	// Gap is a thing that is missing, to lead the person to where it is put in.
	Gap *annotations.Gap
	// Keep asks to write the queue to the device's storage.
	Keep bool
	// Send is a frozen batch for the server.
	Send *wire.Batch
	// Reload asks to load the document again: the server's history is another one.
	Reload bool
	// Notice is a passing sentence for the person.
	Notice *NoticeView
	// Pull asks for the server's log after a sequence number (see Model.Head).
	Pull bool
	// History asks the server for a page of the document's history.
	History *wire.HistoryQuery
	// SetState asks the server for another state of the set; Anyway although it
	// does not keep soft rules.
	SetState annotations.State
	Anyway   bool
}
