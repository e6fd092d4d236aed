package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"galley/annotations"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// Bundle is one document with all its sets: what native JSONL has on a line.
type Bundle struct {
	// Document has the ID that it has in files.
	Document *annotations.Document
	// Schema is the project's; Import does not read it.
	Schema *annotations.Schema
	// Sets are by owner, each in export order.
	Sets []wire.Set
}

// Export yields a project's documents by their id in files, each of one moment, holding one at
// a time in memory. It ends at the first error. Returns NotFound
// (unknown_project).
func (s *Store) Export(ctx context.Context, project string) iter.Seq2[*Bundle, error] {
	return func(yield func(*Bundle, error) bool) {
		if _, err := s.Schema(ctx, project); err != nil {
			yield(nil, fmt.Errorf("export %s: %w", project, err))
			return
		}
		for after := ""; ; {
			b, err := s.bundleAfter(ctx, project, after)
			if err != nil {
				yield(nil, fmt.Errorf("export %s: %w", project, err))
				return
			}
			if b == nil || !yield(b, nil) {
				return
			}
			after = b.Document.ID
		}
	}
}

// bundleAfter is the next document of a project by its id in files, or nil.
func (s *Store) bundleAfter(ctx context.Context, project, after string) (b *Bundle, err error) {
	err = s.view(ctx, func(src source) error {
		var id, fileID string
		err := src.row(`
			SELECT id, file_id
			FROM document
			WHERE project = ? AND file_id > ?
			ORDER BY file_id
			LIMIT 1`, project, after).Scan(&id, &fileID)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if b, err = s.bundle(src, id); err == nil {
			b.Document.ID = fileID
		}
		return err
	})
	return b, err
}

func (s *Store) bundle(src source, id string) (*Bundle, error) {
	d, number, version, err := readDocument(src, id)
	if err != nil {
		return nil, err
	}
	b := &Bundle{Document: &annotations.Document{
		ID: d.ID, Project: d.Project, Revision: d.Revision, Text: text.New(d.Text), SHA256: d.SHA256,
		Language: d.Language, Meta: d.Meta, Blocks: d.Blocks,
	}}
	if b.Schema, err = s.schema(src, d.Project, version); err != nil {
		return nil, err
	}
	items, err := readSets(src, number)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		set, err := readSet(src, number, item.Owner)
		if err != nil {
			return nil, err
		}
		b.Sets = append(b.Sets, set)
	}
	return b, nil
}
