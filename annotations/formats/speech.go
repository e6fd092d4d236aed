package formats

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// speechRoles are the roles of reported speech by the names that schemas give
// them, as labels of spans and as roles of links.
var speechRoles = map[string]string{
	"quote": "quote", "content": "quote", "message": "quote",
	"speaker": "speaker", "source": "speaker",
	"cue": "cue", "particle": "particle", "addressee": "addressee", "frame": "frame",
	"medium": "medium", "topic": "topic", "evidence": "evidence",
}

// act is one act of speech: an attribution, or a quotation of which nobody has
// said who speaks.
type act struct {
	link  *annotations.Link
	roles map[string][]*annotations.Span
}

// at is where the act begins: with its quotation, else with its first span.
func (a act) at() (at text.Rune) {
	at = -1
	for role, spans := range a.roles {
		for _, sp := range spans {
			if role == "quote" {
				return sp.Start()
			}
			if at < 0 || sp.Start() < at {
				at = sp.Start()
			}
		}
	}
	return at
}

// speech finds the acts of speech in a set, in text order, for a format that
// holds these roles and nothing else, and reports what it does not hold. g are
// the tokens it counts in; said is all that the file says of a span but its role:
// spans of which it says the same are one in it.
func (b *base) speech(d *annotations.Document, s Set, held map[string]bool, g grid, said func(*annotations.Span) string) []act {
	left := b.tokenSpans(d, s, held, g)
	in := map[string]bool{} // spans that are in some act
	var acts []act
	for _, l := range s.Links {
		a, ok := b.speechLink(d, s, l, held, left)
		if !ok {
			continue
		}
		for _, spans := range a.roles {
			for _, sp := range spans {
				in[sp.ID] = true
			}
		}
		if len(l.Attributes) > 0 {
			b.lose(d, s.Owner, l.ID, AttributeUnsupported, "the attribution without them")
		}
		b.tally.Links++
		acts = append(acts, a)
	}
	first := map[string]string{}
	for _, sp := range s.Spans {
		if left[sp.ID] == nil {
			continue
		}
		if !in[sp.ID] && speechRoles[sp.Label] != "quote" {
			b.lose(d, s.Owner, sp.ID, NotLinked, "")
			continue
		}
		b.tally.Spans++
		key := speechRoles[sp.Label] + " " + said(sp)
		if other := first[key]; other != "" {
			b.lose(d, s.Owner, sp.ID, Duplicate, other)
		} else {
			first[key] = sp.ID
		}
		if !in[sp.ID] {
			acts = append(acts, act{roles: map[string][]*annotations.Span{"quote": {sp}}})
		}
	}
	slices.SortStableFunc(acts, func(a, b act) int {
		return cmp.Or(cmp.Compare(a.at(), b.at()), strings.Compare(a.id(), b.id()))
	})
	return acts
}

func (a act) id() string {
	if a.link == nil {
		return ""
	}
	return a.link.ID
}

// tokenSpans are the spans with a label that is held and at least one token.
func (b *base) tokenSpans(d *annotations.Document, s Set, held map[string]bool, g grid) map[string]*annotations.Span {
	left := map[string]*annotations.Span{}
	for _, sp := range s.Spans {
		switch why, written := b.onTokens(d, sp, g); {
		case !held[speechRoles[sp.Label]]:
			b.lose(d, s.Owner, sp.ID, LabelNotAllowed, "")
			continue
		case why == EmptyAfterTrim, why != "" && b.drops():
			b.lose(d, s.Owner, sp.ID, why, "")
			continue
		case why != "":
			b.lose(d, s.Owner, sp.ID, why, written)
		}
		left[sp.ID] = sp
	}
	return left
}

// onTokens says why a span cannot be written in tokens as it is, and the words
// of the tokens it touches.
func (b *base) onTokens(d *annotations.Document, sp *annotations.Span, g grid) (why Reason, written string) {
	var words []string
	for _, f := range sp.Fragments {
		from, to, fits := g.cover(f)
		if from == to {
			return EmptyAfterTrim, ""
		}
		if !fits {
			why = InsideToken
		}
		at := g.ground(from, to)
		words = append(words, d.Text.Slice(at.Start, at.End))
	}
	return why, strings.Join(words, " … ")
}

// speechLink makes an act of a link that holds speech and nothing else.
func (b *base) speechLink(d *annotations.Document, s Set, l *annotations.Link, held map[string]bool, left map[string]*annotations.Span) (act, bool) {
	a := act{link: l, roles: map[string][]*annotations.Span{}}
	missing, merged := false, false
	if !b.ofSpeech(l) {
		b.lose(d, s.Owner, l.ID, LinkUnsupported, "")
		return a, false
	}
	for _, role := range slices.Sorted(maps.Keys(l.Roles)) {
		if len(l.Roles[role]) == 0 {
			continue
		}
		name := speechRoles[role]
		for _, id := range l.Roles[role] {
			sp := left[id]
			switch {
			case sp == nil || !held[name]:
				missing = true
			case speechRoles[sp.Label] != name: // somebody who is named plays the speaker
				b.lose(d, s.Owner, id, LabelNotAllowed, name)
				fallthrough
			default:
				a.roles[name] = append(a.roles[name], sp)
			}
		}
		merged = merged || len(a.roles[name]) > 1
	}
	switch {
	case len(a.roles["quote"]) == 0 && len(a.roles["cue"]) == 0:
		b.lose(d, s.Owner, l.ID, EndpointMissing, "")
		return a, false
	case len(a.roles) == 1 && len(a.roles["cue"]) == 0:
		b.lose(d, s.Owner, l.ID, EndpointMissing, "the quote, which is linked to nothing")
		return a, false
	case (missing || merged) && b.drops():
		b.lose(d, s.Owner, l.ID, EndpointMissing, "")
		return a, false
	case missing:
		b.lose(d, s.Owner, l.ID, EndpointMissing, "the attribution without the spans that are not in the file")
	}
	if merged {
		b.lose(d, s.Owner, l.ID, RoleMerged, "the spans of a role as one of several parts")
		for _, role := range slices.Sorted(maps.Keys(a.roles)) {
			spans := a.roles[role]
			for _, sp := range spans {
				if len(spans) > 1 {
					b.lose(d, s.Owner, sp.ID, RoleMerged, "a part of one span")
				}
			}
		}
	}
	return a, true
}

// ofSpeech reports whether a link's type has roles of speech and no others.
func (b *base) ofSpeech(l *annotations.Link) bool {
	roles := slices.Collect(maps.Keys(l.Roles))
	if b.o.Schema != nil && b.o.Schema.Link(l.Type) != nil {
		for _, r := range b.o.Schema.Link(l.Type).Roles {
			roles = append(roles, r.ID)
		}
	}
	return !slices.ContainsFunc(roles, func(r string) bool { return speechRoles[r] == "" })
}

// fragments are those of all spans of a role, in text order.
func (a act) fragments(roles ...string) []annotations.Fragment {
	var all []annotations.Fragment
	for _, r := range roles {
		for _, sp := range a.roles[r] {
			all = append(all, sp.Fragments...)
		}
	}
	return union(all)
}
