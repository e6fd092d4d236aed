package painter

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/text"
)

// drag is a handle being dragged.
type drag struct {
	// fixed is the span's other edge.
	fixed text.Rune
	to    text.Rune
}

// receive is what the script calls: a kind of event and its arguments.
func (p *Painter) receive(args []app.Value) any {
	h := p.handlers
	switch kind := args[0].String(); kind {
	case "more":
		p.drawNext(idleBlocks)
	case "selected":
		start := p.layout.rune(args[1].Int(), args[2].Int())
		end := p.layout.rune(args[3].Int(), args[4].Int())
		if h.Selected != nil && start < end {
			h.Selected(start, end, args[5].Bool())
		}
	case "cleared":
		if h.SelectionCleared != nil {
			h.SelectionCleared()
		}
	case "span":
		if h.SpanClicked != nil {
			h.SpanClicked(args[1].String(), args[2].Bool())
		}
	case "background":
		if h.BackgroundClicked != nil {
			h.BackgroundClicked()
		}
	case "fold":
		if h.FoldToggled != nil {
			h.FoldToggled(args[1].Int())
		}
	case "hover":
		if h.Hovered != nil {
			h.Hovered(args[1].String())
		}
	case "grab", "drag", "drop", "release":
		p.dragged(kind, args[1:])
	}
	return nil
}

// dragged follows a handle: grab(at, units of the other edge), drag and drop
// (id, last, at, units, exact, fragment), release when the drag was given up.
func (p *Painter) dragged(kind string, args []app.Value) {
	switch kind {
	case "grab":
		p.drag = drag{fixed: p.layout.rune(args[0].Int(), args[1].Int()), to: -1}
		return
	case "release":
		p.preview(0, 0)
		return
	}
	id, last, exact := args[0].String(), args[1].Bool(), args[4].Bool()
	to := p.layout.rune(args[2].Int(), args[3].Int())
	done := kind == "drop"
	if to == p.drag.to && !done {
		return
	}
	p.drag.to = to
	if done {
		p.preview(0, 0)
	} else {
		p.preview(reach(p.layout.text, p.drag.fixed, to, last, exact))
	}
	if p.handlers.EdgeDragged != nil {
		p.handlers.EdgeDragged(id, args[5].Int(), last, to, exact, done)
	}
}

// reach is the stretch that a span would have with one edge at to: snapped to
// words, or with exact to whole characters. An edge dragged past the other one
// leaves the word, or character, that stands there.
func reach(t text.Text, fixed, to text.Rune, last, exact bool) (text.Rune, text.Rune) {
	start, end := fixed, to
	if !last {
		start, end = to, fixed
	}
	if start >= end {
		if last {
			end = min(start+1, t.Len())
		} else {
			start = max(end-1, 0)
		}
	}
	if exact {
		return t.Graphemes(start, end)
	}
	if s, e := t.Words(start, end); s < e {
		return s, e
	}
	return t.Graphemes(start, end)
}

// preview paints a stretch as the one to be, without touching the text's
// elements; an empty one takes it away.
func (p *Painter) preview(start, end text.Rune) {
	if start == end {
		p.js.Call("preview")
		return
	}
	if a, b, ok := p.places(start, end); ok {
		p.js.Call("preview", a.block, a.piece, a.units, b.block, b.piece, b.units)
	}
}
