package e2e

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/stretchr/testify/require"
)

// newsText is an article of its own number: no two are nearly the same.
func newsText(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Bericht Nummer %d aus dem Rathaus\n\n", n)
	for i := range 12 {
		fmt.Fprintf(&b, "Satz%d%d nennt Haus%d, Weg%d und Platz%d neben Ort%d%d. ", n, i, n*7+i, n*11+i, n*13+i, n, i*3)
	}
	return b.String()
}

const agency = "Regen legt den Norden lahm\n\nBei den Unwettern im Norden sind am Dienstag viele Keller vollgelaufen, wie die Feuerwehr am Abend mitteilte. " +
	"Mehr als zweihundert Helfer waren bis in die Nacht unterwegs, um Straßen zu räumen und Pumpen aufzustellen. „Wir sind am Ende unserer Kräfte“, sagte " +
	"die Einsatzleiterin Marta Kolbe in Heide. Der Bahnverkehr soll am Mittwoch wieder rollen, wenn die Gleise trocken und die Signale geprüft sind.\n"

// put writes a file below a folder and gives its path.
func put(t testing.TB, dir, name string, data string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(data), 0o644))
	return path
}

func archive(t testing.TB, dir, name string, members map[string]string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	f, err := os.Create(path)
	require.NoError(t, err)
	z := zip.NewWriter(f)
	for name, data := range members {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write([]byte(data))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	require.NoError(t, f.Close())
	return path
}

// chooseAll gives files to a file field, as the picker of a system does.
func (p *tab) chooseAll(selector string, paths ...string) {
	p.t.Helper()
	p.wait(selector, "document.querySelector("+quoted(selector)+")")
	found := call(p, runtime.Evaluate, runtime.EvaluateParams{Expression: "document.querySelector(" + quoted(selector) + ")"})
	call(p, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: paths, ObjectID: found.Result.ObjectID})
}

const allThere = `document.querySelector(".import-file") && !document.querySelector(".import-file:not([data-state=sent])")`

// startImport presses the button once it can be pressed.
func (p *tab) startImport() {
	p.t.Helper()
	p.wait("the import can start", allThere+` && document.querySelector(".import-choices button.primary:not([disabled])")`)
	p.click(".import-choices button.primary")
}

func TestFilesOfManyKindsAreChosenLookedAtImportedAndReported(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	signIn(p, s)
	dir := t.TempDir()
	paths := []string{
		put(t, dir, "eins.txt", newsText(1)),
		put(t, dir, "zwei.html", "<html><head><meta charset=windows-1252><title>Zwei</title></head><body><article><h1>\xDCber den Fluss</h1><p>"+newsText(2)+"</p><p>"+newsText(3)+"</p></article></body></html>"),
		archive(t, dir, "drei.zip", map[string]string{"a.txt": newsText(4), "b/c.md": "# Überschrift\n\n" + newsText(5)}),
		put(t, dir, "bild.png", "\x89PNG\r\n\x1a\n0000"),
		put(t, dir, "vier.csv", "Kennung;Inhalt;Rubrik\n1;kurz eins;Politik\n2;kurz zwei;Sport\n"),
	}
	p.open(s.URL + "/p/demo")
	p.wait("the way to the import", `document.querySelector("#main a[href='/p/demo/import']")`)
	p.click("#main a[href='/p/demo/import']")
	p.chooseAll("#import-files", paths...)
	p.wait("all there and looked at", allThere+` && document.querySelectorAll(".import-file").length === 5 && document.querySelector("[data-file='bild.png'] .problem")`)
	p.wait("the import in the address", `new URLSearchParams(location.search).get("run")`)
	require.Contains(t, p.text("[data-file='drei.zip']"), "ZIP-Archiv")
	require.Contains(t, p.text("[data-file='zwei.html']"), "Webseite")
	require.Contains(t, p.text("[data-file='bild.png']"), "Ein Bild enthält keinen Text")
	p.wait("the columns", `document.querySelectorAll(".import-column").length === 3`)
	p.run(`document.querySelector("[data-column=Inhalt]").focus()`)
	p.setSelect("[data-column=Inhalt]", "text")
	p.setSelect("[data-column=Rubrik]", "title")
	p.wait("both chosen", `document.querySelector("[data-column=Inhalt]").value === "text" && document.querySelector("[data-column=Rubrik]").value === "title"`)
	p.screenshot("import_chosen")
	p.startImport()

	p.wait("the report", `document.querySelector(".import-report .import-outcome") && document.querySelector("[data-count=refused] dd")?.textContent === "1"`)
	require.Equal(t, "6", p.text("[data-count=added] dd"))
	require.Contains(t, p.text("[data-name='zwei.html']"), "windows-1252")
	require.Contains(t, p.text("[data-name='vier.csv:2']"), "Politik")
	p.screenshot("import_report")
	csv := eval[string](p, `fetch("/api/v1/projects/demo/imports/" + new URLSearchParams(location.search).get("run") + "/report.csv").then((r) => r.text())`)
	require.Contains(t, csv, "bild.png,refused")
	p.click("[data-only=refused]")
	p.wait("the refused one alone", `document.querySelectorAll(".import-outcome").length === 1 && document.querySelector("[data-name='bild.png']")`)
	p.reload()
	p.wait("the report again", `document.querySelectorAll(".import-outcome").length === 7`)
	p.click("[data-name='eins.txt'] a")
	p.wait("the document", `location.pathname.startsWith("/d/") && document.querySelector("[data-article] [data-block]")`)
	require.Contains(t, eval[string](p, `document.querySelector("[data-article]").textContent`), "Bericht Nummer 1 aus dem Rathaus")
	p.open(s.URL + "/p/demo/import")
	p.wait("the earlier import", `document.querySelector(".import-finished")`)
}

// setSelect chooses an option, as a hand does.
func (p *tab) setSelect(selector, value string) {
	p.t.Helper()
	p.run(`(() => { const s = document.querySelector(` + quoted(selector) + `); s.value = ` + quoted(value) + `; s.dispatchEvent(new Event("change", {bubbles: true})); })()`)
}

func TestWhatWasChosenForAnImportIsThereAfterAReload(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, phone)
	signIn(p, s)
	dir := t.TempDir()
	p.open(s.URL + "/p/demo/import")
	p.chooseAll("#import-files", put(t, dir, "a.txt", newsText(20)), put(t, dir, "b.txt", newsText(21)))
	p.wait("both there", allThere+` && document.querySelectorAll(".import-file").length === 2`)
	p.click("[data-file='a.txt'] button")
	p.setSelect("#import-language", "en")
	p.wait("one is out", `document.querySelectorAll(".import-file").length === 1`)
	p.wait("the server knows", `fetch("/api/v1/projects/demo/imports/" + new URLSearchParams(location.search).get("run")).then((r) => r.json()).then((i) => window.kept = i.choice) && window.kept?.language === "en" && window.kept?.leave?.[0] === "a.txt"`)
	p.reload()
	p.wait("as it was", allThere+` && document.querySelectorAll(".import-file").length === 1 && document.querySelector("[data-file='b.txt']") && document.querySelector("#import-language").value === "en"`)
	p.screenshot("import_reloaded_phone")
	p.startImport()
	p.wait("the report", `document.querySelectorAll(".import-outcome").length === 1 && document.querySelector("[data-name='b.txt']")`)
}

func TestFilesDroppedOnAProjectLeadToItsImport(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	signIn(p, s)
	p.open(s.URL + "/p/demo")
	p.wait("the documents", `document.querySelector("#main .items")`)
	p.click("#main button.primary")
	p.wait("the dialog", `document.querySelector("dialog[open] #add-text") === document.activeElement`)
	p.typeText("Noch nicht fertig")
	p.press("Escape")
	p.wait("the dialog gone", `!document.querySelector("dialog[open]")`)
	p.run(`window.held = new DataTransfer(); held.items.add(new File(["` + "Ein Text\\n\\nDer vom Schreibtisch kommt." + `"], "gezogen.txt"));
		window.dispatchEvent(new DragEvent("dragover", {dataTransfer: held, bubbles: true, cancelable: true}))`)
	p.wait("where to let go", `document.querySelector(".drop-anywhere")`)
	p.screenshot("import_drop")
	p.run(`window.dispatchEvent(new DragEvent("drop", {dataTransfer: held, bubbles: true, cancelable: true}))`)
	p.wait("the import with the file", `location.pathname === "/p/demo/import" && `+allThere)
	p.startImport()
	p.wait("the report", `document.querySelector("[data-name='gezogen.txt'][data-result=added]")`)
	p.click(".topbar a[href='/p/demo']")
	p.wait("what was typed before", `document.querySelector("#add-text")?.value === "Noch nicht fertig"`)
}

func TestAnImportGoesOnThroughAReloadAndARestartAndCanBeCancelled(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	p.allow("")
	signIn(p, s)
	dir := t.TempDir()
	var rows strings.Builder
	rows.WriteString("title,text\n")
	for i := range 3_000 {
		fmt.Fprintf(&rows, "Nummer %d,\"%s\"\n", i, strings.ReplaceAll(newsText(100+i), "\n", " "))
	}
	big := put(t, dir, "gross.csv", rows.String())
	p.open(s.URL + "/p/demo/import")
	p.chooseAll("#import-files", big)
	p.startImport()
	p.wait("it runs", `document.querySelector("[data-cancel=import]") && Number(document.querySelector("[data-count=added] dd").textContent.replace(".", "")) > 0`)
	p.screenshot("import_running")
	p.reload()
	p.wait("it still runs", `document.querySelector("[data-cancel=import]")`)
	s.stop()
	s.startAgain()
	p.wait("it goes on", `document.querySelector("[data-cancel=import]") && !document.querySelector("#main > .column > .problem")`)
	p.click("[data-cancel=import]")
	p.wait("cancelled, with its report", `document.querySelector(".import-report .import-outcome") && !document.querySelector("[data-cancel=import]")`)
	require.Contains(t, p.text("h1"), "abgebrochen")
	n := eval[int](p, `Number(document.querySelector("[data-count=added] dd").textContent.replace(".", ""))`)
	require.Positive(t, n)
	require.Less(t, n, 3_000)
}

func TestTextsThatAreNearlyTheSameAreMarkedAndCompared(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	signIn(p, s)
	dir := t.TempDir()
	p.open(s.URL + "/p/demo/import")
	p.chooseAll("#import-files", put(t, dir, "agentur.txt", agency), put(t, dir, "zeitung.txt", strings.Replace(agency, "zweihundert Helfer", "dreihundert Helfer", 1)))
	p.startImport()
	p.wait("the report", `document.querySelector(".import-similar")`)
	p.open(s.URL + "/p/demo")
	p.wait("both marked", `document.querySelectorAll(".item-similar").length === 2`)
	p.click(".item-similar")
	p.wait("the difference", `location.pathname.startsWith("/d/") && document.querySelector("dialog[open] .difference .diff-this") && document.querySelector("dialog[open] .difference .diff-other")`)
	require.Contains(t, p.text("dialog[open] .difference .diff-this"), "dreihundert")
	require.Contains(t, p.text("dialog[open] .difference .diff-other"), "zweihundert")
	require.Equal(t, "underline", eval[string](p, `getComputedStyle(document.querySelector(".difference .diff-other")).textDecorationLine`), "not by its colour alone")
	p.screenshot("similar_difference")
	if _, err := axe(); err == nil {
		p.accessible("the difference of two texts")
	}
	p.press("Escape")
	p.wait("closed", `!document.querySelector("dialog[open]") && document.querySelector(".similar-line a")`)
	p.screenshot("similar_line")
	here := eval[string](p, "location.pathname")
	p.click(".similar-line a")
	p.wait("the other text", `location.pathname.startsWith("/d/") && location.pathname !== `+quoted(here)+` && document.querySelector("[data-article] [data-block]")`)
}

func TestAFileThatDoesNotArriveIsSentAgain(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	p.allow("")
	signIn(p, s)
	p.open(s.URL + "/p/demo/import")
	p.chooseAll("#import-files", put(t, t.TempDir(), "a.txt", newsText(30)))
	p.wait("the first there", allThere)
	s.stop()
	p.chooseAll("#import-files", put(t, t.TempDir(), "b.txt", newsText(31)))
	p.wait("the second lost", `document.querySelector("[data-file='b.txt'][data-state=failed] .problem")`)
	p.screenshot("import_lost")
	require.True(t, eval[bool](p, `document.querySelector(".import-choices button.primary").disabled`), "what was chosen is not silently left out")
	s.startAgain()
	p.click("[data-file='b.txt'] .import-again")
	p.startImport()
	p.wait("both in the report", `document.querySelectorAll(".import-outcome[data-result=added]").length === 2`)
}

func TestAddressesAreFetchedWhereTheServerMayAndRefusedByName(t *testing.T) {
	t.Parallel()
	s := startServer(t, "--fetch")
	p := newPage(t, phone)
	signIn(p, s)
	p.open(s.URL + "/p/demo/import")
	p.wait("the field", `document.querySelector("#import-urls")`)
	require.True(t, eval[bool](p, `document.querySelector(".import-choices button.primary").disabled`), "there is nothing to import yet")
	p.run(`(() => { const a = document.querySelector("#import-urls"); a.value = ` + quoted("http://127.0.0.1/\nftp://example.org/x") + `; a.dispatchEvent(new Event("input", {bubbles: true})); })()`)
	p.wait("it can start", `document.querySelector(".import-choices button.primary:not([disabled])")`)
	p.click(".import-choices button.primary")
	p.wait("both refused", `document.querySelectorAll(".import-outcome[data-result=refused]").length === 2`)
	require.Contains(t, eval[string](p, `document.querySelector(".import-report").textContent`), "öffentlichen Netz")
	require.Contains(t, p.text(".lead"), "Keine der Dateien")
	p.screenshot("import_addresses_phone")
}
