package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryPageFitsItsWindow opens every page in phone, tablet and desktop
// width, light and dark, German and English; the pictures are for people.
func TestEveryPageFitsItsWindow(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	for _, look := range []screen{
		{360, 740, "light", "de-DE"}, {360, 740, "dark", "en-GB"},
		{768, 1024, "light", "en-GB"}, {768, 1024, "dark", "de-DE"},
		{1440, 900, "light", "de-DE"}, {1440, 900, "dark", "en-GB"},
	} {
		p := newPage(t, look)
		p.open(strings.TrimSpace(s.galley("user", "token", "--base-url", s.URL, "demo")))
		p.wait("the projects", `document.querySelector("main a[href='/p/demo']")`)
		for _, path := range []string{"/", "/p/demo", "/p/demo/export", "/p/demo/find?q=die", "/p/demo/import", "/p/demo/settings", "/settings", "/d/01991a2c-7400-7000-8000-000000000001"} {
			p.open(s.URL + path)
			p.waitApp()
			p.wait("what the page is about", `document.querySelector("main h1, [data-article] [data-span]")`)
			require.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), int(look.width), "%s at %d px", path, look.width)
			require.Equal(t, look.language[:2], eval[string](p, "document.documentElement.lang"))
			p.screenshot(fmt.Sprintf("page%s-%d-%s", strings.NewReplacer("/", "_", "?", "_").Replace(path[:min(len(path), 12)]), look.width, look.scheme))
		}
	}
}

func TestTheExportPageGivesWhatTheCommandLineGives(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	signIn(p, s)
	for _, format := range []string{"galley", "doccano", "doccano-rel"} {
		address := s.URL + "/api/v1/projects/demo/export?format=" + format
		page := eval[string](p, "fetch("+quoted(address)+").then(r => r.text())")
		require.Equal(t, s.galley("export", "--project", "demo", "--format", format), page)
	}
	p.open(s.URL + "/p/demo/export")
	p.wait("the choices", `document.querySelectorAll("main #export-format option").length > 20`)
	p.wait("the button", `document.querySelector("main a.button.primary, main button.primary")`)
}

func TestWhatCannotBeStoredIsSaidBesideTheFieldAndKept(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, phone)
	p.allow("/api/")
	signIn(p, s)
	p.open(s.URL + "/p/demo")
	p.wait("the button", `document.querySelector("#main button.primary")`)
	p.click("#main button.primary")
	p.wait("the dialog", `document.querySelector("dialog[open] #add-text") === document.activeElement`)
	p.run(`(() => { const a = document.querySelector("#add-text"); a.value = "gut\nnicht \u0001 gut"; a.dispatchEvent(new Event("input", {bubbles: true})); })()`)
	p.click("dialog[open] button.primary")
	p.wait("the sentence", `document.querySelector("#add-text[aria-invalid=true]")`)
	require.Contains(t, p.text("dialog[open]"), "2", "it names the line")
	require.Equal(t, "gut\nnicht \u0001 gut", eval[string](p, `document.querySelector("#add-text").value`), "nothing typed is lost")
	p.screenshot("bad_text_360")
}

func TestAPageThatIsNotThereSaysSo(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, phone)
	p.allow("/api/")
	signIn(p, s)
	p.open(s.URL + "/d/no-such-document")
	p.wait("a sentence and a way on", `document.querySelector("main .empty a[href='/']")`)
	p.screenshot("no_such_document_360")
}
