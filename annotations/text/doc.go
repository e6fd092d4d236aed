// Package text holds an article's text and the three ways to count positions
// in it.
//
// Our three worlds count differently: Go slices bytes, Python (most training
// code) and SQLite's substr count code points, the browser counts UTF-16 code
// units. Each has a type of its own here, so that the compiler refuses to mix
// them. The code point (Rune) is the unit of every stored, sent, exported or
// printed offset; Byte is used only inside functions that slice a Go string;
// UTF16 only at the browser's edge.
//
// A Text is stored verbatim: Parse drops a leading byte order mark, turns CRLF
// and CR into LF, and changes nothing else (no trimming, no normalisation).
//
// Words and graphemes follow UAX #29 through clipperhouse/uax29; they decide
// where a mouse selection snaps, never what is stored.
//
// The package does no I/O and knows nothing of spans or labels.
package text
