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

// still takes the article as it stands on the page, with its style sheets, and
// nothing that could run.
const still = `(async () => {
  const sheets = await Promise.all([...document.querySelectorAll("link[rel=stylesheet]")].map(async (l) => (await fetch(l.href)).text()));
  document.querySelectorAll(".handle, .overlay > *").forEach((e) => e.remove());
  return "<!doctype html><html lang=de><meta charset=utf-8><style>" + sheets.join("\n").replace(/url\([^)]*\)/g, "none") + "</style><body>" + document.body.innerHTML;
})()`

// barePage puts a mark like the others round the n-th word that has none, and
// does nothing else: what the browser alone needs to paint a tag on this page.
const barePage = `
<script>
let next = null;
function choose(n) {
  const words = [...document.querySelectorAll("[data-article] [data-at]")].filter((r) => !r.closest(".m") && r.textContent.length > 14);
  next = words[n % words.length];
  next.scrollIntoView({block: "center", behavior: "instant"});
}
addEventListener("keydown", () => {
  const like = document.querySelector("[data-label=ORG]").cloneNode(false);
  const word = next.firstChild.splitText(next.firstChild.data.indexOf("Größen"));
  word.splitText(6);
  word.replaceWith(like);
  like.append(word);
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
			galley, handled, page := tagRounds(b, d, set)
			bare := bareRounds(b, page)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(percentile(handled, 50), "ms-handled")
			b.ReportMetric(percentile(galley, 50), "ms-median")
			b.ReportMetric(percentile(galley, 95), "ms-p95")
			b.ReportMetric(percentile(bare, 50), "ms-bare-median")
			b.ReportMetric(percentile(galley, 50)/percentile(bare, 50), "times-bare")
		})
	}
}

// take imports a document into the sample project.
func (s *server) take(d *annotations.Document, set formats.Set) {
	s.t.Helper()
	file := filepath.Join(s.t.TempDir(), "grown.jsonl")
	out, err := os.Create(file)
	require.NoError(s.t, err)
	w := formats.All[0].New(out, formats.Options{})
	require.NoError(s.t, w.Write(&formats.Item{Document: d, Schema: formats.SchemaRef{ID: "news", Version: 1}, Sets: []formats.Set{set}}))
	require.NoError(s.t, out.Close())
	s.galley("import", "--project", "demo", file)
}

// rounds is how often a word is tagged.
const rounds = 60

func tagRounds(b *testing.B, d *annotations.Document, set formats.Set) (painted, handled []float64, page string) {
	s := startServer(b)
	s.take(d, set)
	p := newPage(b, desktop)
	signIn(p, s)
	p.open(s.URL + "/d/" + d.ID)
	p.wait("the article", `document.querySelector("[data-article] [data-block]")`)
	p.run(stopwatch)
	for i := range rounds {
		// Words all over the article, and a hand that rests a moment before the key.
		p.dragSelect("Größen", 3+i*16%900)
		p.wait("the labels", `document.querySelector(".label-popover.open")`)
		p.run(`new Promise((rest) => requestIdleCallback(rest, {timeout: 300}))`)
		p.press([]string{"2", "3"}[i%2])
		p.wait("the painted frame", fmt.Sprintf("window.painted.length > %d", i))
	}
	p.waitSaved()
	return eval[[]float64](p, "window.painted"), eval[[]float64](p, "window.handled"), eval[string](p, still)
}

func bareRounds(b *testing.B, html string) []float64 {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, html, barePage)
	}))
	b.Cleanup(server.Close)
	p := newPage(b, desktop)
	p.open(server.URL)
	p.run(stopwatch)
	for i := range rounds {
		p.run(fmt.Sprintf("choose(%d)", i*3))
		p.run(`new Promise((rest) => requestIdleCallback(rest, {timeout: 300}))`)
		p.press("2")
		p.wait("the painted frame", fmt.Sprintf("window.painted.length > %d", i))
	}
	return eval[[]float64](p, "window.painted")
}

func percentile(ms []float64, p int) float64 {
	sorted := slices.Sorted(slices.Values(ms))
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}
