package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheDeskHoldsInEveryWindowAndMode looks at the annotated article from a
// phone to the widest screen, in forced colours, and without motion.
func TestTheDeskHoldsInEveryWindowAndMode(t *testing.T) {
	t.Parallel()
	p := openDemo(t, desktop)
	p.run(`document.querySelector("[data-annotations] [data-row]").click()`)
	p.wait("a selected span", `document.querySelector("[data-article] .m.sel")`)
	for _, width := range []int64{360, 768, 1440, 2560} {
		p.resize(width, 900)
		for _, scheme := range []string{"light", "dark"} {
			p.media("", "prefers-color-scheme", scheme)
			p.wait("the scheme", `matchMedia("(prefers-color-scheme: `+scheme+`)").matches`)
			require.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), int(width), "%d px", width)
			measure := eval[float64](p, `(() => { const b = document.querySelector("[data-role=body]"), s = getComputedStyle(b); return (b.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight)) / parseFloat(s.fontSize); })()`)
			require.LessOrEqual(t, measure, 36.0, "the column stays readable at %d px", width)
			p.screenshot(fmt.Sprintf("desk_%d_%s", width, scheme))
		}
	}

	p.resize(1440, 900)
	for _, scheme := range []string{"light", "dark"} {
		p.media("", "forced-colors", "active", "prefers-color-scheme", scheme)
		p.wait("forced colours", `matchMedia("(forced-colors: active)").matches`)
		require.NotEqual(t, "none", eval[string](p, `getComputedStyle(document.querySelector("[data-article] .m.quote")).textDecorationLine`), "a quote shows without its tint")
		require.NotEqual(t, "none", eval[string](p, `getComputedStyle(document.querySelector("[data-article] .m.role")).textDecorationLine`))
		require.Equal(t, "solid", eval[string](p, `getComputedStyle(document.querySelector("[data-article] .m.sel")).outlineStyle`), "what is selected has a ring")
		require.NotEqual(t, "0px", eval[string](p, `getComputedStyle(document.querySelector(".label-button[aria-pressed=true]")).borderTopWidth`), "what is pressed has a frame")
		p.screenshot("forced_" + scheme)
	}

	p.media("", "prefers-reduced-motion", "reduce")
	p.wait("no motion", `matchMedia("(prefers-reduced-motion: reduce)").matches`)
	moving := eval[[]string](p, `[...document.querySelectorAll("*")].filter((e) => { const s = getComputedStyle(e); return parseFloat(s.transitionDuration) > 0.011 || (s.animationName !== "none" && parseFloat(s.animationDuration) > 0.011); }).map((e) => e.className || e.tagName).slice(0, 5)`)
	require.Empty(t, moving, "nothing moves")
}
