package store

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/wire"
)

func ready(f *Feed) bool {
	select {
	case <-f.Ready():
		return true
	default:
		return false
	}
}

func TestAFeedGivesTheLastHeadOfEachChangedDocument(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	_, err := s.EnsureProject(t.Context(), "other")
	require.NoError(t, err)
	feed, foreign, all := s.Subscribe("demo"), s.Subscribe("other"), s.Subscribe("")
	d := mustAdd(t, s, sample)
	require.Equal(t, []wire.Head{{Document: d.ID}}, feedUntil(t, feed, 1))

	e := mustAdd(t, s, sample+"2")
	mustAppend(t, s, d, tag(t, d, anna, "quote", "Wir"))
	mustAppend(t, s, d, tag(t, d, anna, "quote", "bereit"))
	_, err = s.SetState(t.Context(), e.ID, anna, annotations.Submitted, "anna")
	require.NoError(t, err)
	require.Equal(t, []wire.Head{{Document: e.ID}, {Document: d.ID, Head: 2}}, feedUntil(t, feed, 2))
	require.Nil(t, feed.Take())
	require.Len(t, feedUntil(t, all, 2), 2)
	require.False(t, ready(foreign))

	feed.Close()
	mustAppend(t, s, d, tag(t, d, anna, "quote", "Wir"))
	feedUntil(t, all, 1)
	require.Nil(t, feed.Take())
}

// feedUntil collects a feed until it gave n documents. An answer may be there a
// moment before the feed is.
func feedUntil(t *testing.T, f *Feed, n int) (heads []wire.Head) {
	t.Helper()
	soon(t, "the feed announces the change", func() bool {
		if f.mu.Lock(); len(f.order) >= n && f.heads[f.order[n-1]] >= 0 {
			f.mu.Unlock()
			return true
		}
		f.mu.Unlock()
		return false
	})
	require.True(t, ready(f))
	return f.Take()
}

func TestARejectedOrFailedWriteIsNotAnnounced(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	feed := s.Subscribe("demo")
	bad := tag(t, d, anna, "quote", "Wir")
	bad.TextSHA = "other"
	_, err := s.AppendOps(t.Context(), d.ID, "anna", batch(s, "tab", bad))
	require.NoError(t, err)
	_, err = s.SetState(t.Context(), "nowhere", anna, annotations.Open, "anna")
	require.Error(t, err)
	require.NoError(t, s.EnsureUser(t.Context(), "anna"), "the groups before are announced by now")
	require.False(t, ready(feed))
}

func TestAServerNoticesWhatAToolWrote(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := mustOpen(t, dir, Options{Poll: 10 * time.Millisecond})
	_, err := s.CreateProject(t.Context(), "demo", "")
	require.NoError(t, err)
	feed := s.Subscribe("demo")

	// Another process, not another connection of this one.
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), toolFolder+"="+dir)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)

	heads := feedUntil(t, feed, 1)
	require.Len(t, heads, 1)
	d, err := s.Document(t.Context(), heads[0].Document, "anna")
	require.NoError(t, err)
	require.Equal(t, sample, d.Text)
	require.Len(t, d.Set.Spans, 1)
	mustAppend(t, s, d, tag(t, d, anna, "quote", "bereit"))
}

func TestAToolWritesWhileAServerIsBusy(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := mustOpen(t, dir, Options{})
	_, err := s.CreateProject(t.Context(), "demo", "")
	require.NoError(t, err)
	d := mustAdd(t, s, sample)
	tool := mustOpen(t, dir, Options{Mode: Tool})
	done := make(chan error)
	for _, side := range []*Store{s, tool} {
		go func() {
			for range 60 {
				op := orban(d, newID("span"))
				if _, err := side.AppendOps(t.Context(), d.ID, "anna", batch(side, "tab", op)); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	require.NoError(t, <-done)
	require.NoError(t, <-done)
	v, err := s.Verify(t.Context())
	require.NoError(t, err)
	require.Equal(t, 120, v.Ops)
}

func TestAForeignEpochRefusesOldOps(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	old := batch(s, "tab", tag(t, d, anna, "quote", "Wir"))
	raw(t, s.path(), `UPDATE meta SET value = 'another' WHERE name = 'epoch'`)
	_, err := s.AppendOps(t.Context(), d.ID, "anna", old)
	refused(t, err, annotations.Conflict, "other_epoch")
	require.Equal(t, "another", s.Epoch())
}
