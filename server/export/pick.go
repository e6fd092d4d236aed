package export

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/text"
)

// picker makes of each document what a request chose of it.
type picker struct {
	*Job
	lose func(formats.Loss)
	// people are pseudonyms by name.
	people map[string]string
	roles  map[annotations.Role]bool
	labels map[string]bool
}

func (j *Job) picker(people []string, lose func(formats.Loss)) *picker {
	p := &picker{Job: j, lose: lose, people: map[string]string{}, roles: map[annotations.Role]bool{}, labels: map[string]bool{}}
	for i, name := range people {
		p.people[name] = "A" + strconv.Itoa(i+1)
	}
	chosen := j.request.Roles
	if chosen == nil && j.format.Lossless {
		chosen = annotations.Roles
	} else if chosen == nil {
		chosen = articleRoles()
	}
	for _, r := range chosen {
		p.roles[r] = true
	}
	for _, l := range j.request.Labels {
		p.labels[l] = true
	}
	return p
}

// pick gives the item to write; nil for one that is left out.
func (p *picker) pick(e Entry) *formats.Item {
	it := *e.Item
	it.Split = p.request.Split.Of(e.Group)
	if !p.choose(&it) && !p.format.Lossless {
		p.lose(formats.Loss{Document: it.Document.ID, Owner: p.alias(p.owner), Reason: formats.NoSet})
		return nil
	}
	out := p.leftOut(it.Document.Blocks)
	for i := range it.Sets {
		s := &it.Sets[i]
		s.Owner = annotations.Owner(p.alias(s.Owner))
		p.reduce(it.Document, s, out)
	}
	if p.request.Cut && len(out) > 0 && !p.cut(&it, out) {
		p.lose(formats.Loss{Document: it.Document.ID, Reason: formats.EmptyText})
		return nil
	}
	return &it
}

// choose leaves the chosen sets. It reports false where a person, gold or a
// state was chosen and there is nothing of it: nobody has looked at the document,
// and a model must not learn that there is nothing to find.
func (p *picker) choose(it *formats.Item) bool {
	chosen := p.owner != "" || p.request.States != nil
	var sets []formats.Set
	found := false
	for _, s := range it.Sets {
		if p.owner != "" && s.Owner != p.owner {
			continue
		}
		full := len(s.Spans) > 0 || len(s.Links) > 0
		if p.request.States != nil && !slices.Contains(p.request.States, s.State) {
			if full || s.State != annotations.Open {
				p.lose(formats.Loss{Document: it.Document.ID, Owner: p.alias(s.Owner), Reason: formats.StateNotChosen})
			}
			continue
		}
		found = found || full || s.State != annotations.Open
		sets = append(sets, s)
	}
	it.Sets = sets // a copy: the source's own list stays as it is
	return found || !chosen
}

// alias is an owner as the file names her.
func (p *picker) alias(o annotations.Owner) string {
	if name, person := o.User(); person && p.request.Names == "pseudonyms" {
		if p.people[name] == "" {
			p.people[name] = "A" + strconv.Itoa(len(p.people)+1)
		}
		return string(annotations.UserOwner(p.people[name]))
	}
	return string(o)
}

// leftOut lists the blocks whose roles were not chosen.
func (p *picker) leftOut(blocks []annotations.Block) (out []annotations.Block) {
	for _, b := range blocks {
		if !p.roles[b.Role] {
			out = append(out, b)
		}
	}
	return out
}

// reduce takes out of a set what was not chosen, and says so.
func (p *picker) reduce(d *annotations.Document, s *formats.Set, out []annotations.Block) {
	if len(out) == 0 && p.request.Labels == nil {
		return
	}
	gone := map[string]bool{}
	var spans []*annotations.Span
	for _, sp := range s.Spans {
		why := formats.Reason("")
		if p.request.Labels != nil && !p.labels[sp.Label] {
			why = formats.LabelNotChosen
		} else if touches(sp, out) {
			why = formats.LeftOutBlock
		}
		if why == "" {
			spans = append(spans, sp)
			continue
		}
		gone[sp.ID] = true
		p.lose(formats.Loss{Document: d.ID, Owner: string(s.Owner), Target: sp.ID, Reason: why})
	}
	var links []*annotations.Link
	for _, l := range s.Links {
		if p.request.Labels != nil && !p.labels[l.Type] && !p.someLabel(l, gone) {
			p.lose(formats.Loss{Document: d.ID, Owner: string(s.Owner), Target: l.ID, Reason: formats.LabelNotChosen})
			continue
		}
		if kept := p.reduceLink(d, s.Owner, l, gone); kept != nil {
			links = append(links, kept)
		}
	}
	s.Spans, s.Links = spans, links
}

// someLabel reports whether a link goes with its spans: no type of link was
// chosen, and all of its spans are.
func (p *picker) someLabel(l *annotations.Link, gone map[string]bool) bool {
	for name := range p.labels {
		if p.schema.Link(name) != nil {
			return false
		}
	}
	for _, ids := range l.Roles {
		for _, id := range ids {
			if gone[id] {
				return false
			}
		}
	}
	return true
}

func (p *picker) reduceLink(d *annotations.Document, owner annotations.Owner, l *annotations.Link, gone map[string]bool) *annotations.Link {
	n, lost := 0, []string(nil)
	kept := *l
	kept.Roles = map[string][]string{}
	for _, role := range slices.Sorted(maps.Keys(l.Roles)) {
		for _, id := range l.Roles[role] {
			if gone[id] {
				lost = append(lost, id)
				continue
			}
			n++
			kept.Roles[role] = append(kept.Roles[role], id)
		}
	}
	switch {
	case len(lost) == 0:
		return l
	case n < 2:
		p.lose(formats.Loss{Document: d.ID, Owner: string(owner), Target: l.ID, Reason: formats.EndpointMissing})
		return nil
	}
	p.lose(formats.Loss{Document: d.ID, Owner: string(owner), Target: l.ID, Reason: formats.LinkReduced, Written: "without " + strings.Join(lost, ", ")})
	return &kept
}

// touches reports whether a span has ground in one of the blocks.
func touches(sp *annotations.Span, blocks []annotations.Block) bool {
	for _, f := range sp.Fragments {
		for _, b := range blocks {
			if f.Start < b.End && b.Start < f.End {
				return true
			}
		}
	}
	return false
}

// cut takes blocks out of an item's text and moves its spans, none of which
// touches them. It reports whether there is text left.
func (p *picker) cut(it *formats.Item, out []annotations.Block) bool {
	d := *it.Document
	var content strings.Builder
	d.Blocks = nil
	at := text.Rune(0)
	for _, b := range it.Document.Blocks {
		if !p.roles[b.Role] {
			continue
		}
		content.WriteString(it.Document.Text.Slice(b.Start, b.End))
		d.Blocks = append(d.Blocks, annotations.Block{Role: b.Role, Start: at, End: at + b.End - b.Start})
		at += b.End - b.Start
	}
	d.Text = text.New(content.String())
	d.SHA256 = d.Text.SHA256()
	it.Document = &d
	moved := func(f annotations.Fragment) annotations.Fragment {
		by := text.Rune(0)
		for _, b := range out {
			if b.End <= f.Start {
				by += b.End - b.Start
			}
		}
		return annotations.Fragment{Start: f.Start - by, End: f.End - by}
	}
	for i := range it.Sets {
		it.Sets[i].Spans = slices.Clone(it.Sets[i].Spans)
		for k, sp := range it.Sets[i].Spans {
			c := *sp
			c.Fragments = make([]annotations.Fragment, len(sp.Fragments))
			for n, f := range sp.Fragments {
				c.Fragments[n] = moved(f)
			}
			it.Sets[i].Spans[k] = &c
		}
	}
	return at > 0
}
