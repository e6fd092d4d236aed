package annotations

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"galley/annotations/text"
)

// Owner says whose a set is: "gold", "user:NAME" or "suggester:NAME".
type Owner string

// Gold is the set that reviewers agreed on.
const Gold Owner = "gold"

// UserOwner is the owner of a person's sets.
func UserOwner(name string) Owner { return Owner("user:" + name) }

// ParseOwner reads an owner. Returns Invalid when it is none of the three forms.
func ParseOwner(s string) (Owner, error) {
	if s == string(Gold) {
		return Gold, nil
	}
	kind, name, _ := strings.Cut(s, ":")
	if (kind == "user" || kind == "suggester") && ValidName(name) {
		return Owner(s), nil
	}
	return "", Errorf(Invalid, "bad_owner", "owner", "%q is none of gold, user:NAME, suggester:NAME", s)
}

// User is the person's name, and whether the owner is a person.
func (o Owner) User() (string, bool) { return strings.CutPrefix(string(o), "user:") }

// State says how far a set has come.
type State string

// The states.
const (
	Open      State = "open"
	Submitted State = "submitted"
	Returned  State = "returned"
	Accepted  State = "accepted"
)

// Valid reports whether s is one of the four states.
func (s State) Valid() bool {
	return s == Open || s == Submitted || s == Returned || s == Accepted
}

// bucket is the width of one cell of a Set's position index, in code points.
const bucket = 512

// Set holds all spans and links of one owner on one document, with an index by
// position and by linked span, so that the cost of a change or a look-up grows
// with what lies near it, not with the size of the set. The spans and links in
// it are immutable; the set itself belongs to one goroutine at a time.
type Set struct {
	Owner Owner
	State State

	spans   map[string]*Span
	links   map[string]*Link
	buckets map[int]map[string]*Span
	byspan  map[string]map[string]*Link
}

// NewSet is an empty, open set.
func NewSet(owner Owner) *Set {
	return &Set{
		Owner: owner, State: Open,
		spans: map[string]*Span{}, links: map[string]*Link{},
		buckets: map[int]map[string]*Span{}, byspan: map[string]map[string]*Link{},
	}
}

// Len is the number of spans.
func (s *Set) Len() int { return len(s.spans) }

// Span is the span with this id, or nil.
func (s *Set) Span(id string) *Span { return s.spans[id] }

// Link is the link with this id, or nil.
func (s *Set) Link(id string) *Link { return s.links[id] }

// PutSpan adds a span or replaces the one with its id.
func (s *Set) PutSpan(sp *Span) {
	s.RemoveSpan(sp.ID)
	s.spans[sp.ID] = sp
	for b := range cells(sp) {
		if s.buckets[b] == nil {
			s.buckets[b] = map[string]*Span{}
		}
		s.buckets[b][sp.ID] = sp
	}
}

// RemoveSpan takes a span out; links that name it stay as they are.
func (s *Set) RemoveSpan(id string) {
	if sp := s.spans[id]; sp != nil {
		delete(s.spans, id)
		for b := range cells(sp) {
			delete(s.buckets[b], id)
		}
	}
}

// PutLink adds a link or replaces the one with its id.
func (s *Set) PutLink(l *Link) {
	s.RemoveLink(l.ID)
	s.links[l.ID] = l
	for _, id := range l.Spans() {
		if s.byspan[id] == nil {
			s.byspan[id] = map[string]*Link{}
		}
		s.byspan[id][l.ID] = l
	}
}

// RemoveLink takes a link out.
func (s *Set) RemoveLink(id string) {
	if l := s.links[id]; l != nil {
		delete(s.links, id)
		for _, sp := range l.Spans() {
			delete(s.byspan[sp], id)
		}
	}
}

// All yields all spans and all links in no order, for whoever needs none.
func (s *Set) All() (iter.Seq[*Span], iter.Seq[*Link]) {
	return maps.Values(s.spans), maps.Values(s.links)
}

// Spans lists all spans in reading order, in O(n log n).
func (s *Set) Spans() []*Span {
	all := make([]*Span, 0, len(s.spans))
	for _, sp := range s.spans {
		all = append(all, sp)
	}
	slices.SortFunc(all, Compare)
	return all
}

// Links lists all links by type and id, in O(n log n).
func (s *Set) Links() []*Link {
	all := make([]*Link, 0, len(s.links))
	for _, l := range s.links {
		all = append(all, l)
	}
	slices.SortFunc(all, CompareLinks)
	return all
}

// LinksOf lists the links that a span takes part in, by type and id.
func (s *Set) LinksOf(span string) []*Link {
	all := make([]*Link, 0, len(s.byspan[span]))
	for _, l := range s.byspan[span] {
		all = append(all, l)
	}
	slices.SortFunc(all, CompareLinks)
	return all
}

// Near lists the spans that have a fragment on [start, end), in reading order.
// Its cost grows with the range and what lies on it.
func (s *Set) Near(start, end text.Rune) []*Span {
	var found []*Span
	seen := map[string]bool{}
	for b := int(start) / bucket; b <= int(end-1)/bucket; b++ {
		for id, sp := range s.buckets[b] {
			if !seen[id] && sp.Overlaps(start, end) {
				seen[id] = true
				found = append(found, sp)
			}
		}
	}
	slices.SortFunc(found, Compare)
	return found
}

// cells yields the buckets that a span's fragments lie in.
func cells(sp *Span) map[int]struct{} {
	in := map[int]struct{}{}
	for _, f := range sp.Fragments {
		for b := int(f.Start) / bucket; b <= int(f.End-1)/bucket; b++ {
			in[b] = struct{}{}
		}
	}
	return in
}
