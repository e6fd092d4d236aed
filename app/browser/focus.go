package browser

// Focus moves the focus to the first element that a selector finds, and reports
// whether there is one. The page does not scroll more than the focus needs.
func Focus(selector string) bool {
	el := document().Call("querySelector", selector)
	if !el.Truthy() {
		return false
	}
	el.Call("focus")
	return true
}

// soonFrames is how long FocusSoon waits for an element, in frames.
const soonFrames = 30

// FocusSoon moves the focus to the first element that a selector finds once it
// is drawn: in one of the next frames, or never.
func FocusSoon(selector string) { focusWithin(selector, soonFrames) }

func focusWithin(selector string, frames int) {
	NextFrame(func() {
		if !Focus(selector) && frames > 0 {
			focusWithin(selector, frames-1)
		}
	})
}

// FocusIn reports whether the focus lies inside an element that a selector finds.
func FocusIn(selector string) bool {
	el := document().Get("activeElement")
	return el.Truthy() && el.Call("closest", selector).Truthy()
}

// FocusedID is the id of the element with the focus, "" for none.
func FocusedID() string {
	el := document().Get("activeElement")
	if !el.Truthy() {
		return ""
	}
	return el.Get("id").String()
}

// Blur takes the focus away from where it is.
func Blur() {
	if el := document().Get("activeElement"); el.Truthy() {
		el.Call("blur")
	}
}
