package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryPooledConnectionHasThePragmasItNeeds(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	read := func(conn *sql.Conn, name string) (v string) {
		require.NoError(t, conn.QueryRowContext(t.Context(), `PRAGMA `+name).Scan(&v))
		return v
	}
	common := map[string]string{
		"journal_mode": "wal", "foreign_keys": "1", "busy_timeout": "5000", "trusted_schema": "0",
		"cell_size_check": "1", "mmap_size": "0", "temp_store": "2", "journal_size_limit": "67108864", "secure_delete": "1",
	}
	for name, want := range common {
		require.Equal(t, want, read(s.write.conn, name), "writer: %s", name)
	}
	require.Equal(t, "2", read(s.write.conn, "synchronous"), "FULL")
	require.Equal(t, "1000", read(s.write.conn, "wal_autocheckpoint"))
	require.Equal(t, "-65536", read(s.write.conn, "cache_size"))

	for range s.read.Stats().MaxOpenConnections {
		conn, err := s.read.Conn(t.Context())
		require.NoError(t, err)
		defer conn.Close()
		for name, want := range common {
			require.Equal(t, want, read(conn, name), "reader: %s", name)
		}
		require.Equal(t, "1", read(conn, "query_only"))
		_, err = conn.ExecContext(t.Context(), `DELETE FROM project`)
		require.Error(t, err, "a reader must not write")
	}
	require.Equal(t, s.read.Stats().MaxOpenConnections, s.read.Stats().OpenConnections)
}

func TestAConnectionWhosePragmaDiffersIsNotUsed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(folder(t), "x.db")
	db := pool(path, "_journal_mode=WAL&_synchronous=NORMAL&_busy_timeout=5000&_foreign_keys=on&_cache_size=-65536", writerPragmas())
	defer db.Close()
	require.ErrorContains(t, db.PingContext(t.Context()), "pragma synchronous is 1 but must be 2")
}

func TestAFolderNameMayHoldAnyCharacter(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(folder(t), "Düsseldorf & 50% #1?")
	s := mustOpen(t, dir, Options{})
	_, err := s.CreateProject(context.Background(), "demo", "")
	require.NoError(t, err)
	_, err = os.Stat(filepath.Join(dir, "galley.db"))
	require.NoError(t, err)
}
