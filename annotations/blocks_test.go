package annotations_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/text"
)

func page() []annotations.Block {
	return []annotations.Block{
		{Role: annotations.Kicker, Start: 0, End: 7}, {Role: annotations.Headline, Start: 7, End: 30},
		{Role: annotations.Body, Start: 30, End: 31}, {Role: annotations.Advert, Start: 31, End: 80},
	}
}

func TestABlockGetsAnotherRole(t *testing.T) {
	t.Parallel()
	edited, err := annotations.SetBlockRole(page(), 31, annotations.Note)
	require.NoError(t, err)
	want := page()
	want[3].Role = annotations.Note
	require.Equal(t, want, edited)
}

func TestABlockIsSplitAndItsSecondPartGetsARole(t *testing.T) {
	t.Parallel()
	edited, err := annotations.SplitBlock(page(), 40, annotations.Body)
	require.NoError(t, err)
	require.Equal(t, append(page()[:3], annotations.Block{Role: annotations.Advert, Start: 31, End: 40}, annotations.Block{Role: annotations.Body, Start: 40, End: 80}), edited)
}

func TestABlockIsMergedIntoTheOneBefore(t *testing.T) {
	t.Parallel()
	edited, err := annotations.MergeBlocks(page(), 30)
	require.NoError(t, err)
	require.Equal(t, []annotations.Block{page()[0], {Role: annotations.Headline, Start: 7, End: 31}, page()[3]}, edited)
}

func TestEditsOfBlocksThatMeanNothingAreRefused(t *testing.T) {
	t.Parallel()
	none := func(b []annotations.Block, err error) error { require.Nil(t, b); return err }
	for name, c := range map[string]struct {
		err    error
		reason string
	}{
		"a role that there is not":       {none(annotations.SetBlockRole(page(), 0, "poem")), "unknown_role"},
		"a start inside a block":         {none(annotations.SetBlockRole(page(), 8, annotations.Body)), "unknown_block"},
		"a start beyond the text":        {none(annotations.SetBlockRole(page(), 80, annotations.Body)), "unknown_block"},
		"a start before the text":        {none(annotations.MergeBlocks(page(), -1)), "unknown_block"},
		"no blocks at all":               {none(annotations.MergeBlocks(nil, 0)), "unknown_block"},
		"a split at the start":           {none(annotations.SplitBlock(page(), 0, annotations.Body)), "bad_split"},
		"a split at a border":            {none(annotations.SplitBlock(page(), 30, annotations.Body)), "bad_split"},
		"a split at the end":             {none(annotations.SplitBlock(page(), 80, annotations.Body)), "bad_split"},
		"a split beyond the end":         {none(annotations.SplitBlock(page(), 99, annotations.Body)), "bad_split"},
		"a split before the text":        {none(annotations.SplitBlock(page(), -3, annotations.Body)), "bad_split"},
		"a split of a single code point": {none(annotations.SplitBlock(page(), 31, annotations.Body)), "bad_split"},
		"a split into no role":           {none(annotations.SplitBlock(page(), 40, "")), "unknown_role"},
		"a split of no blocks":           {none(annotations.SplitBlock(nil, 0, annotations.Body)), "bad_split"},
		"the first block merged":         {none(annotations.MergeBlocks(page(), 0)), "first_block"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var e *annotations.Error
			require.ErrorAs(t, c.err, &e)
			require.Equal(t, c.reason, e.Reason)
		})
	}
}

func TestWhateverIsEditedTheBlocksCoverTheTextAndTheOldOnesStay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const n = 40
		blocks := []annotations.Block{{Role: annotations.Body, Start: 0, End: n}}
		for range rapid.IntRange(1, 30).Draw(t, "edits") {
			before, kept := slices.Clone(blocks), blocks
			at, role := text.Rune(rapid.IntRange(-1, n+1).Draw(t, "at")), rapid.SampledFrom(annotations.Roles).Draw(t, "role")
			var edited []annotations.Block
			var err error
			switch rapid.IntRange(0, 2).Draw(t, "edit") {
			case 0:
				edited, err = annotations.SetBlockRole(blocks, at, role)
			case 1:
				edited, err = annotations.SplitBlock(blocks, at, role)
				if err == nil {
					back, err := annotations.MergeBlocks(edited, at)
					require.NoError(t, err)
					require.Equal(t, before, back, "merging undoes a split")
				}
			default:
				edited, err = annotations.MergeBlocks(blocks, at)
			}
			require.Equal(t, before, kept)
			if err == nil {
				blocks = edited
			}
			require.NoError(t, annotations.CheckBlocks(blocks, n))
		}
	})
}
