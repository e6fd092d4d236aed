package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// often is an article that names one person over and over.
const often = `Der Kran, der niemandem gehört

Die Stadt 🚢 will mehr. Edda Kamp redete lange. „Wir zahlen“, sagte Kamp. Später nahm Kamp alles zurück.

Kamps Plan kennt niemand. KAMP schweigt, und auch Ka` + "\u00ad" + `mp schweigt.
`

func TestEveryMentionOfANameIsTaggedAtOnceAndTakenBackAtOnce(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	paste(t, s, p, often)
	p.tag("Edda Kamp", "1", 1)
	p.dragSelect("Kamp", 2)
	p.press("1")
	p.waitRows(2)
	p.press("o")
	p.wait("the preview", `document.querySelector("dialog#bulk[open] .bulk-hit")`)
	require.Equal(t, "Kamp", p.text("#bulk .bulk-passage"))
	p.wait("the hits", `document.querySelectorAll("#bulk .bulk-hit").length === 5`)
	require.Equal(t, 3, eval[int](p, `document.querySelectorAll("#bulk input:checked:not(:disabled)").length`))
	require.Equal(t, 1, eval[int](p, `document.querySelectorAll("#bulk input:disabled").length`), "what is tagged already")
	p.screenshot("tag_all")

	p.click(`#bulk [role=switch]`)
	p.wait("the capitals too", `document.querySelectorAll("#bulk .bulk-hit").length === 6`)
	p.run(`[...document.querySelectorAll("#bulk .bulk-hit")].find(h => h.querySelector("mark").textContent === "Kamps").querySelector("input").click()`)
	p.wait("one left out", `document.querySelector("#bulk [data-apply]").textContent.includes("3")`)
	p.press("1")
	require.Equal(t, 2, eval[int](p, `document.querySelectorAll("[data-annotations] [data-row]").length`), "no key tags under the preview")
	p.click("#bulk [data-apply]")
	p.waitRows(5)
	p.wait("the preview gone", `!document.querySelector("dialog#bulk[open]")`)
	p.waitSaved()
	require.Equal(t, []string{"PER [Edda Kamp]", "PER [Kamp]", "PER [Kamp]", "PER [KAMP]", "PER [Ka\u00admp]"}, spansOf(t, s))

	p.press("z", ctrl)
	p.waitRows(2)
	p.press("z", ctrl, shift)
	p.waitRows(5)
	p.clickText("Kamp alles", 1)
	p.wait("a person chosen", `document.querySelector(".inspector-quote")?.textContent === "Kamp"`)
	p.press("O", shift)
	p.wait("the preview of deleting", `document.querySelectorAll("#bulk[open] .bulk-hit").length === 3`)
	p.click("#bulk [data-apply]")
	p.waitRows(2)
	p.waitSaved()
	require.Equal(t, []string{"PER [Edda Kamp]", "PER [KAMP]"}, spansOf(t, s))
}

func TestThePreviewIsLeftByEscapeAndChangesNothing(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, phone)
	paste(t, s, p, often)
	p.dragSelect("Stadt", 1)
	p.press("o")
	p.wait("the preview", `document.querySelector("dialog#bulk[open] .bulk-hit")`)
	p.screenshot("tag_all_phone")
	p.press("Escape")
	p.wait("the preview gone", `!document.querySelector("dialog#bulk[open]")`)
	p.press("2")
	p.waitRows(1)
}
