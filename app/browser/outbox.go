package browser

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Outbox is where unsent edits wait on this device (js/outbox.js): one entry for
// each document and client, in IndexedDB, written in transactions that reach the
// disk before they count. A client is one tab.
var Outbox outbox

type outbox struct{}

// Queue is what one client keeps for one document.
type Queue struct {
	Doc, Client string
	Data        []byte
	// At is when it was written, by this device's clock.
	At time.Time
}

// Client gives this tab's client id. The tab holds a lock on it for its life, so
// that a duplicated tab gets another id, and so that the edits of a closed tab
// can be told from those of an open one.
func (outbox) Client(done func(id string, err error)) {
	ask("client", func(v app.Value, err error) {
		if err != nil {
			done("", fmt.Errorf("name this tab: %w", err))
			return
		}
		done(v.String(), nil)
	})
}

// Save replaces what the client keeps for the document; empty data deletes it.
// done hears when it is on the disk, or why not (QuotaExceededError: the device
// is full). Saves take effect in the order of the calls.
func (outbox) Save(doc, client string, data []byte, done func(error)) {
	finish := func(_ app.Value, err error) {
		if err != nil {
			err = fmt.Errorf("keep the edits of document %s on this device: %w", doc, err)
		}
		done(err)
	}
	if len(data) == 0 {
		ask("delete", finish, doc, client)
		return
	}
	ask("put", finish, doc, client, string(data))
}

// Load gives what the client keeps for the document, nil when nothing.
func (outbox) Load(doc, client string, done func(data []byte, err error)) {
	ask("get", func(v app.Value, err error) {
		switch {
		case err != nil:
			done(nil, fmt.Errorf("read the kept edits of document %s: %w", doc, err))
		case !v.Truthy():
			done(nil, nil)
		default:
			done([]byte(v.String()), nil)
		}
	}, doc, client)
}

// Adopt gives the queues for the document whose tabs are closed. They are this
// tab's from now on, to send under their own client ids and to Save empty.
func (outbox) Adopt(doc string, done func([]Queue, error)) {
	ask("adopt", queues("adopt the kept edits of document "+doc, done), doc)
}

// All gives every queue on this device, of every document and tab.
func (outbox) All(done func([]Queue, error)) {
	ask("all", queues("list the kept edits", done))
}

func queues(what string, done func([]Queue, error)) func(app.Value, error) {
	return func(v app.Value, err error) {
		if err != nil {
			done(nil, fmt.Errorf("%s: %w", what, err))
			return
		}
		text := app.Window().Get("JSON").Call("stringify", v).String()
		list, err := parseQueues([]byte(text))
		if err != nil {
			err = fmt.Errorf("%s: %w", what, err)
		}
		done(list, err)
	}
}

// parseQueues reads the entries as the script keeps them.
func parseQueues(text []byte) ([]Queue, error) {
	var entries []struct {
		Doc    string `json:"doc"`
		Client string `json:"client"`
		Data   string `json:"data"`
		At     int64  `json:"at"` // milliseconds since 1970
	}
	if err := json.Unmarshal(text, &entries); err != nil {
		return nil, err
	}
	list := make([]Queue, len(entries))
	for i, e := range entries {
		list[i] = Queue{Doc: e.Doc, Client: e.Client, Data: []byte(e.Data), At: time.UnixMilli(e.At)}
	}
	return list, nil
}

// ask calls a function of the outbox script, which always answers with a
// promise. Natively nothing answers.
func ask(method string, done func(app.Value, error), args ...any) {
	if app.IsServer {
		return
	}
	box := script("outbox")
	if !box.Truthy() {
		done(nil, &JSError{Name: "NotFoundError", Message: "outbox.js did not load"})
		return
	}
	Then(box.Call(method, args...), done)
}
