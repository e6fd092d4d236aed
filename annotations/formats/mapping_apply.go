package formats

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/text"
)

// Unmapped is something of a document that did not become part of the item.
type Unmapped struct {
	// File and Line are where the document stands; Line is 0 when the file has none.
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
	// Kind is "text", "label", "span", "attribute", "value", "note", "link" or "role".
	Kind string `json:"kind"`
	// Name is the other tool's name: of the label, attribute, link type.
	Name string `json:"name"`
	// Value is the value of an attribute, the name of a role, the text of a note.
	Value string `json:"value,omitempty"`
	// Words are the first of the span that is meant.
	Words string `json:"words,omitempty"`
	// Chosen says that the mapping wants it so.
	Chosen bool `json:"chosen,omitempty"`
	// Detail says why, in English.
	Detail string `json:"detail"`
}

// Apply makes an item of a document. Everything that has no rule, that the
// schema refuses or that a rule drops is listed; what is in the item passes every
// check of the store. Without a text that can be kept there is no item.
//
// The document has no id: whoever keeps it gives one. The ids of spans and links
// are made of the text, the author and the other tool's id, so that the same
// file gives the same again. Sets of authors who become one owner are one set.
func (m Mapping) Apply(f Found, schema *annotations.Schema) (*Item, []Unmapped) {
	a := &applying{m: m, f: f, schema: schema}
	t, err := text.Parse(f.Text)
	if err != nil {
		var bad *text.Problem
		if errors.As(err, &bad) {
			a.miss(Unmapped{Kind: "text", Name: bad.Reason, Detail: bad.Error()})
		}
		return nil, a.missed
	}
	a.text, a.place = t, moved(f.Text, t)
	item := &Item{
		Document: &annotations.Document{Revision: 1, Text: t, SHA256: t.SHA256(), Language: f.Language, Meta: a.meta(), Blocks: a.blocks()},
		Schema:   SchemaRef{ID: schema.ID, Version: schema.Version},
	}
	if CheckLanguage(f.Language) != nil {
		item.Document.Language = ""
		a.miss(Unmapped{Kind: "text", Name: "language", Value: short(f.Language), Detail: "is not a language tag"})
	}
	for _, s := range f.Sets {
		owner := m.owner(s.Author)
		if s.Suggested && !strings.HasPrefix(string(owner), "suggester:") && m.Owners[s.Author] == "" {
			owner = DefaultOwner
		}
		i := slices.IndexFunc(item.Sets, func(o Set) bool { return o.Owner == owner })
		if i < 0 {
			i = len(item.Sets)
			item.Sets = append(item.Sets, Set{Owner: owner, State: s.State})
			if !s.State.Valid() {
				item.Sets[i].State = annotations.Open
			}
		}
		a.set(&item.Sets[i], s)
	}
	return item, a.missed
}

// applying is one document on its way.
type applying struct {
	m      Mapping
	f      Found
	schema *annotations.Schema
	text   text.Text
	// place is where a position of the found text lies in the kept one.
	place  func(text.Rune) text.Rune
	missed []Unmapped
}

func (a *applying) miss(u Unmapped) {
	u.File, u.Line = a.f.File, a.f.Line
	a.missed = append(a.missed, u)
}

// moved maps positions of a text to those of the one that Parse made of it,
// which has no byte order mark and LF for line ends.
func moved(raw string, t text.Text) func(text.Rune) text.Rune {
	if raw == t.String() {
		return func(r text.Rune) text.Rune { return r }
	}
	table := make([]text.Rune, 0, len(raw)+1)
	at, last := text.Rune(0), rune(0)
	for i, r := range raw {
		if i == 0 && r == '\uFEFF' {
			table = append(table, 0)
			continue
		}
		if r == '\n' && last == '\r' {
			at-- // the pair is one line end, and it lies where the first half did
		}
		table = append(table, at)
		at, last = at+1, r
	}
	table = append(table, at)
	return func(r text.Rune) text.Rune { return table[max(0, min(int(r), len(table)-1))] }
}

// meta are the entries that can be kept.
func (a *applying) meta() map[string]string {
	meta := map[string]string{}
	for _, k := range sortedKeys(a.f.Meta) {
		v := a.f.Meta[k]
		if k == "" || len(k) > maxMetaKey || utf8.RuneCountInString(v) > maxMetaValue || strings.ContainsRune(k+v, 0) || len(meta) >= maxMeta-2 {
			a.miss(Unmapped{Kind: "text", Name: "meta." + short(k), Value: short(v), Detail: "metadata that is too long, or too much of it"})
			continue
		}
		meta[k] = v
	}
	if a.f.Name != "" && meta["title"] == "" && utf8.RuneCountInString(a.f.Name) <= maxMetaValue {
		meta["title"] = a.f.Name
	}
	if a.f.ID != "" && meta["source_id"] == "" && utf8.RuneCountInString(a.f.ID) <= maxMetaValue && !strings.ContainsRune(a.f.ID, 0) {
		meta["source_id"] = a.f.ID
	}
	return meta
}

// blocks are those that the format knows, if they cover the text; else all is body.
func (a *applying) blocks() []annotations.Block {
	var all []annotations.Block
	for _, b := range a.f.Blocks {
		b.Start, b.End = a.place(b.Start), a.place(b.End)
		all = append(all, b)
	}
	if len(all) > 0 && annotations.CheckBlocks(all, a.text.Len()) == nil {
		return all
	}
	if len(all) > 0 {
		a.miss(Unmapped{Kind: "text", Name: "blocks", Detail: "do not cover the text, which is one body block now"})
	}
	return []annotations.Block{{Role: annotations.Body, Start: 0, End: a.text.Len()}}
}

// id makes one of the other tool's.
func (a *applying) id(author, kind, id string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte(strings.Join([]string{"galley", a.text.SHA256(), author, kind, id}, "\n"))).String()
}

func (a *applying) set(into *Set, s FoundSet) {
	spans := map[string]*annotations.Span{} // by the other tool's id
	for _, f := range s.Spans {
		if sp := a.span(s.Author, f); sp != nil {
			spans[f.ID] = sp
			into.Spans = append(into.Spans, sp)
		}
	}
	into.Links = append(into.Links, a.links(s, spans)...)
	for _, f := range s.Spans { // notes of links came last
		if sp := spans[f.ID]; sp != nil && utf8.RuneCountInString(sp.Note) > check.MaxNote {
			a.miss(Unmapped{Kind: "note", Name: f.Label, Value: short(sp.Note), Words: excerpt(a.text, sp.Fragments), Detail: fmt.Sprintf("is longer than %d characters and was cut", check.MaxNote)})
			sp.Note = string([]rune(sp.Note)[:check.MaxNote])
		}
	}
}

func (a *applying) span(author string, f FoundSpan) *annotations.Span {
	fragments := make([]annotations.Fragment, len(f.Fragments))
	for i, g := range f.Fragments {
		fragments[i] = annotations.Fragment{Start: a.place(g.Start), End: a.place(g.End)}
	}
	fragments = union(fragments)
	miss := func(kind, detail string, chosen bool) *annotations.Span {
		words := ""
		if check.Ground(a.text, fragments) == nil {
			words = excerpt(a.text, fragments)
		}
		a.miss(Unmapped{Kind: kind, Name: f.Label, Words: words, Chosen: chosen, Detail: detail})
		return nil
	}
	if p := check.Ground(a.text, fragments); p != nil {
		return miss("span", p.Error(), false)
	}
	rule, ok := a.m.Labels[f.Label]
	switch {
	case !ok || rule.To == "" && !rule.Drop:
		return miss("label", "no rule says what the label becomes", false)
	case rule.Drop:
		return miss("label", "the mapping leaves the label out", true)
	}
	label := a.schema.Label(rule.To)
	if label == nil {
		return miss("label", fmt.Sprintf("the schema has no label %q", short(rule.To)), false)
	}
	sp := &annotations.Span{ID: a.id(author, "span", f.ID), Label: label.ID, Fragments: fragments, Quote: annotations.Quote(a.text, fragments), Attributes: annotations.Attributes{}, Note: f.Note}
	if rule.Note {
		sp.Note = addNote(sp.Note, f.Label)
	}
	for _, id := range sortedKeys(rule.Set) {
		a.put(sp.Attributes, label.Attributes, id, rule.Set[id], Unmapped{Name: f.Label, Words: excerpt(a.text, fragments)})
	}
	for _, name := range sortedKeys(f.Attributes) {
		if note := a.attribute(sp.Attributes, label.Attributes, name, f.Attributes[name], excerpt(a.text, fragments)); note != "" {
			sp.Note = addNote(sp.Note, note)
		}
	}
	return sp
}

func addNote(note, more string) string {
	if note == "" {
		return more
	}
	return note + "\n" + more
}

// attribute gives a value its place; what it returns belongs into the note.
func (a *applying) attribute(into annotations.Attributes, allowed []string, name string, v annotations.Value, words string) (note string) {
	rule, ok := a.m.Attributes[name]
	miss := Unmapped{Kind: "attribute", Name: name, Value: short(v.Text()), Words: words}
	switch {
	case ok && rule.Note:
		return name + ": " + v.Text()
	case ok && rule.Drop:
		miss.Chosen, miss.Detail = true, "the mapping leaves the attribute out"
		a.miss(miss)
	case !ok || rule.To == "":
		miss.Detail = "no rule says what the attribute becomes"
		a.miss(miss)
	default:
		a.put(into, allowed, rule.To, a.translate(rule, v, miss), miss)
	}
	return ""
}

// translate gives the schema's words for the values of an attribute, in the
// kind that it has. Values that are none of the schema's stay, for put to refuse.
func (a *applying) translate(rule AttributeRule, v annotations.Value, miss Unmapped) annotations.Value {
	attribute := a.schema.Attribute(rule.To)
	if attribute == nil {
		return v
	}
	items, several := v.Items()
	if !several {
		items = []string{v.Text()}
		if attribute.Multi {
			items = strings.Split(v.Text(), " | ")
		}
	}
	var out []string
	for _, s := range items {
		if to, ok := rule.Values[s]; ok {
			s = to
		}
		if s = strings.TrimSpace(s); attribute.Type == annotations.TextAttribute && !attribute.Multi {
			s = v.Text()
		}
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	switch {
	case attribute.Type == annotations.BoolAttribute && len(out) == 1:
		if yes, ok := yesNo(out[0]); ok {
			return annotations.Bool(yes)
		}
		return annotations.String(out[0])
	case attribute.Multi:
		var good []string
		for _, s := range out {
			if attribute.Type == annotations.EnumAttribute && attribute.Choice(s) == nil {
				miss.Kind, miss.Value, miss.Detail = "value", short(s), fmt.Sprintf("%s has no such value", attribute.ID)
				a.miss(miss)
				continue
			}
			good = append(good, s)
		}
		return annotations.List(good...)
	case len(out) == 0:
		return annotations.String("")
	}
	for _, s := range out[1:] {
		miss.Kind, miss.Value, miss.Detail = "value", short(s), fmt.Sprintf("%s has one value only, and the first was kept", attribute.ID)
		a.miss(miss)
	}
	return annotations.String(out[0])
}

// yesNo reads the words for true and false.
func yesNo(s string) (yes, ok bool) {
	switch strings.ToLower(s) {
	case "true", "yes", "ja", "1", "wahr", "x":
		return true, true
	case "false", "no", "nein", "0", "falsch":
		return false, true
	}
	return false, false
}

// put sets an attribute if the schema takes it.
func (a *applying) put(into annotations.Attributes, allowed []string, id string, v annotations.Value, miss Unmapped) {
	if s, ok := v.Str(); ok && s == "" {
		return // an empty value says nothing
	}
	if items, ok := v.Items(); ok && len(items) == 0 {
		return
	}
	if p := check.Attributes(a.schema, allowed, annotations.Attributes{id: v}, "the label"); p != nil {
		miss.Kind, miss.Detail = "attribute", p.Error()
		if p.Reason == "bad_value" {
			miss.Kind = "value"
		}
		a.miss(miss)
		return
	}
	into[id] = v
}
