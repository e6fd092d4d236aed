package article

import (
	"strings"
	"unicode"

	"galley/annotations"
	"galley/annotations/text"
)

// Shape is what a source says of a stretch's form.
type Shape string

// The shapes. An Unshaped stretch is judged by its words alone.
const (
	Unshaped    Shape = ""
	Paragraphed Shape = "paragraph" // a <p> or list item of the article itself
	Headed      Shape = "heading"   // a heading, or a line that is bold throughout
)

// Mark is what a source knows of the stretch [Start, End) beside its words.
type Mark struct {
	Start, End text.Rune
	// Role is the role that the structure gives, with the reason; empty when it
	// gives none.
	Role annotations.Role
	Why  Reason
	// Firm is true for a role that words cannot overrule, such as that of a
	// navigation list; else the rules on words go first.
	//
	// Case: "Mit Agenturmaterial." in a box under the article is a note although
	// boxes there are mostly links.
	Firm  bool
	Shape Shape
}

// mark cuts the pieces where a marked role begins or ends inside them, and gives
// each what its stretch is marked with.
//
// Case: <h1><span class="kicker">Museen:</span><span>Der Löwe kehrt heim</span></h1>
// is one line and two blocks.
func (p *page) mark(marks []Mark) {
	if len(marks) == 0 {
		return
	}
	whole := p.pieces
	p.pieces = make([]piece, 0, len(whole))
	m := 0
	for _, pc := range whole {
		for m < len(marks) && int(p.t.ByteAt(marks[m].End)) <= pc.from {
			m++
		}
		for k := m; k < len(marks) && int(p.t.ByteAt(marks[k].Start)) < pc.to; k++ {
			end := int(p.t.ByteAt(marks[k].End))
			last := end >= pc.to || k+1 == len(marks) || sameMark(marks[k], marks[k+1])
			if last && end < pc.to {
				continue // the next mark says the same: no border
			}
			if last || strings.TrimFunc(p.t.String()[end:pc.to], unicode.IsSpace) == "" {
				p.pieces = append(p.pieces, pc.with(marks[k]))
				pc = piece{}
				break
			}
			a, b := pc.cut(end - pc.from)
			if a.text != "" {
				p.pieces = append(p.pieces, a.with(marks[k]))
			}
			pc = b
		}
		if pc.text != "" {
			p.pieces = append(p.pieces, pc)
		}
	}
}

func sameMark(a, b Mark) bool { return a.Role == b.Role && a.Firm == b.Firm }

func (pc piece) with(m Mark) piece {
	pc.shape = m.Shape
	switch {
	case m.Role != "" && m.Firm:
		pc.role, pc.why = m.Role, m.Why
	case m.Role != "":
		pc.likely, pc.likelyWhy = m.Role, m.Why
	}
	return pc
}

// likely decides the pieces that no rule on words knew by the place they have in
// the source.
func (p *page) likely() {
	for i := range p.pieces {
		if pc := &p.pieces[i]; pc.role == "" && pc.likely != "" {
			pc.role, pc.why = pc.likely, pc.likelyWhy
		}
	}
}
