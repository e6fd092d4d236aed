package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// harbour is an article whose second paragraph is a caption that nothing gives away.
const harbour = `Der Hafen von Ostrow wächst

Kräne am Westkai bei Nacht, von Osten gesehen, mit Blick auf die Werft.

Die Stadt 🚢 baut aus. Der Rat hat am Abend entschieden, und niemand war überrascht.

Die Kosten trägt das Land, sagte Edda Kamp.
`

func TestAParagraphGetsARoleIsSplitAndMergedByKey(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	paste(t, s, p, harbour)
	roles := `JSON.stringify([...document.querySelectorAll("[data-block]")].map(b => b.dataset.role))`
	shows := func(what, want string) {
		t.Helper()
		p.wait(what, roles+` === '`+want+`'`)
	}
	shows("what was recognised", `["headline","body","body","body"]`)
	p.tag("Edda Kamp", "s", 1)

	p.clickText("Westkai", 1)
	p.press("u")
	p.wait("the choice", `document.querySelector("dialog#choice[open] .choice")`)
	p.screenshot("role_choice")
	p.resize(360, 640)
	p.wait("the last role within reach", `(e => { e.scrollIntoView(); const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight && r.right <= innerWidth })(document.querySelector("#choice li:last-child .choice"))`)
	p.screenshot("role_choice_narrow")
	p.resize(1440, 900)
	p.press("6")
	p.wait("the choice gone", `!document.querySelector("dialog#choice[open]")`)
	shows("a caption", `["headline","caption","body","body"]`)
	p.waitSaved()

	p.clickText("Der Rat hat", 1)
	p.run(`{ const b = document.querySelectorAll("[data-block]")[2]; const w = document.createTreeWalker(b, NodeFilter.SHOW_TEXT); const n = w.nextNode(); const i = n.data.indexOf("Der Rat"); getSelection().collapse(n, i); }`)
	p.press("-")
	shows("the paragraph in two", `["headline","caption","body","body","body"]`)
	p.screenshot("block_split")
	p.press(",")
	shows("one paragraph again", `["headline","caption","body","body"]`)
	p.press("z", ctrl)
	shows("the split undone and back", `["headline","caption","body","body","body"]`)
	p.waitSaved()

	p.clickText("Westkai", 1)
	p.press("u")
	p.wait("the choice", `document.querySelector("dialog#choice[open] .choice")`)
	p.run(`document.querySelector("#choice [aria-keyshortcuts=c]").click()`)
	p.wait("the advert, open", `document.querySelector("[data-block][data-role=advert]")?.checkVisibility()`)
	p.waitSaved()
	p.eventually("the blocks in the export", func() bool {
		b := exportOf(t, s, "🚢").Blocks
		return len(b) == 5 && b[1].Role == "advert"
	})
	require.Len(t, exportOf(t, s, "🚢").Sets[0].Spans, 1, "what is tagged stays")
}
