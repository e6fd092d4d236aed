package formats

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"galley/annotations"
)

// fileName makes an id a name that every file system and address takes as it
// is: anything but letters, digits, "-" and "_" and points inside is "~" and
// two hexadecimal digits.
func fileName(id string) string {
	var b strings.Builder
	for i := range len(id) {
		c := id[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '.' && i > 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "~%02X", c)
		}
	}
	return b.String()
}

// idOfFile is the id that fileName made a name of, without folder and the
// name's last extension.
func idOfFile(name string) string {
	name = path.Base(name)
	name = strings.TrimSuffix(name, path.Ext(name))
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		if name[i] == '~' && i+2 < len(name) {
			if n, err := strconv.ParseUint(name[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(name[i])
	}
	return b.String()
}

// ownerFolder is the folder of an owner's files: "gold", "user-anna".
func ownerFolder(o annotations.Owner) string {
	kind, name, ok := strings.Cut(string(o), ":")
	if !ok {
		return kind
	}
	return kind + "-" + fileName(name)
}

// ownerOfFolder is the owner that ownerFolder named the file's folder after; ""
// for any other folder.
func ownerOfFolder(file string) string {
	folder := path.Base(path.Dir(file))
	if folder == string(annotations.Gold) {
		return folder
	}
	kind, name, ok := strings.Cut(folder, "-")
	if !ok || kind != "user" && kind != "suggester" {
		return ""
	}
	owner, err := annotations.ParseOwner(kind + ":" + idOfFile(name+".x"))
	if err != nil {
		return ""
	}
	return string(owner)
}
