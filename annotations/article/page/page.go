package page

import (
	"strings"

	"golang.org/x/net/html"

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
// looking at them one by one.
const MaxDepth = 400

// Read reads a page. It never fails: HTML without a visible word gives an empty
// text and the kind NoText. It runs in time linear in the page's length but for
// elements that nest deeper than MaxDepth.
func Read(raw string) Page {
	root, err := html.Parse(strings.NewReader(raw))
	if err != nil { // the reader cannot fail, and the parser takes everything
		return Page{Kind: NoText}
	}
	d := read(root)
	t := text.New(d.b.String())
	d.survey()
	p := Page{Text: t, Result: article.RecogniseMarked(t, d.marks(t))}
	d.data(&p.Result)
	p.Kind = d.kind(p)
	return p
}
