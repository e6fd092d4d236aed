package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// tagged pastes the article and tags the quote with its speaker.
func tagged(t *testing.T) (*server, *tab) {
	t.Helper()
	s := startServer(t)
	p := newPage(t, desktop)
	paste(t, s, p, pasted)
	p.tag("„Wir sind bereit!“", "z", 1)
	p.tag("Jonas Wiek", "s", 2)
	return s, p
}

// tag selects a passage with the mouse, presses a key and waits until the list has n rows.
func (p *tab) tag(passage, key string, n int) {
	p.t.Helper()
	p.dragSelect(passage, 1)
	p.press(key)
	p.waitRows(n)
}

func (p *tab) waitRows(n int) {
	p.t.Helper()
	p.wait(fmt.Sprint(n, " rows in the list"), fmt.Sprintf(`document.querySelectorAll("[data-annotations] [data-row]").length === %d`, n))
}

// marked is what lies under the marks of a label in the text.
func (p *tab) marked(label string) string {
	p.t.Helper()
	return eval[string](p, `[...document.querySelectorAll(`+quoted(`[data-article] [data-label="`+label+`"]`)+`)].map(e => e.textContent).join("|")`)
}

// spansOf lists label and quotation of what galley export prints, in order.
func spansOf(t *testing.T, s *server) []string {
	t.Helper()
	var list []string
	for _, set := range exportOf(t, s, "🚢").Sets {
		for _, sp := range set.Spans {
			list = append(list, sp.Label+" "+fmt.Sprint(sp.Quote))
		}
	}
	return list
}

func TestDeleteRelabelUndoAndRedoByKey(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.clickText("Jonas Wiek", 1)
	p.wait("the speaker in the inspector", `document.querySelector(".inspector-name")?.textContent === "Sprecher"`)
	p.press("1")
	p.wait("a person in the text", `document.querySelector("[data-article] [data-label=PER]")`)
	p.press("z", ctrl)
	p.wait("the speaker again", `document.querySelector("[data-article] [data-label=speaker]")`)
	p.press("Delete")
	p.waitRows(1)
	p.press("z", ctrl)
	p.waitRows(2)
	p.press("z", ctrl, shift)
	p.waitRows(1)
	p.press("z", ctrl)
	p.waitRows(2)
	p.waitSaved()
	require.Equal(t, []string{"speaker [Jonas Wiek]", "quote [„Wir sind bereit!“]"}, spansOf(t, s))
	require.Len(t, exportOf(t, s, "🚢").Sets[0].Links, 1, "undo brought the attribution back")
}

func TestAnEdgeIsDraggedAndMovedByKeyAndEverythingElseStays(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.clickText("Jonas Wiek", 1)
	p.wait("the handles", `document.querySelector("[data-handle=first]")`)
	before := exportOf(t, s, "🚢")
	to := p.locate("Hafenmeister Jonas", 1).From
	knob := eval[point](p, `(() => { const r = document.querySelector("[data-handle=first]").getBoundingClientRect(); return {X: r.left, Y: r.top - 3}; })()`)
	p.drag(knob, to)
	p.wait("the longer speaker", `document.querySelector("[data-annotations]").textContent.includes("Hafenmeister Jonas Wiek")`)
	require.Equal(t, "Hafenmeister Jonas Wiek", p.marked("speaker"))
	p.press("ArrowDown", alt, shift)
	p.wait("the start a word later", `!document.querySelector("[data-annotations]").textContent.includes("Hafenmeister")`)
	p.press("ArrowRight", alt, shift)
	p.wait("the end a word later", `document.querySelector("[data-annotations]").textContent.includes("Jonas Wiek schrieb")`)
	p.waitSaved()
	after := exportOf(t, s, "🚢")
	require.Equal(t, []string{"Jonas Wiek schrieb"}, after.Sets[0].Spans[0].Quote)
	require.Equal(t, before.Sets[0].Spans[0].ID, after.Sets[0].Spans[0].ID)
	require.Equal(t, before.Sets[0].Links, after.Sets[0].Links)
}

func TestAttributesAndANoteAreWrittenInTheInspector(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.clickText("Wir sind", 1)
	p.wait("the quote's fields", `document.querySelector(".inspector-name")?.textContent === "Zitat"`)
	p.run(`[...document.querySelectorAll(".fields button")].find(b => b.textContent.trim() === "Redebericht").click()`)
	p.wait("the pattern of reported speech", `document.querySelector("[data-article] .reported, [data-article] [class*=reported], [data-article] [data-variant=reported]")`)
	p.press("m")
	p.wait("the note has the focus", `document.activeElement.matches("[data-note]")`)
	p.typeText("Wortlaut prüfen: „bereit“ oder „breit“? 🚢")
	p.press("Escape")
	p.wait("the text has the focus", `!document.activeElement.matches("textarea")`)
	p.waitSaved()
	p.eventually("the note in the export", func() bool {
		sp := exportOf(t, s, "🚢").Sets[0].Spans[1]
		return sp.Note == "Wortlaut prüfen: „bereit“ oder „breit“? 🚢" && sp.Attributes["quote_type"] == "reported"
	})
	p.reload()
	p.wait("the note after a reload", `document.querySelector("[data-note]")?.value.startsWith("Wortlaut prüfen")`)
}

func TestNestedCrossingAndSameGroundSpansAreAllMarked(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.tag("die Planung sei eine „großartige Nachricht für alle“", "z", 3)
	p.tag("„großartige Nachricht für alle“", "z", 4)
	p.tag("großartige Nachricht", "n", 5)
	p.tag("alle“, und fügte", "c", 6)
	p.tag("Jonas Wiek", "1", 7)
	p.waitSaved()
	p.screenshot("nested_crossing_same_ground")
	require.Equal(t, []string{
		"PER [Jonas Wiek]", "speaker [Jonas Wiek]",
		"quote [die Planung sei eine „großartige Nachricht für alle“]",
		"quote [„großartige Nachricht für alle“]", "not_a_quote [großartige Nachricht]",
		"cue [alle“, und fügte]", "quote [„Wir sind bereit!“]",
	}, spansOf(t, s))
	text := eval[string](p, `[...document.querySelectorAll("[data-article] [data-block]")].map(b => b.textContent).join("")`)
	require.Equal(t, pasted, text, "marks are no text")
}

func TestAltKeepsTheExactCharactersAndNoEmojiIsSplit(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.dragSelect("eister", 1, alt)
	p.press("4")
	p.waitRows(3)
	p.dragSelect("adt 🚢", 1)
	p.press("2")
	p.waitRows(4)
	p.waitSaved()
	require.Equal(t, []string{"ORG [Stadt 🚢]", "MISC [eister]"}, spansOf(t, s)[:2])
}

func TestCopyingAPassageCopiesTheArticlesWordsOnly(t *testing.T) {
	t.Parallel()
	_, p := tagged(t)
	p.dragSelect("Jonas Wiek schrieb", 1)
	require.Equal(t, "Jonas Wiek schrieb", eval[string](p, "getSelection().toString()"))
}
