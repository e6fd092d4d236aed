package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/stretchr/testify/require"
)

const demoArticle = "/d/01991a2c-7400-7000-8000-000000000001"

// openDemo opens the annotated German sample.
func openDemo(t testing.TB, look screen) *tab {
	t.Helper()
	s := startServer(t)
	p := newPage(t, look)
	signIn(p, s)
	p.open(s.URL + demoArticle)
	p.wait("the annotated article", `document.querySelectorAll("[data-annotations] [data-row]").length > 10 && document.querySelector("[data-article] [data-span]")`)
	return p
}

func (p *tab) media(kind string, features ...string) {
	p.t.Helper()
	params := emulation.SetEmulatedMediaParams{Media: kind}
	for i := 0; i+1 < len(features); i += 2 {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	call(p, emulation.SetEmulatedMedia, params)
}

func TestAPrintIsLegibleWithoutColourAndSaysWhatIsMarked(t *testing.T) {
	t.Parallel()
	p := openDemo(t, desktop)
	p.media("print", "prefers-color-scheme", "dark")
	p.wait("the notes below the text", `[...document.querySelectorAll(".print-notes li")].some((li) => li.textContent.includes("Weiter unten rechnet ein Fachmann"))`)
	shown := func(selector string) bool {
		return eval[bool](p, `[...document.querySelectorAll(`+quoted(selector)+`)].some((e) => e.checkVisibility({visibilityProperty: true}))`)
	}
	for _, chrome := range []string{".topbar", ".label-bar", ".desk-margin", ".label-popover", ".handle", ".overlay", ".furniture", ".notice", ".skip"} {
		require.False(t, shown(chrome), "%s is no part of a print", chrome)
	}
	require.True(t, shown(".print-legend"))
	require.Contains(t, p.text(".print-legend"), "Zitat")
	require.Equal(t, "light", eval[string](p, `getComputedStyle(document.querySelector("[data-article]")).colorScheme`), "paper is white")
	require.Empty(t, eval[[]string](p, `[...document.querySelectorAll("[data-article], [data-article] *")].filter((e) => getComputedStyle(e).contentVisibility === "auto").map((e) => e.className)`),
		"nothing is left out because it is off screen")
	notes := p.text(".print-notes")
	require.Contains(t, notes, "Okke Janßen")
	require.Contains(t, notes, "Vor oder nach Abzug der Kredite?")

	pdf := call(p, page.PrintToPDF, page.PrintToPDFParams{})
	require.NotEmpty(t, pdf.Data)
	require.NoError(t, os.MkdirAll("shots", 0o755))
	require.NoError(t, os.WriteFile(filepath.Join("shots", "print.pdf"), pdf.Data, 0o644))
}
