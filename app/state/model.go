package state

import (
	"slices"

	"github.com/google/uuid"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// Model is the annotating screen of one document. It is not safe for use by
// several goroutines at once. The zero value shows nothing until Loaded.
type Model struct {
	doc    *annotations.Document
	schema *annotations.Schema
	epoch  string
	client *ops.Client
	lang   string

	previous, next string

	marked    Selection
	selected  string
	lastQuote string

	// order holds the spans on screen in reading order.
	order []*annotations.Span
	lanes map[string]int
	// numbers gives each link of the schema's first type (the attribution) the
	// number that its spans share; next is the next one to give.
	numbers    map[string]int
	nextNumber int
	open       map[int]bool
	folds      []int

	steps   steps
	sync    sync
	notices int
	submit  submitting
	walker  walker

	// bulk is the open preview of tagging all occurrences; lastLabel the label
	// tagged last.
	bulk      *bulk
	lastLabel string
	// register is the register of speakers, nil until asked for; picking: one of
	// them is being chosen.
	register []*speaker
	picking  bool
	// history is the open history.
	history *historian
	// asking: a role for the block at the caret is being chosen.
	asking      bool
	sameWordsOf map[string]string
}

// New is a Model that shows names in a language ("de", "en"). Client names this
// device's tab to the server.
func New(lang string) *Model { return &Model{lang: lang} }

// Ready reports whether a document is loaded.
func (m *Model) Ready() bool { return m.doc != nil }

// Document is the loaded document, nil before.
func (m *Model) Document() *annotations.Document { return m.doc }

// Schema is the project's schema, nil before a document is loaded.
func (m *Model) Schema() *annotations.Schema { return m.schema }

// Client is the author's side of the log, nil before a document is loaded.
func (m *Model) Client() *ops.Client { return m.client }

// Selected is the id of the selected span, "" for none.
func (m *Model) Selected() string { return m.selected }

// Marked is the stretch marked in the text; empty when Start == End.
func (m *Model) Marked() Selection { return m.marked }

// LastQuote is the id of the quote that speakers and cues link to, or "".
func (m *Model) LastQuote() string {
	if m.client == nil || m.client.Set().Span(m.lastQuote) == nil {
		return ""
	}
	return m.lastQuote
}

// Load shows a document as a client, with the edits that this device kept.
func (m *Model) Load(d *wire.Document, client string, kept []ops.Op) Effects {
	set := annotations.NewSet(d.Set.Owner)
	set.State = d.Set.State
	for _, sp := range d.Set.Spans {
		set.PutSpan(sp)
	}
	for _, l := range d.Set.Links {
		set.PutLink(l)
	}
	t := text.New(d.Text)
	m.doc = &annotations.Document{
		ID: d.ID, Project: d.Project, Revision: d.Revision, Text: t, SHA256: d.SHA256,
		Language: d.Language, Meta: d.Meta, Blocks: d.Blocks,
	}
	m.schema, m.epoch = d.Schema, d.Epoch
	m.previous, m.next = d.Previous, d.Next
	m.client = ops.NewClient(client, t, d.Schema, set, d.Head, kept)
	m.client.ShowBlocks(d.Blocks)
	m.doc.Blocks, m.asking = m.client.Blocks(), false
	m.order = m.client.Set().Spans()
	m.register = nil
	m.sync = sync{kept: len(kept)}
	if m.client.Set().Span(m.selected) == nil {
		m.selected = ""
	}
	m.numberAll()
	m.layAll()
	m.foldAll()
	return m.flush(Effects{Redraw: true, Selected: true})
}

// Update takes a message and says what follows. Before a document is loaded
// only Loaded and Language have an effect.
func (m *Model) Update(msg Msg) Effects {
	if l, ok := msg.(Language); ok {
		m.lang = l.Tag
		if m.history != nil {
			m.history.view = nil
		}
		return Effects{Redraw: m.doc != nil, Selected: true}
	}
	if m.doc == nil {
		return Effects{}
	}
	switch msg := msg.(type) {
	case Selection:
		m.walker.on = false // the mouse marks
		return m.mark(msg)
	case Select:
		return m.choose(msg.ID, msg.Reveal)
	case Step:
		return m.step(msg.By)
	case Fold:
		m.open[msg.Block] = !m.open[msg.Block]
		return Effects{}
	case StateSet:
		return m.stateSet(msg)
	case EditBlocks:
		return m.editBlocks(msg)
	}
	if e, ok := m.keyboard(msg); ok {
		return e
	}
	if e, ok := m.edit(msg); ok {
		return e
	}
	if e, ok := m.hand(msg); ok {
		return e
	}
	if e, ok := m.bulkMsg(msg); ok {
		return e
	}
	if e, ok := m.speakerMsg(msg); ok {
		return e
	}
	if e, ok := m.historyMsg(msg); ok {
		return e
	}
	return m.talk(msg)
}

// edit handles the messages that change annotations.
func (m *Model) edit(msg Msg) (Effects, bool) {
	switch msg := msg.(type) {
	case Tag:
		return m.tag(msg), true
	case Remove:
		return m.remove(), true
	case MoveEdge:
		return m.moveEdge(msg), true
	case NudgeEdge:
		return m.nudge(msg), true
	case SetAttribute:
		return m.setAttribute(msg), true
	case SetNote:
		return m.act(ops.Op{Entity: ops.SpanEntity, Kind: ops.Update, Target: msg.ID, Set: ops.Patch{Note: &msg.Note}}), true
	case LinkTo:
		return m.linkTo(msg), true
	case Unlink:
		return m.unlink(msg), true
	case Undo:
		return m.back(false), true
	case Redo:
		return m.back(true), true
	}
	return Effects{}, false
}

// act makes edits as one step of undo. When one of them is refused, those
// before it are taken back and the person is told why.
func (m *Model) act(edits ...ops.Op) Effects {
	var e Effects
	undo, refused := m.do(&e, edits)
	if refused != nil {
		return m.refuse(e, refused)
	}
	if len(undo) == 0 {
		return e
	}
	m.steps.add(undo)
	return m.flush(e)
}

func (m *Model) refuse(e Effects, p *annotations.Error) Effects {
	key := "refused." + p.Reason
	if p.Reason == "" {
		key = "refused." + string(p.Code)
	}
	e.Notice = m.notice(key, true)
	return m.flush(e)
}

func (m *Model) notice(key string, wrong bool, args ...string) *NoticeView {
	m.notices++
	return &NoticeView{Key: key, Args: args, Error: wrong, Serial: m.notices}
}

// seen is what a target looked like: for finding out what to draw again.
type seen struct {
	span *annotations.Span
	link *annotations.Link
}

func (m *Model) look(target string) seen {
	set := m.client.Set()
	return seen{set.Span(target), set.Link(target)}
}

// changed notes in e what must be drawn again after a target changed.
func (m *Model) changed(e *Effects, target string, before seen) {
	if target == ops.BlocksTarget {
		m.blocksChanged(e)
		return
	}
	now := m.look(target)
	m.forget(before, now)
	if before.span != now.span {
		m.reorder(before.span, now.span)
		m.lay(before.span, now.span)
		e.touch(m, before.span)
		e.touch(m, now.span)
		e.row(target)
		if now.span == nil && m.selected == target {
			m.selected = ""
		}
		e.Selected = e.Selected || m.selected == target || now.span == nil
	}
	if before.link != now.link {
		m.number(now.link)
		for _, l := range []*annotations.Link{before.link, now.link} {
			if l == nil {
				continue
			}
			for _, id := range l.Spans() {
				e.touch(m, m.client.Set().Span(id))
				e.row(id)
				e.Selected = e.Selected || m.selected == id
			}
		}
	}
}

// touch adds the blocks that a span lies on.
func (e *Effects) touch(m *Model, sp *annotations.Span) {
	if sp == nil {
		return
	}
	for _, f := range sp.Fragments {
		for b := m.doc.BlockAt(f.Start); b <= m.doc.BlockAt(f.End-1); b++ {
			if i, ok := slices.BinarySearch(e.Blocks, b); !ok {
				e.Blocks = slices.Insert(e.Blocks, i, b)
			}
		}
	}
}

func (e *Effects) row(id string) {
	if !slices.Contains(e.Rows, id) {
		e.Rows = append(e.Rows, id)
	}
}

// reorder keeps order sorted: it takes the old value out and puts the new one in.
func (m *Model) reorder(old, now *annotations.Span) {
	if old != nil {
		if i, ok := slices.BinarySearchFunc(m.order, old, annotations.Compare); ok {
			m.order = slices.Delete(m.order, i, i+1)
		}
	}
	if now != nil {
		i, _ := slices.BinarySearchFunc(m.order, now, annotations.Compare)
		m.order = slices.Insert(m.order, i, now)
	}
}

// newID makes an id for a span or link: a UUIDv7, so that ids sort by age.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
