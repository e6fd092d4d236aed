package pages

import (
	"encoding/json"

	"galley/app/browser"
	"galley/app/locale"
)

// print brings what stands below a printed article up to date.
func (p *annotate) print() {
	if p.m == nil {
		return
	}
	data, _ := json.Marshal(p.m.Print()) // strings and numbers always encode
	browser.Print(data, p.lang.T(locale.PrintLegend), p.lang.T(locale.PrintNotes))
}
