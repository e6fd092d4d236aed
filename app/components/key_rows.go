package components

import (
	"strings"

	"galley/app/locale"
	"galley/app/state"
)

// KeyRows makes the help sheet's rows from the table that dispatches the keys;
// labels give their own names.
func KeyRows(bindings []state.Binding, labels []state.LabelView) []KeyRow {
	rows := make([]KeyRow, 0, len(bindings))
	for _, b := range bindings {
		if len(b.Keys) == 0 {
			continue
		}
		row := KeyRow{What: locale.Key("key." + b.What), Group: keyGroups[b.What]}
		if id, ok := strings.CutPrefix(b.What, "label:"); ok {
			row.Group, row.Name = locale.HelpTagging, labelName(labels, id)
		}
		if strings.HasPrefix(b.What, "caret_") || strings.HasPrefix(b.What, "mark_") {
			row.Group = locale.HelpCaret
		}
		if row.Group == "" {
			row.Group = locale.HelpElse
		}
		for i, k := range b.Keys {
			if keys := splitKey(k); i == 0 {
				row.Keys = keys
			} else {
				row.Or = append(row.Or, keys)
			}
		}
		rows = append(rows, row)
	}
	return grouped(rows)
}

var keyGroups = map[string]locale.Key{
	"this_quotation": locale.HelpTagging, "next_quotation": locale.HelpTagging, "previous_quotation": locale.HelpTagging,
	"next_choice": locale.HelpEditing, "previous_choice": locale.HelpEditing, "add_fragment": locale.HelpEditing, "remove_fragment": locale.HelpEditing,
	"open_span": locale.HelpCaret,
	"link":      locale.HelpTagging,
	"tag_all":   locale.HelpTagging, "untag_all": locale.HelpEditing, "speaker": locale.HelpTagging,
	"next_span": locale.HelpMoving, "previous_span": locale.HelpMoving, "list": locale.HelpMoving,
	"history": locale.HelpMoving, "past": locale.HelpMoving, "find": locale.HelpMoving,
	"next_gap": locale.HelpMoving, "previous_gap": locale.HelpMoving, "deselect": locale.HelpMoving, "unfold": locale.HelpMoving,
	"next_document": locale.HelpMoving, "previous_document": locale.HelpMoving,
	"remove": locale.HelpEditing, "note": locale.HelpEditing, "fields": locale.HelpEditing,
	"undo": locale.HelpEditing, "redo": locale.HelpEditing,
	"end_right": locale.HelpEditing, "end_left": locale.HelpEditing,
	"start_left": locale.HelpEditing, "start_right": locale.HelpEditing,
	"end_right_char": locale.HelpEditing, "end_left_char": locale.HelpEditing,
	"start_left_char": locale.HelpEditing, "start_right_char": locale.HelpEditing,
}

func labelName(labels []state.LabelView, id string) string {
	for _, l := range labels {
		if l.ID == id {
			return l.Name
		}
	}
	return id
}

// grouped brings the rows of a group together, in the order of the headings.
func grouped(rows []KeyRow) []KeyRow {
	out := make([]KeyRow, 0, len(rows))
	for _, g := range []locale.Key{locale.HelpTagging, locale.HelpMoving, locale.HelpCaret, locale.HelpEditing, locale.HelpElse} {
		for _, r := range rows {
			if r.Group == g {
				out = append(out, r)
			}
		}
	}
	return out
}

// capOf is what is printed on a key.
func capOf(l locale.Lang, key string) string {
	if k := locale.Key("cap." + key); l.Has(k) {
		return l.T(k)
	}
	if r := []rune(key); len(r) == 1 {
		return strings.ToUpper(key)
	}
	return key
}
