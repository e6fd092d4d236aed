package store

import (
	"database/sql"
	"errors"
	"fmt"

	"galley/annotations"
	"galley/annotations/ops"
)

// readBlocks is the record of a document's blocks: as edited, else as they came.
func readBlocks(src source, number int64) (*ops.Record, error) {
	r := ops.BlocksRecord(nil)
	var blocks, fields, last string
	err := src.row(`
		SELECT
			coalesce(e.version, 0),
			coalesce(e.blocks, a.blocks),
			coalesce(e.fields, 'null'),
			coalesce(e.last, '{}')
		FROM article a
		LEFT JOIN edited_blocks e ON e.document = a.document
		WHERE a.document = ?`, number).Scan(&r.Version, &blocks, &fields, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read blocks: %w", err)
	}
	return r, errors.Join(decode("edited_blocks.blocks", blocks, &r.Blocks), decode("edited_blocks.fields", fields, &r.Fields), decode("edited_blocks.last", last, &r.Last))
}

// originalBlocks are the blocks that the document came with.
func originalBlocks(src source, number int64) (blocks []annotations.Block, err error) {
	var raw string
	if err := src.row(`SELECT blocks FROM article WHERE document = ?`, number).Scan(&raw); err != nil {
		return nil, err
	}
	return blocks, decode("article.blocks", raw, &blocks)
}

// putBlocks stores the blocks after an op.
func (d *desk) putBlocks(r *ops.Record) error {
	blocks, err1 := encode(r.Blocks)
	fields, err2 := encode(r.Fields)
	last, err3 := encode(r.Last)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	_, err := d.t.exec(`
		INSERT INTO edited_blocks (document, version, blocks, fields, last)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET
			version = excluded.version,
			blocks  = excluded.blocks,
			fields  = excluded.fields,
			last    = excluded.last`, d.ground.number, r.Version, blocks, fields, last)
	return err
}

// verifyBlocks compares the stored blocks with those that the log gives.
func verifyBlocks(src source, f *ops.Fold, number int64, where string) error {
	have, err := readBlocks(src, number)
	if err != nil {
		return err
	}
	want, _ := f.Record(ops.BlocksTarget)
	b1, err1 := encode(have.Blocks)
	b2, err2 := encode(want.Blocks)
	f1, err3 := encode(have.Fields)
	f2, err4 := encode(want.Fields)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return err
	}
	if have.Version != want.Version || b1 != b2 || f1 != f2 || have.Last != want.Last {
		return differs(where, "its blocks are %s (version %d), but the log gives %s (version %d)", b1, have.Version, b2, want.Version)
	}
	return nil
}
