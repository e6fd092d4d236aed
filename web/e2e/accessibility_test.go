package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/stretchr/testify/require"
)

// axeFile is the checker, fetched by `make axe`.
var axeFile = filepath.Join(".cache", "node_modules", "axe-core", "axe.min.js")

var axe = sync.OnceValues(func() (string, error) {
	script, err := os.ReadFile(axeFile)
	return string(script), err
})

// checkAxe runs all rules of WCAG 2.2 A and AA and of good practice over what the page shows, and prints each violation
// with the elements that offend.
const checkAxe = `(async (rules) => {
  await document.fonts.ready;
  const { violations } = await axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules,
  });
  return violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target.join(" ") + "\n  " + n.html.slice(0, 200) + "\n  " +
    (n.failureSummary ?? "").replaceAll("\n", " ")));
})`

// accessible fails the test for everything that axe finds in a state of the page.
func (p *tab) accessible(state string) {
	p.t.Helper()
	script, err := axe()
	require.NoError(p.t, err)
	if !eval[bool](p, "!!window.axe") {
		p.run(script + "; void 0")
	}
	// What is being faded in has colours of its own. Animations off screen may never end.
	p.run(`document.getAnimations().forEach((a) => { try { a.finish() } catch { a.cancel() } })`)
	rules := "{}"
	if state == "/stories" { // shows every component several times, and with it the landmarks that a page has once
		rules = `{"landmark-unique": {enabled: false}}`
	}
	for _, violation := range eval[[]string](p, checkAxe+"("+rules+")") {
		p.t.Errorf("%s: %s", state, violation)
	}
}

// TestNoPageHasAViolationOfAccessibility checks every page and the states that an editor meets.
func TestNoPageHasAViolationOfAccessibility(t *testing.T) {
	if _, err := axe(); os.IsNotExist(err) {
		require.Empty(t, os.Getenv("CI"), "axe-core is not here, and this run must not go without it: `make axe` fetches it")
		t.Skip("axe-core is not here: `make axe` fetches it, `make e2e` and `make test` do so of their own")
	}
	t.Parallel()
	for _, look := range []screen{
		{1440, 900, "light", "de-DE"}, {1440, 900, "dark", "en-GB"}, {1440, 900, "light", "en-GB"}, {1440, 900, "dark", "de-DE"},
		{360, 740, "light", "de-DE"}, {360, 740, "dark", "en-GB"},
	} {
		t.Run(fmt.Sprintf("%d %s %s", look.width, look.scheme, look.language[:2]), func(t *testing.T) {
			t.Parallel()
			s := startServer(t)
			signedOutStates(t, s, look)
			p := newPage(t, look)
			p.allow("status of 4") // the pages that are not there
			p.open(strings.TrimSpace(s.galley("user", "token", "--base-url", s.URL, "demo")))
			p.wait("the projects", `document.querySelector("main a[href='/p/demo']")`)
			plainStates(p, s)
			annotatingStates(p, s)
		})
	}
}

// signedOutStates are what a visitor without a session sees, and the page before its program.
func signedOutStates(t *testing.T, s *server, look screen) {
	p := newPage(t, look)
	p.allow("")
	p.open(s.URL + "/sign-in")
	p.waitApp()
	p.wait("the way in", `document.querySelector("main h1")`)
	p.accessible("sign in")
	p.open(s.URL + "/sign-in#no-such-token")
	p.run("location.reload()")
	p.waitApp()
	p.wait("the answer", `document.querySelector("main [role=alert], main h1")`)
	p.accessible("a link that does not hold")
	call(p, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: s.URL + "/*app.js", Block: true}}})
	q := newPage(t, look)
	q.allow("")
	call(q, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: s.URL + "/*app.js", Block: true}}})
	q.open(s.URL + "/d/1")
	q.accessible("the outline before the program")
}

func plainStates(p *tab, s *server) {
	p.accessible("projects")
	p.click("#main .page-head button")
	p.wait("the form of a project", `document.querySelector("form.card input")`)
	p.accessible("a new project")
	p.click("form.card input")
	p.typeText("Leer")
	p.click("form.card button.primary")
	p.wait("an empty project", `location.pathname.startsWith("/p/") && document.querySelector("main .empty")`)
	p.accessible("an empty project")

	for _, path := range []string{"/p/demo", "/p/demo/export", "/p/demo/import", "/settings", "/stories"} {
		p.open(s.URL + path)
		p.waitApp()
		p.wait("the page", `document.querySelector("main h1")`)
		p.accessible(path)
	}
	p.open(s.URL + "/p/demo/export?format=conll&split=80/20")
	p.wait("losses", `document.querySelector(".losses li")`)
	p.accessible("an export with losses")
	for _, path := range []string{"/no/such/page", "/d/no-such-document", "/p/no-such-project"} {
		p.open(s.URL + path)
		p.wait("what is wrong", `document.querySelector("main .empty, main .problem, main.shell-note h1")`)
		p.accessible(path)
	}

	p.open(s.URL + "/p/demo")
	p.wait("the button", `document.querySelector("#main button.primary")`)
	p.click("#main button.primary")
	p.wait("the dialog", `document.querySelector("dialog[open] #add-text") === document.activeElement`)
	p.accessible("adding a text")
	p.run(`(() => { const a = document.querySelector("#add-text"); a.value = "gut\nnicht \u0001 gut"; a.dispatchEvent(new Event("input", {bubbles: true})); })()`)
	p.click("dialog[open] button.primary")
	p.wait("the sentence", `document.querySelector("#add-text[aria-invalid=true]")`)
	p.accessible("a text that is refused")
	importStates(p, s)
}

// importStates are an import before its start, when it has ended, and two texts that are nearly the same.
func importStates(p *tab, s *server) {
	dir := p.t.TempDir()
	p.open(s.URL + "/p/demo/import")
	p.chooseAll("#import-files", put(p.t, dir, "a.txt", agency), put(p.t, dir, "b.txt", agency+"Mehr folgt.\n"), put(p.t, dir, "c.png", "\x89PNG\r\n\x1a\n0"), put(p.t, dir, "d.csv", "nr;wort\n1;kurz\n"))
	p.wait("the columns", allThere+` && document.querySelector(".import-column")`)
	p.accessible("files chosen for an import")
	p.setSelect("[data-column=wort]", "text")
	p.startImport()
	p.wait("the report", `document.querySelector(".import-outcome")`)
	p.accessible("the report of an import")
	p.click(".import-similar")
	p.wait("the difference", `document.querySelector("dialog[open] .diff-other, dialog[open] .diff-this")`)
	p.accessible("the difference of two texts")
	p.open(s.URL + "/p/demo/import")
	p.wait("the earlier one", `document.querySelector(".import-finished")`)
	p.accessible("earlier imports")
}

func annotatingStates(p *tab, s *server) {
	p.open(s.URL + "/d/01991a2c-7400-7000-8000-000000000001")
	p.wait("a tagged article", `document.querySelector("[data-article] [data-span]") && document.querySelector("[data-annotations] [data-row]")`)
	p.accessible("an article")
	p.run(`document.querySelectorAll("[data-fold][aria-expanded=false]").forEach((b) => b.click())`)
	p.accessible("unfolded furniture")
	p.run(`document.querySelector("[data-article] [data-block]").scrollIntoView()`)

	id := eval[string](p, `document.querySelector("[data-annotations] .quote[data-row]").dataset.row`)
	p.run(`document.querySelector("[data-annotations] .quote[data-row]").click()`)
	p.wait("a selected quote", `location.hash === "#`+id+`" && document.querySelector(".inspector-quote")`)
	p.accessible("a selected annotation")
	p.run(`document.querySelector(".speakers")?.setAttribute("open", "")`)
	p.accessible("the speakers")
	p.press("p")
	p.wait("the choice of speakers", `document.querySelector("dialog#choice[open]")`)
	p.accessible("choosing a speaker")
	p.press("Escape")
	p.wait("the choice gone", `!document.querySelector("dialog[open]")`)
	p.press("o")
	p.wait("the preview", `document.querySelector("dialog#bulk[open]")`)
	p.accessible("tagging all occurrences")
	p.press("Escape")
	p.wait("the preview gone", `!document.querySelector("dialog[open]")`)
	p.press("?")
	p.wait("the keys", `document.querySelector("dialog[open]")`)
	p.accessible("the overview of the keys")
	p.press("Escape")
	p.wait("the keys gone", `!document.querySelector("dialog[open]")`)
	p.press("h")
	p.wait("the guidelines", `document.querySelector("[aria-controls=guide][aria-expanded=true], .guide")`)
	p.accessible("the guidelines")
	p.press("h")

	p.press("Escape")
	p.dragSelect(eval[string](p, `[...document.querySelectorAll("[data-role=body] [data-at]")].find((r) => !r.closest(".m") && r.textContent.trim().length > 30).textContent.trim().split(" ")[1]`), 1)
	p.wait("the labels", `document.querySelector(".label-popover.open")`)
	p.accessible("marked words")
	p.press("Escape")
	p.press("Enter", ctrl)
	p.wait("what is missing, or submitted", `document.querySelector(".gaps, dialog[open], .notice")`)
	p.accessible("submitting")
}
