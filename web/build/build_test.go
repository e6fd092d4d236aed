package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"
)

func TestCompressedFormsHoldTheFileAndAreMadeOnce(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "app.wasm")
	content := bytes.Repeat([]byte("again and again "), 500)
	require.NoError(t, os.WriteFile(name, content, 0o644))
	require.NoError(t, compress(name, quick))
	require.Equal(t, content, unpacked(t, name))

	require.NoError(t, os.WriteFile(name+".br", []byte("mark"), 0o644))
	require.NoError(t, compress(name, quick))
	kept, err := os.ReadFile(name + ".br")
	require.NoError(t, err)
	require.Equal(t, "mark", string(kept), "unchanged input must not be compressed again")

	content = append(content, "and once more"...)
	require.NoError(t, os.WriteFile(name, content, 0o644))
	require.NoError(t, compress(name, quick))
	require.Equal(t, content, unpacked(t, name), "changed input must be compressed again")

	require.NoError(t, compress(name, hard))
	_, quality := madeFrom(name + ".gz")
	require.Equal(t, hard, quality, "a better quality than the one there must be made")
	require.NoError(t, compress(name, quick))
	_, quality = madeFrom(name + ".gz")
	require.Equal(t, hard, quality, "a better quality than the one asked for must be kept")

	require.NoError(t, os.Remove(name+".br"))
	require.NoError(t, compress(name, quick))
	require.Equal(t, content, unpacked(t, name), "a missing form must be made again")
}

// unpacked returns what both compressed forms hold.
func unpacked(t *testing.T, name string) []byte {
	t.Helper()
	packed, err := os.ReadFile(name + ".br")
	require.NoError(t, err)
	fromBrotli, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
	require.NoError(t, err)
	packed, err = os.ReadFile(name + ".gz")
	require.NoError(t, err)
	r, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	fromGzip, err := io.ReadAll(r)
	require.NoError(t, err)
	require.Equal(t, fromBrotli, fromGzip)
	return fromGzip
}

func TestTheBudgetNamesWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	require.NoError(t, size{8_500_000, 1_750_000}.check())
	require.EqualError(t, size{8_510_000, 1_750_000}.check(), "app.wasm has 8.51 MB, the budget is 8.50 MB")
	require.EqualError(t, size{8_500_000, 1_760_000}.check(), "app.wasm.br has 1.76 MB, the budget is 1.75 MB")
}

func TestGrowthThatNobodyRecordedFails(t *testing.T) {
	t.Parallel()
	last := size{7_000_000, 1_500_000}
	require.NoError(t, size{7_050_000, 1_600_000}.growth(last))
	require.NoError(t, size{6_000_000, 1_000_000}.growth(last))
	require.NoError(t, size{9_000_000, 1_000_000}.growth(size{}), "nothing is recorded yet")
	require.ErrorContains(t, size{7_051_000, 1_500_000}.growth(last), "has grown by 51.0 kB")
}

func TestTheReportShowsTheGrowth(t *testing.T) {
	t.Parallel()
	require.Equal(t, "app.wasm    7.000 MB   recorded  6.900 MB (+100.0 kB)   budget  8.50 MB\n"+
		"  Brotli    1.400 MB   recorded  1.500 MB (-100.0 kB)   budget  1.75 MB\n",
		table(size{7_000_000, 1_400_000}, size{6_900_000, 1_500_000}))
}
