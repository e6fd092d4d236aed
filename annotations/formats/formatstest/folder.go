package formatstest

import (
	"bytes"
	"io"
	"maps"
	"slices"

	"galley/annotations/formats"
)

// Folder is a folder in memory: what a format of several files wrote.
type Folder map[string]*bytes.Buffer

// Create starts a file, or empties it.
func (f Folder) Create(name string) (io.Writer, error) {
	f[name] = &bytes.Buffer{}
	return f[name], nil
}

// Files are the folder's files in order of name, for a reader.
func (f Folder) Files() []formats.File {
	var files []formats.File
	for _, name := range slices.Sorted(maps.Keys(f)) {
		files = append(files, File(name, f[name].String()))
	}
	return files
}

// String is the whole folder, each file under its name: what a golden file shows.
func (f Folder) String() string {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(f)) {
		b.WriteString("=== " + name + "\n")
		b.Write(f[name].Bytes())
	}
	return b.String()
}

// File is a file in memory, for a reader.
func File(name, content string) formats.File {
	return formats.File{Name: name, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewBufferString(content)), nil
	}}
}
