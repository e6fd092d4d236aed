-- Releases: named data sets that never change. A release names for each document how far its log
-- goes, and what beside the log decides about it: the states of its sets and its group of nearly
-- equal texts. With the log, which is append-only, that gives the same bytes at any time.
CREATE TABLE release (
	number         INTEGER PRIMARY KEY,
	project        TEXT NOT NULL REFERENCES project (name) ON DELETE RESTRICT,
	name           TEXT NOT NULL,
	note           TEXT NOT NULL,
	actor          TEXT NOT NULL,
	choice         TEXT NOT NULL,
	schema_version INTEGER NOT NULL,
	sha256         TEXT NOT NULL DEFAULT '',
	counts         TEXT NOT NULL DEFAULT '{}',
	created_at     INTEGER NOT NULL,
	UNIQUE (project, name),
	FOREIGN KEY (project, schema_version) REFERENCES schema (project, version) ON DELETE RESTRICT
) STRICT;

CREATE TABLE release_document (
	release  INTEGER NOT NULL REFERENCES release (number) ON DELETE CASCADE,
	document INTEGER NOT NULL REFERENCES document (number) ON DELETE RESTRICT,
	head     INTEGER NOT NULL,
	kin      INTEGER,
	states   TEXT NOT NULL,
	PRIMARY KEY (release, document)
) STRICT, WITHOUT ROWID;

-- A release is sealed when its hash is known; one without was interrupted while it was made.
CREATE TRIGGER release_is_never_changed BEFORE UPDATE ON release WHEN OLD.sha256 <> '' BEGIN
	SELECT RAISE(ABORT, 'a release never changes');
END;

CREATE TRIGGER release_is_never_deleted BEFORE DELETE ON release WHEN OLD.sha256 <> '' BEGIN
	SELECT RAISE(ABORT, 'a release never changes');
END;

CREATE TRIGGER release_takes_no_more BEFORE INSERT ON release_document
WHEN (SELECT sha256 FROM release WHERE number = NEW.release) <> '' BEGIN
	SELECT RAISE(ABORT, 'a release never changes');
END;

CREATE TRIGGER release_document_is_never_changed BEFORE UPDATE ON release_document BEGIN
	SELECT RAISE(ABORT, 'a release never changes');
END;

CREATE TRIGGER release_document_is_never_deleted BEFORE DELETE ON release_document
WHEN (SELECT sha256 FROM release WHERE number = OLD.release) <> '' BEGIN
	SELECT RAISE(ABORT, 'a release never changes');
END;
