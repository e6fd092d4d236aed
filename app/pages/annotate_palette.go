package pages

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/text"
	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

// latelySetting names what was used in the palette, the last one first.
const latelySetting = "commands"

// palette is what the page keeps while the palette of commands is open.
type palette struct {
	entries []state.Entry
	lately  []string
	// What was marked, and the caret of the keyboard where it was: the palette's
	// field takes the browser's selection away.
	marked        state.Selection
	anchor, focus text.Rune
	walking       bool
	// asked counts the questions to the server, to tell the last one.
	asked int
}

// togglePalette opens or closes the palette.
func (p *annotate) togglePalette(open bool) {
	switch {
	case open && p.palette == nil && p.painter != nil:
		l := &palette{entries: p.commands(), lately: strings.Fields(browser.Setting(latelySetting)), marked: p.m.Marked()}
		if l.walking = p.painter.Walking(); l.walking {
			l.anchor, l.focus, l.walking = p.painter.Caret()
		}
		p.palette = l
		p.closePopover()
		p.askPalette("")
		p.askProjects()
	case !open && p.palette != nil:
		p.closePalette()
	}
	p.later(state.Effects{})
}

func (p *annotate) drawPalette() app.UI {
	d := &components.Palette{Lang: p.lang, Open: p.palette != nil}
	if p.palette != nil {
		d.Entries, d.Lately = p.palette.entries, p.palette.lately
	}
	return d
}

// closePalette gives the text back what was marked in it.
func (p *annotate) closePalette() {
	l := p.palette
	p.palette = nil
	browser.CloseDialog(components.PaletteID)
	switch {
	case l.walking:
		p.painter.PutCaret(l.anchor, l.focus)
	case l.marked.Start < l.marked.End:
		p.painter.Mark(l.marked.Start, l.marked.End)
	}
}

// commands are the acts of the key table, and where one can go from here.
func (p *annotate) commands() []state.Entry {
	other := locale.English
	if p.lang == locale.English {
		other = locale.German
	}
	both := func(id string, k locale.Key, keys ...string) state.Entry {
		return state.Entry{ID: id, Name: p.lang.T(k), Other: other.T(k), Keys: keys}
	}
	var all []state.Entry
	schema := p.m.Schema()
	for _, b := range p.keys.Bindings(schema) {
		e := both(b.What, locale.Key("key."+b.What), b.Keys...)
		if id, ok := strings.CutPrefix(b.What, "label:"); ok {
			name := schema.Label(id).Name
			e.Name = p.lang.T(locale.PaletteTag, name.In(string(p.lang)))
			e.Other = other.T(locale.PaletteTag, name.In(string(other)))
		}
		if b.Act != state.ActPalette {
			all = append(all, e)
		}
	}
	project := components.ProjectHref(p.m.Document().Project)
	return append(all, both("/", locale.ProjectsTitle), both(project+"/export", locale.ExportTitle), both("/settings", locale.Settings))
}

// askPalette brings the project's texts that hold what was typed.
func (p *annotate) askPalette(query string) {
	l := p.palette
	if l == nil {
		return
	}
	l.asked++
	asked, project := l.asked, p.m.Document().Project
	p.ctx.Async(func() {
		found, err := api.Documents(p.life, project, query, "")
		p.ctx.Dispatch(func(app.Context) {
			if err == nil && p.palette == l && asked == l.asked {
				l.offer(documentEntries(found))
			}
		})
	})
}

func documentEntries(found *wire.Documents) []state.Entry {
	var all []state.Entry
	for _, d := range found.Documents {
		all = append(all, state.Entry{ID: components.DocumentHref(d.ID), Name: d.Title})
	}
	return all
}

func (p *annotate) askProjects() {
	l := p.palette
	p.ctx.Async(func() {
		found, err := api.Projects(p.life, "")
		p.ctx.Dispatch(func(app.Context) {
			if err != nil || p.palette != l {
				return
			}
			var all []state.Entry
			for _, one := range found.Projects {
				name := one.Name
				if one.Title != "" && one.Title != name {
					name = one.Title + " (" + name + ")"
				}
				all = append(all, state.Entry{ID: components.ProjectHref(one.Name), Name: name})
			}
			l.offer(all)
		})
	})
}

// offer adds entries that are not there yet. The slice is a new one: the
// palette sees by it that there is more.
func (l *palette) offer(more []state.Entry) {
	known := map[string]bool{}
	for _, e := range l.entries {
		known[e.ID] = true
	}
	all := l.entries[:len(l.entries):len(l.entries)]
	for _, e := range more {
		if !known[e.ID] {
			all = append(all, e)
		}
	}
	l.entries = all
}

// pickEntry does what an entry stands for, on what was marked and selected when
// the palette was opened.
func (p *annotate) pickEntry(id string) {
	if p.palette == nil {
		return
	}
	browser.SetSetting(latelySetting, strings.Join(state.Lately(p.palette.lately, id), " "))
	p.closePalette()
	if strings.HasPrefix(id, "/") {
		p.ctx.Navigate(id)
		return
	}
	for _, b := range p.keys.Bindings(p.m.Schema()) {
		if b.What == id {
			p.do(b)
		}
	}
	p.later(state.Effects{})
}

// do does what a row of the key table says, without its key.
func (p *annotate) do(b state.Binding) {
	if w, ok := b.Msg.(state.Walk); ok {
		if !p.walk(w) {
			at := max(p.m.Marked().Start, 0)
			p.painter.PutCaret(at, at)
			p.walk(w)
		}
		return
	}
	p.readCaret(b.Msg)
	p.readMarked(b.Msg)
	if b.Msg != nil {
		p.step(b.Msg)
		return
	}
	p.act(b.Act)
}
