package pages

import (
	"context"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/text"
	"galley/app/browser"
	"galley/app/browser/list"
	"galley/app/browser/painter"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

// annotate is the page where an article is tagged. It owns one state.Model.
//
// Every event takes the same way: Update, then the painter redraws what changed
// inside the event handler, and only then are go-app's parts (inspector, badge,
// bar) told, with the list, the network and the device's storage.
type annotate struct {
	app.Compo
	visit

	id string
	// wanted is the span that the address asked for.
	wanted  string
	ctx     app.Context
	life    context.Context
	end     context.CancelFunc
	m       *state.Model
	painter *painter.Painter
	list    *list.List
	tab     string
	stops   []func()
	net     network
	keys    state.KeyMap
	waiting []state.Effects
	asked   bool

	// What the components show.
	top       *state.TopView
	inspector *state.InspectorView
	labels    []state.LabelView
	aside     aside
	bulk      *state.BulkView
	speakers  *state.SpeakersView
	similar   similar
	role      *state.RoleView
	popover   bool
	help      bool
	sheet     bool
	palette   *palette // nil while it is closed
}

func newAnnotate() app.Composer { return &annotate{} }

// OnMount runs only in a browser.
func (p *annotate) OnMount(ctx app.Context) {
	p.ctx = ctx
	p.enter(ctx, p.title, func(app.Context) { p.load() })
	p.keys = state.ParseKeyMap(browser.Setting(keysSetting))
	p.life, p.end = context.WithCancel(context.Background())
	ctx.Handle(components.Action, func(_ app.Context, a app.Action) {
		if msg, ok := a.Value.(state.Msg); ok {
			p.step(msg)
		}
	})
	ctx.Handle(components.PageAction, func(_ app.Context, a app.Action) {
		if e, ok := a.Value.(components.PageEvent); ok {
			p.page(e)
		}
	})
	p.stops = append(p.stops,
		browser.Keys(p.key),
		browser.OnOnline(func(online bool) {
			if online {
				p.retry()
			}
		}),
		browser.OnPrint(p.print),
		browser.BeforeCrash(p.keepLast),
		browser.BeforeUnload(func() bool { return p.m != nil && p.m.Ready() && p.unkept() }))
}

// title is the tab's title: the article's.
func (p *annotate) title(locale.Lang) string {
	if p.m == nil || !p.m.Ready() {
		return ""
	}
	return p.m.Document().Title()
}

// unkept reports whether edits wait that not even the device has yet.
func (p *annotate) unkept() bool {
	save := p.m.Save()
	return save.Waiting > 0 && !save.Kept
}

// OnNav loads the document that the address names.
func (p *annotate) OnNav(ctx app.Context) {
	if app.IsServer {
		return
	}
	id := strings.TrimPrefix(ctx.Page().URL().Path, "/d/")
	p.wanted = strings.TrimPrefix(browser.Hash(), "#")
	if p.id == id {
		p.selectFromAddress()
		return
	}
	p.close()
	p.id, p.trouble, p.similar = id, nil, similar{}
	p.m = state.New(string(p.lang))
	browser.Outbox.Client(func(tab string, err error) {
		if err != nil { // storage is forbidden: edits can still be sent, not kept
			tab = newTab()
		}
		p.tab = tab
		p.load()
	})
}

// OnDismount lets go of what lives outside go-app.
func (p *annotate) OnDismount() {
	p.close()
	for _, stop := range p.stops {
		stop()
	}
	p.end()
}

func (p *annotate) close() {
	if p.painter != nil {
		p.painter.Close()
		p.list.Close()
	}
	p.painter, p.list = nil, nil
	p.net.stop()
}

// build makes the islands once the document is there and its hosts are drawn.
func (p *annotate) build() {
	doc := app.Window().Get("document")
	host, listHost := doc.Call("getElementById", "article"), doc.Call("getElementById", "annotations")
	d := p.m.Document()
	p.painter = painter.New(host, d.Text, d.Language, painter.Handlers{
		Selected: func(start, end text.Rune, exact bool) {
			p.step(state.Selection{Start: start, End: end, Exact: exact})
			p.openPopover()
		},
		SelectionCleared: func() {
			if p.palette == nil { // its field has taken it, and gives it back
				p.step(state.Selection{})
				p.closePopover()
			}
		},
		SpanClicked:       func(id string, _ bool) { p.step(state.Select{ID: id}) },
		BackgroundClicked: func() { p.step(state.Select{}); p.closePopover() },
		FoldToggled:       p.fold,
		EdgeDragged: func(id string, fragment int, last bool, to text.Rune, exact, done bool) {
			if done {
				p.step(state.MoveEdge{ID: id, Fragment: fragment, Last: last, To: to, Exact: exact})
			}
		},
	}, p.words())
	p.list = list.New(listHost, list.Handlers{
		Chosen:  func(id string) { p.step(state.Select{ID: id, Reveal: true}) },
		Hovered: func(id string) { p.painter.Hover(id) },
	})
	p.painter.Draw(p.m.Blocks())
	p.later(state.Effects{Redraw: true}) // the list, once the article is on the screen
	p.selectFromAddress()
}

func (p *annotate) words() painter.Words {
	l := p.lang
	return painter.Words{
		Role: l.Role,
		Fold: func(n int, first string, open bool) string {
			if open {
				return l.T(locale.FoldOpen)
			}
			return l.T(locale.FoldClosed, n, first)
		},
		StartHandle: l.T(locale.HandleStart),
		EndHandle:   l.T(locale.HandleEnd),
		Article:     l.T(locale.ArticleLabel),
		Keys:        l.T(locale.ArticleKeys),
	}
}

// step takes a message: the text changes now, the rest of the screen after the
// frame that shows it.
func (p *annotate) step(msg state.Msg) {
	if p.m == nil {
		return
	}
	e := p.m.Update(msg)
	p.paint(e)
	p.badge()
	p.later(e)
}

// badge tells the truth about saving in the same moment as the text changes; the
// rest of the bar follows with go-app's next update.
func (p *annotate) badge() {
	if !p.m.Ready() {
		return
	}
	b := components.SaveBadge{Lang: p.lang, View: p.m.Save()}
	browser.Tell("[data-save]", "data-save", string(b.View.State), b.Words())
}

// paint redraws the text inside the event handler.
func (p *annotate) paint(e state.Effects) {
	if p.painter == nil {
		return
	}
	// A marked stretch that goes, goes first: keeping it across the redraw would
	// make the browser lay the page out twice.
	if e.Mark != nil && e.Mark.Start == e.Mark.End {
		p.painter.Mark(-1, -1)
	}
	switch {
	case e.Redraw:
		p.painter.Draw(p.m.Blocks())
		for i := range p.m.Document().Blocks { // blocks may have come, and moved the others on
			if p.m.FoldOf(i) == i {
				p.painter.Fold(i, p.m.Unfolded(i))
			}
		}
	case len(e.Blocks) > 0:
		views := make([]state.BlockView, len(e.Blocks))
		for i, b := range e.Blocks {
			views[i] = p.m.Block(b)
		}
		p.painter.Redraw(views...)
	}
	if e.Mark != nil && e.Mark.Start < e.Mark.End {
		p.painter.Mark(e.Mark.Start, e.Mark.End)
	}
	if e.Caret != nil {
		p.painter.PutCaret(e.Caret.Anchor, e.Caret.Focus)
	}
	if e.Selected || e.Redraw {
		p.painter.Select(p.m.Selected())
	}
	if e.Reveal != "" {
		p.unfoldFor(e.Reveal)
		p.painter.Reveal(e.Reveal)
	}
}

// later collects what must follow a message and does it once, after the frame
// that shows the change in the text: many messages in one frame cost one update
// of the chrome, and none holds up the frame.
func (p *annotate) later(e state.Effects) {
	p.waiting = append(p.waiting, e)
	if p.asked {
		return
	}
	p.asked = true
	browser.AfterPaint(func() {
		p.ctx.Dispatch(func(app.Context) {
			p.asked = false
			effects := p.waiting
			p.waiting = nil
			if p.list != nil && slices.ContainsFunc(effects, func(e state.Effects) bool { return e.Redraw }) {
				p.list.Draw(p.m.Rows())
			}
			for _, e := range effects {
				p.finish(e)
			}
			p.show()
		})
	})
}

// finish does what an effect asks for besides the text.
func (p *annotate) finish(e state.Effects) {
	if p.list != nil {
		p.putRows(e.Rows)
		if e.Selected {
			p.list.Select(p.m.Selected())
		}
	}
	if e.Selected {
		p.address()
		p.closePopover()
	}
	if e.Gap != nil {
		p.toGap(*e.Gap)
	}
	if e.Notice != nil {
		n := *e.Notice
		p.notices++
		n.Serial = p.notices // among those that the page itself says
		p.notice = &n
	}
	p.talk(e)
}

// putRows brings changed rows into the list, last in the text first, so that the
// row each one stands before is in its place.
func (p *annotate) putRows(ids []string) {
	var rows []state.RowView
	for _, id := range ids {
		if row, ok := p.m.Row(id); ok {
			rows = append(rows, row)
		} else {
			p.list.Remove(id)
		}
	}
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].Start > rows[j].Start })
	for _, row := range rows {
		p.list.Put(row)
	}
}

// show gives the components new views where they differ.
func (p *annotate) show() {
	if !p.m.Ready() {
		return
	}
	top, inspector := p.m.Top(), p.m.Inspector()
	p.top, p.inspector, p.labels = &top, &inspector, p.keyed(p.m.Labels())
	p.bulk, p.speakers = p.m.Bulk(), p.m.Speakers()
	p.role = p.m.Role()
	p.showGaps()
	p.badge() // go-app sees no change where a state came and went between two of its updates
}

// fold opens or closes furniture.
func (p *annotate) fold(block int) {
	p.step(state.Fold{Block: block})
	p.painter.Fold(block, p.m.Unfolded(block))
}

// unfoldFor opens the furniture that a span lies in.
func (p *annotate) unfoldFor(id string) {
	sp := p.m.Client().Set().Span(id)
	if sp == nil {
		return
	}
	p.unfold(p.m.Document().BlockAt(sp.Start()))
}

// unfoldAll opens all furniture, or closes it when all is open.
func (p *annotate) unfoldAll() {
	var closed, open []int
	for i := range p.m.Document().Blocks {
		if v := p.m.FoldOf(i); v == i {
			if p.m.Unfolded(i) {
				open = append(open, i)
			} else {
				closed = append(closed, i)
			}
		}
	}
	if len(closed) == 0 {
		closed = open
	}
	for _, b := range closed {
		p.fold(b)
	}
}

// openPopover offers the labels at the marked stretch.
func (p *annotate) openPopover() {
	marked := p.m.Marked()
	if r, ok := p.painter.Rect(marked.Start, marked.End); ok && marked.Start < marked.End {
		browser.Place(components.PopoverID, r)
		p.popover = true
		p.ctx.Dispatch(func(app.Context) {})
		browser.NextFrame(func() { browser.NextFrame(func() { browser.KeepClear(".label-popover.open", r.Bottom()) }) })
	}
}

func (p *annotate) closePopover() { p.popover = false }

// address keeps the selected span in the address, so that it can be shared.
func (p *annotate) address() {
	hash := ""
	if id := p.m.Selected(); id != "" {
		hash = "#" + id
	}
	browser.ReplaceHash(hash)
}

// selectFromAddress selects the span that the address names.
func (p *annotate) selectFromAddress() {
	if p.m == nil || !p.m.Ready() {
		return
	}
	if p.wanted == similarHash {
		p.askSimilar()
		return
	}
	if p.wanted != "" {
		wanted := p.wanted
		p.wanted = ""
		p.goTo(wanted)
	}
}

// page handles what components ask of the page rather than of the model.
func (p *annotate) page(e components.PageEvent) {
	switch e := e.(type) {
	case components.SaveCopy:
		p.saveCopy()
	case components.CompareWith:
		p.compare(e.Other)
	case components.ToggleHelp:
		p.help = e.Open
	case components.ToggleSheet:
		p.sheet = e.Open
	case components.Do:
		p.act(e.Act)
	case components.ToggleGuide:
		p.toggleGuide(e.Open)
	case components.TogglePalette:
		p.togglePalette(e.Open)
	case components.AskPalette:
		p.askPalette(e.Query)
	case components.PickEntry:
		p.pickEntry(e.ID)
	case components.ClosePopover:
		p.closePopover()
	case components.SetLanguage:
		p.lang = e.Lang
		p.step(state.Language{Tag: string(e.Lang)})
		if p.painter != nil {
			p.painter.Rename(p.words())
		}
	}
}

// saveCopy gives everything that is not on the server as a file, and then lets
// go of what was refused.
func (p *annotate) saveCopy() {
	data, err := p.m.WaitingFile(time.Now())
	if err == nil {
		browser.Download("galley-"+p.id+".json", "application/json", data)
		p.step(state.Dismiss{})
	}
}

// Render draws the desk: bar, text, margin.
func (p *annotate) Render() app.UI {
	if p.signedOut || p.trouble != nil && !(away(p.trouble) && p.m != nil && p.m.Ready()) {
		return p.frame(nil, nil)
	}
	return components.Box("div.page.page-annotate",
		p.skip(),
		&components.TopBar{Lang: p.lang, Theme: p.theme, User: p.user, View: p.top},
		p.updateBar(),
		components.El("main.desk", components.At{"id", "main", "tabindex", "-1"},
			components.Box("section.desk-text",
				&components.LabelBar{Lang: p.lang, Labels: p.labels, Marked: p.popover},
				p.similarLine(),
				&components.ArticleHost{},
			),
			components.El("aside.desk-margin", components.At{"class", p.sheetClass(), "aria-label", p.lang.T(locale.InspectorTitle)},
				p.handle(),
				p.asides(),
				components.Box("div.desk-inspector", &components.Inspector{Lang: p.lang, View: p.inspector, Labels: p.labels}),
				&components.SpeakerPanel{Lang: p.lang, View: p.speakers},
				components.Box("div.desk-list", &components.ListHost{}),
			),
		),
		&components.LabelPopover{Lang: p.lang, Labels: p.labels, Open: p.popover},
		&components.BulkDialog{Lang: p.lang, View: p.bulk},
		&components.Choice{Lang: p.lang, Speakers: p.speakers, Role: p.role},
		p.drawPalette(),
		&components.Notice{Lang: p.lang, View: p.notice},
		&components.HelpSheet{Lang: p.lang, Open: p.help, Rows: p.keyRows()},
	)
}

func (p *annotate) sheetClass() string {
	if p.sheet {
		return "open"
	}
	return "shut"
}

// handle opens and closes the margin where it is a sheet from below.
func (p *annotate) handle() app.UI {
	name := locale.SheetOpen
	if p.sheet {
		name = locale.SheetClose
	}
	open := !p.sheet
	return components.Txt("button.sheet-handle", p.lang.T(name), "type", "button", "aria-expanded", components.Yes(p.sheet)).
		OnClick(func(ctx app.Context, _ app.Event) { components.Tell(ctx, components.ToggleSheet{Open: open}) }, app.EventScope(open))
}

// keyRows is the key table for the help sheet.
func (p *annotate) keyRows() []components.KeyRow {
	if p.m == nil || !p.help {
		return nil
	}
	return components.KeyRows(p.keys.Bindings(p.m.Schema()), p.labels)
}
