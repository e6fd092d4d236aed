package store

import (
	"context"
	"fmt"
	"time"

	"galley/annotations"
)

// checkupPatience is how long opening waits for the check of a file whose last
// server was cut off. A file too large for that is checked further while the
// server works.
const checkupPatience = 800 * time.Millisecond

// checkup is the check of a database file after an unclean stop; nil where there
// was none.
type checkup struct {
	cancel context.CancelFunc
	// done is closed when the check is over; err says then why the file is not sound.
	done chan struct{}
	err  error
}

// sound reports whether the file passed.
func (c *checkup) sound() bool {
	if c == nil {
		return false
	}
	select {
	case <-c.done:
		return c.err == nil
	default:
		return false
	}
}

// stop ends a check that is still going on.
func (c *checkup) stop() {
	if c != nil {
		c.cancel()
		<-c.done
	}
}

// examine checks the file where the last server was cut off: by a kill, which
// SQLite survives, or by a power failure, which not every disk does. Returns
// Unavailable (damaged) when it is not sound; when that turns out only after
// patience, writes are refused from then on.
func (s *Store) examine(ctx context.Context, patience time.Duration) error {
	if s.lock == nil || !s.lock.cutOff {
		return nil
	}
	s.log.Warn("the last server was cut off; checking the database")
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &checkup{cancel: cancel, done: make(chan struct{})}
	s.checkup = c
	go func() {
		defer close(c.done)
		c.err = s.quickCheck(ctx)
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-c.done:
		return c.err
	case <-timer.C:
	}
	go func() {
		if <-c.done; c.err != nil && ctx.Err() == nil {
			s.log.Error("writes refused", "reason", errDiskFailed.Reason, "error", c.err)
			s.write.health.fail()
		}
	}()
	return nil
}

// quickCheck looks at every page of the file, on a connection of its own.
func (s *Store) quickCheck(ctx context.Context) error {
	db := pool(s.path(), readerSettings, readerPragmas())
	defer db.Close()
	db.SetMaxOpenConns(1)
	var verdict string
	err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict)
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("check the database: %w", ctx.Err())
	case err != nil:
		verdict = err.Error()
	case verdict == "ok":
		return nil
	}
	return annotations.Errorf(annotations.Unavailable, "damaged", "",
		"the database %s is damaged (%s); nothing was changed: keep a copy of the folder, then put a backup in its place", s.path(), verdict)
}
