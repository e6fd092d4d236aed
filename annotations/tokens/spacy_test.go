package tokens_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/text"
	"galley/annotations/tokens"
)

// shape writes tokens as testdata/record.py does: lengths, "_" after one that
// is followed by its blank.
func shape(t text.Text, all []tokens.Token) string {
	var b strings.Builder
	for i, k := range all {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprint(&b, int(k.End-k.Start))
		next := t.Len()
		if i+1 < len(all) {
			next = all[i+1].Start
		}
		if next == k.End+1 {
			b.WriteByte('_')
		}
	}
	return b.String()
}

func TestTokensAreThoseThatSpacyGave(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"de", "en", "xx"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			f, err := os.Open(filepath.Join("testdata", "spacy_"+lang+".tsv"))
			require.NoError(t, err)
			defer f.Close()
			n, wrong := 0, 0
			for lines := bufio.NewScanner(f); lines.Scan(); n++ {
				raw, want, _ := strings.Cut(lines.Text(), "\t")
				var s string
				require.NoError(t, json.Unmarshal([]byte(raw), &s))
				txt := text.New(s)
				if got := shape(txt, tokens.Spacy(txt, lang)); got != want {
					if wrong++; wrong < 30 {
						t.Errorf("%s\n  spaCy %s\n  here  %s", raw, want, got)
					}
				}
			}
			t.Logf("%d of %d differ", wrong, n)
			require.Greater(t, n, 400)
		})
	}
}
