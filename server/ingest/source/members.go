package source

import (
	"archive/zip"
	"io"
	"path/filepath"
	"strings"

	"galley/annotations"
)

// Member is a file in an archive that has not been unpacked yet.
type Member struct {
	// Name is its path in the archive, with "/" between the parts.
	Name string
	// Open unpacks it from the beginning; reading fails where it holds more than
	// the limits allow.
	Open func() (io.ReadCloser, error)
}

// Members lists the readable files of an archive, in order: those that lead out
// of it, links and encrypted ones are not among them, and Open names them.
// Returns invalid for a broken archive and too_large for one that promises more
// than the limits (Usual when zero) allow.
func Members(f File, l Limits) ([]Member, *annotations.Error) {
	if l == (Limits{}) {
		l = Usual
	}
	z, err := zip.NewReader(f.Data, f.Size)
	if err != nil {
		return nil, annotations.Errorf(annotations.Invalid, "broken_zip", "", "the archive is broken or cut off: %v", err)
	}
	if p := promised(z, l); p != nil {
		return nil, p
	}
	var all []Member
	for _, m := range z.File {
		name := strings.ReplaceAll(memberName(m), "\\", "/")
		if !m.Mode().IsRegular() || m.Flags&1 != 0 || hidden(name) || !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		all = append(all, Member{Name: name, Open: func() (io.ReadCloser, error) {
			r, err := m.Open()
			if err != nil {
				return nil, err
			}
			return bounded{&counted{r: r, n: min(l.Unpacked, int64(m.CompressedSize64+1024)*l.Ratio)}, r}, nil
		}})
	}
	return all, nil
}

// bounded reads what is counted and closes what is read.
type bounded struct {
	io.Reader
	io.Closer
}
