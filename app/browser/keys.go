package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Key is one key press.
type Key struct {
	// Key is what the press means on the person's keyboard ("z", "ArrowLeft");
	// Code is where the key lies ("KeyY").
	Key, Code string
	// Ctrl, Alt, Shift and Meta are held; AltGr is, and then Ctrl and Alt, which
	// Windows reports with it, are not.
	Ctrl, Alt, Shift, Meta, AltGr bool
	// Composing: the press belongs to an input method, and is no command.
	Composing bool
	Repeat    bool
	// InField: the press goes to a text field, a select or editable text.
	InField bool
	// OnButton: the press goes to a button or link, for which Enter and the
	// space bar already mean something.
	OnButton bool
	// Article: the focus is in the article or in the list of annotations.
	Article bool
	// Dialog: a modal dialog is open.
	Dialog bool
	// PreventDefault keeps the browser from doing what it does with this key.
	PreventDefault func()
}

const (
	articleSelector = "[data-article],[data-annotations]"
	fieldSelector   = "input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable='true'],[contenteditable='']"
	buttonSelector  = "button,a[href],summary,input,[role=button],[role=option],[role=menuitem],[role=tab]"
)

// Keys calls f for every key press on the page, with one listener on window,
// until stop is called. A press that somebody has already dealt with
// (defaultPrevented) does not come.
func Keys(f func(Key)) (stop func()) {
	return Listen(app.Window(), "keydown", func(e app.Value) {
		if e.Get("defaultPrevented").Bool() {
			return
		}
		f(keyOf(e))
	})
}

func keyOf(e app.Value) Key {
	if !e.Get("key").Truthy() { // a form filled in by the browser sends events without a key
		return Key{Composing: true, PreventDefault: func() {}}
	}
	k := Key{
		Key: e.Get("key").String(), Code: e.Get("code").String(),
		Ctrl: e.Get("ctrlKey").Bool(), Alt: e.Get("altKey").Bool(),
		Shift: e.Get("shiftKey").Bool(), Meta: e.Get("metaKey").Bool(),
		AltGr:          e.Call("getModifierState", "AltGraph").Bool(),
		Composing:      e.Get("isComposing").Bool() || e.Get("keyCode").Int() == 229,
		Repeat:         e.Get("repeat").Bool(),
		PreventDefault: func() { e.Call("preventDefault") },
	}
	if k.AltGr {
		k.Ctrl, k.Alt = false, false
	}
	if target := e.Get("target"); target.Truthy() && target.Get("closest").Truthy() {
		k.InField = target.Call("closest", fieldSelector).Truthy()
		k.Article = target.Call("closest", articleSelector).Truthy()
		k.OnButton = target.Call("closest", buttonSelector).Truthy()
	}
	k.Dialog = document().Call("querySelector", "dialog:modal").Truthy()
	return k
}
