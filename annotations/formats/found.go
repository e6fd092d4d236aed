package formats

import (
	"io"
	"iter"

	"galley/annotations"
)

// File is one file that a reader is given: a member of a folder or an archive,
// or the only one.
type File struct {
	// Name is the path inside the folder, with "/" between its parts.
	Name string
	// Open starts reading from the beginning; a reader may open a file more
	// than once, and closes what it opened.
	Open func() (io.ReadCloser, error)
}

// Found is one document as a file of another tool holds it: its labels, types,
// roles and attributes are that tool's own words, which nobody has fitted to a
// schema yet.
type Found struct {
	// File and Line are where the document stands; Line is 1-based, 0 when the
	// file has no lines.
	File string
	Line int
	// ID and Name are the tool's own id and title for the document; may be empty.
	ID, Name string
	// Text is as the file holds it; text.Parse decides whether it can be kept.
	Text     string
	Language string
	Meta     map[string]string
	// Blocks cover the text where the format knows paragraphs with roles; nil otherwise.
	Blocks []annotations.Block
	// Rebuilt says that the format holds words, and the text between them was
	// put together by rule.
	Rebuilt bool
	// Unit is the unit in which all offsets of the document agreed with their
	// quotations; without quotations to compare what the reader took them for.
	Unit Offsets
	Sets []FoundSet
	// Problems name what of the document could not be read, each with its place.
	// The rest of the document is in Sets.
	Problems []*annotations.Error
}

// FoundSet is one person's or program's work on a Found document.
type FoundSet struct {
	// Author is the tool's own name of who did it; "" when the file does not say.
	Author string
	// State is the nearest of ours to what the tool says of the work; "" when it
	// says nothing.
	State annotations.State
	// Suggested work is a program's prediction, not a person's.
	Suggested bool
	Spans     []FoundSpan
	Links     []FoundLink
}

// FoundSpan is a span in another tool's words. Fragments are in code points,
// whatever the file counts in, and lie inside the text.
type FoundSpan struct {
	// ID is unique in its set.
	ID         string
	Label      string
	Fragments  []annotations.Fragment
	Attributes map[string]annotations.Value
	Note       string
}

// FoundLink is a relation in another tool's words; Roles hold ids of spans of
// the same set. A relation from one span to another has the roles "from" and "to".
type FoundLink struct {
	ID         string
	Type       string
	Roles      map[string][]string
	Attributes map[string]annotations.Value
	// Group is the same for relations that together are one link of several
	// roles; "" when the file does not say.
	Group string
}

// ReadOptions are the choices a caller of a reader has.
type ReadOptions struct {
	// Language is the texts' language where the file does not say; it decides
	// how a text is put together from words. "" means German.
	Language string
	// Column names the columns of a table or the keys of a line, where the
	// format leaves a choice: "text", "label", "id", "title" …
	Column map[string]string
	// Offsets is the unit of positions where the file has no quotations to find
	// it out by; "" lets the reader judge.
	Offsets Offsets
}

// Reader reads a file of another tool document by document, in order. A
// document that cannot be read gives a Found with Problems and no text, and
// reading goes on after it. The error is one of reading itself, or says that
// the whole file is not of this format (an *annotations.Error of code Invalid);
// it ends the iteration.
type Reader func(files []File, o ReadOptions) iter.Seq2[Found, error]

// Folder is where a format of several files is written: a folder or an archive.
type Folder interface {
	// Create starts a file; its name has "/" between its parts. Several files
	// may be written by turns. Whoever made the Folder ends them.
	Create(name string) (io.Writer, error)
}
