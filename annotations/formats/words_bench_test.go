package formats_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
)

// BenchmarkWriteWords writes a long article of 78 spans in formats of words.
func BenchmarkWriteWords(b *testing.B) {
	for _, name := range []string{"conll", "conllup", "germeval", "spacy"} {
		b.Run(name, func(b *testing.B) {
			f, err := formats.Named(name)
			require.NoError(b, err)
			w := f.New(io.Discard, formats.Options{Schema: annotations.News()})
			it := formatstest.Bridge()
			n := 0
			for b.Loop() {
				n++
				it.Document.ID = fmt.Sprintf("%012d", n)
				require.NoError(b, w.Write(it))
			}
			b.ReportMetric(float64(n*78)/b.Elapsed().Seconds(), "spans/s")
		})
	}
}
