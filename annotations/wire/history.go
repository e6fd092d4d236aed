package wire

import (
	"galley/annotations"
	"galley/annotations/history"
)

// History is a page of what happened on a document, newest first (GET
// HistoryPath).
type History struct {
	Acts []history.Act `json:"acts"`
	// Head is the document's last sequence number.
	Head int64 `json:"head"`
	// Next is the cursor of the next page ("after"); empty on the last.
	Next string `json:"next"`
}

// HistoryQuery says which page of a document's history is wanted.
type HistoryQuery struct {
	// Target asks for what happened to one span or link; of a span, its links too.
	Target string
	// Owner asks for what happened in one set; "" is all.
	Owner annotations.Owner
	// After is the cursor of the page before.
	After string
	// Limit is the largest number of acts: 50 when 0, never more than 200.
	Limit int
}

// HistoryPath is what happened on a document.
func HistoryPath(id string) string { return DocumentPath(id) + "/history" }

// FindPath is where a project's texts hold a passage.
func FindPath(project string) string { return ProjectPath(project) + "/find" }
