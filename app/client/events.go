package client

import (
	"encoding/json"

	"galley/annotations/wire"
	"galley/app/browser"
)

// Events listens to the heads of a project's documents, and to new versions of
// its schema, until stop is called.
// open says whether the stream is connected; the browser connects again by
// itself. Lost events cost nothing: a head names a number to catch up to.
func (c *Client) Events(project string, onHead func(wire.Head), onState func(open bool)) (stop func()) {
	return browser.Events(wire.EventsPath(project), func(data string) {
		var h wire.Head
		if json.Unmarshal([]byte(data), &h) == nil && (h.Document != "" || h.Schema > 0) {
			onHead(h)
		}
	}, onState)
}
