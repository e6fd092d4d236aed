package formats

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"
	"unicode"

	"galley/annotations"
	"galley/annotations/text"
)

// readTEI reads what teiWriter writes, and other TEI whose standOff points at
// elements of the body by from and to or target. The text is the string value
// of body.
func readTEI(files []File, _ ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		back := map[string]map[string]string{}
		var stems []string
		var mine []File
		for _, f := range files {
			switch base, ext := stem(f.Name); {
			case path.Base(f.Name) == labelsFile:
				raw, _, err := slurp(f)
				if err != nil {
					yield(Found{}, err)
					return
				}
				back = tables(raw)
			case ext == ".xml" || ext == ".tei" || len(files) == 1:
				mine, stems = append(mine, f), append(stems, base)
			}
		}
		if len(mine) == 0 {
			yield(Found{}, invalid("other_format", "", "there is no .xml file among %d files", len(files)))
			return
		}
		who := newAuthors(stems)
		for i, f := range mine {
			raw, problem, err := slurp(f)
			if err != nil {
				yield(Found{}, err)
				return
			}
			doc := Found{File: f.Name, Unit: CodePoint}
			if problem == nil {
				problem = utf8Problem(f.Name, raw)
			}
			if problem == nil {
				r := newTEIReader(&doc, back)
				if problem = r.read(string(raw)); problem != nil {
					problem = at(f.Name, problem)
				}
			}
			if problem != nil && problem.Reason == "other_format" && len(mine) == 1 {
				yield(Found{}, problem)
				return
			}
			if problem != nil {
				doc = Found{File: f.Name, Problems: []*annotations.Error{problem}}
			}
			doc.ID = orElse(doc.ID, idOfFile(stems[i]+".x"))
			for j := range doc.Sets {
				doc.Sets[j].Author = who.of(stems[i])
			}
			if path.Base(path.Dir(stems[i])) == noOwner {
				doc.Sets = nil // nobody has tagged it
			}
			if !yield(doc, nil) {
				return
			}
		}
	}
}

// teiReader collects a document's elements; what points where is known at the end.
type teiReader struct {
	doc      *Found
	back     map[string]map[string]string
	path     []string
	body     strings.Builder
	at       text.Rune
	inBody   bool
	places   map[string]annotations.Fragment // xml:id → ground
	open     []string                        // ids of open elements of the body, "" for none
	order    []annotations.Fragment          // tokens and their parts, in order
	labels   map[string]string               // category → its n
	spans    []*teiSpan
	links    []*teiRelation
	features map[string]*teiFeatures
	starts   []text.Rune
	blocks   []annotations.Block
	any      bool
}

type teiSpan struct {
	id, n, group, ana, from, to, target, note string
	line                                      int
}

type teiRelation struct {
	n, typ, name, active, passive, ana string
	line                               int
}

type teiFeatures struct {
	kind   string
	values map[string]annotations.Value
}

func newTEIReader(doc *Found, back map[string]map[string]string) *teiReader {
	return &teiReader{doc: doc, back: back, places: map[string]annotations.Fragment{}, labels: map[string]string{}, features: map[string]*teiFeatures{}}
}

func (r *teiReader) read(raw string) *annotations.Error {
	x := newXMLReader(raw)
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return refusal(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if !r.any && t.Name.Local != "TEI" {
				return invalid("other_format", "", "begins with %s, not with TEI", short(t.Name.Local))
			}
			r.any = true
			if err := r.start(x, t); err != nil {
				return refusal(err)
			}
		case xml.EndElement:
			r.end(t.Name.Local)
		case xml.CharData:
			if r.inBody {
				r.body.Write(t)
				r.at += text.New(string(t)).Len()
			}
		}
	}
	if !r.any {
		return invalid("other_format", "", "holds no TEI")
	}
	r.finish()
	return nil
}

// attr is an attribute by its local name; xml:id is "id".
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (r *teiReader) start(x *xmlReader, e xml.StartElement) error {
	name := e.Name.Local
	if r.inBody {
		r.open = append(r.open, attr(e, "id"))
		r.starts = append(r.starts, r.at)
		if role := annotations.Role(attr(e, "type")); name == "div" && role.Valid() {
			r.blocks = append(r.blocks, annotations.Block{Role: role, Start: r.at})
		}
		return nil
	}
	line, _ := x.InputPos()
	parent := ""
	if n := len(r.path); n > 0 {
		parent = r.path[n-1]
	}
	r.path = append(r.path, name)
	switch {
	case name == "body":
		r.inBody = true
	case name == "text" && r.doc.Language == "":
		if lang := attr(e, "lang"); CheckLanguage(lang) == nil {
			r.doc.Language = lang
		}
	case name == "category":
		r.labels[attr(e, "id")] = attr(e, "n")
	case name == "ptr" && parent == "bibl" && attr(e, "target") != "":
		r.doc.Meta = map[string]string{"url": attr(e, "target")}
	case name == "spanGrp":
		r.path[len(r.path)-1] = "spanGrp " + attr(e, "type")
	case name == "span":
		_, group, _ := strings.Cut(parent, " ")
		r.spans = append(r.spans, &teiSpan{id: attr(e, "id"), n: attr(e, "n"), group: group, ana: attr(e, "ana"), from: attr(e, "from"), to: attr(e, "to"), target: attr(e, "target"), line: line})
	case name == "relation":
		r.links = append(r.links, &teiRelation{attr(e, "n"), attr(e, "type"), attr(e, "name"), attr(e, "active"), attr(e, "passive"), attr(e, "ana"), line})
	case name == "fs":
		return r.featureStructure(x, e)
	case name == "title" && parent == "titleStmt", name == "idno" && parent == "publicationStmt", name == "note" && parent == "span":
		s, err := x.content()
		r.path = r.path[:len(r.path)-1]
		switch name {
		case "title":
			r.doc.Name = s
		case "idno":
			r.doc.ID = s
		default:
			r.spans[len(r.spans)-1].note = s
		}
		return err
	}
	return nil
}

func (r *teiReader) end(name string) {
	if !r.inBody {
		if n := len(r.path); n > 0 {
			r.path = r.path[:n-1]
		}
		return
	}
	n := len(r.open) - 1
	if n < 0 {
		r.inBody = false // body itself
		r.path = r.path[:max(0, len(r.path)-1)]
		return
	}
	f := annotations.Fragment{Start: r.starts[n], End: r.at}
	if id := r.open[n]; id != "" {
		r.places[id] = f
	}
	if name == "w" || name == "pc" || name == "seg" {
		r.order = append(r.order, f)
	}
	if name == "div" {
		for i := len(r.blocks) - 1; i >= 0; i-- {
			if r.blocks[i].End == 0 && r.blocks[i].Start == f.Start {
				r.blocks[i].End = f.End
				break
			}
		}
	}
	r.open, r.starts = r.open[:n], r.starts[:n]
}

// featureStructure reads an fs to its end.
func (r *teiReader) featureStructure(x *xmlReader, e xml.StartElement) error {
	fs := &teiFeatures{kind: attr(e, "type"), values: map[string]annotations.Value{}}
	r.features[attr(e, "id")] = fs
	r.path = r.path[:len(r.path)-1]
	name, list := "", false
	var items []string
	for depth := 1; depth > 0; {
		token, err := x.next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			switch t.Name.Local {
			case "f":
				name, list, items = attr(t, "name"), false, nil
			case "vColl":
				list = true
			case "binary":
				fs.values[name] = annotations.Bool(attr(t, "value") == "true" || attr(t, "value") == "1")
			case "symbol", "numeric":
				items = append(items, attr(t, "value"))
			case "string":
				s, err := x.content()
				if err != nil {
					return err
				}
				depth--
				items = append(items, s)
			}
		case xml.EndElement:
			depth--
			if t.Name.Local == "f" && list {
				fs.values[name] = annotations.List(items...)
			} else if t.Name.Local == "f" && len(items) > 0 {
				fs.values[name] = annotations.String(strings.Join(items, " "))
			}
		}
	}
	return nil
}

func (r *teiReader) problem(line int, reason, format string, args ...any) {
	p := invalid(reason, fmt.Sprintf("%s:%d", r.doc.File, line), format, args...)
	p.Line = line
	r.doc.Problems = append(r.doc.Problems, p)
}

// finish makes spans and links of what points at one another.
func (r *teiReader) finish() {
	u := newUnixText(r.body.String())
	r.doc.Text = u.kept
	slices.SortFunc(r.order, func(a, b annotations.Fragment) int { return int(a.Start - b.Start) })
	set := FoundSet{Spans: []FoundSpan{}, Links: []FoundLink{}}
	ids, taken := map[string]string{}, map[string]bool{}
	for i, s := range r.spans {
		fragments, ok := r.ground(s, u.raw)
		if !ok {
			continue
		}
		for j := range fragments {
			fragments[j] = u.fragment(fragments[j])
		}
		if fragments = joinFragments(fragments); len(fragments) == 0 {
			r.problem(s.line, "zero_length", "span %s covers nothing", short(s.id))
			continue
		}
		sp := FoundSpan{ID: orElse(s.n, orElse(s.id, fmt.Sprint(i+1))), Label: r.label(s), Fragments: fragments, Attributes: map[string]annotations.Value{}, Note: s.note}
		for taken[sp.ID] {
			sp.ID += "'"
		}
		taken[sp.ID] = true
		ids[s.id] = sp.ID
		r.attributes(sp.Attributes, s.ana)
		set.Spans = append(set.Spans, sp)
	}
	joined := map[string]int{}
	for _, l := range r.links {
		r.link(&set, l, ids, joined)
	}
	if len(r.blocks) > 0 && annotations.CheckBlocks(r.blocks, text.New(u.kept).Len()) == nil {
		r.doc.Blocks = r.blocks
	}
	r.doc.Sets = []FoundSet{set}
}

// label is the category that a span's ana points at, else its group.
func (r *teiReader) label(s *teiSpan) string {
	for ref := range strings.FieldsSeq(s.ana) {
		id := strings.TrimPrefix(ref, "#")
		if n, ok := r.labels[id]; ok {
			return orElse(n, id)
		}
	}
	return orElse(own(r.back, labelWord, s.group), "span")
}

// attributes takes in the feature structures that ana points at.
func (r *teiReader) attributes(into map[string]annotations.Value, ana string) {
	for ref := range strings.FieldsSeq(ana) {
		if fs := r.features[strings.TrimPrefix(ref, "#")]; fs != nil && fs.kind != "roles" {
			for name, v := range fs.values {
				into[own(r.back, attributeWord, name)] = v
			}
		}
	}
}

// ground is where a span lies: from its first to its last element, or on the
// elements of target, of which neighbours are one fragment.
func (r *teiReader) ground(s *teiSpan, raw text.Text) ([]annotations.Fragment, bool) {
	place := func(ref string) (annotations.Fragment, bool) {
		f, ok := r.places[strings.TrimPrefix(ref, "#")]
		if !ok {
			r.problem(s.line, "unknown_span", "span %s points at %q, which is no element of the text", short(s.id), short(ref))
		}
		return f, ok
	}
	if s.target == "" {
		from, ok1 := place(s.from)
		to, ok2 := place(orElse(s.to, s.from))
		return []annotations.Fragment{{Start: from.Start, End: max(from.End, to.End)}}, ok1 && ok2
	}
	var all, out []annotations.Fragment
	for ref := range strings.FieldsSeq(s.target) {
		if ends, ok := strings.CutPrefix(ref, "#range("); ok {
			left, right, _ := strings.Cut(strings.TrimSuffix(ends, ")"), ",")
			from, ok1 := place(left)
			to, ok2 := place(right)
			if !ok1 || !ok2 {
				return nil, false
			}
			out = append(out, annotations.Fragment{Start: from.Start, End: max(from.End, to.End)})
			continue
		}
		f, ok := place(ref)
		if !ok {
			return nil, false
		}
		all = append(all, f)
	}
	if len(out) > 0 {
		return append(out, all...), true
	}
	sortFragments(all)
	for _, f := range all {
		if n := len(out); n > 0 && r.neighbours(raw, out[n-1], f) {
			out[n-1].End = max(out[n-1].End, f.End)
		} else {
			out = append(out, f)
		}
	}
	return out, true
}

// neighbours reports whether nothing but blanks lies between two fragments.
func (r *teiReader) neighbours(raw text.Text, a, b annotations.Fragment) bool {
	return b.Start <= a.End || strings.TrimFunc(raw.Slice(a.End, b.Start), unicode.IsSpace) == ""
}

func (r *teiReader) link(set *FoundSet, l *teiRelation, ids map[string]string, joined map[string]int) {
	x := pair{fromRole: "from", toRole: "to"}
	ok1, ok2 := false, false
	x.from, ok1 = ids[strings.TrimPrefix(l.active, "#")]
	x.to, ok2 = ids[strings.TrimPrefix(l.passive, "#")]
	if !ok1 || !ok2 {
		r.problem(l.line, "unknown_span", "relation %s joins %q and %q, which are not both spans", short(l.name), short(l.active), short(l.passive))
		return
	}
	found := FoundLink{ID: orElse(l.n, fmt.Sprintf("r%d", len(set.Links)+1)), Type: orElse(own(r.back, linkWord, orElse(l.type0(), l.name)), "relation"),
		Roles: map[string][]string{}, Attributes: map[string]annotations.Value{}}
	for ref := range strings.FieldsSeq(l.ana) {
		if fs := r.features[strings.TrimPrefix(ref, "#")]; fs != nil && fs.kind == "roles" {
			x.fromRole, x.toRole = own(r.back, roleWord, orElse(fs.values["active"].Text(), "from")), own(r.back, roleWord, orElse(fs.values["passive"].Text(), "to"))
		}
	}
	r.attributes(found.Attributes, l.ana)
	key := found.ID + "\n" + found.Type
	i, ok := joined[key]
	if !ok || l.n == "" {
		i = len(set.Links)
		joined[key] = i
		set.Links = append(set.Links, found)
	}
	joinPair(&set.Links[i], x)
}

// type0 is the relation's type, when it is one of ours.
func (l *teiRelation) type0() string {
	if strings.HasPrefix(l.name, l.typ) {
		return l.typ
	}
	return ""
}

// detectTEI knows TEI with standOff by its words.
func detectTEI(files []File, head func(File) []byte) bool {
	return slices.ContainsFunc(files, func(f File) bool {
		h := head(f)
		return bytes.Contains(h, []byte(teiSpace)) && bytes.Contains(h, []byte("<standOff"))
	})
}
