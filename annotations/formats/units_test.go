package formats

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/text"
)

// count gives a position of code points as another tool would count it.
func count(s string, r int, u Offsets) int {
	before := string([]rune(s)[:r])
	switch u {
	case UTF16:
		return int(text.New(before).UTF16Len())
	case Bytes:
		return len(before)
	case Graphemes:
		return len(graphemeStarts(text.New(before))) - 1
	case CRLFTwo:
		return r + strings.Count(before, "\n")
	case CRLFOne:
		return r - strings.Count(before, "\r\n")
	case FromOne:
		return r + 1
	}
	return r
}

func TestTheUnitIsTheFirstInWhichEveryQuotationFits(t *testing.T) {
	t.Parallel()
	lf := "🌉 Zoe\u0301 sagte:\n„Die Flut 👩‍🚒 kommt.“\nDann ging sie."
	for unit, s := range map[Offsets]string{
		CodePoint: lf, UTF16: lf, Bytes: lf, Graphemes: lf, CRLFTwo: lf, FromOne: lf,
		CRLFOne: strings.ReplaceAll(lf, "\n", "\r\n"),
	} {
		var at []located
		runes := []rune(s)
		for _, words := range []string{"sagte", "Flut", "kommt", "Dann"} {
			start := len([]rune(s[:strings.Index(s, words)]))
			end := start + len([]rune(words))
			at = append(at, located{start: count(s, start, unit), end: count(s, end, unit), quote: words, quoted: true, place: words})
		}
		got, fragments, problems := ground(text.New(s), at, "")
		require.Equal(t, unit, got)
		require.Empty(t, problems)
		for i, f := range fragments {
			require.Equal(t, at[i].quote, string(runes[f.Start:f.End]), unit)
		}
	}
}

func TestARangeThatFitsInNoUnitIsNamedAndTheOthersAreKept(t *testing.T) {
	t.Parallel()
	unit, fragments, problems := ground(text.New("🌉 Ja und Nein"), []located{
		{start: 3, end: 5, quote: "Ja", quoted: true, place: "spans[0]"},
		{start: 6, end: 9, quote: "oder", quoted: true, place: "spans[1]"},
		{start: 10, end: 90, quote: "Nein", quoted: true, place: "spans[2]"},
		{start: 10, end: 10, place: "spans[3]"},
		{start: 1, end: 3, place: "spans[4]"},
	}, "")
	require.Equal(t, UTF16, unit)
	require.Equal(t, annotations.Fragment{Start: 2, End: 4}, fragments[0])
	require.Len(t, problems, 4)
	require.Equal(t, "quotation_differs", problems[0].Reason)
	require.Equal(t, "spans[1]", problems[0].Field)
	require.Equal(t, "outside_text", problems[1].Reason)
	require.Equal(t, "spans[3]", problems[2].Field)
	require.Equal(t, "spans[4]", problems[3].Field, "inside a surrogate pair")
}

func TestWithoutQuotationsThePreferredUnitCounts(t *testing.T) {
	t.Parallel()
	at := []located{{start: 3, end: 5}}
	unit, fragments, _ := ground(text.New("🌉 Ja und Nein"), at, "")
	require.Equal(t, CodePoint, unit)
	require.Equal(t, annotations.Fragment{Start: 3, End: 5}, fragments[0])
	unit, fragments, _ = ground(text.New("🌉 Ja und Nein"), at, UTF16)
	require.Equal(t, UTF16, unit)
	require.Equal(t, annotations.Fragment{Start: 2, End: 4}, fragments[0])
}

func TestBlanksOfAQuotationMayBeWrittenInAnotherWay(t *testing.T) {
	t.Parallel()
	for _, quote := range []string{"Ja.\n\nUnd", "Ja. Und", `Ja.\nUnd`} {
		_, _, problems := ground(text.New("Ja.\n\nUnd"), []located{{start: 0, end: 8, quote: quote, quoted: true}}, "")
		require.Empty(t, problems, quote)
	}
	_, _, problems := ground(text.New("Ja.\n\nUnd"), []located{{start: 0, end: 8, quote: "Ja.Und", quoted: true}}, "")
	require.Len(t, problems, 1)
}

func TestEveryPositionOfAUnitIsFoundAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("aß\u0301🙂\u200d👩\n\r „“")), 1, 60, -1).Draw(t, "text")
		unit := rapid.SampledFrom(unitOrder).Draw(t, "unit")
		txt := text.New(s)
		if !possible(txt, unit) {
			return
		}
		find := finder(txt, unit)
		r := rapid.IntRange(0, int(txt.Len())).Draw(t, "at")
		if unit == Graphemes {
			starts := graphemeStarts(txt)
			r = int(starts[r%len(starts)].at)
		}
		if unit == CRLFOne && r > 0 && r < int(txt.Len()) && txt.Slice(text.Rune(r-1), text.Rune(r+1)) == "\r\n" {
			return // inside a line end
		}
		got, ok := find(count(s, r, unit))
		require.True(t, ok)
		require.Equal(t, text.Rune(r), got)
		_, ok = find(-1)
		require.False(t, ok)
		_, ok = find(len(s) + 2*strings.Count(s, "\n") + 2)
		require.False(t, ok)
	})
}
