package state

import (
	"strings"

	"galley/annotations"
)

// Key is a key press as the browser reports it.
type Key struct {
	// Key is the letter or name the layout gives ("z", "Delete"); Code the place
	// on the keyboard ("KeyY", "Digit1"). Letters go by Key, so that z is z on
	// QWERTZ; digits go by Code, so that Shift+1 is a 1.
	Key, Code              string
	Ctrl, Alt, Shift, Meta bool
	// Article: the focus is in the article or in the list of annotations.
	Article bool
}

// Act is what a key asks of the page itself, beyond the model.
type Act string

// The page's acts.
const (
	ActHelp     Act = "help"
	ActSubmit   Act = "submit"
	ActNextDoc  Act = "next_document"
	ActPrevDoc  Act = "previous_document"
	ActSaved    Act = "saved"
	ActNote     Act = "note"
	ActFields   Act = "fields"
	ActUnfold   Act = "unfold"
	ActList     Act = "list"
	ActDeselect Act = "deselect"
	ActGuide    Act = "guide"
	ActOpen     Act = "open"
	ActHistory  Act = "history"
	ActPast     Act = "past"
	ActFind     Act = "find"
	ActCopyLink Act = "copy_link"
	ActPalette  Act = "palette"
)

// Binding is one row of the key table, which drives dispatch and the help sheet.
type Binding struct {
	// Keys as a person reads them, such as "Ctrl+Z"; several mean the same.
	Keys []string
	// What names the act: a key of package locale, "key." in front.
	What string
	// Msg or Act is what happens.
	Msg Msg
	Act Act
}

// bindings is the table of all keys but the labels' own.
var bindings = []Binding{
	{Keys: []string{"Delete", "Backspace"}, What: "remove", Msg: Remove{}},
	{Keys: []string{"l"}, What: "link", Msg: LinkTo{}},
	{Keys: []string{"m"}, What: "note", Act: ActNote},
	{Keys: []string{"i"}, What: "fields", Act: ActFields},
	{Keys: []string{"j"}, What: "next_span", Msg: Step{By: 1}},
	{Keys: []string{"k"}, What: "previous_span", Msg: Step{By: -1}},
	{Keys: []string{"ArrowRight"}, What: "caret_word_right", Msg: Walk{Unit: ByWord, By: 1}},
	{Keys: []string{"ArrowLeft"}, What: "caret_word_left", Msg: Walk{Unit: ByWord, By: -1}},
	{Keys: []string{"ArrowDown"}, What: "caret_line_down", Msg: Walk{Unit: ByLine, By: 1}},
	{Keys: []string{"ArrowUp"}, What: "caret_line_up", Msg: Walk{Unit: ByLine, By: -1}},
	{Keys: []string{"Ctrl+ArrowDown"}, What: "caret_sentence_down", Msg: Walk{Unit: BySentence, By: 1}},
	{Keys: []string{"Ctrl+ArrowUp"}, What: "caret_sentence_up", Msg: Walk{Unit: BySentence, By: -1}},
	{Keys: []string{"Alt+ArrowDown"}, What: "caret_block_down", Msg: Walk{Unit: ByBlock, By: 1}},
	{Keys: []string{"Alt+ArrowUp"}, What: "caret_block_up", Msg: Walk{Unit: ByBlock, By: -1}},
	{Keys: []string{"Home"}, What: "caret_home", Msg: Walk{Unit: ByLineEdge, By: -1}},
	{Keys: []string{"End"}, What: "caret_end", Msg: Walk{Unit: ByLineEdge, By: 1}},
	{Keys: []string{"Ctrl+Home"}, What: "caret_first", Msg: Walk{Unit: ByText, By: -1}},
	{Keys: []string{"Ctrl+End"}, What: "caret_last", Msg: Walk{Unit: ByText, By: 1}},
	{Keys: []string{"Shift+ArrowRight"}, What: "mark_word_right", Msg: Walk{Unit: ByWord, By: 1, Extend: true}},
	{Keys: []string{"Shift+ArrowLeft"}, What: "mark_word_left", Msg: Walk{Unit: ByWord, By: -1, Extend: true}},
	{Keys: []string{"Ctrl+Shift+ArrowRight"}, What: "mark_character_right", Msg: Walk{Unit: ByCharacter, By: 1, Extend: true}},
	{Keys: []string{"Ctrl+Shift+ArrowLeft"}, What: "mark_character_left", Msg: Walk{Unit: ByCharacter, By: -1, Extend: true}},
	{Keys: []string{"Shift+ArrowDown"}, What: "mark_line_down", Msg: Walk{Unit: ByLine, By: 1, Extend: true}},
	{Keys: []string{"Shift+ArrowUp"}, What: "mark_line_up", Msg: Walk{Unit: ByLine, By: -1, Extend: true}},
	{Keys: []string{"Ctrl+Shift+ArrowDown"}, What: "mark_sentence_down", Msg: Walk{Unit: BySentence, By: 1, Extend: true}},
	{Keys: []string{"Ctrl+Shift+ArrowUp"}, What: "mark_sentence_up", Msg: Walk{Unit: BySentence, By: -1, Extend: true}},
	{Keys: []string{"Shift+PageDown"}, What: "mark_block_down", Msg: Walk{Unit: ByBlock, By: 1, Extend: true}},
	{Keys: []string{"Shift+PageUp"}, What: "mark_block_up", Msg: Walk{Unit: ByBlock, By: -1, Extend: true}},
	{Keys: []string{"Shift+Home"}, What: "mark_home", Msg: Walk{Unit: ByLineEdge, By: -1, Extend: true}},
	{Keys: []string{"Shift+End"}, What: "mark_end", Msg: Walk{Unit: ByLineEdge, By: 1, Extend: true}},
	{Keys: []string{"Ctrl+Shift+Home"}, What: "mark_first", Msg: Walk{Unit: ByText, By: -1, Extend: true}},
	{Keys: []string{"Ctrl+Shift+End"}, What: "mark_last", Msg: Walk{Unit: ByText, By: 1, Extend: true}},
	{Keys: []string{"Tab"}, What: "caret_next_span", Msg: Walk{Unit: BySpan, By: 1}},
	{Keys: []string{"Shift+Tab"}, What: "caret_previous_span", Msg: Walk{Unit: BySpan, By: -1}},
	{Keys: []string{"Enter"}, What: "open_span", Act: ActOpen},
	{Keys: []string{"q"}, What: "this_quotation", Msg: ThisQuotation{}},
	{Keys: []string{"w"}, What: "next_quotation", Msg: NextQuotation{By: 1}},
	{Keys: []string{"Shift+w"}, What: "previous_quotation", Msg: NextQuotation{By: -1}},
	{Keys: []string{"t"}, What: "next_choice", Msg: NextChoice{By: 1}},
	{Keys: []string{"Shift+t"}, What: "previous_choice", Msg: NextChoice{By: -1}},
	{Keys: []string{"x"}, What: "add_fragment", Msg: AddFragment{}},
	{Keys: []string{"Shift+x"}, What: "remove_fragment", Msg: RemoveFragment{}},
	{Keys: []string{"Alt+Shift+ArrowRight"}, What: "end_right", Msg: NudgeEdge{Last: true, By: 1}},
	{Keys: []string{"Alt+Shift+ArrowLeft"}, What: "end_left", Msg: NudgeEdge{Last: true, By: -1}},
	{Keys: []string{"Alt+Shift+ArrowUp"}, What: "start_left", Msg: NudgeEdge{By: -1}},
	{Keys: []string{"Alt+Shift+ArrowDown"}, What: "start_right", Msg: NudgeEdge{By: 1}},
	{Keys: []string{"Ctrl+Alt+Shift+ArrowRight"}, What: "end_right_char", Msg: NudgeEdge{Last: true, By: 1, Character: true}},
	{Keys: []string{"Ctrl+Alt+Shift+ArrowLeft"}, What: "end_left_char", Msg: NudgeEdge{Last: true, By: -1, Character: true}},
	{Keys: []string{"Ctrl+Alt+Shift+ArrowUp"}, What: "start_left_char", Msg: NudgeEdge{By: -1, Character: true}},
	{Keys: []string{"Ctrl+Alt+Shift+ArrowDown"}, What: "start_right_char", Msg: NudgeEdge{By: 1, Character: true}},
	{Keys: []string{"Ctrl+z"}, What: "undo", Msg: Undo{}},
	{Keys: []string{"Ctrl+Shift+z", "Ctrl+y"}, What: "redo", Msg: Redo{}},
	{Keys: []string{"Ctrl+Enter"}, What: "submit", Act: ActSubmit},
	{Keys: []string{"e"}, What: "next_gap", Msg: NextGap{By: 1}},
	{Keys: []string{"Shift+e"}, What: "previous_gap", Msg: NextGap{By: -1}},
	{Keys: []string{"Ctrl+ArrowRight"}, What: "next_document", Act: ActNextDoc},
	{Keys: []string{"Ctrl+ArrowLeft"}, What: "previous_document", Act: ActPrevDoc},
	{Keys: []string{"o"}, What: "tag_all", Msg: AskAll{}},
	{Keys: []string{"Shift+o"}, What: "untag_all", Msg: AskAll{Untag: true}},
	{Keys: []string{"p"}, What: "speaker", Msg: AskSpeaker{}},
	{Keys: []string{"u"}, What: "role", Msg: EditBlocks{Do: AskRole}},
	{Keys: []string{"-"}, What: "split_block", Msg: EditBlocks{Do: SplitHere}},
	{Keys: []string{","}, What: "merge_block", Msg: EditBlocks{Do: MergeUp}},
	{Keys: []string{"f"}, What: "unfold", Act: ActUnfold},
	{Keys: []string{"g"}, What: "list", Act: ActList},
	{Keys: []string{"h"}, What: "guide", Act: ActGuide},
	{Keys: []string{"v"}, What: "history", Act: ActHistory},
	{Keys: []string{"Shift+v"}, What: "past", Act: ActPast},
	{Keys: []string{"d"}, What: "find", Act: ActFind},
	{Keys: []string{"y"}, What: "copy_link", Act: ActCopyLink},
	{Keys: []string{"Escape"}, What: "deselect", Act: ActDeselect},
	{Keys: []string{"Ctrl+s"}, What: "saved", Act: ActSaved},
	{Keys: []string{".", "F2"}, What: "palette", Act: ActPalette},
	{Keys: []string{"?"}, What: "help", Act: ActHelp},
}

// Bindings is the newsroom's key table for a schema: its labels first, then the rest.
func Bindings(schema *annotations.Schema) []Binding { return KeyMap{}.Bindings(schema) }

// Lookup finds what a key does in the newsroom's table.
func Lookup(schema *annotations.Schema, k Key) (Binding, bool) { return KeyMap{}.Lookup(schema, k) }

// Name is the press as the table writes it, such as "Ctrl+z".
func (k Key) Name() string {
	name, _ := k.name()
	return name
}

// name is the press as the table writes it, and the key without modifiers.
// Command counts as Ctrl, as macOS has it.
func (k Key) name() (name, plain string) {
	plain = k.Key
	if d, ok := strings.CutPrefix(k.Code, "Digit"); ok {
		plain = d
	} else if d, ok := strings.CutPrefix(k.Code, "Numpad"); ok && len(d) == 1 {
		plain = d
	}
	if len([]rune(plain)) == 1 {
		plain = strings.ToLower(plain)
	}
	name = plain
	if plain == "?" { // typed with Shift on some layouts, without on others
		return name, plain
	}
	if k.Shift {
		name = "Shift+" + name
	}
	if k.Alt {
		name = "Alt+" + name
	}
	if k.Ctrl || k.Meta {
		name = "Ctrl+" + name
	}
	return name, plain
}
