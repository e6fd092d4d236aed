package browser

import (
	"context"
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// File is a file that the person chose or dropped.
type File struct {
	// Name is the file's name, with the path in its folder when a folder was
	// chosen or dropped ("Politik/wahl.html").
	Name string
	Type string // MIME type as the browser guesses it; may be empty
	Size int    // bytes
	file app.Value
}

// Files lists the files of an <input type=file>.
func Files(source app.Value) []File {
	if app.IsServer || !source.Truthy() || !source.Get("files").Truthy() {
		return nil
	}
	list := source.Get("files")
	files := make([]File, list.Get("length").Int())
	for i := range files {
		f := list.Index(i)
		files[i] = fileOf(f, f.Get("webkitRelativePath").String())
	}
	return files
}

// fileOf is a file with its path in a folder, "" for none.
func fileOf(f app.Value, path string) File {
	if path == "" {
		path = f.Get("name").String()
	}
	return File{Name: path, Type: f.Get("type").String(), Size: f.Get("size").Int(), file: f}
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

// Drops hears of files over the whole window: over says that some are held over
// it or no longer, dropped gets those that were let go, from folders too. What
// is no file is left to the page.
func Drops(over func(bool), dropped func([]File)) (stop func()) {
	if app.IsServer {
		return func() {}
	}
	held := false
	hold := func(is bool) {
		if held != is {
			held = is
			over(is)
		}
	}
	window := app.Window()
	stops := []func(){
		Listen(window, "dragover", func(e app.Value) {
			if hasFiles(e) {
				e.Call("preventDefault")
				hold(true)
			}
		}),
		Listen(window, "dragleave", func(e app.Value) {
			if !e.Get("relatedTarget").Truthy() { // it left the window, not one element for the next
				hold(false)
			}
		}),
		Listen(window, "drop", func(e app.Value) {
			hold(false)
			if hasFiles(e) {
				e.Call("preventDefault")
				unpack(e.Get("dataTransfer"), dropped)
			}
		}),
	}
	return func() {
		for _, s := range stops {
			s()
		}
	}
}

func hasFiles(e app.Value) bool {
	transfer := e.Get("dataTransfer")
	return transfer.Truthy() && transfer.Get("types").Call("includes", "Files").Bool()
}

// unpack opens folders. Entries must be taken while the event lasts; what is in
// them comes later.
func unpack(transfer app.Value, done func([]File)) {
	items := transfer.Get("items")
	var entries []app.Value
	for i := range items.Get("length").Int() {
		if entry := items.Index(i).Call("webkitGetAsEntry"); entry.Truthy() {
			entries = append(entries, entry)
		}
	}
	if len(entries) == 0 { // files that a script put there
		done(Files(transfer))
		return
	}
	go Guard(func() {
		var files []File
		for _, e := range entries {
			files = walk(e, files)
		}
		done(files)
	})
}

// walk adds the files of an entry and of what is below it. Hidden files, such as
// those that systems leave in every folder, are passed over. It BLOCKS.
func walk(entry app.Value, files []File) []File {
	name := entry.Get("name").String()
	path := entry.Get("fullPath").String()
	if len(name) > 0 && name[0] == '.' {
		return files
	}
	if entry.Get("isFile").Bool() {
		if f, ok := callback(entry, "file"); ok {
			if len(path) > 0 && path[0] == '/' {
				path = path[1:]
			}
			files = append(files, fileOf(f, path))
		}
		return files
	}
	reader := entry.Call("createReader")
	for { // a reader gives a hundred or so at a time
		some, ok := callback(reader, "readEntries")
		if !ok || some.Get("length").Int() == 0 {
			return files
		}
		for i := range some.Get("length").Int() {
			files = walk(some.Index(i), files)
		}
	}
}

// callback waits for what a function of the older kind hands to its callback.
func callback(v app.Value, method string) (app.Value, bool) {
	got := make(chan app.Value, 1)
	good := Func(func(args []app.Value) any { got <- args[0]; return nil })
	bad := Func(func([]app.Value) any { got <- nil; return nil })
	v.Call(method, good, bad)
	answer := <-got
	good.Release()
	bad.Release()
	return answer, answer != nil
}
