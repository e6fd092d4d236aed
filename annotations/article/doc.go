// Package article cuts a pasted newspaper page into blocks with roles.
//
// An editor selects a page in the browser, copies, and pastes: the article
// comes with its furniture, as plain lines, some of them glued together.
// Recognise says of every stretch what it is. It classifies and never deletes:
// bylines and datelines, which reader modes throw away, are what newsrooms
// need, and offsets must stay true.
//
// # Ideas
//
//   - A page is lines; a line is cut into pieces where a border lies inside it
//     (a kicker glued to the headline, a byline glued to the standfirst, a
//     dateline before the first sentence).
//   - A live ticker (ticker.go) is known by its times and read entry by entry.
//   - Rules run in a fixed order, from the surest to the vaguest, and each
//     decides only pieces that no rule before it decided: breadcrumbs, marked
//     furniture (adverts, related topics, notes), captions, the head, the
//     dateline, what stands between paragraphs. The rest is body.
//   - Every piece keeps the Reason of its role, so that the screen can say why
//     and an editor can disagree.
//   - A text without furniture is prose: all of it is body, but for a first
//     short line that stands alone.
//
// Each rule's comment shows the line that made it necessary. Names of people
// and places in these lines are invented.
//
// Lines and their features are in lines.go, the rules in one file per part of
// the page, the metadata in meta.go and dates.go. Another source of lines gives
// better features and keeps the rules: package page reads HTML and says with Marks
// (mark.go) what its tags tell.
//
// # What it does not do
//
// It fetches nothing, knows no site by name, and learns nothing: the same text
// gives the same blocks. Its cost is linear in the text.
package article
