package annotations_test

import (
	"fmt"
	"testing"

	"galley/annotations"
	"galley/annotations/annotest"
)

// The cost of drawing one block must not grow with the number of spans elsewhere.
func BenchmarkSegments(b *testing.B) {
	for _, size := range [][2]int{{1000, 50}, {10_000, 1000}, {100_000, 10_000}} {
		b.Run(fmt.Sprintf("%dwords_%dspans", size[0], size[1]), func(b *testing.B) {
			txt, spans := annotest.Grow(size[0], size[1])
			set := annotations.NewSet("gold")
			for _, sp := range spans {
				set.PutSpan(sp)
			}
			start := txt.Len() / 2
			for b.Loop() {
				for range set.Segments(start, start+400) {
				}
			}
		})
	}
}

// Putting a span costs the same on the first and on the 10,000th.
func BenchmarkPutSpan(b *testing.B) {
	for _, n := range []int{10, 10_000} {
		b.Run(fmt.Sprintf("among_%d", n), func(b *testing.B) {
			_, spans := annotest.Grow(100_000, n)
			set := annotations.NewSet("gold")
			for _, sp := range spans {
				set.PutSpan(sp)
			}
			for i := 0; b.Loop(); i++ {
				set.PutSpan(spans[i%len(spans)])
			}
		})
	}
}
