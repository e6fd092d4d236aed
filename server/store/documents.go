package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"galley/annotations"
	"galley/annotations/likeness"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// NewDocument is a document to be added.
type NewDocument struct {
	// ID is the document's name in files, which no other document of its project
	// has. It is its name in addresses too, unless another project has a document
	// of that name. A new one is made when it is empty.
	ID string
	// Revision counts corrections of the text from 1; 0 is 1.
	Revision int
	Text     text.Text
	// Language is a BCP 47 tag; may be empty.
	Language string
	// Meta holds title, url, published, source …
	Meta map[string]string
	// Blocks cover the text (see annotations.CheckBlocks).
	Blocks []annotations.Block
}

// AddDocument adds a document to a project. A text that the project has already
// adds nothing and gives the document it belongs to. Returns Invalid for blocks
// that do not cover the text, a bad id or revision, Conflict (id_taken) for an
// id under which the project has another text, and NotFound (unknown_project).
func (s *Store) AddDocument(ctx context.Context, project string, d NewDocument) (wire.Added, error) {
	p, err := prepare(d)
	if err != nil {
		return wire.Added{}, fmt.Errorf("add document: %w", err)
	}
	var added wire.Added
	err = s.update(ctx, func(t *tx) error {
		g, err := t.addDocument(project, p)
		if err != nil {
			return err
		}
		added = g.Added
		return nil
	})
	if err != nil {
		return wire.Added{}, fmt.Errorf("add document: %w", err)
	}
	return added, nil
}

// Adding is what became of one document of several.
type Adding struct {
	wire.Added
	Err error
}

// AddDocuments is AddDocument for several documents in one transaction: each is
// added or refused for itself, in order. An error means that none was added.
func (s *Store) AddDocuments(ctx context.Context, project string, all []NewDocument) ([]Adding, error) {
	made, ready := make([]Adding, len(all)), make([]prepared, len(all))
	for i, d := range all {
		ready[i], made[i].Err = prepare(d)
	}
	err := s.update(ctx, func(t *tx) error {
		for i := range ready {
			if made[i].Err != nil {
				continue
			}
			answer, fatal := t.under("document", func() error {
				g, err := t.addDocument(project, ready[i])
				made[i].Added = g.Added
				return err
			})
			if fatal != nil {
				return fatal
			}
			made[i].Err = answer
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("add documents: %w", err)
	}
	return made, nil
}

// prepared is a new document with everything that can be worked out before the
// writer's turn.
type prepared struct {
	NewDocument
	title, sha, meta, blocks string
	sketch                   *likeness.Sketch
}

func prepare(d NewDocument) (p prepared, err error) {
	if err := annotations.CheckBlocks(d.Blocks, d.Text.Len()); err != nil {
		return p, err
	}
	if d.ID != "" && !printable(d.ID) {
		return p, annotations.Errorf(annotations.Invalid, "bad_id", "id", "a document id is 1 to %d printable ASCII characters", maxID)
	}
	if d.Revision < 0 {
		return p, annotations.Errorf(annotations.Invalid, "bad_revision", "revision", "is %d; revisions count from 1", d.Revision)
	}
	d.Revision = max(d.Revision, 1)
	if d.Meta == nil {
		d.Meta = map[string]string{}
	}
	doc := annotations.Document{Text: d.Text, Meta: d.Meta, Blocks: d.Blocks}
	p = prepared{NewDocument: d, title: doc.Title(), sha: d.Text.SHA256(), sketch: sketchOf(d.Text, d.Blocks)}
	if p.meta, err = encode(d.Meta); err != nil {
		return p, err
	}
	p.blocks, err = encode(d.Blocks)
	return p, err
}

// maxID is the longest id accepted, in bytes.
const maxID = 64

func printable(id string) bool {
	return len(id) > 0 && len(id) <= maxID && !strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' })
}

// placed is a document that was added or found.
type placed struct {
	wire.Added
	number int64
	head   int64
}

func (t *tx) addDocument(project string, p prepared) (d placed, err error) {
	var one int
	if err := t.row(`SELECT 1 FROM project WHERE name = ?`, project).Scan(&one); err != nil {
		return d, missing(err, "project", project)
	}
	err = t.row(`
		SELECT number, id, title, head
		FROM document
		WHERE project = ? AND sha256 = ?`, project, p.sha).Scan(&d.number, &d.ID, &d.Title, &d.head)
	if err == nil {
		d.Existing = true
		return d, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return d, err
	}
	fileID, err := t.names(project, p.ID, &d.ID)
	if err != nil {
		return d, err
	}
	d.Title = p.title
	res, err := t.exec(`
		INSERT INTO document (id, file_id, project, revision, sha256, title, language, chars, created_at, meta)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.ID, fileID, project, p.Revision, p.sha, p.title, p.Language, int(p.Text.Len()), t.s.clock(), p.meta)
	if err != nil {
		return d, err
	}
	if d.number, err = res.LastInsertId(); err != nil {
		return d, err
	}
	t.changed = append(t.changed, change{d.number, project, d.ID, 0})
	_, err = t.exec(`
		INSERT INTO article (document, blocks, text)
		VALUES (?, ?, ?)`, d.number, p.blocks, p.Text.String())
	if err != nil {
		return d, err
	}
	d.Similar, err = t.kin(d.number, project, p.sketch)
	return d, err
}

// names gives a new document its two names: the one in files, which must not be
// another text's in the project, and the one in addresses.
func (t *tx) names(project, wanted string, id *string) (fileID string, err error) {
	made, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	if *id = made.String(); wanted == "" {
		return *id, nil
	}
	var one int
	err = t.row(`SELECT 1 FROM document WHERE project = ? AND file_id = ?`, project, wanted).Scan(&one)
	if err == nil {
		return "", annotations.Errorf(annotations.Conflict, "id_taken", "id",
			"project %s has a document %s already, with another text; give this one another id, or import it into another project", project, wanted)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	err = t.row(`SELECT 1 FROM document WHERE id = ?`, wanted).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		*id, err = wanted, nil
	}
	return wanted, err
}

// ProjectOf is the project a document belongs to. Returns NotFound
// (unknown_document).
func (s *Store) ProjectOf(ctx context.Context, document string) (project string, err error) {
	err = s.view(ctx, func(src source) error {
		return missing(src.row(`SELECT project FROM document WHERE id = ?`, document).Scan(&project), "document", document)
	})
	return project, err
}

// Document is a document with its text and schema, a person's set, the head
// that the set shows, and its neighbours in the list, all of one moment. Returns
// NotFound (unknown_document).
func (s *Store) Document(ctx context.Context, id, user string) (*wire.Document, error) {
	var d *wire.Document
	err := s.view(ctx, func(src source) (err error) {
		var number int64
		var schema int
		if d, number, schema, err = readDocument(src, id); err != nil {
			return err
		}
		if d.Schema, err = s.schema(src, d.Project, schema); err != nil {
			return err
		}
		if d.Set, err = readSet(src, number, annotations.UserOwner(user)); err != nil {
			return err
		}
		if err := src.row(`SELECT value FROM meta WHERE name = 'epoch'`).Scan(&d.Epoch); err != nil {
			return err
		}
		d.Previous, d.Next, err = neighbours(src, d.Project, number)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load document %s: %w", id, err)
	}
	return d, nil
}

func readDocument(src source, id string) (*wire.Document, int64, int, error) {
	d := wire.Document{ID: id}
	var number int64
	var schema int
	var meta, blocks string
	err := src.row(`
		SELECT
			d.number,
			d.project,
			d.revision,
			d.sha256,
			d.language,
			d.head,
			d.meta,
			coalesce(e.blocks, a.blocks),
			a.text,
			p.schema_version
		FROM document d
		JOIN article a ON a.document = d.number
		LEFT JOIN edited_blocks e ON e.document = d.number
		JOIN project p ON p.name = d.project
		WHERE d.id = ?`, id).Scan(&number, &d.Project, &d.Revision, &d.SHA256, &d.Language, &d.Head, &meta, &blocks, &d.Text, &schema)
	if err != nil {
		return nil, 0, 0, missing(err, "document", id)
	}
	err = errors.Join(decode("document.meta", meta, &d.Meta), decode("article.blocks", blocks, &d.Blocks))
	return &d, number, schema, err
}

// neighbours are the documents above and below in the list, which has the
// newest first; empty at its ends.
func neighbours(src source, project string, number int64) (previous, next string, err error) {
	err = src.row(`
		SELECT
			coalesce((SELECT id FROM document WHERE project = ?1 AND number > ?2 ORDER BY number LIMIT 1), ''),
			coalesce((SELECT id FROM document WHERE project = ?1 AND number < ?2 ORDER BY number DESC LIMIT 1), '')`,
		project, number).Scan(&previous, &next)
	return previous, next, err
}
