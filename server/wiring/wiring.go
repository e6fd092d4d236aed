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
	"log/slog"
	"path/filepath"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/wire"
	"galley/server/auth"
	"galley/server/export"
	"galley/server/ingest"
	"galley/server/ingest/fetch"
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
	// Imports works on imports once it is started; a command beside the server
	// does not.
	Imports *ingest.Queue
}

// Wire makes the services of a store; tls says whether cookies may ask for it.
// Close Live before the store.
func Wire(s *store.Store, tls bool) Services {
	return With(s, Options{TLS: tls})
}

// Options are what an administrator chooses.
type Options struct {
	// TLS says whether cookies may ask for it.
	TLS bool
	// Fetch allows imports to fetch addresses.
	Fetch bool
	// Log receives what has no caller to return to; nil discards it.
	Log *slog.Logger
}

// With is Wire with an administrator's choices.
func With(s *store.Store, o Options) Services {
	k := Keeper{s}
	taking := ingest.New(k)
	var fetcher *fetch.Fetcher
	if o.Fetch {
		fetcher = fetch.New()
	}
	return Services{
		Keeper:  k,
		Auth:    auth.New(k, o.TLS),
		Ingest:  taking,
		Export:  export.New(k),
		Live:    live.New(func(project string) live.Feed { return s.Subscribe(project) }),
		Imports: ingest.NewQueue(taking, recording{s}, filepath.Join(s.Folder(), "imports"), fetcher, o.Log),
	}
}

// Documents is a page of a project's documents.
func (k Keeper) Documents(ctx context.Context, project, user, search, after string, limit int) (wire.Documents, error) {
	return k.Store.Documents(ctx, project, user, store.DocumentQuery{Search: search, After: after, Limit: limit})
}

// Add adds a document, or finds the one with its text.
func (k Keeper) Add(ctx context.Context, project string, d *annotations.Document) (wire.Added, error) {
	return k.AddDocument(ctx, project, stored(d))
}

func stored(d *annotations.Document) store.NewDocument {
	return store.NewDocument{ID: d.ID, Revision: d.Revision, Text: d.Text, Language: d.Language, Meta: d.Meta, Blocks: d.Blocks}
}

// AddAll adds documents, each for itself.
func (k Keeper) AddAll(ctx context.Context, project string, all []*annotations.Document) ([]ingest.Kept, error) {
	fresh := make([]store.NewDocument, len(all))
	for i, d := range all {
		fresh[i] = stored(d)
	}
	made, err := k.AddDocuments(ctx, project, fresh)
	kept := make([]ingest.Kept, len(made))
	for i, m := range made {
		kept[i] = ingest.Kept(m)
	}
	return kept, err
}

// recording records imports as the queue tells of them.
type recording struct{ *store.Store }

// RecordImport writes what became of places of files.
func (r recording) RecordImport(ctx context.Context, id string, outcomes []ingest.Placed, done int) (bool, error) {
	placed := make([]store.PlacedOutcome, len(outcomes))
	for i, o := range outcomes {
		placed[i] = store.PlacedOutcome(o)
	}
	return r.Store.RecordImport(ctx, id, placed, done)
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

// Items gives a selection's documents with all their sets, by their id in files.
func (k Keeper) Items(ctx context.Context, q export.Selection) iter.Seq2[export.Entry, error] {
	return func(yield func(export.Entry, error) bool) {
		for b, err := range k.Select(ctx, selection(q)) {
			if err != nil {
				yield(export.Entry{}, err)
				return
			}
			it := &formats.Item{Document: b.Document, Schema: formats.SchemaRef{ID: b.Schema.ID, Version: b.Schema.Version}}
			for _, s := range b.Sets {
				it.Sets = append(it.Sets, formats.Set(s))
			}
			if !yield(export.Entry{Place: placeOf(b.Place), Item: it}, nil) {
				return
			}
		}
	}
}

// Places gives a selection's documents without reading them, in the same order.
func (k Keeper) Places(ctx context.Context, q export.Selection) iter.Seq2[export.Place, error] {
	return func(yield func(export.Place, error) bool) {
		for p, err := range k.Store.Places(ctx, selection(q)) {
			if !yield(placeOf(p), err) {
				return
			}
		}
	}
}

func selection(q export.Selection) store.Selection {
	s := store.Selection{Project: q.Project, Query: q.Query, Release: q.Release}
	if q.Keep != nil {
		s.Keep = func(p store.Place) bool { return q.Keep(placeOf(p)) }
	}
	return s
}

func placeOf(p store.Place) export.Place {
	return export.Place{ID: p.ID, FileID: p.FileID, Head: p.Head, States: p.States, Group: p.Group, Published: p.Published, CreatedAt: p.CreatedAt}
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
