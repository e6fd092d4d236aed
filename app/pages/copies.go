package pages

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"iter"
	"slices"
	"time"

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

// portion is how many spans or links of a copy are written at once: a few
// milliseconds of work, between which the page can answer the person.
const portion = 100

// keepDocument writes the copy of a document. A copy is a comfort: where it
// cannot be written, the document opens with the server only.
func keepDocument(ctx context.Context, d *wire.Document) {
	var copied []byte
	for line, err := range copyLines(d) {
		if err != nil || ctx.Err() != nil {
			return
		}
		copied = append(append(copied, line...), '\n')
		time.Sleep(time.Millisecond) // lets the page go on
	}
	_ = browser.SaveDocument(ctx, d.ID, copied)
}

// copyLines yields a copy line by line: the document as the server gives it but
// for spans and links, then portions of these.
func copyLines(d *wire.Document) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		rest := *d
		rest.Set.Spans, rest.Set.Links = nil, nil
		if !yield(json.Marshal(&rest)) {
			return
		}
		for all := range slices.Chunk(d.Set.Spans, portion) {
			if !yield(json.Marshal(&wire.Set{Spans: all})) {
				return
			}
		}
		for all := range slices.Chunk(d.Set.Links, portion) {
			if !yield(json.Marshal(&wire.Set{Links: all})) {
				return
			}
		}
	}
}

// readCopy reads what copyLines or the server wrote, or returns nil.
func readCopy(raw []byte) *wire.Document {
	d := &wire.Document{}
	lines := json.NewDecoder(bytes.NewReader(raw))
	if lines.Decode(d) != nil {
		return nil
	}
	for {
		var more wire.Set
		switch err := lines.Decode(&more); {
		case err == io.EOF:
			return d
		case err != nil:
			return nil
		}
		d.Set.Spans = append(d.Set.Spans, more.Spans...)
		d.Set.Links = append(d.Set.Links, more.Links...)
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
	c := &copied{Document: readCopy(raw)}
	if err != nil || c.Document == nil {
		return nil
	}
	if raw, err = browser.SavedDocument(ctx, recentOf(id)); err == nil && raw != nil {
		_ = json.Unmarshal(raw, &c.Recent)
	}
	return c
}

func recentOf(id string) string { return id + "/recent" }
