package store

import (
	"errors"
	"log/slog"
	"os"
	"sync"

	sqlite3 "github.com/mattn/go-sqlite3"

	"galley/annotations"
)

// health remembers that the disk refused a write.
type health struct {
	mu     sync.Mutex
	now    *annotations.Error
	commit int
}

var (
	errDiskFull = annotations.Errorf(annotations.Unavailable, "disk_full", "",
		"the disk is full; nothing is lost, and writing goes on as soon as there is space")
	errDiskFailed = annotations.Errorf(annotations.Unavailable, "disk_failed", "",
		"the disk refuses to write; check it, then restart the server")
)

// Health is nil, or Unavailable while writes are refused: disk_full heals by
// itself, disk_failed needs a restart.
func (s *Store) Health() error {
	if p := s.write.health.problem(); p != nil {
		return p
	}
	return nil
}

// problem is why writes are refused now, or nil. It gives an error interface, so
// that nil stays nil.
func (h *health) problem() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.now == nil {
		return nil
	}
	return h.now
}

// note takes down an error that ended a transaction and says what to answer.
func (h *health) note(log *slog.Logger, err error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch code(err) {
	case sqlite3.ErrFull:
		h.now = errDiskFull
	case sqlite3.ErrIoErr, sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrReadonly, sqlite3.ErrCantOpen:
		h.now = errDiskFailed
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return annotations.Errorf(annotations.Unavailable, "busy", "", "another program is writing to the data folder; try again in a moment")
	default:
		return err
	}
	log.Error("writes refused", "reason", h.now.Reason, "error", err)
	return h.now
}

// fail refuses writes until a restart.
func (h *health) fail() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = errDiskFailed
}

func (h *health) heal() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = nil
}

// probe writes and takes back more than fits into free pages; it heals a store
// whose disk has space again.
func (w *writer) probe() {
	if w.health.problem() != errDiskFull {
		return
	}
	for _, query := range []string{
		`INSERT INTO probe (id, ballast) VALUES (1, zeroblob(262144))`,
		`DELETE FROM probe`,
	} {
		if _, err := w.tx.exec(query); err != nil {
			w.tx.rollback()
			return
		}
	}
	w.health.heal()
	w.s.log.Info("writes accepted again")
}

// logBound is the size of the write-ahead log that is taken back when nobody
// waits, in bytes.
const logBound = 64 << 20

// shrinkLog empties a write-ahead log that long readers made grow. It looks at
// the size once in a while only.
func (w *writer) shrinkLog() {
	if w.health.commit++; w.health.commit%256 != 0 {
		return
	}
	info, err := os.Stat(w.s.path() + "-wal")
	if err != nil || info.Size() < logBound {
		return
	}
	var busy, pages, moved int
	if err := w.tx.row(`PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved); err != nil {
		w.s.log.Warn("write-ahead log not emptied", "error", err)
	}
}

// code is SQLite's code in an error's chain, or 0.
func code(err error) sqlite3.ErrNo {
	var e sqlite3.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

func isBusy(err error) bool { return code(err) == sqlite3.ErrBusy || code(err) == sqlite3.ErrLocked }

// isFatal reports an error of the file or the disk, after which the whole
// transaction cannot be trusted.
func isFatal(err error) bool {
	switch code(err) {
	case sqlite3.ErrFull, sqlite3.ErrIoErr, sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrReadonly,
		sqlite3.ErrCantOpen, sqlite3.ErrNomem, sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrProtocol:
		return true
	}
	return false
}
