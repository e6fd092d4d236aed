package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// beside opens another tab of the same browser context: the same person, with the same cookie and storage.
func (p *tab) beside() *tab {
	p.t.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	p.t.Cleanup(cancel)
	require.NoError(p.t, chromedp.Do(ctx))
	q := &tab{t: p.t, ctx: ctx, watcher: newWatcher(), layout: "qwertz"}
	require.NoError(p.t, chromedp.Listen(ctx, q.observe))
	p.t.Cleanup(q.finish)
	q.resize(desktop.width, desktop.height)
	call(q, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
		UserAgent: eval[string](q, "navigator.userAgent"), AcceptLanguage: desktop.language,
	})
	return q
}

// front brings a tab before the others, as a click on it does.
func (p *tab) front() {
	p.t.Helper()
	_, err := chromedp.CallBrowser(p.ctx, target.ActivateTarget, target.ActivateTargetParams{TargetID: chromedp.FromContext(p.ctx).Target.TargetID})
	require.NoError(p.t, err)
}

func TestTwoTabsOfOnePersonStayTheSame(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.waitSaved()
	q := p.beside()
	q.open(eval[string](p, "location.href.split('#')[0]"))
	q.waitRows(2)

	rows := `[...document.querySelectorAll("[data-annotations] [data-row]")].map((r) => r.textContent).join("|")`
	marks := `[...document.querySelectorAll("[data-article] .m")].map((m) => m.dataset.label + ":" + m.textContent).join("|")`
	same := func(n int) {
		t.Helper()
		p.waitRows(n)
		q.waitRows(n)
		p.waitSaved()
		q.waitSaved()
		p.eventually("the same in both tabs", func() bool {
			return eval[string](p, rows) == eval[string](q, rows) && eval[string](p, marks) == eval[string](q, marks)
		})
		require.Len(t, spansOf(t, s), n)
	}
	in := func(one *tab, act func()) {
		one.front()
		act()
	}
	in(q, func() { q.tag("Edda Kamp", "1", 3) })
	same(3)
	in(p, func() { p.tag("Altenhafen", "3", 4) })
	same(4)
	in(q, func() { q.press("z", ctrl) }) // its own act: Kamp; the other tab's stays
	same(3)
	require.Contains(t, spansOf(t, s), "LOC [Altenhafen]")
	in(p, func() {
		p.clickText("Jonas Wiek", 1)
		p.wait("the speaker", `document.querySelector(".inspector-name")?.textContent === "Sprecher"`)
		p.press("Delete")
	})
	same(2)
	in(q, func() { q.press("z", ctrl, shift) })
	same(3)
	in(p, func() { p.press("z", ctrl) })
	same(4)
	// Both at once, on one span: one tab deletes what the other one changes.
	q.front()
	q.clickText("Wir sind", 1)
	q.wait("the quote", `document.querySelector(".inspector-name")?.textContent === "Zitat"`)
	p.front()
	p.clickText("Wir sind", 1)
	p.wait("the quote", `document.querySelector(".inspector-name")?.textContent === "Zitat"`)
	p.press("Delete")
	q.press("t")
	p.waitSaved()
	q.eventually("both agree", func() bool {
		return eval[string](p, rows) == eval[string](q, rows) && eval[string](p, marks) == eval[string](q, marks)
	})
	exportOf(t, s, "🚢") // checks that every span quotes its ground
}
