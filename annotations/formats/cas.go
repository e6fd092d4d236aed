package formats

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"galley/annotations"
)

// The types of UIMA that we write and know. Spans and relations are layers of
// INCEpTION's making ("webanno.custom"), because it takes no others.
const (
	casSpanType     = "webanno.custom.Span"
	casRelationType = "webanno.custom.Relation"
	casMetaType     = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
	casSegmentation = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."
	casTokenType    = casSegmentation + "Token"
	casSentenceType = casSegmentation + "Sentence"
	casDivType      = casSegmentation + "Div"
	casSofaType     = "uima.cas.Sofa"
	casAnnotation   = "uima.tcas.Annotation"
	casDocument     = "uima.tcas.DocumentAnnotation"
	casString       = "uima.cas.String"
	casBoolean      = "uima.cas.Boolean"
	casStringArray  = "uima.cas.StringArray"
	casFSArray      = "uima.cas.FSArray"
	casInitialView  = "_InitialView"
)

// Our features of the layers: who a span or link is, which link a relation is a
// part of and which roles its two ends have in it.
const (
	casLabel         = "label"
	casUID           = "uid"
	casNote          = "note"
	casLinkType      = "linkType"
	casGovernorRole  = "governorRole"
	casDependentRole = "dependentRole"
	casGovernor      = "Governor"
	casDependent     = "Dependent"
)

// continuation is the relation from one fragment of a span to the next.
const casContinuation = "continuation"

// cas is one document in UIMA's shape: feature structures, some of them
// anchored in the text of a view. Offsets are UTF-16 units.
type cas struct {
	types *casTypes
	list  []*casFS
	views []casView
	// unit is what the file's offsets counted, where they were not UTF-16 units.
	unit Offsets
	// problems are what of the file could not be read.
	problems []*annotations.Error
}

// casView is one text with the structures that are indexed for it.
type casView struct {
	name    string
	sofa    int
	text    string
	hasText bool
	members []int
}

// casFS is a feature structure.
type casFS struct {
	id   int
	typ  string
	sofa int // the id of the sofa; 0 for none
	// begin and end are UTF-16 units, when anchored.
	begin, end int
	anchored   bool
	values     []casValue
	// line is where the structure stands in a file that has lines.
	line int
}

// casValue is one feature: a value of its own, or references to other structures.
type casValue struct {
	name  string
	value annotations.Value
	refs  []int
	isRef bool
}

func (f *casFS) value(name string) (annotations.Value, bool) {
	for _, v := range f.values {
		if v.name == name && !v.isRef {
			return v.value, true
		}
	}
	return annotations.Value{}, false
}

// str is a feature as text; "" when it is not there.
func (f *casFS) str(name string) string {
	v, _ := f.value(name)
	return v.Text()
}

// ref is the first structure that a feature refers to; 0 for none.
func (f *casFS) ref(name string) int {
	for _, v := range f.values {
		if v.name == name && v.isRef && len(v.refs) > 0 {
			return v.refs[0]
		}
	}
	return 0
}

func (f *casFS) set(name string, v annotations.Value) {
	f.values = append(f.values, casValue{name: name, value: v})
}

func (f *casFS) setRef(name string, ids ...int) {
	f.values = append(f.values, casValue{name: name, refs: ids, isRef: true})
}

func (f *casFS) setText(name, s string) {
	if s != "" {
		f.set(name, annotations.String(s))
	}
}

// casBuilder makes a cas of each document and set. Spans become annotations of
// webanno.custom.Span with the label, our id and the attributes as features; a
// span of several fragments one annotation a fragment, with one uid and joined
// by relations "continuation". Links become relations of two spans, which say
// whose they are. Blocks, sentences and tokens are there because INCEpTION adds
// none of its own to a CAS.
type casBuilder struct {
	base
	types  *casTypes
	words  *wordbook
	broken error
	// clean gives a string as the format can carry it.
	clean func(string) string
	// flatLists writes lists as one text, for a format without lists.
	flatLists bool
	// ground gives the fragments that the format can hold; nil for all.
	ground func(*casPage, *annotations.Span) []annotations.Fragment
}

func newCasBuilder(o Options, clean func(string) string, flatLists bool) casBuilder {
	b := casBuilder{base: newBase(o), types: newCasTypes(), words: newWordbook(javaWord), clean: clean, flatLists: flatLists}
	if b.broken = b.words.learn(o.Schema); b.broken != nil || o.Schema == nil {
		return b
	}
	for _, l := range o.Schema.Labels {
		for _, id := range l.Attributes {
			b.attribute(casSpanType, o.Schema.Attribute(id))
		}
	}
	for _, t := range o.Schema.Links {
		for _, id := range t.Attributes {
			b.attribute(casRelationType, o.Schema.Attribute(id))
		}
	}
	return b
}

func (b *casBuilder) attribute(typ string, a *annotations.Attribute) {
	if a == nil {
		return
	}
	word, err := b.words.word(attributeWord, a.ID)
	if err != nil {
		b.broken = err
		return
	}
	switch {
	case a.Type == annotations.BoolAttribute:
		b.types.add(typ, word, casBoolean, "")
	case a.Multi && !b.flatLists:
		b.types.add(typ, word, casStringArray, "")
	case a.Multi:
		b.types.add(typ, word, casString, "")
		_, _ = b.words.word(listWord, a.ID) // as good as it was as an attribute
	default:
		b.types.add(typ, word, casString, "")
	}
}

// javaWord fits a feature's name: a Java identifier that is none of ours or
// UIMA's own.
func javaWord(s string) string {
	s = asciiWord(s, "_")
	switch s {
	case casLabel, casUID, casNote, casLinkType, casGovernorRole, casDependentRole, casGovernor, casDependent,
		"begin", "end", "sofa", "id", "type", "self", "layer":
		return s + "_"
	}
	if s[0] >= '0' && s[0] <= '9' {
		return "_" + s
	}
	return s
}

// eachSet calls write for each set of an item, once without an owner when nobody
// has tagged it.
func (b *casBuilder) eachSet(it *Item, write func(*annotations.Document, Set) error) error {
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
		if err := write(it.Document, s); err != nil {
			return err
		}
	}
	b.tally.Documents++
	return nil
}

// casPage is the cas of one document and set in the making.
type casPage struct {
	*casBuilder
	cas
	doc   *annotations.Document
	set   Set
	grid  grid
	first map[string]*casFS // our span id → its first fragment
}

// build makes the cas; a refused loss or a word that two share is an error.
func (b *casBuilder) build(d *annotations.Document, s Set) (*cas, error) {
	if b.broken != nil {
		return nil, b.broken
	}
	p := &casPage{casBuilder: b, doc: d, set: s, first: map[string]*casFS{}}
	p.cas.types = b.types
	p.views = []casView{{name: casInitialView, sofa: 1, text: d.Text.String(), hasText: true}}
	p.list = []*casFS{{id: 1, typ: casSofaType}}
	meta := p.anchor(casMetaType, annotations.Fragment{Start: 0, End: d.Text.Len()})
	meta.set("language", annotations.String(b.clean(orElse(d.Language, "x-unspecified"))))
	meta.setText("documentTitle", b.clean(d.Title()))
	meta.setText("documentId", b.clean(d.ID))
	meta.setText("documentUri", b.clean(d.Meta["url"]))
	meta.set("isLastSegment", annotations.Bool(false))
	for _, block := range d.Blocks {
		p.anchor(casDivType, annotations.Fragment{Start: block.Start, End: block.End}).setText("divType", string(block.Role))
	}
	for start, end := range d.Text.Sentences() {
		p.anchor(casSentenceType, annotations.Fragment{Start: start, End: end})
	}
	p.grid = b.o.tokens(d.Text, d.Language, false)
	for _, f := range p.grid {
		p.anchor(casTokenType, f)
	}
	for _, sp := range s.Spans {
		if err := p.span(sp); err != nil {
			return nil, err
		}
	}
	for _, l := range s.Links {
		if err := p.link(l); err != nil {
			return nil, err
		}
	}
	for _, f := range p.list[1:] {
		p.views[0].members = append(p.views[0].members, f.id)
	}
	return &p.cas, b.failed
}

// anchor adds a structure on a fragment.
func (p *casPage) anchor(typ string, f annotations.Fragment) *casFS {
	fs := &casFS{id: len(p.list) + 1, typ: typ, sofa: 1, anchored: true,
		begin: int(p.doc.Text.UTF16At(f.Start)), end: int(p.doc.Text.UTF16At(f.End))}
	p.list = append(p.list, fs)
	return fs
}

func (p *casPage) span(sp *annotations.Span) error {
	fragments := sp.Fragments
	if p.ground != nil {
		if fragments = p.ground(p, sp); len(fragments) == 0 {
			p.lose(p.doc, p.set.Owner, sp.ID, EmptyAfterTrim, "")
			return nil
		}
		if !slices.Equal(fragments, sp.Fragments) && !p.flat(p.doc, p.set.Owner, sp.ID, Trimmed, strings.Join(annotations.Quote(p.doc.Text, fragments), " … ")) {
			return nil
		}
	}
	if n := len(fragments); n > 1 && !p.flat(p.doc, p.set.Owner, sp.ID, Discontinuous, fmt.Sprintf("%d annotations joined by %s", n, casContinuation)) {
		return nil
	}
	p.tally.Spans++
	var before *casFS
	for i, f := range fragments {
		fs := p.anchor(casSpanType, f)
		fs.set(casLabel, p.text(sp.ID, sp.Label, LabelNotAllowed))
		fs.set(casUID, annotations.String(sp.ID))
		if i == 0 {
			p.first[sp.ID] = fs
			if sp.Note != "" {
				fs.set(casNote, p.text(sp.ID, sp.Note, IllegalCharacter))
			}
		}
		if err := p.attributes(fs, sp.ID, sp.Attributes, i == 0); err != nil {
			return err
		}
		if before != nil {
			r := p.relation(before, fs)
			r.set(casLabel, annotations.String(casContinuation))
			r.set(casUID, annotations.String(sp.ID))
		}
		before = fs
	}
	return nil
}

// relation joins two annotations; it lies where its dependent does.
func (p *casPage) relation(governor, dependent *casFS) *casFS {
	fs := &casFS{id: len(p.list) + 1, typ: casRelationType, sofa: 1, anchored: true, begin: dependent.begin, end: dependent.end}
	p.list = append(p.list, fs)
	fs.setRef(casGovernor, governor.id)
	fs.setRef(casDependent, dependent.id)
	return fs
}

// text gives a string as the format can carry it, and reports what it cannot.
func (p *casPage) text(target, s string, why Reason) annotations.Value {
	clean := p.clean(s)
	if clean != s {
		p.lose(p.doc, p.set.Owner, target, why, "blanks in place of the characters")
	}
	return annotations.String(clean)
}

// attributes sets the features that values have a place in; tell reports what
// has none.
func (p *casPage) attributes(fs *casFS, target string, values annotations.Attributes, tell bool) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		word, err := p.words.word(attributeWord, name)
		if err != nil {
			return err
		}
		v := values[name]
		kind := p.casBuilder.types.rangeOf(fs.typ, word)
		list, many := v.Items()
		_, yes := v.Yes()
		if kind == "" {
			kind = casString
			switch {
			case yes:
				kind = casBoolean
			case many && !p.flatLists:
				kind = casStringArray
			}
			p.casBuilder.types.add(fs.typ, word, kind, "")
		}
		written := v
		switch {
		case kind == casBoolean && !yes:
			if tell {
				p.lose(p.doc, p.set.Owner, target, AttributeUnsupported, "")
			}
			continue
		case kind == casStringArray && !many:
			written = annotations.List(v.Text())
		case kind == casString && (many || yes):
			written = annotations.String(v.Text())
			if many {
				written = annotations.String(strings.Join(list, listSeparator))
			}
			if tell && len(list) > 1 {
				p.lose(p.doc, p.set.Owner, target, AttributeUnsupported, "the values as one text")
			}
		case many && len(list) == 0:
			continue
		}
		fs.set(word, p.cleaned(target, written, tell))
	}
	return nil
}

// cleaned is a value without characters that the format cannot carry.
func (p *casPage) cleaned(target string, v annotations.Value, tell bool) annotations.Value {
	changed := false
	fit := func(s string) string {
		c := p.clean(s)
		changed = changed || c != s
		return c
	}
	if s, ok := v.Str(); ok {
		v = annotations.String(fit(s))
	} else if list, ok := v.Items(); ok {
		list = slices.Clone(list)
		for i := range list {
			list[i] = fit(list[i])
		}
		v = annotations.List(list...)
	}
	if changed && tell {
		p.lose(p.doc, p.set.Owner, target, IllegalCharacter, "blanks in place of the characters")
	}
	return v
}

func (p *casPage) link(l *annotations.Link) error {
	kept, missing := present(l, func(id string) bool { return p.first[id] != nil })
	all, binary := pairs(p.o.Schema, kept)
	if len(all) == 0 || missing > 0 && p.drops() {
		p.lose(p.doc, p.set.Owner, l.ID, EndpointMissing, "")
		return nil
	}
	if missing > 0 {
		p.lose(p.doc, p.set.Owner, l.ID, EndpointMissing, fmt.Sprintf("the link without %d spans", missing))
	}
	p.tally.Links++
	for i, x := range all {
		fs := p.relation(p.first[x.from], p.first[x.to])
		fs.set(casLabel, annotations.String(p.clean(x.relationName(l.Type, binary))))
		fs.set(casUID, annotations.String(l.ID))
		fs.set(casLinkType, annotations.String(p.clean(l.Type)))
		fs.set(casGovernorRole, annotations.String(p.clean(x.fromRole)))
		fs.set(casDependentRole, annotations.String(p.clean(x.toRole)))
		if err := p.attributes(fs, l.ID, l.Attributes, i == 0); err != nil {
			return err
		}
	}
	return nil
}

// listSeparator stands between the values of a list where a format has no lists.
const listSeparator = " | "

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// xmlText puts a blank for each character that XML 1.0 cannot carry, as
// INCEpTION does: the length stays.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF {
			return r
		}
		return ' '
	}, s)
}
