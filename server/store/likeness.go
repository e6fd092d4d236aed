package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"galley/annotations"
	"galley/annotations/likeness"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// mostAlike is how many documents a new one is compared with.
const mostAlike = 200

// sketchOf is a text's sketch, nil for a text without words.
func sketchOf(t text.Text, blocks []annotations.Block) *likeness.Sketch {
	if s, ok := likeness.Of(t, blocks); ok {
		return &s
	}
	return nil
}

// kin finds the documents that are nearly the new one's text and joins them to
// one group. It gives the most similar one's address, "" for none. Its cost
// grows with the texts that share a band, not with the project.
func (t *tx) kin(number int64, project string, sketch *likeness.Sketch) (nearest string, err error) {
	if sketch == nil {
		_, err := t.exec(`INSERT INTO sketch (document, minima) VALUES (?, NULL)`, number)
		return "", err
	}
	near, nearest, err := t.alike(number, project, sketch)
	if err != nil {
		return "", err
	}
	if _, err := t.exec(`INSERT INTO sketch (document, minima) VALUES (?, ?)`, number, sketch.Bytes()); err != nil {
		return "", err
	}
	for _, hash := range sketch.Bands(project) {
		if _, err := t.exec(`INSERT INTO sketch_band (hash, document) VALUES (?, ?) ON CONFLICT DO NOTHING`, hash, number); err != nil {
			return "", err
		}
	}
	if len(near) == 0 {
		return "", nil
	}
	return nearest, t.join(append(near, number))
}

// alike lists the documents whose sketch is near, and the nearest one's address.
func (t *tx) alike(number int64, project string, sketch *likeness.Sketch) (near []int64, nearest string, err error) {
	type candidate struct {
		number int64
		id     string
		raw    []byte
	}
	seen, best := map[int64]bool{number: true}, 0.0
	for _, hash := range sketch.Bands(project) {
		found, err := collect(t, func(row scanner) (c candidate, err error) {
			return c, row.Scan(&c.number, &c.id, &c.raw)
		}, `
			SELECT b.document, d.id, s.minima
			FROM sketch_band b
			JOIN sketch s ON s.document = b.document
			JOIN document d ON d.number = b.document
			WHERE b.hash = ? AND s.minima IS NOT NULL
			LIMIT ?`, hash, mostAlike)
		if err != nil {
			return nil, "", err
		}
		for _, c := range found {
			if seen[c.number] || len(seen) > mostAlike {
				continue
			}
			seen[c.number] = true
			other, ok := likeness.FromBytes(c.raw)
			if !ok {
				return nil, "", fmt.Errorf("the sketch of document %d is broken", c.number)
			}
			if like := sketch.With(&other); like >= likeness.Near {
				near = append(near, c.number)
				if like > best {
					best, nearest = like, c.id
				}
			}
		}
	}
	return near, nearest, nil
}

// join makes one group of documents and of the groups they are in.
func (t *tx) join(numbers []int64) error {
	first := numbers[0]
	groups := map[int64]bool{}
	for _, n := range numbers {
		var kin sql.NullInt64
		if err := t.row(`SELECT kin FROM document WHERE number = ?`, n).Scan(&kin); err != nil {
			return err
		}
		if kin.Valid {
			groups[kin.Int64] = true
			n = min(n, kin.Int64)
		}
		first = min(first, n)
	}
	for group := range groups {
		if group != first {
			if _, err := t.exec(`UPDATE document SET kin = ? WHERE kin = ?`, first, group); err != nil {
				return err
			}
		}
	}
	for _, n := range numbers {
		if _, err := t.exec(`UPDATE document SET kin = ? WHERE number = ? AND kin IS NOT ?`, first, n, first); err != nil {
			return err
		}
	}
	return nil
}

// Similar lists the documents that are versions of one text with this one, the
// oldest first and without itself. Returns NotFound (unknown_document).
func (s *Store) Similar(ctx context.Context, document string) (all wire.Similar, err error) {
	err = s.view(ctx, func(src source) error {
		var number int64
		var kin sql.NullInt64
		var raw []byte
		err := src.row(`
			SELECT d.number, d.kin, s.minima
			FROM document d LEFT JOIN sketch s ON s.document = d.number
			WHERE d.id = ?`, document).Scan(&number, &kin, &raw)
		if err != nil {
			return missing(err, "document", document)
		}
		own, ok := likeness.FromBytes(raw)
		if !kin.Valid || !ok {
			return nil
		}
		all.Documents, err = collect(src, func(row scanner) (one wire.SimilarDocument, err error) {
			var raw []byte
			var created int64
			if err := row.Scan(&one.ID, &one.Title, &created, &raw); err != nil {
				return one, err
			}
			one.CreatedAt = moment(created)
			if other, ok := likeness.FromBytes(raw); ok {
				one.Likeness = own.With(&other)
			}
			return one, nil
		}, `
			SELECT d.id, d.title, d.created_at, s.minima
			FROM document d LEFT JOIN sketch s ON s.document = d.number
			WHERE d.kin = ? AND d.number <> ?
			ORDER BY d.number
			LIMIT ?`, kin.Int64, number, mostAlike)
		return err
	})
	return all, err
}

// SketchMissing sketches up to limit documents that were added before there were
// sketches and reports how many it did.
func (s *Store) SketchMissing(ctx context.Context, limit int) (n int, err error) {
	type plain struct {
		number       int64
		project      string
		text, blocks string
	}
	var todo []plain
	err = s.view(ctx, func(src source) (err error) {
		todo, err = collect(src, func(row scanner) (p plain, err error) {
			return p, row.Scan(&p.number, &p.project, &p.text, &p.blocks)
		}, `
			SELECT d.number, d.project, a.text, a.blocks
			FROM document d
			JOIN article a ON a.document = d.number
			WHERE NOT EXISTS (SELECT 1 FROM sketch s WHERE s.document = d.number)
			ORDER BY d.number
			LIMIT ?`, limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, p := range todo {
		var blocks []annotations.Block
		if err := decode("article.blocks", p.blocks, &blocks); err != nil {
			return n, err
		}
		sketch := sketchOf(text.New(p.text), blocks)
		err := s.update(ctx, func(t *tx) error {
			var one int
			err := t.row(`SELECT 1 FROM sketch WHERE document = ?`, p.number).Scan(&one)
			if err == nil || !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			_, err = t.kin(p.number, p.project, sketch)
			return err
		})
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
