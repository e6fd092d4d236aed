package export_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations/formats/formatstest"
	"galley/annotations/wire"
	"galley/server/export"
)

func TestDocumentsThatAreAddedNeverMoveAnother(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		split := export.Split{Parts: rapid.SampledFrom([][]int{{80, 10, 10}, {80, 20}, {1, 1, 1}, {90, 0, 10}}).Draw(t, "parts"), Seed: rapid.StringN(0, 8, -1).Draw(t, "seed")}
		// A document is in the group of one before it, or begins its own.
		groups, parts := []string{}, []string{}
		for i := range rapid.IntRange(1, 60).Draw(t, "n") {
			group := fmt.Sprint("d", i)
			if i > 0 && rapid.Bool().Draw(t, "near") {
				group = groups[rapid.IntRange(0, i-1).Draw(t, "like")]
			}
			groups, parts = append(groups, group), append(parts, split.Of(group))
			for k := range groups {
				require.Equal(t, parts[k], split.Of(groups[k]), "a document stays where it was")
				if groups[k] == group {
					require.Equal(t, parts[k], parts[i], "a group is in one part")
				}
			}
		}
	})
}

func TestPartsApproachTheirShares(t *testing.T) {
	t.Parallel()
	split, err := export.ParseSplit("80/10/10")
	require.NoError(t, err)
	counts := map[string]int{}
	const n = 20_000
	for i := range n {
		counts[split.Of(fmt.Sprint("document-", i))]++
	}
	for part, share := range map[string]float64{"train": .8, "validation": .1, "test": .1} {
		// Four standard deviations: the draw is fixed, so this never fails by chance.
		require.InDelta(t, share*n, counts[part], 4*math.Sqrt(n*share*(1-share)), part)
	}
	other := split
	other.Seed = "other"
	moved := 0
	for i := range n {
		if split.Of(fmt.Sprint("document-", i)) != other.Of(fmt.Sprint("document-", i)) {
			moved++
		}
	}
	require.Greater(t, moved, n/10, "another seed is another draw")
}

// The rule is a promise: data sets that were split by it must stay apart.
func TestTheRuleOfASplitNeverChanges(t *testing.T) {
	t.Parallel()
	split, err := export.ParseSplit("60/20/20")
	require.NoError(t, err)
	var parts []string
	for i := range 10 {
		parts = append(parts, split.Of(fmt.Sprint("d", i)))
	}
	require.Equal(t, []string{"train", "validation", "test", "train", "test", "test", "validation", "validation", "train", "train"}, parts)
	require.Contains(t, split.Rule(), `seed "galley"`)
}

func TestEveryFormatIsWrittenInParts(t *testing.T) {
	t.Parallel()
	split, err := export.ParseSplit("1/1/1")
	require.NoError(t, err)
	for _, name := range []string{"galley", "doccano", "brat", "spacy", "conll", "hf", "csv"} {
		job, err := export.New(three()).Plan(t.Context(), export.Request{Project: "demo", Format: name, Split: split})
		require.NoError(t, err)
		require.True(t, job.Folder())
		f := formatstest.Folder{}
		outcome, err := job.WriteFolder(t.Context(), f)
		require.NoError(t, err, name)
		want := map[string]int{}
		for _, it := range three().items {
			want[split.Of(it.Document.ID)]++
		}
		require.Equal(t, want, outcome.Splits, name)
		require.Contains(t, f["README.md"].String(), "sha256(seed", name)
		require.Contains(t, f, "export-report.json", name)
	}
}

func TestBadSplitsAreRefused(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"80", "80/10/5/5", "a/b", "-1/2", "0/0", "80/20/", ""} {
		_, err := export.ParseSplit(s)
		require.Error(t, err, s)
	}
	_, err := export.New(three()).Release(t.Context(), "demo", "anna", wire.NewRelease{Name: "r", Choice: map[string]string{"format": "brat"}})
	require.ErrorContains(t, err, "says nothing of what belongs to a data set")
}
