package formats

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// quotationDoc is a document of the German news quotation corpus (uhh-lt 2024).
type quotationDoc struct {
	Name        string               `json:"documentName"`
	Text        string               `json:"originalText"`
	Tokens      []string             `json:"tokens"`
	Sentences   []quotationSentence  `json:"sentences"`
	Annotations []quotationStatement `json:"annotations"`
}

type quotationSentence struct {
	ID        int      `json:"id"`
	Begin     int      `json:"begin"`
	End       int      `json:"end"`
	CharBegin int      `json:"charBegin"`
	CharEnd   int      `json:"charEnd"`
	Text      string   `json:"text"`
	TokenIDs  []int    `json:"tokenIds"`
	Tokens    []string `json:"tokens"`
}

type quotationStatement struct {
	ID        int           `json:"id"`
	Type      string        `json:"type"`
	Medium    string        `json:"medium"`
	IsNested  bool          `json:"isNested"`
	HasNested bool          `json:"hasNested"`
	Quote     quotationRole `json:"quote"`
	Speaker   quotationRole `json:"speaker"`
	Cue       quotationRole `json:"cue"`
	Addressee quotationRole `json:"addressee"`
	Frame     quotationRole `json:"frame"`
}

type quotationRole struct {
	Text     string           `json:"text"`
	TokenIDs []int            `json:"tokenIds"`
	Spans    []quotationRange `json:"spans"`
}

// quotationRange counts tokens and code points, both with exclusive ends.
type quotationRange struct {
	Begin     int `json:"begin"`
	End       int `json:"end"`
	CharBegin int `json:"charBegin"`
	CharEnd   int `json:"charEnd"`
}

// The corpus' words for quote_type and medium.
var (
	quotationTypes = map[string]string{"direct": "Direct", "indirect": "Indirect", "free_indirect": "FreeIndirect",
		"indirect_free_indirect": "IndirectFreeIndirect", "reported": "Reported"}
	quotationMedia = map[string]string{"speech": "Speech", "thought": "Thought", "writing": "Writing",
		"speech_thought": "ST", "speech_writing": "SW", "thought_writing": "TW", "": "none"}
	quotationRoles = map[string]bool{"quote": true, "speaker": true, "cue": true, "particle": true, "addressee": true, "frame": true}
)

// quotationWriter writes the JSON of the German news quotation corpus
// (uhh-lt/german-news-quotation-attribution-2024), a file for each document
// and set, in a folder for each owner. Its evaluation reads tokenIds, type,
// medium and isNested.
//
// An attribution is one annotation; a particle belongs to its cue; a quote in
// none is one without a speaker. A role with several spans is written as one of
// several parts. Spans that do not lie on tokens keep their characters, and
// have the tokens they touch. A document that nobody worked on is left out: it
// would say that nobody speaks in it.
type quotationWriter struct {
	base
	folder Folder
}

func newQuotations(folder Folder, o Options) Writer { return &quotationWriter{newBase(o), folder} }

func (w *quotationWriter) Write(it *Item) error {
	return w.eachSet(it, w.folder, ".json", func(d *annotations.Document, s Set, g grid) any {
		doc := quotationDoc{Name: d.ID, Text: d.Text.String(), Tokens: g.texts(d.Text), Sentences: quotationSentences(d.Text, g), Annotations: []quotationStatement{}}
		acts := w.speech(d, s, quotationRoles, g, quotationSays)
		for i, a := range acts {
			doc.Annotations = append(doc.Annotations, w.statement(d, s, a, i, acts, g))
		}
		return doc
	})
}

// eachSet writes a file for each set, and reports a document without one.
func (b *base) eachSet(it *Item, folder Folder, extension string, make func(*annotations.Document, Set, grid) any) error {
	if err := b.order.admit(it); err != nil {
		return err
	}
	d := it.Document
	sets := it.sorted()
	if len(sets) == 0 {
		b.lose(d, "", "", NoSet, "")
		return b.failed
	}
	g := b.o.tokens(d.Text, d.Language, false)
	for _, s := range sets {
		v := make(d, s, g)
		if b.failed != nil {
			return b.failed
		}
		out, err := folder.Create(ownerFolder(s.Owner) + "/" + fileName(d.ID) + extension)
		if err == nil {
			err = writeLine(out, v)
		}
		if err != nil {
			return fmt.Errorf("write document %s: %w", d.ID, err)
		}
	}
	b.tally.Documents++
	return nil
}

func quotationSentences(t text.Text, g grid) []quotationSentence {
	all := []quotationSentence{}
	at := 0
	for start, end := range t.Sentences() {
		s := quotationSentence{ID: len(all), Begin: at, CharBegin: int(start), CharEnd: int(end), Text: t.Slice(start, end), TokenIDs: []int{}, Tokens: []string{}}
		for at < len(g) && g[at].Start < end {
			s.TokenIDs = append(s.TokenIDs, at)
			s.Tokens = append(s.Tokens, t.Slice(g[at].Start, g[at].End))
			at++
		}
		s.End = at
		all = append(all, s)
	}
	return all
}

func (w *quotationWriter) statement(d *annotations.Document, s Set, a act, id int, acts []act, g grid) quotationStatement {
	role := func(names ...string) quotationRole { return quotationRoleOf(d.Text, a.fragments(names...), g) }
	st := quotationStatement{ID: id, Medium: "none", Quote: role("quote"), Speaker: role("speaker"),
		Cue: role("cue", "particle"), Addressee: role("addressee"), Frame: role("frame")}
	for _, name := range slices.Sorted(maps.Keys(a.roles)) {
		spans := a.roles[name]
		for _, sp := range spans {
			switch {
			case name == "quote" && sp == spans[0]:
				w.classify(d, s, sp, &st)
			case len(sp.Attributes) > 0:
				w.lose(d, s.Owner, sp.ID, AttributeUnsupported, "the span without them")
			}
			if name == "particle" {
				w.lose(d, s.Owner, sp.ID, LabelNotAllowed, "a part of the cue")
			}
			if sp.Note != "" {
				w.lose(d, s.Owner, sp.ID, NoteUnsupported, "the span without it")
			}
		}
	}
	for _, other := range acts {
		for _, q := range other.roles["quote"] {
			for _, own := range a.roles["quote"] {
				if q != own && q.Covers(own) && !own.Covers(q) {
					st.IsNested = true
				}
				if q != own && own.Covers(q) && !q.Covers(own) {
					st.HasNested = true
				}
			}
		}
	}
	for _, q := range a.roles["quote"] {
		if yes, ok := q.Attributes["nested_override"].Yes(); ok {
			st.IsNested = yes
		}
	}
	return st
}

// quotationSays is what the format says of a span.
func quotationSays(sp *annotations.Span) string {
	said := fmt.Sprint(sp.Fragments)
	for _, id := range []string{"quote_type", "medium", "medium_kind"} {
		if v, _ := sp.Attributes[id].Str(); v != "" && speechRoles[sp.Label] == "quote" && (quotationTypes[v] != "" || quotationMedia[v] != "") {
			said += " " + v
		}
	}
	return said
}

// classify gives the quote's type and medium, and reports its other attributes.
func (w *quotationWriter) classify(d *annotations.Document, s Set, sp *annotations.Span, st *quotationStatement) {
	held := 0
	kind, _ := sp.Attributes["quote_type"].Str()
	if st.Type = quotationTypes[kind]; st.Type != "" {
		held++
	} else {
		w.lose(d, s.Owner, sp.ID, AttributeMissing, "the quote without a type")
	}
	for _, id := range []string{"medium", "medium_kind"} {
		if medium, _ := sp.Attributes[id].Str(); medium != "" && quotationMedia[medium] != "" {
			st.Medium = quotationMedia[medium]
			held++
		}
	}
	if len(sp.Attributes) > held {
		w.lose(d, s.Owner, sp.ID, AttributeUnsupported, "the quote without them")
	}
}

func quotationRoleOf(t text.Text, fragments []annotations.Fragment, g grid) quotationRole {
	r := quotationRole{TokenIDs: []int{}, Spans: []quotationRange{}}
	var parts []string
	for _, f := range fragments {
		from, to, _ := g.cover(f)
		parts = append(parts, t.Slice(f.Start, f.End))
		r.Spans = append(r.Spans, quotationRange{from, to, int(f.Start), int(f.End)})
		for i := from; i < to; i++ {
			if n := len(r.TokenIDs); n == 0 || r.TokenIDs[n-1] < i { // two fragments may touch one token
				r.TokenIDs = append(r.TokenIDs, i)
			}
		}
	}
	r.Text = strings.Join(parts, " ")
	return r
}

// readQuotations reads files of the corpus. Its types and media become the
// attributes quote_type and medium of the quote, each annotation a link
// "attribution" with the spans that are named in it; the same words in the same
// role are one span. An annotation that names a quote alone is no link. A
// folder that is named after an owner says whose the work is.
func readQuotations(files []File, _ ReadOptions) iter.Seq2[Found, error] {
	return eachFile(files, func(f *Found, raw []byte) {
		o, p := parseObject(raw, "")
		var doc quotationDoc
		for _, m := range []struct {
			name string
			v    any
		}{{"documentName", &doc.Name}, {"originalText", &doc.Text}, {"sentences", &doc.Sentences}, {"annotations", &doc.Annotations}} {
			if p == nil {
				p = o.member(m.name, "", m.v)
			}
		}
		if p == nil && doc.Text == "" {
			p = invalid("no_text", "originalText", "the document has no text")
		}
		if p != nil {
			f.trouble(p)
			return
		}
		f.ID, f.Text = doc.Name, doc.Text
		f.quotations(&doc)
	})
}

// eachFile reads files that are one document each; a larger one than MaxLine is
// a problem.
func eachFile(files []File, read func(f *Found, raw []byte)) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		for _, file := range files {
			f := Found{File: file.Name, Unit: CodePoint}
			in, err := file.Open()
			var raw []byte
			if err == nil {
				raw, err = io.ReadAll(io.LimitReader(skipBOM(in), MaxLine+1))
				err = errors.Join(err, in.Close())
			}
			if err != nil {
				yield(f, fmt.Errorf("read %s: %w", file.Name, err))
				return
			}
			if len(raw) > MaxLine {
				f.trouble(annotations.Errorf(annotations.TooLarge, "line_too_long", "", "is longer than %d bytes", MaxLine))
			} else {
				read(&f, raw)
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

func (f *Found) quotations(doc *quotationDoc) {
	var at []located
	for i, s := range doc.Sentences { // they show the unit where quotes are few
		at = append(at, located{start: s.CharBegin, end: s.CharEnd, quote: s.Text, quoted: true, place: fmt.Sprintf("sentences[%d]", i)})
	}
	t := text.New(f.Text)
	unit, _, _ := ground(t, at, CodePoint)
	sentences := len(at)
	type role struct {
		name string
		quotationRole
	}
	roles := func(st *quotationStatement) []role {
		return []role{{"quote", st.Quote}, {"speaker", st.Speaker}, {"cue", st.Cue}, {"addressee", st.Addressee}, {"frame", st.Frame}}
	}
	for i := range doc.Annotations {
		for _, r := range roles(&doc.Annotations[i]) {
			for k, sp := range r.Spans {
				at = append(at, located{start: sp.CharBegin, end: sp.CharEnd, quote: r.Text, quoted: len(r.Spans) == 1 && r.Text != "",
					place: fmt.Sprintf("annotations[%d].%s.spans[%d]", i, r.name, k)})
			}
		}
	}
	var fragments []annotations.Fragment
	var problems []*annotations.Error
	f.Unit, fragments, problems = ground(t, at, unit)
	for _, p := range problems {
		if !strings.HasPrefix(p.Field, "sentences") { // they are cut anew
			f.trouble(p)
		}
	}
	set := &foundSet{FoundSet: FoundSet{Author: ownerOfFolder(f.File)}, used: map[string]bool{}}
	b := spanBook{set: set, ids: map[string]string{}}
	k := sentences
	for i := range doc.Annotations {
		st := &doc.Annotations[i]
		link := FoundLink{ID: strconv.Itoa(st.ID), Type: "attribution", Roles: map[string][]string{}}
		for _, r := range roles(st) {
			var parts []annotations.Fragment
			for range r.Spans {
				if fragments[k].End > 0 {
					parts = append(parts, fragments[k])
				}
				k++
			}
			if len(parts) == 0 {
				continue
			}
			var attributes map[string]annotations.Value
			if r.name == "quote" {
				attributes = f.quotationAttributes(st, i)
			}
			link.Roles[r.name] = []string{b.span(r.name, union(parts), attributes)}
		}
		if len(link.Roles) > 1 || len(link.Roles) == 1 && len(link.Roles["quote"]) == 0 {
			set.Links = append(set.Links, link)
		}
	}
	f.Sets = []FoundSet{set.FoundSet}
}

func (f *Found) quotationAttributes(st *quotationStatement, i int) map[string]annotations.Value {
	attributes := map[string]annotations.Value{}
	for id, c := range map[string]struct {
		word  string
		words map[string]string
	}{"quote_type": {st.Type, quotationTypes}, "medium": {st.Medium, quotationMedia}} {
		known := c.word == ""
		for ours, theirs := range c.words {
			if theirs == c.word {
				if known = true; ours != "" {
					attributes[id] = annotations.String(ours)
				}
			}
		}
		if !known { // a word of its own: somebody has to map it
			attributes[id] = annotations.String(c.word)
		}
	}
	return attributes
}

// spanBook gives each stretch in its role one span.
type spanBook struct {
	set *foundSet
	ids map[string]string
}

func (b spanBook) span(label string, fragments []annotations.Fragment, attributes map[string]annotations.Value) string {
	key := fmt.Sprint(label, fragments, annotations.Attributes(attributes))
	if id := b.ids[key]; id != "" {
		return id
	}
	id := b.set.fresh("", len(b.set.Spans))
	b.ids[key] = id
	b.set.Spans = append(b.set.Spans, FoundSpan{ID: id, Label: label, Fragments: fragments, Attributes: attributes})
	return id
}

// detectQuotations is sure of the corpus' keys.
func detectQuotations(files []File, head func(File) []byte) bool {
	if !only(files, ".json") {
		return false
	}
	first, array := sniff(head(files[0]))
	return !array && first.has("originalText") && (first.has("documentName") || first.has("sentences"))
}
