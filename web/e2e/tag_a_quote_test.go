package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pasted is a page as an editor copies it from a browser: furniture, glued
// kicker and byline, nested quotation marks, and an emoji before the quotes, so
// that code points and UTF-16 differ.
const pasted = `1. Startseite
  2. Politik
  3. Hafen am Limit: Der Kran, der niemandem gehört

Hafen am LimitDer Kran, der niemandem gehört

Seit Wochen steht die größte Anlage still. Nun will die Stadt zahlen – und droht dem Betreiber.Jana Holm 12.03.2026 - 18:40 Uhr aktualisiert Artikel anhören
Der Kran am Südufer: Seit Januar dreht sich hier nichts. Foto: Nordbild

Altenhafen. Die Stadt 🚢 will den Kran übernehmen. Das habe man „in aller Ruhe“ beschlossen, teilte Bürgermeisterin Edda Kamp mit.

Hafenmeister Jonas Wiek schrieb, die Planung sei eine „großartige Nachricht für alle“, und fügte hinzu: „Wir sind bereit!“ Der Betreiber schwieg.

Mit Agenturmaterial.

Anzeige
Stromvergleich
Jetzt günstig wechseln
`

// exported is what the stories read of a native JSONL line.
type exported struct {
	Text   string
	Blocks []struct {
		Role       string
		Start, End int
	}
	Sets []struct {
		Owner string
		Spans []struct {
			ID, Label, Note string
			Fragments       [][2]int
			Quote           []string
			Attributes      map[string]any
		}
		Links []struct {
			Type  string
			Roles map[string][]string
		}
	}
}

// exportOf is the document of a project that holds a passage, as galley export prints it.
func exportOf(t testing.TB, s *server, passage string) exported {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(s.galley("export", "--project", "demo")), "\n") {
		var d exported
		require.NoError(t, json.Unmarshal([]byte(line), &d))
		if strings.Contains(d.Text, passage) {
			for _, set := range d.Sets {
				for _, sp := range set.Spans {
					for i, f := range sp.Fragments {
						require.Equal(t, sp.Quote[i], string([]rune(d.Text)[f[0]:f[1]]))
					}
				}
			}
			return d
		}
	}
	require.FailNow(t, "no document holds "+passage)
	return exported{}
}

// paste signs in, pastes an article into the demo project and waits for it.
func paste(t testing.TB, s *server, p *tab, article string) {
	t.Helper()
	signIn(p, s)
	p.open(s.URL + "/p/demo")
	p.wait("the documents", `document.querySelector("#main .toolbar button.primary, #main button.primary")`)
	p.click("#main button.primary")
	p.wait("the dialog", `document.querySelector("dialog[open] #add-text") === document.activeElement`)
	p.typeText(article)
	p.click("dialog[open] button.primary")
	p.wait("the article", `document.querySelector("[data-article] [data-block]")`)
}

func signIn(p *tab, s *server) {
	p.open(s.SignIn)
	p.wait("the projects", `location.pathname === "/" && document.querySelector("main a[href='/p/demo']")`)
}

func (p *tab) waitSaved() {
	p.t.Helper()
	p.wait("everything saved", `document.querySelector("[role=status][data-save]").dataset.save === "saved"`)
}

func TestAQuoteAndItsSpeakerAreTaggedWithTheMouseAndTwoKeys(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	paste(t, s, p, pasted)
	require.Equal(t, pasted, eval[string](p, `[...document.querySelectorAll("[data-article] [data-block]")].map(b => b.textContent).join("")`),
		"the text of the blocks, in order, is the document's text")

	p.dragSelect("„Wir sind bereit!“", 1)
	p.press("z")
	p.wait("the quote in the list", `document.querySelector("[data-annotations]").textContent.includes("„Wir sind bereit!“")`)
	p.dragSelect("Jonas Wiek", 1)
	p.press("s")
	p.wait("the speaker in the list", `document.querySelector("[data-annotations]").textContent.includes("Jonas Wiek")`)
	p.waitSaved()
	p.screenshot("tag_a_quote")

	p.reload()
	p.wait("both after a reload", `document.querySelectorAll("[data-annotations] [data-row]").length === 2`)
	d := exportOf(t, s, "🚢")
	require.Len(t, d.Sets, 1)
	labels := map[string]string{}
	for _, sp := range d.Sets[0].Spans {
		labels[sp.Label] = sp.Quote[0]
	}
	require.Equal(t, map[string]string{"quote": "„Wir sind bereit!“", "speaker": "Jonas Wiek"}, labels)
	require.Len(t, d.Sets[0].Links, 1)
	require.Equal(t, "attribution", d.Sets[0].Links[0].Type)
}
