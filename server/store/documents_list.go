package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/wire"
)

// DocumentQuery says which page of documents is wanted.
type DocumentQuery struct {
	// Search asks for documents that hold all its words, the last as a beginning;
	// any text is fine.
	Search string
	// After is the cursor of the page before.
	After string
	// Limit is the largest number of documents: 50 when 0, never more than 200.
	Limit int
}

// Documents is a page of a project's documents, newest first, with the state of
// a person's own set. Returns NotFound (unknown_project) and Invalid (bad_cursor).
func (s *Store) Documents(ctx context.Context, project, user string, q DocumentQuery) (wire.Documents, error) {
	found := wire.Documents{Documents: []wire.DocumentItem{}}
	before := int64(1) << 62
	if q.After != "" {
		n, err := strconv.ParseInt(q.After, 36, 64)
		if err != nil {
			return found, annotations.Errorf(annotations.Invalid, "bad_cursor", "after", "%q is not a cursor of this list", q.After)
		}
		before = n
	}
	err := s.view(ctx, func(src source) error {
		var one int
		if err := src.row(`SELECT 1 FROM project WHERE name = ?`, project).Scan(&one); err != nil {
			return missing(err, "project", project)
		}
		query, args := documentQuery(project, annotations.UserOwner(user), q.Search, before, page(q.Limit)+1)
		all, err := collect(src, readItem, query, args...)
		if len(all) > page(q.Limit) {
			all = all[:page(q.Limit)]
			found.Next = strconv.FormatInt(all[len(all)-1].number, 36)
		}
		for _, item := range all {
			found.Documents = append(found.Documents, item.DocumentItem)
		}
		return err
	})
	if err != nil {
		return wire.Documents{}, fmt.Errorf("list documents of %s: %w", project, err)
	}
	return found, nil
}

func documentQuery(project string, owner annotations.Owner, search string, before int64, limit int) (string, []any) {
	const columns = `
		SELECT
			d.number,
			d.id,
			d.title,
			d.language,
			d.meta,
			d.chars,
			d.created_at,
			d.head,
			d.people,
			d.kin IS NOT NULL,
			coalesce(s.state, 'open'),
			coalesce(s.spans, 0)`
	const join = `
		LEFT JOIN annotation_set s ON s.document = d.number AND s.owner = ?`
	if words := matchAll(search); words != "" {
		return columns + `
			FROM document_fts f
			JOIN document d ON d.number = f.rowid` + join + `
			WHERE document_fts MATCH ? AND f.rowid < ? AND d.project = ?
			ORDER BY f.rowid DESC
			LIMIT ?`, []any{owner, words, before, project, limit}
	}
	return columns + `
		FROM document d` + join + `
		WHERE d.project = ? AND d.number < ?
		ORDER BY d.number DESC
		LIMIT ?`, []any{owner, project, before, limit}
}

// matchAll makes a full-text query of what somebody typed: each word is quoted,
// so that no character of it is an operator; the last is a prefix.
func matchAll(search string) string {
	words := strings.Fields(strings.ReplaceAll(search, "\x00", " "))
	for i, w := range words {
		words[i] = `"` + strings.ReplaceAll(w, `"`, `""`) + `"`
	}
	if len(words) == 0 {
		return ""
	}
	return strings.Join(words, " ") + "*"
}

// item is a list's row with its place.
type item struct {
	wire.DocumentItem
	number int64
}

func readItem(row scanner) (i item, err error) {
	var meta string
	var at int64
	err = row.Scan(&i.number, &i.ID, &i.Title, &i.Language, &meta, &i.Characters, &at, &i.Head, &i.People, &i.Similar, &i.State, &i.Spans)
	if err != nil {
		return i, err
	}
	i.CreatedAt = moment(at)
	return i, decode("document.meta", meta, &i.Meta)
}
