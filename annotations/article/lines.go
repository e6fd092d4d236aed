package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotations"
)

// piece is a line of the page, or a part of one where a border lies inside it,
// with the features the rules look at.
type piece struct {
	// from and to are byte offsets of the text without blanks around it.
	from, to int
	text     string
	runes    int
	words    int
	// gap is true when a blank line, or the start of the page, stands before
	// it; glued when it is the second part of a line.
	gap, glued bool
	// stop is true when it ends as a sentence does.
	stop bool
	// shape is what the source says of the piece's form; likely the role that its
	// place suggests, for want of a rule that knows better.
	shape     Shape
	likely    annotations.Role
	likelyWhy Reason

	role annotations.Role
	why  Reason
}

// lines cuts a text into its lines that hold something, in one pass.
func lines(s string) []piece {
	var all []piece
	gap := true
	for at := 0; at < len(s); {
		end := strings.IndexByte(s[at:], '\n')
		if end < 0 {
			end = len(s)
		} else {
			end += at
		}
		if pc := newPiece(s, at, end); pc.text == "" {
			gap = true
		} else {
			pc.gap = gap
			all, gap = append(all, pc), false
		}
		at = end + 1
	}
	return all
}

// newPiece looks at s[from:to] once.
func newPiece(s string, from, to int) piece {
	body := s[from:to]
	left := strings.TrimLeftFunc(body, unicode.IsSpace)
	from += len(body) - len(left)
	content := strings.TrimRightFunc(left, unicode.IsSpace)
	return piece{
		from: from, to: from + len(content), text: content,
		runes: utf8.RuneCountInString(content),
		words: len(strings.Fields(content)),
		stop:  endsSentence(content),
	}
}

// cut gives both parts of a piece, cut at byte n of its text.
func (pc piece) cut(n int) (piece, piece) {
	a := newPiece(pc.text, 0, n)
	b := newPiece(pc.text, n, len(pc.text))
	for _, part := range []*piece{&a, &b} {
		part.from, part.to = part.from+pc.from, part.to+pc.from
	}
	a.gap, a.glued = pc.gap, pc.glued
	b.glued = true
	a.shape, a.likely, a.likelyWhy = pc.shape, pc.likely, pc.likelyWhy
	b.shape, b.likely, b.likelyWhy = pc.shape, pc.likely, pc.likelyWhy
	return a, b
}

// endsSentence reports whether s ends with a full stop, question or exclamation
// mark or ellipsis, closing marks and brackets aside.
//
// Case: „Wir sind bereit!“ ends a sentence; "Lesezeit: 4 Min." does too, so
// bylines are looked for first.
//
// Case: "Die Polizei ermittelt. dpa" ends a sentence; the sign behind it is small.
func endsSentence(s string) bool {
	if i := strings.LastIndexByte(s, ' '); i > 0 && len(s)-i <= 12 && signatureLine.MatchString(s[i+1:]) {
		s = strings.TrimRight(s[:i], " ")
	}
	s = strings.TrimRight(s, "“”\"'’‘»«)]›‹")
	r, _ := utf8.DecodeLastRuneInString(s)
	return r == '.' || r == '!' || r == '?' || r == '…' || r == ':'
}

// A line of running text has at least this many code points, or a sentence stop
// and half as many; a title has at most this many.
const (
	longLine = 120
	maxTitle = 160
	maxItem  = 140
)

// paragraph reports whether the piece reads as running text.
//
// Case: "Er schwieg." between paragraphs is body, "Neue Drohungen" is not;
// "Wird es reichen?" is a title although it ends as a sentence does; "Eine Stadt
// reißt ihre beste Schule ab, weil sie am falschen Ort steht. Wie konnte es dazu
// kommen?" is not.
//
// Case: "Er schwieg" without a stop, but in a <p> of its own, is body too.
func (pc piece) paragraph() bool {
	if pc.shape != Unshaped {
		return pc.shape == Paragraphed
	}
	if pc.runes >= longLine {
		return pc.stop || pc.runes > maxTitle
	}
	asks := strings.HasSuffix(pc.text, "?") && (pc.runes <= 90 || !strings.Contains(pc.text, ". "))
	return pc.stop && !asks && pc.words > 1
}

// prosaic reports whether the piece is surely running text and no offer.
//
// Case: "Direkt hier lesen!" is a sentence, but an advert's; "Sie verzichten
// auf eine Berufung." is the article's.
func (pc piece) prosaic() bool {
	return pc.paragraph() && (pc.words > 8 || pc.words >= 5 && strings.HasSuffix(pc.text, "."))
}

// title reports whether the piece could be a headline or subhead: short, not a
// sentence, and it holds a letter.
func (pc piece) title() bool {
	return pc.runes <= maxTitle && !pc.paragraph() && hasLetter(pc.text)
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }
