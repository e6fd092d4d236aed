package painter

import "galley/annotations/text"

// Walking reports whether the caret of the keyboard is in the text.
func (p *Painter) Walking() bool { return p.js.Call("walking").Truthy() }

// Focused reports whether the article has the focus, walking or not.
func (p *Painter) Focused() bool { return p.js.Call("focused").Truthy() }

// Caret is where the caret is: focus moves, anchor stays where marking began; ok
// is false when there is none in the text. Both lie on what is on screen now.
func (p *Painter) Caret() (anchor, focus text.Rune, ok bool) {
	v := p.js.Call("caret")
	if !v.Truthy() {
		return 0, 0, false
	}
	anchor = p.layout.rune(v.Index(0).Int(), v.Index(1).Int())
	focus = p.layout.rune(v.Index(2).Int(), v.Index(3).Int())
	return anchor, focus, true
}

// PutCaret gives the article the focus and puts the caret into the text, with
// what lies between anchor and focus marked, and brings it into view.
// Handlers.Selected is not called.
func (p *Painter) PutCaret(anchor, focus text.Rune) {
	if a, b, ok := p.places(min(anchor, focus), max(anchor, focus)); ok {
		p.js.Call("putCaret", focus < anchor, a.block, a.piece, a.units, b.block, b.piece, b.units)
	}
}

// MoveLine moves the caret to the next (by 1) or previous line on screen, or
// with edge to the end or start of its line; with extend it marks.
func (p *Painter) MoveLine(by int, edge, extend bool) {
	direction := "forward"
	if by < 0 {
		direction = "backward"
	}
	p.js.Call("moveLine", direction, edge, extend)
}

// Leave takes the caret out of the text; the article keeps the focus, and the
// Tab key goes on behind it.
func (p *Painter) Leave() { p.js.Call("leave") }
