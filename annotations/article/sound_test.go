package article_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/annotest"
	"galley/annotations/article"
	"galley/annotations/text"
)

func roles(r article.Result) []annotations.Role {
	var all []annotations.Role
	for _, b := range r.Blocks {
		all = append(all, b.Role)
	}
	return all
}

func TestLeadingBlanksBelongToTheFirstBlockAndOthersToTheBlockBefore(t *testing.T) {
	t.Parallel()
	txt := text.New("\n\n  Der Hafen schläft nicht \n\n\tNiemand antwortete ihr an diesem Morgen.\n\n")
	r := article.Recognise(txt)
	require.Equal(t, []annotations.Block{
		{Role: annotations.Headline, Start: 0, End: 31},
		{Role: annotations.Body, Start: 31, End: txt.Len()},
	}, r.Blocks)
	require.Equal(t, "Niemand", txt.Slice(31, 38))
}

func TestOffsetsCountCodePointsAfterEmojiAndCombiningMarks(t *testing.T) {
	t.Parallel()
	head := "👩‍👩‍👧 Mu\u0308ller zieht um"
	txt := text.New(head + "\n\nSie freut sich sehr auf die neue Stadt. 🥳")
	r := article.Recognise(txt)
	require.Equal(t, head+"\n\n", txt.Slice(r.Blocks[0].Start, r.Blocks[0].End))
	requireSound(t, txt, r)
}

func TestTextsThatAreNoArticleStillGetBlocks(t *testing.T) {
	t.Parallel()
	require.Empty(t, article.Recognise(text.Text{}).Blocks)
	for name, raw := range map[string]string{
		"one word": "Wort", "blanks alone": " \n\t\n", "one advert mark": "Anzeige",
		"a list": "1. Brot\n2. Milch\n3. Mehl\n", "one line without an end": strings.Repeat("wort ", 400),
		"no break at all": strings.Repeat("x", 20_000), "marks": "“”„‚‘’.!?\n.\n.",
		"only short lines": "eins\nzwei\ndrei\nvier\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			txt := text.New(raw)
			requireSound(t, txt, article.Recognise(txt))
		})
	}
	require.Equal(t, []annotations.Role{annotations.Body, annotations.Body, annotations.Body}, roles(article.Recognise(text.New("1. Brot\n2. Milch\n3. Mehl\n"))))
}

func TestTheTextsThatCatchUnitBugsAreCovered(t *testing.T) {
	t.Parallel()
	for _, raw := range annotest.Traps {
		txt := mustParse(t, raw.Text)
		requireSound(t, txt, article.Recognise(txt))
		page := mustParse(t, "Energie\n\nWie die Flut kommt\n\nVon Ole Brandt\n12.03.2025, 17:45 Uhr\n\nNeuland. Der Rat tagte. "+raw.Text+"\n\nFoto: AFP")
		requireSound(t, page, article.Recognise(page))
	}
}

func TestMarksThatLookLikeFurnitureStayBody(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"a sentence that begins with Von": "Von Anfang an war klar, dass es eng wird für die Stadt.",
		"a sentence with a date":          "Am 12. März 2025 stimmte der Rat ab, und niemand war überrascht.",
		"a one-word sentence":             "Nein. Mehr wollte die Bürgermeisterin dazu nicht sagen.",
		"speech about an advert":          "„Eine Anzeige bringt nichts“, sagte der Anwalt.",
		"an agency's sign at the end":     "Die Polizei ermittelt nun gegen zwei Männer aus Ostrow. dpa",
		"a sentence that names a photo":   "Das Foto: ein Mann, ein Boot, kein Land in Sicht, aber viel Wasser und ein Hund.",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := "Politik\n\nRat lehnt Tempo 30 ab\n\nVon Ole Brandt\n12.03.2025, 17:45 Uhr\n\nDer Rat hat am Abend lange beraten und dann entschieden.\n\n" + line + "\n\nDie Sitzung endete nach Mitternacht mit einem Lied.\n"
			r := article.Recognise(text.New(page))
			require.Equal(t, []annotations.Role{annotations.Kicker, annotations.Headline, annotations.Byline, annotations.Byline,
				annotations.Body, annotations.Body, annotations.Body}, roles(r))
		})
	}
}

func TestCamelCaseNamesAreNotCutAsGluedKickers(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"YouTube sperrt Kanal der Stadt", "Wie TikTok den Wahlkampf in Ostrow prägt", "BürgerInnen gegen den Hafenausbau in Neuland", "McDonalds baut am Westhafen ein Lokal"} {
		r := article.Recognise(text.New(title + "\n\nVon Ole Brandt\n\nDer Rat hat am Abend lange beraten und dann entschieden.\n"))
		require.Equal(t, annotations.Headline, r.Blocks[0].Role, title)
	}
}

func TestTimesAreReadInTheFormsThatSitesPrint(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"Von Ole Brandt 16.10.2025 - 23:08 Uhr":               "2025-10-16T23:08:00+02:00",
		"Von Ole Brandt 16.12.2025 - 23:08 Uhr":               "2025-12-16T23:08:00+01:00",
		"26. Oktober 2025, 02:59 Uhr":                         "2025-10-26T02:59:00+02:00",
		"26. Oktober 2025, 03:00 Uhr":                         "2025-10-26T03:00:00+01:00",
		"30.03.2025 um 01:59 Uhr":                             "2025-03-30T01:59:00+01:00",
		"Veröffentlicht am 4. Mai 2025":                       "2025-05-04",
		"Published 12 March 2025 17.45 GMT":                   "2025-03-12T17:45:00Z",
		"Published 17:45 BST, 12 June 2025":                   "2025-06-12T17:45:00+01:00",
		"Published March 12, 2025 at 12:05 a.m. EST":          "2025-03-12T00:05:00-05:00",
		"Published 2025-03-12T17:45:30+05:30":                 "2025-03-12T17:45:00+05:30",
		"Published 31.02.2025":                                "",
		"Stand: 1.2.25, 6.05 Uhr":                             "2025-02-01T06:05:00+01:00",
		"Published Feb. 3, 2025 | 9:15 pm":                    "2025-02-03T21:15:00",
		"Erschienen am 3. Februar 2025, 08:15 Uhr (Ortszeit)": "2025-02-03T08:15:00+01:00",
	} {
		page := "Rat lehnt Tempo 30 ab\n\n" + line + "\n\nSie said that the council would not vote on it, and that was that for the day.\n"
		if strings.Contains(line, "Uhr") {
			page = "Rat lehnt Tempo 30 ab\n\n" + line + "\n\nDer Rat hat am Abend lange beraten und dann entschieden.\n"
		}
		require.Equal(t, want, article.Recognise(text.New(page)).Meta["published"], line)
	}
}

func TestAVeryLongTextIsCutInLinearTime(t *testing.T) {
	t.Parallel()
	for name, unit := range map[string]string{
		"glued teasers":  "Der Rat hat am Abend lange beraten und entschieden.\n\nHafenNeue Kräne für Ostrow und mehr\n\n",
		"advert marks":   "Anzeige\nfoo\n\nwort\n\n",
		"one long line":  "Wort.Wort von Wort ",
		"paragraphs":     strings.Repeat("Der Rat hat am Abend lange beraten und dann doch entschieden. ", 6) + "\n\n",
		"blank lines":    "\n \n",
		"related blocks": "Mehr zum Thema\nHafen\nKran\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			txt := text.New("Titel\n\n" + strings.Repeat(unit, text.MaxBytes/8/len(unit)-1))
			start := time.Now()
			requireSound(t, txt, article.Recognise(txt))
			require.Less(t, time.Since(start), 15*time.Second)
		})
	}
}

func FuzzBlocksAlwaysCoverTheText(f *testing.F) {
	for _, seed := range []string{"", "\n", "1. Startseite\n  2. A: B\n\nAB\n\nC.Von Ole Brandt\nX. Foto: AFP\n\nNeuland. Der Rat.", "Anzeige\n\nx", "Home\nWorld\n\nTitle\n\nBy Ada Penn\n\nPORT ELLIS (AP) — A judge.", "a\u00a0b\r\n👩‍👩‍👧", "\xff\xfe"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		txt := text.New(raw)
		r := article.Recognise(txt)
		if txt.Len() > 0 {
			requireSound(t, txt, r)
		}
	})
}

func BenchmarkRecognise(b *testing.B) {
	txt := text.New("Rat lehnt Tempo 30 ab\n\nVon Ole Brandt\n\n" + strings.Repeat("Der Rat hat am Abend lange beraten und dann doch entschieden, sagte Ute Sommer.\n\nNeue Fragen\n\n", 60))
	for b.Loop() {
		article.Recognise(txt)
	}
}
