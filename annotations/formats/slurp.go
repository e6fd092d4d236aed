package formats

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/text"
)

// maxFile is the largest file that is read as a whole, in bytes.
const maxFile = MaxLine

// slurp reads a file as a whole. A file larger than maxFile is a problem of its
// document; the error is one of reading.
func slurp(f File) (raw []byte, problem *annotations.Error, err error) {
	r, err := f.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", f.Name, err)
	}
	defer func() {
		if e := r.Close(); e != nil && err == nil {
			err = fmt.Errorf("read %s: %w", f.Name, e)
		}
	}()
	raw, err = io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", f.Name, err)
	}
	if len(raw) > maxFile {
		return nil, annotations.Errorf(annotations.TooLarge, "too_large", f.Name, "is larger than %d bytes", maxFile), nil
	}
	return raw, nil, nil
}

// unixText is a file's text in the shape in which texts are kept: no byte order
// mark, LF line ends. Positions of the file's text move with it.
type unixText struct {
	// raw is the text as the file holds it, without a byte order mark: what its
	// offsets count.
	raw text.Text
	// kept has LF line ends.
	kept string
	// cut are the places in raw of the CRs that are no more, in order.
	cut []text.Rune
}

// newUnixText takes a text in. bom counts a byte order mark as a character of
// the text, as readers do that do not know it.
func newUnixText(raw string) unixText {
	u := unixText{raw: text.New(strings.TrimPrefix(raw, "\uFEFF"))}
	s := u.raw.String()
	if !strings.Contains(s, "\r") {
		u.kept = s
		return u
	}
	var b strings.Builder
	at := text.Rune(0)
	for i, r := range s {
		switch {
		case r != '\r':
			b.WriteRune(r)
		case strings.HasPrefix(s[i+1:], "\n"):
			u.cut = append(u.cut, at)
		default:
			b.WriteByte('\n')
		}
		at++
	}
	u.kept = b.String()
	return u
}

// move gives a position of raw in kept.
func (u unixText) move(at text.Rune) text.Rune {
	lo, hi := 0, len(u.cut)
	for lo < hi {
		if mid := (lo + hi) / 2; u.cut[mid] < at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return at - text.Rune(lo)
}

// fragment moves a fragment; it may become empty, when it held half a line end.
func (u unixText) fragment(f annotations.Fragment) annotations.Fragment {
	return annotations.Fragment{Start: u.move(f.Start), End: u.move(f.End)}
}

// utf8Problem refuses what is not UTF-8.
func utf8Problem(name string, raw []byte) *annotations.Error {
	if utf8.Valid(raw) {
		return nil
	}
	return invalid("not_utf8", name, "is not UTF-8")
}

// stem is a file's path without its extension, and the extension.
func stem(name string) (base, extension string) {
	extension = path.Ext(name)
	return strings.TrimSuffix(name, extension), extension
}

// authors says whose the files of folders are: an owner where the folder is
// named like one of ours, the folder's own name where documents of one name lie
// in several, else "".
type authors map[string]int

func newAuthors(stems []string) authors {
	count := authors{}
	for _, s := range stems {
		count[path.Base(s)]++
	}
	return count
}

func (a authors) of(stem string) string {
	if o := ownerOfFolder(stem); o != "" {
		return o
	}
	folder := path.Base(path.Dir(stem))
	if a[path.Base(stem)] > 1 && folder != "." && folder != "/" && folder != noOwner {
		return folder
	}
	return ""
}

// joinFragments puts fragments in text order and joins those that touch or overlap, as
// spans have them; empty ones are left out.
func joinFragments(all []annotations.Fragment) []annotations.Fragment {
	var out []annotations.Fragment
	sorted := append([]annotations.Fragment(nil), all...)
	sortFragments(sorted)
	for _, f := range sorted {
		switch n := len(out); {
		case f.Start >= f.End:
		case n > 0 && f.Start <= out[n-1].End:
			out[n-1].End = max(out[n-1].End, f.End)
		default:
			out = append(out, f)
		}
	}
	return out
}

func sortFragments(all []annotations.Fragment) {
	slices.SortFunc(all, func(a, b annotations.Fragment) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
}
