package painter

import (
	"strings"
	"unicode"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/text"
	"galley/app/browser"
	"galley/app/state"
)

// Handlers are called for what a person does in the article, inside the event,
// so that a Redraw in one is in the next frame. Any of them may be nil.
type Handlers struct {
	// Selected says that a stretch has been marked with the mouse, a finger or
	// the keyboard: [start, end), never empty, as the person marked it. Exact
	// (Alt is held) asks not to snap it to words.
	Selected func(start, end text.Rune, exact bool)
	// SelectionCleared says that nothing is marked any more.
	SelectionCleared func()
	// SpanClicked says that a mark was clicked: the innermost one, and with
	// further clicks at one place the next one outwards. Additive: with Shift,
	// Ctrl or Meta.
	SpanClicked func(id string, additive bool)
	// BackgroundClicked says that words without a mark, or none, were clicked.
	BackgroundClicked func()
	// FoldToggled asks to open or close the furniture that starts at a block;
	// find-in-page asks too. Nothing changes until Fold is called.
	FoldToggled func(block int)
	// EdgeDragged says that a handle of the selected span is held at a position
	// (done false; the painter shows a preview), or was let go there (done true).
	// Fragment is which fragment's handle it is, from 1; 0 in a span of one.
	EdgeDragged func(id string, fragment int, last bool, to text.Rune, exact, done bool)
	// Hovered says which span the pointer is on, "" for none.
	Hovered func(id string)
}

// Words are the words the painter shows, in the person's language.
type Words struct {
	// Role names a block's role in the margin.
	Role func(annotations.Role) string
	// Fold is the grey line of n folded blocks, the first of which begins with
	// the given words.
	Fold func(n int, first string, open bool) string
	// StartHandle and EndHandle name the handles of the selected span.
	StartHandle, EndHandle string
	// Article names the article for assistive technology.
	Article string
	// Keys says which keys work in the article, for assistive technology.
	Keys string
}

// Painter draws one article into one host element. Its methods are called from
// the browser's event loop or before the first event; natively they only keep
// count.
type Painter struct {
	js       app.Value // the script's side; not truthy natively
	call     app.Func
	handlers Handlers
	words    Words
	layout   layout
	pending  []state.BlockView // still to be built, in idle time
	buffer   []byte
	drag     drag
}

// firstBlocks are built at once, more than an article has; the rest of a very
// long text follows in idle time, idleBlocks at a time, which is some
// milliseconds of work.
const (
	firstBlocks = 200
	idleBlocks  = 100
)

// New takes over a host element, an empty one with the attribute data-article.
// lang is the article's language (BCP 47), "" when unknown.
func New(host app.Value, t text.Text, lang string, h Handlers, w Words) *Painter {
	p := &Painter{handlers: h, words: w, layout: layout{text: t}}
	p.call = browser.Func(p.receive)
	p.js = app.Window().Get("galley").Get("painter").Call("create", host, p.call, lang)
	p.tellWords()
	return p
}

// Close takes the article off the page and gives up all listeners.
func (p *Painter) Close() {
	p.pending = nil
	p.js.Call("close")
	p.call.Release()
}

// Draw builds the whole article from its blocks, which cover the text in order.
// The first screens are there when it returns; of an article longer than some
// two hundred blocks the rest follows in idle time.
func (p *Painter) Draw(blocks []state.BlockView) {
	p.layout.blocks = make([]block, len(blocks))
	for i, v := range blocks {
		p.layout.blocks[i].view = v
	}
	p.pending = blocks
	p.js.Call("clear")
	p.drawNext(firstBlocks)
}

// drawNext builds up to n of the pending blocks.
func (p *Painter) drawNext(n int) {
	n = min(n, len(p.pending))
	chunk := p.pending[:n]
	p.pending = p.pending[n:]
	if n > 0 {
		p.js.Call("append", p.encode(chunk), p.folds(chunk), len(p.pending) > 0)
	}
}

// finish builds what is still pending, for a caller that needs all of it.
func (p *Painter) finish() { p.drawNext(len(p.pending)) }

// Redraw draws blocks again whose marks have changed; role, text and fold are
// the same as before. The stretch marked in the browser, the selected span's
// ring and what the pointer is on stay. It costs what the blocks cost.
func (p *Painter) Redraw(blocks ...state.BlockView) {
	drawn := make([]state.BlockView, 0, len(blocks))
	built := len(p.layout.blocks) - len(p.pending)
	for _, v := range blocks {
		p.layout.blocks[v.Index].view = v
		if v.Index >= built {
			p.pending[v.Index-built] = v
			continue
		}
		drawn = append(drawn, v)
	}
	if len(drawn) > 0 {
		p.js.Call("redraw", p.encode(drawn))
	}
}

// encode writes blocks for the script and notes where their text nodes start.
func (p *Painter) encode(blocks []state.BlockView) string {
	b := append(p.buffer[:0], '[')
	for i, v := range blocks {
		if i > 0 {
			b = append(b, ',')
		}
		list := pieces(v.Runs)
		starts := make([]text.Rune, len(list))
		for k := range list {
			starts[k] = list[k].at
		}
		p.layout.blocks[v.Index].starts = starts
		b = appendBlock(b, v, list, p.runsIn(v))
	}
	p.buffer = append(b, ']')
	return string(p.buffer)
}

// runsIn reports whether a block is a dateline on whose line the body goes on.
func (p *Painter) runsIn(v state.BlockView) bool {
	if v.Role != annotations.Dateline || v.Fold >= 0 || v.Index+1 >= len(p.layout.blocks) {
		return false
	}
	next := p.layout.blocks[v.Index+1].view
	return next.Role == annotations.Body && next.Fold < 0
}

// folds writes the labels of the furniture that starts in these blocks:
// {"first": ["closed", "open"]}.
func (p *Painter) folds(blocks []state.BlockView) string {
	b := []byte{'{'}
	for _, v := range blocks {
		if v.Fold != v.Index {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		closed, open := p.foldLabels(v.Index)
		b = appendString(b, itoa(v.Index))
		b = append(b, ':', '[')
		b = appendString(b, closed)
		b = append(b, ',')
		b = appendString(b, open)
		b = append(b, ']')
	}
	return string(append(b, '}'))
}

func (p *Painter) foldLabels(first int) (closed, open string) {
	if p.words.Fold == nil {
		return "", ""
	}
	n := 0
	for i := first; i < len(p.layout.blocks) && p.layout.blocks[i].view.Fold == first; i++ {
		n++
	}
	words := opening(p.layout.blocks[first].view)
	return p.words.Fold(n, words, false), p.words.Fold(n, words, true)
}

// openingLength is how many characters of furniture its label shows.
const openingLength = 36

// opening is the beginning of a block's first line with words in it, without
// the number of a list, cut at a word.
func opening(v state.BlockView) string {
	var all strings.Builder
	for _, r := range v.Runs {
		if all.WriteString(r.Text); all.Len() > 400 {
			break
		}
	}
	line, _, _ := strings.Cut(strings.TrimSpace(all.String()), "\n")
	line = strings.TrimLeftFunc(line, func(r rune) bool { return !unicode.IsLetter(r) })
	runes := []rune(line)
	if len(runes) <= openingLength {
		return strings.TrimSpace(line)
	}
	cut := string(runes[:openingLength])
	if i := strings.LastIndexByte(cut, ' '); i > openingLength/2 {
		cut = cut[:i]
	}
	return strings.TrimRightFunc(cut, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) + " …"
}

// Rename shows other words, after a change of the person's language.
func (p *Painter) Rename(w Words) {
	p.words = w
	p.tellWords()
	views := make([]state.BlockView, len(p.layout.blocks))
	for i := range views {
		views[i] = p.layout.blocks[i].view
	}
	p.js.Call("relabel", p.folds(views))
}

func (p *Painter) tellWords() {
	roles := map[string]any{}
	if p.words.Role != nil {
		for _, r := range annotations.Roles {
			roles[string(r)] = p.words.Role(r)
		}
	}
	p.js.Call("words", map[string]any{
		"roles": roles, "start": p.words.StartHandle, "end": p.words.EndHandle, "article": p.words.Article, "keys": p.words.Keys,
	})
}
