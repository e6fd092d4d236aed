package formats

import (
	"fmt"
	"io"
	"strings"

	"galley/annotations"
)

// flat reports a loss for which the format holds something near, written says
// what. It gives whether that is to be written, which Drop does not want.
func (b *base) flat(d *annotations.Document, owner annotations.Owner, target string, why Reason, written string) bool {
	if b.drops() {
		written = ""
	}
	b.lose(d, owner, target, why, written)
	return !b.drops()
}

// labelsFile is the table of words that lies beside the documents.
const labelsFile = "labels.json"

// shelf names the files of a format that has one for each document and set:
// OWNER/ID.ext, so that two people's work on one text stays apart.
type shelf struct{ folder Folder }

// put writes one file as a whole.
func (s shelf) put(name string, content []byte) error {
	w, err := s.folder.Create(name)
	if err == nil {
		_, err = w.Write(content)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// create starts the file of a document in an owner's folder.
func (s shelf) create(owner annotations.Owner, id, extension string) (io.Writer, error) {
	name := placeOf(owner, id) + extension
	w, err := s.folder.Create(name)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return w, nil
}

// placeOf is the path of a document's file without its extension.
func placeOf(owner annotations.Owner, id string) string {
	return ownerFolder(owner) + "/" + fileWord(id)
}

// ownerFolder is "gold", "user-NAME" or "suggester-NAME"; texts that nobody has
// tagged lie in "none".
func ownerFolder(owner annotations.Owner) string {
	if owner == "" {
		return "none"
	}
	return fileWord(strings.Replace(string(owner), ":", "-", 1))
}

// ownerOf is the owner whose folder this is; "" for another name.
func ownerOf(folder string) annotations.Owner {
	for _, kind := range []string{"user", "suggester"} {
		if name, ok := strings.CutPrefix(folder, kind+"-"); ok {
			folder = kind + ":" + fileWordBack(name)
		}
	}
	if o, err := annotations.ParseOwner(folder); err == nil {
		return o
	}
	return ""
}

// fileWord makes an id fit for a file name anywhere: letters, digits, "-", "_"
// and inner points stay, every other byte becomes %XX.
func fileWord(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c >= 0x80
		if letter || c == '.' && i > 0 && i < len(s)-1 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// fileWordBack undoes fileWord; it gives other words as they are.
func fileWordBack(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		var c byte
		if s[i] == '%' && i+2 < len(s) {
			if _, err := fmt.Sscanf(s[i+1:i+3], "%02X", &c); err == nil {
				b.WriteByte(c)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
