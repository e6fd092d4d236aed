package tokens_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations/text"
	"galley/annotations/tokens"
)

// bars writes the words of a text with bars between them.
func bars(s, language string) string {
	t := text.New(s)
	var all []string
	for _, k := range tokens.Words(t, language) {
		all = append(all, t.Slice(k.Start, k.End))
	}
	return strings.Join(all, "|")
}

func TestWordsAreThoseThatAnEditorReads(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Der US-Präsident, Tomahawk-Marschflugkörper.": "Der|US-Präsident|,|Tomahawk-Marschflugkörper|.",
		"Nord- und Südsee":                                                  "Nord-|und|Südsee",
		"Strom-/Gaspreis der CDU/CSU-Fraktion":                              "Strom-/Gaspreis|der|CDU|/|CSU-Fraktion",
		"z.B. Dr. Müller, 3 Mio. Euro, z. B. so.":                           "z.B.|Dr.|Müller|,|3|Mio.|Euro|,|z.|B.|so|.",
		"am 3. Oktober 1977. Um 23:08 am 16.10.2025.":                       "am|3.|Oktober|1977|.|Um|23:08|am|16.10.2025|.",
		"2.500 Euro, 3,5 Prozent (10-12)":                                   "2.500|Euro|,|3,5|Prozent|(|10|-|12|)",
		"Politiker:innen, Politiker*innen, Schüler(innen), Politiker_innen": "Politiker:innen|,|Politiker*innen|,|Schüler(innen)|,|Politiker_innen",
		"„Kompromiss“-Plan":                                                 "„|Kompromiss|“|-|Plan",
		"„Wir sind bereit!“, sagte Orbán.":                                  "„|Wir|sind|bereit|!|“|,|sagte|Orbán|.",
		"»Nein«, ‚so‘ – und …":                                              "»|Nein|«|,|‚|so|‘|–|und|…",
		"Trumps Plan, Orbáns; hat's":                                        "Trumps|Plan|,|Orbáns|;|hat's",
		"(https://a.example/x?y=1), a@b.de.":                                "(|https://a.example/x?y=1|)|,|a@b.de|.",
		"@anna #galley":                                                     "@anna|#galley",
		"17\u00a0Uhr\u202f5":                                                "17|Uhr|5",
		"Mu\u0308ller, Gut\u00adachten 👩‍🚒!":                                "Mu\u0308ller|,|Gut\u00adachten|👩‍🚒|!",
		"-- ... *x* (a)":                                                    "-|-|.|.|.|*|x|*|(|a|)",
		"":                                                                  "",
	} {
		require.Equal(t, want, bars(in, "de"), in)
	}
	for in, want := range map[string]string{
		"Trump’s plan, don't, we'll, DON’T": "Trump|’s|plan|,|do|n't|,|we|'ll|,|DO|N’T",
		"The start-up in the U.S. isn't.":   "The|start-up|in|the|U.S.|is|n't|.",
		"'s n't rock'n'roll, mayors' ":      "'|s|n't|rock'n'roll|,|mayors|'",
		"Mr. Smith, e.g. on Oct. 3.":        "Mr.|Smith|,|e.g.|on|Oct.|3|.",
	} {
		require.Equal(t, want, bars(in, "en"), in)
	}
}

func TestTokensLieInOrderAndLeaveOutBlanksAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom(append([]string{"a", "ß", "🙂", "don’t", "'s", "z.B.", "3.", "-", "(", "innen)", "*in", ":", "://", "@", "x.de", " ", "\n", "\u00a0", "’", "n't", "1", "/"}, pieces[:40]...))).Draw(r, "parts")
		txt := text.New(strings.Join(parts, ""))
		for _, lang := range []string{"de", "en", "fr"} {
			for name, cut := range map[string]func(text.Text, string) []tokens.Token{"words": tokens.Words, "spacy": tokens.Spacy} {
				at := text.Rune(0)
				for _, k := range cut(txt, lang) {
					require.Less(r, k.Start, k.End, name)
					require.Empty(r, strings.TrimSpace(txt.Slice(at, k.Start)), name)
					if name == "spacy" {
						require.LessOrEqual(r, k.Start-at, text.Rune(1))
					} else {
						require.False(r, k.Blank(txt))
					}
					at = k.End
				}
				require.Empty(r, strings.TrimSpace(txt.Slice(at, txt.Len())), name)
			}
		}
	})
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"„Wir sind bereit!“, sagte Orbán.", "don’t (https://a.b/c)", "z.B.:)\n \u00a0"} {
		f.Add(s, "de")
		f.Add(s, "en")
	}
	f.Fuzz(func(t *testing.T, s, language string) {
		txt, err := text.Parse(s)
		if err != nil {
			return
		}
		for _, all := range [][]tokens.Token{tokens.Words(txt, language), tokens.Spacy(txt, language)} {
			at := text.Rune(0)
			for _, k := range all {
				require.LessOrEqual(t, at, k.Start)
				require.Less(t, k.Start, k.End)
				at = k.End
			}
			require.LessOrEqual(t, at, txt.Len())
		}
	})
}

func BenchmarkSpacy(b *testing.B) {
	txt := text.New(strings.Repeat("Am 3. Oktober sagte der US-Präsident: „Wir sind bereit!“ (z. B. um 23:08 Uhr).\n", 100))
	b.SetBytes(int64(len(txt.String())))
	for b.Loop() {
		tokens.Spacy(txt, "de")
	}
}
