package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"galley/annotations"
)

// databaseFile is the name of the one file in a data folder that holds everything.
const databaseFile = "galley.db"

// lockPatience is how long a server waits for a tool that upgrades the database.
const lockPatience = 300 * time.Millisecond

// Mode says who opens a data folder.
type Mode int

const (
	// Serve is the server: it holds the folder's lock until Close.
	Serve Mode = iota
	// Tool is a command that works whether or not a server runs on the folder.
	Tool
)

// Options are how a store is opened. The zero value is a server's.
type Options struct {
	Mode Mode
	// Now is the clock; nil is time.Now. Order never depends on it.
	Now func() time.Time
	// Log receives what has no caller to return to; nil discards it.
	Log *slog.Logger
	// Poll is how often a server looks for other programs' writes and a degraded
	// store for its disk; 0 is one second.
	Poll time.Duration
	// checkup is how long Open waits for the check after an unclean stop; 0 is
	// checkupPatience, and less does not wait.
	checkup time.Duration
}

// Store is an open data folder. It may be used by many goroutines.
type Store struct {
	dir   string
	mode  Mode
	now   func() time.Time
	log   *slog.Logger
	lock  *lock
	read  *sql.DB
	write *writer
	texts *texts
	feeds feeds
	// schemas holds parsed schemas by project and version, which never change.
	schemas schemas
	epoch   atomic.Value // string
	checkup *checkup
	closing sync.Once
	closed  error
}

// Open opens a data folder, making it where it is missing, and brings its
// database up to date after keeping a copy. Where the last server was cut off, a
// server checks the database first. Returns Unavailable when another
// server works on it (folder_in_use), when it lies on another machine
// (network_folder), when it is found damaged (damaged) or when the program was
// built without full-text search (no_full_text), and Conflict when the database is from a
// newer version (newer_database) or not ours (not_ours); the file is not touched
// then.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	if err := buildable(fullText); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open data folder %s: %w", dir, err)
	}
	s := &Store{dir: dir, mode: o.Mode, now: o.Now, log: o.Log, texts: newTexts(textCacheBytes)}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.checkup == 0 {
		o.checkup = checkupPatience
	}
	if err := s.open(ctx, o); err != nil {
		return nil, fmt.Errorf("open data folder %s: %w", dir, errors.Join(err, s.release()))
	}
	go s.write.loop()
	return s, nil
}

// buildable refuses a program that was built without the full-text index.
func buildable(fullText bool) error {
	if fullText {
		return nil
	}
	return annotations.Errorf(annotations.Unavailable, "no_full_text", "",
		"this program was built without SQLite's full-text search: build it with `make build` or `go build -tags sqlite_fts5 ./server`")
}

func (s *Store) open(ctx context.Context, o Options) (err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	if err := onNetwork(s.dir, fileSystem(s.dir)); err != nil {
		return err
	}
	if s.mode == Serve {
		if s.lock, err = takeLock(s.dir, lockPatience); err != nil {
			return err
		}
	}
	if err := inspect(ctx, s.path()); err != nil {
		return err
	}
	if err := private(s.path()); err != nil {
		return err
	}
	if s.write, err = newWriter(ctx, s, o.Poll); err != nil {
		return err
	}
	if err := s.examine(ctx, o.checkup); err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if err := s.write.start(); err != nil {
		return err
	}
	s.read = pool(s.path(), readerSettings, readerPragmas())
	n := max(4, 2*runtime.NumCPU())
	s.read.SetMaxOpenConns(n)
	s.read.SetMaxIdleConns(n)
	return s.read.PingContext(ctx)
}

// private makes a new database file that only its owner may read, whoever may
// look into the folder; SQLite gives its other files the same rights. One that is
// there is not opened: closing it again would drop the locks that another store of
// this process holds on it.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// Exists reports whether a folder has a database, whoever made it.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, databaseFile))
	return err == nil
}

func (s *Store) path() string { return filepath.Join(s.dir, databaseFile) }

// Close answers what is still waiting with Unavailable, lets the transaction
// under way finish, and gives the folder back. Closing twice is fine.
func (s *Store) Close() error {
	s.closing.Do(func() {
		s.write.stop()
		s.closed = s.release()
	})
	return s.closed
}

// release closes what is open, the lock last.
func (s *Store) release() error {
	var all []error
	s.checkup.stop()
	if s.read != nil {
		all = append(all, s.read.Close())
	}
	if s.write != nil {
		all = append(all, s.write.close())
	}
	if s.lock != nil {
		all = append(all, s.lock.free(!s.lock.cutOff || s.checkup.sound()))
	}
	return errors.Join(all...)
}

// Epoch names this history of the database; ops made on another are refused.
func (s *Store) Epoch() string { return s.epoch.Load().(string) }

// NewEpoch starts another history: what a restored backup needs, because clients
// may have seen sequence numbers that it does not have. Ops made before are
// refused from then on, and clients load their documents anew.
func (s *Store) NewEpoch(ctx context.Context) error {
	return s.update(ctx, func(t *tx) error {
		var epoch string
		err := t.row(`
			UPDATE meta
			SET value = lower(hex(randomblob(16)))
			WHERE name = 'epoch'
			RETURNING value`).Scan(&epoch)
		if err == nil {
			s.epoch.Store(epoch)
		}
		return err
	})
}

// millis is a time as it is stored, moment a stored time.
// Folder is the data folder.
func (s *Store) Folder() string { return s.dir }

func millis(t time.Time) int64  { return t.UnixMilli() }
func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// clock is the present time as it is stored.
func (s *Store) clock() int64 { return millis(s.now()) }
