package state

import (
	"galley/annotations"
	"galley/annotations/text"
)

// BlockView is one block as the painter draws it. Its runs cover [Start, End).
type BlockView struct {
	Index int              `json:"i"`
	Role  annotations.Role `json:"role"`
	Start text.Rune        `json:"start"`
	End   text.Rune        `json:"end"`
	Runs  []RunView        `json:"runs"`
	// Fold is the index of the first block of the furniture that this block is
	// folded with, -1 for the article itself.
	Fold int `json:"fold"`
}

// RunView is a stretch of a block over which the same marks lie.
type RunView struct {
	// Start is the run's first code point; Text is its text.
	Start text.Rune  `json:"at"`
	Text  string     `json:"text"`
	Marks []MarkView `json:"marks,omitempty"` // outer first
}

// MarkView is one span on one run.
type MarkView struct {
	Span   string             `json:"id"`
	Label  string             `json:"label"`
	Name   string             `json:"name"`
	Family annotations.Family `json:"family"`
	Letter string             `json:"letter"`
	// Hue is the label's colour angle in OKLCH.
	Hue int `json:"hue"`
	// Variant tells kinds of one label apart by pattern: a quote's type, a
	// claim's check-worthiness; may be empty.
	Variant string `json:"variant,omitempty"`
	// Lane is the underline's lane, 0 nearest to the words; it stays while
	// editing. Depth counts the quotes around a quote, 0 for the outermost.
	Lane  int `json:"lane"`
	Depth int `json:"depth"`
	// Number is the number that a quote shares with its cue and speaker; 0
	// for a span without attribution.
	Number int `json:"number,omitempty"`
	// More are the numbers of a span that takes part in several attributions.
	More []int `json:"more,omitempty"`
	// Fragment is the fragment's number, from 1, in a span of several; else 0.
	Fragment int `json:"fragment,omitempty"`
	// Opens and Closes: the fragment starts, or ends, with this run. First and
	// Last: the whole span does.
	Opens  bool `json:"opens,omitempty"`
	Closes bool `json:"closes,omitempty"`
	First  bool `json:"first,omitempty"`
	Last   bool `json:"last,omitempty"`
}

// RowView is one span in the list of annotations.
type RowView struct {
	ID        string             `json:"id"`
	Label     string             `json:"label"`
	Name      string             `json:"name"`
	Family    annotations.Family `json:"family"`
	Letter    string             `json:"letter"`
	Hue       int                `json:"hue"`
	Quotation string             `json:"quote"`
	Number    int                `json:"number,omitempty"`
	// Detail is a short second line: type, speaker, note sign; may be empty.
	Detail string    `json:"detail,omitempty"`
	Start  text.Rune `json:"start"`
	// Before is the id of the row that this one stands before; "" for the last.
	Before string `json:"before"`
}

// LabelView is one button of the label bar.
type LabelView struct {
	ID     string
	Name   string
	Key    string
	Family annotations.Family
	Letter string
	Hue    int
	Hint   string // the guideline's text
	// Active: the selected span has this label.
	Active bool
}

// InspectorView is the selected span with everything that can be edited.
// ID is empty when nothing is selected.
type InspectorView struct {
	ID        string
	Label     string
	Name      string
	Family    annotations.Family
	Letter    string
	Hue       int
	Quotation string
	Start     text.Rune
	End       text.Rune
	Fragments int
	// Parts are the fragments, when there are several.
	Parts  []PartView
	Fields []FieldView
	Note   string
	Links  []LinkView
	// Numbers are the attributions of a speaker or cue that serves several quotes.
	Numbers   []NumberView
	Guideline string
	// Missing are the roles of links that the schema asks for and nobody fills.
	Missing []MissingView
	// Spans with the same ground, for stepping through them.
	Index, Count int
}

// NumberView is an attribution's number with its quote.
type NumberView struct {
	Number           int
	Quote, Quotation string
}

// MissingView is a role that somebody should fill.
type MissingView struct {
	// Role is the role's name, Label a label whose spans can play it.
	Role, Label string
	// Pick: one of the article's speakers may be chosen for it.
	Pick bool
}

// FieldView is one attribute of a span or link.
type FieldView struct {
	ID       string
	Name     string
	Type     annotations.AttributeType
	Multi    bool
	Required bool
	Choices  []ChoiceView
	// Values are the present values, at most one unless Multi; a set boolean is "true" or "false".
	Values []string
}

// ChoiceView is one value of an enumeration.
type ChoiceView struct {
	ID, Name string
	Chosen   bool
	// Retired values are shown where they are set, and not offered again.
	Retired bool
}

// LinkView is one link that the selected span takes part in.
type LinkView struct {
	ID     string
	Name   string
	Number int
	// Role is the selected span's own role.
	Role    string
	Members []MemberView
	Fields  []FieldView
}

// MemberView is a span in a role of a link.
type MemberView struct {
	ID, Role, RoleName, Quotation, Letter string
	Hue                                   int
	// Self is the selected span.
	Self bool
}

// SaveState is what the badge says; it never says Saved before the server has
// everything on disk.
type SaveState string

// The save states.
const (
	Saved     SaveState = "saved"
	Saving    SaveState = "saving"
	Offline   SaveState = "offline"
	Attention SaveState = "attention"
)

// SaveView is the save badge.
type SaveView struct {
	State SaveState
	// Waiting counts edits that are kept on this device only.
	Waiting int
	// Kept is true once the waiting edits are in the device's storage.
	Kept bool
	// Attention counts edits that need the person: refused or in conflict.
	Attention int
}

// TopView is the bar above the article.
type TopView struct {
	Title, Project, Owner string
	Previous, Next        string
	State                 annotations.State
	Spans                 int
	CanUndo, CanRedo      bool
	Save                  SaveView
}

// NoticeView is a passing sentence for the person: what happened, what was
// kept, what to do. Key is a constant of package locale, Args fill its blanks.
type NoticeView struct {
	Key   string
	Args  []string
	Error bool
	// Serial tells one notice from the next with the same words.
	Serial int
}
