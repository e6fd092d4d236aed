package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const paletteOpen = `document.querySelector("#palette[open] .palette-ask") === document.activeElement`

// chosen is the name of the entry that Enter would pick.
const chosen = `document.getElementById(document.querySelector(".palette-ask").getAttribute("aria-activedescendant"))?.querySelector(".palette-name").textContent`

func TestEveryCommandIsFoundByItsNameInThePalette(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.press(".")
	p.wait("the palette", paletteOpen)
	p.wait("the project and its texts", `document.querySelector("[data-entry='/p/demo']") && document.querySelectorAll("[data-entry^='/d/']").length === 4`)
	p.screenshot("palette")
	require.Equal(t, "true", eval[string](p, `document.querySelector("#palette-0").getAttribute("aria-selected")`))
	require.GreaterOrEqual(t, eval[int](p, `document.querySelectorAll("#palette-list [role=option]").length`), 70, "every act of the table is there")

	p.typeText("rueckg")
	p.wait("undo alone", `document.querySelectorAll("[role=option]").length === 1 && document.querySelector("[data-entry=undo] kbd").textContent === "Strg"`)
	p.press("Enter")
	p.waitRows(1)
	p.wait("the palette closed", `!document.querySelector("#palette .palette-ask")`)

	p.press("F2")
	p.wait("the palette again, empty, with what was used last on top", paletteOpen+` && document.querySelector(".palette-ask").value === "" && `+chosen+` === "rückgängig"`)
	p.press("ArrowDown")
	p.wait("the next one", chosen+` !== "rückgängig"`)
	p.typeText("redo")
	p.wait("the English word", chosen+` === "wiederholen"`)
	p.press("Enter")
	p.waitRows(2)

	p.click(".topbar-palette")
	p.wait("the palette by its button", paletteOpen)
	p.typeText("xyzzy")
	p.wait("nothing", `document.querySelector("#palette .hint")`)
	p.press("Escape")
	p.wait("the palette closed", `!document.querySelector("#palette .palette-ask")`)

	p.press(".")
	p.wait("the palette", paletteOpen)
	p.typeText("ziege")
	p.wait("a text by its name", `document.querySelector("[aria-selected=true]")?.dataset.entry?.startsWith("/d/")`)
	p.press("Enter")
	p.wait("the other text", `document.querySelector("[data-article]")?.textContent.includes("Ziege")`)
	p.waitSaved()
	require.Len(t, spansOf(t, s), 2)
}

func TestThePaletteActsOnWhatWasMarkedBefore(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.dragSelect("Edda Kamp", 1)
	p.press("F2")
	p.wait("the palette", paletteOpen)
	p.typeText("person")
	p.wait("the label", chosen+` === "auszeichnen: Person"`)
	p.press("Enter")
	p.waitRows(3)

	p.dragSelect("Altenhafen", 1)
	p.press("F2")
	p.wait("the palette", paletteOpen)
	p.press("Escape")
	p.wait("the marked words, as before", `getSelection().toString() === "Altenhafen"`)
	p.press("3")
	p.waitRows(4)

	p.press("ArrowRight") // the caret of the keyboard
	p.clickText("Der Betreiber", 1)
	p.press("ArrowRight", shift)
	p.wait("a word marked by key", `getSelection().toString() !== ""`)
	word := eval[string](p, "getSelection().toString()")
	p.press("F2")
	p.wait("the palette", paletteOpen)
	p.press("Escape")
	p.wait("the caret is back", `getSelection().toString() === `+quoted(word)+` && document.querySelector("[data-article].walking")`)
	p.press("2")
	p.waitRows(5)
	p.waitSaved()
	require.Subset(t, spansOf(t, s), []string{"LOC [Altenhafen]", "PER [Edda Kamp]", "ORG [" + word + "]"})
}

func TestAFieldIsTypedInAndThePaletteOpensByF2(t *testing.T) {
	t.Parallel()
	_, p := tagged(t)
	p.clickText("Jonas Wiek", 1)
	p.wait("the note field", `document.querySelector("[data-note]")`)
	p.press("m")
	p.wait("the note has the focus", `document.activeElement.matches("[data-note]")`)
	p.typeText("a.b")
	require.Equal(t, "a.b", eval[string](p, `document.activeElement.value`))
	p.press("F2")
	p.wait("the palette", paletteOpen)
	p.press("Escape")
	p.wait("the note has the focus again", `document.activeElement.matches("[data-note]") && document.activeElement.value === "a.b"`)
}
