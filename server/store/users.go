package store

import (
	"context"
	"fmt"
	"time"

	"galley/annotations"
)

// User is a person.
type User struct {
	Name      string
	CreatedAt time.Time
	// SignIn says whether she may sign in; a person who is known only as the
	// owner of imported sets may not.
	SignIn bool
}

// AddUser makes a person who may sign in; one who is known only by name may from
// then on. Returns Conflict (user_exists) when she may already, and Invalid
// (bad_name).
func (s *Store) AddUser(ctx context.Context, name string) (User, error) {
	err := s.update(ctx, func(t *tx) error {
		if err := t.ensureUser(name); err != nil {
			return err
		}
		res, err := t.exec(`UPDATE user SET sign_in = 1 WHERE name = ? AND sign_in = 0`, name)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			if err == nil {
				err = annotations.Errorf(annotations.Conflict, "user_exists", "name", "there is a person %q already", name)
			}
			return err
		}
		return nil
	})
	if err != nil {
		return User{}, fmt.Errorf("add user: %w", err)
	}
	return s.User(ctx, name)
}

// EnsureUser makes a person who cannot sign in where nobody has the name.
// Returns Invalid (bad_name).
func (s *Store) EnsureUser(ctx context.Context, name string) error {
	if err := s.update(ctx, func(t *tx) error { return t.ensureUser(name) }); err != nil {
		return fmt.Errorf("ensure user: %w", err)
	}
	return nil
}

func (t *tx) ensureUser(name string) error {
	if !annotations.ValidName(name) {
		return annotations.Errorf(annotations.Invalid, "bad_name", "name",
			"%q cannot name a person: 1 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit", name)
	}
	_, err := t.exec(`
		INSERT INTO user (name, sign_in, created_at)
		VALUES (?, 0, ?)
		ON CONFLICT DO NOTHING`, name, t.s.clock())
	return err
}

func readUser(row scanner) (u User, err error) {
	var at int64
	err = row.Scan(&u.Name, &u.SignIn, &at)
	u.CreatedAt = moment(at)
	return u, err
}

// User is one person. Returns NotFound (unknown_user).
func (s *Store) User(ctx context.Context, name string) (u User, err error) {
	err = s.view(ctx, func(src source) error {
		u, err = readUser(src.row(`SELECT name, sign_in, created_at FROM user WHERE name = ?`, name))
		return missing(err, "user", name)
	})
	return u, err
}

// Users lists all people by name.
func (s *Store) Users(ctx context.Context) (all []User, err error) {
	err = s.view(ctx, func(src source) error {
		all, err = collect(src, readUser, `SELECT name, sign_in, created_at FROM user ORDER BY name`)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	return all, nil
}
