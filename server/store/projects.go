package store

import (
	"context"
	"fmt"

	"galley/annotations"
	"galley/annotations/wire"
)

// pageBound is the largest page of a list, pageDefault what an unset limit gives.
const (
	pageBound   = 200
	pageDefault = 50
)

func page(limit int) int {
	if limit <= 0 {
		return pageDefault
	}
	return min(limit, pageBound)
}

// CreateProject makes a project with the default schema; an empty title is the
// name. Returns Invalid (bad_name), and Conflict (project_exists) when the name
// is taken.
func (s *Store) CreateProject(ctx context.Context, name, title string) (wire.Project, error) {
	return s.CreateProjectWith(ctx, name, title, annotations.News())
}

// CreateProjectWith makes a project with a copy of a schema, as version 1.
// Returns what CreateProject does.
func (s *Store) CreateProjectWith(ctx context.Context, name, title string, schema *annotations.Schema) (wire.Project, error) {
	var created bool
	err := s.update(ctx, func(t *tx) (err error) {
		created, err = t.createProjectWith(name, title, schema)
		return err
	})
	if err == nil && !created {
		err = annotations.Errorf(annotations.Conflict, "project_exists", "name", "there is a project %q already", name)
	}
	if err != nil {
		return wire.Project{}, fmt.Errorf("create project: %w", err)
	}
	return s.Project(ctx, name, "")
}

// EnsureProject makes a project where it is missing and says whether it did.
// Returns Invalid (bad_name).
func (s *Store) EnsureProject(ctx context.Context, name string) (created bool, err error) {
	var made bool
	err = s.update(ctx, func(t *tx) (err error) {
		made, err = t.createProject(name, "")
		return err
	})
	if err != nil {
		return false, fmt.Errorf("ensure project: %w", err)
	}
	return made, nil
}

func (t *tx) createProject(name, title string) (bool, error) {
	return t.createProjectWith(name, title, annotations.News())
}

func (t *tx) createProjectWith(name, title string, start *annotations.Schema) (bool, error) {
	if !annotations.ValidName(name) {
		return false, annotations.Errorf(annotations.Invalid, "bad_name", "name",
			"%q cannot name a project: 1 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit", name)
	}
	if title == "" {
		title = name
	}
	now := t.s.clock()
	res, err := t.exec(`
		INSERT INTO project (name, title, schema_version, created_at)
		VALUES (?, ?, 1, ?)
		ON CONFLICT DO NOTHING`, name, title, now)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	schema := *start
	schema.Version = 1
	return true, t.insertSchema(name, &schema)
}

func (t *tx) insertSchema(project string, schema *annotations.Schema) error {
	body, err := encode(schema)
	if err != nil {
		return err
	}
	_, err = t.exec(`
		INSERT INTO schema (project, version, body, created_at)
		VALUES (?, ?, ?, ?)`, project, schema.Version, body, t.s.clock())
	return err
}

const projectColumns = `
	p.name,
	p.title,
	p.created_at,
	p.documents,
	coalesce(t.submitted, 0),
	coalesce(t.started, 0),
	(
		SELECT coalesce(sum(x.spans), 0)
		FROM tally x
		WHERE x.project = p.name AND (x.owner = 'gold' OR x.owner GLOB 'user:*')
	)`

func readProject(row scanner) (p wire.Project, err error) {
	var at int64
	err = row.Scan(&p.Name, &p.Title, &at, &p.Documents, &p.Submitted, &p.Started, &p.Spans)
	p.CreatedAt = moment(at)
	return p, err
}

// Project is one project with the counts of a person. Returns NotFound
// (unknown_project).
func (s *Store) Project(ctx context.Context, name, user string) (p wire.Project, err error) {
	err = s.view(ctx, func(src source) (err error) {
		p, err = readProject(src.row(`
			SELECT `+projectColumns+`
			FROM project p
			LEFT JOIN tally t ON t.project = p.name AND t.owner = ?
			WHERE p.name = ?`, annotations.UserOwner(user), name))
		return missing(err, "project", name)
	})
	return p, err
}

// Projects is a page of projects by name, with the counts of a person: those
// after the cursor, at most limit (50 when 0, never more than 200).
func (s *Store) Projects(ctx context.Context, user, after string, limit int) (wire.Projects, error) {
	found := wire.Projects{Projects: []wire.Project{}}
	err := s.view(ctx, func(src source) error {
		all, err := collect(src, readProject, `
			SELECT `+projectColumns+`
			FROM project p
			LEFT JOIN tally t ON t.project = p.name AND t.owner = ?
			WHERE p.name > ?
			ORDER BY p.name
			LIMIT ?`, annotations.UserOwner(user), after, page(limit)+1)
		if len(all) > page(limit) {
			all = all[:page(limit)]
			found.Next = all[len(all)-1].Name
		}
		found.Projects = append(found.Projects, all...)
		return err
	})
	if err != nil {
		return wire.Projects{}, fmt.Errorf("list projects: %w", err)
	}
	return found, nil
}

// Schema is a project's present schema; the caller must not modify it. Returns
// NotFound (unknown_project).
func (s *Store) Schema(ctx context.Context, project string) (schema *annotations.Schema, err error) {
	err = s.view(ctx, func(src source) (err error) {
		schema, err = s.present(src, project)
		return err
	})
	return schema, err
}

// PutSchema makes a schema the project's present one. Its version must be the
// present one plus 1, and it must have every part that is used. Returns Conflict
// (schema_changed; schema_in_use, where *annotations.InUse has the counts),
// Invalid (bad_schema), NotFound (unknown_project).
func (s *Store) PutSchema(ctx context.Context, project string, schema *annotations.Schema) error {
	body, err := encode(schema)
	if err != nil {
		return fmt.Errorf("put schema of %s: %w", project, err)
	}
	if schema, err = annotations.ParseSchema([]byte(body)); err != nil {
		return fmt.Errorf("put schema of %s: %w", project, err)
	}
	err = s.update(ctx, func(t *tx) error {
		now, err := s.present(t, project)
		if err != nil {
			return err
		}
		if schema.Version != now.Version+1 {
			return annotations.Errorf(annotations.Conflict, "schema_changed", "version",
				"the schema has version %d now; a change of it needs version %d, not %d", now.Version, now.Version+1, schema.Version)
		}
		if err := t.keepsWhatIsUsed(project, now, schema); err != nil {
			return err
		}
		if err := t.insertSchema(project, schema); err != nil {
			return err
		}
		t.changed = append(t.changed, change{project: project, head: int64(schema.Version)})
		_, err = t.exec(`UPDATE project SET schema_version = ? WHERE name = ?`, schema.Version, project)
		return err
	})
	if err != nil {
		return fmt.Errorf("put schema of %s: %w", project, err)
	}
	return nil
}

// schema is one version of a project's schema, parsed once.
func (s *Store) schema(src source, project string, version int) (*annotations.Schema, error) {
	key := schemaKey{project, version}
	if schema := s.schemas.get(key); schema != nil {
		return schema, nil
	}
	var body string
	if err := src.row(`SELECT body FROM schema WHERE project = ? AND version = ?`, project, version).Scan(&body); err != nil {
		return nil, fmt.Errorf("schema %d of %s: %w", version, project, err)
	}
	schema, err := annotations.ParseSchema([]byte(body))
	if err != nil {
		return nil, fmt.Errorf("schema %d of %s: %w", version, project, err)
	}
	s.schemas.put(key, schema)
	return schema, nil
}
