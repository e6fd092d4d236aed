package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

// Sets lists a document's sets by owner. Returns NotFound (unknown_document).
func (s *Store) Sets(ctx context.Context, document string) (wire.Sets, error) {
	found := wire.Sets{Sets: []wire.SetItem{}}
	err := s.view(ctx, func(src source) error {
		number, err := numberOf(src, document)
		if err != nil {
			return err
		}
		all, err := readSets(src, number)
		found.Sets = append(found.Sets, all...)
		return err
	})
	if err != nil {
		return wire.Sets{}, fmt.Errorf("list sets of document %s: %w", document, err)
	}
	return found, nil
}

func numberOf(src source, document string) (number int64, err error) {
	err = src.row(`SELECT number FROM document WHERE id = ?`, document).Scan(&number)
	return number, missing(err, "document", document)
}

func readSets(src source, number int64) ([]wire.SetItem, error) {
	return collect(src, func(row scanner) (i wire.SetItem, err error) {
		return i, row.Scan(&i.Owner, &i.State, &i.Spans, &i.Links)
	}, `
		SELECT owner, state, spans, links
		FROM annotation_set
		WHERE document = ?
		ORDER BY owner`, number)
}

// Set is one owner's spans and links, in export order; an open, empty set for
// an owner who has none yet. Returns NotFound (unknown_document) and Invalid
// (bad_owner).
func (s *Store) Set(ctx context.Context, document string, owner annotations.Owner) (set wire.Set, err error) {
	if _, err := annotations.ParseOwner(string(owner)); err != nil {
		return set, err
	}
	err = s.view(ctx, func(src source) error {
		number, err := numberOf(src, document)
		if err != nil {
			return err
		}
		set, err = readSet(src, number, owner)
		return err
	})
	if err != nil {
		return wire.Set{}, fmt.Errorf("load set %s of document %s: %w", owner, document, err)
	}
	return set, nil
}

func readSet(src source, number int64, owner annotations.Owner) (wire.Set, error) {
	set := wire.Set{Owner: owner, State: annotations.Open, Spans: []*annotations.Span{}, Links: []*annotations.Link{}}
	err := src.row(`
		SELECT state
		FROM annotation_set
		WHERE document = ? AND owner = ?`, number, owner).Scan(&set.State)
	if errors.Is(err, sql.ErrNoRows) {
		return set, nil
	}
	if err != nil {
		return set, err
	}
	rows, err := src.rows(`
		SELECT entity, payload
		FROM annotation
		WHERE document = ? AND owner = ? AND deleted = 0`, number, owner)
	if err != nil {
		return set, err
	}
	defer rows.Close()
	for rows.Next() {
		var entity ops.Entity
		var payload string
		if err := rows.Scan(&entity, &payload); err != nil {
			return set, err
		}
		span, link, err := decodePayload(entity, payload)
		if err != nil {
			return set, err
		}
		if span != nil {
			set.Spans = append(set.Spans, span)
		} else {
			set.Links = append(set.Links, link)
		}
	}
	slices.SortFunc(set.Spans, annotations.CompareExport)
	slices.SortFunc(set.Links, annotations.CompareLinks)
	return set, rows.Err()
}

// SetState gives a set another state; a set that is there only in name becomes a
// row. Asking for the present state changes nothing. Returns Invalid (bad_state,
// bad_owner) and NotFound (unknown_document).
func (s *Store) SetState(ctx context.Context, document string, owner annotations.Owner, state annotations.State, actor string) (wire.SetItem, error) {
	var item wire.SetItem
	_, err := annotations.ParseOwner(string(owner))
	if err == nil && !state.Valid() {
		err = annotations.Errorf(annotations.Invalid, "bad_state", "state", "%q is none of open, submitted, returned, accepted", state)
	}
	if err == nil {
		err = s.update(ctx, func(t *tx) error {
			made, err := t.setState(document, owner, state, actor)
			if err == nil {
				item = made
			}
			return err
		})
	}
	if err != nil {
		return wire.SetItem{}, fmt.Errorf("set state of %s on document %s: %w", owner, document, err)
	}
	return item, nil
}

func (t *tx) setState(document string, owner annotations.Owner, state annotations.State, actor string) (wire.SetItem, error) {
	item := wire.SetItem{Owner: owner}
	c := change{id: document}
	err := t.row(`SELECT number, project, head FROM document WHERE id = ?`, document).Scan(&c.number, &c.project, &c.head)
	if err != nil {
		return item, missing(err, "document", document)
	}
	if _, err := t.exec(`INSERT INTO annotation_set (document, owner) VALUES (?, ?) ON CONFLICT DO NOTHING`, c.number, owner); err != nil {
		return item, err
	}
	err = t.row(`
		SELECT state, spans, links
		FROM annotation_set
		WHERE document = ? AND owner = ?`, c.number, owner).Scan(&item.State, &item.Spans, &item.Links)
	if err != nil || item.State == state {
		return item, err
	}
	_, err = t.exec(`
		INSERT INTO set_state (document, owner, number, state, actor, created_at)
		SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5
		FROM set_state
		WHERE document = ?1 AND owner = ?2`, c.number, owner, state, actor, t.s.clock())
	if err != nil {
		return item, err
	}
	_, err = t.exec(`
		UPDATE annotation_set
		SET state = ?, version = version + 1
		WHERE document = ? AND owner = ?`, state, c.number, owner)
	item.State = state
	t.changed = append(t.changed, c)
	return item, err
}
