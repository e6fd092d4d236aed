package e2e

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAPanicKeepsTheLastEditAndOffersItAsAFile makes the browser fail under the
// program's hands in the very moment of an edit: once while it draws the text,
// once while go-app draws the margin.
func TestAPanicKeepsTheLastEditAndOffersItAsAFile(t *testing.T) {
	t.Parallel()
	for name, sabotage := range map[string]string{
		"in the text":   `document.createDocumentFragment = () => { throw new Error("provoked") }`,
		"in the margin": `Node.prototype.appendChild = () => { throw new Error("provoked") }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, p := tagged(t)
			p.waitSaved()
			for _, expected := range []string{"/api/", "provoked", "already exited", "exit code", "panic", "goroutine", "net::ERR"} {
				p.allow(expected)
			}
			// No answer comes any more, so that the edit is still this device's when the program stops.
			p.run(`window.fetch = () => new Promise(() => {}); void 0`)
			p.dragSelect("Edda Kamp", 1)
			p.wait("the labels, so that the next thing drawn is the edit", `document.querySelector(".label-popover.open .label-button")`)
			p.run(sabotage + `; void 0`)
			p.press("1")
			p.wait("the sheet that says what happened", `document.querySelector(".stop")`)
			p.wait("how much waits on this device", `document.querySelector(".stop").textContent.includes("einem Artikel")`)
			p.screenshot("crash_" + name)
			require.True(t, eval[bool](p, `document.activeElement.matches(".stop-reload")`))

			kept, err := json.Marshal(download(t, p, ".stop-extra"))
			require.NoError(t, err)
			var file struct {
				Format string
				Fault  struct{ Reason string }
				Queues []struct {
					Data struct {
						Ops []struct{ Value struct{ Label string } }
					}
				}
			}
			require.NoError(t, json.Unmarshal(kept, &file))
			require.Equal(t, "galley-kept", file.Format)
			require.Contains(t, file.Fault.Reason, "provoked")
			require.Len(t, file.Queues, 1)
			require.Len(t, file.Queues[0].Data.Ops, 1)
			require.Contains(t, string(kept), "Edda Kamp")

			p.click(".stop-reload")
			p.wait("the edit after the reload", `document.querySelectorAll("[data-annotations] [data-row]").length === 3`)
			p.waitSaved()
			require.Contains(t, spansOf(t, s), "PER [Edda Kamp]")
		})
	}
}
