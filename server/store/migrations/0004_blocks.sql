-- Edits of a document's blocks are ops: the log takes a third entity. SQLite cannot change a
-- CHECK, so the log moves into a new table, row by row and unchanged.

CREATE TABLE op_with_blocks (
	document       INTEGER NOT NULL REFERENCES document (number) ON DELETE RESTRICT,
	seq            INTEGER NOT NULL CHECK (seq > 0),
	op_id          TEXT NOT NULL,
	client         TEXT NOT NULL,
	actor          TEXT NOT NULL,
	owner          TEXT NOT NULL,
	kind           TEXT NOT NULL CHECK (kind IN ('create', 'update', 'delete', 'restore')),
	entity         TEXT NOT NULL CHECK (entity IN ('span', 'link', 'blocks')),
	target         TEXT NOT NULL,
	base_seq       INTEGER NOT NULL CHECK (base_seq >= 0),
	schema_version INTEGER NOT NULL,
	payload        TEXT NOT NULL,
	result         TEXT NOT NULL CHECK (result IN ('applied', 'merged', 'noop', 'conflict')),
	outcome        TEXT NOT NULL,
	created_at     INTEGER NOT NULL,
	PRIMARY KEY (document, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO op_with_blocks SELECT * FROM op;

DROP TABLE op;

ALTER TABLE op_with_blocks RENAME TO op;

-- Was this op answered before?
CREATE UNIQUE INDEX op_by_id ON op (document, op_id);

-- What happened to this span or link, in order? Pages of a history ask it.
CREATE INDEX op_by_target ON op (document, target, seq);

CREATE TRIGGER op_is_never_changed BEFORE UPDATE ON op BEGIN
	SELECT RAISE(ABORT, 'the op log is append-only');
END;

CREATE TRIGGER op_is_never_deleted BEFORE DELETE ON op BEGIN
	SELECT RAISE(ABORT, 'the op log is append-only');
END;

-- The blocks of documents whose blocks were edited: article.blocks, which are those the document
-- came with, and every op on them. A cache like the tables of annotations.
CREATE TABLE edited_blocks (
	document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE RESTRICT,
	version  INTEGER NOT NULL CHECK (version > 0),
	blocks   TEXT NOT NULL,
	fields   TEXT NOT NULL,
	last     TEXT NOT NULL
) STRICT;
