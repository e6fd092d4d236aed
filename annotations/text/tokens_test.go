package text_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations/text"
)

func TestTokensAreWordsAndMarksWithoutBlanks(t *testing.T) {
	t.Parallel()
	txt := text.New("🌉 „Wir sind bereit!“, sagte\u00a0Zoe\u0301.\n\nAm 16.10.2025")
	var got []string
	for start, end := range txt.Tokens() {
		got = append(got, txt.Slice(start, end))
	}
	require.Equal(t, []string{"🌉", "„", "Wir", "sind", "bereit", "!", "“", ",", "sagte", "Zoe\u0301", ".", "Am", "16.10.2025"}, got)
}

func TestSentencesAreThoseOfEveryPosition(t *testing.T) {
	t.Parallel()
	txt := text.New("Der Titel 🌉\n\n„Wir sind bereit!“, sagte Dr. Marić am 3. Oktober. Dann ging sie.  \nEnde")
	var got []string
	for start, end := range txt.Sentences() {
		got = append(got, txt.Slice(start, end))
		s, e := txt.Sentence(start)
		require.Equal(t, [2]text.Rune{start, end}, [2]text.Rune{s, e})
	}
	require.Equal(t, []string{"Der Titel 🌉", "„Wir sind bereit!“, sagte Dr. Marić am 3. Oktober.", "Dann ging sie.", "Ende"}, got)
	for range txt.Sentences() {
		break
	}
	for range txt.Tokens() {
		break
	}
}

func TestSentencesAndTokensLeaveOutNothingButBlanks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		txt := text.New(rapid.StringOfN(rapid.SampledFrom([]rune("aB.!? \n\u00a0„“🙂\u03011")), 0, 60, -1).Draw(t, "text"))
		for _, seq := range []func(func(text.Rune, text.Rune) bool){txt.Sentences(), txt.Tokens()} {
			at := text.Rune(0)
			for start, end := range seq {
				require.LessOrEqual(t, at, start)
				require.Less(t, start, end)
				require.Regexp(t, `^[\s\x{a0}]*$`, txt.Slice(at, start))
				at = end
			}
			require.Regexp(t, `^[\s\x{a0}]*$`, txt.Slice(at, txt.Len()))
		}
	})
}
