package store

import (
	"context"
	"fmt"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

// Usage counts how often the parts of a project's present schema are used. It
// reads every live span and link of the project. Returns NotFound
// (unknown_project).
func (s *Store) Usage(ctx context.Context, project string) (wire.Usage, error) {
	var found wire.Usage
	err := s.view(ctx, func(src source) error {
		schema, err := s.present(src, project)
		if err != nil {
			return err
		}
		found.Version = schema.Version
		found.Counts, err = usage(src, project, schema)
		return err
	})
	if err != nil {
		return wire.Usage{}, fmt.Errorf("count the schema's use in %s: %w", project, err)
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

func usage(src source, project string, schema *annotations.Schema) (annotations.Usage, error) {
	// Spans come before the links of their document, which count their labels.
	rows, err := src.rows(`
		SELECT a.document, a.id, a.entity, a.payload
		FROM document d JOIN annotation a ON a.document = d.number
		WHERE d.project = ? AND a.deleted = 0
		ORDER BY a.document, a.entity DESC`, project)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts, labels, in := annotations.Usage{}, map[string]string{}, int64(0)
	for rows.Next() {
		var document int64
		var id, payload string
		var entity ops.Entity
		if err := rows.Scan(&document, &id, &entity, &payload); err != nil {
			return nil, err
		}
		if document != in {
			clear(labels)
			in = document
		}
		span, link, err := decodePayload(entity, payload)
		switch {
		case err != nil:
			return nil, err
		case span != nil:
			labels[id] = span.Label
			counts.AddSpan(schema, span)
		default:
			counts.AddLink(schema, link, func(id string) string { return labels[id] })
		}
	}
	return counts, rows.Err()
}

// keepsWhatIsUsed refuses a schema that has parts no more which are used.
func (t *tx) keepsWhatIsUsed(project string, now, next *annotations.Schema) error {
	counts, err := usage(t, project, now)
	if err != nil {
		return err
	}
	lost := annotations.Usage{}
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
