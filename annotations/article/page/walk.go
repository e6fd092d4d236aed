package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// run is a stretch of the visible text with the element that it stands in.
type run struct {
	start, end int // bytes
	in         *html.Node
}

// document is a page on its way from elements to text.
type document struct {
	root *html.Node
	b    strings.Builder
	runs []run

	// What stands before the next word: at most one blank or, between cells of a
	// table, a tab; or line ends.
	blank, tab bool
	ends       int
	lang       string

	ground ground
	memo   map[*html.Node]evidence
	most   map[*html.Node]bool // see holdsMost
	plain  map[*html.Node]bool // rows of plain cells, see cell
	extent map[*html.Node]extent
	said   map[string]string // see headData
	ld     *linkedData       // see linked
}

// extent is the stretch of the text, in bytes, that an element holds.
type extent struct{ start, end int }

// read collects the visible text of a page.
func read(root *html.Node) *document {
	d := &document{root: root, memo: map[*html.Node]evidence{}, most: map[*html.Node]bool{}, plain: map[*html.Node]bool{}, extent: map[*html.Node]extent{}}
	d.lang = language(root)
	d.walk(root, 0)
	for _, r := range d.runs {
		for n := r.in; n != nil; n = n.Parent {
			e, ok := d.extent[n]
			if !ok {
				e.start = r.start
			}
			e.end = r.end
			d.extent[n] = e
		}
	}
	return d
}

// language is the page's own word for its language.
func language(root *html.Node) string {
	for n := range root.ChildNodes() {
		if n.DataAtom == atom.Html {
			return attr(n, "lang")
		}
	}
	return ""
}

// Elements whose text nobody sees.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Head: true, atom.Template: true, atom.Noscript: true, atom.Iframe: true,
	atom.Svg: true, atom.Object: true, atom.Audio: true, atom.Video: true, atom.Canvas: true, atom.Map: true, atom.Noframes: true,
	atom.Noembed: true, atom.Datalist: true, atom.Rp: true, atom.Math: true, atom.Frameset: true, atom.Title: true,
}

// Elements that stand in a line of text. Everything else starts and ends a line,
// unknown elements with a hyphen in their name included: they are boxes.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.Acronym: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Button: true,
	atom.Cite: true, atom.Code: true, atom.Data: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true,
	atom.Img: true, atom.Input: true, atom.Ins: true, atom.Kbd: true, atom.Label: true, atom.Mark: true, atom.Meter: true, atom.Nobr: true, atom.Output: true,
	atom.Progress: true, atom.Q: true, atom.Ruby: true, atom.Rb: true, atom.Rt: true, atom.Rtc: true, atom.S: true, atom.Samp: true, atom.Select: true, atom.Small: true,
	atom.Span: true, atom.Strike: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Textarea: true, atom.Time: true,
	atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true, atom.Picture: true, atom.Source: true, atom.Track: true, atom.Param: true,
}

// Elements that only dress letters: a border between two of them is no border.
//
// Case: "<b>Tr</b><i>umm</i>" is one word.
var dressing = map[atom.Atom]bool{
	atom.B: true, atom.I: true, atom.Em: true, atom.Strong: true, atom.U: true, atom.S: true, atom.Sub: true, atom.Sup: true, atom.Mark: true, atom.Abbr: true,
	atom.Acronym: true, atom.Font: true, atom.Big: true, atom.Small: true, atom.Code: true, atom.Kbd: true, atom.Samp: true, atom.Tt: true, atom.Var: true,
	atom.Wbr: true, atom.Ins: true, atom.Del: true, atom.Strike: true, atom.Q: true, atom.Bdi: true, atom.Bdo: true, atom.Cite: true, atom.Dfn: true, atom.Nobr: true,
	atom.Ruby: true, atom.Rb: true, atom.Rt: true, atom.Rtc: true,
}

// Elements that end a line and not a paragraph.
var lineOnly = map[atom.Atom]bool{atom.Li: true, atom.Tr: true, atom.Dt: true, atom.Dd: true, atom.Option: true, atom.Summary: true}

// isInline reports whether an element stands in a line.
func isInline(n *html.Node) bool {
	if n.DataAtom == 0 {
		return !strings.Contains(n.Data, "-")
	}
	return inline[n.DataAtom]
}

// hidden reports whether nobody sees an element.
func hidden(n *html.Node) bool {
	if unseen[n.DataAtom] || n.DataAtom == atom.Dialog && !has(n, "open") {
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return a.Val != "until-found"
		case "style":
			style := strings.Map(dropBlank, strings.ToLower(a.Val))
			if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

func dropBlank(r rune) rune {
	if unicode.IsSpace(r) {
		return -1
	}
	return r
}

// walk writes what is seen of a node and the nodes in it.
func (d *document) walk(n *html.Node, depth int) {
	switch n.Type {
	case html.TextNode:
		d.write(n.Data, n.Parent)
		return
	case html.ElementNode:
		if hidden(n) {
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	if depth >= MaxDepth {
		d.flat(n)
		return
	}
	before, after := d.border(n)
	d.end(before)
	switch n.DataAtom {
	case atom.Br:
		d.ends = min(d.ends+1, 2)
		d.blank = false
	case atom.Q:
		d.quoted(n, depth)
	case atom.Select:
		d.write(chosen(n), n)
	case atom.Input:
		switch strings.ToLower(attr(n, "type")) {
		case "submit", "button", "reset":
			d.write(attr(n, "value"), n)
		}
	default:
		d.children(n, depth)
	}
	d.end(after)
}

// children walks an element's children, with a line end where two boxes that
// stand without a blank between them would run together.
//
// Case: <a>Start</a><a>Sport</a> are two entries of a menu, set apart by the
// style sheet alone; <span class="kicker">Museen</span><span>Der Löwe kehrt
// heim</span> are kicker and headline.
func (d *document) children(n *html.Node, depth int) {
	apart := boxes(n)
	for c := range n.ChildNodes() {
		if apart && c.Type == html.ElementNode && isInline(c) && !dressing[c.DataAtom] && d.wouldGlue(c) {
			d.end(1)
		}
		d.walk(c, depth+1)
	}
}

// boxes reports whether all words of an element stand in child elements of which
// at least two do more than dress letters.
func boxes(n *html.Node) bool {
	count := 0
	for c := range n.ChildNodes() {
		switch c.Type {
		case html.TextNode:
			if strings.TrimSpace(c.Data) != "" {
				return false
			}
		case html.ElementNode:
			if !dressing[c.DataAtom] && c.DataAtom != atom.Br && c.DataAtom != atom.Img && !hidden(c) {
				count++
			}
		}
	}
	return count > 1
}

// wouldGlue reports whether a word of c would run into the word before.
func (d *document) wouldGlue(c *html.Node) bool {
	if d.blank || d.tab || d.ends > 0 || d.b.Len() == 0 {
		return false
	}
	s := d.b.String()
	last, _ := utf8.DecodeLastRuneInString(s)
	first, _ := utf8.DecodeRuneInString(firstWord(c, 0))
	return last != utf8.RuneError && !unicode.IsSpace(last) && !strings.ContainsRune("([„«‚‹", last) &&
		(unicode.IsLetter(first) || unicode.IsDigit(first) || strings.ContainsRune("„«»“‘'\"‚‹©([", first))
}

// firstWord is the first text of a node that is no blank.
func firstWord(n *html.Node, depth int) string {
	if n.Type == html.TextNode {
		return strings.TrimLeft(n.Data, " \t\n\r\f")
	}
	if n.Type == html.ElementNode && (hidden(n) || depth > MaxDepth) {
		return ""
	}
	for c := range n.ChildNodes() {
		if w := firstWord(c, depth+1); w != "" {
			return w
		}
	}
	return ""
}

// border is how many line ends stand before and after an element.
func (d *document) border(n *html.Node) (before, after int) {
	switch {
	case n.Type != html.ElementNode || isInline(n) || n.DataAtom == atom.Br:
		return 0, 0
	case lineOnly[n.DataAtom]:
		return 1, 1
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		return d.cell(n)
	case n.DataAtom == atom.Html, n.DataAtom == atom.Body, n.DataAtom == atom.Tbody, n.DataAtom == atom.Thead, n.DataAtom == atom.Tfoot:
		return 1, 1
	}
	return 2, 2
}

// cell is the border of a table's cell: a tab between the cells of a row that
// holds plain words, a paragraph's end where the table lays out the page.
func (d *document) cell(n *html.Node) (before, after int) {
	plain, known := d.plain[n.Parent]
	if !known {
		plain = true
		for c := range n.Parent.ChildNodes() {
			plain = plain && (c.Type != html.ElementNode || plainCell(c))
		}
		d.plain[n.Parent] = plain
	}
	if !plain {
		return 2, 2
	}
	first := true
	for c := n.PrevSibling; c != nil && first; c = c.PrevSibling {
		first = c.Type != html.ElementNode
	}
	if d.tab = !first; d.tab {
		d.blank = false
	}
	return 0, 0
}

// plainCell reports whether a cell holds inline elements and no <br>.
func plainCell(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && (c.DataAtom == atom.Br || !isInline(c)) {
			return false
		}
	}
	return true
}

// end makes sure of at least n line ends before the next word.
func (d *document) end(n int) {
	if n > 0 {
		d.ends, d.blank, d.tab = max(d.ends, n), false, false
	}
}

// quoted writes a <q> with the quotation marks that a browser draws.
func (d *document) quoted(n *html.Node, depth int) {
	open, closing := "“", "”"
	if strings.HasPrefix(strings.ToLower(d.lang), "de") {
		open, closing = "„", "“"
	}
	d.write(open, n)
	d.children(n, depth)
	d.tight(closing, n)
}

// tight writes without the blank that may wait.
func (d *document) tight(s string, in *html.Node) {
	if d.ends == 0 {
		d.blank = false
	}
	d.write(s, in)
}

// chosen is the entry that a selection shows.
func chosen(n *html.Node) string {
	first := ""
	for o := range n.Descendants() {
		if o.DataAtom != atom.Option {
			continue
		}
		words := allText(o)
		if has(o, "selected") {
			return words
		}
		if first == "" {
			first = words
		}
	}
	return first
}

func allText(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// flat writes the text of what nests too deep, without borders but with a blank
// between nodes.
func (d *document) flat(n *html.Node) {
	skip := (*html.Node)(nil)
	for c := n.FirstChild; c != nil; {
		if c.Type == html.TextNode {
			d.write(c.Data+" ", n)
		} else if c.Type == html.ElementNode && hidden(c) {
			skip = c
		}
		c = following(c, n, skip)
		skip = nil
	}
}

// following is the node after c in n, in document order and without recursion;
// what is in skip is passed over.
func following(c, n, skip *html.Node) *html.Node {
	if c.FirstChild != nil && c != skip {
		return c.FirstChild
	}
	for c != n && c.NextSibling == nil {
		c = c.Parent
	}
	if c == n {
		return nil
	}
	return c.NextSibling
}

// write appends a text node: blanks collapse to one, none at the start of a line.
func (d *document) write(s string, in *html.Node) {
	if pre(in) {
		d.verbatim(s, in)
		return
	}
	for s != "" {
		end := strings.IndexAny(s, " \t\n\r\f")
		if end == 0 {
			d.blank = true
			s = strings.TrimLeft(s, " \t\n\r\f")
			continue
		}
		if end < 0 {
			end = len(s)
		}
		d.word(s[:end], in)
		s = s[end:]
	}
}

// pre reports whether blanks count in an element.
func pre(n *html.Node) bool {
	for depth := 0; n != nil && depth < 8; n, depth = n.Parent, depth+1 {
		switch n.DataAtom {
		case atom.Pre, atom.Textarea, atom.Listing, atom.Plaintext, atom.Xmp:
			return true
		}
	}
	return false
}

func (d *document) verbatim(s string, in *html.Node) {
	for i, line := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		if i > 0 {
			d.ends, d.blank = min(d.ends+1, 2), false
		}
		if strings.TrimSpace(line) != "" {
			d.word(line, in)
		}
	}
}

// word appends a word with what stands before it.
func (d *document) word(w string, in *html.Node) {
	w = strings.Map(sane, w)
	if w == "" {
		return
	}
	if d.b.Len() > 0 {
		for range d.ends {
			d.b.WriteByte('\n')
		}
		switch {
		case d.ends > 0:
		case d.tab:
			d.b.WriteByte('\t')
		case d.blank:
			d.b.WriteByte(' ')
		}
	}
	start := d.b.Len()
	d.ends, d.blank, d.tab = 0, false, false
	d.b.WriteString(w)
	if n := len(d.runs); n > 0 && d.runs[n-1].in == in {
		d.runs[n-1].end = d.b.Len()
		return
	}
	d.runs = append(d.runs, run{start, d.b.Len(), in})
}

// sane drops what no text may hold: NUL and other control characters.
func sane(r rune) rune {
	if r < ' ' && r != '\t' || r == 0x7f || r == 0xfeff || r == 0xfffe || r == 0xffff {
		return -1
	}
	return r
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
