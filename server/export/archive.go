package export

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// archive is a formats.Folder that becomes a ZIP archive. Its files may be
// written by turns, which an archive cannot, so what is written waits in one
// temporary file, and only where each piece of it belongs is in memory.
type archive struct {
	spool *os.File
	end   int64
	files map[string]*member
}

// member is a file of the archive: the pieces of the spool that it is made of.
type member struct {
	a      *archive
	pieces []piece
}

type piece struct{ start, end int64 }

func newArchive() *archive { return &archive{files: map[string]*member{}} }

// Create starts a file.
func (a *archive) Create(name string) (io.Writer, error) {
	if !filepath.IsLocal(name) || a.files[name] != nil {
		return nil, fmt.Errorf("start %q: no name for a new file of an archive", name)
	}
	if a.spool == nil {
		f, err := os.CreateTemp("", "galley-export-*")
		if err != nil {
			return nil, err
		}
		a.spool = f
	}
	m := &member{a: a}
	a.files[name] = m
	return m, nil
}

// Write puts a piece of the file into the spool.
func (m *member) Write(b []byte) (int, error) {
	n, err := m.a.spool.Write(b)
	start := m.a.end
	m.a.end += int64(n)
	if k := len(m.pieces); k > 0 && m.pieces[k-1].end == start {
		m.pieces[k-1].end = m.a.end
	} else {
		m.pieces = append(m.pieces, piece{start, m.a.end})
	}
	return n, err
}

// writeTo writes the archive: its files in order of name and without a time, so
// that the same data gives the same bytes.
func (a *archive) writeTo(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, name := range slices.Sorted(maps.Keys(a.files)) {
		out, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		for _, p := range a.files[name].pieces {
			if _, err := io.Copy(out, io.NewSectionReader(a.spool, p.start, p.end-p.start)); err != nil {
				return fmt.Errorf("archive %s: %w", name, err)
			}
		}
	}
	return z.Close()
}

// discard removes the temporary file.
func (a *archive) discard() error {
	if a.spool == nil {
		return nil
	}
	return errors.Join(a.spool.Close(), os.Remove(a.spool.Name()))
}
