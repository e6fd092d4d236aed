package store

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
)

// desk is one document as its log says it is now, inside the writer's
// transaction: the View that ops.Decide looks at. What it costs to ask depends
// on the target alone.
type desk struct {
	t      *tx
	ground *ground
	schema *annotations.Schema
	head   int64
}

// Text is the document's text.
func (d *desk) Text() text.Text { return d.ground.text }

// TextSHA is the text's SHA-256.
func (d *desk) TextSHA() string { return d.ground.sha }

// Schema is the project's present schema.
func (d *desk) Schema() *annotations.Schema { return d.schema }

const recordColumns = `
	a.entity,
	a.owner,
	a.deleted,
	a.version,
	a.payload,
	a.fields,
	a.last`

// Record is the target's record, or nil.
func (d *desk) Record(target string) (*ops.Record, error) {
	if target == ops.BlocksTarget {
		return readBlocks(d.t, d.ground.number)
	}
	r, err := readRecord(d.t.row(`
		SELECT `+recordColumns+`
		FROM annotation a
		WHERE a.document = ? AND a.id = ?`, d.ground.number, target))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read annotation %s: %w", target, err)
	}
	return r, nil
}

// LinksOf lists the live links that name a span, by type and id.
func (d *desk) LinksOf(span string) ([]*ops.Record, error) {
	links, err := collect(d.t, readRecord, `
		SELECT `+recordColumns+`
		FROM annotation a
		WHERE a.document = ?1 AND a.id IN (SELECT link FROM link_member WHERE document = ?1 AND span = ?2)`,
		d.ground.number, span)
	if err != nil {
		return nil, fmt.Errorf("read links of %s: %w", span, err)
	}
	slices.SortFunc(links, func(a, b *ops.Record) int { return annotations.CompareLinks(a.Link, b.Link) })
	return links, nil
}

func readRecord(row scanner) (*ops.Record, error) {
	var r ops.Record
	var payload, fields, last string
	if err := row.Scan(&r.Entity, &r.Owner, &r.Deleted, &r.Version, &payload, &fields, &last); err != nil {
		return nil, err
	}
	var err error
	if r.Span, r.Link, err = decodePayload(r.Entity, payload); err != nil {
		return nil, err
	}
	return &r, errors.Join(decode("annotation.fields", fields, &r.Fields), decode("annotation.last", last, &r.Last))
}

func decodePayload(entity ops.Entity, payload string) (*annotations.Span, *annotations.Link, error) {
	if entity == ops.SpanEntity {
		var sp annotations.Span
		return &sp, nil, decode("annotation.payload", payload, &sp)
	}
	var l annotations.Link
	return nil, &l, decode("annotation.payload", payload, &l)
}

// columns are a record's JSON columns: its value, its fields' changes, its last change.
func columns(r *ops.Record) (payload, fields, last string, err error) {
	var value any = r.Span
	if r.Entity == ops.LinkEntity {
		value = r.Link
	}
	payload, err1 := encode(value)
	fields, err2 := encode(r.Fields)
	last, err3 := encode(r.Last)
	return payload, fields, last, errors.Join(err1, err2, err3)
}

// put stores a target's new record and counts it in its set.
func (d *desk) put(target string, r *ops.Record, wasLive bool) error {
	if r.Entity == ops.BlocksEntity {
		return d.putBlocks(r)
	}
	spans, links := 0, 0
	if change := live(!r.Deleted) - live(wasLive); r.Entity == ops.SpanEntity {
		spans = change
	} else {
		links = change
	}
	if err := d.count(r.Owner, spans, links); err != nil {
		return err
	}
	payload, fields, last, err := columns(r)
	if err != nil {
		return err
	}
	_, err = d.t.exec(`
		INSERT INTO annotation (document, id, owner, entity, version, deleted, payload, fields, last)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET
			version = excluded.version,
			deleted = excluded.deleted,
			payload = excluded.payload,
			fields  = excluded.fields,
			last    = excluded.last`,
		d.ground.number, target, r.Owner, r.Entity, r.Version, r.Deleted, payload, fields, last)
	if err != nil || r.Entity == ops.SpanEntity {
		return err
	}
	return d.putMembers(target, r)
}

func live(is bool) int {
	if is {
		return 1
	}
	return 0
}

// count moves a set's counters, making the set with its first op.
func (d *desk) count(owner annotations.Owner, spans, links int) error {
	res, err := d.t.exec(`
		UPDATE annotation_set
		SET version = version + 1, spans = spans + ?, links = links + ?
		WHERE document = ? AND owner = ?`, spans, links, d.ground.number, owner)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return err
	}
	_, err = d.t.exec(`
		INSERT INTO annotation_set (document, owner, version, spans, links)
		VALUES (?, ?, 1, ?, ?)`, d.ground.number, owner, spans, links)
	return err
}

// putMembers stores which spans a live link names; none for a tombstone.
func (d *desk) putMembers(link string, r *ops.Record) error {
	if r.Version > 1 {
		if err := d.dropMembers(link); err != nil {
			return err
		}
	}
	if r.Deleted {
		return nil
	}
	for _, role := range slices.Sorted(maps.Keys(r.Link.Roles)) {
		for _, span := range r.Link.Roles[role] {
			_, err := d.t.exec(`
				INSERT INTO link_member (document, span, link, role)
				VALUES (?, ?, ?, ?)`, d.ground.number, span, link, role)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *desk) dropMembers(link string) error {
	_, err := d.t.exec(`
		DELETE FROM link_member
		WHERE document = ? AND link = ?`, d.ground.number, link)
	return err
}
