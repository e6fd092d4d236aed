package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"net/url"
	"runtime"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// Settings of the writing connection and of the readers, as the driver takes
// them: it runs them on every connection it opens, which a statement sent to a
// pool would not.
const (
	writerSettings = "_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_busy_timeout=5000&_foreign_keys=on&_cache_size=-65536"
	readerSettings = "mode=ro&_query_only=on&_busy_timeout=5000&_foreign_keys=on&_cache_size=-16384"
)

// pragma is a setting with the value that reading it back must give.
type pragma struct {
	name string
	want any
	// set is run first; empty for what the address sets.
	set string
}

// hardening is set on every connection beyond what the address can say.
var hardening = []pragma{
	{"trusted_schema", int64(0), "PRAGMA trusted_schema = OFF"},
	{"cell_size_check", int64(1), "PRAGMA cell_size_check = ON"},
	{"mmap_size", int64(0), "PRAGMA mmap_size = 0"},
	{"temp_store", int64(2), "PRAGMA temp_store = MEMORY"},
	{"journal_size_limit", int64(64 << 20), "PRAGMA journal_size_limit = 67108864"},
	{"secure_delete", int64(1), "PRAGMA secure_delete = ON"},
	{"busy_timeout", int64(5000), ""},
	{"foreign_keys", int64(1), ""},
	{"journal_mode", "wal", ""},
}

func writerPragmas() []pragma {
	p := append([]pragma{
		{"synchronous", int64(2), ""},
		{"query_only", int64(0), ""},
		{"cache_size", int64(-65536), ""},
		{"wal_autocheckpoint", int64(1000), "PRAGMA wal_autocheckpoint = 1000"},
	}, hardening...)
	if runtime.GOOS == "darwin" {
		// fsync alone does not reach the disk there.
		p = append(p, pragma{"fullfsync", int64(1), "PRAGMA fullfsync = ON"},
			pragma{"checkpoint_fullfsync", int64(1), "PRAGMA checkpoint_fullfsync = ON"})
	}
	return p
}

func readerPragmas() []pragma {
	return append([]pragma{
		{"query_only", int64(1), ""},
		{"cache_size", int64(-16384), ""},
	}, hardening...)
}

// address is the driver's name for a file with settings.
func address(path, settings string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + settings
}

// connector opens connections that are checked before they are used.
type connector struct {
	address string
	driver  *sqlite3.SQLiteDriver
}

// pool is a set of connections to a file, each with the pragmas set and read
// back; a connection whose pragma differs is not used.
func pool(path, settings string, pragmas []pragma) *sql.DB {
	hook := func(c *sqlite3.SQLiteConn) error { return settle(c, pragmas) }
	return sql.OpenDB(connector{address(path, settings), &sqlite3.SQLiteDriver{ConnectHook: hook}})
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.address) }
func (c connector) Driver() driver.Driver                        { return c.driver }

func settle(c *sqlite3.SQLiteConn, pragmas []pragma) error {
	for _, p := range pragmas {
		if p.set != "" {
			if _, err := c.Exec(p.set, nil); err != nil {
				return fmt.Errorf("%s: %w", p.set, err)
			}
		}
		have, err := readPragma(c, p.name)
		if err != nil {
			return fmt.Errorf("read pragma %s: %w", p.name, err)
		}
		if have != p.want {
			return fmt.Errorf("pragma %s is %v but must be %v; the store does not run with other settings", p.name, have, p.want)
		}
	}
	return nil
}

func readPragma(c *sqlite3.SQLiteConn, name string) (any, error) {
	rows, err := c.Query("PRAGMA "+name, nil)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	row := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(row); err != nil && err != io.EOF {
		return nil, err
	}
	if b, ok := row[0].([]byte); ok {
		return string(b), nil
	}
	return row[0], nil
}
