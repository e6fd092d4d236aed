package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLinksFromOneSpeakerToManyQuotesCrossNoWords selects speakers of the sample
// that serve several quotes, in the narrowest and a wide window. What runs along
// the margin stays in it; nothing leaves the page.
func TestLinksFromOneSpeakerToManyQuotesCrossNoWords(t *testing.T) {
	t.Parallel()
	p := openDemo(t, desktop)
	for _, width := range []int64{360, 1440} {
		p.resize(width, 900)
		for _, scheme := range []string{"light", "dark"} {
			p.media("", "prefers-color-scheme", scheme)
			for _, c := range []struct {
				name   string
				quotes int
			}{{"Vorstandschef Arvid Lohse", 3}, {"sagte Tammen", 2}} {
				p.run(`document.querySelector("#article").dispatchEvent(new PointerEvent("pointerleave")); void 0`)
				find := `[...document.querySelectorAll("[data-article] .m.role.sel[data-label=speaker]")].length`
				p.clickText(c.name[len(c.name)-5:], 1)
				p.wait("a span", `document.querySelector("[data-article] .m.sel")`)
				for range 4 { // outwards until it is the speaker
					if eval[int](p, find) > 0 {
						break
					}
					p.clickText(c.name[len(c.name)-5:], 1)
					p.wait("a span", `document.querySelector("[data-article] .m.sel")`)
				}
				p.wait("a line to every quote", fmt.Sprintf(`document.querySelectorAll(".overlay path").length >= %d`, min(c.quotes, 2)))
				out := eval[[]string](p, `[...document.querySelectorAll(".overlay path")].filter((path) => {
					const r = path.getBoundingClientRect();
					return r.left < 0 || r.right > document.documentElement.clientWidth;
				}).map((path) => path.getAttribute("d"))`)
				require.Empty(t, out, "a line leaves the page at %d px", width)
				p.screenshot(fmt.Sprintf("links_%s_%d_%s", c.name[len(c.name)-5:], width, scheme))
			}
		}
	}
}
