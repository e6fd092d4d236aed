package browser

import (
	"encoding/json"
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Steps is what the device keeps of a client's steps of undo and redo on a
// document.
type Steps struct {
	Epoch string `json:"epoch"`
	Owner string `json:"owner"`
	// Done is the serial of the last step that can be undone.
	Done int `json:"done"`
	// Steps are the steps as they were kept, oldest first.
	Steps []string `json:"steps"`
}

// ChangeSteps writes a change of a client's steps, given as JSON. done hears
// when it is on the disk, or why not. Changes take effect in the order of calls.
func (outbox) ChangeSteps(doc, client string, change []byte, done func(error)) {
	ask("changeSteps", func(_ app.Value, err error) {
		if err != nil {
			err = fmt.Errorf("keep the steps of document %s on this device: %w", doc, err)
		}
		done(err)
	}, doc, client, string(change))
}

// Steps gives what the device keeps of a client's steps; the zero value for none.
func (outbox) Steps(doc, client string, done func(Steps, error)) {
	ask("steps", func(v app.Value, err error) {
		var s Steps
		if err == nil && v.Truthy() {
			err = json.Unmarshal([]byte(v.String()), &s)
		}
		if err != nil {
			err = fmt.Errorf("read the kept steps of document %s: %w", doc, err)
		}
		done(s, err)
	}, doc, client)
}

// ForgetSteps drops the steps of all documents and clients, as when a person
// signs out.
func (outbox) ForgetSteps() { ask("forgetSteps", func(app.Value, error) {}) }
