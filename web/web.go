package web

import (
	"embed"
	"io/fs"
)

//go:embed static
var files embed.FS

// Static returns everything a browser downloads, rooted at the folder static. The file app.wasm is in it only if the
// app was built before this program was (`make build`).
func Static() fs.FS {
	sub, err := fs.Sub(files, "static")
	if err != nil {
		panic(err) // the name is a constant, and fs.Sub refuses only malformed names
	}
	return sub
}
