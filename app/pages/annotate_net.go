package pages

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/client"
	"galley/app/locale"
	"galley/app/state"
)

// network is what the page keeps about its talk with the server.
type network struct {
	stopEvents func()
	stopTimer  func()
	wait       time.Duration
	pulling    bool
	keeping    bool
	keepAgain  bool
	stopCopy   func()
	// warned is true once the person knows that this device keeps nothing.
	warned bool
}

// The first and the longest pause before trying again.
const (
	firstWait = time.Second
	longWait  = 15 * time.Second
)

// quiet is how long nothing must happen before the device's copy of the document
// is written anew.
const quiet = 2 * time.Second

func (n *network) stop() {
	for _, stop := range []func(){n.stopEvents, n.stopTimer, n.stopCopy} {
		if stop != nil {
			stop()
		}
	}
	*n = network{}
}

func newTab() string { return uuid.NewString() }

// load brings the document from the server, or else from the copy on this
// device, with the edits that this device kept.
func (p *annotate) load() {
	id := p.id
	p.ctx.Async(func() {
		var recent []ops.Entry
		d, raw, err := api.Document(p.life, id)
		if client.Offline(err) {
			if copied := savedDocument(p.life, id); copied != nil {
				d, err, recent = copied.Document, nil, copied.Recent
			}
		}
		p.ctx.Dispatch(func(ctx app.Context) {
			switch {
			case p.id != id:
			case err != nil:
				p.close()
				p.failed(ctx, err)
			default:
				p.trouble, p.tries = nil, 0
				p.kept(d, recent)
			}
		})
		if err == nil && recent == nil {
			_ = browser.SaveDocument(p.life, id, raw)
		}
	})
}

// keptEdits is what the device's storage holds for a document and a tab.
type keptEdits struct {
	Epoch string   `json:"epoch"`
	Ops   []ops.Op `json:"ops"`
}

// kept adds this tab's unsent edits and opens the document.
func (p *annotate) kept(d *wire.Document, recent []ops.Entry) {
	id := p.id
	browser.Outbox.Load(id, p.tab, func(data []byte, err error) {
		var mine keptEdits
		if err == nil && data != nil {
			err = json.Unmarshal(data, &mine)
		}
		p.withSteps(func(steps state.KeptSteps) {
			if p.id != id {
				return
			}
			p.opened(d, recent, mine.Ops, steps)
			if err != nil {
				p.say(locale.NoticeNotKept, true)
			}
			p.adopt(d.Epoch)
		})
	})
}

// opened shows the document. The islands are built once their hosts are in the
// page.
func (p *annotate) opened(d *wire.Document, recent []ops.Entry, kept []ops.Op, steps state.KeptSteps) {
	first := !p.m.Ready()
	e := p.m.Load(d, p.tab, kept)
	p.later(p.m.CatchUp(recent))
	p.m.TakeSteps(steps)
	p.dress()
	p.later(e)
	p.ctx.Defer(func(app.Context) { // the hosts are in the page once it was rendered
		if p.painter == nil {
			p.build()
		} else {
			p.paint(e)
		}
	})
	if first {
		p.askSimilar()
		p.net.stopEvents = api.Events(d.Project, p.announced, func(open bool) {
			if open && p.m.Save().State == state.Offline {
				p.retry()
			}
		})
	}
}

// adopt sends the edits of tabs that were closed before theirs reached the
// server, under their own client ids, and loads what came of it.
func (p *annotate) adopt(epoch string) {
	browser.Outbox.Adopt(p.id, func(queues []browser.Queue, err error) {
		for _, q := range queues {
			var left keptEdits
			if q.Client == p.tab || json.Unmarshal(q.Data, &left) != nil || len(left.Ops) == 0 {
				continue
			}
			p.sendAdopted(q.Client, epoch, left.Ops)
		}
	})
}

func (p *annotate) sendAdopted(tab, epoch string, left []ops.Op) {
	id := p.id
	p.ctx.Async(func() {
		for len(left) > 0 {
			n := min(len(left), wire.MaxBatch)
			answer, err := api.PutOps(p.life, id, &wire.Batch{ClientID: tab, Epoch: epoch, Ops: left[:n]})
			if err != nil {
				return // they stay on the device, and are offered again next time
			}
			for i, out := range answer.Outcomes {
				if out.Result == ops.Rejected || out.Result == ops.Conflict {
					p.ctx.Dispatch(func(app.Context) { p.step(state.Adopted{Op: left[i], Outcome: out}) })
				}
			}
			left = left[n:]
		}
		browser.Outbox.Save(id, tab, nil, func(error) {})
		p.ctx.Dispatch(func(app.Context) { p.step(state.Retry{}) })
	})
}

// talk does what an effect asks of server and storage.
func (p *annotate) talk(e state.Effects) {
	p.keepSteps()
	if e.Keep {
		p.keep()
	}
	if e.Send != nil {
		p.send(e.Send)
	}
	if e.Pull {
		p.pull()
	}
	if e.History != nil {
		p.askHistory(*e.History)
	}
	if e.SetState != "" {
		p.setState(e.SetState, e.Anyway)
	}
	if e.Reload {
		p.load()
	}
}

// keep writes what the device must hold; while one write is under way the next
// one waits and takes everything. What the server said since the last copy is
// kept before the queue lets it go: a reload without a server never shows an
// older picture than there was.
func (p *annotate) keep() {
	if p.net.keeping {
		p.net.keepAgain = true
		return
	}
	p.net.keeping, p.net.keepAgain = true, false
	id, tab, queue, recent := p.id, p.tab, p.m.Queue(), p.m.Recent()
	data := p.queueData(queue)
	p.copySoon()
	p.ctx.Async(func() {
		keepRecent(p.life, id, recent)
		browser.Outbox.Save(id, tab, data, func(err error) {
			p.net.keeping = false
			switch {
			case p.id != id:
				return
			case err == nil:
				p.step(state.Kept{N: len(queue)})
			case len(queue) > 0 && !p.net.warned:
				p.net.warned = true
				p.say(locale.NoticeNotKept, true)
			}
			if p.net.keepAgain {
				p.keep()
			}
		})
	})
}

// queueData is what the device keeps of unsent edits; nil for none.
func (p *annotate) queueData(queue []ops.Op) []byte {
	if len(queue) == 0 {
		return nil
	}
	data, _ := json.Marshal(keptEdits{Epoch: p.m.Epoch(), Ops: queue}) // values of ours always encode
	return data
}

// keepLast writes the unsent edits when the program is about to stop: the last
// one may not have been written yet.
func (p *annotate) keepLast() {
	if p.m != nil && p.m.Ready() && p.m.Save().Waiting > 0 {
		browser.Outbox.Save(p.id, p.tab, p.queueData(p.m.Queue()), func(error) {})
	}
}

// copySoon writes the device's copy of the document once things are quiet.
func (p *annotate) copySoon() {
	if p.net.stopCopy != nil {
		p.net.stopCopy()
	}
	id := p.id
	p.net.stopCopy = browser.After(quiet, func() {
		if p.id != id || !p.m.Ready() {
			return
		}
		d := p.m.Copy()
		p.ctx.Async(func() { keepDocument(p.life, d) })
	})
}

func (p *annotate) send(b *wire.Batch) {
	id := p.id
	p.ctx.Async(func() {
		answer, err := api.PutOps(p.life, id, b)
		p.ctx.Dispatch(func(app.Context) {
			switch {
			case p.id != id || p.life.Err() != nil:
			case err == nil:
				p.net.wait = 0
				p.step(state.Answered{Answer: answer})
			default:
				p.step(state.SendFailed{Refused: client.ProblemOf(err)})
				if p.m.Save().State == state.Offline {
					p.offline()
				}
			}
		})
	})
}

// offline plans the next try.
func (p *annotate) offline() {
	if p.net.stopTimer != nil {
		p.net.stopTimer()
	}
	p.net.wait = min(max(2*p.net.wait, firstWait), longWait)
	p.net.stopTimer = browser.After(p.net.wait, func() { p.step(state.Retry{}) })
}

func (p *annotate) retry() {
	p.net.wait = 0
	p.step(state.Retry{})
}

func (p *annotate) head(h wire.Head) {
	if h.Document == p.id {
		p.step(state.Head{Head: h.Head})
	}
}

func (p *annotate) pull() {
	if p.net.pulling {
		return
	}
	p.net.pulling = true
	id, after, epoch := p.id, p.m.Client().Head(), p.m.Epoch()
	p.ctx.Async(func() {
		log, err := api.Log(p.life, id, after, epoch)
		p.ctx.Dispatch(func(app.Context) {
			p.net.pulling = false
			if err == nil && p.id == id {
				p.step(state.Pulled{Log: log})
			}
		})
	})
}

// problemOf is the server's refusal, or one that says that no answer came.
func problemOf(err error) *wire.Problem {
	if err == nil {
		return nil
	}
	if p := client.ProblemOf(err); p != nil {
		return p
	}
	return &wire.Problem{Code: annotations.Unavailable, Reason: "offline", Detail: err.Error()}
}
