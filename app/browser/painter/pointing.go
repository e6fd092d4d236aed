package painter

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/text"
	"galley/app/browser"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Select puts the ring and the handles on a span, or takes them away for "". It
// changes classes only.
func (p *Painter) Select(id string) { p.js.Call("select", id) }

// Hover shows a span, and those that share its number, as if the pointer were
// on it; "" shows none. Handlers.Hovered is not called.
func (p *Painter) Hover(id string) { p.js.Call("hover", id) }

// ShowLabels shows the names of all labels above their marks, or hides them
// until a mark is hovered or selected.
func (p *Painter) ShowLabels(on bool) { p.js.Call("labels", on) }

// Mark marks [start, end) as the browser's selection; start == end puts the
// caret there, and a negative start takes the selection away. Handlers.Selected
// is not called.
func (p *Painter) Mark(start, end text.Rune) {
	if start < 0 {
		p.js.Call("unmark")
		return
	}
	if a, b, ok := p.places(start, end); ok {
		p.js.Call("mark", a.block, a.piece, a.units, b.block, b.piece, b.units)
	}
}

// Selection is the stretch marked in the article now, as it is; ok is false when
// none is. A selection that begins or ends outside is cut at the article's edge.
func (p *Painter) Selection() (start, end text.Rune, ok bool) {
	v := p.js.Call("selection")
	if !v.Truthy() {
		return 0, 0, false
	}
	start = p.layout.rune(v.Index(0).Int(), v.Index(1).Int())
	end = p.layout.rune(v.Index(2).Int(), v.Index(3).Int())
	return start, end, start < end
}

// Fold opens or closes the furniture that starts at a block.
func (p *Painter) Fold(first int, open bool) { p.js.Call("fold", first, open) }

// Reveal brings a span into view, smoothly where the system allows motion, and
// not at all when it is in view. Furniture it lies in is not opened: call Fold.
func (p *Painter) Reveal(id string) {
	p.finish()
	p.js.Call("reveal", id)
}

// RevealAt brings a position into view.
func (p *Painter) RevealAt(at text.Rune) {
	if a, b, ok := p.places(at, at+1); ok {
		p.js.Call("revealAt", a.block, a.piece, a.units, b.block, b.piece, b.units)
	}
}

// Rect is the box around [start, end) in the window, for placing things beside
// it; false when nothing of it has a place on screen (it is folded away).
func (p *Painter) Rect(start, end text.Rune) (browser.Rect, bool) {
	a, b, ok := p.places(start, end)
	if !ok {
		return browser.Rect{}, false
	}
	return rect(p.js.Call("rect", a.block, a.piece, a.units, b.block, b.piece, b.units))
}

// RectOf is the box around a span in the window; false when it has no place on
// screen.
func (p *Painter) RectOf(id string) (browser.Rect, bool) { return rect(p.js.Call("rectOf", id)) }

func rect(v app.Value) (browser.Rect, bool) {
	if !v.Truthy() {
		return browser.Rect{}, false
	}
	return browser.Rect{
		Left: v.Index(0).Float(), Top: v.Index(1).Float(),
		Width: v.Index(2).Float(), Height: v.Index(3).Float(),
	}, true
}

// places finds both ends of a range, with everything built up to them.
func (p *Painter) places(start, end text.Rune) (a, b place, ok bool) {
	if len(p.pending) > 0 && end > p.pending[0].Start {
		p.finish()
	}
	if a, ok = p.layout.place(start, false); !ok {
		return a, b, false
	}
	b, ok = p.layout.place(end, end > start)
	return a, b, ok
}
