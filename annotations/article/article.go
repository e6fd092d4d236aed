package article

import (
	"galley/annotations"
	"galley/annotations/text"
)

// Result is what Recognise found.
type Result struct {
	// Blocks cover the whole text in order (see annotations.CheckBlocks):
	// blanks and line ends between two stretches belong to the block before
	// them, leading blanks to the first.
	Blocks []annotations.Block
	// Reasons holds, for each block, why it got its role.
	Reasons []Reason
	// Meta proposes metadata: title, author, published, updated, place, credit
	// and agency, each only where the page says it. Times are RFC 3339 where
	// their zone can be told, else local ("2025-03-12T17:45:00") or a date.
	Meta map[string]string
	// Language is "de", "en", or empty when the words do not tell.
	Language string
}

// page is a text on its way through the rules.
type page struct {
	t      text.Text
	pieces []piece
	lang   string
	// trail is the last entry of the breadcrumb list, which on many sites is
	// the kicker and the headline joined with a colon.
	trail string
	// prose is true when nothing on the page is furniture.
	prose bool
	// marked is true when the source told more than the words.
	marked bool
	// ticker is true when the page is a live ticker, see times.
	ticker bool
	// cuts counts the glued teasers that were cut.
	cuts int
}

// Recognise cuts a text into blocks with roles. An empty text has no blocks.
// It runs in time linear in the text and never fails: what no rule recognises
// is body.
func Recognise(t text.Text) Result { return RecogniseMarked(t, nil) }

// RecogniseMarked is Recognise for a source that knows more than the words: marks,
// in the order of the text and without overlap, say what its structure tells of
// stretches (see Mark). Lines are cut where a role begins or ends inside them.
func RecogniseMarked(t text.Text, marks []Mark) Result {
	p := &page{t: t, pieces: lines(t.String()), lang: language(t.String()), marked: marks != nil}
	p.mark(marks)
	if !p.marked {
		p.breadcrumbs()
	}
	p.adverts()
	p.related()
	p.notes()
	p.captions()
	p.times()
	p.bylines()
	p.controlsBelow()
	p.likely()
	p.prose = p.plain()
	p.head()
	p.dateline()
	p.between()
	p.signature()
	p.rest()
	return Result{Blocks: p.blocks(), Reasons: p.reasons(), Meta: p.meta(), Language: p.lang}
}

// plain reports whether no piece was recognised as furniture.
func (p *page) plain() bool {
	for i := range p.pieces {
		if p.pieces[i].role != "" {
			return false
		}
	}
	return true
}

// set decides a piece that is still open.
func (p *page) set(i int, role annotations.Role, why Reason) {
	if p.pieces[i].role == "" {
		p.pieces[i].role, p.pieces[i].why = role, why
	}
}

// open reports whether piece i exists and is not decided yet.
func (p *page) open(i int) bool {
	return i >= 0 && i < len(p.pieces) && p.pieces[i].role == ""
}

// is reports whether piece i exists and has one of the roles.
func (p *page) is(i int, roles ...annotations.Role) bool {
	if i < 0 || i >= len(p.pieces) {
		return false
	}
	for _, r := range roles {
		if p.pieces[i].role == r {
			return true
		}
	}
	return false
}

// split cuts piece i in two at byte n of its text; blanks at the border go to
// neither. Both halves are open and keep their place.
func (p *page) split(i, n int) {
	a, b := p.pieces[i].cut(n)
	p.pieces = append(p.pieces, piece{})
	copy(p.pieces[i+1:], p.pieces[i:])
	p.pieces[i], p.pieces[i+1] = a, b
}

// rest makes body of what no rule decided.
func (p *page) rest() {
	for i := range p.pieces {
		p.set(i, annotations.Body, Paragraph)
	}
}

// blocks makes the pieces cover the text: each block starts where its piece
// does, the first at 0, and ends where the next begins.
func (p *page) blocks() []annotations.Block {
	if p.t.Len() == 0 {
		return nil
	}
	if len(p.pieces) == 0 { // blanks alone
		p.pieces = []piece{{role: annotations.Body, why: Paragraph}}
	}
	blocks := make([]annotations.Block, len(p.pieces))
	for i, pc := range p.pieces {
		blocks[i] = annotations.Block{Role: pc.role, Start: p.t.FromByte(text.Byte(pc.from)), End: p.t.Len()}
		if i == 0 {
			blocks[i].Start = 0
		} else {
			blocks[i-1].End = blocks[i].Start
		}
	}
	return blocks
}

func (p *page) reasons() []Reason {
	why := make([]Reason, len(p.pieces))
	for i, pc := range p.pieces {
		why[i] = pc.why
	}
	return why
}
