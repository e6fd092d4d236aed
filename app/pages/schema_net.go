package pages

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/browser"
	"galley/app/client"
	"galley/app/components"
	"galley/app/draft"
	"galley/app/locale"
)

// schemaNet is the part of the schema's page that talks to the server: saving,
// and what happens when somebody else saved meanwhile.
type schemaNet struct {
	page *schema

	saving  bool
	problem string // why the last save did not succeed
	// conflict is what would become of the draft on a newer version; nil for none.
	conflict *wire.SchemaCheck
	theirs   *annotations.Schema

	listens    string
	stopEvents func()
}

// begin starts to edit a schema, with the draft that this device kept.
func (n *schemaNet) begin(ctx app.Context, s *annotations.Schema) {
	p := n.page
	p.d, n.conflict = draft.New(s, p.used), nil
	p.dress()
	n.listenTo(p.name)
	mine, version, ok := draft.Kept(browser.Setting(p.setting()))
	if !ok {
		return
	}
	p.d.AdoptOn(mine, version)
	if !p.d.Dirty() {
		p.d = draft.New(s, p.used)
		p.keep()
		return
	}
	p.say(locale.NoticeSchemaDraft, false)
	if version != s.Version {
		n.clash(ctx)
	}
}

// listenTo hears of new versions of a project's schema; "" ends it.
func (n *schemaNet) listenTo(project string) {
	if n.listens == project {
		return
	}
	if n.stopEvents != nil {
		n.stopEvents()
		n.stopEvents = nil
	}
	if n.listens = project; project == "" {
		return
	}
	p := n.page
	n.stopEvents = api.Events(project, func(h wire.Head) {
		if h.Schema == 0 {
			return
		}
		p.ctx.Dispatch(func(ctx app.Context) {
			if p.d != nil && !n.saving && h.Schema > p.d.Version() {
				n.clash(ctx)
			}
		})
	}, func(bool) {})
}

// save sends the draft as the next version.
func (n *schemaNet) save(ctx app.Context) {
	p := n.page
	n.saving, n.problem = true, ""
	sent := p.d.Schema()
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		saved, err := api.PutSchema(ctx, p.name, sent)
		if annotations.CodeOf(err) == annotations.Unauthenticated {
			return nil, err
		}
		return func(ctx app.Context) {
			n.saving = false
			if err != nil {
				n.refused(ctx, err)
				return
			}
			p.d.Stored(saved, nil)
			p.d.Saved(saved.Version)
			p.keep()
			p.say(locale.NoticeSchemaSaved, false)
		}, nil
	})
}

func (n *schemaNet) refused(ctx app.Context, err error) {
	p := n.page
	why := client.ProblemOf(err)
	switch {
	case why != nil && why.Reason == "schema_changed":
		n.clash(ctx)
	case why != nil && why.Reason == "schema_in_use": // used since the page was opened
		var parts string
		for _, c := range draft.Places(slices.Sorted(maps.Keys(why.Used)), p.d.Edited(), p.d.Edited(), nil, string(p.lang)) {
			parts = c.Part
		}
		n.problem = p.lang.Reason(why.Reason, parts)
		n.recount(ctx)
	default:
		n.problem = p.sentence(err)
	}
}

// recount reads anew how much of the schema is used.
func (n *schemaNet) recount(ctx app.Context) {
	p := n.page
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		used, err := api.Usage(ctx, p.name)
		return func(app.Context) {
			p.used = used
			p.d.Count(used)
		}, err
	})
}

// clash looks at the version that somebody else saved: without edits of one's own
// it is shown, with them one is asked.
func (n *schemaNet) clash(ctx app.Context) {
	p := n.page
	mine, err := json.Marshal(p.d.Edited())
	if err != nil {
		return // a schema always encodes
	}
	base := p.d.Base()
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		theirs, err := api.Schema(ctx, p.name)
		if err != nil {
			return nil, err
		}
		used, err := api.Usage(ctx, p.name)
		if err != nil {
			return nil, err
		}
		found, err := api.CheckSchema(ctx, p.name, base, mine)
		return func(app.Context) {
			untouched := !p.d.Dirty()
			p.used = used
			p.d.Stored(theirs, used)
			if untouched {
				p.d = draft.New(theirs, used)
				n.conflict = nil
				p.say(locale.NoticeSchemaNewer, false)
				return
			}
			n.conflict, n.theirs = found, theirs
		}, err
	})
}

// conflictBox says that there is a newer version, what others and what one
// oneself changed, and lets one choose.
func (n *schemaNet) conflictBox() app.UI {
	c, p := n.conflict, n.page
	return components.El("div", components.At{"role", "status"}, app.If(c != nil, func() app.UI {
		l := p.lang
		list := func(word locale.Key, changes []draft.Change) app.UI {
			return components.Box("div", components.Txt("h3", l.T(word)), &components.SchemaChanges{Lang: l, Changes: changes})
		}
		lang := string(l)
		return components.Box("section.callout.schema-conflict",
			components.Txt("h2", l.T(locale.SchemaConflictTitle, n.theirs.Version)),
			components.Txt("p", l.T(locale.SchemaConflictText)),
			list(locale.SchemaConflictTheirs, draft.Describe(c.Theirs, p.d.Edited(), n.theirs, nil, lang)),
			list(locale.SchemaConflictMine, draft.Describe(c.Changes, n.theirs, &c.Schema, nil, lang)),
			app.If(len(c.Clashes) > 0, func() app.UI {
				return list(locale.SchemaConflictClash, draft.Places(c.Clashes, n.theirs, &c.Schema, nil, lang))
			}),
			components.Box("div.actions",
				components.Txt("button.button.primary", l.T(locale.SchemaConflictMerge), "type", "button").OnClick(n.onMerge),
				components.Txt("button.button", l.T(locale.SchemaConflictReload), "type", "button").OnClick(n.onTheirs),
			),
		)
	}))
}

// undo takes back the last act. What was made from an older version has to be
// merged again.
func (n *schemaNet) undo(ctx app.Context) {
	p := n.page
	p.d.Undo()
	n.conflict = nil
	if p.d.Dirty() && p.d.Base() != p.d.Version() {
		n.clash(ctx)
	}
	p.edited(ctx)
}

// onMerge takes both, with what was typed since the box appeared.
func (n *schemaNet) onMerge(ctx app.Context, _ app.Event) {
	p := n.page
	mine, _ := json.Marshal(p.d.Edited()) // a schema always encodes
	p.fetch(ctx, func(ctx context.Context) (func(app.Context), error) {
		found, err := api.CheckSchema(ctx, p.name, p.d.Base(), mine)
		return func(ctx app.Context) {
			switch {
			case found.Schema.Version != n.theirs.Version+1: // saved once more
				n.clash(ctx)
				return
			case len(found.Problems) > 0 && len(found.Changes) == 0: // the draft itself does not hold
				n.problem = p.lang.T(locale.SchemaBlocked, len(found.Problems))
				return
			}
			p.d.AdoptOn(&found.Schema, n.theirs.Version)
			n.conflict = nil
			p.say(locale.NoticeSchemaMerged, false)
			p.edited(ctx)
		}, err
	})
}

func (n *schemaNet) onTheirs(ctx app.Context, _ app.Event) {
	n.page.d.Discard()
	n.conflict = nil
	n.page.edited(ctx)
}
