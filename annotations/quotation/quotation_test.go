package quotation_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/quotation"
	"galley/annotations/text"
)

// show writes what was found: quotations, each with its depth in dots before it,
// and behind a bar the strays, „ for one that opens nothing.
func show(t text.Text, f quotation.Found) (quotations, strays []string) {
	for _, q := range f.Quotations {
		quotations = append(quotations, strings.Repeat(".", q.Depth)+t.Slice(q.Start, q.End))
	}
	for _, s := range f.Strays {
		kind := "closes nothing: "
		if s.Opening {
			kind = "never closed: "
		}
		strays = append(strays, kind+string(s.Mark))
	}
	return quotations, strays
}

func TestMarksArePairedAsAReaderPairsThem(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in           string
		want, strays []string
	}{
		"German":                            {`Er rief: „Wir sind bereit!“ und ging.`, []string{"„Wir sind bereit!“"}, nil},
		"German with an English end":        {`Er rief: „Wir sind bereit!” und ging.`, []string{"„Wir sind bereit!”"}, nil},
		"German with a typewriter's end":    {`„Wir sind bereit", sagte er. „Ja."`, []string{`„Wir sind bereit"`, `„Ja."`}, nil},
		"books":                             {`»Ja«, sagte er, »nein.«`, []string{"»Ja«", "»nein.«"}, nil},
		"books, nested alike":               {`»Er sagte »ja« und ging.«`, []string{"»Er sagte »ja« und ging.«", ".»ja«"}, nil},
		"French":                            {`Il dit «oui» et « non ».`, []string{"«oui»", "« non »"}, nil},
		"French with its blanks":            {"«\u00a0oui\u00a0» et «\u202fnon\u202f»", []string{"«\u00a0oui\u00a0»", "«\u202fnon\u202f»"}, nil},
		"Swiss, nested":                     {`«Er sagte ‹ja› dazu»`, []string{"«Er sagte ‹ja› dazu»", ".‹ja›"}, nil},
		"English":                           {`“We are ready,” he said. “Now.”`, []string{"“We are ready,”", "“Now.”"}, nil},
		"English, nested":                   {`“He said ‘no’ twice,” she said.`, []string{"“He said ‘no’ twice,”", ".‘no’"}, nil},
		"British":                           {`‘We’re ready,’ he said. ‘It’s “now”.’`, []string{"‘We’re ready,’", "‘It’s “now”.’", ".“now”"}, nil},
		"a typewriter":                      {`Er rief: "Wir sind bereit!" und "ging".`, []string{`"Wir sind bereit!"`, `"ging"`}, nil},
		"nested in German":                  {`„Er nannte es ‚großartig‘, sagte sie.“`, []string{"„Er nannte es ‚großartig‘, sagte sie.“", ".‚großartig‘"}, nil},
		"English inside German":             {`„Das Wort “now” fiel“`, []string{"„Das Wort “now” fiel“", ".“now”"}, nil},
		"a compound behind the mark":        {`Die „Spiegel“-Affäre und „Bild“s Ende`, []string{"„Spiegel“", "„Bild“"}, nil},
		"in brackets and behind dashes":     {`Er („Chef“) – „ja“ –`, []string{"„Chef“", "„ja“"}, nil},
		"three deep":                        {`„A ‚B »C« B‘ A“`, []string{"„A ‚B »C« B‘ A“", ".‚B »C« B‘", "..»C«"}, nil},
		"apostrophes":                       {`Das war’s. Hans’ Auto. I’ve told ’em: rock ’n’ roll, geht's`, nil, nil},
		"apostrophes inside":                {`„Das war’s mit Hans’ Auto“, ‚Hans’ Auto‘, ‘it’s the boys’ toy’`, []string{"„Das war’s mit Hans’ Auto“", "‚Hans’ Auto‘", "‘it’s the boys’ toy’"}, nil},
		"an inner end like an apostrophe":   {`„Er sagte ‚ja’ und ‚nein’.“`, []string{"„Er sagte ‚ja’ und ‚nein’.“", ".‚ja’", ".‚nein’"}, nil},
		"a decade":                          {`the ‘90s and the ’80s`, nil, nil},
		"inches":                            {`ein 27" Monitor`, nil, nil},
		"never closed":                      {`Er rief: „Wir sind bereit. Dann „ja“.`, []string{"„ja“"}, []string{"never closed: „"}},
		"closes nothing":                    {`Wir sind bereit!“ rief er. „Ja.“`, []string{"„Ja.“"}, []string{"closes nothing: “"}},
		"closes nothing in books":           {`bereit!« rief er. »Ja.«`, []string{"»Ja.«"}, []string{"closes nothing: «"}},
		"an inner mark never closed":        {`„Er sagte ‚ja und ging.“`, []string{"„Er sagte ‚ja und ging.“"}, []string{"never closed: ‚"}},
		"a typewriter's mark never closed":  {"\"Ja.\n\"Nein\" und \"doch\".\nEin \"Wort.\nNoch \"eins\".", []string{"\"Ja.\n\"Nein\"", `"doch"`, `"eins"`}, []string{`never closed: "`}},
		"into the next paragraph":           {"Er sagte: „Das ist alles.\nMehr nicht.“ Dann ging er.", []string{"„Das ist alles.\nMehr nicht.“"}, nil},
		"marked again at each paragraph":    {"„Das ist alles.\n„Mehr nicht.“ Dann „ging“ er.", []string{"„Das ist alles.\n„Mehr nicht.“", "„ging“"}, nil},
		"marked again in English":           {"“That is all.\n“No more.” He left.", []string{"“That is all.\n“No more.”"}, nil},
		"forgotten long ago":                {"„Ja." + strings.Repeat("\nSatz.", 14) + " Ende.“", nil, []string{"never closed: „", "closes nothing: “"}},
		"emoji, combining marks, soft hyph": {"„👨‍👩‍👧 Mu\u0308l\u00adler“", []string{"„👨‍👩‍👧 Mu\u0308l\u00adler“"}, nil},
		"right to left":                     {"הוא אמר “שלום עולם” והלך", []string{"“שלום עולם”"}, nil},
		"nothing":                           {"Kein Zitat.", nil, nil},
		"marks alone":                       {"„“", []string{"„“"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			txt := text.New(c.in)
			got, strays := show(txt, quotation.Find(txt, nil))
			require.Equal(t, c.want, got)
			require.Equal(t, c.strays, strays)
		})
	}
}

// page is a text of paragraphs with their roles.
func page(roles []annotations.Role, paragraphs ...string) (text.Text, []annotations.Block) {
	var blocks []annotations.Block
	at := text.Rune(0)
	for i, p := range paragraphs {
		end := at + text.New(p).Len()
		blocks = append(blocks, annotations.Block{Role: roles[i], Start: at, End: end})
		at = end
	}
	return text.New(strings.Join(paragraphs, "")), blocks
}

func TestAQuotationGoesOverFurnitureButNotOutOfAHeadline(t *testing.T) {
	t.Parallel()
	txt, blocks := page([]annotations.Role{annotations.Headline, annotations.Body, annotations.Advert, annotations.Body},
		"Kran: „Wir zahlen\n", "Er sagte: „Das ist alles.\n", "Jetzt „billig\n", "Mehr nicht.“ Ende.\n")
	f := quotation.Find(txt, blocks)
	got, strays := show(txt, f)
	require.Equal(t, []string{"„Das ist alles.\nJetzt „billig\nMehr nicht.“"}, got)
	require.Equal(t, []string{"never closed: „", "never closed: „"}, strays)
	require.Equal(t, []text.Rune{6, 50}, []text.Rune{f.Strays[0].At, f.Strays[1].At})
}

func TestTheQuotationAroundAPositionIsTheInnermost(t *testing.T) {
	t.Parallel()
	txt := text.New("Ja: „A ‚B‘ C“ und “D”“E”.")
	f := quotation.Find(txt, nil)
	around := func(at text.Rune) string {
		q, ok := f.Around(at)
		if !ok {
			return ""
		}
		return txt.Slice(q.Start, q.End)
	}
	require.Empty(t, around(2))
	require.Equal(t, "„A ‚B‘ C“", around(4), "before its first mark")
	require.Equal(t, "‚B‘", around(8))
	require.Equal(t, "„A ‚B‘ C“", around(11))
	require.Equal(t, "„A ‚B‘ C“", around(13), "behind its last mark")
	require.Empty(t, around(15))
	require.Equal(t, "“E”", around(21), "between two, the one that begins")
	q, ok := f.Outer(7, 10)
	require.True(t, ok)
	require.Equal(t, "„A ‚B‘ C“", txt.Slice(q.Start, q.End))
	_, ok = f.Outer(4, 13)
	require.False(t, ok)
	require.Len(t, f.After(5), 3)
}

var pieces = []string{"„", "“", "”", "»", "«", "\"", "‚", "‘", "’", "›", "‹", " ", "\n", "a", "s", "B", "7", ".", "!", ",", "-", "(", "\u00a0", "👨‍👩‍👧", "u\u0308", "ש"}

// sound fails when what was found is not a set of nested stretches with marks at
// both ends and every other mark accounted for at most once.
func sound(t require.TestingT, txt text.Text, f quotation.Found) {
	used := map[text.Rune]bool{}
	take := func(at text.Rune) {
		require.False(t, used[at], "the mark at %d has two meanings", at)
		used[at] = true
	}
	var around []quotation.Quotation
	for _, q := range f.Quotations {
		require.True(t, txt.Valid(q.Start, q.End))
		require.Contains(t, "„“»«\"‚‘›‹", txt.Slice(q.Start, q.Start+1))
		require.Contains(t, "“”»«\"‘’›‹", txt.Slice(q.End-1, q.End))
		take(q.Start)
		take(q.End - 1)
		for len(around) > 0 && around[len(around)-1].End <= q.Start {
			around = around[:len(around)-1]
		}
		require.Len(t, around, q.Depth)
		if len(around) > 0 {
			require.Less(t, q.End, around[len(around)-1].End, "quotations cross")
		}
		around = append(around, q)
	}
	for _, s := range f.Strays {
		require.Equal(t, string(s.Mark), txt.Slice(s.At, s.At+1))
		take(s.At)
	}
}

func TestWhateverTheTextQuotationsNestAndNoMarkCountsTwice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		txt := text.New(strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(r, "pieces"), ""))
		f := quotation.Find(txt, nil)
		sound(r, txt, f)
		for at := text.Rune(0); at <= txt.Len(); at++ {
			if q, ok := f.Around(at); ok {
				require.LessOrEqual(r, q.Start, at)
				require.GreaterOrEqual(r, q.End, at)
			}
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("„Wir ‚sind’ bereit“, sagte er. »Ja«\n„Nein")
	f.Fuzz(func(t *testing.T, s string) {
		txt, err := text.Parse(s)
		if err != nil {
			return
		}
		sound(t, txt, quotation.Find(txt, nil))
	})
}

func TestTheCostGrowsWithTheTextAlone(t *testing.T) {
	t.Parallel()
	for _, one := range []string{"„", "“", "„a»b ", "‚a’ ", "“„", "»a »b« ", "\"a\n", "‘as’ "} {
		txt := text.New(strings.Repeat(one, 300_000))
		before := time.Now()
		quotation.Find(txt, nil)
		require.Less(t, time.Since(before), 4*time.Second, one)
	}
}
