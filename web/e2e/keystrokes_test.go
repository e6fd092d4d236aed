package e2e

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAWholeArticleIsAnnotatedInTheBrowserByTheKeysThatWereCounted presses, in a
// browser, the keys that app/state counted for the README.
func TestAWholeArticleIsAnnotatedInTheBrowserByTheKeysThatWereCounted(t *testing.T) {
	t.Parallel()
	keys, err := os.ReadFile("../../app/state/testdata/keystrokes.txt")
	require.NoError(t, err)
	raw, err := os.ReadFile("../../server/demo/demo.jsonl")
	require.NoError(t, err)
	line, _, _ := strings.Cut(string(raw), "\n")
	var gold exported
	require.NoError(t, json.Unmarshal([]byte(line), &gold))

	s := startServer(t)
	p := newPage(t, desktop)
	signIn(p, s)
	id, _, _ := strings.Cut(s.galley("import", "--project", "replay", "../../server/demo/src/1-gezeitenkraft.txt"), "\t")
	p.open(s.URL + "/d/" + id)
	p.wait("the article", `document.querySelector("[data-article] [data-block]")`)
	for eval[string](p, "document.activeElement.id") != "article" {
		p.press("Tab")
	}
	n := 0
	for line := range strings.Lines(string(keys)) {
		pressed, what, _ := strings.Cut(line, "\t")
		for _, name := range strings.Fields(pressed) {
			p.pressNamed(name)
			n++
		}
		if what = strings.TrimSpace(what); what != "" {
			label, passage, _ := strings.Cut(what, ": ")
			p.wait(what, `[...document.querySelectorAll("[data-article] .m.sel")].some((m) => m.dataset.label === `+quoted(label)+`) && `+quoted(passage)+`.length > 0`)
		}
	}
	p.waitSaved()
	p.screenshot("keystrokes")

	var have exported
	require.NoError(t, json.Unmarshal([]byte(s.galley("export", "--project", "replay")), &have))
	require.Equal(t, shape(gold), shape(have), "after %d keys", n)
}

// shape is what a replay must give again: label, ground and type of each span.
func shape(d exported) []string {
	var all []string
	for _, sp := range d.Sets[0].Spans {
		kind, _ := sp.Attributes["quote_type"].(string)
		ground, _ := json.Marshal(sp.Fragments)
		all = append(all, sp.Label+" "+string(ground)+" "+strings.Join(sp.Quote, " … ")+" "+kind)
	}
	return all
}

// pressNamed presses a key as the key table writes it, such as "Ctrl+Shift+ArrowDown".
func (p *tab) pressNamed(name string) {
	p.t.Helper()
	parts := strings.Split(name, "+")
	var held []modifier
	for _, m := range parts[:len(parts)-1] {
		held = append(held, map[string]modifier{"Ctrl": ctrl, "Alt": alt, "Shift": shift}[m])
	}
	p.press(parts[len(parts)-1], held...)
}
