package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/stretchr/testify/require"
)

// newTouchPage is a page on a touch screen.
func newTouchPage(t testing.TB, s screen) *tab {
	t.Helper()
	p := newPage(t, s)
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: s.width, Height: s.height, DeviceScaleFactor: 1, Mobile: true,
	})
	call(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	return p
}

func (p *tab) touch(kind input.DispatchTouchEventType, at ...point) {
	p.t.Helper()
	points := []*input.TouchPoint{}
	for _, a := range at {
		points = append(points, &input.TouchPoint{X: a.X, Y: a.Y})
	}
	call(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
}

// tap touches a point for a moment.
func (p *tab) tap(at point) {
	p.t.Helper()
	p.touch(input.DispatchTouchEventTypeTouchStart, at)
	p.touch(input.DispatchTouchEventTypeTouchEnd)
}

// tapUntil taps until something is so: right after a drag the browser takes the
// first tap for a part of it.
func (p *tab) tapUntil(what, selector, condition string) {
	p.t.Helper()
	p.eventually(what, func() bool {
		if eval[bool](p, "!!("+condition+")") {
			return true
		}
		at, _, _ := p.box(selector)
		p.tap(at)
		return false
	})
}

// swipe drags a finger from one point to another in steps.
func (p *tab) swipe(from, to point) {
	p.t.Helper()
	p.touch(input.DispatchTouchEventTypeTouchStart, from)
	const steps = 8
	for i := 1; i <= steps; i++ {
		f := float64(i) / steps
		p.touch(input.DispatchTouchEventTypeTouchMove, point{from.X + (to.X-from.X)*f, from.Y + (to.Y-from.Y)*f})
	}
	p.touch(input.DispatchTouchEventTypeTouchEnd)
}

// longPress rests a finger on a word until the system marks it. A browser without
// a screen has no such gesture: the word under the finger is marked in its place,
// in the way the system does it, without a mouse and between touch and release.
func (p *tab) longPress(at point) {
	p.t.Helper()
	p.touch(input.DispatchTouchEventTypeTouchStart, at)
	p.run(fmt.Sprintf(`(() => {
		const at = document.caretPositionFromPoint(%f, %f), s = getSelection();
		s.collapse(at.offsetNode, at.offset);
		s.modify("move", "backward", "word");
		s.modify("extend", "forward", "word");
	})()`, at.X, at.Y))
	p.touch(input.DispatchTouchEventTypeTouchEnd)
}

func (p *tab) box(selector string) (at point, width, height float64) {
	p.t.Helper()
	r := eval[[]float64](p, `(() => { const r = document.querySelector(`+quoted(selector)+`).getBoundingClientRect(); return [(r.left + r.right) / 2, (r.top + r.bottom) / 2, r.width, r.height]; })()`)
	return point{r[0], r[1]}, r[2], r[3]
}

// labelAt is the middle of a label's button in the bar at the lower edge.
func (p *tab) labelAt(name string) point {
	p.t.Helper()
	find := `[...document.querySelectorAll(".label-popover.open .label-button")].find((b) => b.querySelector(".label-name").textContent === ` + quoted(name) + `)`
	p.wait("the label "+name, find)
	r := eval[[]float64](p, `(() => { const r = `+find+`.getBoundingClientRect(); return [(r.left + r.right) / 2, (r.top + r.bottom) / 2]; })()`)
	return point{r[0], r[1]}
}

func TestAFingerMarksTagsAndMovesEdges(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newTouchPage(t, phone)
	paste(t, s, p, pasted)
	require.True(t, eval[bool](p, `matchMedia("(pointer: coarse)").matches`), "the page is told of a finger")

	at := p.locate("Edda", 1)
	p.longPress(point{at.From.X + 8, at.From.Y})
	p.wait("the labels at the lower edge", `document.querySelector(".label-popover.open")`)
	// The system's own handle takes the next word in, and gives it back.
	p.run(`getSelection().modify("extend", "forward", "word"); void 0`)
	p.wait("two words", `getSelection().toString().trim() === "Edda Kamp"`)
	p.run(`getSelection().modify("extend", "backward", "word"); void 0`)
	p.wait("one word", `getSelection().toString().trim() === "Edda"`)
	p.screenshot("touch_marked_360")
	bar := eval[[]float64](p, `(() => { const r = document.querySelector(".label-popover.open").getBoundingClientRect(); return [r.top, r.bottom]; })()`)
	require.Greater(t, bar[0], 740*0.5, "the labels are within reach of a thumb")
	require.InDelta(t, 740, bar[1], 1)
	p.tap(p.labelAt("Person"))
	p.waitRows(1)
	p.wait("the handles", `document.querySelector("[data-handle=last]")`)
	p.screenshot("touch_tagged_360")

	// The handle is dragged over the next word by the finger.
	to := p.locate("Kamp", 1).To
	knob := eval[point](p, `(() => { const r = document.querySelector("[data-handle=last]").getBoundingClientRect(); return {X: r.left, Y: r.bottom + 3}; })()`)
	p.swipe(knob, to)
	p.wait("the longer name", `document.querySelector("[data-annotations]").textContent.includes("Edda Kamp")`)

	// The same by buttons.
	p.tapUntil("the sheet", ".sheet-handle", `document.querySelector(".desk-margin.open .edge button")`)
	p.screenshot("touch_sheet_360")
	for _, button := range []string{".edge:last-child button:first-of-type", ".sheet-handle", ".inspector .danger"} {
		p.wait("the button drawn", `document.querySelector("`+button+`")?.getBoundingClientRect().height > 0`)
		_, w, h := p.box(button)
		require.GreaterOrEqual(t, min(w, h), 24.0, button)
	}
	p.tapUntil("the shorter name", ".edge:last-child button:first-of-type", `!document.querySelector("[data-annotations]").textContent.includes("Edda Kamp")`)
	p.waitSaved()
	require.Equal(t, []string{"PER [Edda]"}, spansOf(t, s))
}
