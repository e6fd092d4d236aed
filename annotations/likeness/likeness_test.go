package likeness

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/text"
)

// story is a text of n words, each its own.
func story(n int, seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, 1))
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("wort%d", r.IntN(20_000))
	}
	return words
}

func sketch(t testing.TB, words []string) Sketch {
	t.Helper()
	s, ok := Of(text.New(strings.Join(words, " ")), nil)
	require.True(t, ok)
	return s
}

// jaccard is the likeness counted out.
func jaccard(a, b []string) float64 {
	set := func(words []string) map[string]bool {
		all := map[string]bool{}
		for i := 0; i+shingle <= len(words); i++ {
			all[strings.Join(words[i:i+shingle], " ")] = true
		}
		return all
	}
	x, y := set(a), set(b)
	both := 0
	for k := range x {
		if y[k] {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

func TestTheEstimateComesNearWhatIsCounted(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		a := story(400, seed)
		b := append([]string(nil), a...)
		for i := 0; i < int(seed); i++ {
			b[(i*37)%len(b)] = "anders"
		}
		x, y := sketch(t, a), sketch(t, b)
		require.InDelta(t, jaccard(a, b), x.With(&y), 0.17, "seed %d", seed)
	}
}

func TestCopiesWithSmallEditsShareABandAndOthersHardlyEver(t *testing.T) {
	t.Parallel()
	missed, met := 0, 0
	for seed := range uint64(200) {
		a := story(300, seed)
		b := append([]string(nil), a...)
		for i := range 12 {
			b[(i*25)%len(b)] = "anders"
		}
		x, y, z := sketch(t, a), sketch(t, b), sketch(t, story(300, seed+1000))
		if !share(x, y) {
			missed++
		}
		if share(x, z) {
			met++
		}
		require.GreaterOrEqual(t, x.With(&y), Near-0.1)
	}
	require.Zero(t, missed)
	require.Zero(t, met)
}

func share(a, b Sketch) bool {
	x, y := a.Bands("p"), b.Bands("p")
	for i := range x {
		if x[i] == y[i] {
			return true
		}
	}
	return false
}

func TestCaseBlanksSoftHyphensAndFurnitureDoNotCount(t *testing.T) {
	t.Parallel()
	a := text.New("Startseite\nDie Brücke, sagte sie, ist „zu“.")
	b := text.New("Anzeige Anzeige\nDIE BRÜ\u00ADCKE\u00a0sagte sie ist zu")
	blocks := func(t text.Text, n text.Rune) []annotations.Block {
		return []annotations.Block{{Role: annotations.Advert, Start: 0, End: n}, {Role: annotations.Body, Start: n, End: t.Len()}}
	}
	x, _ := Of(a, blocks(a, 11))
	y, _ := Of(b, blocks(b, 16))
	require.InDelta(t, 1.0, x.With(&y), 0)
	require.NotEqual(t, x.Bands("eins"), x.Bands("zwei"), "projects do not meet")
	back, ok := FromBytes(x.Bytes())
	require.True(t, ok)
	require.Equal(t, x, back)
	_, ok = FromBytes([]byte("short"))
	require.False(t, ok)
	_, ok = Of(text.New("… – !"), nil)
	require.False(t, ok, "no words")
}

// Sketches are stored: whoever changes the hash must migrate them.
func TestTheHashIsPartOfTheFormat(t *testing.T) {
	t.Parallel()
	s, _ := Of(text.New("Die Brücke ist gesperrt."), nil)
	require.Equal(t, golden, fmt.Sprintf("%x", s.Bytes()[:16]))
}

const golden = "504667aa21626a37362cae0084fda824"

func BenchmarkOf(b *testing.B) {
	t := text.New(strings.Join(story(1000, 1), " "))
	for b.Loop() {
		Of(t, nil)
	}
}
