package source

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"
	"unicode/utf16"

	"galley/annotations"
)

// Extensions lists the file names' ends that are known, for messages and file
// pickers.
var Extensions = []string{".txt", ".md", ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".docx", ".pdf", ".eml", ".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".rss", ".atom", ".xml", ".zip"}

var byName = map[string]Kind{
	".txt": Text, ".text": Text, ".md": Markdown, ".markdown": Markdown, ".html": HTML, ".htm": HTML, ".xhtml": HTML,
	".mhtml": MHTML, ".mht": MHTML, ".docx": Word, ".pdf": PDF, ".eml": Mail, ".csv": Table, ".tsv": Table, ".tab": Table,
	".jsonl": Lines, ".ndjson": Lines, ".json": Lines, ".rss": Feed, ".atom": Feed, ".zip": Zip,
}

// named tells what a file cannot be taken as, by its first bytes.
var strangers = []struct{ magic, reason, what string }{
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "old_or_encrypted_office", "an old Word file (.doc) or a Word file with a password; save it as .docx without a password"},
	{"{\\rtf", "rtf", "a rich text file (.rtf); save it as .docx or .txt"},
	{"\x89PNG", "picture", "a picture"}, {"\xFF\xD8\xFF", "picture", "a picture"}, {"GIF8", "picture", "a picture"}, {"II*\x00", "picture", "a picture"},
	{"Rar!", "other_archive", "a RAR archive; pack it as .zip"}, {"7z\xBC\xAF\x27\x1C", "other_archive", "a 7z archive; pack it as .zip"},
	{"\x1F\x8B", "other_archive", "a gzip archive; unpack it first"}, {"BZh", "other_archive", "a bzip2 archive; unpack it first"},
	{"SQLite format 3\x00", "database", "a database"}, {"\x7FELF", "program", "a program"}, {"MZ\x90", "program", "a program"},
	{"ID3", "sound", "a sound file"}, {"OggS", "sound", "a sound file"}, {"RIFF", "sound", "a sound or video file"},
	{"bplist00", "webarchive", "a Safari web archive; save the page as HTML or print it to PDF"},
}

// Detect tells what a file is, by its content and then by its name. Returns
// invalid for a file that cannot be read, naming what it is.
func Detect(f File) (Kind, *annotations.Error) {
	head := f.head(4096)
	for _, s := range strangers {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return "", annotations.Errorf(annotations.Invalid, s.reason, "", "this is %s", s.what)
		}
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return inZip(f)
	}
	if i := bytes.Index(head[:min(len(head), 1024)], []byte("%PDF-")); i >= 0 {
		return PDF, nil
	}
	named := byName[strings.ToLower(path.Ext(f.Name))]
	if binary(head) {
		if named == PDF || named == Word || named == Zip {
			return "", annotations.Errorf(annotations.Invalid, "broken_file", "", "the file's name says %s, but it does not begin like one; it may be cut off", named)
		}
		return "", annotations.Errorf(annotations.Invalid, "binary_file", "", "this is neither a text nor any kind of file that is known")
	}
	switch named {
	case Zip, Word, PDF:
		return "", annotations.Errorf(annotations.Invalid, "broken_file", "", "the file's name says %s, but it does not begin like one; it may be cut off", named)
	case "", Text, HTML, Lines, Feed:
		return byContent(head, named), nil
	}
	return named, nil
}

// inZip tells a Word file and its relatives from an archive of files.
func inZip(f File) (Kind, *annotations.Error) {
	z, err := zip.NewReader(f.Data, f.Size)
	if err != nil {
		return "", annotations.Errorf(annotations.Invalid, "broken_zip", "", "the archive is broken or cut off: %v", err)
	}
	for _, m := range z.File {
		switch {
		case m.Name == "word/document.xml":
			return Word, nil
		case m.Name == "xl/workbook.xml":
			return "", annotations.Errorf(annotations.Invalid, "spreadsheet", "", "this is an Excel file; save the sheet as .csv (UTF-8)")
		case m.Name == "ppt/presentation.xml":
			return "", annotations.Errorf(annotations.Invalid, "slides", "", "this is a PowerPoint file; save its text as .docx or .txt")
		case m.Name == "mimetype" && m.UncompressedSize64 < 100:
			return "", annotations.Errorf(annotations.Invalid, "open_document", "", "this is an OpenDocument or EPUB file; save it as .docx or .html")
		}
	}
	return Zip, nil
}

// byContent tells text kinds apart.
func byContent(head []byte, named Kind) Kind {
	s := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(head), "\uFEFF")))
	switch {
	case strings.HasPrefix(s, "<rss") || strings.HasPrefix(s, "<feed") || strings.HasPrefix(s, "<rdf:rdf"),
		strings.HasPrefix(s, "<?xml") && (strings.Contains(s, "<rss") || strings.Contains(s, "<feed") || strings.Contains(s, "<rdf:rdf")):
		return Feed
	case named == HTML, strings.HasPrefix(s, "<!doctype html"), strings.HasPrefix(s, "<html"),
		strings.HasPrefix(s, "<?xml") && strings.Contains(s, "<html"):
		return HTML
	case headed(s, "from", "received", "return-path", "delivered-to", "message-id", "mime-version", "subject") && named == "":
		if strings.Contains(s, "multipart/related") {
			return MHTML
		}
		return Mail
	case named == Lines, named == "" && strings.HasPrefix(s, `{"`):
		return Lines
	case named == Feed:
		return Feed
	}
	return Text
}

// headed reports whether a text starts with one of the headers of a mail.
func headed(s string, names ...string) bool {
	name, _, ok := strings.Cut(s, ":")
	if !ok {
		return false
	}
	for _, n := range names {
		if name == n {
			return strings.Contains(s, "\nmime-version:") || strings.Contains(s, "\nfrom:") || strings.Contains(s, "\nsubject:")
		}
	}
	return false
}

// binary reports whether bytes are no text in any encoding that is read.
func binary(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		return false
	}
	if looksUTF16(head) != 0 {
		return false
	}
	bad := 0
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1B {
			bad++
		}
	}
	return bad > len(head)/100+1
}

// looksUTF16 is 'l' or 'b' for a text in UTF-16 without a byte order mark, by
// the zero bytes beside its ASCII letters; 0 for any other.
func looksUTF16(head []byte) byte {
	var zero [2]int
	n := len(head) &^ 1
	for i := range n {
		if head[i] == 0 {
			zero[i&1]++
		}
	}
	units := n / 2
	if units < 8 {
		return 0
	}
	little := zero[1] > units*7/10 && zero[0] < units/20+1
	big := zero[0] > units*7/10 && zero[1] < units/20+1
	switch {
	case little:
		return 'l'
	case big:
		return 'b'
	}
	return 0
}

// fromUTF16 decodes UTF-16; ok is false for an unpaired surrogate or half a unit.
func fromUTF16(raw []byte, big bool) (s string, ok bool) {
	if len(raw)%2 != 0 {
		return "", false
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		a, b := uint16(raw[2*i]), uint16(raw[2*i+1])
		if big {
			a, b = b, a
		}
		units[i] = a | b<<8
	}
	for i := 0; i < len(units); i++ {
		switch u := units[i]; {
		case u >= 0xD800 && u < 0xDC00 && i+1 < len(units) && units[i+1] >= 0xDC00 && units[i+1] < 0xE000:
			i++
		case u >= 0xD800 && u < 0xE000:
			return "", false
		}
	}
	return string(utf16.Decode(units)), true
}
