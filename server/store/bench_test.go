package store

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

// orban is the op that tags the first word of the sample.
func orban(d *wire.Document, id string) ops.Op {
	op := ops.CreateSpan(anna, &annotations.Span{
		ID: id, Label: "quote", Fragments: []annotations.Fragment{{Start: 0, End: 5}}, Quote: []string{"Orban"},
	})
	op.ID, op.TextSHA, op.SchemaVersion, op.BaseSeq = "op-"+id, d.SHA256, 1, d.Head
	return op
}

// BenchmarkAppend64Writers reports durable single-op commits per second of 64
// clients that each wait for their answer, on 8 documents.
func BenchmarkAppend64Writers(b *testing.B) {
	s := mustOpen(b, folder(b), Options{})
	_, err := s.CreateProject(b.Context(), "demo", "")
	require.NoError(b, err)
	var docs []*wire.Document
	for i := range 8 {
		docs = append(docs, mustAdd(b, s, fmt.Sprint(sample, i)))
	}
	var wg sync.WaitGroup
	work := make(chan int, b.N)
	for i := range b.N {
		work <- i
	}
	close(work)
	b.ResetTimer()
	for w := range 64 {
		wg.Go(func() {
			d := docs[w%len(docs)]
			for i := range work {
				a, err := s.AppendOps(b.Context(), d.ID, "anna", batch(s, fmt.Sprint("tab", w), orban(d, fmt.Sprint("span", i))))
				if err != nil || !a.Outcomes[0].Result.TookEffect() {
					b.Error(err, a)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
}

// BenchmarkAppendOp is the cost of one more op on a document with that many
// annotations: it must not grow with them. Ops go in batches, so that the disk's
// flush does not hide what an op itself costs. Clients make UUIDv7, which are
// neighbours in the file when they are neighbours in time; scattered ids, which
// a script may use, cost a little more.
func BenchmarkAppendOp(b *testing.B) {
	for _, ids := range []struct {
		name string
		make func() (uuid.UUID, error)
	}{{"in_order", uuid.NewV7}, {"scattered", uuid.NewRandom}} {
		for _, existing := range []int{1, 10_000} {
			b.Run(fmt.Sprint("ids=", ids.name, "/annotations=", existing), func(b *testing.B) {
				s := mustOpen(b, folder(b), Options{})
				_, err := s.CreateProject(b.Context(), "demo", "")
				require.NoError(b, err)
				d := mustAdd(b, s, sample)
				add := func(n int) {
					for n > 0 {
						var list []ops.Op
						for ; n > 0 && len(list) < wire.MaxBatch; n-- {
							list = append(list, orban(d, uuid.Must(ids.make()).String()))
						}
						a, err := s.AppendOps(b.Context(), d.ID, "anna", batch(s, "tab", list...))
						require.NoError(b, err)
						require.True(b, a.Outcomes[len(list)-1].Result.TookEffect())
					}
				}
				add(existing)
				b.ResetTimer()
				add(b.N)
			})
		}
	}
}

// BenchmarkHistoryPage reads a page of a history whose log is short or long: it
// costs the same.
func BenchmarkHistoryPage(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		b.Run(fmt.Sprint(n, " entries"), func(b *testing.B) {
			s := mustOpen(b, folder(b), Options{})
			_, err := s.CreateProject(b.Context(), "demo", "")
			require.NoError(b, err)
			d := mustAdd(b, s, sample)
			for i := 0; i < n; i += 100 {
				var all []ops.Op
				for j := range 100 {
					all = append(all, orban(d, fmt.Sprint("s", i+j)))
				}
				mustAppend(b, s, d, all...)
			}
			for b.Loop() {
				h, err := s.History(b.Context(), d.ID, wire.HistoryQuery{})
				require.NoError(b, err)
				require.Len(b, h.Acts, 50)
			}
		})
	}
}
