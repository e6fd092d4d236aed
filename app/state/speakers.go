package state

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/occurrences"
	"galley/annotations/ops"
	"galley/annotations/text"
)

// The register of speakers is worked out from what the annotations say; nothing
// of it is stored beside them (see doc.go).

type (
	// AskSpeaker opens the choice of a registered speaker for the selected quote,
	// or for the selected mention.
	AskSpeaker struct{}
	// CloseSpeaker closes the choice.
	CloseSpeaker struct{}
	// PickSpeaker attributes the selected quote to a registered speaker, or adds
	// the selected mention to it. ID is the speaker's.
	PickSpeaker struct{ ID string }
	// SetWikidata gives a registered speaker a Wikidata id; "" takes it away.
	SetWikidata struct{ ID, QID string }
)

func (AskSpeaker) msg()   {}
func (CloseSpeaker) msg() {}
func (PickSpeaker) msg()  {}
func (SetWikidata) msg()  {}

// SpeakersView is the register of an article's speakers.
type SpeakersView struct {
	// Open: one of them is to be chosen, for the quote or the mention.
	Open           bool
	Quote, Mention string
	Speakers       []SpeakerView
}

// SpeakerView is one registered speaker.
type SpeakerView struct {
	// ID is the span that stands for the speaker; Key chooses it.
	ID, Key string
	Name    string
	QID     string
	// Named: a mention is tagged as a name, which can carry a Wikidata id.
	Named bool
	// Mentions are the first ones, and the selected one; More counts the others.
	Mentions []MentionView
	More     int
	// Quotes counts the quotes attributed to any mention.
	Quotes int
	// Current: the selected span is a mention, or its quote is this speaker's.
	Current bool
}

// shownMentions is how many mentions of one speaker the register shows; the list
// of annotations has all of them.
const shownMentions = 30

// MentionView is one mention of a speaker.
type MentionView struct {
	ID, Quotation, Letter string
	Hue                   int
	Selected              bool
}

// speaker is one entry of the register.
type speaker struct {
	head     *annotations.Span
	mentions []*annotations.Span // in reading order
	quotes   map[string]bool
}

// pickKeys choose in the list of speakers, in this order.
const pickKeys = "123456789abcdefghijklmnopqrstuvwxyz"

func (m *Model) speakerMsg(msg Msg) (Effects, bool) {
	switch msg := msg.(type) {
	case AskSpeaker:
		return m.askSpeaker(), true
	case CloseSpeaker:
		m.picking, m.asking = false, false
		return Effects{}, true
	case PickSpeaker:
		m.picking = false
		return m.pickSpeaker(msg.ID), true
	case SetWikidata:
		return m.setWikidata(msg), true
	}
	return Effects{}, false
}

func (m *Model) askSpeaker() Effects {
	quote, mention := m.choosingFor()
	switch {
	case quote == nil && mention == nil:
		return Effects{Notice: m.notice("notice.speaker_select", false)}
	case len(m.speakers()) == 0:
		return Effects{Notice: m.notice("notice.speaker_none", false)}
	}
	m.picking = true
	return Effects{}
}

// choosingFor is what a chosen speaker would be for: the selected mention, or
// the selected or else the last quote.
func (m *Model) choosingFor() (quote, mention *annotations.Span) {
	sp := m.client.Set().Span(m.selected)
	if sp != nil && m.mentionable(sp.Label) {
		return nil, sp
	}
	if sp != nil && m.isHead(sp.Label) {
		return sp, nil
	}
	return m.client.Set().Span(m.LastQuote()), nil
}

// reference is the link type from a mention to what it refers to; nil when the
// schema has none.
func (m *Model) reference() *annotations.LinkType {
	t := m.schema.Link("refers_to")
	if t == nil || t.Role("mention") == nil || t.Role("antecedent") == nil {
		return nil
	}
	return t
}

func (m *Model) mentionable(label string) bool {
	t := m.reference()
	return t != nil && slices.Contains(t.Role("mention").Labels, label) || m.speaks(label)
}

// speaks reports whether a label plays the speaker in attributions.
func (m *Model) speaks(label string) bool {
	t, _ := m.attribution()
	if t == nil {
		return false
	}
	r := t.Role("speaker")
	return r != nil && slices.Contains(r.Labels, label)
}

// speakers is the register, kept until a mention or a link changes.
func (m *Model) speakers() []*speaker {
	if m.register == nil {
		m.register = m.makeRegister()
	}
	return m.register
}

// forget drops the register when a change may concern it.
func (m *Model) forget(before, now seen) {
	named := func(sp *annotations.Span) bool { return sp != nil && m.mentionable(sp.Label) }
	if before.link != now.link || before.span != now.span && (named(before.span) || named(now.span)) {
		m.register = nil
	}
}

func (m *Model) makeRegister() []*speaker {
	same := newGroups()
	words, grounds := map[string]string{}, map[annotations.Fragment]string{}
	var mentions []*annotations.Span
	for _, sp := range m.order {
		if !m.mentionable(sp.Label) {
			continue
		}
		mentions = append(mentions, sp)
		if g := (annotations.Fragment{Start: sp.Start(), End: sp.End()}); grounds[g] == "" {
			grounds[g] = sp.ID
		} else {
			same.join(sp.ID, grounds[g])
		}
		refers := m.antecedent(sp.ID) != ""
		if refers {
			same.join(sp.ID, m.antecedent(sp.ID))
		} else if isName(sp) {
			if key := m.sameWords(sp.Quotation()); words[key] == "" {
				words[key] = sp.ID
			} else {
				same.join(sp.ID, words[key])
			}
		}
	}
	entries := map[string]*speaker{}
	var all []*speaker
	for _, sp := range mentions {
		root := same.of(sp.ID)
		if entries[root] == nil {
			entries[root] = &speaker{quotes: map[string]bool{}}
			all = append(all, entries[root])
		}
		e := entries[root]
		e.mentions = append(e.mentions, sp)
		for _, quote := range m.quotesOf(sp.ID) {
			e.quotes[quote] = true
		}
	}
	all = slices.DeleteFunc(all, func(e *speaker) bool {
		return !slices.ContainsFunc(e.mentions, func(sp *annotations.Span) bool { return m.speaks(sp.Label) })
	})
	for _, e := range all {
		e.head = m.headOf(e.mentions)
	}
	if all == nil {
		all = []*speaker{}
	}
	return all
}

// headOf is the mention that stands for a speaker: one that refers to nothing
// further, a name before a description, the earliest of them.
func (m *Model) headOf(mentions []*annotations.Span) *annotations.Span {
	return slices.MinFunc(mentions, func(a, b *annotations.Span) int {
		rank := func(sp *annotations.Span) int {
			n := 0
			if m.antecedent(sp.ID) != "" {
				n += 2
			}
			if !isName(sp) {
				n++
			}
			return n
		}
		return cmp.Or(cmp.Compare(rank(a), rank(b)), annotations.Compare(a, b))
	})
}

// antecedent is the span that a mention refers to, "" for none.
func (m *Model) antecedent(span string) string {
	for _, l := range m.client.Set().LinksOf(span) {
		if l.Type == "refers_to" && slices.Contains(l.Roles["mention"], span) && len(l.Roles["antecedent"]) > 0 {
			if id := l.Roles["antecedent"][0]; m.client.Set().Span(id) != nil {
				return id
			}
		}
	}
	return ""
}

// quotesOf lists the quotes that are attributed to a span as their speaker.
func (m *Model) quotesOf(span string) []string {
	t, head := m.attribution()
	var quotes []string
	for _, l := range m.client.Set().LinksOf(span) {
		if t != nil && l.Type == t.ID && slices.Contains(l.Roles["speaker"], span) {
			quotes = append(quotes, l.Roles[head]...)
		}
	}
	return quotes
}

func (m *Model) sameWords(quotation string) string {
	if key, ok := m.sameWordsOf[quotation]; ok {
		return key
	}
	if m.sameWordsOf == nil {
		m.sameWordsOf = map[string]string{}
	}
	key := occurrences.New(quotation, occurrences.Options{}).Folded()
	m.sameWordsOf[quotation] = key
	return key
}

// noNames begin mentions that are no names, though a sentence's start writes
// them with a capital.
var noNames = map[string]bool{}

func init() {
	for w := range strings.FieldsSeq("er sie es ihm ihr ihn ihnen dieser diese dieses jener jene man wir ich du der die das den dem des ein eine einer eines " +
		"sein seine seiner ihre ihrer mehrere viele einige beide he she it they him her them we i you the a an this that these those his their some many both") {
		noNames[w] = true
	}
}

// isName reports whether a mention is a name: its attribute says so, or else it
// begins with a capital and with no article or pronoun.
func isName(sp *annotations.Span) bool {
	for _, id := range []string{"reference", "mention"} {
		if s, ok := sp.Attributes[id].Str(); ok && s != "" {
			return s == "named" || s == "name"
		}
	}
	q := sp.Quotation()
	first, _, _ := strings.Cut(q, " ")
	r, _ := utf8.DecodeRuneInString(q)
	return unicode.IsUpper(r) && !noNames[strings.ToLower(first)]
}

// speakerOf is the entry that holds a span; nil when none does.
func (m *Model) speakerOf(span string) *speaker {
	for _, e := range m.speakers() {
		if slices.ContainsFunc(e.mentions, func(sp *annotations.Span) bool { return sp.ID == span }) {
			return e
		}
	}
	return nil
}

// pickSpeaker does what a choice in the register means.
func (m *Model) pickSpeaker(id string) Effects {
	e := m.speakerOf(id)
	quote, mention := m.choosingFor()
	switch {
	case e == nil:
		return Effects{}
	case mention != nil:
		return m.addMention(e, mention)
	case quote != nil:
		return m.attributeTo(e, quote)
	}
	return Effects{Notice: m.notice("notice.speaker_select", false)}
}

// attributeTo attributes a quote to the mention of a speaker that stands
// nearest. The speaker that the quote had gives way.
func (m *Model) attributeTo(e *speaker, quote *annotations.Span) Effects {
	var nearest *annotations.Span
	for _, sp := range e.mentions {
		if m.speaks(sp.Label) && (nearest == nil || distance(sp, quote) < distance(nearest, quote)) {
			nearest = sp
		}
	}
	t, head := m.attribution()
	for _, l := range m.client.Set().LinksOf(quote.ID) {
		if l.Type != t.ID || !slices.Contains(l.Roles[head], quote.ID) {
			continue
		}
		if slices.ContainsFunc(l.Roles["speaker"], func(id string) bool { return m.speakerOf(id) == e }) {
			return Effects{Notice: m.notice("notice.speaker_already", false, e.head.Quotation())}
		}
		return m.said(e, m.act(ops.Op{Entity: ops.LinkEntity, Kind: ops.Update, Target: l.ID,
			Set: ops.Patch{Roles: map[string][]string{"speaker": {nearest.ID}}}}))
	}
	return m.said(e, m.act(ops.CreateLink("", &annotations.Link{ID: newID(), Type: t.ID,
		Roles: map[string][]string{head: {quote.ID}, "speaker": {nearest.ID}}})))
}

// said tells whom a quote was attributed to.
func (m *Model) said(e *speaker, done Effects) Effects {
	if done.Notice == nil {
		done.Notice = m.notice("notice.speaker_set", false, e.head.Quotation())
	}
	done.Selected = true
	return done
}

// distance is how far two spans lie apart, in code points; what stands before
// counts as half a step nearer.
func distance(sp, quote *annotations.Span) text.Rune {
	if sp.Start() < quote.Start() {
		return 2*max(0, quote.Start()-sp.End()) - 1
	}
	return 2 * max(0, sp.Start()-quote.End())
}

// addMention makes a span a mention of a speaker: it refers to the entry's head,
// or the head to it when it is the first name among descriptions.
func (m *Model) addMention(e *speaker, sp *annotations.Span) Effects {
	t := m.reference()
	from, to := sp, e.head
	if t != nil && isName(sp) && !isName(e.head) && slices.Contains(t.Role("antecedent").Labels, sp.Label) && slices.Contains(t.Role("mention").Labels, e.head.Label) {
		from, to = e.head, sp
	}
	if t == nil || from == to || m.antecedent(from.ID) == to.ID || !slices.Contains(t.Role("antecedent").Labels, to.Label) {
		return Effects{Notice: m.notice("notice.speaker_already", false, e.head.Quotation())}
	}
	var edits []ops.Op
	for _, l := range m.client.Set().LinksOf(sp.ID) {
		if l.Type == t.ID && slices.Contains(l.Roles["mention"], sp.ID) {
			edits = append(edits, ops.Op{Entity: ops.LinkEntity, Kind: ops.Delete, Target: l.ID})
		}
	}
	edits = append(edits, ops.CreateLink("", &annotations.Link{ID: newID(), Type: t.ID,
		Roles: map[string][]string{"mention": {from.ID}, "antecedent": {to.ID}}}))
	return m.said(e, m.act(edits...))
}

// setWikidata writes a speaker's Wikidata id to its mentions by name, where the
// schema keeps it.
func (m *Model) setWikidata(msg SetWikidata) Effects {
	e := m.speakerOf(msg.ID)
	if e == nil {
		return Effects{}
	}
	var value *annotations.Value
	if msg.QID != "" {
		v := annotations.String(msg.QID)
		value = &v
	}
	var edits []ops.Op
	for _, sp := range m.carriers(e) {
		if s, _ := sp.Attributes["wikidata"].Str(); s != msg.QID {
			edits = append(edits, ops.Op{Entity: ops.SpanEntity, Kind: ops.Update, Target: sp.ID,
				Set: ops.Patch{Attributes: map[string]*annotations.Value{"wikidata": value}}})
		}
	}
	if len(m.carriers(e)) == 0 {
		return Effects{Notice: m.notice("notice.speaker_needs_name", false)}
	}
	if len(edits) == 0 {
		return Effects{}
	}
	return m.act(edits...)
}

// carriers are the mentions that can hold a Wikidata id: names tagged as such,
// and whatever holds one already.
func (m *Model) carriers(e *speaker) []*annotations.Span {
	var all []*annotations.Span
	for _, sp := range e.mentions {
		l := m.schema.Label(sp.Label)
		if l == nil || !slices.Contains(l.Attributes, "wikidata") {
			continue
		}
		if _, has := sp.Attributes["wikidata"]; has || isName(sp) {
			all = append(all, sp)
		}
	}
	return all
}

// Speakers is the register as the margin shows it; nil before a document is
// loaded.
func (m *Model) Speakers() *SpeakersView {
	if m.doc == nil {
		return nil
	}
	v := &SpeakersView{Open: m.picking}
	quote, mention := m.choosingFor()
	if quote != nil {
		v.Quote = quote.Quotation()
	}
	if mention != nil {
		v.Mention = mention.Quotation()
	}
	for i, e := range m.speakers() {
		one := SpeakerView{ID: e.head.ID, Name: e.head.Quotation(), Quotes: len(e.quotes), Named: len(m.carriers(e)) > 0}
		if i < len(pickKeys) {
			one.Key = pickKeys[i : i+1]
		}
		for _, sp := range m.carriers(e) {
			if s, ok := sp.Attributes["wikidata"].Str(); ok && one.QID == "" {
				one.QID = s
			}
		}
		for _, sp := range e.mentions {
			mv := MentionView{ID: sp.ID, Quotation: sp.Quotation(), Selected: sp.ID == m.selected}
			if l := m.schema.Label(sp.Label); l != nil {
				mv.Letter, mv.Hue = l.Letter, l.Hue
			}
			one.Current = one.Current || mv.Selected
			if len(one.Mentions) >= shownMentions && !mv.Selected {
				one.More++
				continue
			}
			one.Mentions = append(one.Mentions, mv)
		}
		one.Current = one.Current || mention == nil && quote != nil && e.quotes[quote.ID]
		v.Speakers = append(v.Speakers, one)
	}
	return v
}

// groups joins ids that mean the same (union-find).
type groups map[string]string

func newGroups() groups { return groups{} }

func (g groups) of(id string) string {
	root := id
	for g[root] != "" {
		root = g[root]
	}
	for id != root {
		g[id], id = root, g[id]
	}
	return root
}

func (g groups) join(a, b string) {
	if a, b = g.of(a), g.of(b); a != b {
		g[a] = b
	}
}

// ByKey is the speaker that a key chooses.
func (v *SpeakersView) ByKey(k Key) (id string, ok bool) {
	_, plain := k.name()
	for _, s := range v.Speakers {
		if s.Key != "" && s.Key == plain {
			return s.ID, true
		}
	}
	return "", false
}
