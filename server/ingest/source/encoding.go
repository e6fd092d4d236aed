package source

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"

	"galley/annotations"
)

// Encoding says how bytes were read as text.
type Encoding struct {
	// Name is the encoding's usual name in lower case, such as "utf-8" or
	// "windows-1252".
	Name string `json:"name"`
	// How is "bom", "declared", "valid" (the bytes are good UTF-8) or "guessed".
	How string `json:"how"`
}

func (e Encoding) String() string { return e.Name + " (" + e.How + ")" }

// decode reads bytes as text: by their byte order mark, as declared, as UTF-8
// where they are valid, else as windows-1252, which for German and English
// equals what detectors find. A declaration that the bytes contradict is not
// believed. Returns invalid for UTF-16 that is broken and for bytes that no
// encoding explains.
func decode(raw []byte, declared string) (string, Encoding, *annotations.Error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		return utf8Text(raw[3:], "bom")
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")), bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		return utf16Text(raw[2:], raw[0] == 0xFE, "bom")
	}
	if order := looksUTF16(raw[:min(len(raw), 4096)]); order != 0 {
		return utf16Text(raw, order == 'b', "guessed")
	}
	if utf8.Valid(raw) {
		how := "valid"
		if isUTF8(declared) {
			how = "declared"
		}
		return string(raw), Encoding{"utf-8", how}, nil
	}
	if declared != "" && !isUTF8(declared) {
		if e, err := htmlindex.Get(declared); err == nil {
			if s, err := e.NewDecoder().Bytes(raw); err == nil && !bytes.ContainsRune(s, utf8.RuneError) {
				name, _ := htmlindex.Name(e)
				return string(s), Encoding{name, "declared"}, nil
			}
		}
	}
	if mostlyUTF8(raw) {
		return utf8Text(raw, "guessed")
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		return "", Encoding{}, unreadable("the encoding cannot be told: %v", err)
	}
	return string(decoded), Encoding{"windows-1252", "guessed"}, nil
}

// mostlyUTF8 reports whether bytes are UTF-8 with a few broken places: reading
// them as windows-1252 would make "Ã¤" of every "ä".
func mostlyUTF8(raw []byte) bool {
	good, bad := 0, 0
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		raw = raw[n:]
	}
	return good > 3*bad
}

// utf8Text refuses broken UTF-8 and names the line.
func utf8Text(raw []byte, how string) (string, Encoding, *annotations.Error) {
	for i, line := 0, 1; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			p := annotations.Errorf(annotations.Invalid, "not_utf8", "", "line %d (byte %d) is not UTF-8; save the file as UTF-8 again", line, i)
			p.Line = line
			return "", Encoding{}, p
		}
		if r == '\n' {
			line++
		}
		i += n
	}
	return string(raw), Encoding{"utf-8", how}, nil
}

func utf16Text(raw []byte, big bool, how string) (string, Encoding, *annotations.Error) {
	s, ok := fromUTF16(raw, big)
	if !ok {
		return "", Encoding{}, annotations.Errorf(annotations.Invalid, "not_utf16", "", "the file is UTF-16 but broken: it has half a character")
	}
	name := "utf-16le"
	if big {
		name = "utf-16be"
	}
	return s, Encoding{name, how}, nil
}

func isUTF8(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	return name == "utf-8" || name == "utf8"
}

var (
	metaCharset = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([a-z0-9_.:-]+)`)
	xmlEncoding = regexp.MustCompile(`(?i)^\s*<\?xml[^>]+encoding\s*=\s*["']([a-z0-9_.:-]+)["']`)
)

// declaredIn is the encoding that a page or an XML file names in its first
// 1,024 bytes, as browsers look for it; "" for none.
func declaredIn(raw []byte) string {
	head := raw[:min(len(raw), 1024)]
	for _, pattern := range []*regexp.Regexp{xmlEncoding, metaCharset} {
		if m := pattern.FindSubmatch(head); m != nil {
			return string(m[1])
		}
	}
	return ""
}
