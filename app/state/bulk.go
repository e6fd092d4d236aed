package state

import (
	"maps"
	"slices"
	"strconv"

	"galley/annotations"
	"galley/annotations/occurrences"
	"galley/annotations/ops"
	"galley/annotations/text"
)

// bulkAround is how much of a hit's block stands before and after it in the
// preview, in code points.
const bulkAround = 60

type (
	// AskAll opens the preview of tagging all occurrences of the marked stretch,
	// or of the selected span's words; with Untag, of deleting all spans of the
	// selected span's label with the same words.
	AskAll struct{ Untag bool }
	// SetAll changes what the preview looks for: the label, and what is folded.
	SetAll struct {
		Label             string
		AnyCase, Genitive bool
	}
	// PickAll takes the hit that starts at a position in or leaves it out; At -1
	// means all hits that can be taken.
	PickAll struct {
		At text.Rune
		On bool
	}
	// DoAll does what the preview shows, as one step of undo.
	DoAll struct{}
	// CloseAll closes the preview and changes nothing.
	CloseAll struct{}
)

func (AskAll) msg()   {}
func (SetAll) msg()   {}
func (PickAll) msg()  {}
func (DoAll) msg()    {}
func (CloseAll) msg() {}

// BulkView is the preview of tagging or untagging all occurrences.
type BulkView struct {
	Open, Untag bool
	// Passage is what is looked for; Label the label's id, Name its name.
	Passage     string
	Label, Name string
	// Labels can be chosen from when tagging.
	Labels            []LabelView
	AnyCase, Genitive bool
	Hits              []HitView
	// Chosen counts the hits that will be changed; Can those that could be.
	Chosen, Can int
}

// HitView is one hit with what stands around it.
type HitView struct {
	Start, End          text.Rune
	Before, Text, After string
	Role                annotations.Role
	// Done: there is nothing to do, because the words have this label already.
	// Inside: they lie in a longer span of the same label. Chrome: they lie in
	// the page's furniture.
	Done, Inside, Chrome bool
	Chosen               bool
}

// bulk is an open preview.
type bulk struct {
	untag   bool
	passage string
	label   string
	// like is the span whose attributes new spans take over, nil for none.
	like    *annotations.Span
	options occurrences.Options
	hits    []hit
}

type hit struct {
	ground               annotations.Fragment
	span                 string // to delete
	done, inside, chrome bool
	chosen               bool
}

// bulkMsg handles the messages of the preview.
func (m *Model) bulkMsg(msg Msg) (Effects, bool) {
	switch msg := msg.(type) {
	case AskAll:
		return m.askAll(msg), true
	case CloseAll:
		m.bulk = nil
		return Effects{}, true
	case SetAll:
		if m.bulk != nil {
			if l := m.schema.Label(msg.Label); l != nil && !m.bulk.untag {
				m.bulk.label = msg.Label
			}
			m.bulk.options = occurrences.Options{AnyCase: msg.AnyCase, Genitive: msg.Genitive}
			m.lookAll()
		}
		return Effects{}, true
	case PickAll:
		if m.bulk != nil {
			for i := range m.bulk.hits {
				if h := &m.bulk.hits[i]; (msg.At < 0 || h.ground.Start == msg.At) && !h.done {
					h.chosen = msg.On
				}
			}
		}
		return Effects{}, true
	case DoAll:
		return m.doAll(), true
	}
	return Effects{}, false
}

// askAll opens the preview.
func (m *Model) askAll(msg AskAll) Effects {
	sp := m.client.Set().Span(m.selected)
	b := &bulk{untag: msg.Untag, options: occurrences.Options{Genitive: true}}
	switch {
	case m.marked.Start < m.marked.End && !msg.Untag:
		b.passage = m.doc.Text.Slice(m.marked.Start, m.marked.End)
		b.label, b.like = m.usualLabel()
	case sp == nil:
		return Effects{Notice: m.notice("notice.all_mark_first", false)}
	case len(sp.Fragments) > 1 && !msg.Untag:
		return Effects{Notice: m.notice("notice.all_one_piece", false)}
	default:
		b.passage, b.label, b.like = sp.Quotation(), sp.Label, sp
	}
	if occurrences.New(b.passage, b.options).Empty() {
		return Effects{Notice: m.notice("notice.all_mark_first", false)}
	}
	m.bulk = b
	m.lookAll()
	return Effects{}
}

// usualLabel is the label that the marked stretch has already, else the one
// tagged last, else the schema's first.
func (m *Model) usualLabel() (string, *annotations.Span) {
	for _, sp := range m.client.Set().Near(m.marked.Start, m.marked.End) {
		if l := m.schema.Label(sp.Label); sp.Start() == m.marked.Start && sp.End() == m.marked.End && len(sp.Fragments) == 1 && l != nil && !l.Retired {
			return sp.Label, sp
		}
	}
	if l := m.schema.Label(m.lastLabel); l != nil && !l.Retired {
		return l.ID, nil
	}
	for _, l := range m.schema.Labels {
		if !l.Retired {
			return l.ID, nil
		}
	}
	return "", nil
}

// lookAll finds the hits again. A hit whose ground was left out or taken in
// before stays so.
func (m *Model) lookAll() {
	b := m.bulk
	kept := map[annotations.Fragment]bool{}
	for _, h := range b.hits {
		kept[h.ground] = h.chosen
	}
	pattern := occurrences.New(b.passage, b.options)
	if b.untag {
		b.hits = m.untagHits(pattern)
	} else {
		b.hits = m.tagHits(pattern)
	}
	for i := range b.hits {
		h := &b.hits[i]
		if was, ok := kept[h.ground]; ok && !h.done {
			h.chosen = was
		}
	}
}

// tagHits are the occurrences in the text. None reaches over a block's end.
func (m *Model) tagHits(pattern occurrences.Pattern) []hit {
	var hits []hit
	for _, f := range pattern.Find(m.doc.Text) {
		block := m.doc.BlockAt(f.Start)
		if m.doc.BlockAt(f.End-1) != block {
			continue
		}
		h := hit{ground: f, chrome: m.doc.Blocks[block].Role.Chrome()}
		for _, sp := range m.client.Set().Near(f.Start, f.End) {
			if sp.Label != m.bulk.label {
				continue
			}
			h.done = h.done || len(sp.Fragments) == 1 && sp.Fragments[0] == f
			h.inside = h.inside || slices.ContainsFunc(sp.Fragments, func(g annotations.Fragment) bool { return g.Start <= f.Start && f.End <= g.End })
		}
		h.inside = h.inside && !h.done
		h.chosen = !h.done && !h.inside && !h.chrome
		hits = append(hits, h)
	}
	return hits
}

// untagHits are the spans of the label with the same words.
func (m *Model) untagHits(pattern occurrences.Pattern) []hit {
	var hits []hit
	for _, sp := range m.order {
		if sp.Label == m.bulk.label && (sp.ID == m.selected || pattern.Matches(sp.Quotation())) {
			hits = append(hits, hit{ground: annotations.Fragment{Start: sp.Start(), End: sp.End()}, span: sp.ID, chosen: true})
		}
	}
	return hits
}

// doAll does what the preview shows.
func (m *Model) doAll() Effects {
	b := m.bulk
	if b == nil {
		return Effects{}
	}
	m.lookAll() // others may have changed something since it was shown
	m.bulk = nil
	var edits []ops.Op
	n := 0
	gone := map[string]bool{}
	for _, h := range b.hits {
		switch {
		case !h.chosen || h.done:
		case b.untag:
			if m.client.Set().Span(h.span) != nil {
				gone[h.span] = true
				n++
			}
		default:
			edits = append(edits, ops.CreateSpan("", m.alike(b, h.ground)))
			n++
		}
	}
	if b.untag {
		edits = m.releaseAll(gone)
		for _, h := range b.hits {
			if gone[h.span] {
				edits = append(edits, ops.Op{Entity: ops.SpanEntity, Kind: ops.Delete, Target: h.span})
			}
		}
	}
	if n == 0 {
		return Effects{Notice: m.notice("notice.all_nothing", false)}
	}
	e := m.act(edits...)
	if e.Notice != nil {
		return e
	}
	key := "notice.all_tagged"
	if b.untag {
		key = "notice.all_untagged"
	} else {
		m.lastLabel = b.label
		m.marked, e.Mark = Selection{}, &Selection{}
	}
	e.Selected = true
	e.Notice = m.notice(key, false, strconv.Itoa(n))
	return e
}

// alike is a new span on a ground: of the preview's label, with the attributes
// of the span it takes after, since the words are the same.
func (m *Model) alike(b *bulk, ground annotations.Fragment) *annotations.Span {
	sp := &annotations.Span{
		ID: newID(), Label: b.label, Fragments: []annotations.Fragment{ground},
		Quote: []string{m.doc.Text.Slice(ground.Start, ground.End)},
	}
	if b.like != nil && b.like.Label == b.label {
		sp.Attributes = maps.Clone(b.like.Attributes)
	} else {
		sp.Attributes = m.suggested(m.schema.Label(b.label), sp)
	}
	return sp
}

// releaseAll is the edits that make links let go of several spans at once.
func (m *Model) releaseAll(spans map[string]bool) []ops.Op {
	var edits []ops.Op
	seen := map[string]bool{}
	for _, span := range slices.Sorted(maps.Keys(spans)) {
		for _, l := range m.client.Set().LinksOf(span) {
			if seen[l.ID] {
				continue
			}
			seen[l.ID] = true
			roles := map[string][]string{}
			for role, ids := range l.Roles {
				if left := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return spans[id] }); len(left) < len(ids) {
					roles[role] = left
				}
			}
			edits = append(edits, m.shrink(l, roles))
		}
	}
	return edits
}

// Bulk is the preview; nil when it is closed.
func (m *Model) Bulk() *BulkView {
	b := m.bulk
	if b == nil || m.doc == nil {
		return nil
	}
	v := &BulkView{Open: true, Untag: b.untag, Passage: b.passage, Label: b.label, Labels: m.Labels(),
		AnyCase: b.options.AnyCase, Genitive: b.options.Genitive}
	if l := m.schema.Label(b.label); l != nil {
		v.Name = l.Name.In(m.lang)
	}
	for _, h := range b.hits {
		block := m.doc.Blocks[m.doc.BlockAt(h.ground.Start)]
		before, after := occurrences.Around(m.doc.Text, block, h.ground, bulkAround)
		v.Hits = append(v.Hits, HitView{
			Start: h.ground.Start, End: h.ground.End, Role: block.Role,
			Before: before, Text: m.doc.Text.Slice(h.ground.Start, h.ground.End), After: after,
			Done: h.done, Inside: h.inside, Chrome: h.chrome, Chosen: h.chosen,
		})
		if !h.done {
			v.Can++
		}
		if h.chosen && !h.done {
			v.Chosen++
		}
	}
	return v
}
