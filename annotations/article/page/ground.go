package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"galley/annotations"
)

// ground is where on the page things are.
type ground struct {
	// body is the element that holds nearly all running text, or nil.
	body *html.Node
	// headline is the headline's element, or nil.
	headline *html.Node
	// above holds the elements that contain the headline or the body: hints on
	// them say nothing of the article.
	above map[*html.Node]bool
	// head and tail are bytes of the text: where the headline begins, and where
	// the body ends.
	head, headEnd, tail int
	// prose is how many bytes of running text were found; first and second are
	// where its first two lines begin.
	// and last where its last line ends.
	prose, first, second, last int
	// kicker is the element right above the headline that could be one.
	kicker *html.Node
}

// Running text has lines of at least this many bytes; shorter ones count when
// they end as a sentence does.
const (
	longLine  = 110
	shortLine = 40
)

// survey finds body and headline.
func (d *document) survey() {
	d.ground.above = map[*html.Node]bool{}
	d.ground.tail = d.b.Len()
	weight := d.weigh(true)
	if strict := weight[d.root]; strict < 400 {
		// Case: a theme that calls the whole article "lead": then hints count for
		// nothing here.
		if loose := d.weigh(false); loose[d.root] > 2*strict {
			weight = loose
		} else {
			weight = d.weigh(true)
		}
	}
	d.ground.prose = weight[d.root]
	d.ground.body = heaviest(d.root, weight)
	if d.ground.body != nil {
		d.ground.tail = d.extent[d.ground.body].end
	}
	d.findHeadline()
	d.ground.head, d.ground.headEnd = -1, -1
	if d.ground.headline != nil {
		e := d.extent[d.ground.headline]
		d.ground.head, d.ground.headEnd = e.start, e.end
	}
	for _, n := range []*html.Node{d.ground.headline, d.ground.body} {
		if n == nil {
			continue
		}
		for up := n.Parent; up != nil; up = up.Parent {
			d.ground.above[up] = true
		}
	}
	d.findKicker()
}

// weigh adds up, for every element, the running text that it holds outside of
// furniture; when strict, outside of everything that is called a part of the head.
func (d *document) weigh(strict bool) map[*html.Node]int {
	weight := map[*html.Node]int{}
	d.ground.last = 0
	s := d.b.String()
	d.ground.first, d.ground.second = len(s), len(s)
	for i := 0; i < len(d.runs); {
		end := strings.IndexByte(s[d.runs[i].start:], '\n')
		if end < 0 {
			end = len(s)
		} else {
			end += d.runs[i].start
		}
		start, linked, j := d.runs[i].start, 0, i
		for ; j < len(d.runs) && d.runs[j].start < end; j++ {
			if within(d.runs[j].in, atom.A) {
				linked += min(d.runs[j].end, end) - d.runs[j].start
			}
		}
		if n := lineWeight(s[start:end], linked); n > 0 && !d.boilerplate(d.runs[i].in, strict) {
			d.ground.last = end
			if d.ground.first == len(s) {
				d.ground.first = start
			} else if d.ground.second == len(s) {
				d.ground.second = start
			}
			for up := d.runs[i].in; up != nil; up = up.Parent {
				weight[up] += n
			}
		}
		i = max(j, i+1)
	}
	return weight
}

// lineWeight is how much running text a line is: its length when it is long or a
// sentence, and hardly linked.
func lineWeight(line string, linked int) int {
	n := len(line)
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, "“”\"'’»«)"))
	sentence := strings.ContainsRune(".!?…:", last)
	switch {
	case 2*linked > n, !sentence && n < longLine+50, n < shortLine:
		return 0
	}
	return n
}

// boilerplate reports whether an element stands in what its tag or class says is
// furniture, whatever it holds; when strict, a standfirst or note is no running
// text either.
func (d *document) boilerplate(n *html.Node, strict bool) bool {
	for ; n != nil; n = n.Parent {
		switch n.DataAtom {
		case atom.Nav, atom.Footer, atom.Aside, atom.Figcaption, atom.Form, atom.Dialog:
			return true
		case atom.Body, atom.Main, atom.Html:
			return false
		}
		h := hint(n)
		if h.role != "" && d.holdsMost(n) {
			continue
		}
		if h.role != "" && h.outside || strict && (h.role == annotations.Standfirst || h.role == annotations.Note || h.role == annotations.Caption) {
			return true
		}
	}
	return false
}

// holdsMost reports whether an element holds a <h1> or most of the page's text
// and is no list of comments: then what it is called says nothing.
//
// Case: <div class="article-text heading-tag-switch">, <div class="page has-sidebar">.
func (d *document) holdsMost(n *html.Node) bool {
	if known, ok := d.most[n]; ok {
		return known
	}
	e := d.extent[n]
	most := 100*(e.end-e.start) >= 60*d.b.Len() && !hasToken(n, "comment", "comments", "forum", "community", "respond")
	if !most {
		for c := range n.Descendants() {
			if c.DataAtom == atom.H1 {
				most = true
				break
			}
		}
	}
	d.most[n] = most
	return most
}

// heaviest walks down from the root as long as one child holds nearly all the
// weight.
func heaviest(root *html.Node, weight map[*html.Node]int) *html.Node {
	all := weight[root]
	if all == 0 {
		return nil
	}
	n := root
	for {
		var down *html.Node
		for c := range n.ChildNodes() {
			if c.Type == html.ElementNode && 100*weight[c] >= 85*all && !isInline(c) && c.DataAtom != atom.P {
				down = c
			}
		}
		if down == nil {
			return n
		}
		n = down
	}
}

func inside(n, outer *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

func within(n *html.Node, a atom.Atom) bool {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == a {
			return true
		}
	}
	return false
}

// findHeadline picks the headline's element: of all headings and elements whose
// class calls them so, before the body's end, the one that says what the page's
// head says is the title; of equals a <h1>, then the first.
//
// Case: <h1> is the site's logo, and <h2 class="document-title"> the headline.
//
// Case: a page of <font size="+2"><b>…</b></font> without any heading.
func (d *document) findHeadline() {
	titles := d.titles()
	best, most := (*html.Node)(nil), 0
	for n := range d.root.Descendants() {
		if n.Type != html.ElementNode || !headed(n) {
			continue
		}
		e, seen := d.extent[n]
		if !seen || e.start > d.ground.tail {
			continue
		}
		words := letters(d.words(n))
		if words == "" || len(words) > 400 {
			continue
		}
		score := like(words, titles)
		if score > 0 { // of two parts of the title the longer one
			score += min(len(words)/4, 15)
		}
		switch {
		case n.DataAtom == atom.H1:
			score += 30
		case n.DataAtom == atom.H2:
			score += 10
		case n.DataAtom != atom.B && n.DataAtom != atom.Font && n.DataAtom != atom.Strong:
			score += 5
		case score == 0:
			continue
		}
		if score > 5 && d.boilerplate(n, false) {
			score -= 25
		}
		if score > most {
			best, most = n, score
		}
	}
	d.ground.headline = best
}

// headed reports whether an element could be a headline.
func headed(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.B, atom.Font, atom.Strong:
		return true
	case atom.A, atom.Body, atom.Html, atom.Article, atom.Main, atom.Section, atom.Header:
		return false
	}
	for _, t := range tokens(n) {
		if t == "headline" || t == "title" {
			return attr(n, "itemprop") == "headline" || !isInline(n)
		}
	}
	return false
}

// like is how much the words are the title: 100 for the same, 60 when one begins
// or holds the other, 0 else.
func like(words string, titles []string) int {
	best := 0
	for _, t := range titles {
		switch {
		case t == "":
		case words == t:
			best = 100
		case len(words) >= 12 && strings.Contains(t, words) || len(t) >= 12 && strings.Contains(words, t) && len(words) < 3*len(t):
			best = max(best, 60)
		}
	}
	return best
}

// letters drops everything but letters and digits, and case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// findKicker looks right above the headline for a short line of its own: what
// stands before it in the same header, at most two elements up.
func (d *document) findKicker() {
	n := d.ground.headline
	for range 3 {
		if n == nil || n.DataAtom == atom.Body || n.DataAtom == atom.Main || n.DataAtom == atom.Td {
			return
		}
		for prev := n.PrevSibling; prev != nil; prev = prev.PrevSibling {
			words := strings.TrimSpace(d.words(prev))
			if words == "" {
				continue
			}
			if prev.Type == html.ElementNode && utf8.RuneCountInString(words) <= 80 && hint(prev).role == "" && !listed(prev) {
				d.ground.kicker = prev
			}
			return
		}
		n = n.Parent
	}
}

// listed reports whether an element is a list or menu, by its tag or what it holds.
func listed(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Ul, atom.Ol, atom.Header, atom.Table, atom.Tr, atom.Td, atom.Form, atom.Font, atom.B:
		return true
	}
	links := 0
	for c := range n.Descendants() {
		switch c.DataAtom {
		case atom.A:
			links++
		case atom.Nav, atom.Ul, atom.Li:
			return true
		}
	}
	return links > 1
}

// words is the visible text of a node.
func (d *document) words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	e := d.extent[n]
	return d.b.String()[e.start:e.end]
}

// titles are the titles that the page's head gives, as letters.
func (d *document) titles() []string {
	h := d.headData()
	all := []string{letters(d.linked().headline), letters(h["og:title"]), letters(h["twitter:title"])}
	whole := h["title"]
	all = append(all, letters(whole))
	for _, sep := range []string{" | ", " - ", " – ", " — ", ": "} {
		if i := strings.Index(whole, sep); i > 0 {
			all = append(all, letters(whole[:i]), letters(whole[i+len(sep):]))
		}
		if i := strings.LastIndex(whole, sep); i > 0 {
			all = append(all, letters(whole[:i]))
		}
	}
	return all
}
