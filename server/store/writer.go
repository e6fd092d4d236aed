package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"galley/annotations"
)

const (
	// queueBound is how many writes may wait; more are refused.
	queueBound = 4096
	// groupBound is how many writes share a commit, groupTime how long a group
	// takes in more.
	groupBound = 256
	groupTime  = 25 * time.Millisecond
	// toolPause lets a server in between two transactions of a tool.
	toolPause = 2 * time.Millisecond
)

// patience is how long opening waits for another program that is opening the
// same new file: switching to WAL does not ask the busy handler.
const patience = 5 * time.Second

// request is one write: run does it inside the group's transaction.
type request struct {
	run  func(*tx) error
	done chan error
	ctx  context.Context
}

// writer owns the one connection that writes.
type writer struct {
	s     *Store
	db    *sql.DB
	conn  *sql.Conn
	tx    *tx
	poll  time.Duration
	queue chan *request

	mu      sync.RWMutex // guards closed against queueing
	closed  bool
	quit    chan struct{}
	stopped chan struct{}

	health      health
	dataVersion int64
	noticed     int64
}

func newWriter(ctx context.Context, s *Store, poll time.Duration) (*writer, error) {
	w := &writer{
		s: s, poll: poll, queue: make(chan *request, queueBound),
		quit: make(chan struct{}), stopped: make(chan struct{}),
		db: pool(s.path(), writerSettings, writerPragmas()),
	}
	w.db.SetMaxOpenConns(1)
	w.db.SetConnMaxLifetime(0)
	var err error
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		if w.conn, err = w.db.Conn(ctx); err == nil {
			break
		}
		if !isBusy(err) || time.Now().After(end) {
			return nil, errors.Join(err, w.db.Close())
		}
	}
	w.tx = &tx{s: s, conn: w.conn, statements: map[string]*sql.Stmt{}}
	return w, nil
}

// start reads what the writer remembers of the file.
func (w *writer) start() error {
	if err := w.tx.row(`PRAGMA data_version`).Scan(&w.dataVersion); err != nil {
		return err
	}
	if err := w.tx.row(`SELECT coalesce(max(number), 0) FROM notice`).Scan(&w.noticed); err != nil {
		return err
	}
	return w.readEpoch()
}

func (w *writer) readEpoch() error {
	var epoch string
	if err := w.tx.row(`SELECT value FROM meta WHERE name = 'epoch'`).Scan(&epoch); err != nil {
		return fmt.Errorf("read the epoch: %w", err)
	}
	if old, ok := w.s.epoch.Load().(string); ok && old != epoch {
		w.s.texts.clear()
		w.s.schemas.clear()
	}
	w.s.epoch.Store(epoch)
	return nil
}

// stop refuses new requests and waits for the transaction under way.
func (w *writer) stop() {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return
	}
	w.closed = true
	w.mu.Unlock()
	close(w.quit)
	<-w.stopped
}

func (w *writer) close() error {
	w.tx.close()
	return errors.Join(w.conn.Close(), w.db.Close())
}

// update runs a write and returns after it is durable. Everything run does
// happens or, when it returns an error, nothing. run may be called when the
// caller is gone already; it must only touch what belongs to it.
func (s *Store) update(ctx context.Context, run func(*tx) error) error {
	r := &request{run: run, done: make(chan error, 1), ctx: ctx}
	if err := s.write.put(r); err != nil {
		return err
	}
	select {
	case err := <-r.done:
		return err
	case <-ctx.Done():
		return late(ctx.Err())
	}
}

func (w *writer) put(r *request) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return errClosing
	}
	select {
	case w.queue <- r:
		return nil
	default:
		return annotations.Errorf(annotations.Unavailable, "busy", "", "%d writes are waiting already; try again in a moment", queueBound)
	}
}

var errClosing = annotations.Errorf(annotations.Unavailable, "closing", "", "the server is stopping; try again in a moment")

// late says that the answer did not come in time: whether the write happened is
// not known, and sending it again is safe.
func late(err error) error {
	return fmt.Errorf("%w (%w)", annotations.Errorf(annotations.Unavailable, "timeout", "", "the answer took too long"), err)
}

// loop runs groups until stop.
func (w *writer) loop() {
	defer close(w.stopped)
	tick := time.NewTicker(w.poll)
	defer tick.Stop()
	for {
		select {
		case r := <-w.queue:
			w.group(r)
		case <-tick.C:
			w.tick()
		case <-w.quit:
			for {
				select {
				case r := <-w.queue:
					r.done <- errClosing
				default:
					return
				}
			}
		}
	}
}

// group runs a request and those that wait behind it in one transaction.
func (w *writer) group(first *request) {
	if p := w.health.problem(); p != nil {
		first.done <- p
		return
	}
	batch := []*request{first}
	answers := []error{}
	err := w.begin()
	for end := time.Now().Add(groupTime); err == nil; {
		answer, fatal := w.one(batch[len(batch)-1])
		if err = fatal; err != nil {
			break
		}
		answers = append(answers, answer)
		next := w.next(len(batch), end)
		if next == nil {
			break
		}
		batch = append(batch, next)
	}
	if err == nil {
		err = w.commit()
	}
	if err != nil {
		w.tx.rollback()
		// What was read in this transaction may never have been there.
		w.s.schemas.clear()
		if err := w.readEpoch(); err != nil {
			w.s.log.Warn("epoch not read", "error", err)
		}
		problem := w.health.note(w.s.log, err)
		for _, r := range batch {
			r.done <- problem
		}
		return
	}
	for i, r := range batch {
		r.done <- answers[i]
	}
	w.publish()
	if w.s.mode == Tool {
		time.Sleep(toolPause)
	} else if len(w.queue) == 0 {
		w.shrinkLog()
	}
}

// next is a request that waits already, while the group has room and time.
func (w *writer) next(n int, end time.Time) *request {
	if n >= groupBound || time.Now().After(end) {
		return nil
	}
	select {
	case r := <-w.queue:
		return r
	default:
		return nil
	}
}

func (w *writer) begin() error {
	w.tx.changed = w.tx.changed[:0]
	if _, err := w.tx.exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	if err := w.foreign(); err != nil {
		return err
	}
	// Others committed these long ago; they do not wait for this group.
	w.publish()
	w.tx.changed = w.tx.changed[:0]
	return nil
}

func (w *writer) commit() error {
	if w.s.mode == Tool {
		if err := w.tx.leaveNotices(); err != nil {
			return err
		}
	}
	_, err := w.tx.exec(`COMMIT`)
	return err
}

// one runs a request under its savepoint. fatal is an error after which the
// whole transaction cannot go on.
func (w *writer) one(r *request) (answer, fatal error) {
	if err := r.ctx.Err(); err != nil {
		return late(err), nil
	}
	return w.tx.under("request", func() error { return r.run(w.tx) })
}
