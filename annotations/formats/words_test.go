package formats_test

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
)

// reasons lists "span reason written" of the losses of a document.
func reasons(losses []formats.Loss, doc string) (all []string) {
	for _, l := range losses {
		if l.Document == doc && l.Reason != formats.AttributeUnsupported && l.Reason != formats.LinkUnsupported {
			all = append(all, strings.TrimSpace(l.Target+" "+string(l.Reason)+" "+l.Written))
		}
	}
	return all
}

func TestFormatsOfWordsGolden(t *testing.T) {
	t.Parallel()
	items := append(append([]*formats.Item{}, formatstest.Market(), formatstest.Bare()), formatstest.Edges()...)
	for _, name := range []string{"conll", "bioes", "flair", "germeval", "conllu", "conllup"} {
		file, _ := write(t, name, formats.Options{}, items...)
		golden(t, "edges."+name, []byte(file))
	}
	folder, _, _ := written(t, "hf", formats.Options{}, items...)
	var b strings.Builder
	for _, f := range folder {
		b.WriteString("=== " + f.Name + "\n" + contents(t, []formats.File{f})[f.Name])
	}
	golden(t, "edges.hf", []byte(b.String()))
}

func TestEdgesAreInNativeJSONLToo(t *testing.T) {
	t.Parallel()
	file, _ := write(t, "galley", formats.Options{}, formatstest.Edges()...)
	golden(t, "../interop/edges.galley.jsonl", []byte(file))
	items, problems := read(t, file)
	require.Empty(t, problems)
	require.Len(t, items, len(formatstest.Edges()))
}

func TestThePreCheckNamesWhatSpacysWordsCannotHold(t *testing.T) {
	t.Parallel()
	edges := formatstest.Edges()
	_, losses, _ := written(t, "spacy", formats.Options{}, edges...)
	require.Equal(t, []string{
		"d1-m2 empty_after_trim",
		"d1-p1 inside_token whole words: US-Präsident",
		"d1-o1 inside_token whole words: CDU-Politiker",
		"d1-c3 inside_token whole words: kamen im Jahr 1977. Das war am 16.10.2025.",
		"d1-c2 inside_token whole words: 1977.",
		"d1-q1 trimmed Danach „Nein“",
		"d1-s1 trimmed Ende",
		"d1-m3 inside_token whole words: 30-Jährige",
	}, reasons(losses, edges[0].Document.ID))
	require.Equal(t, []string{"d2-q1 discontinuous 2 spans"}, reasons(losses, edges[1].Document.ID)[:1])
	require.Equal(t, []string{
		"d3-c1 inside_token whole words: didn't", "d3-l1 inside_token whole words: U.S.", "d3-k1 inside_token whole words: 5m.",
	}, reasons(losses, edges[2].Document.ID))
}

func inflate(t require.TestingT, file string) []byte {
	z, err := zlib.NewReader(strings.NewReader(file))
	require.NoError(t, err)
	raw, err := io.ReadAll(z)
	require.NoError(t, err)
	return raw
}

func TestDocBinGolden(t *testing.T) {
	t.Parallel()
	file, _ := write(t, "spacy", formats.Options{}, formatstest.Edges()...)
	golden(t, "edges.spacy.hex", []byte(hexDump(inflate(t, file))))
	again, _ := write(t, "spacy", formats.Options{}, formatstest.Edges()...)
	require.True(t, bytes.Equal([]byte(file), []byte(again)))
}

func hexDump(b []byte) string {
	var out strings.Builder
	for len(b) > 0 {
		n := min(64, len(b))
		out.WriteString(hex.EncodeToString(b[:n]) + "\n")
		b = b[n:]
	}
	return out.String()
}
