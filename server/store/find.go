package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"galley/annotations"
	"galley/annotations/occurrences"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// What one request of Find reads and gives at most.
const (
	findPage, findPageMost = 20, 100
	findHits, findHitsMost = 20, 1_000
	findDocuments          = 500
	findBytes              = 8 << 20
	// findWords is the longest passage, in code points.
	findWords = 300
	// findAround is what stands around a hit, in code points.
	findAround = 80
)

// Find is a page of the project's documents that hold a passage, newest first,
// with the places where it stands. The full-text index names the documents that
// may hold it; their texts are then read, and what package occurrences finds
// counts. Returns NotFound (unknown_project) and Invalid (no_words,
// words_too_long, bad_cursor, bad_owner).
func (s *Store) Find(ctx context.Context, project string, q wire.FindQuery) (wire.Found, error) {
	found, err := s.find(ctx, project, q)
	if err != nil {
		return wire.Found{}, fmt.Errorf("find in project %s: %w", project, err)
	}
	return found, nil
}

func (s *Store) find(ctx context.Context, project string, q wire.FindQuery) (wire.Found, error) {
	found := wire.Found{Documents: []wire.FoundIn{}}
	f := finder{query: q, pattern: occurrences.New(q.Words, occurrences.Options{AnyCase: !q.ExactCase, Genitive: !q.NoGenitive})}
	before, err := f.check()
	if err != nil {
		return found, err
	}
	err = s.view(ctx, func(src source) error {
		var one int
		if err := src.row(`SELECT 1 FROM project WHERE name = ?`, project).Scan(&one); err != nil {
			return missing(err, "project", project)
		}
		numbers, err := f.read(src, project, before, &found)
		if err != nil || q.Owner == "" {
			return err
		}
		for i, number := range numbers {
			if err := f.tagged(src, number, &found.Documents[i]); err != nil {
				return err
			}
		}
		return nil
	})
	for i := range found.Documents {
		d := &found.Documents[i]
		d.Hits = d.Hits[:min(len(d.Hits), bounded(q.Hits, findHits, findHitsMost))]
	}
	return found, err
}

// bounded is a number that was asked for within its bounds.
func bounded(n, other, most int) int {
	if n <= 0 {
		return other
	}
	return min(n, most)
}

type finder struct {
	query   wire.FindQuery
	pattern occurrences.Pattern
}

// check refuses what cannot be looked for, and reads the cursor.
func (f *finder) check() (before int64, err error) {
	q := f.query
	switch n := len([]rune(q.Words)); {
	case f.pattern.Empty():
		return 0, annotations.Errorf(annotations.Invalid, "no_words", "words", "there are no words to look for")
	case n > findWords:
		return 0, annotations.Errorf(annotations.Invalid, "words_too_long", "words", "a passage to look for has at most %d characters, not %d", findWords, n)
	}
	if q.Owner != "" {
		if _, err := annotations.ParseOwner(string(q.Owner)); err != nil {
			return 0, err
		}
	}
	if q.After == "" {
		return 1 << 62, nil
	}
	before, err = strconv.ParseInt(q.After, 36, 64)
	if err != nil {
		return 0, annotations.Errorf(annotations.Invalid, "bad_cursor", "after", "%q is not a cursor of this list", q.After)
	}
	return before, nil
}

// candidates is the query for documents that may hold the passage. Words of the
// index are letters and numbers: a passage that has none, such as an emoji, is
// looked for in every text. The last word is a beginning, for an ending that the
// pattern allows, or a sign that the index takes for a part of the word.
func (f *finder) candidates(project string, before int64) (string, []any) {
	const columns = `
		SELECT
			d.number,
			d.id,
			d.title,
			d.language,
			a.blocks,
			a.text`
	words := occurrences.Visible(f.query.Words)
	if !strings.ContainsFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		return columns + `
			FROM document d
			JOIN article a ON a.document = d.number
			WHERE d.project = ? AND d.number < ?
			ORDER BY d.number DESC`, []any{project, before}
	}
	phrase := `text : "` + strings.ReplaceAll(words, `"`, " ") + `" *`
	return columns + `
		FROM document_fts i
		JOIN document d ON d.number = i.rowid
		JOIN article a ON a.document = i.rowid
		WHERE document_fts MATCH ? AND i.rowid < ? AND d.project = ?
		ORDER BY i.rowid DESC`, []any{phrase, before, project}
}

// read goes through the candidates until the page is full or enough was read.
func (f *finder) read(src source, project string, before int64, found *wire.Found) ([]int64, error) {
	query, args := f.candidates(project, before)
	rows, err := src.rows(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var numbers []int64
	var last int64
	bytes := 0
	for rows.Next() {
		if len(found.Documents) >= bounded(f.query.Limit, findPage, findPageMost) || found.Looked >= findDocuments || bytes >= findBytes {
			found.Next = strconv.FormatInt(last, 36)
			return numbers, nil
		}
		var in wire.FoundIn
		var blocks, raw string
		if err := rows.Scan(&last, &in.ID, &in.Title, &in.Language, &blocks, &raw); err != nil {
			return nil, err
		}
		found.Looked++
		bytes += len(raw)
		if err := f.look(&in, raw, blocks); err != nil {
			return nil, err
		}
		if in.Count > 0 {
			found.Documents, numbers = append(found.Documents, in), append(numbers, last)
		}
	}
	return numbers, rows.Err()
}

// look finds the hits in one text.
func (f *finder) look(in *wire.FoundIn, raw, encoded string) error {
	t := text.New(raw)
	hits := f.pattern.Find(t)
	if len(hits) == 0 {
		return nil
	}
	var blocks []annotations.Block
	if err := decode("article.blocks", encoded, &blocks); err != nil {
		return err
	}
	in.Count, in.Hits = len(hits), []wire.Hit{}
	for _, h := range hits[:min(len(hits), findHitsMost)] {
		b := blocks[annotations.BlockAt(blocks, h.Start)]
		hit := wire.Hit{Fragment: h, Role: b.Role, Text: t.Slice(h.Start, h.End), Spans: []wire.HitSpan{}}
		hit.Before, hit.After = occurrences.Around(t, b, h, findAround)
		in.Hits = append(in.Hits, hit)
	}
	return nil
}

// tagged tells the owner's spans that hold the hits.
func (f *finder) tagged(src source, number int64, in *wire.FoundIn) error {
	set, err := readSet(src, number, f.query.Owner)
	if err != nil {
		return err
	}
	near := set.Set()
	for i := range in.Hits {
		h := &in.Hits[i]
		spans := near.Near(h.Fragment.Start, h.Fragment.End)
		slices.SortFunc(spans, annotations.Compare)
		for _, sp := range spans {
			if slices.ContainsFunc(sp.Fragments, func(g annotations.Fragment) bool {
				return g.Start <= h.Fragment.Start && h.Fragment.End <= g.End
			}) {
				exact := len(sp.Fragments) == 1 && sp.Fragments[0] == h.Fragment
				h.Spans = append(h.Spans, wire.HitSpan{ID: sp.ID, Label: sp.Label, Exact: exact})
			}
		}
		if len(h.Spans) > 0 {
			in.Tagged++
		}
	}
	return nil
}
