package ingest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"strings"

	"galley/annotations/wire"
	"galley/server/ingest/source"
)

// native reports whether a file is native JSONL, by the first bytes: every line
// begins with its format.
func native(f source.File) bool {
	switch strings.ToLower(path.Ext(f.Name)) {
	case ".jsonl", ".ndjson", ".json", "":
	default:
		return false
	}
	head := make([]byte, 512)
	n, _ := f.Data.ReadAt(head, 0) // a failing read comes again when all is read
	head = bytes.TrimSpace(bytes.TrimPrefix(head[:n], []byte("\uFEFF")))
	return bytes.HasPrefix(head, []byte(`{"format":"galley"`))
}

// native adds the documents of a native JSONL file with their sets, each for
// itself: a line may hold the work of many people.
func (t *Taker) native(ctx context.Context, number int, f source.File) (bool, error) {
	if on, err := t.Flush(ctx); err != nil || !on {
		return on, err
	}
	r := io.NewSectionReader(f.Data, 0, f.Size)
	err := t.s.Galley(ctx, t.in.Project, t.in.Actor, r, func(got Imported, bad *wire.LineProblem) bool {
		o := wire.ImportOutcome{Name: fmt.Sprintf("%s:%d", f.Name, got.Line), Read: "galley", Encoding: "utf-8 (declared)", Result: "refused"}
		if bad != nil {
			o.Problem = bad.Problem
			return t.tell(number, o)
		}
		o.Spans, o.Links = got.Spans, got.Links
		_ = became(&o, Kept{Added: got.Added}) // nothing failed
		return t.tell(number, o)
	})
	if err != nil {
		return false, fmt.Errorf("%s: %w", f.Name, err)
	}
	return !t.stopped, nil
}
