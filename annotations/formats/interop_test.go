//go:build !js

package formats_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
)

// TestWriteTheSamplesForTheirConsumers writes the samples in the native format
// and in every format of several files into the folder GALLEY_INTEROP, where
// the scripts in interop compare them as the formats' own readers see them.
func TestWriteTheSamplesForTheirConsumers(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("GALLEY_INTEROP")
	if dir == "" {
		t.Skip("GALLEY_INTEROP names no folder")
	}
	items := append([]*formats.Item{formatstest.Bridge(), formatstest.Market(), formatstest.Bare()}, formatstest.Awkward()...)
	native, _ := write(t, "galley", formats.Options{}, items...)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "samples.jsonl"), []byte(native), 0o644))
	for _, f := range formats.All {
		if f.NewFolder == nil {
			continue
		}
		folder, _ := folderOf(t, f.Name, formats.Options{}, items...)
		for name, content := range folder {
			path := filepath.Join(dir, f.Name, filepath.FromSlash(name))
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			require.NoError(t, os.WriteFile(path, content.Bytes(), 0o644))
		}
	}
}
