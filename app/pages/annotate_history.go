package pages

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/text"
	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

// askHistory brings a page of the document's history.
func (p *annotate) askHistory(q wire.HistoryQuery) {
	id := p.id
	p.ctx.Async(func() {
		page, err := api.History(p.life, id, q)
		p.ctx.Dispatch(func(app.Context) {
			switch {
			case p.id != id || p.life.Err() != nil:
			case err != nil:
				p.step(state.HistoryCame{Query: q, Problem: problemOf(err)})
			default:
				p.step(state.HistoryCame{Query: q, Page: page})
			}
		})
	})
}

// openHistory opens the history in the margin; asked again, it closes.
func (p *annotate) openHistory(msg state.AskHistory) {
	if h := p.m.History(); h != nil && h.Span == msg.Span && !msg.Lost {
		p.step(state.CloseHistory{})
		return
	}
	p.sheet = true
	p.step(msg)
}

// pastOfSelected opens the history of the selected span.
func (p *annotate) pastOfSelected() {
	id := p.m.Selected()
	if id == "" {
		p.say(locale.NoticeSelectFirst, false)
		return
	}
	p.openHistory(state.AskHistory{Span: id})
}

// passage is the words that are marked, or else those of the selected span.
func (p *annotate) passage() string {
	if m := p.m.Marked(); m.Start < m.End {
		return p.m.Document().Text.Slice(m.Start, m.End)
	}
	if sp := p.m.Client().Set().Span(p.m.Selected()); sp != nil {
		return sp.Quote[0]
	}
	return ""
}

// findInProject goes to where the project's texts hold the passage.
func (p *annotate) findInProject() {
	p.ctx.Navigate(findHref(p.m.Document().Project, wire.FindQuery{Words: p.passage()}))
}

// copyLink puts the address of the selected span, or of the marked passage, on
// the clipboard.
func (p *annotate) copyLink() {
	here := *app.Window().URL()
	here.Fragment, here.RawFragment = "", ""
	link := here.String()
	switch m := p.m.Marked(); {
	case m.Start < m.End:
		link += passageHash(annotations.Fragment{Start: m.Start, End: m.End})
	case p.m.Selected() != "":
		link += "#" + url.PathEscape(p.m.Selected())
	default:
		p.say(locale.NoticeNoLink, false)
		return
	}
	browser.Copy(link, func(err error) {
		p.ctx.Dispatch(func(app.Context) {
			if err != nil {
				p.say(locale.NoticeCopyFailed, true)
				return
			}
			p.say(locale.NoticeLinkCopied, false)
		})
	})
}

// passageHash is the fragment of an address that marks a passage.
func passageHash(f annotations.Fragment) string {
	return "#at=" + strconv.Itoa(int(f.Start)) + "," + strconv.Itoa(int(f.End))
}

// passageOf reads what passageHash wrote, without its "#".
func passageOf(hash string) (f annotations.Fragment, is bool) {
	at, is := strings.CutPrefix(hash, "at=")
	from, to, two := strings.Cut(at, ",")
	start, err1 := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	if !is || !two || err1 != nil || err2 != nil {
		return annotations.Fragment{}, is
	}
	return annotations.Fragment{Start: text.Rune(start), End: text.Rune(end)}, true
}

// goTo shows what the address names: a span, or a passage. A span that is not
// there has its history opened.
func (p *annotate) goTo(hash string) {
	if f, is := passageOf(hash); is {
		p.showPassage(f)
		return
	}
	id, err := url.PathUnescape(hash)
	if err != nil || p.m.Client().Set().Span(id) == nil {
		p.openHistory(state.AskHistory{Span: id, Lost: true})
		return
	}
	p.step(state.Select{ID: id, Reveal: true})
}

// showPassage marks a stretch of the text, exactly, where it can be seen.
func (p *annotate) showPassage(f annotations.Fragment) {
	if !p.m.Document().Text.Valid(f.Start, f.End) {
		p.say(locale.NoticeNoPassage, true)
		p.later(state.Effects{})
		return
	}
	for b := p.m.Document().BlockAt(f.Start); b <= p.m.Document().BlockAt(f.End-1); b++ {
		p.unfold(b)
	}
	p.step(state.Select{})
	p.step(state.Selection{Start: f.Start, End: f.End, Exact: true})
	p.painter.RevealAt(f.Start)
	p.painter.Mark(f.Start, f.End)
}

// unfold opens the furniture that a block belongs to.
func (p *annotate) unfold(block int) {
	if first := p.m.FoldOf(block); first >= 0 && !p.m.Unfolded(first) {
		p.fold(first)
	}
}

// historyPanel is the history in the margin.
func (p *annotate) historyPanel() app.UI {
	var v *state.HistoryView
	if p.m != nil {
		v = p.m.History()
	}
	return &components.History{Lang: p.lang, View: v}
}
