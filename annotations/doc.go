// Package annotations is the product's domain: a text with labels on it. It is
// pure Go without I/O and is compiled twice, into the browser program and into
// the server.
//
// # Ideas
//
//   - A Document is one article at one revision. Its text never changes; every
//     offset counts Unicode code points, half open (package text).
//   - Blocks cover the text and give each stretch a Role. Furniture keeps its
//     place and is folded on screen; nothing is deleted.
//   - A Span is a label on one or more fragments. Spans nest, cross and share
//     ground. Every span carries its quotation, and every writer checks it.
//   - A Link is a typed group of spans in named roles: an attribution with its
//     quote, cue, speaker, addressee and frame, or a relation with two roles.
//   - A Set is everything of one owner on one document: a person, gold, or a
//     suggester. Reviewing compares sets.
//   - A Schema says what may be tagged: labels, attributes, link types. It is
//     data; News is the default.
//   - Ops (package ops) are edits as values; a set is the fold of its ops.
//   - Segments cut a block into runs, each with its active spans; everything
//     that draws is a loop over them.
//
// # Words
//
// The code is English, the screen speaks the newsroom's German:
//
//	kicker       Dachzeile: the line above the headline
//	headline     Titel
//	standfirst   Vorspann: the paragraph under the headline
//	byline       Autorenzeile, with date and time
//	dateline     Ortsmarke: the place a report opens with
//	caption      Bildunterschrift, with its photo credit
//	subhead      Zwischenüberschrift
//	teaser       Anreißer: another article advertised inside this one
//	related      Verwandte Themen
//	note         Agenturhinweis and other remarks of the newsroom
//	chrome       what belongs to the page, not the article
//	cue          Signalwort: the words that announce speech („schrieb“)
//	speaker      Sprecher: who said it
//	addressee    Adressat: to whom
//	frame        Rahmen: the part of the sentence that holds cue and speaker
//	direct, indirect, reported
//	             how speech is given: in its words, in its sense, in summary
//	adjudicate   aus mehreren Fassungen eine verbindliche machen
//
// # What it does not do
//
// It stores nothing, draws nothing and sends nothing: package store under
// server keeps it, package painter under app draws it, package wire says what
// crosses the network.
package annotations
