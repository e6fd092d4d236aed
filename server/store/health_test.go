package store

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"
	"github.com/stretchr/testify/require"

	"galley/annotations"
)

func TestAFullDiskRefusesWritesAndHealsByItself(t *testing.T) {
	t.Parallel()
	s := mustOpen(t, folder(t), Options{Poll: 10 * time.Millisecond})
	_, err := s.CreateProject(t.Context(), "demo", "")
	require.NoError(t, err)
	d := mustAdd(t, s, sample)
	var pages, most int
	require.NoError(t, s.update(t.Context(), func(tx *tx) error {
		return errors.Join(tx.row(`PRAGMA page_count`).Scan(&pages), tx.row(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+8)).Scan(&most))
	}))
	var kept []string
	for i := 0; err == nil && i < 10_000; i++ {
		op := orban(d, newID("span"))
		if _, err = s.AppendOps(t.Context(), d.ID, "anna", batch(s, "tab", op)); err == nil {
			kept = append(kept, op.Target)
		}
	}
	refused(t, err, annotations.Unavailable, "disk_full")
	refused(t, s.Health(), annotations.Unavailable, "disk_full")
	set, err := s.Set(t.Context(), d.ID, anna)
	require.NoError(t, err, "reading goes on")
	require.Len(t, set.Spans, len(kept))
	_, err = s.EnsureProject(t.Context(), "other")
	refused(t, err, annotations.Unavailable, "disk_full")

	// The limit belongs to the writer's connection, which is idle now.
	_, err = s.write.conn.ExecContext(context.Background(), fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+10_000))
	require.NoError(t, err)
	soon(t, "the store heals", func() bool { return s.Health() == nil })
	mustAppend(t, s, d, orban(d, newID("span")))
	_, err = s.Verify(t.Context())
	require.NoError(t, err)
}

func TestAFailingDiskRefusesWritesUntilARestart(t *testing.T) {
	t.Parallel()
	s := mustOpen(t, folder(t), Options{Poll: time.Millisecond})
	fails := sqlite3.Error{Code: sqlite3.ErrIoErr}
	err := s.update(t.Context(), func(tx *tx) error {
		if _, err := tx.createProject("half", ""); err != nil {
			return err
		}
		return fmt.Errorf("write: %w", fails)
	})
	refused(t, err, annotations.Unavailable, "disk_failed")
	_, err = s.EnsureProject(t.Context(), "demo")
	refused(t, err, annotations.Unavailable, "disk_failed")
	_, err = s.Project(t.Context(), "half", "")
	refused(t, err, annotations.NotFound, "unknown_project")
	require.NoError(t, s.Close())
	again := mustOpen(t, s.dir, Options{})
	_, err = again.EnsureProject(t.Context(), "demo")
	require.NoError(t, err)
}

func TestAFailedOrPanickingRequestTakesNoOtherWithIt(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	hold, entered := make(chan struct{}), make(chan struct{})
	first := make(chan error, 1)
	go func() {
		first <- s.update(t.Context(), func(tx *tx) error {
			close(entered)
			<-hold
			_, err := tx.createProject("one", "")
			return err
		})
	}()
	<-entered
	bad, good := make(chan error, 1), make(chan error, 1)
	go func() {
		bad <- s.update(t.Context(), func(tx *tx) error {
			if _, err := tx.createProject("lost", ""); err != nil {
				return err
			}
			panic("broken invariant")
		})
	}()
	go func() {
		_, err := s.EnsureProject(t.Context(), "two")
		good <- err
	}()
	soon(t, "both wait", func() bool { return len(s.write.queue) == 2 })
	close(hold)
	require.NoError(t, <-first)
	require.ErrorContains(t, <-bad, "broken invariant")
	require.NoError(t, <-good)
	page, err := s.Projects(t.Context(), "", "", 0)
	require.NoError(t, err)
	require.Len(t, page.Projects, 3)
}

func TestAFullQueueAndAClosedStoreAnswerUnavailable(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	hold, entered := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- s.update(t.Context(), func(*tx) error {
			close(entered)
			<-hold
			return nil
		})
	}()
	<-entered
	waiting := make([]*request, 0, queueBound)
	for range queueBound {
		r := &request{run: func(*tx) error { return nil }, done: make(chan error, 1), ctx: t.Context()}
		require.NoError(t, s.write.put(r))
		waiting = append(waiting, r)
	}
	_, err := s.EnsureProject(t.Context(), "more")
	refused(t, err, annotations.Unavailable, "busy")
	short, cancel := context.WithCancel(t.Context())
	cancel()
	refused(t, s.update(short, func(*tx) error { return nil }), annotations.Unavailable, "busy")
	close(hold)
	require.NoError(t, <-done)
	for _, r := range waiting {
		require.NoError(t, <-r.done)
	}
	require.NoError(t, s.Close())
	_, err = s.EnsureProject(t.Context(), "more")
	refused(t, err, annotations.Unavailable, "closing")
}

func TestAnAnswerThatComesTooLateSaysSo(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.EnsureProject(gone, "never")
	refused(t, err, annotations.Unavailable, "timeout")
	_, err = s.Project(gone, "demo", "")
	refused(t, err, annotations.Unavailable, "timeout")
}
