package demo_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/text"
	"galley/server/demo"
)

var update = flag.Bool("update", false, "rewrite demo.jsonl and the golden files")

func documents(t *testing.T) []document {
	t.Helper()
	files, err := filepath.Glob("src/*.txt")
	require.NoError(t, err)
	var all []document
	for _, f := range files {
		all = append(all, build(t, f))
	}
	return all
}

func TestTheSampleIsWhatItsSourcesGive(t *testing.T) {
	want := encode(t, documents(t))
	if *update {
		require.NoError(t, os.WriteFile(demo.File, want, 0o644))
		return
	}
	have, err := demo.FS.ReadFile(demo.File)
	require.NoError(t, err)
	require.Equal(t, string(want), string(have), "run go test ./server/demo -update")
}

func TestEveryBlockHasTheRoleThatWasCheckedByEye(t *testing.T) {
	for _, d := range documents(t) {
		txt := text.New(d.Text)
		require.NoError(t, annotations.CheckBlocks(d.Blocks, txt.Len()))
		var b strings.Builder
		for _, block := range d.Blocks {
			fmt.Fprintf(&b, "%-10s | %s\n", block.Role, strings.TrimSpace(txt.Slice(block.Start, block.End)))
		}
		name := "src/" + strings.TrimSuffix(d.Meta["source"], ".txt") + ".roles"
		if *update {
			require.NoError(t, os.WriteFile(name, []byte(b.String()), 0o644))
		}
		want, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Equal(t, string(want), b.String())
	}
}

func TestTheSampleShowsWhatANewcomerShouldSee(t *testing.T) {
	all := documents(t)
	require.Len(t, all, 3)
	require.Equal(t, []string{"de", "en", "de"}, []string{all[0].Language, all[1].Language, all[2].Language})
	require.Empty(t, all[2].Sets, "the third article is the newcomer's first task")
	for _, d := range all[:2] {
		require.Len(t, d.Sets, 1)
		labels, kinds, split := map[string]int{}, map[string]int{}, 0
		for _, sp := range d.Sets[0].Spans {
			labels[sp.Label]++
			if q, ok := sp.Attributes["quote_type"].Str(); ok && q != "" {
				kinds[q]++
			}
			if len(sp.Fragments) > 1 {
				split++
			}
		}
		for _, l := range annotations.News().Labels {
			if l.ID != "MISC" {
				require.Positive(t, labels[l.ID], "%s has no %s", d.Meta["source"], l.ID)
			}
		}
		require.Equal(t, 3, labels["claim"])
		require.Positive(t, kinds["direct"])
		require.Positive(t, kinds["indirect"])
		require.GreaterOrEqual(t, split, 3)
	}
}

// The boundary rules that can be told from the characters alone.
func TestSpansKeepTheBoundaryRules(t *testing.T) {
	for _, d := range documents(t)[:2] {
		for _, sp := range d.Sets[0].Spans {
			first, last := sp.Quote[0], sp.Quote[len(sp.Quote)-1]
			switch kind, _ := sp.Attributes["quote_type"].Str(); kind {
			case "direct":
				for _, q := range sp.Quote {
					require.Contains(t, "„‚“‘", string([]rune(q)[0]), q)
					require.Contains(t, "“‘”’", string([]rune(q)[len([]rune(q))-1]), q)
				}
			case "indirect":
				require.NotRegexp(t, `[.,:]$`, last)
			case "reported", "indirect_free_indirect", "free_indirect":
				require.Regexp(t, `\.$`, last)
			}
			switch sp.Label {
			case "speaker", "cue", "addressee":
				require.NotRegexp(t, `^[,:„“]|[,:.“”]$`, first)
			case "frame":
				require.NotRegexp(t, `\.$`, last)
			}
		}
	}
}
