package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// KeepClear scrolls what ends at a height of the window out from under an
// element at its lower edge. Only a touch screen has such elements.
func KeepClear(selector string, bottom float64) {
	el := document().Call("querySelector", selector)
	if !el.Truthy() || !matches("(pointer: coarse)") {
		return
	}
	if over := bottom + clearance - el.Call("getBoundingClientRect").Get("top").Float(); over > 0 {
		app.Window().Call("scrollBy", 0, over)
	}
}

// clearance is the room left above such an element, in CSS pixels: a system's handle.
const clearance = 32

// ScrollTo brings the first element that a selector finds into view, smoothly
// where the system allows motion, and not at all when it is in view.
func ScrollTo(selector string) {
	el := document().Call("querySelector", selector)
	if !el.Truthy() {
		return
	}
	behavior := "smooth"
	if ReducedMotion() {
		behavior = "instant"
	}
	el.Call("scrollIntoView", map[string]any{"block": "nearest", "behavior": behavior})
}
