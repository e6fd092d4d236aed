package client

import (
	"galley/annotations/wire"
	"galley/app/browser"
)

// Export lets the browser stream a project's data in a format to a file; set is
// "all", "gold" or an owner. The answer never passes through the page's memory.
func (c *Client) Export(project, format, set string) {
	browser.DownloadPath(wire.ExportPath(project, format, set))
}
