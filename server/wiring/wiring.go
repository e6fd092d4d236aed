// Package wiring fits the store to the services. Services declare the few
// methods they call with the domain's types; the store has its own, richer
// ones. Keeper translates between them, and Wire puts the whole together, for
// the server, for commands beside it and for tests.
//
// It deliberately decides nothing.
package wiring

import (
	"context"
	"iter"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/wire"
	"galley/server/auth"
	"galley/server/export"
	"galley/server/ingest"
	"galley/server/live"
	"galley/server/store"
)

// Keeper is a store as the services see it.
type Keeper struct{ *store.Store }

// Services are everything that works on one store. They are safe for
// concurrent use.
type Services struct {
	Keeper Keeper
	Auth   *auth.Auth
	Ingest *ingest.Service
	Export *export.Service
	Live   *live.Hub
}

// Wire makes the services of a store; tls says whether cookies may ask for it.
// Close Live before the store.
func Wire(s *store.Store, tls bool) Services {
	k := Keeper{s}
	return Services{
		Keeper: k,
		Auth:   auth.New(k, tls),
		Ingest: ingest.New(k),
		Export: export.New(k),
		Live:   live.New(func(project string) live.Feed { return s.Subscribe(project) }),
	}
}

// Documents is a page of a project's documents.
func (k Keeper) Documents(ctx context.Context, project, user, search, after string, limit int) (wire.Documents, error) {
	return k.Store.Documents(ctx, project, user, store.DocumentQuery{Search: search, After: after, Limit: limit})
}

// Add adds a document, or finds the one with its text.
func (k Keeper) Add(ctx context.Context, project string, d *annotations.Document) (wire.Added, error) {
	return k.AddDocument(ctx, project, store.NewDocument{ID: d.ID, Revision: d.Revision, Text: d.Text, Language: d.Language, Meta: d.Meta, Blocks: d.Blocks})
}

// Import adds a document with its sets, all or nothing.
func (k Keeper) Import(ctx context.Context, project, actor string, it *formats.Item) (ingest.Imported, error) {
	b := store.Bundle{Document: it.Document}
	for _, s := range it.Sets {
		b.Sets = append(b.Sets, wire.Set(s))
	}
	got, err := k.Store.Import(ctx, project, actor, b)
	return ingest.Imported{Added: got.Added, Spans: got.Spans, Links: got.Links}, err
}

// Items gives a project's documents with all their sets, by their id in files.
func (k Keeper) Items(ctx context.Context, project string) iter.Seq2[*formats.Item, error] {
	return func(yield func(*formats.Item, error) bool) {
		for b, err := range k.Store.Export(ctx, project) {
			if err != nil {
				yield(nil, err)
				return
			}
			it := &formats.Item{Document: b.Document, Schema: formats.SchemaRef{ID: b.Schema.ID, Version: b.Schema.Version}}
			for _, s := range b.Sets {
				it.Sets = append(it.Sets, formats.Set(s))
			}
			if !yield(it, nil) {
				return
			}
		}
	}
}

// Admit makes a person who may sign in, or lets one who could not.
func (k Keeper) Admit(ctx context.Context, user string) error {
	_, err := k.AddUser(ctx, user)
	if annotations.CodeOf(err) == annotations.Conflict {
		return nil
	}
	return err
}

// Admitted lists the people who may sign in, by name.
func (k Keeper) Admitted(ctx context.Context) ([]string, error) {
	all, err := k.Users(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, u := range all {
		if u.SignIn {
			names = append(names, u.Name)
		}
	}
	return names, nil
}
