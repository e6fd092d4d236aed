package pages

import (
	"encoding/json"

	"galley/annotations"
	"galley/app/browser"
	"galley/app/state"
)

// withSteps gives what this device kept of the tab's steps of undo and redo.
// Steps are a comfort: where they cannot be read, undo starts anew.
func (p *annotate) withSteps(done func(state.KeptSteps)) {
	browser.Outbox.Steps(p.id, p.tab, func(s browser.Steps, err error) {
		kept := state.KeptSteps{Epoch: s.Epoch, Owner: annotations.Owner(s.Owner), Done: s.Done}
		for _, data := range s.Steps {
			var k state.KeptStep
			if err == nil && json.Unmarshal([]byte(data), &k) == nil {
				kept.Steps = append(kept.Steps, k)
			}
		}
		done(kept)
	})
}

// keepSteps writes what changed of the steps.
func (p *annotate) keepSteps() {
	if !p.m.Ready() {
		return
	}
	if c := p.m.ChangedSteps(); c != nil {
		data, _ := json.Marshal(c) // strings and numbers always encode
		browser.Outbox.ChangeSteps(p.id, p.tab, data, func(error) {})
	}
}
