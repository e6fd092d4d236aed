// Package quotation finds the quotations of an article by their marks.
//
// It pairs the marks of German („…“ ‚…‘ »…« ›…‹), French («…» ‹…›), English
// (“…” ‘…’) and of typewriters ("…"), also nested and from one paragraph into
// the next, and says which marks have no partner. Several marks mean one thing
// here and another there: “ closes a German quotation and opens an English one,
// » the other way round, ’ closes an English one and is an apostrophe. What a
// mark means is read from what stands beside it, then from what is open.
//
// Whether a stretch between marks is a quote, a title or irony is not decided
// here. One pass over the text, in time linear in its length.
package quotation
