CREATE TABLE annotation (
	document INTEGER NOT NULL,
	id       TEXT NOT NULL,
	owner    TEXT NOT NULL,
	entity   TEXT NOT NULL CHECK (entity IN ('span', 'link')),
	version  INTEGER NOT NULL CHECK (version > 0),
	deleted  INTEGER NOT NULL CHECK (deleted IN (0, 1)),
	payload  TEXT NOT NULL,
	fields   TEXT NOT NULL,
	last     TEXT NOT NULL,
	PRIMARY KEY (document, id),
	FOREIGN KEY (document, owner) REFERENCES annotation_set (document, owner) ON DELETE RESTRICT
) STRICT, WITHOUT ROWID;

CREATE TABLE annotation_set (
	document INTEGER NOT NULL REFERENCES document (number) ON DELETE RESTRICT,
	owner    TEXT NOT NULL,
	state    TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'submitted', 'returned', 'accepted')),
	version  INTEGER NOT NULL DEFAULT 0,
	spans    INTEGER NOT NULL DEFAULT 0 CHECK (spans >= 0),
	links    INTEGER NOT NULL DEFAULT 0 CHECK (links >= 0),
	PRIMARY KEY (document, owner)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER set_is_counted AFTER INSERT ON annotation_set BEGIN
	INSERT INTO tally (project, owner, sets, started, submitted, spans, links)
	SELECT project, NEW.owner, 1, NEW.spans > 0, NEW.state IN ('submitted', 'accepted'), NEW.spans, NEW.links
	FROM document WHERE number = NEW.document
	ON CONFLICT DO UPDATE SET
		sets      = sets + 1,
		started   = started + excluded.started,
		submitted = submitted + excluded.submitted,
		spans     = spans + excluded.spans,
		links     = links + excluded.links;
	UPDATE document SET people = people + 1
	WHERE number = NEW.document AND NEW.spans > 0 AND NEW.owner GLOB 'user:*';
END;

CREATE TRIGGER set_is_recounted AFTER UPDATE OF spans, links, state ON annotation_set
WHEN NEW.spans <> OLD.spans OR NEW.links <> OLD.links OR NEW.state <> OLD.state BEGIN
	UPDATE tally SET
		started   = started + (NEW.spans > 0) - (OLD.spans > 0),
		submitted = submitted + (NEW.state IN ('submitted', 'accepted')) - (OLD.state IN ('submitted', 'accepted')),
		spans     = spans + NEW.spans - OLD.spans,
		links     = links + NEW.links - OLD.links
	WHERE project = (SELECT project FROM document WHERE number = NEW.document) AND owner = NEW.owner;
	UPDATE document SET people = people + (NEW.spans > 0) - (OLD.spans > 0)
	WHERE number = NEW.document AND (NEW.spans > 0) <> (OLD.spans > 0) AND NEW.owner GLOB 'user:*';
END;

CREATE TABLE article (
	document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE RESTRICT,
	blocks   TEXT NOT NULL,
	text     TEXT NOT NULL
) STRICT;

CREATE TRIGGER article_is_searchable AFTER INSERT ON article BEGIN
	INSERT INTO document_fts (rowid, title, text)
	SELECT number, title, text FROM document_words WHERE number = NEW.document;
END;

CREATE TABLE document (
	number     INTEGER PRIMARY KEY,
	id         TEXT NOT NULL UNIQUE,
	file_id    TEXT NOT NULL,
	project    TEXT NOT NULL REFERENCES project (name) ON DELETE RESTRICT,
	revision   INTEGER NOT NULL CHECK (revision > 0),
	sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
	title      TEXT NOT NULL,
	language   TEXT NOT NULL,
	chars      INTEGER NOT NULL CHECK (chars > 0),
	head       INTEGER NOT NULL DEFAULT 0,
	people     INTEGER NOT NULL DEFAULT 0,
	created_at INTEGER NOT NULL,
	meta       TEXT NOT NULL, kin INTEGER,
	UNIQUE (project, sha256)
) STRICT;

CREATE UNIQUE INDEX document_by_file_id ON document (project, file_id);

CREATE INDEX document_by_kin ON document (kin) WHERE kin IS NOT NULL;

CREATE INDEX document_by_project ON document (project, number);

CREATE TRIGGER document_is_counted AFTER INSERT ON document BEGIN
	UPDATE project SET documents = documents + 1 WHERE name = NEW.project;
END;

CREATE VIRTUAL TABLE document_fts USING fts5 (
	title,
	text,
	content = 'document_words',
	content_rowid = 'number',
	tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIEW document_words AS
SELECT
	d.number,
	replace(replace(replace(replace(replace(replace(d.title, char(173), ''), char(8203), ''), char(8288), ''), char(65279), ''), char(8206), ''), char(8207), '') AS title,
	replace(replace(replace(replace(replace(replace(a.text, char(173), ''), char(8203), ''), char(8288), ''), char(65279), ''), char(8206), ''), char(8207), '') AS text
FROM document d JOIN article a ON a.document = d.number;

CREATE TABLE edited_blocks (
	document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE RESTRICT,
	version  INTEGER NOT NULL CHECK (version > 0),
	blocks   TEXT NOT NULL,
	fields   TEXT NOT NULL,
	last     TEXT NOT NULL
) STRICT;

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

CREATE INDEX import_by_project ON import (project, number);

CREATE INDEX import_running ON import (number) WHERE state = 'running';

CREATE TABLE import_file (
	import INTEGER NOT NULL REFERENCES import (number) ON DELETE CASCADE,
	number INTEGER NOT NULL,
	name   TEXT NOT NULL,
	bytes  INTEGER NOT NULL,
	PRIMARY KEY (import, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_outcome (
	import  INTEGER NOT NULL REFERENCES import (number) ON DELETE CASCADE,
	file    INTEGER NOT NULL,
	place   INTEGER NOT NULL,
	outcome TEXT NOT NULL,
	PRIMARY KEY (import, file, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE link_member (
	document INTEGER NOT NULL,
	span     TEXT NOT NULL,
	link     TEXT NOT NULL,
	role     TEXT NOT NULL,
	PRIMARY KEY (document, span, link, role),
	FOREIGN KEY (document, span) REFERENCES annotation (document, id) ON DELETE RESTRICT,
	FOREIGN KEY (document, link) REFERENCES annotation (document, id) ON DELETE RESTRICT
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
	number   INTEGER PRIMARY KEY AUTOINCREMENT,
	document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE
) STRICT;

CREATE TABLE "op" (
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

CREATE UNIQUE INDEX op_by_id ON op (document, op_id);

CREATE INDEX op_by_target ON op (document, target, seq);

CREATE TRIGGER op_is_never_changed BEFORE UPDATE ON op BEGIN
	SELECT RAISE(ABORT, 'the op log is append-only');
END;

CREATE TRIGGER op_is_never_deleted BEFORE DELETE ON op BEGIN
	SELECT RAISE(ABORT, 'the op log is append-only');
END;

CREATE TABLE probe (
	id      INTEGER PRIMARY KEY CHECK (id = 1),
	ballast BLOB NOT NULL
) STRICT;

CREATE TABLE project (
	name           TEXT PRIMARY KEY,
	title          TEXT NOT NULL,
	schema_version INTEGER NOT NULL,
	documents      INTEGER NOT NULL DEFAULT 0,
	created_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TRIGGER release_is_never_changed BEFORE UPDATE ON release WHEN OLD.sha256 <> '' BEGIN
	SELECT RAISE(ABORT, 'a release never changes');
END;

CREATE TRIGGER release_is_never_deleted BEFORE DELETE ON release WHEN OLD.sha256 <> '' BEGIN
	SELECT RAISE(ABORT, 'a release never changes');
END;

CREATE TABLE release_document (
	release  INTEGER NOT NULL REFERENCES release (number) ON DELETE CASCADE,
	document INTEGER NOT NULL REFERENCES document (number) ON DELETE RESTRICT,
	head     INTEGER NOT NULL,
	kin      INTEGER,
	states   TEXT NOT NULL,
	PRIMARY KEY (release, document)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER release_document_is_never_changed BEFORE UPDATE ON release_document BEGIN
	SELECT RAISE(ABORT, 'a release never changes');
END;

CREATE TRIGGER release_document_is_never_deleted BEFORE DELETE ON release_document
WHEN (SELECT sha256 FROM release WHERE number = OLD.release) <> '' BEGIN
	SELECT RAISE(ABORT, 'a release never changes');
END;

CREATE TRIGGER release_takes_no_more BEFORE INSERT ON release_document
WHEN (SELECT sha256 FROM release WHERE number = NEW.release) <> '' BEGIN
	SELECT RAISE(ABORT, 'a release never changes');
END;

CREATE TABLE schema (
	project    TEXT NOT NULL REFERENCES project (name) ON DELETE RESTRICT,
	version    INTEGER NOT NULL CHECK (version > 0),
	body       TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	PRIMARY KEY (project, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
	hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
	user       TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
	created_at INTEGER NOT NULL,
	seen_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_user ON session (user);

CREATE TABLE set_state (
	document   INTEGER NOT NULL,
	owner      TEXT NOT NULL,
	number     INTEGER NOT NULL CHECK (number > 0),
	state      TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'returned', 'accepted')),
	actor      TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	PRIMARY KEY (document, owner, number),
	FOREIGN KEY (document, owner) REFERENCES annotation_set (document, owner) ON DELETE RESTRICT
) STRICT, WITHOUT ROWID;

CREATE TRIGGER set_state_is_never_changed BEFORE UPDATE ON set_state BEGIN
	SELECT RAISE(ABORT, 'the states of a set are append-only');
END;

CREATE TRIGGER set_state_is_never_deleted BEFORE DELETE ON set_state BEGIN
	SELECT RAISE(ABORT, 'the states of a set are append-only');
END;

CREATE TABLE sketch (
	document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
	minima   BLOB
) STRICT;

CREATE TABLE sketch_band (
	hash     INTEGER NOT NULL,
	document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
	PRIMARY KEY (hash, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
	project   TEXT NOT NULL REFERENCES project (name) ON DELETE RESTRICT,
	owner     TEXT NOT NULL,
	sets      INTEGER NOT NULL,
	started   INTEGER NOT NULL,
	submitted INTEGER NOT NULL,
	spans     INTEGER NOT NULL,
	links     INTEGER NOT NULL,
	PRIMARY KEY (project, owner)
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
	hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
	user       TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
	created_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	used_at    INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
	name       TEXT PRIMARY KEY,
	sign_in    INTEGER NOT NULL CHECK (sign_in IN (0, 1)),
	created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
