package text_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"galley/annotations/annotest"
	"galley/annotations/text"
)

// traps are the texts that tell the three units apart.
var traps = map[string]string{
	"empty":               "",
	"ASCII":               "Wir sind bereit!",
	"two-byte letters":    "Präsidenten größtenteils",
	"nested marks":        "„ob wir ‚unrühmliche‘ Kriege“",
	"emoji":               "I like it 😊 .",
	"ZWJ emoji":           "🥳 This 👳🏻‍♀️ is ✆ a 🧔🏾‍♂️ test 👻",
	"flags and keycaps":   "🇩🇪🇫🇷 1️⃣",
	"combining marks":     "Mu\u0308ller trifft Ange\u0301lique",
	"no-break space":      "2500\u00a0Kilometer",
	"soft hyphen":         "Marsch\u00adflug\u00adkörper",
	"lines":               "a\nb\n\nc",
	"longer than a mark":  strings.Repeat("ä😊a", 100),
	"exactly a mark":      strings.Repeat("ä", 64),
	"one more than marks": strings.Repeat("😊", 65),
	"not UTF-8":           "a\xffb\xc3",
}

func TestLengthsAgreeWithPythonAndJavaScript(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]struct {
		runes text.Rune
		utf16 text.UTF16
		bytes int
	}{
		"🥳 This 👳🏻‍♀️ is ✆ a 🧔🏾‍♂️ test 👻": {32, 38, 64},
		"I like it 😊 .":                {13, 14, 16},
		"Müller":                       {6, 6, 7},
		"Mu\u0308ller":                 {7, 7, 8},
		"Marsch\u00adflug\u00adkörper": {18, 18, 21},
		"2500\u00a0Kilometer":          {14, 14, 15},
		"👨‍👩‍👧":                        {5, 8, 18},
		"🇩🇪":                           {2, 4, 8},
		"1️⃣":                          {3, 3, 7},
	} {
		txt := text.New(raw)
		require.Equal(t, want.runes, txt.Len(), raw)
		require.Equal(t, want.utf16, txt.UTF16Len(), raw)
		require.Equal(t, want.bytes, len(txt.String()), raw)
		require.Equal(t, text.Byte(want.bytes), txt.ByteAt(txt.Len()), raw)
	}
}

func TestSliceIsWhatPythonWouldCut(t *testing.T) {
	t.Parallel()
	txt := text.New("🥳 This 👳🏻‍♀️ is ✆ a 🧔🏾‍♂️ test 👻")
	require.Equal(t, "👳🏻‍♀️", txt.Slice(7, 12))
	require.Equal(t, "test", txt.Slice(26, 30))
	require.Equal(t, "👻", txt.Slice(31, 32))
	require.Empty(t, txt.Slice(5, 5))
	require.Equal(t, text.UTF16(8), txt.UTF16At(7))
	require.Equal(t, text.UTF16(15), txt.UTF16At(12))
	for _, r := range [][2]text.Rune{{-1, 2}, {3, 2}, {0, 33}} {
		require.Panics(t, func() { txt.Slice(r[0], r[1]) })
		require.False(t, txt.Valid(r[0], r[1]))
	}
	require.False(t, txt.Valid(4, 4), "an empty range is not valid")
	require.True(t, txt.Valid(0, 32))
}

// requireUnitsAgree compares every conversion with the naive one.
func requireUnitsAgree(t *testing.T, raw string) {
	t.Helper()
	txt := text.New(raw)
	starts := []text.Byte{} // byte offset of each code point
	for i := range raw {
		starts = append(starts, text.Byte(i))
	}
	starts = append(starts, text.Byte(len(raw)))
	require.Equal(t, text.Rune(len(starts)-1), txt.Len())

	u := text.UTF16(0)
	for i, b := range starts {
		r := text.Rune(i)
		require.Equal(t, b, txt.ByteAt(r))
		require.Equal(t, r, txt.FromByte(b))
		require.Equal(t, u, txt.UTF16At(r))
		require.Equal(t, r, txt.FromUTF16(u))
		if i+1 < len(starts) {
			for inside := b; inside < starts[i+1]; inside++ {
				require.Equal(t, r, txt.FromByte(inside), "a byte inside a code point belongs to it")
			}
			n := text.UTF16(len(utf16.Encode([]rune(txt.Slice(r, r+1)))))
			require.Equal(t, r, txt.FromUTF16(u+n-1), "half a surrogate pair belongs to its code point")
			u += n
		}
	}
	require.Equal(t, u, txt.UTF16Len())
	for _, far := range []text.Rune{-5, txt.Len() + 5} {
		in := max(0, min(far, txt.Len()))
		require.Equal(t, txt.ByteAt(in), txt.ByteAt(far))
		require.Equal(t, txt.UTF16At(in), txt.UTF16At(far))
		require.Equal(t, in, txt.FromByte(text.Byte(int(far)*8)))
		require.Equal(t, in, txt.FromUTF16(text.UTF16(far*4)))
	}
}

func TestUnitsAreInversePairsOnTheTexsThatCatchUnitBugs(t *testing.T) {
	t.Parallel()
	for name, raw := range traps {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireUnitsAgree(t, raw)
		})
	}
}

func TestUnitsAgreeOnTheSharedTrapsAndOnAGrownArticle(t *testing.T) {
	t.Parallel()
	for _, raw := range annotest.Traps {
		requireUnitsAgree(t, raw.Text)
	}
	txt, spans := annotest.Grow(600, 60)
	requireUnitsAgree(t, txt.String())
	for _, sp := range spans {
		require.Equal(t, sp.Quote[0], string([]rune(txt.String())[sp.Fragments[0].Start:sp.Fragments[0].End]))
	}
}

func TestParseDropsTheByteOrderMarkAndTurnsLineEndsAndChangesNothingElse(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"\uFEFFa": "a", "a\r\nb\rc\n\r\nd": "a\nb\nc\n\nd", "\r\r\na": "\n\na",
		" Mu\u0308ller\u00a0\n":  " Mu\u0308ller\u00a0\n",
		"a\uFEFFb":               "a\uFEFFb",
		"\ttab and \u00ad\u200d": "\ttab and \u00ad\u200d",
		"\uFFFD stays":           "\uFFFD stays",
	} {
		txt, err := text.Parse(raw)
		require.NoError(t, err, "%q", raw)
		require.Equal(t, want, txt.String())
		sum := sha256.Sum256([]byte(want))
		require.Equal(t, hex.EncodeToString(sum[:]), txt.SHA256())
	}
}

func TestParseRefusesAndSaysWhatAndWhere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		raw, says string
		want      text.Problem
	}{
		"an empty text":        {"", "is empty", text.Problem{Reason: "empty"}},
		"a mark alone":         {"\uFEFF", "is empty", text.Problem{Reason: "empty"}},
		"blanks alone":         {" \u00a0\n\t ", "is empty", text.Problem{Reason: "empty"}},
		"Latin-1":              {"Gr\xfc\xdfe", "line 1 (byte 2) is not UTF-8", text.Problem{Reason: "not_utf8", Line: 1, Byte: 2}},
		"a cut-off letter":     {"ja\nnein \xc3", "line 2 (byte 8) is not UTF-8", text.Problem{Reason: "not_utf8", Line: 2, Byte: 8}},
		"an encoded surrogate": {"a\xed\xa0\x80", "line 1 (byte 1)", text.Problem{Reason: "not_utf8", Line: 1, Byte: 1}},
		"NUL":                  {"a\r\nb\nc\x00", "line 3 (byte 6) holds a NUL", text.Problem{Reason: "nul", Line: 3, Byte: 6}},
		"an escape":            {"\n\n\x1b[0m", "line 3 (byte 2) holds a control character", text.Problem{Reason: "control", Line: 3, Byte: 2}},
		"a vertical tab":       {"a\vb", "control", text.Problem{Reason: "control", Line: 1, Byte: 1}},
		"a delete":             {"a\x7f", "control", text.Problem{Reason: "control", Line: 1, Byte: 1}},
		"a non-character":      {"ab\uFFFE", "control", text.Problem{Reason: "control", Line: 1, Byte: 2}},
		"a line after a CR":    {"a\rb\x00", "line 2", text.Problem{Reason: "nul", Line: 2, Byte: 3}},
		"NUL after a mark":     {"\uFEFFa\x00", "byte 4", text.Problem{Reason: "nul", Line: 1, Byte: 4}},
		"too much":             {strings.Repeat("a", text.MaxBytes+1), "larger than 2000000 bytes", text.Problem{Reason: "too_large"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := text.Parse(c.raw)
			var p *text.Problem
			require.ErrorAs(t, err, &p)
			require.Equal(t, c.want, *p)
			require.ErrorContains(t, err, c.says)
		})
	}
	_, err := text.Parse(strings.Repeat("a", text.MaxBytes))
	require.NoError(t, err)
	_, err = text.Parse("\uFEFF" + strings.Repeat("a", text.MaxBytes))
	require.NoError(t, err, "the mark does not count")
}

func FuzzUnitsAreInversePairs(f *testing.F) {
	for _, raw := range traps {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if len(raw) < 2000 {
			requireUnitsAgree(t, raw)
		}
	})
}

func FuzzParsedTextsHoldOnlyWhatFormatsCanCarry(f *testing.F) {
	for _, raw := range traps {
		f.Add(raw)
	}
	f.Add("\uFEFFa\r\nb\rc\x00")
	f.Fuzz(func(t *testing.T, raw string) {
		txt, err := text.Parse(raw)
		if err != nil {
			var p *text.Problem
			require.ErrorAs(t, err, &p)
			require.LessOrEqual(t, int(p.Byte), len(raw))
			return
		}
		again, err := text.Parse(txt.String())
		if !strings.HasPrefix(txt.String(), "\uFEFF") { // a second mark is text
			require.NoError(t, err)
			require.Equal(t, txt.String(), again.String())
		}
		require.NotContains(t, txt.String(), "\r")
		require.NotContains(t, txt.String(), "\x00")
	})
}
