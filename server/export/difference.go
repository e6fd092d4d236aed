package export

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/wire"
)

// Difference tells how release to differs from release from, with the changes
// from after on, limit of them at most. Documents that are the same in both are
// not read. Returns NotFound (unknown_release).
func (s *Service) Difference(ctx context.Context, project, from, to string, after, limit int) (wire.ReleaseDifference, error) {
	d := &comparing{after: after, limit: limit, ReleaseDifference: wire.ReleaseDifference{From: from, To: to,
		Labels: map[string]wire.FromTo{}, Relabelled: map[string]map[string]int{}, Changes: []wire.ReleaseChange{}}}
	differ, err := s.differing(ctx, project, from, to, d.Labels)
	if err != nil {
		return d.ReleaseDifference, err
	}
	a, err := s.side(ctx, project, from, differ)
	if err != nil {
		return d.ReleaseDifference, err
	}
	defer a.stop()
	b, err := s.side(ctx, project, to, differ)
	if err != nil {
		return d.ReleaseDifference, err
	}
	defer b.stop()
	for a.more || b.more {
		if err := d.step(a, b); err != nil {
			return d.ReleaseDifference, fmt.Errorf("compare releases %s and %s: %w", from, to, err)
		}
	}
	if after+len(d.Changes) < d.n {
		d.Next = after + len(d.Changes)
	}
	return d.ReleaseDifference, nil
}

// differing names the documents, by their ids in files, that need not be the same
// in both releases, and counts the labels of both.
func (s *Service) differing(ctx context.Context, project, from, to string, labels map[string]wire.FromTo) (map[string]bool, error) {
	a, err := s.source.Release(ctx, project, from)
	if err != nil {
		return nil, err
	}
	b, err := s.source.Release(ctx, project, to)
	if err != nil {
		return nil, err
	}
	for label, parts := range a.Counts.Labels {
		labels[label] = wire.FromTo{From: total(parts)}
	}
	for label, parts := range b.Counts.Labels {
		labels[label] = wire.FromTo{From: labels[label].From, To: total(parts)}
	}
	same := maps.Equal(chosenOf(a), chosenOf(b))
	differ := map[string]bool{}
	nextA, stopA := iter.Pull2(s.source.Places(ctx, Selection{Project: project, Release: from}))
	defer stopA()
	nextB, stopB := iter.Pull2(s.source.Places(ctx, Selection{Project: project, Release: to}))
	defer stopB()
	x, errA, moreA := nextA()
	y, errB, moreB := nextB()
	for (moreA || moreB) && errA == nil && errB == nil {
		switch {
		case !moreB || moreA && x.FileID < y.FileID:
			differ[x.FileID] = true
			x, errA, moreA = nextA()
		case !moreA || y.FileID < x.FileID:
			differ[y.FileID] = true
			y, errB, moreB = nextB()
		default:
			if !same || x.Head != y.Head || x.States != y.States {
				differ[x.FileID] = true
			}
			x, errA, moreA = nextA()
			y, errB, moreB = nextB()
		}
	}
	return differ, errors.Join(errA, errB)
}

// chosenOf is what of a choice changes what is seen of a document.
func chosenOf(r wire.Release) map[string]string {
	c := map[string]string{}
	for _, name := range []string{"set", "states", "labels", "roles", "people"} {
		c[name] = r.Choice[name]
	}
	return c
}

func total(parts map[string]int) (n int) {
	for _, k := range parts {
		n += k
	}
	return n
}

// side is one release while two are compared.
type side struct {
	item   Entry
	picked *formats.Item
	more   bool
	next   func() (Entry, error, bool)
	stop   func()
	picker *picker
}

func (s *Service) side(ctx context.Context, project, name string, only map[string]bool) (*side, error) {
	job, err := s.Plan(ctx, Request{Project: project, Release: name})
	if err != nil {
		return nil, err
	}
	people, err := s.source.People(ctx)
	if err != nil {
		return nil, err
	}
	x := &side{picker: job.picker(people, func(formats.Loss) {})}
	q := job.selection()
	q.Keep = func(p Place) bool { return only[p.FileID] }
	x.next, x.stop = iter.Pull2(s.source.Items(ctx, q))
	if err := x.advance(); err != nil {
		x.stop()
		return nil, err
	}
	return x, nil
}

func (x *side) advance() (err error) {
	x.item, err, x.more = x.next()
	if x.more && err == nil {
		x.picked = x.picker.pick(x.item)
	}
	return err
}

type comparing struct {
	wire.ReleaseDifference
	n, after, limit int
}

// step compares the next document of the two.
func (c *comparing) step(a, b *side) error {
	switch {
	case !b.more || a.more && a.item.FileID < b.item.FileID:
		c.whole("removed", &c.Documents.Removed, a)
		c.sets(a.item, a.picked, nil)
		return a.advance()
	case !a.more || b.item.FileID < a.item.FileID:
		c.whole("added", &c.Documents.Added, b)
		c.sets(b.item, nil, b.picked)
		return b.advance()
	}
	before := c.n
	c.sets(b.item, a.picked, b.picked)
	if c.n > before || !slices.Equal(a.picked.Document.Blocks, b.picked.Document.Blocks) || !maps.Equal(statesOf(a.picked), statesOf(b.picked)) {
		c.Documents.Changed++
	}
	if err := a.advance(); err != nil {
		return err
	}
	return b.advance()
}

func (c *comparing) whole(kind string, count *int, x *side) {
	*count++
	c.tell(x.item, wire.ReleaseChange{Kind: kind, What: "document"})
}

func (c *comparing) tell(e Entry, change wire.ReleaseChange) {
	if c.n++; c.n > c.after && len(c.Changes) < c.limit {
		change.Document, change.Title = e.ID, e.Document.Title()
		c.Changes = append(c.Changes, change)
	}
}

// statesOf are the states of an item's sets.
func statesOf(it *formats.Item) map[annotations.Owner]annotations.State {
	all := map[annotations.Owner]annotations.State{}
	for _, s := range it.Sets {
		all[s.Owner] = s.State
	}
	return all
}

// mark is a span or a link in a comparison.
type mark struct {
	owner annotations.Owner
	span  *annotations.Span
	link  *annotations.Link
}

func (p mark) label() string {
	if p.span != nil {
		return p.span.Label
	}
	return p.link.Type
}

func (p mark) change(kind string) wire.ReleaseChange {
	c := wire.ReleaseChange{Kind: kind, What: "link", Owner: string(p.owner)}
	if p.span != nil {
		c.What, c.Target, c.Quote = "span", p.span.ID, short(p.span.Quotation())
	} else {
		c.Target = p.link.ID
	}
	return c
}

// pieces are an item's spans and links by id; none of nil.
func pieces(it *formats.Item) map[string]mark {
	all := map[string]mark{}
	if it == nil {
		return all
	}
	for _, s := range it.Sets {
		for _, sp := range s.Spans {
			all[sp.ID] = mark{s.Owner, sp, nil}
		}
		for _, l := range s.Links {
			all[l.ID] = mark{s.Owner, nil, l}
		}
	}
	return all
}

// sets compares what is on a document; nil is a document that is not there.
func (c *comparing) sets(e Entry, before, after *formats.Item) {
	was, is := pieces(before), pieces(after)
	ids := slices.Sorted(maps.Keys(was))
	for _, id := range slices.Sorted(maps.Keys(is)) {
		if _, ok := was[id]; !ok {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		x, there := was[id]
		y, here := is[id]
		switch {
		case !here:
			c.count(x).Removed++
			change := x.change("removed")
			change.From = x.label()
			c.tell(e, change)
		case !there:
			c.count(y).Added++
			change := y.change("added")
			change.To = y.label()
			c.tell(e, change)
		case !reflect.DeepEqual(x, y):
			c.count(y).Changed++
			change := y.change("changed")
			change.From, change.To = x.label(), y.label()
			if change.From != change.To {
				if c.Relabelled[change.From] == nil {
					c.Relabelled[change.From] = map[string]int{}
				}
				c.Relabelled[change.From][change.To]++
			}
			c.tell(e, change)
		}
	}
}

func (c *comparing) count(p mark) *wire.Changes {
	if p.span != nil {
		return &c.Spans
	}
	return &c.Links
}
