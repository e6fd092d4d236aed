package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// placesPage is how many documents' places are read at a time.
const placesPage = 2_000

// Bundle is one document with all its sets: what native JSONL has on a line.
type Bundle struct {
	// Document has the ID that it has in files.
	Document *annotations.Document
	// Schema is the project's; Import does not read it.
	Schema *annotations.Schema
	// Sets are by owner, each in export order.
	Sets []wire.Set
}

// Selection says which documents of a project are wanted, and as of when.
type Selection struct {
	Project string
	// Query asks for documents that hold all its words, the last as a beginning;
	// "" for all. A release has its documents already and passes over it.
	Query string
	// Release names one whose state is wanted; "" for the present.
	Release string
	// Keep decides on documents before they are read; nil keeps all.
	Keep func(Place) bool
}

// Place is what is known of a document without reading it.
type Place struct {
	// ID is its address, FileID its id in files.
	ID, FileID string
	// Head is how far its log goes.
	Head int64
	// Group is the id in files of the first document that is nearly the same text;
	// its own where there is none.
	Group string
	// Published is the day or moment as its meta say; may be empty.
	Published string
	CreatedAt time.Time

	// States are those of its sets in a release, as JSON; "" in the present.
	States string

	number  int64
	release bool
}

// Export yields a project's documents by their id in files, each of one moment, holding one at
// a time in memory. It ends at the first error. Returns NotFound
// (unknown_project).
func (s *Store) Export(ctx context.Context, project string) iter.Seq2[*Bundle, error] {
	return func(yield func(*Bundle, error) bool) {
		for one, err := range s.Select(ctx, Selection{Project: project}) {
			if !yield(one.Bundle, err) {
				return
			}
		}
	}
}

// Selected is a document of a Selection.
type Selected struct {
	Place
	*Bundle
}

// Select yields the documents of a selection by their id in files, each of one
// moment, holding one at a time in memory. It ends at the first error. Returns
// NotFound (unknown_project, unknown_release).
func (s *Store) Select(ctx context.Context, q Selection) iter.Seq2[Selected, error] {
	return func(yield func(Selected, error) bool) {
		version := 0
		for place, err := range s.Places(ctx, q) {
			var b *Bundle
			if err == nil {
				err = s.view(ctx, func(src source) (err error) {
					if version == 0 {
						if version, err = schemaVersion(src, q); err != nil {
							return err
						}
					}
					b, err = s.bundle(src, q.Project, place, version)
					return err
				})
			}
			if err != nil {
				yield(Selected{}, fmt.Errorf("export %s: %w", q.Project, err))
				return
			}
			if !yield(Selected{place, b}, nil) {
				return
			}
		}
	}
}

// schemaVersion is the version of the schema that a selection is of.
func schemaVersion(src source, q Selection) (version int, err error) {
	if q.Release != "" {
		err = src.row(`SELECT schema_version FROM release WHERE project = ? AND name = ?`, q.Project, q.Release).Scan(&version)
		return version, missing(err, "release", q.Release)
	}
	err = src.row(`SELECT schema_version FROM project WHERE name = ?`, q.Project).Scan(&version)
	return version, missing(err, "project", q.Project)
}

// Places yields the places of a selection's documents by their id in files. Its
// errors are those of Select.
func (s *Store) Places(ctx context.Context, q Selection) iter.Seq2[Place, error] {
	return func(yield func(Place, error) bool) {
		for after := ""; ; {
			var places []Place
			err := s.view(ctx, func(src source) (err error) {
				if _, err := schemaVersion(src, q); err != nil {
					return err
				}
				query, args := placesQuery(q, after)
				places, err = collect(src, readPlace, query, args...)
				return err
			})
			if err != nil {
				yield(Place{}, err)
				return
			}
			for _, p := range places {
				p.release = q.Release != ""
				if (q.Keep == nil || q.Keep(p)) && !yield(p, nil) {
					return
				}
			}
			if len(places) < placesPage {
				return
			}
			after = places[len(places)-1].FileID
		}
	}
}

func placesQuery(q Selection, after string) (string, []any) {
	const columns = `
		SELECT
			d.number,
			d.id,
			d.file_id,
			coalesce(json_extract(d.meta, '$.published'), ''),
			d.created_at,`
	const rest = `
		WHERE d.project = ? AND d.file_id > ?`
	const order = `
		ORDER BY d.file_id
		LIMIT ?`
	if q.Release != "" {
		return columns + `
			r.head,
			coalesce(k.file_id, d.file_id),
			r.states
		FROM document d
		JOIN release_document r ON r.release = (SELECT number FROM release WHERE project = ? AND name = ?) AND r.document = d.number
		LEFT JOIN document k ON k.number = r.kin` + rest + order, []any{q.Project, q.Release, q.Project, after, placesPage}
	}
	const present = `
			d.head,
			coalesce(k.file_id, d.file_id),
			''
		FROM document d
		LEFT JOIN document k ON k.number = d.kin`
	if words := matchAll(q.Query); words != "" {
		return columns + present + rest + `
			AND d.number IN (SELECT rowid FROM document_fts WHERE document_fts MATCH ?)` + order, []any{q.Project, after, words, placesPage}
	}
	return columns + present + rest + order, []any{q.Project, after, placesPage}
}

func readPlace(row scanner) (p Place, err error) {
	var created int64
	err = row.Scan(&p.number, &p.ID, &p.FileID, &p.Published, &created, &p.Head, &p.Group, &p.States)
	p.CreatedAt = moment(created)
	return p, err
}

// bundle reads a document as its place says: as it is, or as it was.
func (s *Store) bundle(src source, project string, p Place, version int) (*Bundle, error) {
	d := &annotations.Document{ID: p.FileID, Project: project}
	var head int64
	var meta, blocks, original, content string
	err := src.row(`
		SELECT
			d.revision,
			d.sha256,
			d.language,
			d.head,
			d.meta,
			coalesce(e.blocks, a.blocks),
			CASE WHEN e.document IS NULL THEN '' ELSE a.blocks END,
			a.text
		FROM document d
		JOIN article a ON a.document = d.number
		LEFT JOIN edited_blocks e ON e.document = d.number
		WHERE d.number = ?`, p.number).Scan(&d.Revision, &d.SHA256, &d.Language, &head, &meta, &blocks, &original, &content)
	if err != nil {
		return nil, missing(err, "document", p.ID)
	}
	d.Text = text.New(content)
	past := p.release && head != p.Head
	if past && original != "" {
		blocks = original
	}
	if err := errors.Join(decode("document.meta", meta, &d.Meta), decode("article.blocks", blocks, &d.Blocks)); err != nil {
		return nil, err
	}
	b := &Bundle{Document: d}
	if b.Schema, err = s.schema(src, project, version); err != nil {
		return nil, err
	}
	sets := newGathering()
	if p.release {
		err = sets.statesOf(p.States)
	} else {
		err = sets.present(src, p.number)
	}
	if err == nil && past {
		d.Blocks, err = sets.fold(src, p, d)
	} else if err == nil {
		err = sets.read(src, p.number)
	}
	b.Sets = sets.list()
	return b, err
}

// gathering puts a document's sets together.
type gathering struct {
	owners []annotations.Owner
	sets   map[annotations.Owner]*wire.Set
}

func newGathering() *gathering { return &gathering{sets: map[annotations.Owner]*wire.Set{}} }

func (g *gathering) of(owner annotations.Owner) *wire.Set {
	s := g.sets[owner]
	if s == nil {
		s = &wire.Set{Owner: owner, State: annotations.Open, Spans: []*annotations.Span{}, Links: []*annotations.Link{}}
		g.sets[owner], g.owners = s, append(g.owners, owner)
	}
	return s
}

func (g *gathering) add(owner annotations.Owner, span *annotations.Span, link *annotations.Link) {
	s := g.of(owner)
	if span != nil {
		s.Spans = append(s.Spans, span)
	} else {
		s.Links = append(s.Links, link)
	}
}

// present has the sets with their present states.
func (g *gathering) present(src source, number int64) error {
	items, err := readSets(src, number)
	for _, i := range items {
		g.of(i.Owner).State = i.State
	}
	return err
}

// statesOf has the sets with the states that a release keeps.
func (g *gathering) statesOf(raw string) error {
	var states map[annotations.Owner]annotations.State
	err := decode("release_document.states", raw, &states)
	for owner, state := range states {
		g.of(owner).State = state
	}
	return err
}

// read has the spans and links as they are.
func (g *gathering) read(src source, number int64) error {
	rows, err := src.rows(`
		SELECT owner, entity, payload
		FROM annotation
		WHERE document = ? AND deleted = 0`, number)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var owner annotations.Owner
		var entity ops.Entity
		var payload sql.RawBytes
		if err := rows.Scan(&owner, &entity, &payload); err != nil {
			return err
		}
		span, link, err := decodePayload(entity, string(payload))
		if err != nil {
			return err
		}
		g.add(owner, span, link)
	}
	return rows.Err()
}

// fold has the spans and links as the log left them at a place's head, and gives
// the blocks of then. It costs what the log of this one document is long.
func (g *gathering) fold(src source, p Place, d *annotations.Document) ([]annotations.Block, error) {
	records := map[string]*ops.Record{ops.BlocksTarget: ops.BlocksRecord(d.Blocks)}
	for after := int64(0); after < p.Head; {
		entries, err := readEntries(src, d.SHA256, `op WHERE document = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?`, p.number, after, p.Head, historyChunk)
		if err != nil {
			return nil, err
		}
		if len(entries) == 0 {
			return nil, fmt.Errorf("the log of document %s ends at %d, before %d", p.ID, after, p.Head)
		}
		for _, e := range entries {
			records[e.Target] = records[e.Target].After(e)
			after = e.Seq
		}
	}
	for _, r := range records {
		if r != nil && !r.Deleted && r.Entity != ops.BlocksEntity {
			g.add(r.Owner, r.Span, r.Link)
		}
	}
	return records[ops.BlocksTarget].Blocks, nil
}

// list gives the sets by owner, each in export order.
func (g *gathering) list() []wire.Set {
	slices.Sort(g.owners)
	var all []wire.Set
	for _, owner := range g.owners {
		s := g.sets[owner]
		slices.SortFunc(s.Spans, annotations.CompareExport)
		slices.SortFunc(s.Links, annotations.CompareLinks)
		all = append(all, *s)
	}
	return all
}
