// Package page reads an HTML page: its visible text, and what its structure says
// of the roles of the text's parts.
//
// # Ideas
//
//   - The text is what a reader of the page sees, with nothing left out: the
//     article and its furniture. Scripts, styles and hidden elements are not
//     seen. Blanks collapse as in a browser, no-break spaces stay, block elements
//     end paragraphs, <br> ends lines, and inline tags neither glue words nor
//     split them.
//   - Structure is evidence, not proof. The element that holds nearly all running
//     text is the article's body, and where the headline stands tells head from
//     furniture (ground.go); tags, classes and ids hint at roles (hints.go). What
//     they say is handed to article.RecogniseMarked as marks, firm or not, and the
//     rules on words have their say there.
//   - Hints never hold for an element that contains the headline or the body: a
//     class "has-sidebar" on <body> says nothing of the article.
//   - Metadata comes from JSON-LD, then from <meta> and <time>, then from the
//     words (data.go).
//   - A page that is no article is told apart by its kind, and its text is given
//     all the same: the caller decides (kind.go).
//
// # What it does not do
//
// It fetches nothing, runs no script, reads no style sheet, and knows no site by
// name. It expects UTF-8: who has bytes decodes them first. Only the server links
// it, because the parser would add to what a browser loads.
package page
