package state

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
)

// EditBlocks edits the block at the caret, or where what is marked begins. What it
// needs an answer for, CloseSpeaker closes.
type EditBlocks struct {
	Do   BlockEdit
	Role annotations.Role // for PickRole
}

func (EditBlocks) msg() {}

// BlockEdit is what is done to a block.
type BlockEdit int

// The edits. AskRole opens the choice of a role; SplitHere cuts the block in two,
// both of its role; MergeUp joins it with the one before.
const (
	AskRole BlockEdit = iota
	PickRole
	SplitHere
	MergeUp
)

// RoleView is the choice of a role.
type RoleView struct {
	// Words are the block's first words, Now its role.
	Words string
	Now   annotations.Role
}

// Role is the choice of a role while it is open, else nil.
func (m *Model) Role() *RoleView {
	if m.doc == nil || !m.asking {
		return nil
	}
	b := m.doc.Blocks[m.doc.BlockAt(m.spot())]
	return &RoleView{Words: m.doc.Text.Slice(b.Start, min(b.End, b.Start+roleWords)), Now: b.Role}
}

// roleWords is how much of a block the choice shows, in code points.
const roleWords = 120

// RoleKey is the key of a role in the choice: its place, 1 to 9, 0, then letters.
func RoleKey(i int) string { return roleKeys[i : i+1] }

const roleKeys = "1234567890abc"

// RoleByKey is the role that a key stands for in the choice.
func RoleByKey(k Key) (annotations.Role, bool) {
	_, plain := k.name()
	if i := strings.Index(roleKeys, plain); i >= 0 && len(plain) == 1 {
		return annotations.Roles[i], true
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

// editBlocks makes an edit of blocks an op, and a step of undo like any other.
func (m *Model) editBlocks(msg EditBlocks) Effects {
	m.asking = msg.Do == AskRole
	at, all := m.spot(), m.doc.Blocks
	i := m.doc.BlockAt(at)
	b := all[i]
	was, now := all[i:i+1], []annotations.Block{b}
	switch msg.Do {
	case PickRole:
		now[0].Role = msg.Role
		if b.Role == msg.Role {
			return Effects{}
		}
	case SplitHere:
		// Blanks before the second part belong to the first.
		s := m.doc.Text.Slice(at, b.End)
		at += text.Rune(utf8.RuneCountInString(s) - utf8.RuneCountInString(strings.TrimLeftFunc(s, unicode.IsSpace)))
		if at <= b.Start || at >= b.End {
			break
		}
		now[0].End = at
		now = append(now, annotations.Block{Role: b.Role, Start: at, End: b.End})
	case MergeUp:
		if i == 0 {
			break
		}
		was = all[i-1 : i+1]
		now[0] = annotations.Block{Role: was[0].Role, Start: was[0].Start, End: b.End}
	default:
		return Effects{}
	}
	if len(was) == len(now) && msg.Do != PickRole {
		return Effects{Notice: m.notice("notice.blocks_refused", false)}
	}
	caret := m.walker.caret
	e := m.act(ops.PutBlocks(m.client.Owner(), was, now))
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
	doc, was, open := *m.doc, m.doc.Blocks, m.open // views hold the document: it is never changed
	doc.Blocks = now
	m.doc, m.open = &doc, nil
	m.foldAll()
	for i, b := range was {
		if open[i] {
			m.open[m.folds[m.doc.BlockAt(b.Start)]] = true // -1 is nobody's
		}
	}
	e.Redraw, e.Selected = true, true
}
