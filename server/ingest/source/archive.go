package source

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"galley/annotations"
)

// zip gives the members of an archive in order. What the archive promises is
// looked at first, so that a bomb is refused before a byte is unpacked; what it
// holds is counted while it is unpacked, because promises lie.
func (o *opener) zip(f File) {
	z, err := zip.NewReader(f.Data, f.Size)
	if err != nil {
		o.refuse(f.Name, annotations.Errorf(annotations.Invalid, "broken_zip", "", "the archive is broken or cut off: %v", err))
		return
	}
	if p := promised(z, o.o.Limits); p != nil {
		o.refuse(f.Name, p)
		return
	}
	left, found := o.o.Limits.Unpacked, false
	for _, m := range z.File {
		name := memberName(m)
		if m.FileInfo().IsDir() || hidden(name) {
			continue
		}
		found = true
		if o.o.Skip != nil && o.o.Skip(strings.ReplaceAll(name, "\\", "/")) {
			continue
		}
		full := f.Name + "/" + strings.TrimPrefix(strings.ReplaceAll(name, "\\", "/"), "/")
		data, p := o.member(m, name, left)
		if p != nil {
			o.refuse(full, p)
			if p.Reason == "zip_bomb" {
				return
			}
		} else {
			left -= int64(len(data))
			o.open(Bytes(full, data), true)
		}
		if o.done {
			return
		}
	}
	if !found {
		o.refuse(f.Name, annotations.Errorf(annotations.Invalid, "empty_archive", "", "the archive holds no files"))
	}
}

// promised refuses an archive by what its directory says.
func promised(z *zip.Reader, l Limits) *annotations.Error {
	if len(z.File) > l.Members {
		return annotations.Errorf(annotations.TooLarge, "too_many_members", "", "the archive has %d members; at most %d are read", len(z.File), l.Members)
	}
	var sum uint64
	for _, m := range z.File {
		if sum += m.UncompressedSize64; sum > uint64(l.Unpacked) || m.UncompressedSize64 > uint64(l.Unpacked) {
			return bomb(l.Unpacked)
		}
	}
	return nil
}

func bomb(most int64) *annotations.Error {
	return annotations.Errorf(annotations.TooLarge, "zip_bomb", "", "unpacked, the archive holds more than %s; split it", mega(most))
}

// member unpacks one file.
func (o *opener) member(m *zip.File, name string, left int64) ([]byte, *annotations.Error) {
	if !filepath.IsLocal(filepath.FromSlash(strings.ReplaceAll(name, "\\", "/"))) {
		return nil, annotations.Errorf(annotations.Invalid, "bad_path", "", "the member's path leads out of the archive")
	}
	if !m.Mode().IsRegular() {
		return nil, annotations.Errorf(annotations.Invalid, "not_a_file", "", "the member is a link or a device, not a file")
	}
	if m.Flags&1 != 0 {
		return nil, annotations.Errorf(annotations.Invalid, "encrypted", "", "the member has a password; unpack the archive first")
	}
	most := min(left, int64(m.CompressedSize64+1024)*o.o.Limits.Ratio)
	r, err := m.Open()
	if err != nil {
		return nil, unreadable("cannot be unpacked: %v", err)
	}
	defer r.Close()
	data, err := io.ReadAll(&counted{r: r, n: most})
	switch {
	case errors.Is(err, errTooMuch):
		return nil, bomb(most)
	case err != nil:
		return nil, unreadable("cannot be unpacked: %v", err)
	}
	return data, nil
}

// memberName is a member's name in UTF-8. Names without the flag are CP437 by
// the format's word, as old Windows programs write them.
func memberName(m *zip.File) string {
	if !m.NonUTF8 || utf8.ValidString(m.Name) {
		return m.Name
	}
	if s, err := charmap.CodePage437.NewDecoder().String(m.Name); err == nil {
		return s
	}
	return strings.ToValidUTF8(m.Name, "_")
}

// hidden are files that systems leave in archives.
func hidden(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db" || base == "desktop.ini" || strings.HasPrefix(base, "._")
}
