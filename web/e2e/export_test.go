package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestADataSetIsChosenLookedAtAndKeptAsARelease(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	signIn(p, s)
	p.open(s.URL + "/p/demo/export")
	p.wait("what the file would hold", `document.querySelector("[data-counts]") && document.querySelector(".preview pre")`)
	p.wait("that nothing is lost", `document.querySelector("[data-losses='none']")`)

	p.run(`(() => { const f = document.querySelector("#export-format"); f.value = "conll"; f.dispatchEvent(new Event("change", {bubbles: true})); })()`)
	p.wait("what this format cannot hold", `document.querySelector("[data-losses='some'] li")`)
	p.run(`(() => { const f = document.querySelector("#export-split"); f.value = "80/20"; f.dispatchEvent(new Event("change", {bubbles: true})); })()`)
	p.wait("the parts", `document.querySelectorAll(".export-counts thead th").length >= 2 && location.search.includes("split=80")`)
	require.Contains(t, eval[string](p, `document.querySelector(".command code").textContent`), "--format conll --split 80/20")
	p.run(`document.querySelector(".losses details").open = true`)
	require.Contains(t, eval[string](p, `document.querySelector(".losses a").getAttribute("href")`), "/d/")
	p.run(`(() => { const f = document.querySelector("#export-policy"); f.value = "drop"; f.dispatchEvent(new Event("change", {bubbles: true})); })()`)
	p.wait("the policy", `location.search.includes("policy=drop")`)
	p.run(`(() => { const f = document.querySelector("#export-policy"); f.value = "-"; f.dispatchEvent(new Event("change", {bubbles: true})); })()`)
	p.wait("the usual policy", `!location.search.includes("policy")`)

	p.click("#release-name")
	p.typeText("2026-01")
	p.click(".export-release button")
	p.wait("the release", `document.querySelector("[data-release='2026-01'] [data-download]")`)
	address := eval[string](p, `document.querySelector("[data-release='2026-01'] [data-download]").dataset.download`)
	require.Contains(t, address, "/releases/2026-01/export?format=conll")
	native := strings.ReplaceAll(address, "format=conll", "format=galley&as=file")
	first := eval[string](p, "fetch("+quoted(native)+").then(r => r.text())")
	require.Equal(t, s.galley("release", "export", "2026-01", "--project", "demo", "--as", "file"), first)
	p.click("#release-name")
	p.typeText("2026-02")
	p.click(".export-release button")
	p.wait("the second release", `document.querySelector("[data-release='2026-02'] button + button")`)
	p.click("[data-release='2026-02'] button + button")
	p.wait("what differs", `document.querySelector("[data-release='2026-02'] .difference li")`)
}

func TestTheExportPageFitsEveryWindow(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, phone)
	signIn(p, s)
	for _, width := range []int64{360, 768, 1440} {
		p.resize(width, 2400)
		p.open(s.URL + "/p/demo/export?format=conll&split=80/20")
		p.wait("the report", `document.querySelector(".losses li") && document.querySelector(".preview pre")`)
		require.LessOrEqual(t, eval[int64](p, "document.documentElement.scrollWidth"), width)
		p.screenshot(fmt.Sprintf("export_%d", width))
	}
}
