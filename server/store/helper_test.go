package store

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
)

var (
	keep   = flag.Bool("keep", false, "keep the data folder of a failing test and print its path")
	update = flag.Bool("update", false, "rewrite golden files")
)

// sample is an article with what makes units differ: an emoji, a combining
// accent, a soft hyphen, nested quotation marks.
const sample = "Orban lobt Planung 🎉\n„Wir sind bereit!“, sagte Orba\u0301n am Don\u00adnerstag.\nEr nannte sie eine „großartige ‚Nachricht‘ für alle“.\n"

// folder is a data folder for one test.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "galley-store-")
	require.NoError(t, err)
	t.Cleanup(func() {
		if t.Failed() && *keep {
			t.Logf("data folder kept: %s", dir)
			return
		}
		_ = os.RemoveAll(dir)
	})
	return dir
}

// mustOpen opens a folder and closes it with the test.
func mustOpen(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	s, err := Open(context.Background(), dir, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// mustStore is a new store with project "demo".
func mustStore(t testing.TB) *Store {
	t.Helper()
	s := mustOpen(t, folder(t), Options{})
	_, err := s.CreateProject(t.Context(), "demo", "Probe")
	require.NoError(t, err)
	return s
}

func blocks(t text.Text) []annotations.Block {
	return []annotations.Block{{Role: annotations.Body, Start: 0, End: t.Len()}}
}

func newDocument(content string) NewDocument {
	t := text.New(content)
	return NewDocument{Text: t, Language: "de", Blocks: blocks(t)}
}

// mustAdd adds a document to project "demo".
func mustAdd(t testing.TB, s *Store, content string) *wire.Document {
	t.Helper()
	added, err := s.AddDocument(t.Context(), "demo", newDocument(content))
	require.NoError(t, err)
	d, err := s.Document(t.Context(), added.ID, "anna")
	require.NoError(t, err)
	return d
}

var nextID atomic.Int64

func newID(kind string) string { return fmt.Sprintf("%s-%d", kind, nextID.Add(1)) }

// tag is the op that makes a span of the first place where words stand.
func tag(t testing.TB, d *wire.Document, owner annotations.Owner, label, words string) ops.Op {
	t.Helper()
	before, _, ok := strings.Cut(d.Text, words)
	require.True(t, ok, "the text does not hold %q", words)
	start := text.Rune(len([]rune(before)))
	fragments := []annotations.Fragment{{Start: start, End: start + text.Rune(len([]rune(words)))}}
	return on(d, ops.CreateSpan(owner, &annotations.Span{ID: newID("span"), Label: label, Fragments: fragments, Quote: []string{words}}))
}

// attribute is the op that links a quote with its speaker.
func attribute(d *wire.Document, owner annotations.Owner, quote, speaker string) ops.Op {
	return on(d, ops.CreateLink(owner, &annotations.Link{
		ID: newID("link"), Type: "attribution",
		Roles: map[string][]string{"quote": {quote}, "speaker": {speaker}},
	}))
}

// on makes an op one on a document that nobody else changed meanwhile.
func on(d *wire.Document, op ops.Op) ops.Op {
	op.ID, op.TextSHA, op.SchemaVersion, op.BaseSeq = newID("op"), d.SHA256, 1, d.Head
	return op
}

func batch(s *Store, client string, list ...ops.Op) wire.Batch {
	return wire.Batch{ClientID: client, Epoch: s.Epoch(), Ops: list}
}

// mustAppend appends ops of Anna's and requires that all took effect.
func mustAppend(t testing.TB, s *Store, d *wire.Document, list ...ops.Op) wire.Answer {
	t.Helper()
	a, err := s.AppendOps(t.Context(), d.ID, "anna", batch(s, "tab", list...))
	require.NoError(t, err)
	for i, out := range a.Outcomes {
		require.True(t, out.Result.TookEffect(), "op %d: %+v %v", i, out, out.Problem)
	}
	return a
}

// refused requires a code and a reason.
func refused(t testing.TB, err error, code annotations.Code, reason string) {
	t.Helper()
	var e *annotations.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, code, e.Code, e.Detail)
	require.Equal(t, reason, e.Reason, e.Detail)
}

// soon waits for something that another goroutine or process brings about.
func soon(t testing.TB, what string, is func() bool) {
	t.Helper()
	require.Eventually(t, is, 10*time.Second, 5*time.Millisecond, what)
}

const (
	anna = annotations.Owner("user:anna")
	ben  = annotations.Owner("user:ben")
)
