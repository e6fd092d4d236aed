package e2e

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestADeletedSpanIsRestoredFromTheHistoryWithItsLink(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.waitSaved()
	before := exportOf(t, s, "🚢").Sets[0]
	p.clickText("Jonas Wiek", 1)
	p.wait("the speaker chosen", `document.querySelector(".inspector-name")?.textContent === "Sprecher"`)
	p.press("Delete")
	p.waitRows(1)
	p.waitSaved()
	p.reload()
	p.waitRows(1)

	p.press("v")
	p.wait("the history with the focus", `document.activeElement.id === "history-title" && document.querySelectorAll(".act").length === 3`)
	first := p.text(".act")
	require.Contains(t, first, "Sprecher gelöscht")
	require.Contains(t, first, "Jonas Wiek")
	require.Contains(t, first, "Zuschreibung gelöst")
	p.screenshot("history")
	p.click("[data-restore]")
	p.waitRows(2)
	p.wait("it is in the text", `document.querySelector("[data-article] [data-label=speaker]")`)
	p.wait("the history goes on", `document.querySelectorAll(".act").length === 4 && !document.querySelector("[data-restore]")`)
	p.waitSaved()
	after := exportOf(t, s, "🚢").Sets[0]
	require.Equal(t, before.Spans, after.Spans)
	require.Equal(t, before.Links, after.Links)

	p.press("z", ctrl)
	p.waitRows(1)
	p.press("z", ctrl, shift)
	p.waitRows(2)
	p.press("v")
	p.wait("closed", `!document.querySelector(".history")`)
	p.clickText("Wir sind", 1)
	p.wait("the quote chosen", `document.querySelector(".inspector-name")?.textContent === "Zitat"`)
	p.press("V", shift)
	p.wait("the quote's own history with its links", `document.querySelector(".history-words")?.textContent === "„Wir sind bereit!“" && document.querySelectorAll(".act").length > 4`)
	require.NotContains(t, p.text(".history"), "Sprecher")
	require.Contains(t, s.galley("log", "--project", "demo"), "restore speaker Jonas Wiek")
}

func TestALinkToASpanUnfoldsAndSelectsIt(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.run(`document.querySelector("[data-fold]")?.click()`)
	p.press("f")
	p.tag("Stromvergleich", "2", 3)
	p.waitSaved()
	p.wait("its link", `location.hash.length > 10`)
	link := eval[string](p, "location.href")
	other := newPage(t, desktop)
	other.open(s.signInAgain())
	other.wait("the projects", `document.querySelector("main a[href='/p/demo']")`)
	other.open(link)
	other.wait("the span chosen", `document.querySelector(".inspector-quote")?.textContent === "Stromvergleich"`)
	other.wait("it is seen", `(() => { const r = document.querySelector("[data-article] [data-label=ORG]")?.getBoundingClientRect(); return r && r.height > 0 && r.top >= 0 && r.bottom <= innerHeight; })()`)
	require.Equal(t, link, eval[string](other, "location.href"))
	other.wait("the link can be copied", `document.querySelector(".inspector-tools [data-act=copy_link]")`)
}

func TestALinkToASpanThatIsGoneOffersItsHistory(t *testing.T) {
	t.Parallel()
	_, p := tagged(t)
	p.allow("404") // asked about a span that never was
	p.clickText("Jonas Wiek", 1)
	p.wait("the speaker chosen", `document.querySelector(".inspector-name")?.textContent === "Sprecher"`)
	link := eval[string](p, "location.href")
	p.press("Delete")
	p.waitRows(1)
	p.waitSaved()
	p.open("about:blank")
	p.open(link)
	p.wait("the history of the span", `document.querySelector(".history-lost") && document.querySelector(".history-words")?.textContent === "Jonas Wiek"`)
	p.screenshot("lost_span")
	p.click("[data-restore]")
	p.waitRows(2)
	p.wait("not lost any more", `!document.querySelector(".history-lost")`)
	p.waitSaved()
	p.open("about:blank")
	p.open(link[:strings.Index(link, "#")] + "#nobody")
	p.wait("it says that it never was", `document.querySelector(".history [role=alert]")?.textContent.includes("noch nie")`)
}

func TestALinkToAPassageMarksIt(t *testing.T) {
	t.Parallel()
	_, p := tagged(t)
	p.waitSaved()
	address := eval[string](p, "location.origin + location.pathname")
	at := strings.Index(pasted, "Betreiber schwieg")
	start := len([]rune(pasted[:at]))
	p.open("about:blank")
	p.open(address + "#at=" + itoa(start) + "," + itoa(start+len("Betreiber schwieg")))
	p.wait("the passage marked", `getSelection().toString() === "Betreiber schwieg"`)
	p.press("2")
	p.waitRows(3)
	require.Equal(t, "Betreiber schwieg", strings.Trim(p.marked("ORG"), "|"))
	p.waitSaved() // leaving before would ask whether she means it
	p.open("about:blank")
	p.open(address + "#at=5,999999")
	p.wait("it says that there is no such place", `document.querySelector(".notice.error")`)
}

func TestUndoOfABulkGoesOnAfterAReload(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	paste(t, s, p, often)
	p.dragSelect("Kamp", 2)
	p.press("1")
	p.waitRows(1)
	p.press("o")
	p.wait("the preview", `document.querySelector("dialog#bulk[open] .bulk-hit")`)
	p.click("#bulk [data-apply]")
	p.wait("many rows", `document.querySelectorAll("[data-annotations] [data-row]").length > 3`)
	n := eval[int](p, `document.querySelectorAll("[data-annotations] [data-row]").length`)
	p.waitSaved()
	p.reload()
	p.waitRows(n)
	p.press("z", ctrl)
	p.waitRows(1)
	p.waitSaved()
	p.reload()
	p.waitRows(1)
	p.press("z", ctrl, shift)
	p.waitRows(n)
	p.press("v")
	p.wait("one act for all", `document.querySelector(".act .gap-what")?.textContent.includes("× Person wiederhergestellt")`)
}
