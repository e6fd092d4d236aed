package formats_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
)

func hfFolder(t require.TestingT, schema *annotations.Schema, items ...*formats.Item) (formatstest.Folder, error) {
	folder := formatstest.Folder{}
	f, err := formats.Named("hf")
	require.NoError(t, err)
	w := f.NewFolder(folder, formats.Options{Schema: schema})
	for _, it := range items {
		if err := w.Write(it); err != nil {
			return nil, err
		}
	}
	_, err = w.Close()
	return folder, err
}

func TestTheCardQuotesLabelsThatYAMLTakesForSomethingElse(t *testing.T) {
	t.Parallel()
	for _, label := range []string{"No", "on", "1", "null", "it's", "a: b", "#x"} {
		folder, err := hfFolder(t, nil, oneSpan("Ja, nein.", label, "nein"))
		require.NoError(t, err)
		card := folder["README.md"].String()
		require.True(t, strings.HasPrefix(card, "---\n"))
		require.Contains(t, card, "          '1': 'B-"+strings.ReplaceAll(label, "'", "''")+"'\n")
		require.NotContains(t, card, "pretty_name")
	}
}

func TestPartsAreNamedAsDatasetsWantsThem(t *testing.T) {
	t.Parallel()
	for split, ok := range map[string]bool{"": true, "train": true, "test.v1": true, "a_b": true, "dev-1": false, "a b": false, ".": false, "ä": false, "../x": false} {
		it := oneSpan("Ja, nein.", "PER", "nein")
		it.Split = split
		folder, err := hfFolder(t, nil, it)
		require.Equal(t, ok, err == nil, split)
		if ok {
			require.Contains(t, folder, "spans/"+map[string]string{"": "train"}[split]+split+"-00000.jsonl")
		} else {
			require.Equal(t, annotations.Invalid, annotations.CodeOf(err))
		}
	}
}

func TestEveryRowHasTheSameColumns(t *testing.T) {
	t.Parallel()
	folder, err := hfFolder(t, annotations.News(), formatstest.Edges()...)
	require.NoError(t, err)
	for line := range strings.Lines(folder["spans/train-00000.jsonl"].String()) {
		for _, key := range []string{"id", "owner", "state", "language", "title", "text", "spans", "relations", "links"} {
			require.Contains(t, line, `"`+key+`":`)
		}
		require.NotContains(t, line, "null")
	}
	for line := range strings.Lines(folder["tokens/train-00000.jsonl"].String()) {
		for _, key := range []string{"id", "owner", "tokens", "ner_tags", "quote_tags", "claim_tags", "role_tags", "plain_tags"} {
			require.Contains(t, line, `"`+key+`":`)
		}
	}
	require.Contains(t, folder["README.md"].String(), "- split: 'train'\n    path: 'spans/train-*.jsonl'\n")
}

func TestADocumentWithoutASetIsNoRow(t *testing.T) {
	t.Parallel()
	folder, err := hfFolder(t, annotations.News(), formatstest.Bare())
	require.NoError(t, err)
	require.Len(t, folder, 1)
	require.NotContains(t, folder["README.md"].String(), "configs:")
	require.Empty(t, all(t, "hf", formats.ReadOptions{}, folder.Files()...))
}

func TestRowsThatAreWrongAreNamedAndTheOthersRead(t *testing.T) {
	t.Parallel()
	row := `{"id":"a","text":"Ja, nein.","spans":[{"id":"s","label":"L","start":4,"end":8,"fragments":[{"start":4,"end":8,"text":"nein"}]}]}` + "\n"
	for reason, bad := range map[string]string{
		"bad_json":          `{"id":`,
		"outside_text":      `{"text":"Ja","spans":[{"id":"s","label":"L","start":0,"end":9}]}`,
		"quotation_differs": `{"text":"Ja","spans":[{"id":"s","label":"L","start":0,"end":2,"fragments":[{"start":0,"end":1,"text":"N"}]}]}`,
		"duplicate_id":      `{"text":"Ja","spans":[{"id":"s","label":"L","start":0,"end":2},{"id":"s","label":"L","start":0,"end":2}]}`,
		"unknown_span":      `{"text":"Ja","links":[{"id":"l","type":"T","roles":[{"role":"r","span":"x"}]}]}`,
	} {
		docs := all(t, "hf", formats.ReadOptions{}, formatstest.File("spans/train-0.jsonl", row+bad+"\n"+strings.Replace(row, `"a"`, `"b"`, 1)))
		require.Len(t, docs, 3, reason)
		require.Equal(t, reason, docs[1].Problems[0].Reason)
		require.Equal(t, 2, docs[1].Problems[0].Line)
		require.Equal(t, []string{"L: nein"}, spansOf(docs[0]))
		require.Equal(t, []string{"L: nein"}, spansOf(docs[2]))
	}
}

func FuzzReadHF(f *testing.F) {
	folder, err := hfFolder(f, annotations.News(), formatstest.Edges()...)
	require.NoError(f, err)
	f.Add(folder["spans/train-00000.jsonl"].Bytes())
	format, _ := formats.Named("hf")
	f.Fuzz(func(t *testing.T, content []byte) {
		for doc, err := range format.Read([]formats.File{formatstest.File("spans/x.jsonl", string(content))}, formats.ReadOptions{}) {
			if err != nil {
				return
			}
			requireSound(t, doc)
		}
	})
}
