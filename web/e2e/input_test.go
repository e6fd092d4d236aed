package e2e

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/chromedp/cdproto/input"
	"github.com/stretchr/testify/require"
)

// modifier is a key held down while another is pressed; they add up.
type modifier int64

const (
	alt   modifier = 1
	ctrl  modifier = 2
	meta  modifier = 4
	shift modifier = 8
)

// key is what a keyboard says about one of its keys.
type key struct {
	code    string
	virtual int64
}

// named are the keys that type nothing, and those whose place does not follow from their letter. Signs are where the
// American layout has them; an app that asks for the place of a sign instead of the sign is wrong anyway.
var named = map[string]key{
	"Enter": {"Enter", 13}, "Escape": {"Escape", 27}, "Tab": {"Tab", 9}, "Backspace": {"Backspace", 8},
	"Delete": {"Delete", 46}, "ArrowLeft": {"ArrowLeft", 37}, "ArrowUp": {"ArrowUp", 38},
	"ArrowRight": {"ArrowRight", 39}, "ArrowDown": {"ArrowDown", 40}, "Home": {"Home", 36}, "End": {"End", 35},
	"PageUp": {"PageUp", 33}, "PageDown": {"PageDown", 34}, "F2": {"F2", 113}, "F6": {"F6", 117}, " ": {"Space", 32},
	".": {"Period", 190}, ",": {"Comma", 188}, "-": {"Minus", 189}, "/": {"Slash", 191}, "?": {"Slash", 191},
	"+": {"Equal", 187}, "=": {"Equal", 187}, "[": {"BracketLeft", 219}, "]": {"BracketRight", 221},
}

// place returns where a key lies on the layout.
func place(name, layout string) key {
	if k, ok := named[name]; ok {
		return k
	}
	upper := strings.ToUpper(name)
	r, _ := utf8.DecodeRuneInString(upper)
	if unicode.IsDigit(r) {
		return key{"Digit" + upper, int64(r)}
	}
	code := upper
	if layout == "qwertz" {
		switch upper {
		case "Y":
			code = "Z"
		case "Z":
			code = "Y"
		}
	}
	return key{"Key" + code, int64(r)}
}

// press presses and releases a key, named as KeyboardEvent.key names it ("z", "Z", "Enter"), with modifiers held. A
// capital letter holds the shift key by itself. Where the focus is in a field, the letter is typed.
func (p *tab) press(name string, held ...modifier) {
	p.t.Helper()
	var modifiers modifier
	for _, m := range held {
		modifiers |= m
	}
	r, size := utf8.DecodeRuneInString(name)
	printable := size == len(name)
	if printable && unicode.IsUpper(r) || name == "?" {
		modifiers |= shift
	}
	k := place(name, p.layout)
	event := input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeRawKeyDown, Key: name, Code: k.code, Modifiers: int64(modifiers),
		WindowsVirtualKeyCode: k.virtual, NativeVirtualKeyCode: k.virtual,
	}
	if types := printable || name == "Enter"; types && modifiers&(ctrl|alt|meta) == 0 {
		event.Type = input.DispatchKeyEventTypeKeyDown
		event.Text = name
		if name == "Enter" {
			event.Text = "\r"
		}
		event.UnmodifiedText = event.Text
	}
	call(p, input.DispatchKeyEvent, event)
	event.Type, event.Text, event.UnmodifiedText = input.DispatchKeyEventTypeKeyUp, "", ""
	call(p, input.DispatchKeyEvent, event)
}

// typeText writes into the field that has the focus, as an input method or a paste without formatting does.
func (p *tab) typeText(text string) {
	p.t.Helper()
	call(p, input.InsertText, input.InsertTextParams{Text: text})
}

// point is a place in the window, in CSS pixels.
type point struct{ X, Y float64 }

// mouse sends one event of the left button.
func (p *tab) mouse(kind input.DispatchMouseEventType, at point, pressed bool, clicks int64, held modifier) {
	p.t.Helper()
	event := input.DispatchMouseEventParams{
		Type: kind, X: at.X, Y: at.Y, ClickCount: clicks, Modifiers: int64(held), Button: input.MouseButtonNone,
	}
	if pressed {
		event.Buttons = 1
	}
	if pressed || kind == input.DispatchMouseEventTypeMouseReleased {
		event.Button = input.MouseButtonLeft
	}
	call(p, input.DispatchMouseEvent, event)
}

// hover moves the mouse there.
func (p *tab) hover(at point) {
	p.t.Helper()
	p.mouse(input.DispatchMouseEventTypeMouseMoved, at, false, 0, 0)
}

// drag presses the button at one point, moves in steps as a hand does, and releases it at another.
func (p *tab) drag(from, to point, held ...modifier) {
	p.t.Helper()
	var modifiers modifier
	for _, m := range held {
		modifiers |= m
	}
	const steps = 8
	p.mouse(input.DispatchMouseEventTypeMouseMoved, from, false, 0, modifiers)
	p.mouse(input.DispatchMouseEventTypeMousePressed, from, true, 1, modifiers)
	for i := 1.0; i <= steps; i++ {
		at := point{from.X + (to.X-from.X)*i/steps, from.Y + (to.Y-from.Y)*i/steps}
		p.mouse(input.DispatchMouseEventTypeMouseMoved, at, true, 0, modifiers)
	}
	p.mouse(input.DispatchMouseEventTypeMouseReleased, to, false, 1, modifiers)
}

// clickAt clicks once at a point.
func (p *tab) clickAt(at point, held ...modifier) {
	p.t.Helper()
	p.clicks(at, 1, held...)
}

// clicks clicks n times in a row: 2 selects a word, 3 a paragraph.
func (p *tab) clicks(at point, n int64, held ...modifier) {
	p.t.Helper()
	var modifiers modifier
	for _, m := range held {
		modifiers |= m
	}
	p.mouse(input.DispatchMouseEventTypeMouseMoved, at, false, 0, modifiers)
	for i := int64(1); i <= n; i++ {
		p.mouse(input.DispatchMouseEventTypeMousePressed, at, true, i, modifiers)
		p.mouse(input.DispatchMouseEventTypeMouseReleased, at, false, i, modifiers)
	}
}

// click clicks in the middle of the first element that the selector finds, once it can be seen and holds still.
func (p *tab) click(selector string, held ...modifier) {
	p.t.Helper()
	p.clickAt(p.middle(selector), held...)
}

// middle scrolls an element into view and returns its middle, once that lies on the element itself and not on
// something above it.
func (p *tab) middle(selector string) point {
	p.t.Helper()
	var at *point
	p.eventually("a place to click on "+selector, func() bool {
		at = eval[*point](p, `(async () => {
			const e = document.querySelector(`+quoted(selector)+`);
			if (!e) return null;
			e.scrollIntoView({block: "nearest", inline: "nearest", behavior: "instant"});
			const place = () => { const r = e.getBoundingClientRect(); return {X: r.x + r.width / 2, Y: r.y + r.height / 2}; };
			const before = place();
			await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
			const after = place();
			if (before.X !== after.X || before.Y !== after.Y) return null;
			const top = document.elementFromPoint(after.X, after.Y);
			return top && (e.contains(top) || top.contains(e)) ? after : null;
		})()`)
		return at != nil
	})
	return *at
}

// eventually returns when the condition is true. what names it in the message of a failure.
func (p *tab) eventually(what string, condition func() bool) {
	p.t.Helper()
	deadline := time.Now().Add(patience)
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		if time.Now().After(deadline) {
			require.FailNow(p.t, "waited in vain for "+what, "console:\n%s", p.transcript())
		}
		<-tick.C
	}
}
