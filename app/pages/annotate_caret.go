package pages

import (
	"galley/app/state"
)

// walk moves the caret of the keyboard and reports whether it did. A key that
// only means something in the text stays the browser's elsewhere; those for
// words, sentences and paragraphs begin to walk where the text was clicked.
func (p *annotate) walk(w state.Walk) bool {
	if !p.painter.Walking() && !(p.painter.Focused() && begins(w.Unit)) {
		return false
	}
	p.takeCaret()
	switch w.Unit {
	case state.BySpan:
		if !p.m.HasSpan(w.By) {
			return false // the Tab key goes on to what follows the article
		}
	case state.ByLine, state.ByLineEdge:
		p.painter.MoveLine(w.By, w.Unit == state.ByLineEdge, w.Extend)
		p.takeCaret()
		p.later(state.Effects{})
		return true
	}
	p.closePopover()
	p.step(w)
	return true
}

func begins(u state.Unit) bool {
	return u == state.ByWord || u == state.BySentence || u == state.ByBlock || u == state.ByCharacter
}

// takeCaret tells the model where the browser has the caret.
func (p *annotate) takeCaret() {
	if anchor, focus, ok := p.painter.Caret(); ok {
		p.m.Update(state.PutCaret{Caret: state.Caret{Anchor: anchor, Focus: focus}})
	}
}

// readCaret tells the model where the caret is, for messages that go by it.
func (p *annotate) readCaret(msg state.Msg) {
	switch msg.(type) {
	case state.ThisQuotation, state.NextQuotation:
		p.closePopover()
		p.takeCaret()
	case state.EditBlocks:
		if m := p.m.Marked(); m.Start == m.End {
			p.closePopover()
			p.takeCaret()
		}
	case state.AddFragment, state.RemoveFragment:
		if p.painter.Walking() {
			p.takeCaret()
		}
	}
}

// openSpan opens the span under the caret in the inspector; away from the text,
// the selected one.
func (p *annotate) openSpan() {
	if p.painter.Walking() {
		p.takeCaret()
		p.step(state.OpenAt{})
	}
	if p.m.Selected() != "" {
		p.act(state.ActFields)
	}
}

// unmark gives up the marked stretch; the caret of the keyboard stays where it
// was.
func (p *annotate) unmark() {
	_, focus, ok := p.painter.Caret()
	walking := p.painter.Walking() && ok
	p.step(state.Selection{})
	if !walking {
		p.painter.Mark(-1, -1)
		return
	}
	p.m.Update(state.PutCaret{Caret: state.Caret{Anchor: focus, Focus: focus}})
	p.painter.PutCaret(focus, focus)
}
