package browser

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Rect is a rectangle on screen, in CSS pixels from the window's top left.
type Rect struct{ Left, Top, Width, Height float64 }

// Right is the right edge.
func (r Rect) Right() float64 { return r.Left + r.Width }

// Bottom is the lower edge.
func (r Rect) Bottom() float64 { return r.Top + r.Height }

// ShowDialog opens a <dialog> as a modal one: the browser keeps the focus in it
// and gives it back. Nothing happens when it is open.
func ShowDialog(id string) {
	if el := byID(id); el.Truthy() && !el.Get("open").Bool() {
		el.Call("showModal")
	}
}

// CloseDialog closes a <dialog>. Nothing happens when it is closed.
func CloseDialog(id string) {
	if el := byID(id); el.Truthy() && el.Get("open").Bool() {
		el.Call("close")
	}
}

// ShowPopover shows an element with the popover attribute in the top layer.
func ShowPopover(id string) {
	if el := byID(id); el.Truthy() && !el.Call("matches", ":popover-open").Bool() {
		el.Call("showPopover")
	}
}

// HidePopover hides a popover. Nothing happens when it is hidden.
func HidePopover(id string) {
	if el := byID(id); el.Truthy() && el.Call("matches", ":popover-open").Bool() {
		el.Call("hidePopover")
	}
}

// Place tells an element's style sheet where something is: it sets the custom
// properties --x, --y, --w and --h, in pixels of the window.
func Place(id string, r Rect) {
	el := byID(id)
	if !el.Truthy() {
		return
	}
	style := el.Get("style")
	for name, value := range map[string]float64{"--x": r.Left, "--y": r.Top, "--w": r.Width, "--h": r.Height} {
		style.Call("setProperty", name, strconv.FormatFloat(value, 'f', 1, 64)+"px")
	}
}

// SetProperty sets a CSS custom property on the first element that a selector
// finds; "" removes it. Style attributes are closed to us by the page's policy.
func SetProperty(selector, name, value string) {
	el := document().Call("querySelector", selector)
	if !el.Truthy() {
		return
	}
	if value == "" {
		el.Get("style").Call("removeProperty", name)
		return
	}
	el.Get("style").Call("setProperty", name, value)
}

func byID(id string) app.Value { return document().Call("getElementById", id) }
