package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"galley/annotations"
	"galley/annotations/wire"
)

// AddRelease keeps the present state of documents, named by their addresses,
// under a name: how far each
// one's log goes, the states of its sets, its group of nearly equal texts. All
// are of one moment. The release takes part in nothing until SealRelease; one
// that was never sealed gives its name to the next. Returns Conflict
// (release_exists), NotFound (unknown_project) and Invalid (bad_name).
func (s *Store) AddRelease(ctx context.Context, project, actor string, n wire.NewRelease, documents []string) error {
	err := n.Validate()
	if err == nil {
		err = s.update(ctx, func(t *tx) error { return t.addRelease(project, actor, n, documents) })
	}
	if err != nil {
		return fmt.Errorf("add release %s of %s: %w", n.Name, project, err)
	}
	return nil
}

func (t *tx) addRelease(project, actor string, n wire.NewRelease, documents []string) error {
	version, err := schemaVersion(t, Selection{Project: project})
	if err != nil {
		return err
	}
	sha := ""
	err = t.row(`SELECT sha256 FROM release WHERE project = ? AND name = ?`, project, n.Name).Scan(&sha)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if sha != "" {
		return annotations.Errorf(annotations.Conflict, "release_exists", "name", "there is a release %q already, and a release never changes", n.Name)
	}
	if _, err := t.exec(`DELETE FROM release WHERE project = ? AND name = ?`, project, n.Name); err != nil {
		return err
	}
	choice, err := encode(n.Choice)
	if err != nil {
		return err
	}
	res, err := t.exec(`
		INSERT INTO release (project, name, note, actor, choice, schema_version, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, project, n.Name, n.Note, actor, choice, version, t.s.clock())
	if err != nil {
		return err
	}
	number, err := res.LastInsertId()
	for _, id := range documents {
		if err == nil {
			_, err = t.exec(`
				INSERT INTO release_document (release, document, head, kin, states)
				SELECT
					?,
					d.number,
					d.head,
					d.kin,
					(SELECT json_group_object(owner, state) FROM annotation_set WHERE document = d.number)
				FROM document d
				WHERE d.project = ? AND d.id = ?`, number, project, id)
		}
	}
	return err
}

// SealRelease says what a release holds; from then on nothing changes it.
// Returns NotFound (unknown_release) and Conflict (release_exists) for one that
// is sealed.
func (s *Store) SealRelease(ctx context.Context, project, name, sha256 string, counts wire.ReleaseCounts) error {
	body, err := encode(counts)
	if err == nil {
		err = s.update(ctx, func(t *tx) error {
			was := ""
			err := t.row(`SELECT sha256 FROM release WHERE project = ? AND name = ?`, project, name).Scan(&was)
			if err != nil {
				return missing(err, "release", name)
			}
			if was != "" {
				return annotations.Errorf(annotations.Conflict, "release_exists", "name", "the release %q never changes", name)
			}
			_, err = t.exec(`UPDATE release SET sha256 = ?, counts = ? WHERE project = ? AND name = ?`, sha256, body, project, name)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("seal release %s of %s: %w", name, project, err)
	}
	return nil
}

const releaseColumns = `
	SELECT name, project, note, actor, created_at, choice, schema_version, sha256, counts
	FROM release `

func readRelease(row scanner) (r wire.Release, err error) {
	var created int64
	var choice, counts string
	err = row.Scan(&r.Name, &r.Project, &r.Note, &r.By, &created, &choice, &r.Schema, &r.SHA256, &counts)
	if err != nil {
		return r, err
	}
	r.CreatedAt = moment(created)
	err = errors.Join(decode("release.choice", choice, &r.Choice), decode("release.counts", counts, &r.Counts))
	if r.Choice == nil {
		r.Choice = map[string]string{}
	}
	if r.Counts.Splits == nil {
		r.Counts.Splits, r.Counts.Labels = map[string]int{}, map[string]map[string]int{}
	}
	return r, err
}

// Releases lists a project's releases, newest first. Returns NotFound
// (unknown_project).
func (s *Store) Releases(ctx context.Context, project string) (wire.Releases, error) {
	found := wire.Releases{Releases: []wire.Release{}}
	err := s.view(ctx, func(src source) error {
		if _, err := schemaVersion(src, Selection{Project: project}); err != nil {
			return err
		}
		all, err := collect(src, readRelease, releaseColumns+`WHERE project = ? ORDER BY number DESC`, project)
		found.Releases = append(found.Releases, all...)
		return err
	})
	if err != nil {
		return wire.Releases{}, fmt.Errorf("list releases of %s: %w", project, err)
	}
	return found, nil
}

// Release is one release. Returns NotFound (unknown_project, unknown_release).
func (s *Store) Release(ctx context.Context, project, name string) (r wire.Release, err error) {
	err = s.view(ctx, func(src source) error {
		if _, err := schemaVersion(src, Selection{Project: project}); err != nil {
			return err
		}
		r, err = readRelease(src.row(releaseColumns+`WHERE project = ? AND name = ?`, project, name))
		return missing(err, "release", name)
	})
	if err != nil {
		return wire.Release{}, fmt.Errorf("read release %s of %s: %w", name, project, err)
	}
	return r, nil
}

// SchemaAt is a version of a project's schema. Returns NotFound
// (unknown_project, unknown_schema).
func (s *Store) SchemaAt(ctx context.Context, project string, version int) (schema *annotations.Schema, err error) {
	err = s.view(ctx, func(src source) error {
		schema, err = s.schema(src, project, version)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read version %d of the schema of %s: %w", version, project, err)
	}
	return schema, nil
}

// People lists everybody in the order in which they were first known.
func (s *Store) People(ctx context.Context) (names []string, err error) {
	err = s.view(ctx, func(src source) (err error) {
		names, err = collect(src, func(row scanner) (n string, err error) { return n, row.Scan(&n) }, `SELECT name FROM user ORDER BY created_at, name`)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	return names, nil
}
