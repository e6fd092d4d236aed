package store

import (
	"bytes"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
)

// hand is a clock that a test moves.
type hand struct{ at atomic.Int64 }

func newHand() *hand {
	h := &hand{}
	h.at.Store(time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC).UnixNano())
	return h
}

func (h *hand) now() time.Time      { return time.Unix(0, h.at.Load()) }
func (h *hand) add(d time.Duration) { h.at.Add(int64(d)) }

func TestAPersonKnownByNameCannotSignInUntilAdded(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	require.NoError(t, s.EnsureUser(t.Context(), "anna"))
	require.NoError(t, s.EnsureUser(t.Context(), "anna"))
	_, err := s.NewToken(t.Context(), "anna", time.Hour)
	refused(t, err, annotations.Forbidden, "cannot_sign_in")
	_, err = s.NewToken(t.Context(), "nobody", time.Hour)
	refused(t, err, annotations.NotFound, "unknown_user")
	u, err := s.AddUser(t.Context(), "anna")
	require.NoError(t, err)
	require.True(t, u.SignIn)
	_, err = s.AddUser(t.Context(), "anna")
	refused(t, err, annotations.Conflict, "user_exists")
	_, err = s.AddUser(t.Context(), "a:b")
	refused(t, err, annotations.Invalid, "bad_name")
	_, err = s.User(t.Context(), "nobody")
	refused(t, err, annotations.NotFound, "unknown_user")
	require.NoError(t, s.EnsureUser(t.Context(), "anna"), "and stays able to sign in")
	all, err := s.Users(t.Context())
	require.NoError(t, err)
	require.Equal(t, []User{u}, all)
}

// mustSignIn gives Anna a session.
func mustSignIn(t *testing.T, s *Store) string {
	t.Helper()
	token, err := s.NewToken(t.Context(), "anna", time.Hour)
	require.NoError(t, err)
	session, user, err := s.SignIn(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, "anna", user)
	return session
}

func TestAOneTimeTokenWorksOnceAndInItsTime(t *testing.T) {
	t.Parallel()
	clock := newHand()
	s := mustOpen(t, folder(t), Options{Now: clock.now})
	_, err := s.AddUser(t.Context(), "anna")
	require.NoError(t, err)
	token, err := s.NewToken(t.Context(), "anna", time.Hour)
	require.NoError(t, err)
	won := make(chan bool)
	for range 50 {
		go func() {
			_, _, err := s.SignIn(t.Context(), token)
			won <- err == nil
		}()
	}
	wins := 0
	for range 50 {
		if <-won {
			wins++
		}
	}
	require.Equal(t, 1, wins)
	_, _, err = s.SignIn(t.Context(), token)
	refused(t, err, annotations.Unauthenticated, "bad_token")
	_, _, err = s.SignIn(t.Context(), "")
	refused(t, err, annotations.Unauthenticated, "bad_token")

	late, err := s.NewToken(t.Context(), "anna", time.Hour)
	require.NoError(t, err)
	clock.add(time.Hour)
	_, _, err = s.SignIn(t.Context(), late)
	refused(t, err, annotations.Unauthenticated, "bad_token")
}

func TestASessionEndsWhenIdleAndAfterItsLife(t *testing.T) {
	t.Parallel()
	clock := newHand()
	s := mustOpen(t, folder(t), Options{Now: clock.now})
	_, err := s.AddUser(t.Context(), "anna")
	require.NoError(t, err)
	session := mustSignIn(t, s)
	begun := clock.now()
	for clock.now().Sub(begun) < 30*24*time.Hour-11*time.Hour {
		user, err := s.Session(t.Context(), session)
		require.NoError(t, err, "%v", clock.now().Sub(begun))
		require.Equal(t, "anna", user)
		clock.add(11 * time.Hour)
	}
	clock.add(11 * time.Hour)
	_, err = s.Session(t.Context(), session)
	refused(t, err, annotations.Unauthenticated, "signed_out")

	idle := mustSignIn(t, s)
	clock.add(12 * time.Hour)
	_, err = s.Session(t.Context(), idle)
	refused(t, err, annotations.Unauthenticated, "signed_out")
	_, err = s.Session(t.Context(), "")
	refused(t, err, annotations.Unauthenticated, "signed_out")
}

func TestSigningOutEndsOneSessionOrAll(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	_, err := s.AddUser(t.Context(), "anna")
	require.NoError(t, err)
	one, two, three := mustSignIn(t, s), mustSignIn(t, s), mustSignIn(t, s)
	unused, err := s.NewToken(t.Context(), "anna", time.Hour)
	require.NoError(t, err)
	require.NoError(t, s.EndSession(t.Context(), one))
	require.NoError(t, s.EndSession(t.Context(), one))
	_, err = s.Session(t.Context(), one)
	refused(t, err, annotations.Unauthenticated, "signed_out")
	_, err = s.Session(t.Context(), two)
	require.NoError(t, err)
	require.NoError(t, s.EndSessions(t.Context(), "anna"))
	_, err = s.Session(t.Context(), three)
	refused(t, err, annotations.Unauthenticated, "signed_out")
	_, _, err = s.SignIn(t.Context(), unused)
	refused(t, err, annotations.Unauthenticated, "bad_token")
}

func TestNoTokenIsInTheFile(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	_, err := s.AddUser(t.Context(), "anna")
	require.NoError(t, err)
	token, err := s.NewToken(t.Context(), "anna", time.Hour)
	require.NoError(t, err)
	session := mustSignIn(t, s)
	for _, name := range []string{s.path(), s.path() + "-wal"} {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		require.False(t, bytes.Contains(content, []byte(token)))
		require.False(t, bytes.Contains(content, []byte(session)))
	}
}
