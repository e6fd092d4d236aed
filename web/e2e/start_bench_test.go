package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/page"
)

// firstMark notes, in a page that is just being loaded, when the first tagged
// words are on the screen: in the frame after they came.
const firstMark = `new MutationObserver((_, watch) => {
  if (!document.querySelector("[data-article] [data-span]")) return;
  watch.disconnect();
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => { window.firstMark = performance.now(); };
    after.port2.postMessage(0);
  });
}).observe(document, {childList: true, subtree: true});`

// BenchmarkWarmStart measures from the navigation to a tagged article on the
// screen, in milliseconds, with everything in the browser's caches.
func BenchmarkWarmStart(b *testing.B) {
	b.StopTimer()
	s := startServer(b)
	p := newPage(b, desktop)
	signIn(p, s)
	p.open(s.URL + "/p/demo")
	p.wait("the demo's articles", `document.querySelector("main a[href^='/d/']")`)
	p.clickAt(p.middle("main a[href$='0001']"))
	p.wait("a tagged article", `document.querySelector("[data-article] [data-span]")`)
	p.waitWorker(builds(p)[0])
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: firstMark})
	var ms []float64
	for range 15 {
		p.reload()
		p.wait("the article again", "window.firstMark")
		ms = append(ms, eval[float64](p, "window.firstMark"))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(percentile(ms, 50), "ms-median")
	b.ReportMetric(percentile(ms, 95), "ms-p95")
}
