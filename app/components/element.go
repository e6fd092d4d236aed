package components

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// El is an HTML element by its tag. go-app has a function and a type for every
// tag, and each type that is used adds some 80 kB to the download, because all
// its methods come with it; this one type serves for all of them.
func El(tag string) app.HTMLElem { return app.Elem(tag) }

// Input is an <input> of a type ("text", "search", "file" …).
func Input(kind string) app.HTMLElemSelfClosing {
	return app.ElemSelfClosing("input").Attr("type", kind)
}

// Button is a <button> that submits nothing.
func Button() app.HTMLElem { return El("button").Attr("type", "button") }
