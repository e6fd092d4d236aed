// Package ingest takes in what comes from outside: a pasted text, a file. It
// turns it into documents and hands them to whoever keeps them.
//
// A plain text becomes a document in three steps: text.Parse decides whether it
// can be kept, article.Recognise says which part of the page each stretch is
// and proposes metadata, and what the person said herself wins over proposals.
// Native JSONL comes with blocks, metadata and the sets of its owners.
//
// A bad line or text is refused with its place and changes nothing; the good
// ones around it are kept. The same text in one project is added once.
//
// It deliberately fetches nothing from the network and opens no file.
package ingest
