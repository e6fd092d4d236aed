package formats

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/text"
)

func TestPassagesCoverTheTextAndCutNoSpan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		txt := text.New(rapid.StringOfN(rapid.SampledFrom([]rune("ab. B\n„“🙂!")), 1, 80, -1).Draw(t, "text"))
		limit := text.Rune(rapid.IntRange(1, 30).Draw(t, "limit"))
		var spans []*annotations.Span
		for range rapid.IntRange(0, 3).Draw(t, "spans") {
			start := text.Rune(rapid.IntRange(0, int(txt.Len())-1).Draw(t, "start"))
			end := text.Rune(rapid.IntRange(int(start)+1, int(txt.Len())).Draw(t, "end"))
			spans = append(spans, &annotations.Span{Fragments: []annotations.Fragment{{Start: start, End: end}}})
		}
		at := text.Rune(0)
		found := 0
		for _, p := range passages(txt, spans, func(start, end text.Rune) bool { return end-start <= limit }) {
			require.Empty(t, strings.TrimSpace(txt.Slice(at, p.Start)), "nothing but blanks is left out")
			require.Less(t, p.Start, p.End)
			at = p.End
			found += len(inside(spans, p))
		}
		require.Empty(t, strings.TrimSpace(txt.Slice(at, txt.Len())))
		for _, sp := range spans {
			if strings.TrimSpace(txt.Slice(sp.Start(), sp.End())) == "" {
				found++ // blanks alone may lie between two passages
			}
		}
		require.GreaterOrEqual(t, found, len(spans), "every span is in a passage")
	})
}

func TestPassagesEndWithParagraphsWhereTheyCan(t *testing.T) {
	t.Parallel()
	txt := text.New("Eins. Zwei.\nDrei. Vier.\nFünf ist ein langer Satz. Sechs.")
	cut := func(limit text.Rune) (all []string) {
		for _, p := range passages(txt, nil, func(start, end text.Rune) bool { return end-start <= limit }) {
			all = append(all, txt.Slice(p.Start, p.End))
		}
		return all
	}
	require.Equal(t, []string{"Eins. Zwei.\n", "Drei. Vier.\n", "Fünf ist ein langer Satz. ", "Sechs."}, cut(17))
	require.Equal(t, []string{"Eins. Zwei.\nDrei. Vier.\n", "Fünf ist ein langer Satz. Sechs."}, cut(40))
	require.Equal(t, []string{txt.String()}, cut(400))
}

func TestWordsAreJoinedAsTheyArePrinted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ language, words, want string }{
		{"de", "„ Ja “ , sagte sie ( leise ) .", "„Ja“, sagte sie (leise)."},
		{"", "» Ja « – ... gut !", "»Ja« – ... gut!"},
		{"en", "“ Yes , ” she said : no … 5 %", "“Yes,” she said: no … 5 %"},
	} {
		got, places := joinWords([][]string{strings.Fields(c.words), {"🙂", "x"}}, c.language)
		require.Equal(t, c.want+"\n🙂 x", got)
		for i, w := range strings.Fields(c.words) {
			require.Equal(t, w, text.New(got).Slice(places[0][i].Start, places[0][i].End))
		}
	}
}
