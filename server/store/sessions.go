package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"galley/annotations"
)

const (
	// sessionIdle ends a session that nobody used, sessionLife every session.
	sessionIdle = 12 * time.Hour
	sessionLife = 30 * 24 * time.Hour
	// sessionTouch is how old a session's last use may be before it is written
	// down again, so that reading does not write.
	sessionTouch = 10 * time.Minute
)

// secret is a new token of 256 random bits, and what is stored of it.
func secret() (token string, hash []byte) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // it never fails: the program ends instead
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, hashOf(token)
}

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

var errSignedOut = annotations.Errorf(annotations.Unauthenticated, "signed_out", "", "the session is not known or has ended; sign in again")

// NewToken makes a token that signs a person in once, within its life. Only its
// SHA-256 is stored. Returns NotFound (unknown_user) and Forbidden
// (cannot_sign_in).
func (s *Store) NewToken(ctx context.Context, user string, life time.Duration) (string, error) {
	token, hash := secret()
	err := s.update(ctx, func(t *tx) error {
		u, err := readUser(t.row(`SELECT name, sign_in, created_at FROM user WHERE name = ?`, user))
		if err != nil {
			return missing(err, "user", user)
		}
		if !u.SignIn {
			return annotations.Errorf(annotations.Forbidden, "cannot_sign_in", "user", "%q is known from imported data only and cannot sign in until added", user)
		}
		now := t.s.now()
		_, err = t.exec(`
			INSERT INTO token (hash, user, created_at, expires_at)
			VALUES (?, ?, ?, ?)`, hash, user, millis(now), millis(now.Add(life)))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("make a token for %s: %w", user, err)
	}
	return token, nil
}

// SignIn redeems a one-time token for a session. Of many that try, one wins.
// Returns Unauthenticated (bad_token) when the token is not known, was used, or
// has expired.
func (s *Store) SignIn(ctx context.Context, token string) (session, user string, err error) {
	session, hash := secret()
	var name string
	err = s.update(ctx, func(t *tx) error {
		now := t.s.clock()
		err := t.row(`
			UPDATE token
			SET used_at = ?1
			WHERE hash = ?2 AND used_at IS NULL AND expires_at > ?1
				AND user IN (SELECT name FROM user WHERE sign_in = 1)
			RETURNING user`, now, hashOf(token)).Scan(&name)
		if errors.Is(err, sql.ErrNoRows) {
			return annotations.Errorf(annotations.Unauthenticated, "bad_token", "token", "the link is not known, was used already, or has expired; ask for a new one")
		}
		if err != nil {
			return err
		}
		if err := t.forgetSessions(now); err != nil {
			return err
		}
		_, err = t.exec(`
			INSERT INTO session (hash, user, created_at, seen_at)
			VALUES (?, ?, ?, ?)`, hash, name, now, now)
		return err
	})
	if err != nil {
		return "", "", fmt.Errorf("sign in: %w", err)
	}
	return session, name, nil
}

// forgetSessions deletes tokens and sessions that have ended.
func (t *tx) forgetSessions(now int64) error {
	_, err1 := t.exec(`DELETE FROM token WHERE expires_at <= ?`, now)
	_, err2 := t.exec(`
		DELETE FROM session
		WHERE seen_at <= ? OR created_at <= ?`, now-sessionIdle.Milliseconds(), now-sessionLife.Milliseconds())
	return errors.Join(err1, err2)
}

// Session is the person a session belongs to. A session ends 12 hours after its
// last use and 30 days after it began. Returns Unauthenticated (signed_out).
func (s *Store) Session(ctx context.Context, session string) (string, error) {
	hash := hashOf(session)
	var user string
	var created, seen int64
	now := s.clock()
	err := s.view(ctx, func(src source) error {
		err := src.row(`
			SELECT s.user, s.created_at, s.seen_at
			FROM session s
			JOIN user u ON u.name = s.user
			WHERE s.hash = ? AND u.sign_in = 1`, hash).Scan(&user, &created, &seen)
		if errors.Is(err, sql.ErrNoRows) {
			return errSignedOut
		}
		return err
	})
	switch {
	case err != nil:
		return "", fmt.Errorf("look up session: %w", err)
	case now-seen >= sessionIdle.Milliseconds(), now-created >= sessionLife.Milliseconds():
		return "", fmt.Errorf("look up session: %w", errSignedOut)
	case now-seen >= sessionTouch.Milliseconds():
		// A session is good even when the disk is full.
		if err := s.touch(ctx, hash, now); err != nil {
			s.log.Warn("session not touched", "error", err)
		}
	}
	return user, nil
}

func (s *Store) touch(ctx context.Context, hash []byte, now int64) error {
	return s.update(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE session SET seen_at = max(seen_at, ?) WHERE hash = ?`, now, hash)
		return err
	})
}

// EndSession signs out; a session that is not known is fine.
func (s *Store) EndSession(ctx context.Context, session string) error {
	return s.update(ctx, func(t *tx) error {
		_, err := t.exec(`DELETE FROM session WHERE hash = ?`, hashOf(session))
		return err
	})
}

// EndSessions signs a person out everywhere and voids her unused tokens.
func (s *Store) EndSessions(ctx context.Context, user string) error {
	return s.update(ctx, func(t *tx) error {
		_, err1 := t.exec(`DELETE FROM session WHERE user = ?`, user)
		_, err2 := t.exec(`DELETE FROM token WHERE user = ?`, user)
		return errors.Join(err1, err2)
	})
}
