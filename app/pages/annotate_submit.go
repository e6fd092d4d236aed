package pages

import (
	"context"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/components"
	"galley/app/state"
)

// aside is what stands in the margin besides inspector and list: the guidelines,
// what is missing before submitting, and the history.
type aside struct {
	guide bool
	gaps  *state.GapsView
	// going: the focus goes to where something missing is put in.
	going bool
}

// asides draws the guidelines and what is missing.
func (p *annotate) asides() app.UI {
	g := components.Guide{Lang: p.lang, Open: p.aside.guide}
	if p.m != nil && p.m.Ready() {
		g.Text = p.m.Schema().Guidelines.In(string(p.lang))
	}
	if p.inspector != nil && p.inspector.ID != "" {
		g.Label, g.LabelText = p.inspector.Name, p.inspector.Guideline
	}
	return components.Box("div.asides", p.historyPanel(), &components.Gaps{Lang: p.lang, View: p.aside.gaps}, &g)
}

// showGaps brings the list of what is missing up to date, and moves the focus
// into it when it opens.
func (p *annotate) showGaps() {
	opened := p.aside.gaps == nil
	p.aside.gaps = p.m.Gaps()
	if opened && p.aside.gaps != nil {
		p.sheet = true
		if !p.aside.going {
			browser.FocusSoon("#gaps-title")
		}
	}
	p.aside.going = false
}

// toGap moves the focus to where a thing that is missing is put in: to the
// attribute's field, to the button that chooses a known speaker, else into the
// text, where it is to be marked.
func (p *annotate) toGap(g annotations.Gap) {
	p.aside.going = true
	if g.Kind != annotations.AttributeGap {
		for _, missing := range p.m.Inspector().Missing {
			if missing.Pick {
				p.sheet = true
				browser.FocusSoon("[data-pick]")
				return
			}
		}
		if sp := p.m.Client().Set().Span(g.Span); sp != nil {
			p.painter.PutCaret(sp.End(), sp.End())
			p.takeCaret()
		}
		return
	}
	target := g.Span
	if g.Link != "" {
		target = g.Link
	}
	p.sheet = true
	id := "field-" + target + "-" + g.What
	browser.FocusSoon("[aria-labelledby='" + id + "'] button,button#" + id + ",select#" + id + ",input#" + id)
}

// toggleGuide opens or closes the guidelines; on a narrow screen the sheet with them.
func (p *annotate) toggleGuide(open bool) {
	p.aside.guide = open
	p.sheet = p.sheet || open
	p.later(state.Effects{})
}

// newSchema loads a version of the schema that the server announced.
func (p *annotate) newSchema(version int) {
	if !p.m.Ready() || version <= p.m.Schema().Version {
		return
	}
	id, project := p.id, p.m.Document().Project
	p.ctx.Async(func() {
		s, err := api.Schema(p.life, project)
		p.ctx.Dispatch(func(app.Context) {
			if err == nil && p.id == id {
				p.step(state.SchemaChanged{Schema: s})
			}
		})
	})
}

// setState asks the server for another state of the visitor's set.
func (p *annotate) setState(s annotations.State, anyway bool) {
	id, owner := p.id, p.m.Client().Owner()
	p.ctx.Async(func() {
		err := ask(p.life, id, owner, s, anyway)
		p.ctx.Dispatch(func(app.Context) {
			if p.id == id {
				p.step(state.StateSet{State: s, Problem: problemOf(err)})
			}
		})
	})
}

func ask(ctx context.Context, id string, owner annotations.Owner, s annotations.State, anyway bool) error {
	if s == annotations.Submitted {
		return api.Submit(ctx, id, owner, anyway)
	}
	return api.SetState(ctx, id, owner, s)
}

// announced takes an event of the project: a document's head or a new schema.
func (p *annotate) announced(h wire.Head) {
	if h.Schema > 0 {
		p.newSchema(h.Schema)
		return
	}
	p.head(h)
}
