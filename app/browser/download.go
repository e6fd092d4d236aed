package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Download hands data to the person as a file. The whole of it is in memory;
// what the server can stream goes through DownloadPath.
func Download(name, mime string, data []byte) {
	if app.IsServer {
		return
	}
	parts := app.Window().Get("Array").New() // a list in Go cannot hold what is JavaScript's already
	parts.Call("push", uint8Array(data))
	blob := app.Window().Get("Blob").New(parts, map[string]any{"type": mime})
	url := app.Window().Get("URL").Call("createObjectURL", blob)
	follow(url.String(), name)
	// The browser takes the data in its own time; a minute is ample.
	After(downloadGrace, func() { app.Window().Get("URL").Call("revokeObjectURL", url) })
}

// DownloadPath lets the browser fetch a path of our server to a file, under the
// name the server gives, without passing through our memory.
func DownloadPath(path string) {
	if app.IsServer {
		return
	}
	follow(path, "")
}

// follow clicks a link that is never shown.
func follow(url, name string) {
	link := document().Call("createElement", "a")
	link.Set("href", url)
	link.Set("download", name)
	body := document().Get("body")
	body.Call("append", link)
	link.Call("click")
	link.Call("remove")
}
