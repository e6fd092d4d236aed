// Package source opens what a newsroom has, a Word file, an e-mail, a saved web
// page, a table, a feed, an archive of all these, and gives the texts in it,
// each with what the file says about it.
//
// # Ideas
//
//   - Open gives Pieces: a text that is taken as it stands, or the bytes of a
//     web page, which annotations/article/page reads. What a piece lacks (roles,
//     title, language) is recognised later, for all sources alike.
//   - A file's kind is told by its content first and by its name second: a Word
//     file without its extension is a Word file, and a text named .docx is named
//     as what it is.
//   - Every character that a reader of the file would see is in a piece. What is
//     left out (deleted passages of tracked changes, pictures) is a Note with a
//     count; what cannot be read at all is a Problem that says what the file is.
//   - Nothing that a file says about its own size is believed: bytes are counted
//     while they are read, and every kind has its limit (see Limits).
//   - One bad member of an archive never stops the rest.
//
// # What it deliberately does not do
//
// It does not recognise roles, keep documents, fetch addresses or know annotated
// formats; package ingest puts these together.
package source
