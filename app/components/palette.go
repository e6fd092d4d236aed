package components

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/browser"
	"galley/app/locale"
	"galley/app/state"
)

const (
	// PaletteID is the id of the palette's dialog.
	PaletteID = "palette"
	// paletteRows is how many entries are drawn: more are found by typing on.
	paletteRows = 120
	// palettePage is how far the page keys go.
	palettePage = 8
)

// Palette is where every command is found by its name, in German or English,
// and every text and project gone to. It tells the page AskPalette while one
// types, PickEntry, and TogglePalette when it is closed.
type Palette struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Open shows the palette.
	Open bool
	// Entries are what it offers, Lately the ids of those used last.
	Entries []state.Entry
	Lately  []string

	query string
	at    int // the entry that Enter picks
	open  bool
}

// OnUpdate shows or hides the palette; it opens empty.
func (p *Palette) OnUpdate(ctx app.Context) {
	if p.Open != p.open {
		p.open = p.Open
		Follow(ctx, PaletteID, p.Open)
	}
	if !p.Open {
		p.query, p.at = "", 0
	}
}

func (p *Palette) found() []state.Entry {
	all := state.Find(p.Entries, p.query, p.Lately)
	return all[:min(len(all), paletteRows)]
}

// Render draws the field and under it what fits.
func (p *Palette) Render() app.UI {
	l := p.Lang
	if !p.Open {
		return Dialog(l, PaletteID, l.T(locale.PaletteTitle), p.onClose)
	}
	found := p.found()
	in := Void("input.input.palette-ask", "type", "text", "role", "combobox", "autofocus", "true", "autocomplete", "off", "spellcheck", "false",
		"aria-label", l.T(locale.PaletteAsk), "placeholder", l.T(locale.PaletteAsk), "value", p.query,
		"aria-expanded", "true", "aria-autocomplete", "list", "aria-controls", "palette-list").
		OnInput(p.onInput).
		OnKeyDown(p.onKey)
	if len(found) > 0 {
		in = in.Attr("aria-activedescendant", optionID(p.at))
	}
	return Dialog(l, PaletteID, l.T(locale.PaletteTitle), p.onClose,
		in,
		Txt("p.sr", l.T(locale.PaletteCount, len(found)), "role", "status"),
		app.If(len(found) == 0, func() app.UI { return Txt("p.hint", l.T(locale.PaletteNone)) }),
		El("ul.palette-list", At{"id", "palette-list", "role", "listbox", "aria-label", l.T(locale.PaletteList)},
			app.Range(found).Slice(func(i int) app.UI { return p.option(found[i], i) })),
	)
}

func optionID(i int) string { return "palette-" + strconv.Itoa(i) }

func (p *Palette) option(e state.Entry, i int) app.UI {
	kind := ""
	switch {
	case strings.HasPrefix(e.ID, "/d/"):
		kind = p.Lang.T(locale.PaletteText)
	case strings.HasPrefix(e.ID, "/p/") && e.Other == "":
		kind = p.Lang.T(locale.PaletteProject)
	}
	return El("li.palette-entry", At{"id", optionID(i), "role", "option", "aria-selected", Yes(i == p.at), "data-entry", e.ID},
		Txt("span.palette-name", e.Name),
		app.If(kind != "", func() app.UI { return Txt("span.aside", kind) }),
		app.If(len(e.Keys) > 0, func() app.UI {
			var caps []app.UI
			for _, k := range splitKey(e.Keys[0]) {
				caps = append(caps, keycap(capOf(p.Lang, k)))
			}
			return Box("span.key-set", caps...)
		}),
	).
		OnMouseDown(keepSelection).
		OnClick(telling(PickEntry{ID: e.ID}))
}

func (p *Palette) onClose(ctx app.Context, _ app.Event) { Tell(ctx, TogglePalette{}) }

func (p *Palette) onInput(ctx app.Context, _ app.Event) {
	p.query, p.at = ctx.JSSrc().Get("value").String(), 0
	Tell(ctx, AskPalette{Query: p.query})
}

func (p *Palette) onKey(ctx app.Context, e app.Event) {
	found := p.found()
	n := len(found)
	switch e.Get("key").String() {
	case "ArrowDown":
		p.move(ctx, e, (p.at+1)%max(n, 1))
	case "ArrowUp":
		p.move(ctx, e, (p.at+n-1)%max(n, 1))
	case "PageDown":
		p.move(ctx, e, max(0, min(p.at+palettePage, n-1)))
	case "PageUp":
		p.move(ctx, e, max(0, p.at-palettePage))
	case "Enter":
		if e.PreventDefault(); p.at < n && !e.Get("isComposing").Bool() {
			Tell(ctx, PickEntry{ID: found[p.at].ID})
		}
	}
}

func (p *Palette) move(ctx app.Context, e app.Event, at int) {
	e.PreventDefault()
	p.at = at
	ctx.Defer(func(app.Context) { browser.ScrollTo("#" + optionID(at)) })
}
