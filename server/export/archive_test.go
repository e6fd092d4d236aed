package export_test

import (
	"archive/zip"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/server/export"
)

func TestAFormatOfSeveralFilesIsAnArchiveThatIsTheSameTwice(t *testing.T) {
	t.Parallel()
	file, report := write(t, export.Request{Format: "hf", Set: "user:anna"})
	again, _ := write(t, export.Request{Format: "hf", Set: "user:anna"})
	require.Equal(t, file, again)
	require.Equal(t, 1, report.Documents)
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	require.NoError(t, err)
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		r, err := f.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(r)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(content), "---\n") || strings.HasPrefix(string(content), "{") && strings.HasSuffix(string(content), "}\n"), f.Name)
	}
	require.Equal(t, []string{"README.md", "export-report.json", "spans/train-00000.jsonl", "tokens/train-00000.jsonl"}, names)
	job, err := export.New(three()).Plan(t.Context(), export.Request{Project: "demo", Format: "hf"})
	require.NoError(t, err)
	require.Equal(t, "demo.hf.zip", job.FileName())
	require.Equal(t, "application/zip", job.MediaType())
}
