package browser

import (
	"context"
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// File is a file that the person chose or dropped.
type File struct {
	Name string
	Type string // MIME type as the browser guesses it; may be empty
	Size int    // bytes
	file app.Value
}

// Files lists the files of an <input type=file>, or of a drop's dataTransfer.
func Files(source app.Value) []File {
	if app.IsServer || !source.Truthy() || !source.Get("files").Truthy() {
		return nil
	}
	list := source.Get("files")
	files := make([]File, list.Get("length").Int())
	for i := range files {
		f := list.Index(i)
		files[i] = File{
			Name: f.Get("name").String(), Type: f.Get("type").String(),
			Size: f.Get("size").Int(), file: f,
		}
	}
	return files
}

// Read gives the file's bytes. It blocks, so it belongs in a goroutine. It
// fails when the file has gone or changed since it was chosen.
func (f File) Read(ctx context.Context) ([]byte, error) {
	if f.file == nil {
		return nil, fmt.Errorf("read %s: no such file", f.Name)
	}
	buffer, err := Await(ctx, f.file.Call("arrayBuffer"))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.Name, err)
	}
	return bytesOf(buffer), nil
}
