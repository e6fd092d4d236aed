-- What happened to this span or link, in order? Pages of a history ask it.
CREATE INDEX op_by_target ON op (document, target, seq);

-- What has no width is no part of a word: a soft hyphen, a zero-width space, a word joiner, a byte
-- order mark, marks of direction. The index is made without them, so that Kanz-ler with a soft
-- hyphen in it is found as Kanzler. (Zero-width joiners tie emoji together and stay.)
DROP TRIGGER article_is_searchable;
DROP TABLE document_fts;
DROP VIEW document_words;

CREATE VIEW document_words AS
SELECT
	d.number,
	replace(replace(replace(replace(replace(replace(d.title, char(173), ''), char(8203), ''), char(8288), ''), char(65279), ''), char(8206), ''), char(8207), '') AS title,
	replace(replace(replace(replace(replace(replace(a.text, char(173), ''), char(8203), ''), char(8288), ''), char(65279), ''), char(8206), ''), char(8207), '') AS text
FROM document d JOIN article a ON a.document = d.number;

CREATE VIRTUAL TABLE document_fts USING fts5 (
	title,
	text,
	content = 'document_words',
	content_rowid = 'number',
	tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO document_fts (document_fts) VALUES ('rebuild');

CREATE TRIGGER article_is_searchable AFTER INSERT ON article BEGIN
	INSERT INTO document_fts (rowid, title, text)
	SELECT number, title, text FROM document_words WHERE number = NEW.document;
END;
