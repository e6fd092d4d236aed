// Package formats writes and reads training data, one format a file. It does
// no I/O of its own: writers write to an io.Writer document by document in
// constant memory, readers read line by line, so both also run in the browser.
//
// # Ideas
//
//   - An Item is one document with its sets: what every format is made from and
//     what every reader gives.
//   - Offsets are code points, half open, unless a format's reader counts
//     otherwise; every writer checks text[start:end] against the quotation and
//     refuses to write an offset that is wrong.
//   - The same data gives the same bytes: documents come in order of id, sets in
//     order of owner ("gold" before "suggester:…" before "user:…"), spans by
//     (start, -end, label, id), links by (type, id), map keys sorted.
//   - What a format cannot hold is never lost in silence: a writer reports each
//     Loss with its reason and what was written instead, and counts them in its
//     Report.
//   - A set that is open and empty says nothing and is not written: it is what
//     every person has on a document she never opened.
//   - A reader keeps what is good and reports what is bad. Its unit is the
//     document: a line with one bad span is refused as a whole, naming the first
//     thing that is wrong, so that nothing is half imported.
//
// # Formats
//
//	galley       native JSONL, lossless; read and written
//	doccano      doccano JSONL for sequence labelling; written
//	doccano-rel  doccano JSONL with relations; written
//
// # What it deliberately does not do
//
// It does not choose which documents or sets belong into a data set, does not
// split them, and knows no files, archives or databases.
package formats
