package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"galley/annotations/article"
	"galley/annotations/text"
)

// Page is what Read made of an HTML page.
type Page struct {
	// Text is the visible text; its paragraphs are a blank line apart.
	Text text.Text
	// Result holds the blocks with their roles and reasons, the metadata, among it
	// what only the page's head says (url, site, access), and the language.
	article.Result
	// Kind says whether this is an article at all.
	Kind Kind
}

// MaxDepth is how deep elements may nest before their text is read without
// looking at them one by one. The parser itself gives up at 512; such a page is
// read tag by tag, without structure.
const MaxDepth = 400

// Read reads a page. It never fails: HTML without a visible word gives an empty
// text and the kind NoText. Its time grows with the page's length times the depth
// of its elements.
func Read(raw string) Page {
	root, err := html.Parse(strings.NewReader(raw))
	if err != nil { // the reader cannot fail: the elements nest too deep
		root = shallow(raw)
	}
	d := read(root)
	t := text.New(d.b.String())
	d.survey()
	p := Page{Text: t, Result: article.RecogniseMarked(t, d.marks(t))}
	d.data(&p.Result)
	p.Kind = d.kind(p)
	return p
}

// shallow is a page without its nesting: a paragraph for every stretch between
// two tags that are not inline.
func shallow(raw string) *html.Node {
	root := &html.Node{Type: html.DocumentNode}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	root.AppendChild(body)
	var p *html.Node
	skip := atom.Atom(0)
	for z := html.NewTokenizer(strings.NewReader(raw)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return root
		case html.TextToken:
			if skip != 0 {
				continue
			}
			if p == nil {
				p = &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
				body.AppendChild(p)
			}
			p.AppendChild(&html.Node{Type: html.TextNode, Data: z.Token().Data})
		case html.StartTagToken:
			t := z.Token()
			n := &html.Node{Type: html.ElementNode, Data: t.Data, DataAtom: t.DataAtom}
			if unseen[t.DataAtom] && t.DataAtom != atom.Head {
				skip = t.DataAtom
			}
			if !isInline(n) {
				p = nil
			}
		case html.EndTagToken:
			t := z.Token()
			if t.DataAtom == skip {
				skip = 0
			}
			if !isInline(&html.Node{Data: t.Data, DataAtom: t.DataAtom}) {
				p = nil
			}
		}
	}
}
