package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatIsMissingIsGoneToAndMendedByKey(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	// The first quote lacks its type, the second a speaker.
	p.clickText("Wir sind", 1)
	p.wait("the quote's fields", `document.querySelector(".inspector-name")?.textContent === "Zitat"`)
	p.run(`[...document.querySelectorAll(".fields button[aria-pressed=true]")].find((b) => b.textContent.trim() === "direkt").click()`)
	p.wait("a type is needed", `document.querySelector(".fields .needed")`)
	p.tag("„in aller Ruhe“", "z", 3)

	p.press("e")
	p.wait("the list of what is missing, at its first line", `document.querySelector(".gap-open[aria-current=true]")?.textContent.includes("in aller Ruhe")`)
	p.wait("a known speaker is offered, with the focus", `document.activeElement.matches("[data-pick]")`)
	p.screenshot("gap_speaker")
	p.press("Enter")
	p.wait("the choice", `document.querySelector("#choice[open]")`)
	p.press("1")
	p.wait("one thing left", `document.querySelectorAll(".gap").length === 1`)

	p.press("e")
	p.wait("the type's first button has the focus", `document.activeElement.closest("[role=group]")?.getAttribute("aria-labelledby")?.endsWith("quote_type")`)
	require.Equal(t, "direkt", eval[string](p, `document.activeElement.textContent.trim()`))
	p.screenshot("gap_attribute")
	p.press(" ")
	p.wait("nothing is missing", `document.querySelectorAll(".gap").length === 0 && document.querySelector(".gaps-submit")`)
	p.press("Enter", ctrl)
	p.wait("submitted", `[...document.querySelectorAll(".topbar button")].some((b) => b.textContent.includes("öffnen"))`)
	p.waitSaved()
	require.Contains(t, s.galley("export", "--project", "demo"), `"state":"submitted"`)
}

func TestWithoutAKnownSpeakerTheCaretGoesToTheQuote(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	paste(t, s, p, pasted)
	p.tag("„in aller Ruhe“", "z", 1)
	p.press("e")
	p.wait("the line, and how it is mended", `document.querySelector(".gap-open[aria-current=true]") && document.querySelector(".missing kbd")?.textContent === "S"`)
	p.wait("the caret behind the quote", `document.querySelector("[data-article].walking") && document.activeElement.id === "article"`)
	for range 5 { // beschlossen, teilte Bürgermeisterin Edda Kamp
		p.press("ArrowRight")
	}
	p.press("ArrowRight", shift)
	p.press("s")
	p.wait("the gap is mended", `document.querySelectorAll(".gap").length === 0`)
	p.waitSaved()
	require.Len(t, exportOf(t, s, "🚢").Sets[0].Links, 1)
}
