package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"galley/annotations"
	"galley/annotations/article"
	"galley/annotations/text"
)

// evidence is what the elements around a run say of it.
type evidence struct {
	clue
	shape article.Shape
}

// The longest text, in code points, that a clue of a role is believed for: a
// class "author" around a whole article is a theme's whim.
var longest = map[annotations.Role]int{annotations.Byline: 220, annotations.Kicker: 90, annotations.Standfirst: 1_200,
	annotations.Caption: 900, annotations.Dateline: 60, annotations.Note: 1_500, annotations.Subhead: 200}

// marks says of every run what the structure tells, for the rules on words.
func (d *document) marks(t text.Text) []article.Mark {
	marks := make([]article.Mark, 0, len(d.runs))
	for _, r := range d.runs {
		e := d.at(r.in)
		m := article.Mark{Start: t.FromByte(text.Byte(r.start)), End: t.FromByte(text.Byte(r.end)), Role: e.role, Why: e.why, Firm: e.role != "" && !e.loose, Shape: e.shape}
		if m.Role == "" {
			m = d.placed(m, r)
		}
		if n := len(marks); n > 0 && marks[n-1].Role == m.Role && marks[n-1].Firm == m.Firm && marks[n-1].Shape == m.Shape {
			marks[n-1].End = m.End
			continue
		}
		marks = append(marks, m)
	}
	return marks
}

// placed gives a run without a clue the role that its place suggests: above the
// headline is furniture, below the body too. It is not firm.
func (d *document) placed(m article.Mark, r run) article.Mark {
	g := d.ground
	switch {
	case g.headline != nil && inside(r.in, g.headline):
		m.Role, m.Why, m.Firm = annotations.Headline, article.PageTitle, true
	case g.kicker != nil && inside(r.in, g.kicker):
		m.Role, m.Why = annotations.Kicker, article.LineAbove
	case g.body == nil:
	case g.head >= 0 && r.start < g.head && r.start < g.tail:
		m.Role, m.Why = annotations.Breadcrumb, article.AboveArticle
	case r.start >= g.tail:
		m.Role, m.Why = annotations.Related, article.BelowArticle
	case !inside(r.in, g.body):
	case within(r.in, atom.Aside):
		m.Role, m.Why = annotations.Teaser, article.SetAside
	case m.Shape == article.Headed && (r.start > g.first || !inside(g.headline, g.body)):
		m.Role, m.Why = annotations.Subhead, article.TaggedSo
	case r.start >= g.last && within(r.in, atom.A) && d.linkedLine(r):
		m.Role, m.Why = annotations.Related, article.BelowArticle
	case r.start > g.first && m.Shape == article.Unshaped && within(r.in, atom.A) && d.linkedLine(r):
		m.Role, m.Why = annotations.Teaser, article.LinkedLine
	}
	return m
}

// linkedLine reports whether the paragraph of a run is one link.
func (d *document) linkedLine(r run) bool {
	for n := r.in; n != nil; n = n.Parent {
		if !isInline(n) {
			e := d.extent[n]
			return r.start == e.start && r.end == e.end
		}
	}
	return false
}

// at is what is known of text in an element. What an outer element said is
// outside the article stays so; else the inner word counts.
func (d *document) at(n *html.Node) evidence {
	if n == nil || n.Type != html.ElementNode {
		return evidence{}
	}
	if e, ok := d.memo[n]; ok {
		return e
	}
	e := d.at(n.Parent)
	e.shape = d.shapeOf(n, e.shape)
	if c := d.clueAt(n, e.clue); c.role != "" {
		e.clue = c
	}
	d.memo[n] = e
	return e
}

// clueAt is the clue of an element that is to be believed where it stands.
func (d *document) clueAt(n *html.Node, outer clue) clue {
	g := d.ground
	if g.above[n] || n == g.body || n.DataAtom == atom.Body || n.DataAtom == atom.Html {
		return clue{}
	}
	if n == g.headline || g.headline != nil && inside(n, g.headline) {
		return d.inHeadline(n)
	}
	c := hint(n)
	switch {
	case outer.role == annotations.Breadcrumb && outer.outside, outer.role == annotations.Caption, outer.role == annotations.Advert:
		return clue{}
	case outer.outside:
		if c.role == annotations.Advert {
			return c
		}
		return clue{}
	case c.role == "" && d.boldFirst(n):
		c = clue{role: annotations.Standfirst, why: article.NamedSo}
	case c.role == "":
		c = regional(n)
	}
	if most := longest[c.role]; most > 0 && utf8.RuneCountInString(d.words(n)) > most {
		return clue{}
	}
	return d.fits(n, c)
}

// boldFirst reports whether an element is the first paragraph of running text and
// called bold, as no paragraph after it is.
//
// Case: <p class="font-bold">Voll abholen, voll zurückgeben: …</p> over plain <p>.
func (d *document) boldFirst(n *html.Node) bool {
	if n.DataAtom != atom.P || d.extent[n].start != d.ground.first || !hasToken(n, "bold", "fett", "strong") {
		return false
	}
	for next := n.NextSibling; next != nil; next = next.NextSibling {
		if next.DataAtom == atom.P {
			return !hasToken(next, "bold", "fett", "strong")
		}
	}
	return false
}

// regional is what tags say that only their place makes a role.
func regional(n *html.Node) clue {
	switch n.DataAtom {
	case atom.Header:
		return clue{role: annotations.Breadcrumb, why: article.TaggedSo, outside: true}
	case atom.Footer:
		return clue{role: annotations.Related, why: article.TaggedSo, outside: true, loose: true}
	case atom.Button, atom.Form:
		return clue{role: annotations.Related, why: article.TaggedSo, outside: true}
	case atom.Aside:
		return clue{role: annotations.Teaser, why: article.SetAside, outside: true}
	}
	return clue{}
}

// The parts of the page, from top to bottom.
type part int

const (
	top part = iota
	head
	body
	tail
)

// part is where on the page an element begins.
func (d *document) part(n *html.Node) part {
	g, at := d.ground, d.extent[n].start
	switch {
	case at >= g.tail:
		return tail
	case at < g.head:
		return top
	case at < g.first || at < g.second && !inside(n, g.body):
		return head
	}
	return body
}

// fits turns a clue into what it means in the part of the page where its element
// stands; the zero clue when it means nothing there.
//
// Case: a list of share links between headline and text belongs to the byline's
// line, above the headline it is navigation, below the text it is furniture.
//
// Case: class "teaser" on the paragraph under the headline is the standfirst.
func (d *document) fits(n *html.Node, c clue) clue {
	where := d.part(n)
	switch c.role {
	case annotations.Breadcrumb, annotations.Related:
		switch {
		case where == top:
			c.role = annotations.Breadcrumb
		case where == head && n.DataAtom != atom.Header:
			return clue{role: annotations.Byline, why: article.PageControl}
		case where == head || where == body && n.DataAtom == atom.Header:
			return clue{}
		default:
			c.role = annotations.Related
		}
	case annotations.Teaser:
		switch where {
		case top:
			c.role = annotations.Breadcrumb
		case head:
			if words := d.words(n); len(words) >= 60 && n.DataAtom != atom.Aside && linkedPart(d, n) == 0 {
				return clue{role: annotations.Standfirst, why: c.why}
			}
		case tail:
			c.role = annotations.Related
		}
	case annotations.Byline:
		if where == tail && !hasToken(n, "author", "authors", "autor") {
			return clue{}
		}
	case annotations.Caption:
		if where == tail {
			return clue{}
		}
	case annotations.Kicker:
		if where > head || d.extent[n].start > d.ground.headEnd+80 {
			return clue{}
		}
	case annotations.Standfirst:
		if where == top || where == tail || d.extent[n].start > d.ground.second {
			return clue{}
		}
	case annotations.Note:
		if where == top {
			return clue{}
		}
	case annotations.Dateline:
		if where != body {
			c.role = annotations.Byline
		}
	case annotations.Subhead:
		if where != body {
			return clue{}
		}
	}
	return c
}

// linkedPart is how many bytes of an element are linked.
func linkedPart(d *document, n *html.Node) int {
	if within(n, atom.A) {
		return len(d.words(n))
	}
	sum := 0
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			e := d.extent[c]
			sum += e.end - e.start
		}
	}
	return sum
}

// inHeadline tells kicker from headline inside the headline's element: what is
// called so, or all boxes but the last where that is longer than the first.
//
// Case: <h1><span>Museen:</span><span>Der Löwe kehrt heim</span></h1>.
func (d *document) inHeadline(n *html.Node) clue {
	switch h := hint(n); h.role {
	case annotations.Kicker, annotations.Standfirst, annotations.Byline:
		if n != d.ground.headline {
			return h
		}
	}
	if n.Parent != d.ground.headline {
		return clue{}
	}
	var first, last *html.Node
	for c := range n.Parent.ChildNodes() {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return clue{}
		}
		if c.Type == html.ElementNode && !dressing[c.DataAtom] && strings.TrimSpace(d.words(c)) != "" {
			if first == nil {
				first = c
			}
			last = c
		}
	}
	if first == last || !d.kickerThenHeadline(d.words(first), d.words(last)) {
		return clue{}
	}
	if n == last {
		return clue{role: annotations.Headline, why: article.PageTitle}
	}
	return clue{role: annotations.Kicker, why: article.LineAbove}
}

// kickerThenHeadline reports whether of two boxes in the headline's element the
// first is a kicker: it is shorter, ends with a colon, or the page's title is the
// second alone or both.
func (d *document) kickerThenHeadline(first, last string) bool {
	if len(first) < len(last) || strings.HasSuffix(first, ":") {
		return true
	}
	for _, t := range d.titles() {
		if t != "" && (t == letters(last) || t == letters(first)+letters(last)) {
			return true
		}
	}
	return false
}

// shapeOf is the shape of an element's text inside the article's body. A bold
// paragraph or a linked one may be anything, so the words decide.
func (d *document) shapeOf(n *html.Node, outer article.Shape) article.Shape {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return article.Headed
	case atom.P, atom.Li, atom.Dd, atom.Dt, atom.Pre, atom.Blockquote, atom.Td:
		if d.ground.body == nil || !inside(n, d.ground.body) || n.DataAtom == atom.Td && !plainCell(n) {
			return article.Unshaped
		}
		if d.dressedUp(n) {
			return article.Unshaped
		}
		return article.Paragraphed
	}
	return outer
}

// dressedUp reports whether a paragraph is bold or linked from its first letter
// to its last, and no sentence.
func (d *document) dressedUp(n *html.Node) bool {
	words := strings.TrimSpace(d.words(n))
	if len(words) > 200 || strings.HasSuffix(words, ".") {
		return false
	}
	for c := range n.Descendants() {
		switch c.DataAtom {
		case atom.B, atom.Strong, atom.A, atom.H6:
			if e := d.extent[c]; len(words) > 0 && e.end-e.start >= len(words) {
				return true
			}
		}
	}
	return false
}
