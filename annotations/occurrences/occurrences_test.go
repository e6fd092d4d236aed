package occurrences

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/text"
)

func found(s, passage string, o Options) []string {
	t := text.New(s)
	var words []string
	for _, f := range New(passage, o).Find(t) {
		words = append(words, t.Slice(f.Start, f.End))
	}
	return words
}

func TestFindsWholeWordsWhateverTheirBlanksAndHyphens(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text, passage string
		options       Options
		want          []string
	}{
		"whole words only":                    {"Trump, Trumpismus, Antitrump und Trump-Regierung", "Trump", Options{}, []string{"Trump", "Trump"}},
		"an emoji before does not shift":      {"😀👩‍🚒 Trump 🚢 Trump", "Trump", Options{}, []string{"Trump", "Trump"}},
		"a no-break space":                    {"Donald\u00a0Trump und Donald \u202f Trump", "Donald Trump", Options{}, []string{"Donald\u00a0Trump", "Donald \u202f Trump"}},
		"a line break, but no paragraph":      {"Donald\nTrump. Donald\n\nTrump. Donald\n \nTrump", "Donald Trump", Options{}, []string{"Donald\nTrump"}},
		"a soft hyphen in the text":           {"Bundes\u00adkanzler", "Bundeskanzler", Options{}, []string{"Bundes\u00adkanzler"}},
		"a soft hyphen in the passage":        {"Bundeskanzler", "Bundes\u00adkanzler\u00ad", Options{}, []string{"Bundeskanzler"}},
		"a soft hyphen does not end a word":   {"Kanzler\u00adamt", "Kanzler", Options{}, nil},
		"case counts":                         {"Die SPD, die spd", "SPD", Options{}, []string{"SPD"}},
		"case on request":                     {"Die SPD, die spd, ÄRZTE, Ärzte", "Spd", Options{AnyCase: true}, []string{"SPD", "spd"}},
		"a genitive is another word":          {"Trumps Rede, Trump’s Rede", "Trump", Options{}, nil},
		"a genitive on request":               {"Trumps Rede, Trump’s, Trump's, Trumpsen, Trump", "Trump", Options{Genitive: true}, []string{"Trumps", "Trump’s", "Trump's", "Trump"}},
		"a genitive in capitals":              {"TRUMPS", "Trump", Options{Genitive: true, AnyCase: true}, []string{"TRUMPS"}},
		"a bare apostrophe":                   {"Marx’ Werk, ‚Trump’ sagte", "Marx", Options{Genitive: true}, []string{"Marx’"}},
		"a closing mark is no genitive":       {"‚Trump’ sagte", "Trump", Options{Genitive: true}, []string{"Trump"}},
		"a number":                            {"1 von 1.000 oder 2,1 und 1.", "1", Options{}, []string{"1", "1"}},
		"a decomposed accent is not cut":      {"Cafe\u0301 und Cafe", "Cafe", Options{}, []string{"Cafe"}},
		"an emoji is not cut":                 {"👩‍🚒 und 👩", "👩", Options{}, []string{"👩"}},
		"quotation marks need no word border": {"er„ja“und „ja“", "„ja“", Options{}, []string{"„ja“", "„ja“"}},
		"hits do not overlap":                 {"ha ha ha ha ha", "ha ha", Options{}, []string{"ha ha", "ha ha"}},
		"blanks alone find nothing":           {"a  b", " \u00ad ", Options{}, nil},
		"nothing finds nothing":               {"a", "", Options{}, nil},
		"a glued sentence is two words":       {"zahlen.Jana Holm", "Jana Holm", Options{}, []string{"Jana Holm"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, found(c.text, c.passage, c.options))
		})
	}
}

func TestMatchesComparesAWholeQuotation(t *testing.T) {
	t.Parallel()
	p := New("Donald Trump", Options{Genitive: true})
	require.True(t, p.Matches("Donald\u00a0Trump"))
	require.True(t, p.Matches("Donald Trumps"))
	require.False(t, p.Matches("Donald Trump sagte"))
	require.False(t, p.Matches("donald trump"))
	require.False(t, p.Matches(""))
}

// letters are what folding, borders and offsets can go wrong with.
var letters = []rune("aAbsSß1 .,’'-_\n\u00a0\u00ad\u0301\u200d😀👩-\u2011")

// naive tries every pair of positions.
func naive(s, passage string, o Options) []annotations.Fragment {
	runes := []rune(s)
	want := plain(strings.TrimSpace(passage), o)
	var hits []annotations.Fragment
	for i := 0; want != "" && i < len(runes); i++ {
		if invisible(runes[i]) || unicode.IsSpace(runes[i]) {
			continue
		}
		best := -1
		for j := i + 1; j <= len(runes); j++ {
			if invisible(runes[j-1]) || unicode.IsSpace(runes[j-1]) {
				continue
			}
			if plain(string(runes[i:j]), o) == want || o.Genitive && genitive(plain(string(runes[i:j]), o), want, o) {
				if naiveBorder(runes, i) && naiveBorder(runes, j) {
					best = j
				}
			}
		}
		if best > 0 {
			hits = append(hits, annotations.Fragment{Start: text.Rune(i), End: text.Rune(best)})
			i = best - 1
		}
	}
	return hits
}

func genitive(got, want string, o Options) bool {
	rest, ok := strings.CutPrefix(got, want)
	last := []rune(want)[len([]rune(want))-1]
	if !ok || !unicode.IsLetter(last) {
		return false
	}
	if o.AnyCase {
		rest = strings.ReplaceAll(rest, "S", "s")
	}
	return rest == "s" || rest == "'s" || rest == "'" && strings.ContainsRune("sßxzSXZ", last)
}

// plain is the comparison form, made by replacing.
func plain(s string, o Options) string {
	var b strings.Builder
	var blanks []rune
	flush := func() {
		switch n := strings.Count(string(blanks), "\n"); {
		case len(blanks) == 0:
		case n > 1:
			b.WriteRune('\n')
		default:
			b.WriteRune(' ')
		}
		blanks = nil
	}
	for _, r := range s {
		switch {
		case invisible(r):
			continue
		case unicode.IsSpace(r):
			blanks = append(blanks, r)
			continue
		}
		flush()
		if o.AnyCase {
			r = simple(r)
		}
		b.WriteRune(alike(r))
	}
	flush()
	return strings.Trim(b.String(), " \n")
}

// naiveBorder looks at the visible neighbours of a position.
func naiveBorder(runes []rune, i int) bool {
	var before, after []rune
	for k := i - 1; k >= 0 && len(before) < 2; k-- {
		if !invisible(runes[k]) {
			before = append(before, alike(runes[k]))
		}
	}
	for k := i; k < len(runes) && len(after) < 2; k++ {
		if !invisible(runes[k]) {
			after = append(after, alike(runes[k]))
		}
	}
	if len(before) == 0 || len(after) == 0 {
		return true
	}
	b, a := before[0], after[0]
	bb, aa := append(before, 0)[1], append(after, 0)[1]
	if unicode.IsSpace(b) || unicode.IsSpace(a) {
		return !sticks(a)
	}
	joined := sticks(a) || b == zeroWidthJoiner || inWord(b) && inWord(a) ||
		a == '\'' && unicode.IsLetter(b) && unicode.IsLetter(aa) || b == '\'' && unicode.IsLetter(a) && unicode.IsLetter(bb) ||
		strings.ContainsRune(".,", a) && unicode.IsDigit(b) && unicode.IsDigit(aa) || strings.ContainsRune(".,", b) && unicode.IsDigit(a) && unicode.IsDigit(bb)
	return !joined
}

func TestFindsWhatANaiveSearchFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom(letters), 1, 40, -1).Draw(t, "text")
		o := Options{AnyCase: rapid.Bool().Draw(t, "any case"), Genitive: rapid.Bool().Draw(t, "genitive")}
		txt := text.New(s)
		start := rapid.IntRange(0, int(txt.Len())-1).Draw(t, "start")
		end := rapid.IntRange(start+1, min(int(txt.Len()), start+6)).Draw(t, "end")
		passage := txt.Slice(text.Rune(start), text.Rune(end))
		got := New(passage, o).Find(txt)
		require.Equal(t, naive(s, passage, o), got, "%q in %q", passage, s)
		for _, f := range got {
			require.True(t, New(passage, o).Matches(txt.Slice(f.Start, f.End)), "a hit matches its own pattern")
		}
	})
}

func BenchmarkFindsAName(b *testing.B) {
	t := text.New(strings.Repeat("Der Präsident\u00a0Trump sagte am Abend, „alles ist gut“, und ging. ", 1000))
	p := New("Trump", Options{Genitive: true, AnyCase: true})
	b.SetBytes(int64(len(t.String())))
	for b.Loop() {
		require.Len(b, p.Find(t), 1000)
	}
}
