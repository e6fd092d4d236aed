package source

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"

	"galley/annotations"
)

// maxPages is how many pages of a PDF are read.
const maxPages = 500

// pdfText reads the text of a PDF in the order in which the file draws it. A PDF
// has no paragraphs: lines are put together where the next one stands right
// below in the same type, and words that were broken at a line's end are joined.
// What comes out is a draft, and a note says so.
func pdfText(raw []byte) (p Piece, problem *annotations.Error) {
	// The library panics on files that are broken in the middle.
	defer func() {
		if r := recover(); r != nil {
			p, problem = Piece{}, annotations.Errorf(annotations.Invalid, "broken_file", "", "the PDF is broken or cut off: %v", r)
		}
	}()
	if bytes.Contains(raw, []byte("/Encrypt")) {
		if _, err := pdf.NewReader(bytes.NewReader(raw), int64(len(raw))); err != nil {
			return Piece{}, annotations.Errorf(annotations.Invalid, "encrypted", "", "the PDF has a password; save it without one")
		}
	}
	r, err := pdf.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return Piece{}, annotations.Errorf(annotations.Invalid, "broken_file", "", "the PDF is broken or cut off: %v", err)
	}
	pages := r.NumPage()
	if pages > maxPages {
		return Piece{}, annotations.Errorf(annotations.TooLarge, "too_many_pages", "", "the PDF has %d pages; at most %d are read", pages, maxPages)
	}
	j := joiner{}
	empty := 0
	for n := 1; n <= pages; n++ {
		lines := pdfLines(r.Page(n))
		if len(lines) == 0 {
			empty++
		}
		for _, l := range lines {
			j.add(l)
		}
		j.page()
	}
	text := j.text()
	if strings.TrimSpace(text) == "" {
		return Piece{}, annotations.Errorf(annotations.Invalid, "pdf_without_text", "", "the PDF holds %s without text, probably a scan; run it through text recognition (OCR) first", count(pages, "page", "pages"))
	}
	p = Piece{Kind: Text, Text: text, Meta: map[string]string{}, Encoding: Encoding{"utf-8", "declared"}}
	p.Notes = append(p.Notes, Note{Reason: "check_line_breaks", Detail: "a PDF has no paragraphs: compare the text with the page"})
	if j.hyphens > 0 {
		p.Notes = append(p.Notes, Note{Reason: "hyphens_joined", Detail: "words broken at the end of a line were joined", Count: j.hyphens})
	}
	if empty > 0 {
		p.Notes = append(p.Notes, Note{Reason: "pages_without_text", Detail: "pages hold no text, only pictures", Count: empty})
	}
	info := r.Trailer().Key("Info")
	put(p.Meta, "title", info.Key("Title").Text())
	put(p.Meta, "author", info.Key("Author").Text())
	return p, nil
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// pdfLine is one line as it is drawn: where it stands and how large its type is,
// in points from the page's lower edge.
type pdfLine struct {
	text    string
	y, size float64
}

// pdfLines puts the glyphs of a page into lines, in the order they are drawn.
func pdfLines(page pdf.Page) []pdfLine {
	if page.V.IsNull() {
		return nil
	}
	var lines []pdfLine
	var b strings.Builder
	at := pdfLine{}
	flush := func() {
		if s := strings.TrimRight(strings.ReplaceAll(b.String(), "\n", " "), " "); strings.TrimSpace(s) != "" {
			at.text = s
			lines = append(lines, at)
		}
		b.Reset()
	}
	for _, g := range page.Content().Text {
		if b.Len() > 0 && math.Abs(g.Y-at.y) > max(1, at.size)*0.4 {
			flush()
		}
		if b.Len() == 0 {
			at = pdfLine{y: g.Y, size: g.FontSize}
		}
		if g.S != "" && strings.ToValidUTF8(g.S, "") == g.S {
			b.WriteString(strings.Map(printable, g.S))
		}
	}
	flush()
	return lines
}

// printable drops control characters that fonts map glyphs to.
func printable(r rune) rune {
	if r < ' ' && r != '\t' || r == 0x7f || r == 0xFFFE || r == 0xFFFF {
		return -1
	}
	return r
}

// joiner puts lines together into paragraphs.
type joiner struct {
	done    []string
	para    string
	last    pdfLine
	hyphens int
	// gap is the distance between the lines of this paragraph, 0 when unknown.
	gap float64
}

func (j *joiner) add(l pdfLine) {
	if j.para == "" {
		j.para, j.last, j.gap = l.text, l, 0
		return
	}
	down := j.last.y - l.y
	same := math.Abs(l.size-j.last.size) < 0.6
	next := same && (down > 0 && down < 1.75*j.last.size && (j.gap == 0 || down < 1.25*j.gap) ||
		// A line that stands higher goes on in the next column or page.
		down <= 0 && !closed(j.para))
	if !next {
		j.end()
		j.para, j.last = l.text, l
		return
	}
	if down > 0 {
		j.gap = down
	}
	j.join(l.text)
	j.last = l
}

// join adds a line to the paragraph and mends a broken word.
func (j *joiner) join(line string) {
	last, n := utf8.DecodeLastRuneInString(j.para)
	before, _ := utf8.DecodeLastRuneInString(j.para[:len(j.para)-n])
	first, _ := utf8.DecodeRuneInString(line)
	switch {
	case (last == '-' || last == '\u2010' || last == '\u00AD') && unicode.IsLetter(before) && unicode.IsLower(first):
		j.para = j.para[:len(j.para)-n] + line
		j.hyphens++
	case last == '-' && unicode.IsLetter(before) && unicode.IsUpper(first):
		j.para += line // „US-Präsident“ broken at its own hyphen
	default:
		j.para += " " + line
	}
}

// page ends what cannot go on over the page's end.
func (j *joiner) page() {
	if closed(j.para) {
		j.end()
	}
	j.last.y = math.Inf(-1)
}

// closed reports whether a paragraph ends like one.
func closed(s string) bool {
	s = strings.TrimRight(s, " “”\"'’‘»«)")
	return s == "" || strings.ContainsAny(s[len(s)-1:], ".!?:")
}

func (j *joiner) end() {
	if j.para != "" {
		j.done = append(j.done, j.para)
	}
	j.para, j.gap = "", 0
}

func (j *joiner) text() string {
	j.end()
	if len(j.done) == 0 {
		return ""
	}
	return strings.Join(j.done, "\n\n") + "\n"
}
