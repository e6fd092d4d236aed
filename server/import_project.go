package main

import (
	"context"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/wire"
	"galley/server/ingest"
	"galley/server/wiring"
)

// lateProject makes the project of an import with the first document that is
// kept in it, so that nothing but bad files leaves nothing behind.
type lateProject struct{ wiring.Keeper }

// Schema is the project's, or the one that a new project has.
func (k lateProject) Schema(ctx context.Context, project string) (*annotations.Schema, error) {
	s, err := k.Keeper.Schema(ctx, project)
	if annotations.CodeOf(err) == annotations.NotFound {
		return annotations.News(), nil
	}
	return s, err
}

// Add adds a document, or finds the one with its text.
func (k lateProject) Add(ctx context.Context, project string, d *annotations.Document) (added wire.Added, err error) {
	err = k.make(ctx, project, func() error {
		added, err = k.Keeper.Add(ctx, project, d)
		return err
	})
	return added, err
}

// AddAll adds documents, each for itself.
func (k lateProject) AddAll(ctx context.Context, project string, all []*annotations.Document) (kept []ingest.Kept, err error) {
	err = k.make(ctx, project, func() error {
		if kept, err = k.Keeper.AddAll(ctx, project, all); err != nil {
			return err
		}
		return kept[0].Err // without a project every one is refused
	})
	if kept != nil && annotations.CodeOf(err) != annotations.NotFound {
		err = nil
	}
	return kept, err
}

// Import adds a document with its sets, all or nothing.
func (k lateProject) Import(ctx context.Context, project, actor string, it *formats.Item) (got ingest.Imported, err error) {
	err = k.make(ctx, project, func() error {
		got, err = k.Keeper.Import(ctx, project, actor, it)
		return err
	})
	return got, err
}

// make makes the project where that is all that keep misses.
func (k lateProject) make(ctx context.Context, project string, keep func() error) error {
	err := keep()
	if annotations.CodeOf(err) != annotations.NotFound {
		return err
	}
	if _, err := k.EnsureProject(ctx, project); err != nil {
		return err
	}
	return keep()
}
