package formats

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/text"
)

// What brat's reader takes for the end of a line, after Python's splitlines:
// no fragment may hold one.
const bratBreaks = "\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029"

// galleyNote is the kind of brat's notes in which we keep what brat has no line
// for; bratNote is the kind that its users write.
const (
	galleyNote = "Galley"
	bratNote   = "AnnotatorNotes"
)

// bratAside is the JSON in a galleyNote.
type bratAside struct {
	// ID is our id of the span or link.
	ID string `json:"id,omitempty"`
	// Fragments are the span's where brat's had to be cut at line ends.
	Fragments []annotations.Fragment `json:"fragments,omitempty"`
	// Attributes are those that no A line can hold; Note is a note of several lines.
	Attributes map[string]annotations.Value `json:"attributes,omitempty"`
	Note       string                       `json:"note,omitempty"`
	// Roles are those of the two ends of a relation.
	Roles []string `json:"roles,omitempty"`
	// Trigger marks a T line that is there for an event only.
	Trigger bool `json:"trigger,omitempty"`
}

// bratWriter writes brat's standoff files, checked against the rules of its
// reader (server/src/annotation.py): for each document and set OWNER/ID.txt and
// OWNER/ID.ann, and annotation.conf, visual.conf and labels.json beside the
// folders. Offsets are code points.
//
// Fragments are cut at line ends. A choice or a yes-or-no becomes an A line, a
// Wikidata id an N line; other attributes, ids and notes of several lines go into
// notes of the kind "Galley", which our reader knows. A link of a type with two
// roles becomes R lines, any other an event, whose trigger stands where its cue
// or its first span does.
type bratWriter struct {
	base
	shelf   shelf
	words   *wordbook
	broken  error
	entries map[string]map[string]bool // attribute → values met that the schema does not list
}

func newBrat(f Folder, o Options) Writer {
	b := &bratWriter{base: newBase(o), shelf: shelf{f}, words: newWordbook(bratWord), entries: map[string]map[string]bool{}}
	b.broken = b.words.learn(o.Schema)
	return b
}

// bratWord fits a type, role or value. A final digit would make a role look
// like one that is repeated.
func bratWord(s string) string {
	s = asciiWord(s, "_-")
	if c := s[len(s)-1]; c >= '0' && c <= '9' {
		s += "_"
	}
	return s
}

func (b *bratWriter) Write(it *Item) error {
	if b.broken != nil {
		return b.broken
	}
	if err := b.order.admit(it); err != nil {
		return err
	}
	sets := it.sorted()
	if len(sets) == 0 {
		sets = []Set{{}}
	}
	for _, s := range sets {
		p := &bratPage{bratWriter: b, doc: it.Document, set: s, ids: map[string]string{}, next: map[byte]int{}}
		err := p.fill()
		if err == nil {
			err = b.failed
		}
		if err == nil {
			err = b.save(p)
		}
		if err != nil {
			return err
		}
	}
	b.tally.Documents++
	return nil
}

func (b *bratWriter) save(p *bratPage) error {
	for _, f := range []struct{ extension, content string }{{".txt", p.doc.Text.String()}, {".ann", p.lines.String()}} {
		w, err := b.shelf.create(p.set.Owner, p.doc.ID, f.extension)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, f.content); err != nil {
			return err
		}
	}
	return nil
}

func (b *bratWriter) Close() (Report, error) {
	if b.broken != nil {
		return b.tally.Report, b.broken
	}
	conf, err := b.annotationConf()
	if err != nil {
		return b.tally.Report, err
	}
	table, err := b.words.table()
	if err != nil {
		return b.tally.Report, err
	}
	for _, f := range []struct {
		name    string
		content []byte
	}{{"annotation.conf", conf}, {"visual.conf", b.visualConf()}, {labelsFile, table}} {
		if err := b.shelf.put(f.name, f.content); err != nil {
			return b.tally.Report, err
		}
	}
	return b.tally.Report, nil
}

// bratPage is one .ann file in the making.
type bratPage struct {
	*bratWriter
	doc   *annotations.Document
	set   Set
	lines strings.Builder
	ids   map[string]string // our span id → its T id
	next  map[byte]int
}

func (p *bratPage) id(kind byte) string {
	p.next[kind]++
	return string(kind) + strconv.Itoa(p.next[kind])
}

func (p *bratPage) line(format string, args ...any) { fmt.Fprintf(&p.lines, format+"\n", args...) }

// flat reports a loss and gives whether what is near is to be written.
func (p *bratPage) flat(target string, why Reason, written string) bool {
	return p.bratWriter.flat(p.doc, p.set.Owner, target, why, written)
}

func (p *bratPage) fill() error {
	spans := map[string]*annotations.Span{}
	for _, sp := range p.set.Spans {
		if err := p.span(sp); err != nil {
			return err
		}
		spans[sp.ID] = sp
	}
	for _, l := range p.set.Links {
		if err := p.link(l, spans); err != nil {
			return err
		}
	}
	return nil
}

// textLine writes a T line and gives its id.
func (p *bratPage) textLine(label string, fragments []annotations.Fragment) string {
	var places []string
	for _, f := range fragments {
		places = append(places, fmt.Sprintf("%d %d", f.Start, f.End))
	}
	id := p.id('T')
	p.line("%s\t%s %s\t%s", id, label, strings.Join(places, ";"), strings.Join(annotations.Quote(p.doc.Text, fragments), " "))
	return id
}

func (p *bratPage) span(sp *annotations.Span) error {
	fragments, cut := cutAtBreaks(p.doc.Text, sp.Fragments)
	if len(fragments) == 0 {
		p.lose(p.doc, p.set.Owner, sp.ID, EmptyAfterTrim, "")
		return nil
	}
	if cut && !p.flat(sp.ID, LineBreak, fmt.Sprintf("%d fragments", len(fragments))) {
		return nil
	}
	label, err := p.words.word(labelWord, sp.Label)
	if err != nil {
		return err
	}
	id := p.textLine(label, fragments)
	p.ids[sp.ID] = id
	p.tally.Spans++
	aside := bratAside{ID: sp.ID}
	if cut {
		aside.Fragments = sp.Fragments
	}
	if err := p.attributes(id, sp.ID, sp.Attributes, strings.Join(annotations.Quote(p.doc.Text, fragments), " "), &aside); err != nil {
		return err
	}
	p.note(id, sp, &aside)
	return p.aside(id, aside)
}

// attributes writes A and N lines, and puts the rest aside.
func (p *bratPage) attributes(target, owner string, values annotations.Attributes, quote string, aside *bratAside) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		word, err := p.words.word(attributeWord, name)
		if err != nil {
			return err
		}
		v := values[name]
		kind := attributeType(p.o.Schema, name, v)
		var items []string
		switch list, many := v.Items(); {
		case kind == annotations.BoolAttribute:
			items = []string{v.Text()}
		case kind == annotations.EnumAttribute && many:
			items = list
		case kind == annotations.EnumAttribute:
			items = []string{v.Text()}
		default:
			id, ok := v.Str()
			if ok = ok && check.QID(id); ok {
				p.line("%s\tReference %s Wikidata:%s\t%s", p.id('N'), target, id, oneLine(quote))
			}
			if ok || p.flat(owner, AttributeUnsupported, "in a note of the kind "+galleyNote) {
				if aside.Attributes == nil {
					aside.Attributes = map[string]annotations.Value{}
				}
				aside.Attributes[name] = v
			}
			continue
		}
		for _, item := range items {
			value, err := p.words.word(valueWord+"."+name, item)
			if err != nil {
				return err
			}
			if p.entries[name] == nil {
				p.entries[name] = map[string]bool{}
			}
			p.entries[name][item] = true
			p.line("%s\t%s %s %s", p.id('A'), word, target, value)
		}
	}
	return nil
}

// attributeType is what the schema says of an attribute; of an unknown one, what
// the value looks like.
func attributeType(s *annotations.Schema, name string, v annotations.Value) annotations.AttributeType {
	if s != nil {
		if a := s.Attribute(name); a != nil {
			if _, yes := v.Yes(); yes {
				return annotations.BoolAttribute
			}
			return a.Type
		}
	}
	if _, yes := v.Yes(); yes {
		return annotations.BoolAttribute
	}
	return annotations.TextAttribute
}

// note writes a note. Line ends in it become blanks, and the whole goes aside.
func (p *bratPage) note(target string, sp *annotations.Span, aside *bratAside) {
	if sp.Note == "" {
		return
	}
	flat := oneLine(sp.Note)
	if flat != sp.Note {
		if !p.flat(sp.ID, NoteUnsupported, "the note on one line") {
			return
		}
		aside.Note = sp.Note
	}
	p.line("%s\t%s %s\t%s", p.id('#'), bratNote, target, flat)
}

func (p *bratPage) aside(target string, a bratAside) error {
	raw, err := plainJSON(a)
	if err != nil {
		return err
	}
	p.line("%s\t%s %s\t%s", p.id('#'), galleyNote, target, raw)
	return nil
}

func (p *bratPage) link(l *annotations.Link, spans map[string]*annotations.Span) error {
	kept, missing := present(l, func(id string) bool { return p.ids[id] != "" })
	word, err := p.words.word(linkWord, l.Type)
	if err != nil {
		return err
	}
	all, binary := pairs(p.o.Schema, kept)
	roles, _ := rolesOf(p.o.Schema, kept)
	if len(roles) == 0 || binary && len(all) == 0 || missing > 0 && p.drops() {
		p.lose(p.doc, p.set.Owner, l.ID, EndpointMissing, "")
		return nil
	}
	if missing > 0 {
		p.lose(p.doc, p.set.Owner, l.ID, EndpointMissing, fmt.Sprintf("the link without %d spans", missing))
	}
	p.tally.Links++
	if !binary {
		return p.event(word, kept, roles, spans)
	}
	for _, x := range all {
		id := p.id('R')
		p.line("%s\t%s Arg1:%s Arg2:%s", id, word, p.ids[x.from], p.ids[x.to])
		aside := bratAside{ID: l.ID, Roles: []string{x.fromRole, x.toRole}}
		if err := p.attributes(id, l.ID, l.Attributes, "", &aside); err != nil {
			return err
		}
		if err := p.aside(id, aside); err != nil {
			return err
		}
	}
	return nil
}

// event writes a link as an event with a trigger of its own.
func (p *bratPage) event(word string, l *annotations.Link, roles []string, spans map[string]*annotations.Span) error {
	at := l.Roles[roles[0]][0]
	if cues := l.Roles["cue"]; len(cues) > 0 {
		at = cues[0]
	}
	fragments, _ := cutAtBreaks(p.doc.Text, spans[at].Fragments)
	trigger := p.textLine(word, fragments)
	if err := p.aside(trigger, bratAside{Trigger: true}); err != nil {
		return err
	}
	var args strings.Builder
	for _, role := range roles {
		name, err := p.words.word(roleWord, role)
		if err != nil {
			return err
		}
		for i, id := range l.Roles[role] {
			fmt.Fprintf(&args, " %s", name)
			if i > 0 {
				fmt.Fprintf(&args, "%d", i+1)
			}
			fmt.Fprintf(&args, ":%s", p.ids[id])
		}
	}
	id := p.id('E')
	p.line("%s\t%s:%s%s", id, word, trigger, args.String())
	aside := bratAside{ID: l.ID}
	if err := p.attributes(id, l.ID, l.Attributes, "", &aside); err != nil {
		return err
	}
	return p.aside(id, aside)
}

// cutAtBreaks cuts fragments where brat's reader sees a line end.
func cutAtBreaks(t text.Text, fragments []annotations.Fragment) (all []annotations.Fragment, cut bool) {
	for _, f := range fragments {
		start, at := f.Start, f.Start
		for _, r := range t.Slice(f.Start, f.End) {
			if strings.ContainsRune(bratBreaks, r) {
				cut = true
				if start < at {
					all = append(all, annotations.Fragment{Start: start, End: at})
				}
				start = at + 1
			}
			at++
		}
		if start < at {
			all = append(all, annotations.Fragment{Start: start, End: at})
		}
	}
	return all, cut
}

// oneLine turns tabs and line ends into blanks.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || strings.ContainsRune(bratBreaks, r) {
			return ' '
		}
		return r
	}, s)
}

// plainJSON is JSON on one line with markup as it is. Go escapes U+2028 and
// U+2029; U+0085 ends a line for brat's reader too.
func plainJSON(v any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return strings.ReplaceAll(strings.TrimSuffix(b.String(), "\n"), "\u0085", `\u0085`), err
}
