package state

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/text"
)

// Caret is the keyboard's place in the text: Focus moves; Anchor stays where
// marking began, and is Focus when nothing is marked.
type Caret struct{ Anchor, Focus text.Rune }

func (c Caret) marked() Selection {
	return Selection{Start: min(c.Anchor, c.Focus), End: max(c.Anchor, c.Focus), Exact: true}
}

// Unit is how far the caret goes with one key.
type Unit string

// The units. Only the browser knows where a line on screen ends: it moves the
// caret by ByLine and ByLineEdge, and tells with PutCaret.
const (
	ByCharacter Unit = "character"
	ByWord      Unit = "word"
	BySentence  Unit = "sentence"
	ByBlock     Unit = "block"
	ByText      Unit = "text"
	ByLine      Unit = "line"
	ByLineEdge  Unit = "line_edge"
	BySpan      Unit = "span"
)

type (
	// Walk moves the caret forwards (By 1) or backwards (By -1); with Extend it
	// marks what it walks over. Furniture that is folded away is stepped over.
	Walk struct {
		Unit   Unit
		By     int
		Extend bool
	}
	// PutCaret says where the browser has the caret of the keyboard.
	PutCaret struct{ Caret }
	// OpenAt selects the span under the caret: the innermost one, unless the
	// selected span lies there already.
	OpenAt struct{}
	// NextChoice gives the selected span the next (1) or previous (-1) value of
	// its label's first attribute with values: a quote its type.
	NextChoice struct{ By int }
)

func (Walk) msg()       {}
func (PutCaret) msg()   {}
func (OpenAt) msg()     {}
func (NextChoice) msg() {}

// walker is the keyboard's part of a Model.
type walker struct {
	caret Caret
	// on is true while the keyboard marks, false while the mouse does.
	on     bool
	quotes quotes
}

// keyboard handles the messages of the caret, and keeps the caret behind what
// was tagged with the keyboard.
func (m *Model) keyboard(msg Msg) (Effects, bool) {
	switch msg := msg.(type) {
	case Walk:
		return m.walk(msg), true
	case PutCaret:
		return m.putCaret(msg.Caret), true
	case OpenAt:
		return m.openAt(), true
	case NextChoice:
		return m.nextChoice(msg.By), true
	case ThisQuotation:
		return m.thisQuotation(), true
	case NextQuotation:
		return m.nextQuotation(msg.By), true
	case AddFragment:
		return m.keepCaret(m.addFragment), true
	case RemoveFragment:
		return m.removeFragment(msg), true
	case Tag:
		if m.marked.Start < m.marked.End && m.overFold() {
			return Effects{Notice: m.notice("notice.over_fold", true)}, true
		}
		return m.keepCaret(func() Effects { return m.tag(msg) }), true
	case MoveEdge:
		if sp := m.client.Set().Span(msg.ID); sp != nil && msg.Fragment > 0 {
			return m.moveInner(sp, msg), true
		}
	}
	return Effects{}, false
}

// keepCaret puts the caret behind what was marked with the keyboard, when an
// act has done with it.
func (m *Model) keepCaret(act func() Effects) Effects {
	end := m.marked.End
	e := act()
	if m.walker.on && e.Mark != nil && e.Mark.Start == e.Mark.End {
		e.Mark = nil
		e.Caret = m.at(Caret{end, end})
	}
	return e
}

// at remembers the caret and gives it for an effect.
func (m *Model) at(c Caret) *Caret {
	m.walker.caret, m.walker.on = c, true
	return &c
}

// putCaret takes over where the browser has put the caret. What it marks is not
// snapped to words: a hand on the keys means the places it stops at.
func (m *Model) putCaret(c Caret) Effects {
	n := m.doc.Text.Len()
	c.Anchor, c.Focus = max(0, min(c.Anchor, n)), max(0, min(c.Focus, n))
	m.at(c)
	m.marked = Selection{}
	if s := c.marked(); s.Start < s.End {
		s.Start, s.End = m.doc.Text.Graphemes(s.Start, s.End)
		m.marked = s
	}
	return Effects{}
}

func (m *Model) walk(w Walk) Effects {
	if w.Unit == BySpan {
		return m.walkSpans(w.By)
	}
	c := m.walker.caret
	switch {
	case w.Extend && c.Anchor == c.Focus && w.Unit == ByWord:
		c = m.beginWord(c.Focus, w.By)
	case !w.Extend && w.Unit == ByWord && c.Anchor != c.Focus:
		// As everywhere, the arrow drops the mark and stays at its edge: so the
		// caret gets between a word and a comma.
		if w.By > 0 {
			c.Focus = max(c.Anchor, c.Focus)
		} else {
			c.Focus = min(c.Anchor, c.Focus)
		}
		c.Anchor = c.Focus
		m.putCaret(c)
		return Effects{Caret: &c}
	case !w.Extend && w.By > 0:
		c.Focus = max(c.Anchor, c.Focus)
	case !w.Extend:
		c.Focus = min(c.Anchor, c.Focus)
	}
	to := m.pass(c, w)
	if w.Extend && w.Unit != ByCharacter { // back over the anchor by way of it
		if c.Focus < c.Anchor && to > c.Anchor || c.Focus > c.Anchor && to < c.Anchor {
			to = c.Anchor
		}
	}
	c.Focus = to
	if !w.Extend {
		c.Anchor = to
	}
	m.putCaret(c)
	return Effects{Caret: &c}
}

// beginWord is where marking by words begins: at the edge of the word that the
// caret is in, else at the nearest word that way. Opening marks before a word
// are taken along, closing ones before the caret's way are not.
func (m *Model) beginWord(at text.Rune, by int) Caret {
	t := m.doc.Text
	if s, e := t.WordAt(at); s < at && at < e {
		if by > 0 {
			return Caret{s, s}
		}
		return Caret{e, e}
	}
	if by > 0 {
		for next := t.NextStart(at); at < next; at++ {
			r, _ := utf8.DecodeRuneInString(t.Slice(at, at+1))
			if !unicode.IsSpace(r) && !strings.ContainsRune(",.;:!?…)]}”“’‘–—-/", r) {
				break
			}
		}
		return Caret{at, at}
	}
	for ; at > 0; at-- {
		r, _ := utf8.DecodeRuneInString(t.Slice(at-1, at))
		if !unicode.IsSpace(r) {
			break
		}
	}
	return Caret{at, at}
}

// pass is where a step leads, over folded furniture.
func (m *Model) pass(c Caret, w Walk) text.Rune {
	to := m.stride(c.Focus, w, c)
	for m.hidden(to) {
		edge, ok := m.over(to, w.By)
		switch {
		case !ok:
			return c.Focus
		case w.By > 0 && !w.Extend:
			return edge
		}
		to = m.stride(edge, w, Caret{c.Anchor, edge})
	}
	return to
}

// stride is where a step of a unit leads from a position.
func (m *Model) stride(at text.Rune, w Walk, c Caret) text.Rune {
	t, forth := m.doc.Text, w.By > 0
	// What is being marked grows at the far edge of a unit and shrinks at the near.
	ends := w.Extend && c.Focus >= c.Anchor
	switch w.Unit {
	case ByCharacter:
		return t.Grapheme(at, forth)
	case ByWord:
		switch {
		case forth && ends:
			return t.NextWord(at)
		case forth:
			return t.NextStart(at)
		case ends && c.Focus > c.Anchor:
			return t.PrevEnd(at)
		}
		return t.PrevWord(at)
	case BySentence:
		if forth && ends {
			return m.nextEnd(at)
		}
		if forth {
			return t.NextSentence(at)
		}
		return t.PrevSentence(at)
	case ByText:
		if forth {
			end, _ := m.over(m.doc.Text.Len(), -1)
			return end
		}
		start, _ := m.over(0, 1)
		return start
	}
	return m.byBlock(at, forth, forth && ends)
}

// nextEnd is the end of the sentence at a position, or at its end of the next.
func (m *Model) nextEnd(at text.Rune) text.Rune {
	t := m.doc.Text
	if s, e := t.Sentence(at); s <= at && at < e {
		return e
	}
	next := t.NextSentence(at)
	if _, e := t.Sentence(next); e > at {
		return e
	}
	return next
}

func (m *Model) byBlock(at text.Rune, forth, ends bool) text.Rune {
	i := m.doc.BlockAt(at)
	start, end := m.inner(i)
	switch {
	case forth && ends && at < end:
		return end
	case forth && i+1 == len(m.doc.Blocks):
		return end
	case forth:
		start, end = m.inner(i + 1)
		if ends {
			return end
		}
		return start
	case at > start || i == 0:
		return start
	}
	start, _ = m.inner(i - 1)
	return start
}

// inner is a block without the blanks around it.
func (m *Model) inner(i int) (start, end text.Rune) {
	b := m.doc.Blocks[i]
	s := m.doc.Text.Slice(b.Start, b.End)
	left := strings.TrimLeftFunc(s, unicode.IsSpace)
	start = b.Start + text.Rune(utf8.RuneCountInString(s[:len(s)-len(left)]))
	return start, start + text.Rune(utf8.RuneCountInString(strings.TrimRightFunc(left, unicode.IsSpace)))
}

// hidden reports whether a position lies in furniture that is folded away.
func (m *Model) hidden(at text.Rune) bool {
	i := m.doc.BlockAt(at)
	if !m.folded(i) {
		return false
	}
	if at != m.doc.Blocks[i].Start || i == 0 || m.folded(i-1) {
		return true
	}
	_, end := m.inner(i - 1)
	return end != at // without a blank between them it is the end of the block before, on screen
}

func (m *Model) folded(block int) bool { return m.folds[block] >= 0 && !m.open[m.folds[block]] }

// over is the nearest place on screen beyond folded furniture: the start of the
// next block, or the end of the one before.
func (m *Model) over(at text.Rune, by int) (text.Rune, bool) {
	for i := m.doc.BlockAt(at); i >= 0 && i < len(m.doc.Blocks); i += by {
		if m.folded(i) {
			continue
		}
		start, end := m.inner(i)
		if by > 0 {
			return start, true
		}
		return end, true
	}
	return 0, false
}

// overFold reports whether something of the marked stretch is folded away: a
// person must see what she tags.
func (m *Model) overFold() bool {
	for i := m.doc.BlockAt(m.marked.Start); i <= m.doc.BlockAt(m.marked.End-1); i++ {
		if m.folded(i) {
			return true
		}
	}
	return false
}

// walkSpans selects the next or previous span from the caret, or from the
// selected span while the caret is on it, and puts the caret there.
func (m *Model) walkSpans(by int) Effects {
	sp := m.neighbour(by)
	if sp == nil {
		return Effects{}
	}
	e := m.choose(sp.ID, true)
	e.Caret = m.at(Caret{sp.Start(), sp.Start()})
	return e
}

// HasSpan reports whether there is a span to walk to.
func (m *Model) HasSpan(by int) bool { return m.neighbour(by) != nil }

func (m *Model) neighbour(by int) *annotations.Span {
	at := m.walker.caret.Focus
	i := 0
	if sp := m.client.Set().Span(m.selected); sp != nil && sp.Start() == at {
		i, _ = slices.BinarySearchFunc(m.order, sp, annotations.Compare)
		i += by
	} else {
		i, _ = slices.BinarySearchFunc(m.order, at, func(sp *annotations.Span, at text.Rune) int {
			if sp.Start() < at {
				return -1
			}
			return 1
		})
		if by < 0 {
			i--
		}
	}
	if i < 0 || i >= len(m.order) {
		return nil
	}
	return m.order[i]
}

// under is the innermost span at the caret, or the selected one if it is there.
func (m *Model) under() *annotations.Span {
	at := m.walker.caret.Focus
	var best *annotations.Span
	for _, sp := range m.client.Set().Near(max(0, at-1), at+1) {
		if !sp.Overlaps(at, at+1) && sp.End() != at {
			continue
		}
		if sp.ID == m.selected {
			return sp
		}
		if best == nil || sp.End()-sp.Start() <= best.End()-best.Start() {
			best = sp
		}
	}
	return best
}

func (m *Model) openAt() Effects {
	sp := m.under()
	if sp == nil {
		return Effects{}
	}
	return m.choose(sp.ID, true)
}

func (m *Model) nextChoice(by int) Effects {
	sp := m.client.Set().Span(m.selected)
	if sp == nil {
		return Effects{Notice: m.notice("notice.select_first", false)}
	}
	label := m.schema.Label(sp.Label)
	if label == nil {
		return Effects{}
	}
	for _, id := range label.Attributes {
		a := m.schema.Attribute(id)
		if a == nil || a.Hidden || a.Multi || a.Type != annotations.EnumAttribute || len(a.Values) == 0 {
			continue
		}
		now, _ := sp.Attributes[id].Str()
		i := slices.IndexFunc(a.Values, func(c annotations.Choice) bool { return c.ID == now })
		if i < 0 && by < 0 {
			i = 0
		}
		v := annotations.String(a.Values[(i+by+len(a.Values))%len(a.Values)].ID)
		return m.setAttribute(SetAttribute{ID: sp.ID, Attribute: id, Value: &v})
	}
	return Effects{Notice: m.notice("notice.no_choice", false)}
}
