-- Imports with their files and what became of each: a long one goes on after a restart. The files
-- themselves lie in the data folder until the import has ended.
CREATE TABLE import (
	number     INTEGER PRIMARY KEY,
	id         TEXT NOT NULL UNIQUE,
	project    TEXT NOT NULL REFERENCES project (name) ON DELETE CASCADE,
	actor      TEXT NOT NULL,
	state      TEXT NOT NULL CHECK (state IN ('collecting', 'running', 'finished', 'cancelled')),
	choice     TEXT NOT NULL,
	done       INTEGER NOT NULL DEFAULT 0,
	added      INTEGER NOT NULL DEFAULT 0,
	existing   INTEGER NOT NULL DEFAULT 0,
	refused    INTEGER NOT NULL DEFAULT 0,
	similar    INTEGER NOT NULL DEFAULT 0,
	spans      INTEGER NOT NULL DEFAULT 0,
	links      INTEGER NOT NULL DEFAULT 0,
	created_at INTEGER NOT NULL,
	ended_at   INTEGER
) STRICT;

-- Which imports does a project have, newest first?
CREATE INDEX import_by_project ON import (project, number);

-- Which imports are to be worked on?
CREATE INDEX import_running ON import (number) WHERE state = 'running';

CREATE TABLE import_file (
	import INTEGER NOT NULL REFERENCES import (number) ON DELETE CASCADE,
	number INTEGER NOT NULL,
	name   TEXT NOT NULL,
	bytes  INTEGER NOT NULL,
	PRIMARY KEY (import, number)
) STRICT, WITHOUT ROWID;

-- What became of each file or place in it. file is the file's number and place the outcome's in
-- the file, so that a file that is read again after a restart keeps what is known of it.
CREATE TABLE import_outcome (
	import  INTEGER NOT NULL REFERENCES import (number) ON DELETE CASCADE,
	file    INTEGER NOT NULL,
	place   INTEGER NOT NULL,
	outcome TEXT NOT NULL,
	PRIMARY KEY (import, file, place)
) STRICT, WITHOUT ROWID;

-- Which documents are nearly the same text? kin is the number of the first of them; such documents
-- must not be split between training and test.
ALTER TABLE document ADD COLUMN kin INTEGER;

CREATE INDEX document_by_kin ON document (kin) WHERE kin IS NOT NULL;

-- A sketch of each text (package likeness), and where to look for others that may be like it.
-- sketch is NULL for a text without words.
CREATE TABLE sketch (
	document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
	minima   BLOB
) STRICT;

CREATE TABLE sketch_band (
	hash     INTEGER NOT NULL,
	document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
	PRIMARY KEY (hash, document)
) STRICT, WITHOUT ROWID;
