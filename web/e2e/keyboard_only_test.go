package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAQuoteIsFoundMarkedTaggedAndTypedWithoutTheMouse(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	paste(t, s, p, pasted)
	p.run(`document.querySelector("[data-article]").focus()`)
	p.press("w")
	p.wait("a caret at the first quotation mark", `getSelection().anchorNode && document.querySelector("[data-article]").contains(getSelection().anchorNode)`)
	p.press("q")
	p.wait("the quotation is marked", `getSelection().toString() === "„in aller Ruhe“"`)
	p.press("z")
	p.waitRows(1)
	p.press("w")
	p.press("q")
	p.wait("the next one is marked", `getSelection().toString() === "„großartige Nachricht für alle“"`)
	p.press("z")
	p.waitRows(2)
	p.press("t")
	p.wait("another type", `document.querySelector("[data-annotations]").textContent.includes("· indirekt")||document.querySelector("[data-annotations]").textContent.includes("indirekt")`)
	p.waitSaved()
	p.screenshot("keyboard_only")
	require.Equal(t, []string{"quote [„in aller Ruhe“]", "quote [„großartige Nachricht für alle“]"}, spansOf(t, s))
}

func TestAFragmentIsAddedAndRemovedByKey(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	paste(t, s, p, pasted)
	p.tag("die Planung sei eine", "z", 1)
	p.dragSelect("fügte hinzu", 1)
	p.press("x")
	p.wait("the span of two fragments in the list", `document.querySelector("[data-annotations]").textContent.includes("die Planung sei eine … fügte hinzu")`)
	p.waitSaved()
	p.screenshot("fragments")
	require.Equal(t, []string{"quote [die Planung sei eine fügte hinzu]"}, spansOf(t, s))
	p.press("z", ctrl)
	p.wait("one fragment again", `!document.querySelector("[data-annotations]").textContent.includes("…")`)
}

func TestSubmittingShowsWhatIsMissing(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.tag("„großartige Nachricht für alle“", "z", 3)
	p.press("Enter", ctrl)
	p.wait("the quote without a source", `document.querySelector(".gaps, [class*=gaps]")?.textContent.includes("großartige Nachricht")`)
	p.screenshot("gaps")
	p.press("Delete")
	p.waitRows(2)
	p.press("Enter", ctrl)
	p.wait("submitted", `[...document.querySelectorAll(".topbar button")].some((b) => b.textContent.includes("Wieder öffnen") || b.textContent.includes("öffnen"))`)
	p.waitSaved()
	require.Contains(t, s.galley("export", "--project", "demo"), `"state":"submitted"`)
}
