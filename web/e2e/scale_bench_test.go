package e2e

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
)

// keepProgram lets a story ask how much memory the program has.
const keepProgram = `(() => {
  const load = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...a) => {
    const loaded = await load.apply(WebAssembly, a);
    window.programMemory = loaded.instance.exports.mem;
    return loaded;
  };
})()`

// countFrames notes the milliseconds from each frame to the next until it is called again.
const countFrames = `(() => {
  const list = [];
  const on = window.frames_ = { list, last: 0 };
  const next = (now) => {
    if (window.frames_ !== on) return;
    if (on.last) list.push(now - on.last);
    on.last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})()`

// memory is what the page holds, in megabytes: the memory of the program, which never shrinks, and what JavaScript uses
// of its heap once the collector has run.
func (p *tab) memory() (wasm, js float64) {
	p.t.Helper()
	call(p, performance.Enable, performance.EnableParams{})
	call(p, heapprofiler.CollectGarbage, cdp.Empty{})
	for _, m := range call(p, performance.GetMetrics, cdp.Empty{}).Metrics {
		if m.Name == "JSHeapUsedSize" {
			js = m.Value / 1e6
		}
	}
	return eval[float64](p, "programMemory.buffer.byteLength") / 1e6, js
}

// roll turns the mouse wheel over the text as a finger does, by so many pixels, and returns the time between frames.
func (p *tab) roll(by, speed float64) []float64 {
	p.t.Helper()
	p.run(countFrames)
	call(p, input.SynthesizeScrollGesture, input.SynthesizeScrollGestureParams{
		X: 600, Y: 500, YDistance: -by, Speed: int64(speed), GestureSourceType: input.GestureSourceTypeMouse,
	})
	return eval[[]float64](p, "(() => { const {list} = frames_; frames_ = null; return list; })()")
}

// BenchmarkVeryLongDocument opens, tags and scrolls a document of 100,000 words with 5,000 annotations.
func BenchmarkVeryLongDocument(b *testing.B) {
	b.StopTimer()
	d, set := grown("grown-100000", 100_000, 5_000)
	s := startServer(b)
	s.take(d, set)
	p := newPage(b, desktop)
	signIn(p, s)
	p.open(s.URL + "/d/" + d.ID)
	p.wait("the article", `document.querySelector("[data-article] [data-span]")`)
	p.waitWorker(builds(p)[0])

	for _, script := range []string{firstMark, keepProgram} {
		call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	}
	var opened, complete []float64
	for range 7 {
		p.reload()
		p.wait("the article again", "window.firstMark")
		p.wait("all of it", fmt.Sprintf(`document.querySelectorAll("[data-annotations] [data-row]").length >= %d`, len(set.Spans))+
			fmt.Sprintf(` && document.querySelectorAll("[data-block]").length === %d`, len(d.Blocks)))
		opened = append(opened, eval[float64](p, "window.firstMark"))
		complete = append(complete, eval[float64](p, "performance.now()"))
	}
	wasm, js := p.memory()
	b.ReportMetric(wasm, "MB-wasm-opened")
	b.ReportMetric(js, "MB-js-opened")

	p.run(stopwatch)
	for i := range rounds {
		p.dragSelect("Größen", 3+i*997%90_000)
		p.wait("the labels", `document.querySelector(".label-popover.open")`)
		p.run(`new Promise((rest) => requestIdleCallback(rest, {timeout: 300}))`)
		p.press([]string{"2", "3"}[i%2])
		p.wait("the painted frame", fmt.Sprintf("window.painted.length > %d", i))
	}
	p.waitSaved()

	p.run("scrollTo(0, 0)")
	frames := p.roll(30_000, 4000)
	p.run("scrollTo(0, document.documentElement.scrollHeight / 2)")
	frames = append(frames, p.roll(10_000, 4000)...)
	frames = append(frames, p.roll(-10_000, 4000)...)
	wasm, js = p.memory()

	b.ReportMetric(0, "ns/op")
	b.ReportMetric(slices.Min(opened), "ms-open-best")
	b.ReportMetric(percentile(opened, 50), "ms-open-median")
	b.ReportMetric(percentile(complete, 50), "ms-complete-median")
	b.ReportMetric(percentile(eval[[]float64](p, "window.handled"), 50), "ms-tag-handled")
	b.ReportMetric(percentile(eval[[]float64](p, "window.painted"), 50), "ms-tag-median")
	b.ReportMetric(percentile(eval[[]float64](p, "window.painted"), 95), "ms-tag-p95")
	b.ReportMetric(percentile(frames, 50), "ms-frame-median")
	b.ReportMetric(percentile(frames, 99), "ms-frame-p99")
	b.ReportMetric(slices.Max(frames), "ms-frame-worst")
	b.ReportMetric(float64(len(slices.DeleteFunc(slices.Clone(frames), func(ms float64) bool { return ms <= 50 }))), "frames-over-50ms")
	b.ReportMetric(wasm, "MB-wasm")
	b.ReportMetric(js, "MB-js")
}
