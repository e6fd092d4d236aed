package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// talk is an article in which one person speaks under three names.
const talk = `Der Kran, der niemandem gehört

Die Stadt 🚢 will zahlen. „Wir sind bereit“, sagte Edda Kamp am Montag. Der Betreiber schwieg.

„Es wird teuer“, so die Bürgermeisterin. „Sehr teuer“, fügte sie hinzu.
`

func TestOneSpeakerUnderThreeNamesIsAttributedByKey(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	paste(t, s, p, talk)
	p.tag("„Wir sind bereit“", "z", 1)
	p.tag("Edda Kamp", "s", 2)
	p.tag("„Es wird teuer“", "z", 3)
	p.press("p")
	p.wait("the choice", `document.querySelector("dialog#choice[open] .choice")`)
	p.screenshot("speaker_choice")
	p.press("1")
	p.wait("the choice gone", `!document.querySelector("dialog#choice[open]")`)
	p.wait("two quotes of one speaker", `document.querySelector("[data-speaker] .speaker-quotes")?.textContent.startsWith("2 ")`)

	p.tag("die Bürgermeisterin", "s", 4)
	p.press("p")
	p.wait("the choice for the mention", `document.querySelectorAll("dialog#choice[open] .choice").length >= 1`)
	p.run(`[...document.querySelectorAll("#choice .choice")].find(b => b.textContent.includes("Edda Kamp")).click()`)
	p.wait("one speaker with two mentions", `document.querySelectorAll("[data-speaker]").length === 1 && document.querySelectorAll(".speaker-mention").length === 2`)

	p.tag("Edda Kamp", "1", 5)
	p.click(".speakers > summary")
	p.wait("the field for the id", `document.querySelector(".speaker-qid")`)
	p.click(".speaker-qid")
	p.typeText("42")
	p.press("Enter")
	p.wait("what is wrong with it", `document.querySelector(".speaker .problem")`)
	p.run(`document.querySelector(".speaker-qid").select()`)
	p.typeText("Q42")
	p.press("Enter")
	p.waitSaved()
	p.screenshot("speakers")
	p.eventually("the id in the export", func() bool {
		for _, sp := range exportOf(t, s, "🚢").Sets[0].Spans {
			if sp.Label == "PER" {
				return sp.Attributes["wikidata"] == "Q42"
			}
		}
		return false
	})
	types := map[string]int{}
	for _, l := range exportOf(t, s, "🚢").Sets[0].Links {
		types[l.Type]++
	}
	require.Equal(t, map[string]int{"attribution": 2, "refers_to": 1}, types)

	p.clickText("Edda Kamp", 1)
	p.run(`[...document.querySelectorAll("[data-annotations] [data-row]")].find(r => r.textContent.includes("Edda Kamp") && r.textContent.includes("Sprecher")).click()`)
	p.wait("both numbers", `document.querySelectorAll(".numbers .number").length === 2`)
	p.screenshot("speaker_numbers")
}
