package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/text"
)

// stopwatch measures, on any page, from a key's own time stamp to the frame that
// shows what the key did: a message posted in the frame arrives once it is
// painted.
const stopwatch = `(() => {
  window.painted = [];
  window.handled = [];
  addEventListener("keydown", (e) => {
    if (e.ctrlKey) return;
    const pressed = e.timeStamp;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => window.painted.push(performance.now() - pressed);
      after.port2.postMessage(0);
    });
  }, true);
  addEventListener("keydown", (e) => { if (!e.ctrlKey) window.handled.push(performance.now() - e.timeStamp); });
})()`

// barePage paints a mark on a word of the same text and does nothing else: what
// the browser alone needs.
const barePage = `<!doctype html><meta charset=utf-8><style>
p{font:19px/30px serif;max-width:66ch;margin:0 auto 1em;content-visibility:auto;contain-intrinsic-size:auto 200px}
mark{background:none;border-bottom:2px solid #06c}</style><main>%s</main><script>
let n = 0;
addEventListener("keydown", () => {
  const words = document.querySelectorAll("p")[n %% 3].childNodes;
  const node = [...words].findLast((w) => w.nodeType === 3 && w.data.length > 14);
  const range = document.createRange();
  range.setStart(node, 7); range.setEnd(node, 13); n++;
  range.surroundContents(document.createElement("mark"));
});
</script>`

// grown is an article of many short paragraphs with evenly spread spans.
func grown(id string, words, spans int) (*annotations.Document, formats.Set) {
	var b strings.Builder
	d := &annotations.Document{ID: id, Project: "demo", Revision: 1, Language: "de", Meta: map[string]string{"title": id}}
	set := formats.Set{Owner: "user:demo", State: annotations.Open}
	at, every := text.Rune(0), max(1, words/spans)
	for i := 0; i < words; {
		start := at
		for j := 0; j < 60 && i < words; j, i = j+1, i+1 {
			if i%every == every-1 {
				label := []string{"PER", "claim", "ORG", "speaker"}[i/every%4]
				set.Spans = append(set.Spans, &annotations.Span{ID: fmt.Sprintf("%s-%05d", id, i), Label: label,
					Fragments: []annotations.Fragment{{Start: at, End: at + 6}}, Quote: []string{"Größen"}})
			}
			b.WriteString("Größen ")
			at += 7
		}
		b.WriteString("\n\n")
		at += 2
		d.Blocks = append(d.Blocks, annotations.Block{Role: annotations.Body, Start: start, End: at})
	}
	d.Text = text.New(b.String())
	d.SHA256 = d.Text.SHA256()
	return d, set
}

// BenchmarkKeyToPaint measures tagging as an editor feels it, in milliseconds
// from the key to the painted frame, beside a bare page that only paints.
func BenchmarkKeyToPaint(b *testing.B) {
	for _, size := range []struct{ words, spans int }{{1_000, 50}, {10_000, 1_000}} {
		b.Run(fmt.Sprintf("%d words %d spans", size.words, size.spans), func(b *testing.B) {
			b.StopTimer()
			d, set := grown(fmt.Sprintf("grown-%d", size.words), size.words, size.spans)
			galley, handled := tagRounds(b, d, set)
			bare := bareRounds(b, d)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(percentile(handled, 50), "ms-handled")
			b.ReportMetric(percentile(galley, 50), "ms-median")
			b.ReportMetric(percentile(galley, 95), "ms-p95")
			b.ReportMetric(percentile(bare, 50), "ms-bare-median")
			b.ReportMetric(percentile(galley, 50)/percentile(bare, 50), "times-bare")
		})
	}
}

// rounds is how often a word is tagged.
const rounds = 60

func tagRounds(b *testing.B, d *annotations.Document, set formats.Set) (painted, handled []float64) {
	s := startServer(b)
	file := filepath.Join(b.TempDir(), "grown.jsonl")
	out, err := os.Create(file)
	require.NoError(b, err)
	w := formats.All[0].New(out, formats.Options{})
	require.NoError(b, w.Write(&formats.Item{Document: d, Schema: formats.SchemaRef{ID: "news", Version: 1}, Sets: []formats.Set{set}}))
	require.NoError(b, out.Close())
	s.galley("import", "--project", "demo", file)
	p := newPage(b, desktop)
	signIn(p, s)
	p.open(s.URL + "/d/" + d.ID)
	p.wait("the article", `document.querySelector("[data-article] [data-block]")`)
	p.run(stopwatch)
	for i := range rounds {
		// Words all over the article, and a hand that rests a moment before the key.
		p.dragSelect("Größen", 3+i*16%900)
		p.wait("the labels", `document.querySelector(".label-popover.open")`)
		p.run(`new Promise((rest) => requestIdleCallback(rest))`)
		p.press([]string{"2", "3"}[i%2])
		p.wait("the painted frame", fmt.Sprintf("window.painted.length > %d", i))
	}
	p.waitSaved()
	return eval[[]float64](p, "window.painted"), eval[[]float64](p, "window.handled")
}

func bareRounds(b *testing.B, d *annotations.Document) []float64 {
	var body strings.Builder
	for _, bl := range d.Blocks {
		body.WriteString("<p>" + strings.TrimSpace(d.Text.Slice(bl.Start, bl.End)) + "</p>")
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, barePage, body.String())
	}))
	b.Cleanup(server.Close)
	p := newPage(b, desktop)
	p.open(server.URL)
	p.run(stopwatch)
	for i := range rounds {
		p.press("2")
		p.wait("the painted frame", fmt.Sprintf("window.painted.length > %d", i))
	}
	return eval[[]float64](p, "window.painted")
}

func percentile(ms []float64, p int) float64 {
	sorted := slices.Sorted(slices.Values(ms))
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}
