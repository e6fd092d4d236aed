package pages

import (
	"galley/annotations"
	"galley/app/browser"
	"galley/app/components"
	"galley/app/state"
)

// key handles a key press: the table of state.Lookup decides. Nothing is taken
// from a person who types in a field, composes a character or uses AltGr.
func (p *annotate) key(k browser.Key) {
	if p.m == nil || !p.m.Ready() || p.painter == nil || k.Composing || k.AltGr {
		return
	}
	if p.pick(k) || p.similar.other != "" { // the browser closes the dialog
		return
	}
	press := state.Key{Key: k.Key, Code: k.Code, Ctrl: k.Ctrl, Alt: k.Alt, Shift: k.Shift, Meta: k.Meta, Article: k.Article}
	b, ok := p.keys.Lookup(p.m.Schema(), press)
	if !ok || k.InField && (!everywhere(b.Act) || state.Single(press.Name())) || k.OnButton && k.Key == "Enter" && !k.Ctrl {
		return
	}
	if b.Act == state.ActDeselect && (p.help || k.Dialog) {
		return // the browser closes the dialog
	}
	if w, ok := b.Msg.(state.Walk); ok {
		if p.walk(w) {
			k.PreventDefault()
		}
		return
	}
	k.PreventDefault()
	p.do(b)
}

// readMarked tells the model what is marked on screen before a label's key acts
// on it, where the model does not know: a dialog that closed gave the stretch
// back to the text.
func (p *annotate) readMarked(msg state.Msg) {
	if _, tags := msg.(state.Tag); !tags || p.m.Marked().Start < p.m.Marked().End {
		return
	}
	if start, end, ok := p.painter.Selection(); ok && start < end {
		p.step(state.Selection{Start: start, End: end})
	}
}

// keyed gives labels the keys that they have on this device.
func (p *annotate) keyed(labels []state.LabelView) []state.LabelView {
	for i := range labels {
		labels[i].Key = ""
	}
	for _, b := range p.keys.Bindings(p.m.Schema()) {
		for i := range labels {
			if b.What == "label:"+labels[i].ID && len(b.Keys) > 0 {
				labels[i].Key = b.Keys[0]
			}
		}
	}
	return labels
}

// everywhere lists the acts whose keys also work while typing in a field.
func everywhere(a state.Act) bool {
	return a == state.ActSaved || a == state.ActSubmit || a == state.ActDeselect || a == state.ActPalette
}

// act does what a key asks of the page.
func (p *annotate) act(a state.Act) {
	top := p.m.Top()
	switch a {
	case state.ActHelp:
		p.page(components.ToggleHelp{Open: !p.help})
	case state.ActPalette:
		p.togglePalette(true)
	case state.ActSubmit:
		p.step(state.SetState{State: submitOrReopen(top.State)})
	case state.ActNextDoc:
		p.open(top.Next)
	case state.ActPrevDoc:
		p.open(top.Previous)
	case state.ActSaved:
		p.later(state.Effects{Notice: p.m.SavedNotice()})
	case state.ActNote:
		p.sheet = true
		p.afterShow(func() { browser.Focus("[data-note]") })
	case state.ActFields:
		p.sheet = true
		p.afterShow(func() { browser.Focus(".fields button, .fields select, .fields input") })
	case state.ActUnfold:
		p.unfoldAll()
	case state.ActList:
		p.list.Focus()
	case state.ActHistory:
		p.openHistory(state.AskHistory{})
	case state.ActPast:
		p.pastOfSelected()
	case state.ActFind:
		p.findInProject()
	case state.ActCopyLink:
		p.copyLink()
	case state.ActGuide:
		p.toggleGuide(!p.aside.guide)
	case state.ActDeselect:
		p.deselect()
	case state.ActOpen:
		p.openSpan()
	}
	p.later(state.Effects{})
}

// deselect takes back one layer: the field's focus, the popover, the marked
// stretch, then the selected span.
func (p *annotate) deselect() {
	switch {
	case browser.InField(), browser.FocusIn(".desk-inspector"):
		browser.Focus("#article")
	case p.m.Marked().Start < p.m.Marked().End:
		p.closePopover()
		p.unmark()
	case p.m.Selected() == "" && p.painter.Walking():
		p.painter.Leave()
	default:
		p.step(state.Select{})
	}
}

func (p *annotate) open(id string) {
	if id != "" {
		p.ctx.Navigate("/d/" + id)
	}
}

// afterShow runs f once the components show what was just asked for.
func (p *annotate) afterShow(f func()) {
	p.later(state.Effects{})
	browser.NextFrame(func() { browser.NextFrame(f) })
}

func submitOrReopen(s annotations.State) annotations.State {
	if s == annotations.Submitted {
		return annotations.Open
	}
	return annotations.Submitted
}
