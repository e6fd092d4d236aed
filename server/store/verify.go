package store

import (
	"context"
	"fmt"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
)

// Verified counts what Verify looked at.
type Verified struct {
	Documents int `json:"documents"`
	Sets      int `json:"sets"`
	Ops       int `json:"ops"`
}

// Verify checks the whole file: its pages and references, the SHA-256 and blocks
// of every text, that every log is gapless, and that every table is what folding
// the log gives, to the last counter. It reads document by document and may run
// beside a server. Returns Internal naming the first difference (differs).
func (s *Store) Verify(ctx context.Context) (v Verified, err error) {
	if err := s.view(ctx, verifyFile); err != nil {
		return v, fmt.Errorf("verify: %w", err)
	}
	for number := int64(0); ; {
		err := s.view(ctx, func(src source) error {
			next := number
			err := src.row(`SELECT coalesce(min(number), 0) FROM document WHERE number > ?`, number).Scan(&next)
			number = next
			if err != nil || number == 0 {
				return err
			}
			return s.verifyDocument(src, number, &v)
		})
		if err != nil {
			return v, fmt.Errorf("verify: %w", err)
		}
		if number == 0 {
			break
		}
	}
	if err := s.view(ctx, verifyTallies); err != nil {
		return v, fmt.Errorf("verify: %w", err)
	}
	return v, nil
}

func differs(where, format string, args ...any) error {
	return annotations.Errorf(annotations.Internal, "differs", where, format, args...)
}

func verifyFile(src source) error {
	var verdict string
	if err := src.row(`PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return differs("file", "%s", verdict)
	}
	broken, err := collect(src, func(row scanner) (table string, err error) {
		var rowid, fk any
		var parent string
		return table, row.Scan(&table, &rowid, &parent, &fk)
	}, `PRAGMA foreign_key_check`)
	if err == nil && len(broken) > 0 {
		return differs("table "+broken[0], "%d rows name something that is not there", len(broken))
	}
	return err
}

// verifyTallies compares the counters of projects with what they count.
func verifyTallies(src source) error {
	wrong, err := collect(src, func(row scanner) (where string, err error) {
		return where, row.Scan(&where)
	}, `
		SELECT 'project ' || p.name
		FROM project p
		WHERE p.documents <> (SELECT count(*) FROM document d WHERE d.project = p.name)
		UNION ALL
		SELECT 'project ' || t.project || ', owner ' || t.owner
		FROM tally t
		LEFT JOIN (
			SELECT
				d.project,
				s.owner,
				count(*)                                   AS sets,
				sum(s.spans > 0)                           AS started,
				sum(s.state IN ('submitted', 'accepted'))  AS submitted,
				sum(s.spans)                               AS spans,
				sum(s.links)                               AS links
			FROM annotation_set s
			JOIN document d ON d.number = s.document
			GROUP BY d.project, s.owner
		) c ON c.project = t.project AND c.owner = t.owner
		WHERE (t.sets, t.started, t.submitted, t.spans, t.links)
			IS NOT (c.sets, c.started, c.submitted, c.spans, c.links)
		UNION ALL
		SELECT 'document ' || d.id
		FROM document d
		WHERE d.people <> (
			SELECT count(*)
			FROM annotation_set s
			WHERE s.document = d.number AND s.spans > 0 AND s.owner GLOB 'user:*'
		)`)
	if err == nil && len(wrong) > 0 {
		return differs(wrong[0], "a counter is not what it counts")
	}
	return err
}

// verifyDocument folds one document's log and compares.
func (s *Store) verifyDocument(src source, number int64, v *Verified) error {
	var id string
	if err := src.row(`SELECT id FROM document WHERE number = ?`, number).Scan(&id); err != nil {
		return err
	}
	d, _, version, err := readDocument(src, id)
	if err != nil {
		return err
	}
	where := "document " + id
	t := text.New(d.Text)
	if sha := t.SHA256(); sha != d.SHA256 {
		return differs(where, "the text has SHA-256 %s, not %s", sha, d.SHA256)
	}
	if err := annotations.CheckBlocks(d.Blocks, t.Len()); err != nil {
		return differs(where, "%v", err)
	}
	schema, err := s.schema(src, d.Project, version)
	if err != nil {
		return err
	}
	f := ops.NewFold(t, schema)
	original, err := originalBlocks(src, number)
	if err != nil {
		return err
	}
	if err := annotations.CheckBlocks(original, t.Len()); err != nil {
		return differs(where, "as it came: %v", err)
	}
	f.LoadBlocks(original)
	versions, err := refold(src, f, number, d.SHA256, where)
	if err != nil {
		return err
	}
	if f.Head() != d.Head {
		return differs(where, "the log ends at %d, but the document's head is %d", f.Head(), d.Head)
	}
	v.Documents++
	v.Ops += int(f.Head())
	if err := verifyBlocks(src, f, number, where); err != nil {
		return err
	}
	if err := verifyRecords(src, f, number, where); err != nil {
		return err
	}
	return verifySets(src, f, versions, number, where, v)
}

// refold appends a document's whole log to a fold, page by page, and counts per
// owner the ops that took effect. A target that appears in it is remembered by
// the fold alone.
func refold(src source, f *ops.Fold, number int64, sha, where string) (map[annotations.Owner]int, error) {
	versions := map[annotations.Owner]int{}
	for {
		entries, err := readLog(src, number, sha, f.Head(), logPage)
		if err != nil || len(entries) == 0 {
			return versions, err
		}
		for _, e := range entries {
			if !f.Append(e) {
				return nil, differs(where, "the log goes from %d to %d", f.Head(), e.Seq)
			}
			if e.Result.TookEffect() && e.Entity != ops.BlocksEntity {
				versions[e.Owner]++
			}
		}
	}
}
