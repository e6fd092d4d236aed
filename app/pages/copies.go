package pages

import (
	"context"
	"encoding/json"

	"galley/annotations/ops"
	"galley/annotations/wire"
	"galley/app/browser"
)

// copied is a document as this device keeps it for when the server is away: the
// document at some head, and what the server said after that.
type copied struct {
	Document *wire.Document
	Recent   []ops.Entry
}

// keepDocument writes the copy of a document. A copy is a comfort: where it
// cannot be written, the document opens with the server only.
func keepDocument(ctx context.Context, d *wire.Document) {
	if raw, err := json.Marshal(d); err == nil {
		_ = browser.SaveDocument(ctx, d.ID, raw)
	}
}

// keepRecent writes what the server said after the copy.
func keepRecent(ctx context.Context, id string, recent []ops.Entry) {
	if raw, err := json.Marshal(recent); err == nil {
		_ = browser.SaveDocument(ctx, recentOf(id), raw)
	}
}

// savedDocument is what this device keeps of a document, or nil.
func savedDocument(ctx context.Context, id string) *copied {
	raw, err := browser.SavedDocument(ctx, id)
	c := &copied{Document: &wire.Document{}}
	if err != nil || raw == nil || json.Unmarshal(raw, c.Document) != nil {
		return nil
	}
	if raw, err = browser.SavedDocument(ctx, recentOf(id)); err == nil && raw != nil {
		_ = json.Unmarshal(raw, &c.Recent)
	}
	return c
}

func recentOf(id string) string { return id + "/recent" }
