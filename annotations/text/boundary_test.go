package text_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"

	"galley/annotations/text"
)

// at is the code point where a string begins.
func at(t *testing.T, txt text.Text, s string) text.Rune {
	t.Helper()
	i := strings.Index(txt.String(), s)
	require.GreaterOrEqual(t, i, 0, s)
	return txt.FromByte(text.Byte(i))
}

func TestASelectionSnapsToWordsTheWayAnEditorMeansIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, selected, want string }{
		"part of two words takes both":        {"Ja. „Wir sind bereit!“ rief er", "ir sind berei", "Wir sind bereit"},
		"a selected mark is kept":             {"Ja. „Wir sind bereit!“ rief er", "„Wir sind berei", "„Wir sind bereit"},
		"both marks and the point are kept":   {"Ja. „Wir sind bereit!“ rief er", "„Wir sind bereit!“", "„Wir sind bereit!“"},
		"blanks at the edges are let go":      {"Ja. „Wir sind bereit!“ rief er", " „Wir sind bereit!“ ", "„Wir sind bereit!“"},
		"one letter takes its word":           {"größte Städte", "ö", "größte"},
		"a compound with hyphen takes a part": {"US-Präsident Trump", "räsiden", "Präsident"},
		"a no-break space is a blank":         {"2500\u00a0Kilometer weit", "\u00a0Kilometer", "Kilometer"},
		"a soft hyphen is inside the word":    {"die Marsch\u00adflug\u00adkörper fliegen", "flug", "Marsch\u00adflug\u00adkörper"},
		"a combining mark is not left behind": {"Mu\u0308ller kam", "u", "Mu\u0308ller"},
		"a mark alone stays alone":            {"(oder doch)", "(", "("},
		"an apostrophe is inside the word":    {"I’ve told it", "ve", "I’ve"},
		"half an emoji takes all of it":       {"Familie 👨‍👩‍👧 lacht", "👩", "👨‍👩‍👧"},
		"digits are words":                    {"um 2.500 Euro", "00", "2.500"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			txt := text.New(c.in)
			from := at(t, txt, c.selected)
			s, e := txt.Words(from, from+text.New(c.selected).Len())
			require.Equal(t, c.want, txt.Slice(s, e))
		})
	}
}

func TestASelectionOfBlanksAloneIsEmpty(t *testing.T) {
	t.Parallel()
	txt := text.New("a \u00a0\n b")
	s, e := txt.Words(1, 5)
	require.Equal(t, s, e)
	s, e = txt.Words(3, 3)
	require.Equal(t, s, e)
}

func TestWordsDoNotReachOverALineEnd(t *testing.T) {
	t.Parallel()
	txt := text.New("Dach\nzeile")
	s, e := txt.Words(2, 3)
	require.Equal(t, "Dach", txt.Slice(s, e))
	s, e = txt.Words(2, 7)
	require.Equal(t, "Dach\nzeile", txt.Slice(s, e))
}

func TestGraphemesAreNeverSplit(t *testing.T) {
	t.Parallel()
	for _, cluster := range []string{"👨‍👩‍👧", "👳🏻‍♀️", "🇩🇪", "1️⃣", "u\u0308", "e\u0301\u0323"} {
		txt := text.New("a" + cluster + "b")
		n := text.New(cluster).Len()
		for start := text.Rune(1); start < 1+n; start++ {
			s, e := txt.Graphemes(start, start+1)
			require.Equal(t, cluster, txt.Slice(s, e), "%q at %d", cluster, start)
		}
		require.Equal(t, 1+n, txt.Grapheme(1, true))
		require.Equal(t, text.Rune(1), txt.Grapheme(1+n, false))
		s, e := txt.Graphemes(0, 1)
		require.Equal(t, "a", txt.Slice(s, e), "neighbours are not taken")
		s, e = txt.Graphemes(1+n, 2+n)
		require.Equal(t, "b", txt.Slice(s, e))
	}
	txt := text.New("ab")
	require.Equal(t, text.Rune(2), txt.Grapheme(2, true))
	require.Equal(t, text.Rune(0), txt.Grapheme(0, false))
}

func TestWordAtIsWhatADoubleClickMeans(t *testing.T) {
	t.Parallel()
	txt := text.New("„Wir sind“ da.")
	for _, c := range []struct {
		at   text.Rune
		want string
	}{{1, "Wir"}, {3, "Wir"}, {4, "Wir"}, {5, "sind"}, {9, "sind"}, {13, "da"}, {0, ""}, {14, ""}} {
		s, e := txt.WordAt(c.at)
		require.Equal(t, c.want, txt.Slice(s, e), "at %d", c.at)
	}
}

func TestStepsGoFromWordToWordAndStopAtTheEnds(t *testing.T) {
	t.Parallel()
	txt := text.New("„Wir sind“, sagte er.\n\nUnd dann?")
	var ends, starts []string
	for r := text.Rune(0); r < txt.Len(); {
		next := txt.NextWord(r)
		if next == txt.Len() {
			break
		}
		s, e := txt.WordAt(next)
		ends, r = append(ends, txt.Slice(s, e)), next
	}
	require.Equal(t, []string{"Wir", "sind", "sagte", "er", "Und", "dann"}, ends)
	for r := txt.Len(); r > 0; {
		r = txt.PrevWord(r)
		if r == 0 {
			break
		}
		_, e := txt.WordAt(r + 1)
		starts = append(starts, txt.Slice(r, e))
	}
	require.Equal(t, []string{"dann", "Und", "er", "sagte", "sind", "Wir"}, starts)
	require.Equal(t, at(t, txt, "sind"), txt.NextStart(1))
	require.Equal(t, at(t, txt, "“"), txt.PrevEnd(at(t, txt, "sagte")))
	require.Equal(t, txt.Len(), txt.NextWord(txt.Len()))
	require.Equal(t, text.Rune(0), txt.PrevWord(0))
}

func TestStepsCrossALongBlank(t *testing.T) {
	t.Parallel()
	txt := text.New("eins" + strings.Repeat(" ", 3000) + "zwei")
	require.Equal(t, text.Rune(3004), txt.NextStart(1))
	require.Equal(t, text.Rune(3008), txt.NextWord(4))
	require.Equal(t, text.Rune(4), txt.PrevEnd(3004))
	require.Equal(t, text.Rune(0), txt.PrevWord(3000))
}

func TestARunOf20000CharactersWithoutABlankCostsNoMoreThanTheWindow(t *testing.T) {
	t.Parallel()
	txt := text.New(strings.Repeat("ä", 20_000))
	start := time.Now()
	s, e := txt.Words(10_000, 10_001)
	require.True(t, s <= 10_000 && 10_001 <= e, "the selection is kept")
	require.LessOrEqual(t, e-s, text.Rune(1100))
	for range 100 {
		txt.Words(10_000, 10_001)
		txt.NextWord(10_000)
	}
	require.Less(t, time.Since(start), 5*time.Second)
	require.Equal(t, txt.Len(), txt.NextWord(19_999))
}

func FuzzSnappingKeepsTheSelectedWordsAndNeverSplitsAGrapheme(f *testing.F) {
	for _, raw := range traps {
		f.Add(raw, 1, 3)
	}
	f.Add("„Wir sind bereit!“", 0, 4)
	f.Fuzz(func(t *testing.T, raw string, start, end int) {
		txt := text.New(raw)
		if len(raw) > 1500 || !txt.Valid(text.Rune(start), text.Rune(end)) {
			return
		}
		gs, ge := txt.Graphemes(text.Rune(start), text.Rune(end))
		require.True(t, 0 <= gs && gs <= text.Rune(start) && text.Rune(end) <= ge && ge <= txt.Len())
		again, end2 := txt.Graphemes(gs, ge)
		require.Equal(t, [2]text.Rune{gs, ge}, [2]text.Rune{again, end2}, "snapping twice is snapping once")

		s, e := txt.Words(text.Rune(start), text.Rune(end))
		require.True(t, 0 <= s && s <= e && e <= txt.Len())
		kept := strings.TrimFunc(txt.Slice(text.Rune(start), text.Rune(end)), unicode.IsSpace)
		if kept == "" {
			require.Equal(t, s, e)
			return
		}
		require.Contains(t, txt.Slice(s, e), kept)
		s2, e2 := txt.Graphemes(s, e)
		require.Equal(t, [2]text.Rune{s, e}, [2]text.Rune{s2, e2}, "no grapheme is split")
	})
}
