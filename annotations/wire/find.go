package wire

import (
	"galley/annotations"
)

// FindQuery says what is looked for in a project's texts.
type FindQuery struct {
	// Words is the passage: whole words, whatever their blanks and soft hyphens.
	Words string
	// ExactCase tells capitals from small letters; NoGenitive finds no German
	// genitive ending -s.
	ExactCase, NoGenitive bool
	// Owner is whose spans are told at the hits; "" is nobody's.
	Owner annotations.Owner
	// After is the cursor of the page before.
	After string
	// Limit is the largest number of documents: 20 when 0, never more than 100.
	Limit int
	// Hits is how many hits of a document are given: 20 when 0, never more than
	// 1000. All are counted.
	Hits int
}

// Found is a page of documents that hold a passage, newest first (GET FindPath).
type Found struct {
	Documents []FoundIn `json:"documents"`
	// Looked counts the documents that were read for this page.
	Looked int `json:"looked"`
	// Next is the cursor of the next page ("after"); empty on the last. A page may
	// have fewer documents than were asked for and a next one all the same: a
	// request reads only so much text.
	Next string `json:"next"`
}

// FoundIn is a document that holds a passage.
type FoundIn struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Language string `json:"language"`
	// Count counts the hits in the text; Tagged those that lie in a span of the
	// owner's.
	Count  int `json:"count"`
	Tagged int `json:"tagged"`
	// Hits are the first of them.
	Hits []Hit `json:"hits"`
}

// Hit is one place where a passage stands.
type Hit struct {
	// Fragment is the place, [start, end) in code points.
	Fragment annotations.Fragment `json:"fragment"`
	Role     annotations.Role     `json:"role"`
	// Before and After stand around Text in its block, cut at words; an ellipsis
	// says that the block goes on.
	Before string `json:"before"`
	Text   string `json:"text"`
	After  string `json:"after"`
	// Spans are the owner's spans that hold the hit, the outermost first.
	Spans []HitSpan `json:"spans"`
}

// HitSpan is a span that holds a hit.
type HitSpan struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	// Exact: the span is the hit and no more.
	Exact bool `json:"exact"`
}
