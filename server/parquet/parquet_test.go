package parquet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/server/parquet"
)

// folder writes items in a format of several files.
func folder(t testing.TB, f formats.Format, items ...*formats.Item) (formatstest.Folder, formats.Report) {
	out := formatstest.Folder{}
	w := f.NewFolder(out, formats.Options{Schema: annotations.News()})
	for _, it := range items {
		require.NoError(t, w.Write(it))
	}
	report, err := w.Close()
	require.NoError(t, err)
	return out, report
}

func documents(t testing.TB, f formats.Format, files []formats.File) (all []formats.Found) {
	for doc, err := range f.Read(files, formats.ReadOptions{}) {
		require.NoError(t, err)
		doc.File, doc.Line = "", 0
		all = append(all, doc)
	}
	return all
}

func TestParquetHoldsWhatJSONLHolds(t *testing.T) {
	t.Parallel()
	hf, err := formats.Named("hf")
	require.NoError(t, err)
	named, err := formats.Named("hf-parquet")
	require.NoError(t, err)
	require.Equal(t, parquet.Format.Name, named.Name)
	jsonl, want := folder(t, hf, formatstest.Bridge(), formatstest.Market(), formatstest.Bare())
	files, report := folder(t, named, formatstest.Bridge(), formatstest.Market(), formatstest.Bare())
	require.Equal(t, want, report)
	require.Equal(t, documents(t, hf, jsonl.Files()), documents(t, named, files.Files()))
	require.Len(t, documents(t, named, files.Files()), 2)
	require.Contains(t, files["README.md"].String(), "path: 'tokens/train-*.parquet'")
	require.True(t, named.Detect(files.Files(), func(f formats.File) []byte { return files[f.Name].Bytes() }))
}

func TestParquetIsTheSameTwice(t *testing.T) {
	t.Parallel()
	first, _ := folder(t, parquet.Format, formatstest.Bridge())
	second, _ := folder(t, parquet.Format, formatstest.Bridge())
	require.Equal(t, first.String(), second.String())
}

func TestParquetReaderSaysThatAFileIsNone(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "PAR1", "PAR1xxxxxxxxPAR1", "{}"} {
		for _, err := range parquet.Format.Read([]formats.File{formatstest.File("spans/train-0.parquet", content)}, formats.ReadOptions{}) {
			require.Equal(t, annotations.Invalid, annotations.CodeOf(err), content)
		}
	}
	for _, err := range parquet.Format.Read(nil, formats.ReadOptions{}) {
		require.Equal(t, annotations.Invalid, annotations.CodeOf(err))
	}
}
