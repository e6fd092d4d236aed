package state

import (
	"fmt"
	"strings"
	"testing"

	"galley/annotations"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// grown is a document of many short paragraphs with evenly spread spans.
func grown(words, spans int) *wire.Document {
	var b strings.Builder
	d := &wire.Document{ID: "d", Project: "bench", Revision: 1, Schema: annotations.News(), Epoch: "e",
		Set: wire.Set{Owner: "user:anna", State: annotations.Open}}
	at, every := text.Rune(0), max(1, words/spans)
	for i := 0; i < words; {
		start := at
		for j := 0; j < 50 && i < words; j, i = j+1, i+1 {
			if i%every == 0 {
				d.Set.Spans = append(d.Set.Spans, &annotations.Span{ID: fmt.Sprintf("s%05d", i), Label: []string{"PER", "LOC", "quote", "claim"}[i/every%4],
					Fragments: []annotations.Fragment{{Start: at, End: at + 6}}, Quote: []string{"Größen"}})
			}
			b.WriteString("Größen ")
			at += 7
		}
		b.WriteString("\n\n")
		at += 2
		d.Blocks = append(d.Blocks, annotations.Block{Role: annotations.Body, Start: start, End: at})
	}
	d.Text = b.String()
	d.SHA256 = text.New(d.Text).SHA256()
	return d
}

// BenchmarkTag is one tag with the views of the blocks it touches and of its
// row: its cost must not depend on the size of the document.
func BenchmarkTag(b *testing.B) {
	for _, size := range []struct{ words, spans int }{{1_000, 50}, {10_000, 1_000}, {100_000, 5_000}} {
		b.Run(fmt.Sprintf("%d words %d spans", size.words, size.spans), func(b *testing.B) {
			m := New("de")
			m.Load(grown(size.words, size.spans), "tab", nil)
			n := 0
			for b.Loop() {
				start := text.Rune(n * 7 % 300)
				n++
				m.Update(Selection{Start: start, End: start + 6})
				for _, msg := range []Msg{Tag{Label: "ORG"}, Remove{}} {
					e := m.Update(msg)
					for _, i := range e.Blocks {
						m.Block(i)
					}
					for _, id := range e.Rows {
						m.Row(id)
					}
				}
				if n%100 == 0 { // the server answers now and then
					b.StopTimer()
					m.Load(grown(size.words, size.spans), "tab", nil)
					b.StartTimer()
				}
			}
		})
	}
}
