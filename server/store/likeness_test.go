package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/text"
)

// report is a text of n sentences; those named are other ones.
func report(n int, other ...int) string {
	var b strings.Builder
	for i := range n {
		word := "Brücke"
		for _, o := range other {
			if o == i {
				word = "Fähre"
			}
		}
		fmt.Fprintf(&b, "Satz %d über die %s am Hafen Nummer %d. ", i, word, i*7)
	}
	return b.String()
}

// kin reads the group of each document, by the order in which they were added.
func kin(t *testing.T, s *Store) (groups []int64) {
	t.Helper()
	require.NoError(t, s.view(t.Context(), func(src source) (err error) {
		groups, err = collect(src, func(row scanner) (n int64, err error) { return n, row.Scan(&n) }, `SELECT coalesce(kin, 0) FROM document ORDER BY number`)
		return err
	}))
	return groups
}

func TestVersionsOfATextAreOneGroupWhateverOrderTheyComeIn(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	_, err := s.CreateProject(t.Context(), "p", "")
	require.NoError(t, err)
	_, err = s.CreateProject(t.Context(), "q", "")
	require.NoError(t, err)
	made, err := s.AddDocuments(t.Context(), "p", []NewDocument{
		newDocument(report(30)), newDocument("Ein ganz anderer Text, der mit dem Hafen nichts zu tun hat und auch sonst nicht viel."),
		newDocument(report(30, 3)), newDocument(report(30, 3, 9)), {Text: text.New("x"), Blocks: nil}, newDocument(report(30)),
	})
	require.NoError(t, err)
	require.Equal(t, made[0].ID, made[2].Similar)
	require.Equal(t, made[2].ID, made[3].Similar)
	require.Error(t, made[4].Err, "one bad document stops no other")
	require.True(t, made[5].Existing)
	require.Equal(t, []int64{1, 0, 1, 1}, kin(t, s))
	_, err = s.AddDocument(t.Context(), "q", newDocument(report(30, 4)))
	require.NoError(t, err)
	require.Equal(t, []int64{1, 0, 1, 1, 0}, kin(t, s), "projects do not meet")
}

func TestDocumentsFromBeforeSketchesAreSketchedLater(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	_, err := s.CreateProject(t.Context(), "p", "")
	require.NoError(t, err)
	_, err = s.AddDocuments(t.Context(), "p", []NewDocument{newDocument(report(30)), newDocument(report(30, 3)), newDocument("… – !")})
	require.NoError(t, err)
	require.NoError(t, s.update(t.Context(), func(t *tx) error {
		for _, q := range []string{`DELETE FROM sketch_band`, `DELETE FROM sketch`, `UPDATE document SET kin = NULL`} {
			if _, err := t.exec(q); err != nil {
				return err
			}
		}
		return nil
	}))
	n, err := s.SketchMissing(t.Context(), 2)
	require.NoError(t, err)
	require.Equal(t, 2, n)
	n, err = s.SketchMissing(t.Context(), 2)
	require.NoError(t, err)
	require.Equal(t, 1, n, "a text without words is done too")
	n, err = s.SketchMissing(t.Context(), 2)
	require.NoError(t, err)
	require.Zero(t, n)
	require.Equal(t, []int64{1, 1, 0}, kin(t, s))
}
