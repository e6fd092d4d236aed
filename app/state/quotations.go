package state

import (
	"fmt"
	"strings"

	"galley/annotations"
	"galley/annotations/quotation"
	"galley/annotations/text"
)

type (
	// ThisQuotation marks the quotation around the caret, its marks included;
	// again, the one around that.
	ThisQuotation struct{}
	// NextQuotation marks the next (1) or previous (-1) quotation that has no
	// label yet, or the next mark without a partner, and begins again at the
	// other end of the article.
	NextQuotation struct{ By int }
)

func (ThisQuotation) msg() {}
func (NextQuotation) msg() {}

// quotes are the quotations of one text, found when they are first asked for.
type quotes struct {
	doc   *annotations.Document
	found quotation.Found
}

func (m *Model) quotations() quotation.Found {
	q := &m.walker.quotes
	if q.doc != m.doc {
		*q = quotes{doc: m.doc, found: quotation.Find(m.doc.Text, m.doc.Blocks)}
	}
	return q.found
}

// markFor marks a stretch for the keyboard: the caret is at its end.
func (m *Model) markFor(start, end text.Rune) Effects {
	c := Caret{start, end}
	m.putCaret(c)
	return Effects{Caret: &c}
}

func (m *Model) thisQuotation() Effects {
	found := m.quotations()
	var q quotation.Quotation
	var ok bool
	switch sp := m.client.Set().Span(m.selected); {
	case m.marked.Start < m.marked.End:
		q, ok = found.Outer(m.marked.Start, m.marked.End)
		if !ok && m.isQuotation(m.marked.Start, m.marked.End) {
			return Effects{}
		}
	case m.walker.on || sp == nil:
		q, ok = found.Around(m.walker.caret.Focus)
	default:
		q, ok = found.Outer(sp.Start(), sp.End())
	}
	if !ok {
		return Effects{Notice: m.notice("notice.no_quotation", false)}
	}
	return m.markFor(q.Start, q.End)
}

func (m *Model) isQuotation(start, end text.Rune) bool {
	list := m.quotations().After(start)
	return len(list) > 0 && list[0].Start == start && list[0].End == end
}

// stop is a place that NextQuotation goes to.
type stop struct {
	start, end text.Rune
	stray      *quotation.Stray
}

// stops are the places without a label in reading order.
func (m *Model) stops() []stop {
	found := m.quotations()
	var all []stop
	strays := found.Strays
	add := func(before text.Rune) {
		for len(strays) > 0 && strays[0].At < before {
			s := &strays[0]
			strays = strays[1:]
			if !m.furniture(s.At) && !m.quoted(s.At, s.At+1) {
				all = append(all, stop{s.At, s.At + 1, s})
			}
		}
	}
	for _, q := range found.Quotations {
		add(q.Start)
		if !m.furniture(q.Start) && !m.labelled(q) {
			all = append(all, stop{q.Start, q.End, nil})
		}
	}
	add(m.doc.Text.Len())
	return all
}

func (m *Model) furniture(at text.Rune) bool { return m.folded(m.doc.BlockAt(at)) }

// quoting reports whether a label says what a stretch between marks is: a quote,
// or a plain label such as „no quote“.
func (m *Model) quoting(id string) bool {
	l := m.schema.Label(id)
	return l != nil && (l.Family == annotations.QuoteFamily || l.Family == annotations.PlainFamily)
}

// labelled reports whether a quotation has a label of its own: one that begins
// with it or its first word, or ends with it.
func (m *Model) labelled(q quotation.Quotation) bool {
	for _, sp := range m.client.Set().Near(q.Start, q.End) {
		if !m.quoting(sp.Label) {
			continue
		}
		for _, f := range sp.Fragments {
			if f.Start == q.Start || f.Start == q.Start+1 || f.Start < q.Start && (f.End == q.End || f.End == q.End-1) {
				return true
			}
		}
	}
	return false
}

func (m *Model) quoted(start, end text.Rune) bool {
	for _, sp := range m.client.Set().Near(start, end) {
		if m.quoting(sp.Label) {
			return true
		}
	}
	return false
}

func (m *Model) nextQuotation(by int) Effects {
	all := m.stops()
	if len(all) == 0 {
		return Effects{Notice: m.notice("notice.quotations_done", false)}
	}
	from := m.from(by)
	next, wrapped := stop{}, true
	if by > 0 {
		next = all[0]
		for _, s := range all {
			if s.start >= from {
				next, wrapped = s, false
				break
			}
		}
	} else {
		next = all[len(all)-1]
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].start < from {
				next, wrapped = all[i], false
				break
			}
		}
	}
	e := m.markFor(next.start, next.end)
	switch {
	case next.stray != nil:
		e.Notice = m.strayNotice(all)
	case wrapped:
		e.Notice = m.notice("notice.quotations_again", false)
	}
	return e
}

// from is where looking for quotations begins: behind the first mark of what is
// marked or was just tagged, so that what is nested in it comes next.
func (m *Model) from(by int) text.Rune {
	sp := m.client.Set().Span(m.selected)
	at := m.walker.caret.Focus
	switch {
	case m.marked.Start < m.marked.End:
		at = m.marked.Start + 1
	case sp != nil && (!m.walker.on || at == sp.End() && m.isHead(sp.Label)):
		at = sp.Start() + 1
	}
	if by < 0 && at > 0 && (m.marked.Start < m.marked.End || !m.walker.on) {
		at--
	}
	return at
}

// straysShown is how many marks without a partner a notice names.
const straysShown = 5

// strayNotice says that the mark has no partner, and where all of them are.
func (m *Model) strayNotice(all []stop) *NoticeView {
	var places []string
	n := 0
	for _, s := range all {
		if s.stray == nil {
			continue
		}
		if n++; n <= straysShown {
			places = append(places, m.place(s.start))
		}
	}
	if n > straysShown {
		places = append(places, "…")
	}
	return m.notice("notice.stray_quotation", false, fmt.Sprint(n), strings.Join(places, " · "))
}

// place names a position for a reader: the number of its block, and the words
// at it.
func (m *Model) place(at text.Rune) string {
	i := m.doc.BlockAt(at)
	b := m.doc.Blocks[i]
	from, to := max(b.Start, at-12), min(b.End, at+16)
	if from > b.Start {
		from = min(m.doc.Text.NextStart(from), at)
	}
	return fmt.Sprintf("¶ %d: %s", i+1, strings.Join(strings.Fields(m.doc.Text.Slice(from, to)), " "))
}
