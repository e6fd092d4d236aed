package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"galley/annotations"
)

// applicationID marks a file as ours: "GALY" in its header.
const applicationID = 0x47414C59

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration is one step forward; its number is the version it leads to.
type migration struct {
	number int
	name   string
	sql    string
}

var migrationName = regexp.MustCompile(`^(\d{4})_[a-z0-9_]+\.sql$`)

// readMigrations lists the steps by number. Numbers start at 1 and have neither
// gaps nor twins.
func readMigrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var all []migration
	for _, name := range names {
		m := migrationName.FindStringSubmatch(filepath.Base(name))
		if m == nil {
			return nil, fmt.Errorf("migration %s is not named NNNN_what.sql", name)
		}
		n, _ := strconv.Atoi(m[1])
		if n != len(all)+1 {
			return nil, fmt.Errorf("migration %s should have number %04d", name, len(all)+1)
		}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		all = append(all, migration{n, filepath.Base(name), string(raw)})
	}
	return all, nil
}

// identity is what a database file says of itself.
type identity struct{ application, version, tables int }

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func identify(ctx context.Context, q querier) (id identity, err error) {
	for _, ask := range []struct {
		query string
		into  *int
	}{
		{`PRAGMA application_id`, &id.application},
		{`PRAGMA user_version`, &id.version},
		{`SELECT count(*) FROM sqlite_schema`, &id.tables},
	} {
		if err := q.QueryRowContext(ctx, ask.query).Scan(ask.into); err != nil {
			return id, err
		}
	}
	return id, nil
}

// inspect looks at an existing file through a reading connection, so that one
// that is newer or not ours is refused before anything in it changes.
func inspect(ctx context.Context, path string) error {
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	db := pool(path, "mode=ro&_busy_timeout=5000&_query_only=on", nil)
	defer db.Close()
	db.SetMaxOpenConns(1)
	id, err := identify(ctx, db)
	if err != nil {
		return annotations.Errorf(annotations.Conflict, "not_ours", "", "%s cannot be read as a database: %v", path, err)
	}
	return id.check(path)
}

func (id identity) check(path string) error {
	steps, err := readMigrations(migrationFiles)
	switch {
	case err != nil:
		return err
	case id.application != applicationID && (id.application != 0 || id.tables > 0):
		return annotations.Errorf(annotations.Conflict, "not_ours", "", "%s is a database of another program; choose another folder with --data", path)
	case id.version > len(steps):
		return annotations.Errorf(annotations.Conflict, "newer_database", "",
			"%s was written by a newer galley (database version %d, this program knows %d); start that version or a later one", path, id.version, len(steps))
	}
	return nil
}

// migrate takes the database to the newest version: an old one in a transaction a
// step, a new one in one. A copy of a database that has something to lose is kept first.
func (s *Store) migrate(ctx context.Context) error {
	steps, err := readMigrations(migrationFiles)
	if err != nil {
		return err
	}
	return s.migrateBy(ctx, steps)
}

func (s *Store) migrateBy(ctx context.Context, steps []migration) error {
	id, err := identify(ctx, s.write.conn)
	if err != nil || id.version >= len(steps) {
		return err
	}
	if id.version > 0 {
		if s.mode == Tool {
			lock, err := takeLock(s.dir, 0)
			if err != nil {
				return fmt.Errorf("upgrade the database: %w", err)
			}
			// What a server left there is for the next server to read.
			defer func() { _ = lock.free(!lock.cutOff) }()
		}
		keep := fmt.Sprintf("%s.version-%d.%s", s.path(), id.version, s.now().UTC().Format("20060102T150405.000"))
		if err := s.Backup(ctx, keep); err != nil {
			return fmt.Errorf("keep a copy before upgrading: %w", err)
		}
		s.log.Info("database copied before upgrade", "version", id.version, "path", keep)
	}
	if id.version == 0 {
		// All at once: another program that opens the new folder meanwhile must not
		// take a half-built database for an old one that it should upgrade.
		return apply(ctx, s.write.conn, steps...)
	}
	for _, m := range steps[id.version:] {
		if err := apply(ctx, s.write.conn, m); err != nil {
			return err
		}
	}
	return nil
}

// apply runs steps in one transaction, but for those that another process ran
// meanwhile.
func apply(ctx context.Context, conn *sql.Conn, steps ...migration) (err error) {
	if _, err := conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
		}
	}()
	id, err := identify(ctx, conn)
	if err != nil {
		return err
	}
	for _, m := range steps {
		if m.number <= id.version {
			continue
		}
		script := fmt.Sprintf("%s;\nPRAGMA application_id = %d;\nPRAGMA user_version = %d", m.sql, applicationID, m.number)
		if _, err := conn.ExecContext(ctx, script); err != nil {
			return fmt.Errorf("migration %s: %w", m.name, err)
		}
	}
	_, err = conn.ExecContext(ctx, `COMMIT`)
	return err
}
