package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"

	"galley/annotations"
)

// tx is the writer's side of the file inside a transaction. Its statements are
// prepared once for the life of the connection.
type tx struct {
	s          *Store
	conn       *sql.Conn
	statements map[string]*sql.Stmt
	// changed lists the documents that the group changed, in order.
	changed []change
}

// change is a document with its new head; without an id, a project's schema with
// its new version.
type change struct {
	number      int64
	project, id string
	head        int64
}

func (t *tx) statement(query string) (*sql.Stmt, error) {
	st := t.statements[query]
	if st == nil {
		var err error
		if st, err = t.conn.PrepareContext(context.Background(), query); err != nil {
			return nil, err
		}
		t.statements[query] = st
	}
	return st, nil
}

func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	st, err := t.statement(query)
	if err != nil {
		return nil, err
	}
	return st.Exec(args...)
}

// row and rows make *tx a source of rows like a reading transaction.
func (t *tx) row(query string, args ...any) scanner {
	st, err := t.statement(query)
	if err != nil {
		return failed{err}
	}
	return st.QueryRow(args...)
}

func (t *tx) rows(query string, args ...any) (*sql.Rows, error) {
	st, err := t.statement(query)
	if err != nil {
		return nil, err
	}
	return st.Query(args...)
}

func (t *tx) close() {
	for _, st := range t.statements {
		_ = st.Close()
	}
}

// under runs f under a savepoint and takes back what it did when it fails or
// panics. fatal is an error after which the transaction cannot go on.
func (t *tx) under(name string, f func() error) (answer, fatal error) {
	if _, err := t.exec(`SAVEPOINT ` + name); err != nil {
		return nil, err
	}
	before := len(t.changed)
	answer = safely(f)
	if isFatal(answer) {
		return nil, answer
	}
	if answer != nil {
		t.changed = t.changed[:before]
		if _, err := t.exec(`ROLLBACK TO ` + name); err != nil {
			return nil, err
		}
	}
	_, fatal = t.exec(`RELEASE ` + name)
	return answer, fatal
}

// safely turns a panic into an error: a broken invariant in one request must
// not take the others with it.
func safely(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return f()
}

// rollback leaves the transaction; SQLite may have left it already.
func (t *tx) rollback() { _, _ = t.exec(`ROLLBACK`) }

// source gives rows: the writer's transaction or a reader's snapshot.
type source interface {
	row(query string, args ...any) scanner
	rows(query string, args ...any) (*sql.Rows, error)
}

// scanner is a row.
type scanner interface{ Scan(dest ...any) error }

// failed is a row that could not be asked for.
type failed struct{ err error }

// Scan returns the error.
func (f failed) Scan(...any) error { return f.err }

// snapshot is a reader's transaction: everything it gives is of one moment.
type snapshot struct {
	ctx context.Context
	tx  *sql.Tx
}

func (r snapshot) row(query string, args ...any) scanner {
	return r.tx.QueryRowContext(r.ctx, query, args...)
}

func (r snapshot) rows(query string, args ...any) (*sql.Rows, error) {
	return r.tx.QueryContext(r.ctx, query, args...)
}

// view runs f on a snapshot of the database.
func (s *Store) view(ctx context.Context, f func(source) error) error {
	t, err := s.read.BeginTx(ctx, nil)
	if err == nil {
		err = f(snapshot{ctx, t})
		_ = t.Rollback() // nothing was written; this only lets the snapshot go
	}
	if err != nil && ctx.Err() != nil && !errors.Is(err, sql.ErrNoRows) {
		return late(ctx.Err())
	}
	return err
}

// collect reads all rows of a query.
func collect[T any](src source, read func(scanner) (T, error), query string, args ...any) (all []T, err error) {
	rows, err := src.rows(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		one, err := read(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// missing names what a query did not find.
func missing(err error, what, name string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return annotations.Errorf(annotations.NotFound, "unknown_"+what, what, "there is no %s %q", what, name)
	}
	return err
}
