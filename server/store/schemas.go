package store

import (
	"context"
	"fmt"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/ops"
	"galley/annotations/revise"
	"galley/annotations/wire"
)

// Usage counts how often the parts of a project's present schema are used, in
// how many documents and by how many people. It reads every live span and link
// of the project. Returns NotFound (unknown_project).
func (s *Store) Usage(ctx context.Context, project string) (wire.Usage, error) {
	var found wire.Usage
	err := s.view(ctx, func(src source) error {
		schema, err := s.present(src, project)
		if err != nil {
			return err
		}
		found, err = usage(src, project, schema)
		return err
	})
	if err != nil {
		return wire.Usage{}, fmt.Errorf("count the schema's use in %s: %w", project, err)
	}
	return found, nil
}

// CheckSchema says what would become of a schema that somebody wants to save: see
// revise.Check. base is the version it was made from, 0 for one from elsewhere.
// Returns Invalid (bad_base) where there is no such version, and NotFound
// (unknown_project).
func (s *Store) CheckSchema(ctx context.Context, project string, base int, next *annotations.Schema) (revise.Checked, error) {
	var found revise.Checked
	err := s.view(ctx, func(src source) error {
		now, err := s.present(src, project)
		if err != nil {
			return err
		}
		var from *annotations.Schema
		if base < 0 || base > now.Version {
			return annotations.Errorf(annotations.Invalid, "bad_base", "base", "the schema has the versions 1 to %d, not %d", now.Version, base)
		}
		if base > 0 {
			if from, err = s.schema(src, project, base); err != nil {
				return err
			}
		}
		used, err := usage(src, project, now)
		if err == nil {
			found = revise.Check(used.Counts, now, from, next)
		}
		return err
	})
	if err != nil {
		return revise.Checked{}, fmt.Errorf("check a schema for %s: %w", project, err)
	}
	return found, nil
}

// present is a project's present schema.
func (s *Store) present(src source, project string) (*annotations.Schema, error) {
	version := 0
	if err := src.row(`SELECT schema_version FROM project WHERE name = ?`, project).Scan(&version); err != nil {
		return nil, missing(err, "project", project)
	}
	return s.schema(src, project, version)
}

// counter gathers how a schema is used, row by row, a document's together.
type counter struct {
	wire.Usage
	schema *annotations.Schema
	labels map[string]string // of the present document's spans
	in     int64             // the document
	seen   map[string]int64  // the last document of a path
	people map[string]map[annotations.Owner]bool
}

func (c *counter) add(document int64, id string, owner annotations.Owner, span *annotations.Span, link *annotations.Link) {
	if document != c.in {
		clear(c.labels)
		c.in = document
	}
	one := annotations.Usage{}
	if span != nil {
		c.labels[id] = span.Label
		one.AddSpan(c.schema, span)
	} else {
		one.AddLink(c.schema, link, func(id string) string { return c.labels[id] })
	}
	_, person := owner.User()
	for path, n := range one {
		c.Counts[path] += n
		if c.seen[path] != document {
			c.seen[path] = document
			c.Documents[path]++
		}
		if person && !c.people[path][owner] {
			if c.people[path] == nil {
				c.people[path] = map[annotations.Owner]bool{}
			}
			c.people[path][owner] = true
			c.People[path]++
		}
	}
}

func usage(src source, project string, schema *annotations.Schema) (wire.Usage, error) {
	c := &counter{schema: schema, labels: map[string]string{}, seen: map[string]int64{}, people: map[string]map[annotations.Owner]bool{},
		Usage: wire.Usage{Version: schema.Version, Counts: annotations.Usage{}, Documents: annotations.Usage{}, People: annotations.Usage{}}}
	// Spans come before the links of their document, which count their labels.
	rows, err := src.rows(`
		SELECT a.document, a.id, a.owner, a.entity, a.payload
		FROM document d JOIN annotation a ON a.document = d.number
		WHERE d.project = ? AND a.deleted = 0
		ORDER BY a.document, a.entity DESC`, project)
	if err != nil {
		return c.Usage, err
	}
	defer rows.Close()
	for rows.Next() {
		var document int64
		var id, payload string
		var owner annotations.Owner
		var entity ops.Entity
		if err := rows.Scan(&document, &id, &owner, &entity, &payload); err != nil {
			return c.Usage, err
		}
		span, link, err := decodePayload(entity, payload)
		if err != nil {
			return c.Usage, err
		}
		c.add(document, id, owner, span, link)
	}
	return c.Usage, rows.Err()
}

// keepsWhatIsUsed refuses a schema that has parts no more which are used.
func (t *tx) keepsWhatIsUsed(project string, now, next *annotations.Schema) error {
	found, err := usage(t, project, now)
	if err != nil {
		return err
	}
	counts, lost := found.Counts, annotations.Usage{}
	for _, path := range counts.Lost(now, next) {
		lost[path] = max(counts[path], counts[parent(path)])
	}
	if len(lost) > 0 {
		return &annotations.InUse{Used: lost}
	}
	return nil
}

// parent is the path above the last part of one: what is counted where only the
// type of an attribute changed.
func parent(path string) string {
	for i := len(path) - 1; i > 0; i-- {
		if path[i] == '.' {
			if path[i:] == ".type" {
				return path[:i]
			}
			break
		}
	}
	return path
}

// Submit makes an owner's set a submitted one if it lacks nothing: what the
// schema asks for is looked at in the same transaction, so that no edit comes
// between. With anyway soft rules need not be kept. Returns Conflict
// (incomplete; *annotations.Incomplete has the gaps), Invalid (bad_owner) and
// NotFound (unknown_document).
func (s *Store) Submit(ctx context.Context, document string, owner annotations.Owner, anyway bool, actor string) (wire.SetItem, error) {
	var item wire.SetItem
	_, err := annotations.ParseOwner(string(owner))
	if err == nil {
		err = s.update(ctx, func(t *tx) error {
			if err := t.complete(document, owner, anyway); err != nil {
				return err
			}
			made, err := t.setState(document, owner, annotations.Submitted, actor)
			if err == nil {
				item = made
			}
			return err
		})
	}
	if err != nil {
		return wire.SetItem{}, fmt.Errorf("submit %s on document %s: %w", owner, document, err)
	}
	return item, nil
}

func (t *tx) complete(document string, owner annotations.Owner, anyway bool) error {
	var number int64
	var project string
	if err := t.row(`SELECT number, project FROM document WHERE id = ?`, document).Scan(&number, &project); err != nil {
		return missing(err, "document", document)
	}
	schema, err := t.s.present(t, project)
	if err != nil {
		return err
	}
	stored, err := readSet(t, number, owner)
	if err != nil {
		return err
	}
	gaps := check.Complete(schema, stored.Set())
	if anyway {
		gaps = check.Hard(gaps)
	}
	if len(gaps) > 0 {
		return &annotations.Incomplete{Gaps: gaps}
	}
	return nil
}
