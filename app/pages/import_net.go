package pages

import (
	"context"
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/state"
)

// watchPause is how often a running import is asked how far it is.
const watchPause = 700 * time.Millisecond

// report is the part of an import's report that is shown.
type report struct {
	only     wire.OutcomesOnly
	outcomes []wire.ImportOutcome
	next     string
	loading  bool
	loaded   bool
}

// load brings the project, the import of the address, and the earlier ones.
func (p *importPage) load(ctx app.Context) {
	name, id := p.name, p.id
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		project, err := api.Project(ctx, name)
		if err != nil {
			return nil, err
		}
		past, err := api.Imports(ctx, name)
		if err != nil {
			return nil, err
		}
		var run *wire.Import
		if id != "" {
			if run, err = api.ImportRun(ctx, name, id); err != nil {
				return nil, err
			}
		}
		return func(app.Context) {
			if p.name != name {
				return
			}
			p.project, p.past, p.loaded = project, past, true
			if run != nil && p.id == id {
				p.found(run)
			}
			files := handed
			handed = nil
			p.take(files)
		}, nil
	})
}

// found takes over an import that the server knows.
func (p *importPage) found(run *wire.Import) {
	if run.State == wire.Collecting {
		if len(p.files.Rows) > 0 { // it is this page's own
			return
		}
		p.run, p.files, p.language = nil, state.RestoreFiles(run), run.Choice.Language
		p.base, p.urls = run.Choice, ""
		for _, u := range run.Choice.URLs {
			p.urls += u + "\n"
		}
		p.serial++
		p.look()
		return
	}
	p.watched(run)
}

// take adds files and begins to send them.
func (p *importPage) take(files []browser.File) {
	if len(files) == 0 {
		return
	}
	if p.run != nil { // what was started takes nothing more: this is another import
		handed = files
		p.ctx.Navigate(importHref(p.name, ""))
		return
	}
	for _, f := range files {
		p.files.Add(f.Name, f.Size)
		p.sources[f.Name] = f
	}
	p.problem, p.wrong = "", -1
	p.serial++
	p.pump()
}

// begin makes the import that collects the files, and then goes on.
func (p *importPage) begin(then func()) {
	if p.making {
		return
	}
	p.making = true
	name, choice := p.name, wire.ImportChoice{}
	p.ctx.Async(func() {
		made, err := api.NewImport(p.life, name, choice)
		p.ctx.Dispatch(func(ctx app.Context) {
			p.making = false
			switch {
			case p.name != name || p.life.Err() != nil:
			case err != nil:
				p.starting, p.problem = false, p.sentence(err)
				p.failAll(err)
			default:
				p.id = made.ID
				u := *ctx.Page().URL()
				u.RawQuery = "run=" + made.ID
				ctx.Page().ReplaceURL(&u)
				then()
			}
		})
	})
}

// failAll marks what waits as not arrived, so that it can be sent again.
func (p *importPage) failAll(err error) {
	for {
		next, ok := p.files.Next()
		if !ok {
			break
		}
		p.files.Came(next, err)
	}
	p.serial++
}

// pump sends one file after the other, and looks at them when all are there.
func (p *importPage) pump() {
	if p.files.Under() == 0 {
		return
	}
	if p.id == "" {
		p.begin(p.pump)
		return
	}
	next, ok := p.files.Next()
	if !ok {
		return
	}
	p.serial++
	source, project, id := p.sources[next], p.name, p.id
	p.ctx.Async(func() {
		err := api.SendFile(p.life, project, id, next, source, func(bytes int) {
			p.ctx.Dispatch(func(app.Context) {
				p.files.Gone(next, bytes)
				p.serial++
			})
		})
		p.ctx.Dispatch(func(app.Context) {
			if p.id != id || p.life.Err() != nil {
				return
			}
			p.files.Came(next, err)
			p.serial++
			if p.pump(); p.files.Under() == 0 {
				p.look()
				p.save(p.ctx)
			}
		})
	})
}

// look asks what the files are.
func (p *importPage) look() {
	project, id := p.name, p.id
	if id == "" || len(p.files.Rows) == 0 {
		return
	}
	p.looking++
	p.ctx.Async(func() {
		look, err := api.LookImport(p.life, project, id)
		p.ctx.Dispatch(func(app.Context) {
			p.looking--
			if err == nil && p.id == id { // without it the import is as good; the picker is missing
				p.files.Looked(look)
				p.serial++
			}
		})
	})
}

// savePause is how long choices must rest before the server is told.
const savePause = 600 * time.Millisecond

// save keeps the choices with the import, so that a reload finds them.
func (p *importPage) save(ctx app.Context) {
	p.saves++
	serial := p.saves
	ctx.After(savePause, func(app.Context) {
		if serial != p.saves || p.id == "" || p.starting || p.run != nil {
			return
		}
		project, id, choice := p.name, p.id, p.choice()
		p.ctx.Async(func() {
			_, _ = api.UpdateImport(p.life, project, id, wire.ImportUpdate{State: wire.Collecting, Choice: &choice}) // the start sends them again
		})
	})
}

func (p *importPage) onStart(_ app.Context, e app.Event) {
	e.PreventDefault()
	if !p.ready() {
		return
	}
	if n, missing := p.files.WithoutText(); missing {
		p.wrong = n
		p.ctx.Defer(func(app.Context) { browser.Focus(".import-columns select") })
		return
	}
	p.starting, p.problem = true, ""
	if p.id == "" { // addresses alone
		p.begin(p.start)
		return
	}
	p.start()
}

func (p *importPage) start() {
	project, id, choice := p.name, p.id, p.choice()
	p.ctx.Async(func() {
		run, err := api.UpdateImport(p.life, project, id, wire.ImportUpdate{State: wire.Running, Choice: &choice})
		p.ctx.Dispatch(func(ctx app.Context) {
			p.starting = false
			switch {
			case p.id != id:
			case moved(err): // in another window
				p.load(ctx)
			case err != nil:
				p.problem = p.sentence(err)
			default:
				p.watched(run)
			}
		})
	})
}

// onCancel cancels a running import, or gives up one that has not started.
func (p *importPage) onCancel(app.Context, app.Event) {
	project, id := p.name, p.id
	p.ctx.Async(func() {
		run, err := api.UpdateImport(p.life, project, id, wire.ImportUpdate{State: wire.Cancelled})
		p.ctx.Dispatch(func(ctx app.Context) {
			switch {
			case p.id != id:
			case err != nil && p.run != nil:
				p.stale = p.sentence(err)
			case err != nil:
				p.problem = p.sentence(err)
			case p.run == nil:
				ctx.Navigate(importHref(project, ""))
			default:
				p.watched(run)
			}
		})
	})
}

// watched shows a run, and asks again while it is running.
func (p *importPage) watched(run *wire.Import) {
	p.run, p.stale = run, ""
	if run.State != wire.Running {
		if !p.report.loaded && !p.report.loading {
			p.outcomes()
		}
		return
	}
	p.askAgain(run.ID)
}

func (p *importPage) askAgain(id string) {
	p.ctx.After(watchPause, func(app.Context) {
		if p.id != id || p.run == nil || p.run.State != wire.Running || p.life.Err() != nil {
			return
		}
		project := p.name
		p.ctx.Async(func() {
			run, err := api.ImportRun(p.life, project, id)
			p.ctx.Dispatch(func(app.Context) {
				switch {
				case p.id != id || p.run == nil || p.run.State != wire.Running:
				case err != nil: // the import goes on; so does the asking
					p.stale = p.sentence(err)
					p.askAgain(id)
				default:
					p.watched(run)
				}
			})
		})
	})
}

// outcomes brings the next page of the report.
func (p *importPage) outcomes() {
	p.report.loading = true
	project, id, only, after := p.name, p.id, p.report.only, p.report.next
	p.ctx.Async(func() {
		page, err := api.ImportOutcomes(p.life, project, id, only, after)
		p.ctx.Dispatch(func(app.Context) {
			if p.id != id || p.report.only != only || p.report.next != after {
				return
			}
			p.report.loading = false
			if err != nil {
				p.stale = p.sentence(err)
				return
			}
			p.stale, p.report.loaded = "", true
			p.report.outcomes = append(slices.Clip(p.report.outcomes), page.Outcomes...)
			p.report.next = page.Next
		})
	})
}

func (p *importPage) onMore(app.Context, app.Event) { p.outcomes() }

// dropLeads has files that are dropped on a page of a project lead to the import.
func dropLeads(ctx app.Context, project func() string, over func(bool)) (stop func()) {
	return browser.Drops(func(is bool) {
		ctx.Dispatch(func(app.Context) { over(is) })
	}, func(files []browser.File) {
		ctx.Dispatch(func(ctx app.Context) {
			if len(files) > 0 {
				handed = files
				ctx.Navigate(importHref(project(), ""))
			}
		})
	})
}
