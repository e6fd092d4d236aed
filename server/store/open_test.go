package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
)

func TestASecondServerOnAFolderIsRefusedByName(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	first := mustOpen(t, dir, Options{})
	_, err := Open(t.Context(), dir, Options{})
	refused(t, err, annotations.Unavailable, "folder_in_use")
	require.ErrorContains(t, err, dir)
	require.ErrorContains(t, err, fmt.Sprintf("process %d", os.Getpid()))

	require.NoError(t, first.Close())
	second, err := Open(t.Context(), dir, Options{})
	require.NoError(t, err)
	require.NoError(t, second.Close())
	first, err = Open(t.Context(), dir, Options{})
	require.NoError(t, err)
	require.NoError(t, first.Close())
}

func TestAProgramWithoutFullTextSearchSaysHowToBuildIt(t *testing.T) {
	t.Parallel()
	require.NoError(t, buildable(true))
	refused(t, buildable(false), annotations.Unavailable, "no_full_text")
	require.ErrorContains(t, buildable(false), "go build -tags sqlite_fts5 ./server")
}

func TestAFolderOnAnotherMachineIsRefused(t *testing.T) {
	t.Parallel()
	for magic := range networks {
		err := onNetwork("/mnt/share", magic)
		refused(t, err, annotations.Unavailable, "network_folder")
		require.ErrorContains(t, err, "/mnt/share")
	}
	require.NoError(t, onNetwork("/var/lib/galley", 0xEF53))
}

func TestANewEpochRefusesOpsOfTheOldOne(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	old := batch(s, "tab", tag(t, d, anna, "quote", "Wir"))
	require.NoError(t, s.NewEpoch(t.Context()))
	require.NotEqual(t, old.Epoch, s.Epoch())
	_, err := s.AppendOps(t.Context(), d.ID, "anna", old)
	refused(t, err, annotations.Conflict, "other_epoch")
	d, err = s.Document(t.Context(), d.ID, "anna")
	require.NoError(t, err)
	require.Equal(t, s.Epoch(), d.Epoch)
	old.Epoch = d.Epoch
	a, err := s.AppendOps(t.Context(), d.ID, "anna", old)
	require.NoError(t, err)
	require.Equal(t, ops.Applied, a.Outcomes[0].Result)
}

func TestManyToolsMayOpenANewFolderAtOnce(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() {
			s, err := Open(t.Context(), dir, Options{Mode: Tool})
			if err == nil {
				_, err = s.EnsureProject(t.Context(), "demo")
			}
			if err == nil {
				err = s.Close()
			}
			errs[i] = err
		})
	}
	wg.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
}

// raw runs statements on a database file, past the store.
func raw(t testing.TB, path string, queries ...string) {
	t.Helper()
	db := pool(path, "_busy_timeout=5000", nil)
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, q := range queries {
		_, err := db.ExecContext(context.Background(), q)
		require.NoError(t, err, q)
	}
}

func TestADatabaseThatIsNotOursToOpenIsRefusedAndUntouched(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		make   func(t *testing.T, path string)
		reason string
		says   string
	}{
		{"from a newer version", func(t *testing.T, path string) {
			raw(t, path, `CREATE TABLE meta (x)`, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID), `PRAGMA user_version = 9999`)
		}, "newer_database", "newer galley (database version 9999"},
		{"of another program", func(t *testing.T, path string) {
			raw(t, path, `CREATE TABLE recipe (name)`)
		}, "not_ours", "another program"},
		{"that is no database", func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("Kein SQLite. ", 400)), 0o600))
		}, "not_ours", "cannot be read as a database"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t)
			path := filepath.Join(dir, databaseFile)
			c.make(t, path)
			before, err := os.ReadFile(path)
			require.NoError(t, err)
			for _, mode := range []Mode{Serve, Tool} {
				_, err = Open(t.Context(), dir, Options{Mode: mode})
				refused(t, err, annotations.Conflict, c.reason)
				require.ErrorContains(t, err, c.says)
			}
			after, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, before, after)
		})
	}
}

func TestTwoMigrationsNeverShareANumber(t *testing.T) {
	t.Parallel()
	all, err := readMigrations(migrationFiles)
	require.NoError(t, err)
	require.NotEmpty(t, all)
	for _, names := range [][]string{
		{"0001_a.sql", "0001_b.sql"}, {"0001_a.sql", "0003_c.sql"}, {"0000_a.sql"}, {"1_a.sql"},
	} {
		files := fstest.MapFS{}
		for _, n := range names {
			files["migrations/"+n] = &fstest.MapFile{Data: []byte("SELECT 1")}
		}
		_, err := readMigrations(fs.FS(files))
		require.Error(t, err, "%v", names)
	}
}

func TestAMigrationThatFailsLeavesTheVersionAsItWas(t *testing.T) {
	t.Parallel()
	s := mustOpen(t, folder(t), Options{})
	err := apply(t.Context(), s.write.conn, migration{99, "0099_broken.sql", `CREATE TABLE half (x) STRICT`})
	require.Error(t, err)
	id, err := identify(t.Context(), s.read)
	require.NoError(t, err)
	require.Equal(t, applicationID, id.application)
	require.Less(t, id.version, 99)
	require.ErrorIs(t, s.read.QueryRow(`SELECT 1 FROM sqlite_schema WHERE name = 'half'`).Scan(new(int)), sql.ErrNoRows)
}

func TestACopyIsKeptBeforeAnOldDatabaseIsUpgraded(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s, err := Open(t.Context(), dir, Options{})
	require.NoError(t, err)
	_, err = s.CreateProject(t.Context(), "demo", "")
	require.NoError(t, err)
	steps, err := readMigrations(migrationFiles)
	require.NoError(t, err)
	steps = append(steps, migration{len(steps) + 1, "next.sql", `CREATE TABLE novelty (x TEXT) STRICT`})
	s.write.stop()
	require.NoError(t, s.migrateBy(t.Context(), steps))
	require.NoError(t, s.release())

	copies, err := filepath.Glob(filepath.Join(dir, databaseFile+".version-*"))
	require.NoError(t, err)
	require.Len(t, copies, 1)
	db := pool(copies[0], "mode=ro", nil)
	defer db.Close()
	var name string
	require.NoError(t, db.QueryRow(`SELECT name FROM project`).Scan(&name))
	require.Equal(t, "demo", name)
	require.Error(t, db.QueryRow(`SELECT x FROM novelty`).Err(), "the copy is from before the upgrade")

	_, err = Open(t.Context(), dir, Options{})
	refused(t, err, annotations.Conflict, "newer_database")
}

func TestASchemaDumpIsTheGoldenOne(t *testing.T) {
	t.Parallel()
	s := mustOpen(t, folder(t), Options{})
	rows, err := collect(snapshotOf(t, s), func(row scanner) (def string, err error) {
		return def, row.Scan(&def)
	}, `
		SELECT sql
		FROM sqlite_schema
		WHERE sql IS NOT NULL AND name NOT GLOB 'document_fts_*' AND name NOT GLOB 'sqlite_*'
		ORDER BY tbl_name, type = 'table' DESC, name`)
	require.NoError(t, err)
	have := strings.Join(rows, ";\n\n") + ";\n"
	const golden = "testdata/schema.golden.sql"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(have), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), have, "run go test -update and review the difference")
}

// snapshotOf is a reading transaction for the time of a test.
func snapshotOf(t testing.TB, s *Store) source {
	t.Helper()
	tx, err := s.read.Begin()
	require.NoError(t, err)
	t.Cleanup(func() { _ = tx.Rollback() })
	return snapshot{context.Background(), tx}
}

func TestABackupIsACopyThatOpensAndNeverReplacesAFile(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, tag(t, d, anna, "quote", "Wir sind"))
	dir := folder(t)
	path := filepath.Join(dir, databaseFile)
	require.NoError(t, s.Backup(t.Context(), path))
	refused(t, s.Backup(t.Context(), path), annotations.Conflict, "file_exists")

	other := mustOpen(t, dir, Options{})
	v, err := other.Verify(t.Context())
	require.NoError(t, err)
	require.Equal(t, Verified{Documents: 1, Sets: 1, Ops: 1}, v)
}
