package formats_test

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
)

func deflate(raw []byte) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(raw)
	_ = z.Close()
	return b.String()
}

func TestDocBinThatSomebodyElseWroteIsRead(t *testing.T) {
	t.Parallel()
	// „Wir sind X.“ as spaCy wrote it, without anything of ours in it.
	file := deflate(goldenBytes(t))
	docs := all(t, "spacy", formats.ReadOptions{}, formatstest.File("x.spacy", file))
	require.Len(t, docs, 1)
	require.Empty(t, docs[0].Problems)
	require.Equal(t, "Wir sind X.", docs[0].Text)
	require.ElementsMatch(t, []string{"QUOTE: Wir sind X.", "ORG: X"}, spansOf(docs[0]))
	require.Equal(t, "q1", docs[0].Sets[0].Spans[0].ID)
	require.Empty(t, docs[0].Sets[0].Author)
}

func TestDocBinThatIsBrokenIsRefusedWithItsName(t *testing.T) {
	t.Parallel()
	good := goldenBytes(t)
	f, _ := formats.Named("spacy")
	for name, file := range map[string]string{
		"no zlib": "not zlib", "empty": "", "cut": deflate(good)[:100], "no map": deflate([]byte{1}), "cut inside": deflate(good[:200]),
		"no words": deflate(bytes.Replace(good, []byte("lengths"), []byte("lengthz"), 1)),
		"no attrs": deflate(bytes.Replace(good, []byte("attrs"), []byte("attrz"), 1)),
	} {
		seen := false
		for _, err := range f.Read([]formats.File{formatstest.File("alt.spacy", file)}, formats.ReadOptions{}) {
			require.ErrorContains(t, err, "alt.spacy", name)
			require.Equal(t, annotations.Invalid, annotations.CodeOf(err), name)
			seen = true
		}
		require.True(t, seen || name == "no words", name)
	}
}

func TestAWordThatDocBinDoesNotSpellIsAProblemOfItsDocument(t *testing.T) {
	t.Parallel()
	file := deflate(bytes.Replace(goldenBytes(t), []byte("\xa4sind"), []byte("\xa4sinn"), 1))
	docs := all(t, "spacy", formats.ReadOptions{}, formatstest.File("x.spacy", file))
	require.Equal(t, "unknown_string", docs[0].Problems[0].Reason)
}

func TestASpanMovedInSpacyIsReadWhereItIsNow(t *testing.T) {
	t.Parallel()
	it := formatstest.Edges()[1]
	file, _ := write(t, "spacy", formats.Options{}, it)
	docs := all(t, "spacy", formats.ReadOptions{}, formatstest.File("x.spacy", file))
	require.Equal(t, it.Document.ID, docs[0].ID)
	byID := map[string]formats.FoundSpan{}
	for _, sp := range docs[0].Sets[0].Spans {
		byID[sp.ID] = sp
	}
	for _, sp := range it.Sets[0].Spans {
		require.Equal(t, sp.Fragments, byID[sp.ID].Fragments, "as it was: the exact offsets")
	}
	require.Len(t, docs[0].Sets[0].Links, 2)
	// One entity of one word: its group's record says words 12 to 14 instead of 15 to 16.
	raw := inflate(t, file)
	moved := bytes.ReplaceAll(raw, []byte("\x00\x00\x00\x0f\x00\x00\x00\x10"), []byte("\x00\x00\x00\x0c\x00\x00\x00\x0e"))
	require.NotEqual(t, raw, moved)
	docs = all(t, "spacy", formats.ReadOptions{}, formatstest.File("x.spacy", deflate(moved)))
	require.Contains(t, spansOf(docs[0]), "ORG: Ines Vogelsang")
}

func TestOnlyFinishedSetsSayThatAWordIsNoEntity(t *testing.T) {
	t.Parallel()
	for state, finished := range map[annotations.State]bool{annotations.Open: false, annotations.Returned: false, annotations.Submitted: true, annotations.Accepted: true} {
		it := formatstest.Edges()[6]
		it.Sets[0].State, it.Sets[0].Spans = state, nil
		if state == annotations.Open {
			it.Sets[0].Spans = formatstest.Edges()[6].Sets[0].Spans
		}
		_, report := write(t, "spacy", formats.Options{}, it)
		require.Equal(t, !finished, strings.Contains(report.String(), "unannotated"), state)
	}
}

func TestAFolderOfDocBinsHasAFileForEachPart(t *testing.T) {
	t.Parallel()
	folder := formatstest.Folder{}
	f, _ := formats.Named("spacy")
	w := f.NewFolder(folder, formats.Options{Schema: annotations.News()})
	for i, it := range formatstest.Edges() {
		it.Split = []string{"train", "dev"}[i%2]
		require.NoError(t, w.Write(it))
	}
	_, err := w.Close()
	require.NoError(t, err)
	require.Len(t, folder, 2)
	require.Len(t, all(t, "spacy", formats.ReadOptions{}, folder.Files()...), 7)
	require.NotEmpty(t, folder["train/00000.spacy"])
}

func goldenBytes(t *testing.T) []byte {
	t.Helper()
	raw, err := hex.DecodeString(formats.GoldenDocBin)
	require.NoError(t, err)
	return raw
}
