package formats

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"galley/annotations"
	"galley/annotations/text"
)

// readW3C reads W3C Web Annotations: collections, pages, arrays, lines or a
// single one, with the texts that they are of beside them; a source is the path
// of its text, or an address whose last part is the name of one. Annotations of
// one text are read together while they follow one another.
//
// Positions are compared with their quotations; where they disagree in every
// unit, the quotation is looked for between its prefix and suffix.
func readW3C(files []File, _ ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		r := &w3cReader{yield: yield, texts: map[string]File{}, seen: map[string]bool{}}
		for _, f := range files {
			if strings.HasSuffix(strings.ToLower(f.Name), ".txt") {
				r.texts[f.Name] = f
			}
		}
		for _, f := range files {
			if _, ok := r.texts[f.Name]; ok {
				continue
			}
			if !r.file(f) || !r.flush() {
				return
			}
		}
		for _, f := range files { // texts of which nothing was said
			if _, ok := r.texts[f.Name]; ok && !r.seen[f.Name] {
				r.begin(f.Name)
				if !r.flush() {
					return
				}
			}
		}
	}
}

// w3cReader holds the annotations of one text.
type w3cReader struct {
	yield func(Found, error) bool
	texts map[string]File
	// seen are the texts that annotations were of.
	seen map[string]bool

	name   string
	doc    *Found
	source string
	text   text.Text
	marks  []w3cMark
	links  []w3cMark
	stop   error
}

func (r *w3cReader) file(f File) (more bool) {
	in, err := f.Open()
	if err != nil {
		r.yield(Found{File: f.Name}, fmt.Errorf("read %s: %w", f.Name, err))
		return false
	}
	defer in.Close()
	r.name = f.Name
	source := &capped{r: skipBOM(in), left: MaxLine}
	d := jsontext.NewDecoder(source, jsontext.AllowDuplicateNames(false))
	n := 0
	each := func(raw jsontext.Value) bool {
		source.left = MaxLine
		r.annotation(raw, fmt.Sprintf("annotations[%d]", n))
		n++
		return r.stop == nil
	}
	for err == nil {
		switch d.PeekKind() {
		case '{':
			err = w3cObject(d, each)
		case '[':
			_, _ = d.ReadToken()
			for err == nil && d.PeekKind() != ']' {
				err = w3cObject(d, each)
			}
			if err == nil {
				_, err = d.ReadToken()
			}
		default:
			if _, err = d.ReadToken(); err == nil {
				err = errors.New("an annotation is an object")
			}
		}
	}
	switch {
	case errors.Is(r.stop, errStopped):
		return false
	case source.err != nil:
		r.yield(Found{File: f.Name}, fmt.Errorf("read %s: %w", f.Name, source.err))
		return false
	case errors.Is(err, io.EOF):
		return true
	}
	bad := Found{File: f.Name}
	bad.trouble(invalid("bad_json", "", "not valid JSON at byte %d, and nothing behind it can be read: %v", d.InputOffset(), err))
	return r.flush() && r.yield(bad, nil)
}

// errStopped ends reading when nobody wants more.
var errStopped = errors.New("stopped")

func skipBOM(in io.Reader) io.Reader {
	b := bufio.NewReader(in)
	if bom, _ := b.Peek(3); string(bom) == "\uFEFF" {
		_, _ = b.Discard(3)
	}
	return b
}

// w3cObject reads an annotation, or those of a page or collection one by one.
func w3cObject(d *jsontext.Decoder, each func(jsontext.Value) bool) error {
	if d.PeekKind() != '{' {
		if _, err := d.ReadValue(); err != nil {
			return err
		}
		each(jsontext.Value("null"))
		return nil
	}
	_, err := d.ReadToken()
	whole := object{}
	for err == nil && d.PeekKind() == '"' {
		var name jsontext.Token
		if name, err = d.ReadToken(); err != nil {
			return err
		}
		key, kind := name.String(), d.PeekKind()
		switch {
		case (key == "items" || key == "@graph") && kind == '[':
			_, err = d.ReadToken()
			for err == nil && d.PeekKind() != ']' {
				var v jsontext.Value
				if v, err = d.ReadValue(); err == nil && !each(v) {
					return errStopped
				}
			}
			if err == nil {
				_, err = d.ReadToken()
			}
		case key == "first" && kind == '{':
			err = w3cObject(d, each)
		default:
			var v jsontext.Value
			if v, err = d.ReadValue(); err == nil {
				whole[key] = json.RawMessage(v.Clone())
			}
		}
	}
	if err != nil {
		return err
	}
	if _, err = d.ReadToken(); err == nil && whole.has("target") {
		raw, _ := json.Marshal(whole)
		if !each(raw) {
			return errStopped
		}
	}
	return err
}

// annotation reads one annotation and gives the text before when another begins.
func (r *w3cReader) annotation(raw []byte, place string) {
	o, p := parseObject(raw, place)
	if p == nil && !o.has("target") {
		p = invalid("no_target", place, "the annotation has no target")
	}
	if p != nil {
		r.ensure().trouble(p)
		return
	}
	m := w3cMark{place: place, id: word(o["id"]), motivation: w3cWord(o["motivation"]), attributes: map[string]annotations.Value{}}
	m.creator(o["creator"])
	for _, t := range oneOrMany(o["target"]) {
		m.target(t)
	}
	for _, b := range oneOrMany(o["body"]) {
		if p := m.body(b); p != nil {
			r.ensure().trouble(within(place, p))
		}
	}
	if v := word(o["bodyValue"]); v != "" {
		m.notes = append(m.notes, v)
	}
	if m.motivation == "linking" && len(m.from) > 0 && len(m.targets) == 0 {
		r.ensure()
		r.links = append(r.links, m)
		return
	}
	if len(m.targets) == 0 {
		r.ensure().trouble(invalid("no_target", place, "the annotation is of no stretch of a text"))
		return
	}
	if source := m.targets[0].source; r.doc == nil || source != r.source {
		if !r.flush() {
			return
		}
		r.begin(source)
	}
	r.marks = append(r.marks, m)
}

// ensure is the document that is read, or one for what belongs to none.
func (r *w3cReader) ensure() *Found {
	if r.doc == nil {
		r.doc = &Found{File: r.name, Unit: CodePoint}
	}
	return r.doc
}

// begin starts the document of a source and finds its text.
func (r *w3cReader) begin(source string) {
	r.source = source
	r.doc = &Found{File: r.name, ID: source, Unit: CodePoint}
	name := r.textFile(source)
	if name == "" {
		r.doc.trouble(invalid("no_text", "target.source", "the text of %q is not among the files", short(source)))
		return
	}
	r.seen[name] = true
	r.doc.ID = idOfFile(name)
	if r.doc.File == "" {
		r.doc.File = name
	}
	in, err := r.texts[name].Open()
	if err == nil {
		var raw []byte
		raw, err = io.ReadAll(io.LimitReader(in, 4*text.MaxBytes))
		r.doc.Text = string(raw)
		_ = in.Close()
	}
	if err != nil && r.stop == nil {
		r.stop = errStopped
		r.yield(*r.doc, fmt.Errorf("read %s: %w", name, err))
	}
	r.text = text.New(r.doc.Text)
}

// textFile is the file that a source means: its path, the end of its path, the
// last part of its address, or the only text there is.
func (r *w3cReader) textFile(source string) string {
	clean := source
	if u, err := url.Parse(source); err == nil && u.Path != "" {
		clean = strings.TrimPrefix(u.Path, "/")
	}
	var names []string
	for name := range r.texts {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, is := range []func(string) bool{
		func(n string) bool { return n == clean },
		func(n string) bool { return strings.HasSuffix(n, "/"+clean) },
		func(n string) bool {
			return path.Base(n) == path.Base(clean) || path.Base(n) == path.Base(clean)+".txt" || idOfFile(n) == source
		},
	} {
		if i := slices.IndexFunc(names, is); i >= 0 && clean != "" {
			return names[i]
		}
	}
	if len(names) == 1 {
		return names[0]
	}
	return ""
}

// flush gives the document that was read.
func (r *w3cReader) flush() bool {
	if r.stop != nil {
		return false
	}
	if r.doc == nil {
		return true
	}
	doc, marks, links := r.doc, r.marks, r.links
	r.doc, r.marks, r.links = nil, nil, nil
	if doc.Text != "" {
		doc.w3cSpans(r.text, marks, links)
	}
	if !r.yield(*doc, nil) {
		r.stop = errStopped
	}
	return r.stop == nil
}

// w3cSpans grounds the annotations of a text and links them.
func (f *Found) w3cSpans(t text.Text, marks, links []w3cMark) {
	var at []located
	for _, m := range marks {
		for i, p := range m.targets {
			l := located{place: m.place}
			if len(m.targets) > 1 {
				l.place = fmt.Sprintf("%s.target[%d]", m.place, i)
			}
			if p.position != nil {
				l.start, l.end = p.position.Start, p.position.End
			}
			if p.quote != nil {
				l.quote, l.quoted = p.quote.Exact, true
			}
			at = append(at, l)
		}
	}
	unit, fragments, problems := ground(t, at, CodePoint)
	f.Unit = unit
	sets, where := newFoundSets(), map[string]w3cRef{}
	k := 0
	for _, m := range marks {
		var parts []annotations.Fragment
		whole := true
		for i, p := range m.targets {
			fragment := fragments[k+i]
			if fragment.End == 0 && p.quote != nil {
				if found, ok := p.quote.find(t); ok {
					fragment = found
					problems = slices.DeleteFunc(problems, func(q *annotations.Error) bool { return q.Field == at[k+i].place })
				}
			}
			whole = whole && fragment.End > 0
			parts = append(parts, fragment)
		}
		k += len(m.targets)
		if !whole {
			continue
		}
		set := sets.of(m.author)
		set.Suggested = m.suggested
		if len(m.tags) == 0 {
			m.tags = []string{cmp.Or(m.motivation, "annotation")}
		}
		for _, tag := range m.tags {
			sp := FoundSpan{ID: set.fresh(m.id, len(set.Spans)), Label: tag, Fragments: union(slices.Clone(parts)), Attributes: m.attributes, Note: strings.Join(m.notes, "\n")}
			if m.id != "" && where[m.id].set == nil {
				where[m.id] = w3cRef{set, sp.ID}
			}
			set.Spans = append(set.Spans, sp)
		}
	}
	for _, p := range problems {
		f.trouble(p)
	}
	for _, m := range links {
		f.w3cLink(m, where)
	}
	f.Sets = sets.list()
}

// w3cRef is a span and its set.
type w3cRef struct {
	set *foundSet
	id  string
}

func (f *Found) w3cLink(m w3cMark, where map[string]w3cRef) {
	kind := "linking"
	if len(m.tags) > 0 {
		kind = m.tags[0]
	}
	roles := map[string][]string{}
	var set *foundSet
	for role, ids := range map[string][]string{"from": m.from, "to": m.to} {
		for _, id := range ids {
			ref := where[id]
			if ref.set == nil || set != nil && set != ref.set {
				f.trouble(invalid("unknown_span", m.place, "links %s, which is not among one person's annotations of this text", short(id)))
				return
			}
			set = ref.set
			roles[role] = append(roles[role], ref.id)
		}
	}
	if len(roles["from"]) == 0 || len(roles["to"]) == 0 {
		f.trouble(invalid("bad_link", m.place, "links nothing to something"))
		return
	}
	set.Links = append(set.Links, FoundLink{ID: strconv.Itoa(len(set.Links)), Type: kind, Roles: roles, Attributes: m.attributes, Group: m.identity})
}

// detectW3C is sure of the context of Web Annotations.
func detectW3C(files []File, head func(File) []byte) bool {
	if !only(files, ".jsonld", ".json", ".txt", ".jsonl") {
		return false
	}
	for _, f := range files {
		if strings.HasSuffix(f.Name, ".txt") {
			continue
		}
		first, _ := sniff(head(f))
		for _, c := range oneOrMany(first["@context"]) {
			if word(c) == w3cContext || word(c) == "https"+strings.TrimPrefix(w3cContext, "http") {
				return true
			}
		}
	}
	return false
}
