package components

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// At is an element's attributes as name, value, name, value … An empty value
// leaves an attribute out, and several classes add up.
type At []string

// El is an HTML element, named with its classes as a style sheet would:
// "div.item-main". go-app has a function and a type for every tag and a method
// for every attribute; each type adds some 80 kB to the download and each call
// ten times the code of a string in a list, so everything here is made from this
// one type, in one call.
func El(spec string, attrs At, body ...app.UI) app.HTMLElem {
	e := with(spec, attrs)
	if len(body) > 0 {
		e = e.Body(body...)
	}
	return e
}

// Box is an element without attributes.
func Box(spec string, body ...app.UI) app.HTMLElem { return El(spec, nil, body...) }

// Txt is an element that holds nothing but a text.
func Txt(spec, text string, attrs ...string) app.HTMLElem { return with(spec, attrs).Text(text) }

// Void is an element that cannot have content, such as an input.
func Void(spec string, attrs ...string) app.HTMLElemSelfClosing {
	tag, classes, _ := strings.Cut(spec, ".")
	e := app.ElemSelfClosing(tag)
	if classes != "" {
		e = e.Class(strings.ReplaceAll(classes, ".", " "))
	}
	for i := 0; i+1 < len(attrs); i += 2 {
		e = e.Attr(attrs[i], attrs[i+1])
	}
	return e
}

func with(spec string, attrs At) app.HTMLElem {
	tag, classes, _ := strings.Cut(spec, ".")
	e := app.Elem(tag)
	if classes != "" {
		e = e.Class(strings.ReplaceAll(classes, ".", " "))
	}
	for i := 0; i+1 < len(attrs); i += 2 {
		e = e.Attr(attrs[i], attrs[i+1])
	}
	return e
}

// Yes writes a boolean attribute's value.
func Yes(is bool) string { return strconv.FormatBool(is) }
