package browser

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
