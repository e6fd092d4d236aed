package export_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/wire"
	"galley/server/export"
)

// source has items, and fails after them when there is an error.
type source struct {
	items []*formats.Item
	err   error
}

func (s source) Schema(_ context.Context, project string) (*annotations.Schema, error) {
	if project != "demo" {
		return nil, annotations.Errorf(annotations.NotFound, "unknown_project", "project", "no")
	}
	return annotations.News(), nil
}

func (s source) SchemaAt(ctx context.Context, project string, _ int) (*annotations.Schema, error) {
	return s.Schema(ctx, project)
}

func (s source) Items(_ context.Context, q export.Selection) iter.Seq2[export.Entry, error] {
	return func(yield func(export.Entry, error) bool) {
		for _, it := range s.items {
			p := export.Place{ID: "address-of-" + it.Document.ID, FileID: it.Document.ID, Group: it.Document.ID, Published: it.Document.Meta["published"]}
			if (q.Keep == nil || q.Keep(p)) && !yield(export.Entry{Place: p, Item: it}, nil) {
				return
			}
		}
		if s.err != nil {
			yield(export.Entry{}, s.err)
		}
	}
}

func (s source) Places(ctx context.Context, q export.Selection) iter.Seq2[export.Place, error] {
	return func(yield func(export.Place, error) bool) {
		for e, err := range s.Items(ctx, q) {
			if !yield(e.Place, err) {
				return
			}
		}
	}
}

func (source) People(context.Context) ([]string, error) { return []string{"ben", "anna"}, nil }

func (source) Release(context.Context, string, string) (wire.Release, error) {
	return wire.Release{}, annotations.Errorf(annotations.NotFound, "unknown_release", "release", "no")
}

func (source) AddRelease(context.Context, string, string, wire.NewRelease, []string) error {
	return errors.New("not here")
}

func (source) SealRelease(context.Context, string, string, string, wire.ReleaseCounts) error {
	return errors.New("not here")
}

func three() source {
	return source{items: []*formats.Item{formatstest.Bridge(), formatstest.Market(), formatstest.Bare()}}
}

func write(t *testing.T, r export.Request) (string, export.Outcome) {
	t.Helper()
	r.Project = "demo"
	job, err := export.New(three()).Plan(t.Context(), r)
	require.NoError(t, err)
	var b bytes.Buffer
	report, err := job.Write(t.Context(), &b)
	require.NoError(t, err)
	return b.String(), report
}

func TestPlanRefusesBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	for field, r := range map[string]export.Request{
		"format":  {Project: "demo", Format: "xls"},
		"set":     {Project: "demo", Set: "anna"},
		"offsets": {Project: "demo", Format: "doccano", Offsets: "bytes"},
		"project": {Project: "nix"},
	} {
		_, err := export.New(three()).Plan(t.Context(), r)
		var p *annotations.Error
		require.ErrorAs(t, err, &p, field)
		require.Equal(t, field, p.Field)
	}
	_, err := export.New(three()).Plan(t.Context(), export.Request{Project: "demo", Offsets: formats.UTF16})
	require.ErrorContains(t, err, "always counts code points")
}

func TestOneOwnersSetAloneIsWritten(t *testing.T) {
	t.Parallel()
	file, report := write(t, export.Request{Set: "gold"})
	require.Equal(t, 3, strings.Count(file, "\n"), "the native format keeps every document")
	require.Contains(t, file, `"owner":"gold"`)
	require.NotContains(t, file, `"owner":"user:`)
	require.Empty(t, report.Losses)

	var losses []formats.Loss
	file, report = write(t, export.Request{Set: "user:ben", Format: "doccano", Loss: func(l formats.Loss) { losses = append(losses, l) }})
	require.Equal(t, 1, strings.Count(file, "\n"))
	require.Equal(t, 2, report.Losses[formats.NoSet])
	require.Contains(t, losses, formats.Loss{Document: formatstest.Bare().Document.ID, Owner: "user:ben", Reason: formats.NoSet})
}

func TestAnExportThatFailsSaysSo(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	s := three()
	s.err = broken
	job, err := export.New(s).Plan(t.Context(), export.Request{Project: "demo"})
	require.NoError(t, err)
	_, err = job.Write(t.Context(), io.Discard)
	require.ErrorIs(t, err, broken)
	job, err = export.New(three()).Plan(t.Context(), export.Request{Project: "demo"})
	require.NoError(t, err)
	_, err = job.Write(t.Context(), failing{})
	require.ErrorIs(t, err, io.ErrClosedPipe)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = job.Write(ctx, io.Discard)
	require.ErrorIs(t, err, context.Canceled)
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestFileNamesAreMadeOfProjectSetAndFormat(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]export.Request{
		"demo.jsonl": {}, "demo-gold.jsonl": {Set: "gold"}, "demo-user-anna.doccano.jsonl": {Set: "user:anna", Format: "doccano"},
		"demo.doccano-rel.jsonl": {Set: "all", Format: "doccano-rel"},
	} {
		r.Project = "demo"
		job, err := export.New(three()).Plan(t.Context(), r)
		require.NoError(t, err)
		require.Equal(t, want, job.FileName())
	}
}
