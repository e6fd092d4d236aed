package wire

import (
	"time"

	"galley/annotations"
	"galley/annotations/ops"
)

// DocumentItem is a document as lists show it, without its text.
type DocumentItem struct {
	// ID is the document's address (/d/ID), unique in the data folder. A file
	// knows it by the same id, unless another project had that one first.
	ID       string            `json:"id"`
	Title    string            `json:"title"`
	Language string            `json:"language"`
	Meta     map[string]string `json:"meta"`
	// Characters counts the text's code points.
	Characters int       `json:"characters"`
	CreatedAt  time.Time `json:"created_at"`
	// Head is the document's last sequence number.
	Head int64 `json:"head"`
	// State and Spans are those of the visitor's own set.
	State annotations.State `json:"state"`
	Spans int               `json:"spans"`
	// People counts people's sets with at least one span.
	People int `json:"people"`
	// Similar is true when another document of the project is nearly the same text.
	Similar bool `json:"similar"`
}

// Documents is a page of documents, newest first.
type Documents struct {
	Documents []DocumentItem `json:"documents"`
	// Next is the cursor of the next page ("after"); empty on the last.
	Next string `json:"next"`
}

// NewDocument asks for a document from pasted text (POST DocumentsPath). The
// blocks and their roles are recognised by the server.
type NewDocument struct {
	Text     string `json:"text"`
	Title    string `json:"title,omitempty"`
	Source   string `json:"source,omitempty"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
}

// Added says what became of a new document.
type Added struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Existing is true when the project had this text already; nothing was added.
	Existing bool `json:"existing"`
	// Similar is the address of another document that is nearly the same text;
	// empty for none, and for an existing one.
	Similar string `json:"similar,omitempty"`
}

// Similar lists the documents that are versions of one text (GET SimilarPath).
type Similar struct {
	Documents []SimilarDocument `json:"documents"`
}

// SimilarDocument is one of them.
type SimilarDocument struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	CreatedAt time.Time `json:"created_at"`
	// Likeness estimates the share of word triples that both have, 0 to 1.
	Likeness float64 `json:"likeness"`
}

// Difference says how another document's text differs (GET DifferencePath).
type Difference struct {
	Stretches []Stretch `json:"stretches"`
}

// StretchIn says which of two texts a stretch belongs to.
type StretchIn string

// Where a stretch is.
const (
	InBoth  StretchIn = "both"
	InThis  StretchIn = "this"
	InOther StretchIn = "other"
)

// Stretch is a stretch of text in one of two texts or in both.
type Stretch struct {
	In   StretchIn `json:"in"`
	Text string    `json:"text"`
}

// Imported is the answer to an import: what was added, and what was not and why.
type Imported struct {
	Documents []Added `json:"documents"`
	// Spans and Links count what was added to sets.
	Spans int `json:"spans"`
	Links int `json:"links"`
	// Problems lists refused lines; the good ones were kept.
	Problems []LineProblem `json:"problems"`
	// Outcomes say what became of every file and place in it, in order; the
	// command line gives them.
	Outcomes []ImportOutcome `json:"outcomes,omitempty"`
}

// LineProblem is what is wrong with one line of an imported file.
type LineProblem struct {
	// Line is 1-based.
	Line    int                `json:"line"`
	Problem *annotations.Error `json:"problem"`
}

// Document is a document with its text and the visitor's own set.
type Document struct {
	ID       string              `json:"id"`
	Project  string              `json:"project"`
	Revision int                 `json:"revision"`
	Text     string              `json:"text"`
	SHA256   string              `json:"sha256"`
	Language string              `json:"language"`
	Meta     map[string]string   `json:"meta"`
	Blocks   []annotations.Block `json:"blocks"`
	Schema   *annotations.Schema `json:"schema"`
	// Epoch names this history of the database; Head is the document's last
	// sequence number, which Set shows.
	Epoch string `json:"epoch"`
	Head  int64  `json:"head"`
	Set   Set    `json:"set"`
	// Previous and Next are the neighbours in the project's list; may be empty.
	Previous string `json:"previous"`
	Next     string `json:"next"`
}

// Set is one owner's spans and links on one document, both in export order.
type Set struct {
	Owner annotations.Owner   `json:"owner"`
	State annotations.State   `json:"state"`
	Spans []*annotations.Span `json:"spans"`
	Links []*annotations.Link `json:"links"`
}

// Set is the set as a value to work with.
func (s Set) Set() *annotations.Set {
	set := annotations.NewSet(s.Owner)
	set.State = s.State
	for _, sp := range s.Spans {
		set.PutSpan(sp)
	}
	for _, l := range s.Links {
		set.PutLink(l)
	}
	return set
}

// SetItem is a set as lists show it.
type SetItem struct {
	Owner annotations.Owner `json:"owner"`
	State annotations.State `json:"state"`
	Spans int               `json:"spans"`
	Links int               `json:"links"`
}

// Sets lists a document's sets by owner.
type Sets struct {
	Sets []SetItem `json:"sets"`
}

// SetState asks for another state of a set (PATCH SetPath).
type SetState struct {
	State annotations.State `json:"state"`
	// Anyway submits a set although it does not keep soft rules.
	Anyway bool `json:"anyway,omitempty"`
}

// MaxBatch is the largest number of ops in one batch.
const MaxBatch = 200

// Batch is a batch of ops by one client (PUT OpsPath). It is frozen once sent:
// after a time-out the identical batch is sent again and gets the identical answer.
type Batch struct {
	ClientID string   `json:"client_id"`
	Epoch    string   `json:"epoch"`
	Ops      []ops.Op `json:"ops"`
}

// Answer says what became of each op of a batch, in order.
type Answer struct {
	Epoch    string        `json:"epoch"`
	Head     int64         `json:"head"`
	Outcomes []ops.Outcome `json:"outcomes"`
}

// Log is consecutive entries of a document's op log (GET OpsPath?after=N&epoch=E).
type Log struct {
	Epoch   string      `json:"epoch"`
	Head    int64       `json:"head"`
	Entries []ops.Entry `json:"entries"`
}

// Head is one event of the stream: a document has new entries.
type Head struct {
	Document string `json:"document"`
	Head     int64  `json:"head"`
	// Schema is the version of the project's schema after a change of it; the
	// event is about no document then.
	Schema int `json:"schema,omitempty"`
}
