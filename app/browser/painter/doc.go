// Package painter draws the article: text with marks on it, as fast as the page
// can be painted.
//
// Ideas
//
//   - The article is an island. Its host element is rendered once by go-app and
//     never again; the painter redraws a block inside the event that changed it,
//     so that the mark is in the next frame.
//   - Go decides, the script (js/painter.js) builds. A block crosses the border
//     as one string: a flat list of tokens (open a mark, a run of text, close n
//     marks). Marks that go on from run to run stay one element, so that rings,
//     wavy lines and margins are drawn in one piece; only crossing ones are cut.
//   - Offsets never cross as code points in the middle of a text node. Every text
//     node starts at a code point that Go knows ("at"), and the rest is counted
//     in UTF-16 units; only this package turns one into the other.
//   - What is not the article's words is not text: chips, numbers, role names and
//     the labels of folded furniture are generated content, so copying, reading
//     aloud and finding see the article alone.
//
// The look is css/article.css. The painter keeps nothing of the product but the
// blocks it drew last, and asks nobody: it calls Handlers.
package painter
