//go:build !js

package tokens_test

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/text"
	"galley/annotations/tokens"
)

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(14) {
		switch r.IntN(40) {
		case 0:
			b.WriteRune(rune(0x20 + r.IntN(0x2fff)))
		case 1:
			b.WriteRune(rune(0x2000 + r.IntN(0x1000)))
		case 2:
			if c := rune(0xa0 + r.IntN(0x1ffff)); c < 0xd800 || c > 0xdfff {
				b.WriteRune(c)
			}
		default:
			b.WriteString(unquoted.Replace(pieces[r.IntN(len(pieces))]))
		}
	}
	return b.String()
}

// With GALLEY_SPACY_PYTHON naming a Python that has spaCy, random strings are
// compared with what it answers; GALLEY_SPACY_N says how many.
func TestRandomStringsAreCutAsSpacyCutsThem(t *testing.T) {
	python := os.Getenv("GALLEY_SPACY_PYTHON")
	if python == "" {
		t.Skip("GALLEY_SPACY_PYTHON names no Python with spaCy; make interop has one")
	}
	n, err := strconv.Atoi(os.Getenv("GALLEY_SPACY_N"))
	if err != nil {
		n = 20_000
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	var in strings.Builder
	var asked [][2]string
	for i := range n {
		q := [2]string{[]string{"de", "en", "xx"}[i%3], randomText(r)}
		line, err := json.Marshal(q)
		require.NoError(t, err)
		in.Write(append(line, '\n'))
		asked = append(asked, q)
	}
	cmd := exec.CommandContext(t.Context(), python, "testdata/record.py", "answer")
	cmd.Stdin, cmd.Stderr = strings.NewReader(in.String()), os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	wrong, i := 0, 0
	for lines := bufio.NewScanner(strings.NewReader(string(out))); lines.Scan(); i++ {
		txt := text.New(asked[i][1])
		if got := shape(txt, tokens.Spacy(txt, asked[i][0])); got != lines.Text() {
			if wrong++; wrong <= 20 {
				t.Errorf("%s %q\n  spaCy %s\n  here  %s", asked[i][0], asked[i][1], lines.Text(), got)
			}
		}
	}
	require.Equal(t, n, i, "spaCy answered every string")
	t.Logf("%d of %d random strings cut otherwise than by spaCy", wrong, n)
}
