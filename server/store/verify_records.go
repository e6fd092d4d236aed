package store

import (
	"errors"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/ops"
)

// verifyRecords compares every stored record with the fold's, and the other way
// round: no target of the log may be missing.
func verifyRecords(src source, f *ops.Fold, number int64, where string) error {
	rows, err := src.rows(`
		SELECT a.id, `+recordColumns+`
		FROM annotation a
		WHERE a.document = ?
		ORDER BY a.id`, number)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		r, err := readRecord(withID{rows, &id})
		if err != nil {
			return err
		}
		if err := verifyRecord(f, id, r, where); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return verifyTargets(src, f, number, where)
}

// withID reads a row whose first column is an id before the rest.
type withID struct {
	row scanner
	id  *string
}

// Scan reads the id and dest.
func (w withID) Scan(dest ...any) error { return w.row.Scan(append([]any{w.id}, dest...)...) }

func verifyRecord(f *ops.Fold, id string, have *ops.Record, where string) error {
	want, _ := f.Record(id)
	if want == nil {
		return differs(where, "annotation %s is in no op of the log", id)
	}
	p1, f1, l1, err1 := columns(have)
	p2, f2, l2, err2 := columns(want)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if have.Owner != want.Owner || have.Entity != want.Entity || have.Deleted != want.Deleted || have.Version != want.Version || f1 != f2 || l1 != l2 || p1 != p2 {
		return differs(where, "annotation %s is %s (version %d, deleted %v), but the log gives %s (version %d, deleted %v)",
			id, p1, have.Version, have.Deleted, p2, want.Version, want.Deleted)
	}
	if have.Span != nil && !have.Deleted {
		if p := check.Ground(f.Text(), have.Span.Fragments); p != nil {
			return differs(where, "span %s: %v", id, p)
		}
		if p := check.Quotation(f.Text(), have.Span.Fragments, have.Span.Quote); p != nil {
			return differs(where, "span %s: %v", id, p)
		}
	}
	return nil
}

// verifyTargets looks for targets of the log without a record, and compares the
// members of links.
func verifyTargets(src source, f *ops.Fold, number int64, where string) error {
	lost, err := collect(src, func(row scanner) (id string, err error) {
		return id, row.Scan(&id)
	}, `
		SELECT DISTINCT target
		FROM op
		WHERE document = ?1 AND result IN ('applied', 'merged') AND entity <> 'blocks'
			AND target NOT IN (SELECT id FROM annotation WHERE document = ?1)`, number)
	if err != nil {
		return err
	}
	if len(lost) > 0 {
		return differs(where, "annotation %s of the log is missing", lost[0])
	}
	members, err := collect(src, func(row scanner) (m [3]string, err error) {
		return m, row.Scan(&m[0], &m[1], &m[2])
	}, `
		SELECT link, role, span
		FROM link_member
		WHERE document = ?`, number)
	if err != nil {
		return err
	}
	stored := map[[3]string]bool{}
	for _, m := range members {
		stored[m] = true
	}
	return verifyMembers(src, f, stored, number, where)
}

func verifyMembers(src source, f *ops.Fold, stored map[[3]string]bool, number int64, where string) error {
	items, err := readSets(src, number)
	if err != nil {
		return err
	}
	n := 0
	for _, item := range items {
		for _, l := range f.Set(item.Owner).Links() {
			for role, spans := range l.Roles {
				for _, span := range spans {
					n++
					if !stored[[3]string{l.ID, role, span}] {
						return differs(where, "link %s does not know its %s %s", l.ID, role, span)
					}
				}
			}
		}
	}
	if n != len(stored) {
		return differs(where, "the links of the log name %d spans, but %d are stored", n, len(stored))
	}
	return nil
}

// verifySets compares counters, versions and states.
func verifySets(src source, f *ops.Fold, versions map[annotations.Owner]int, number int64, where string, v *Verified) error {
	rows, err := src.rows(`
		SELECT
			s.owner,
			s.state,
			s.version,
			s.spans,
			s.links,
			(SELECT count(*) FROM set_state c WHERE c.document = s.document AND c.owner = s.owner),
			coalesce((
				SELECT c.state
				FROM set_state c
				WHERE c.document = s.document AND c.owner = s.owner
				ORDER BY c.number DESC
				LIMIT 1
			), 'open')
		FROM annotation_set s
		WHERE s.document = ?`, number)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var owner annotations.Owner
		var state, last annotations.State
		var version, spans, links, states int
		if err := rows.Scan(&owner, &state, &version, &spans, &links, &states, &last); err != nil {
			return err
		}
		set := f.Set(owner)
		switch {
		case set.Len() != spans || len(set.Links()) != links:
			return differs(where, "the set of %s counts %d spans and %d links, but the log gives %d and %d", owner, spans, links, set.Len(), len(set.Links()))
		case version != versions[owner]+states:
			return differs(where, "the set of %s has version %d, but the log gives %d", owner, version, versions[owner]+states)
		case state != last:
			return differs(where, "the set of %s is %s, but was last made %s", owner, state, last)
		}
		v.Sets++
	}
	return rows.Err()
}
