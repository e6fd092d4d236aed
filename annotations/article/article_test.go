package article_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/article"
	"galley/annotations/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden prints a result as a reader checks it: metadata, a blank line, then a
// block a line with its role, its reason and its words.
func golden(t text.Text, r article.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "language = %s\n", r.Language)
	for _, k := range slices.Sorted(maps.Keys(r.Meta)) {
		fmt.Fprintf(&b, "%s = %s\n", k, r.Meta[k])
	}
	b.WriteByte('\n')
	for i, block := range r.Blocks {
		words := strings.TrimRight(t.Slice(block.Start, block.End), "\n ")
		fmt.Fprintf(&b, "%-10s %-24s | %s\n", block.Role, r.Reasons[i], strings.ReplaceAll(words, "\n", "⏎"))
	}
	return b.String()
}

func TestPagesAreCutIntoTheBlocksTheirGoldenFilesShow(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 18)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			txt := mustParse(t, mustRead(t, file))
			r := article.Recognise(txt)
			requireSound(t, txt, r)
			got, name := golden(txt, r), strings.TrimSuffix(file, ".txt")+".golden"
			if *update {
				require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
			}
			require.Equal(t, mustRead(t, name), got)
		})
	}
}

func mustRead(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(raw)
}

func mustParse(t *testing.T, raw string) text.Text {
	t.Helper()
	txt, err := text.Parse(raw)
	require.NoError(t, err)
	return txt
}

// requireSound holds for every text: blocks cover it, each with a reason that
// has a sentence in both languages.
func requireSound(t *testing.T, txt text.Text, r article.Result) {
	t.Helper()
	require.NoError(t, annotations.CheckBlocks(r.Blocks, txt.Len()))
	require.Len(t, r.Reasons, len(r.Blocks))
	for _, why := range r.Reasons {
		require.NotEmpty(t, why.Sentence("de"), why)
		require.NotEmpty(t, why.Sentence("en"), why)
		require.NotEqual(t, why.Sentence("de"), why.Sentence("en"))
	}
}
