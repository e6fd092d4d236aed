package article_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/article"
	"galley/annotations/text"
)

func TestALineIsCutWhereAMarkedRoleEndsInsideIt(t *testing.T) {
	t.Parallel()
	txt := text.New("Museen:Der Löwe kehrt heim\n\nVon Karla Wendt\n\nDer Löwe ist schwerer als gedacht, sagt die Waage am Tor.")
	r := article.RecogniseMarked(txt, []article.Mark{
		{Start: 0, End: 7, Role: annotations.Kicker, Why: article.NamedSo, Firm: true},
		{Start: 7, End: 26, Role: annotations.Headline, Why: article.PageTitle, Firm: true},
		{Start: 28, End: 43},
		{Start: 45, End: txt.Len(), Shape: article.Paragraphed},
	})
	require.Equal(t, []annotations.Role{annotations.Kicker, annotations.Headline, annotations.Byline, annotations.Body}, roles(r))
	require.Equal(t, []article.Reason{article.NamedSo, article.PageTitle, article.AuthorOrTime, article.Paragraph}, r.Reasons)
	require.Equal(t, "Karla Wendt", r.Meta["author"])
}

func TestWordsGoBeforeAMarkThatIsNotFirm(t *testing.T) {
	t.Parallel()
	txt := text.New("Der Rat hat am Abend lange beraten und dann entschieden.\n\nMit Agenturmaterial.\n\nHafen")
	mark := func(firm bool) article.Result {
		return article.RecogniseMarked(txt, []article.Mark{{Start: 0, End: 56, Shape: article.Paragraphed}, {Start: 58, End: txt.Len(), Role: annotations.Related, Why: article.BelowArticle, Firm: firm}})
	}
	require.Equal(t, []annotations.Role{annotations.Body, annotations.Note, annotations.Related}, roles(mark(false)))
	require.Equal(t, []annotations.Role{annotations.Body, annotations.Related, annotations.Related}, roles(mark(true)))
}

func TestWhateverIsMarkedTheBlocksCoverTheText(t *testing.T) {
	t.Parallel()
	line := rapid.SampledFrom([]string{"Anzeige", "Der Rat hat am Abend lange beraten und entschieden.", "Von Ole Brandt", "14:32 Uhr", "", "  ", "Mehr zum Thema", "Museen:Der Löwe 😀", "Ostrow. Es regnet seit Tagen.", "Foto: AFP", "(olb)", "Read more", "Verwendete Quellen"})
	rapid.Check(t, func(rt *rapid.T) {
		raw := ""
		for _, l := range rapid.SliceOfN(line, 1, 20).Draw(rt, "lines") {
			raw += l + "\n"
		}
		txt := text.New(raw)
		var marks []article.Mark
		for at := text.Rune(0); at < txt.Len(); {
			start := min(at+text.Rune(rapid.IntRange(0, 4).Draw(rt, "gap")), txt.Len()-1)
			end := min(start+text.Rune(rapid.IntRange(1, 40).Draw(rt, "length")), txt.Len())
			marks = append(marks, article.Mark{Start: start, End: end, Why: article.NamedSo, Firm: rapid.Bool().Draw(rt, "firm"),
				Role:  rapid.SampledFrom(append([]annotations.Role{""}, annotations.Roles...)).Draw(rt, "role"),
				Shape: rapid.SampledFrom([]article.Shape{article.Unshaped, article.Paragraphed, article.Headed}).Draw(rt, "shape")})
			at = end
		}
		r := article.RecogniseMarked(txt, marks)
		require.NoError(rt, annotations.CheckBlocks(r.Blocks, txt.Len()))
		require.Len(rt, r.Reasons, len(r.Blocks))
	})
}
