package browser

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

const (
	downloadGrace = time.Minute
	// reopenDelay is how long a refused event stream rests before it is tried again.
	reopenDelay = 5 * time.Second
)

// Languages are the person's languages as the browser is set, best first.
func Languages() []string {
	list := app.Window().Get("navigator").Get("languages")
	if !list.Truthy() {
		return nil
	}
	tags := make([]string, list.Get("length").Int())
	for i := range tags {
		tags[i] = list.Index(i).String()
	}
	return tags
}

// SetLanguage sets the page's language, by which it is read aloud and hyphenated.
func SetLanguage(tag string) { document().Get("documentElement").Set("lang", tag) }

// Theme is the theme the person chose: "light", "dark", or "" to follow the system.
func Theme() string { return Setting("theme") }

// SetTheme chooses and keeps the theme: "light", "dark", or "" to follow the
// system. Style sheets see it as data-theme on the root element.
func SetTheme(theme string) {
	SetSetting("theme", theme)
	root := document().Get("documentElement")
	if theme == "" {
		root.Call("removeAttribute", "data-theme")
		return
	}
	root.Call("setAttribute", "data-theme", theme)
}

// Dark reports whether the page is dark now, by choice or by the system.
func Dark() bool {
	if theme := Theme(); theme != "" {
		return theme == "dark"
	}
	return matches("(prefers-color-scheme: dark)")
}

// ReducedMotion reports whether the system asks for no animation.
func ReducedMotion() bool { return matches("(prefers-reduced-motion: reduce)") }

func matches(query string) bool { return app.Window().Call("matchMedia", query).Get("matches").Bool() }

// SetTitle sets the title of the tab.
func SetTitle(title string) { document().Set("title", title) }

// Online reports whether the device has a network at all; it does not say that
// the server can be reached.
func Online() bool { return app.Window().Get("navigator").Get("onLine").Bool() }

// OnOnline calls f when the device loses or finds its network, until stop.
func OnOnline(f func(online bool)) (stop func()) {
	on := Listen(app.Window(), "online", func(app.Value) { f(true) })
	off := Listen(app.Window(), "offline", func(app.Value) { f(false) })
	return func() { on(); off() }
}

// OnVisible calls f when the tab is shown or hidden, until stop.
func OnVisible(f func(visible bool)) (stop func()) {
	return Listen(document(), "visibilitychange", func(app.Value) {
		f(document().Get("visibilityState").String() == "visible")
	})
}

// OnPrint calls f before the page is printed, or shown as it would be, until
// stop. What f changes in the page at once is in the print.
func OnPrint(f func()) (stop func()) {
	if app.IsServer {
		return func() {}
	}
	before := Listen(app.Window(), "beforeprint", func(app.Value) { f() })
	media := Listen(app.Window().Call("matchMedia", "print"), "change", func(e app.Value) {
		if e.Get("matches").Bool() {
			f()
		}
	})
	return func() { before(); media() }
}

// Print gives the script what stands below a printed article, as JSON, with the
// headings of its two parts.
func Print(data []byte, legend, notes string) {
	app.Window().Get("galley").Call("print", string(data), map[string]any{"legend": legend, "notes": notes})
}

// BeforeUnload lets the browser ask the person before the tab closes whenever
// ask answers true, until stop.
func BeforeUnload(ask func() bool) (stop func()) {
	return Listen(app.Window(), "beforeunload", func(e app.Value) {
		if ask() {
			e.Call("preventDefault")
		}
	})
}

// After calls f once after d on the browser's event loop, unless cancelled.
// cancel may be called at any time, also twice and from f.
func After(d time.Duration, f func()) (cancel func()) {
	var fn app.Func
	over := false
	fn = Func(func([]app.Value) any {
		if !over {
			over = true
			fn.Release()
			f()
		}
		return nil
	})
	id := app.Window().Call("setTimeout", fn, d.Milliseconds())
	return func() {
		if !over {
			over = true
			app.Window().Call("clearTimeout", id)
			fn.Release()
		}
	}
}

// NextFrame calls f once before the next frame is painted.
func NextFrame(f func()) {
	var fn app.Func
	fn = Func(func([]app.Value) any {
		fn.Release()
		f()
		return nil
	})
	app.Window().Call("requestAnimationFrame", fn)
}

// AfterPaint calls f once the next frame is on the screen, when the one after it
// begins: for what may wait until the person has seen what she did.
func AfterPaint(f func()) {
	var fn app.Func
	fn = Func(func([]app.Value) any {
		fn.Release()
		f()
		return nil
	})
	app.Window().Get("galley").Call("afterPaint", fn)
}

// Tell changes an attribute and the words of an element that go-app drew, at
// once: for what must not wait for its next update. The element's text node
// stays go-app's own.
func Tell(selector, attribute, value, words string) {
	el := document().Call("querySelector", selector)
	if !el.Truthy() {
		return
	}
	if el.Call("getAttribute", attribute).String() != value {
		el.Call("setAttribute", attribute, value)
	}
	if node := el.Get("firstChild"); node.Truthy() && node.Get("nodeValue").String() != words {
		node.Set("nodeValue", words)
	}
}
