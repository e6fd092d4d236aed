package state

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
)

type (
	// AskRole opens the choice of a role for the block at the caret, or at what is
	// marked.
	AskRole struct{}
	// CloseRole closes it.
	CloseRole struct{}
	// PickRole gives the block at the caret a role.
	PickRole struct{ Role annotations.Role }
	// SplitHere cuts the block at the caret in two, both of its role.
	SplitHere struct{}
	// MergeUp joins the block at the caret with the one before it.
	MergeUp struct{}
)

func (AskRole) msg()   {}
func (CloseRole) msg() {}
func (PickRole) msg()  {}
func (SplitHere) msg() {}
func (MergeUp) msg()   {}

// RoleView is the choice of a role.
type RoleView struct {
	// Words are the first of the block's words, Now its role.
	Words string
	Now   annotations.Role
}

// Role is the choice of a role while it is open, else nil.
func (m *Model) Role() *RoleView {
	if m.doc == nil || !m.asking {
		return nil
	}
	b := m.doc.Blocks[m.doc.BlockAt(m.spot())]
	words := m.doc.Text.Slice(b.Start, min(b.End, b.Start+roleWords))
	if b.End > b.Start+roleWords {
		words += "…"
	}
	return &RoleView{Words: words, Now: b.Role}
}

// roleWords is how much of a block the choice shows, in code points.
const roleWords = 120

// RoleKey is the key of a role in the choice: its place, 1 to 9, 0, then letters.
func RoleKey(i int) string { return "1234567890abc"[i : i+1] }

// RoleByKey is the role that a key stands for in the choice.
func RoleByKey(k Key) (annotations.Role, bool) {
	_, plain := k.name()
	for i, r := range annotations.Roles {
		if RoleKey(i) == plain {
			return r, true
		}
	}
	return "", false
}

// spot is the place that edits of blocks go by: where marking began, else the caret.
func (m *Model) spot() text.Rune {
	if m.marked.Start < m.marked.End {
		return m.marked.Start
	}
	return m.walker.caret.Focus
}

// roleMsg handles the edits of blocks.
func (m *Model) roleMsg(msg Msg) (Effects, bool) {
	switch msg := msg.(type) {
	case AskRole:
		m.asking = true
	case CloseRole:
		m.asking = false
	case PickRole:
		m.asking = false
		b := m.doc.Blocks[m.doc.BlockAt(m.spot())]
		return m.editBlocks(annotations.SetBlockRole(m.doc.Blocks, b.Start, msg.Role)), true
	case SplitHere:
		at := m.spot()
		b := m.doc.Blocks[m.doc.BlockAt(at)]
		// Blanks before the second part belong to the first.
		s := m.doc.Text.Slice(at, b.End)
		at += text.Rune(utf8.RuneCountInString(s) - utf8.RuneCountInString(strings.TrimLeftFunc(s, unicode.IsSpace)))
		return m.editBlocks(annotations.SplitBlock(m.doc.Blocks, at, b.Role)), true
	case MergeUp:
		b := m.doc.Blocks[m.doc.BlockAt(m.spot())]
		return m.editBlocks(annotations.MergeBlocks(m.doc.Blocks, b.Start)), true
	default:
		return Effects{}, false
	}
	return Effects{}, true
}

// editBlocks makes an edit of blocks an op, and a step of undo like any other.
func (m *Model) editBlocks(after []annotations.Block, err error) Effects {
	if err != nil {
		return Effects{Notice: m.notice("notice.blocks_refused", false)}
	}
	op, changed := ops.EditBlocks(m.client.Owner(), m.doc.Blocks, after)
	if !changed {
		return Effects{}
	}
	caret, at := m.walker.caret, m.spot()
	e := m.act(op)
	if i := m.doc.BlockAt(at); m.folded(i) {
		m.open[m.folds[i]] = true // what she works on is not folded away under her hand
	}
	if m.walker.on {
		e.Caret = &caret
	}
	return e
}

// blocksChanged shows the document's blocks as they are now. Furniture that was
// open stays so.
func (m *Model) blocksChanged(e *Effects) {
	now := m.client.Blocks()
	if now == nil || len(now) == len(m.doc.Blocks) && &now[0] == &m.doc.Blocks[0] {
		return
	}
	open := map[text.Rune]bool{}
	for i, is := range m.open {
		if is {
			open[m.doc.Blocks[i].Start] = true
		}
	}
	doc := *m.doc // views hold the document: it is never changed
	doc.Blocks = now
	m.doc, m.open = &doc, map[int]bool{}
	m.foldAll()
	for start := range open {
		if i := m.folds[m.doc.BlockAt(start)]; i >= 0 {
			m.open[i] = true
		}
	}
	e.Redraw, e.Selected = true, true
}
