package store

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"
	"github.com/stretchr/testify/require"

	"galley/annotations"
)

// mustDamage is a closed folder with some documents and a damaged page in the
// middle of the file, left as by a server that stopped cleanly or was cut off.
func mustDamage(t *testing.T, cutOff bool) string {
	t.Helper()
	s, err := Open(t.Context(), folder(t), Options{})
	require.NoError(t, err)
	_, err = s.CreateProject(t.Context(), "demo", "")
	require.NoError(t, err)
	for i := range 40 {
		mustAdd(t, s, strings.Repeat(fmt.Sprint(sample, i), 20))
	}
	require.NoError(t, s.Close())
	var root int64
	db := pool(s.path(), "mode=ro", nil)
	require.NoError(t, db.QueryRow(`SELECT rootpage FROM sqlite_schema WHERE name = 'article'`).Scan(&root))
	require.NoError(t, db.Close())
	f, err := os.OpenFile(s.path(), os.O_RDWR, 0)
	require.NoError(t, err)
	_, err = f.WriteAt([]byte(strings.Repeat("kaputt ", 300)), (root-1)*4096)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	if cutOff {
		leaveMark(t, s.dir)
	}
	return s.dir
}

// leaveMark makes the lock file look as a killed server leaves it.
func leaveMark(t *testing.T, dir string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, lockFile), []byte("4711\n"), 0o600))
}

func mark(t *testing.T, dir string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, lockFile))
	require.NoError(t, err)
	return string(raw)
}

func TestADamagedFileIsRefusedAfterAnUncleanStop(t *testing.T) {
	t.Parallel()
	dir := mustDamage(t, true)
	before, err := os.ReadFile(filepath.Join(dir, databaseFile))
	require.NoError(t, err)
	for range 2 {
		_, err := Open(t.Context(), dir, Options{checkup: time.Minute})
		refused(t, err, annotations.Unavailable, "damaged")
		require.ErrorContains(t, err, filepath.Join(dir, databaseFile))
		require.NotEmpty(t, mark(t, dir), "the next start checks again")
	}
	after, err := os.ReadFile(filepath.Join(dir, databaseFile))
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestAFileTooLargeToWaitForIsCheckedWhileTheServerWorks(t *testing.T) {
	t.Parallel()
	dir := mustDamage(t, true)
	s, err := Open(t.Context(), dir, Options{checkup: -1})
	if err == nil {
		soon(t, "writes are refused", func() bool { return s.Health() != nil })
		_, err = s.EnsureProject(t.Context(), "more")
		refused(t, err, annotations.Unavailable, "disk_failed")
		require.NoError(t, s.Close())
	} else {
		refused(t, err, annotations.Unavailable, "damaged") // the check was faster
	}
	require.NotEmpty(t, mark(t, dir))
}

func TestTheMarkOfAnUncleanStopGoesWithAGoodCheckAndACleanStop(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s, err := Open(t.Context(), dir, Options{})
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintln(os.Getpid()), mark(t, dir))
	require.Nil(t, s.checkup, "a new folder needs no check")
	require.NoError(t, s.Close())
	require.Empty(t, mark(t, dir))

	leaveMark(t, dir)
	tool, err := Open(t.Context(), dir, Options{Mode: Tool})
	require.NoError(t, err)
	require.NoError(t, tool.Close())
	require.NotEmpty(t, mark(t, dir), "a tool is not the next server")
	s, err = Open(t.Context(), dir, Options{checkup: time.Minute})
	require.NoError(t, err)
	require.True(t, s.checkup.sound())
	require.NoError(t, s.Close())
	require.Empty(t, mark(t, dir))

	leaveMark(t, dir)
	s, err = Open(t.Context(), dir, Options{})
	require.NoError(t, err)
	s.checkup = &checkup{cancel: s.checkup.cancel, done: s.checkup.done, err: context.Canceled}
	require.NoError(t, s.Close())
	require.NotEmpty(t, mark(t, dir), "a check that was not finished counts for nothing")
}

// upgradeChild opens a folder and runs a step that makes a table, writes more
// than the page cache holds, and kills the process.
func upgradeChild(dir string) {
	ctx := context.Background()
	s, err := Open(ctx, dir, Options{})
	if err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	s.write.stop()
	err = s.write.conn.Raw(func(c any) error {
		return c.(*sqlite3.SQLiteConn).RegisterFunc("die", func() int64 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}, false)
	})
	if err == nil {
		err = s.migrateBy(ctx, upgrade(`, (die())`))
	}
	fmt.Println("not killed:", err)
	os.Exit(3)
}

// upgrade is the steps that there are and one more, with more rows at its end.
func upgrade(last string) []migration {
	steps, err := readMigrations(migrationFiles)
	if err != nil {
		panic(err)
	}
	return append(steps, migration{len(steps) + 1, "next.sql", `
		PRAGMA cache_size = 5;
		ALTER TABLE document ADD COLUMN novelty TEXT;
		CREATE TABLE half (x ANY) STRICT;
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
		INSERT INTO half SELECT randomblob(1000) FROM n;
		INSERT INTO half VALUES (1)` + last})
}

func TestAKillInTheMiddleOfAnUpgradeLeavesTheOldVersionWhole(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s, err := Open(t.Context(), dir, Options{})
	require.NoError(t, err)
	_, err = s.CreateProject(t.Context(), "demo", "")
	require.NoError(t, err)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, tag(t, d, anna, "quote", "Wir sind"))
	require.NoError(t, s.Close())

	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), upgradeFolder+"="+dir)
	said, err := cmd.CombinedOutput()
	require.ErrorContains(t, err, "killed", "%s", said)
	copies, err := filepath.Glob(filepath.Join(dir, databaseFile+".version-*"))
	require.NoError(t, err)
	require.Len(t, copies, 1, "the copy that was kept first")
	wal, err := os.Stat(filepath.Join(dir, databaseFile+"-wal"))
	require.NoError(t, err)
	require.Greater(t, wal.Size(), int64(1<<20), "the step was under way")

	s, err = Open(t.Context(), dir, Options{checkup: time.Minute})
	require.NoError(t, err)
	require.True(t, s.checkup.sound())
	v, err := s.Verify(t.Context())
	require.NoError(t, err)
	require.Equal(t, Verified{Documents: 1, Sets: 1, Ops: 1}, v)
	id, err := identify(t.Context(), s.read)
	require.NoError(t, err)
	require.Equal(t, len(upgrade(""))-1, id.version)
	var traces int
	require.NoError(t, s.read.QueryRow(`
		SELECT (SELECT count(*) FROM sqlite_schema WHERE name = 'half')
			+ (SELECT count(*) FROM pragma_table_info('document') WHERE name = 'novelty')`).Scan(&traces))
	require.Zero(t, traces)

	s.write.stop()
	require.NoError(t, s.migrateBy(t.Context(), upgrade("")), "the same upgrade works afterwards")
	require.NoError(t, s.release())
}
