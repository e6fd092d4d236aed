package annotations

import (
	"strings"
	"unicode"

	"galley/annotations/text"
)

// Role says what a block is on the page: the article itself or its furniture.
type Role string

// The roles, in the order a newspaper page has them.
const (
	Breadcrumb Role = "breadcrumb"
	Kicker     Role = "kicker"
	Headline   Role = "headline"
	Standfirst Role = "standfirst"
	Byline     Role = "byline"
	Caption    Role = "caption"
	Dateline   Role = "dateline"
	Body       Role = "body"
	Subhead    Role = "subhead"
	Teaser     Role = "teaser"
	Related    Role = "related"
	Note       Role = "note"
	Advert     Role = "advert"
)

// Roles lists every role once.
var Roles = []Role{Breadcrumb, Kicker, Headline, Standfirst, Byline, Caption, Dateline, Body, Subhead, Teaser, Related, Note, Advert}

// Valid reports whether r is one of Roles.
func (r Role) Valid() bool {
	for _, x := range Roles {
		if x == r {
			return true
		}
	}
	return false
}

// Chrome reports whether the block belongs to the page, not the article: it is
// folded on screen and left out of training data by default, never deleted.
func (r Role) Chrome() bool {
	switch r {
	case Breadcrumb, Teaser, Related, Advert:
		return true
	}
	return false
}

// Block is a stretch of the text with a role: [Start, End) in code points.
// A document's blocks follow one another and cover the whole text; blanks and
// line ends between two stretches belong to the block before them.
type Block struct {
	Role  Role      `json:"role"`
	Start text.Rune `json:"start"`
	End   text.Rune `json:"end"`
}

// Document is one article at one revision. Its text never changes; a corrected
// text is a new revision.
type Document struct {
	ID       string
	Project  string
	Revision int
	Text     text.Text
	SHA256   string
	// Language is a BCP 47 tag such as "de"; empty when unknown.
	Language string
	// Meta holds title, url, published, source, author … as imported or proposed.
	Meta   map[string]string
	Blocks []Block
}

// Title is the title an editor knows the document by: the metadata's, else the
// headline block's, else the first line.
func (d *Document) Title() string {
	if t := d.Meta["title"]; t != "" {
		return t
	}
	for _, b := range d.Blocks {
		if b.Role == Headline {
			return strings.TrimSpace(d.Text.Slice(b.Start, b.End))
		}
	}
	line, _, _ := strings.Cut(strings.TrimSpace(d.Text.String()), "\n")
	if r := []rune(line); len(r) > 120 {
		return strings.TrimSpace(string(r[:119])) + "…"
	}
	return line
}

// BlockAt is the index of the block that holds a position, in O(log n); the
// last block for the text's end; -1 when there are no blocks.
func (d *Document) BlockAt(r text.Rune) int { return BlockAt(d.Blocks, r) }

// BlockAt is the index of the block that holds a position, in O(log n).
func BlockAt(blocks []Block, r text.Rune) int {
	lo, hi := 0, len(blocks)
	for lo < hi {
		if mid := (lo + hi) / 2; blocks[mid].End <= r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return min(lo, len(blocks)-1)
}

// CheckBlocks reports as an Invalid error the first place where blocks do not
// cover a text of n code points one after the other, or hold an unknown role.
func CheckBlocks(blocks []Block, n text.Rune) error { return CheckStretch(blocks, 0, n) }

// CheckStretch is CheckBlocks for blocks that should cover [start, end).
func CheckStretch(blocks []Block, start, end text.Rune) error {
	at := start
	for i, b := range blocks {
		if !b.Role.Valid() {
			return Errorf(Invalid, "unknown_role", blockField(i), "role %q is not known", b.Role)
		}
		if b.Start != at || b.End <= b.Start {
			return Errorf(Invalid, "blocks_gap", blockField(i), "covers [%d, %d) but must start at %d", b.Start, b.End, at)
		}
		at = b.End
	}
	if at != end {
		return Errorf(Invalid, "blocks_gap", "blocks", "end at %d and must end at %d: the text has %d code points there", at, end, end-start)
	}
	return nil
}

func blockField(i int) string { return "blocks[" + itoa(i) + "]" }

// ValidName reports whether s can name a project or a person in an address, on
// the command line and in an owner: 1 to 64 letters, digits, '.', '_' or '-',
// starting with a letter or digit.
func ValidName(s string) bool {
	n := 0
	for i, r := range s {
		ok := unicode.IsLetter(r) || unicode.IsDigit(r) || i > 0 && (r == '.' || r == '_' || r == '-')
		if !ok {
			return false
		}
		n++
	}
	return n >= 1 && n <= 64
}
