package formats

import (
	"fmt"
	"io"

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

// noOwner is the folder of texts that nobody has tagged.
const noOwner = "none"

// placeOf is the path of a document's file without its extension.
func placeOf(owner annotations.Owner, id string) string {
	if owner == "" {
		return noOwner + "/" + fileName(id)
	}
	return ownerFolder(owner) + "/" + fileName(id)
}
