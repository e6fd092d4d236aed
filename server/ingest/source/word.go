package source

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"galley/annotations"
)

// maxPart is the largest part of a Word file that is read, in bytes.
const maxPart = 100 << 20

// maxDepth is how deep XML may nest.
const maxDepth = 100

// word reads the text of a Word file (Office Open XML, ECMA-376 part 1, 17.3):
// paragraphs end a line and leave an empty one, breaks and tabs stay, cells of
// a table stand side by side with a tab. Inserted passages of tracked changes
// are text, deleted ones are not; foot- and endnotes follow the text, each with
// its number. Comments, headers and footers are not the article's.
func word(f File) (Piece, *annotations.Error) {
	z, err := zip.NewReader(f.Data, f.Size)
	if err != nil {
		return Piece{}, annotations.Errorf(annotations.Invalid, "broken_zip", "", "the Word file is broken or cut off: %v", err)
	}
	d := &wordReader{parts: map[string]*zip.File{}}
	for _, part := range z.File {
		d.parts[path.Clean(part.Name)] = part
	}
	if p := d.read("word/document.xml", &d.text); p != nil {
		return Piece{}, p
	}
	for _, notes := range []string{"word/footnotes.xml", "word/endnotes.xml"} {
		if d.parts[notes] == nil {
			continue
		}
		if p := d.read(notes, &d.text); p != nil {
			return Piece{}, p
		}
	}
	text := strings.Trim(d.text.String(), "\n")
	if strings.TrimSpace(text) == "" {
		return Piece{}, annotations.Errorf(annotations.Invalid, "no_text", "", "the Word file holds no text, only pictures or nothing at all")
	}
	return Piece{Kind: Text, Text: text + "\n", Meta: d.core(), Encoding: Encoding{"utf-8", "declared"}, Notes: d.notes()}, nil
}

type wordReader struct {
	parts map[string]*zip.File
	text  strings.Builder
	// What was seen on the way, for the notes.
	inserted, deleted, comments, pictures, boxes int
}

func (d *wordReader) open(name string) (io.ReadCloser, *annotations.Error) {
	part := d.parts[name]
	if part == nil {
		return nil, annotations.Errorf(annotations.Invalid, "broken_file", "", "the Word file lacks its part %s", name)
	}
	if part.UncompressedSize64 > maxPart {
		return nil, tooLarge(int64(min(part.UncompressedSize64, 1<<62)), maxPart)
	}
	r, err := part.Open()
	if err != nil {
		return nil, unreadable("the Word file's part %s cannot be unpacked: %v", name, err)
	}
	return r, nil
}

// read walks one part and writes its text.
func (d *wordReader) read(name string, to *strings.Builder) *annotations.Error {
	r, p := d.open(name)
	if p != nil {
		return p
	}
	defer r.Close()
	w := &wordPart{d: d, x: xml.NewDecoder(&counted{r: r, n: maxPart}), to: to}
	w.x.Strict = true
	for {
		token, err := w.x.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable("the Word file's part %s is broken: %v", name, err)
		}
		if p := w.token(token); p != nil {
			return p
		}
	}
}

// wordPart is one part on its way.
type wordPart struct {
	d     *wordReader
	x     *xml.Decoder
	to    *strings.Builder
	depth int
	// inText is true inside w:t; cells counts the cells of the present row.
	inText bool
	cells  []int
	// para is the paragraph so far.
	para strings.Builder
}

func (w *wordPart) token(token xml.Token) *annotations.Error {
	switch t := token.(type) {
	case xml.StartElement:
		if w.depth++; w.depth > maxDepth {
			return unreadable("the Word file nests deeper than %d elements", maxDepth)
		}
		return w.start(t)
	case xml.EndElement:
		w.depth--
		w.end(t.Name.Local)
	case xml.CharData:
		if w.inText {
			w.para.Write(t)
		}
	case xml.Directive:
		return unreadable("the Word file declares entities, which are not read")
	}
	return nil
}

// skipped elements hold no text of the article: deleted and moved passages,
// field codes, properties, and the second rendering of a drawing.
var skipped = []string{"del", "moveFrom", "delText", "instrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "Fallback", "footnotePr"}

// marks are single characters that have an element of their own.
var marks = map[string]string{"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00AD"}

func (w *wordPart) start(t xml.StartElement) *annotations.Error {
	name := t.Name.Local
	if slices.Contains(skipped, name) {
		if name == "del" || name == "moveFrom" {
			w.d.deleted++
		}
		if err := w.x.Skip(); err != nil {
			return unreadable("the Word file is broken: %v", err)
		}
		w.depth--
		return nil
	}
	if s, ok := marks[name]; ok {
		w.para.WriteString(s)
		return nil
	}
	switch name {
	case "t":
		w.inText = true
	case "ins", "moveTo":
		w.d.inserted++
	case "commentReference":
		w.d.comments++
	case "blip", "imagedata":
		w.d.pictures++
	case "footnoteReference", "endnoteReference":
		fmt.Fprintf(&w.para, "[%s]", attr(t, "id"))
	case "footnote", "endnote":
		return w.note(t)
	case "tr":
		w.cells = append(w.cells, 0)
	case "tc":
		if n := len(w.cells); n > 0 {
			if w.cells[n-1]++; w.cells[n-1] > 1 {
				w.para.WriteString("\t")
			}
		}
	case "txbxContent":
		w.d.boxes++
		w.flush()
	}
	return nil
}

// note begins a foot- or endnote with its number; the separators that Word
// keeps as notes are passed over.
func (w *wordPart) note(t xml.StartElement) *annotations.Error {
	if kind := attr(t, "type"); kind != "" && kind != "normal" {
		if err := w.x.Skip(); err != nil {
			return unreadable("the Word file is broken: %v", err)
		}
		w.depth--
		return nil
	}
	fmt.Fprintf(&w.para, "[%s] ", attr(t, "id"))
	return nil
}

func (w *wordPart) end(name string) {
	switch name {
	case "t":
		w.inText = false
	case "p":
		if len(w.cells) == 0 {
			w.flush()
		} else if !strings.HasSuffix(w.para.String(), "\t") && w.para.Len() > 0 {
			w.para.WriteString(" ") // paragraphs of one cell stay on the row's line
		}
	case "tr":
		if n := len(w.cells); n > 0 {
			w.cells = w.cells[:n-1]
		}
		w.flush()
	}
}

// flush ends a paragraph.
func (w *wordPart) flush() {
	s := strings.TrimRight(w.para.String(), " \t\n")
	w.para.Reset()
	if strings.TrimSpace(s) != "" {
		w.to.WriteString(s)
		w.to.WriteString("\n\n")
	}
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (d *wordReader) notes() []Note {
	var notes []Note
	add := func(n int, reason, detail string) {
		if n > 0 {
			notes = append(notes, Note{Reason: reason, Detail: detail, Count: n})
		}
	}
	add(d.inserted, "insertions_kept", "tracked changes: inserted passages are in the text")
	add(d.deleted, "deletions_left_out", "tracked changes: deleted passages are not in the text")
	add(d.comments, "comments_left_out", "comments are not in the text")
	add(d.pictures, "pictures_left_out", "pictures are not in the text")
	add(d.boxes, "boxes_moved", "text boxes stand after the paragraph they are anchored to")
	return notes
}

// core is what the file says about itself (docProps/core.xml, ECMA-376 part 2, 11).
func (d *wordReader) core() map[string]string {
	meta := map[string]string{}
	r, p := d.open("docProps/core.xml")
	if p != nil {
		return meta // it need not have any
	}
	defer r.Close()
	var core struct {
		Title   string `xml:"title"`
		Creator string `xml:"creator"`
	}
	if xml.NewDecoder(&counted{r: r, n: 1 << 20}).Decode(&core) != nil {
		return meta
	}
	put(meta, "title", core.Title)
	put(meta, "author", core.Creator)
	return meta
}

// put keeps what is said, on one line.
func put(meta map[string]string, key, value string) {
	if value = strings.Join(strings.Fields(value), " "); value != "" {
		meta[key] = value
	}
}
