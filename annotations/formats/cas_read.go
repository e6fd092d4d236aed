package formats

import (
	"cmp"
	"fmt"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// readCasFiles reads each file with an extension as one document.
func readCasFiles(files []File, extension string, parse func(name string, raw []byte) (*cas, *annotations.Error)) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		var mine []File
		var stems []string
		back := map[string]map[string]string{}
		for _, f := range files {
			base, ext := stem(f.Name)
			if path.Base(f.Name) == labelsFile {
				raw, _, err := slurp(f)
				if err != nil {
					yield(Found{}, err)
					return
				}
				back = tables(raw)
			} else if strings.EqualFold(ext, extension) || len(files) == 1 {
				mine, stems = append(mine, f), append(stems, base)
			}
		}
		if len(mine) == 0 {
			yield(Found{}, invalid("other_format", "", "there is no %s file among %d files", extension, len(files)))
			return
		}
		who := newAuthors(stems)
		for i, f := range mine {
			raw, problem, err := slurp(f)
			if err != nil {
				yield(Found{}, err)
				return
			}
			var c *cas
			if problem == nil {
				problem = utf8Problem(f.Name, raw)
			}
			if problem == nil {
				if c, problem = parse(f.Name, raw); problem != nil {
					problem = at(f.Name, problem)
				}
			}
			// One file that is none of the format is not what was asked for; one
			// among others is its own problem.
			if problem != nil && problem.Reason == "other_format" && len(mine) == 1 {
				yield(Found{}, problem)
				return
			}
			if problem != nil {
				if !yield(Found{File: f.Name, Problems: []*annotations.Error{problem}}, nil) {
					return
				}
				continue
			}
			id, author := placeInProject(stems[i], who)
			for _, doc := range c.found(f.Name, id, back) {
				if path.Base(path.Dir(stems[i])) == noOwner && len(doc.Sets) > 0 && len(doc.Sets[0].Spans) == 0 {
					doc.Sets = nil // nobody has tagged it
				}
				for j := range doc.Sets {
					doc.Sets[j].Author = author
				}
				if !yield(doc, nil) {
					return
				}
			}
		}
	}
}

// placeInProject is the document's id and author by the place of its file. In a
// project that INCEpTION exported it is annotation/DOCUMENT/PERSON.
func placeInProject(stem string, who authors) (id, author string) {
	if parts := strings.Split(stem, "/"); len(parts) >= 3 {
		if kind := parts[len(parts)-3]; kind == "annotation" || kind == "curation" {
			author = parts[len(parts)-1]
			if author == "INITIAL_CAS" {
				author = ""
			}
			return parts[len(parts)-2], author
		}
	}
	return idOfFile(stem + ".x"), who.of(stem)
}

// found gives a document for each view that has a text. Views beside the
// initial one have their name behind the document's id.
func (c *cas) found(file, id string, back map[string]map[string]string) []Found {
	var all []Found
	for _, v := range c.views {
		if !v.hasText {
			continue
		}
		r := &casReader{cas: c, view: v, back: back, text: newUnixText(v.text), doc: Found{File: file, Unit: cmp.Or(c.unit, UTF16), Problems: slices.Clone(c.problems)},
			byID: map[int]*casFS{}, spans: map[int]string{}, taken: map[string]bool{}}
		doc := r.read()
		if doc.ID = orElse(doc.ID, id); v.name != casInitialView {
			doc.ID += "#" + v.name
		}
		all = append(all, doc)
	}
	if len(all) == 0 {
		return []Found{{File: file, ID: id, Problems: []*annotations.Error{invalid("no_text", file, "holds no text")}}}
	}
	return all
}

// casReader makes spans and links of the structures of one view.
type casReader struct {
	*cas
	view  casView
	back  map[string]map[string]string
	text  unixText
	doc   Found
	set   FoundSet
	byID  map[int]*casFS
	rest  map[int][]*casFS // an annotation's id → those that go on with its span
	spans map[int]string   // a structure's id → the id of its span
	taken map[string]bool
}

func (r *casReader) problem(f *casFS, reason, format string, args ...any) {
	place := fmt.Sprintf("%s:%s", r.doc.File, shortType(f.typ))
	if f.line > 0 {
		place = fmt.Sprintf("%s:%d", r.doc.File, f.line)
	}
	p := invalid(reason, place, format, args...)
	p.Line = f.line
	r.doc.Problems = append(r.doc.Problems, p)
}

func (r *casReader) read() Found {
	r.doc.Text = r.text.kept
	r.set = FoundSet{Spans: []FoundSpan{}, Links: []FoundLink{}}
	var mine []*casFS
	for _, f := range r.list {
		if r.byID[f.id] == nil {
			r.byID[f.id] = f
		}
		if f.sofa == r.view.sofa || f.sofa == 0 {
			mine = append(mine, f)
		}
	}
	merged := r.continuations(mine)
	r.rest = map[int][]*casFS{}
	for _, f := range mine {
		if first := merged[f.id]; first != nil {
			r.rest[first.id] = append(r.rest[first.id], f)
		}
	}
	for _, f := range mine {
		switch {
		case f.typ == casMetaType || f.typ == casDocument:
			r.meta(f)
		case structural(f.typ) || relational(f) || !f.anchored || merged[f.id] != nil:
		default:
			r.span(f)
		}
	}
	for later, first := range merged { // a relation may end at any fragment
		if id, ok := r.spans[first.id]; ok {
			r.spans[later] = id
		}
	}
	joined := map[string]int{}
	for _, f := range mine {
		r.links(f, joined)
	}
	r.blocks(mine)
	r.doc.Sets = []FoundSet{r.set}
	return r.doc
}

// meta reads what is said of the document.
func (r *casReader) meta(f *casFS) {
	if lang := f.str("language"); lang != "x-unspecified" && CheckLanguage(lang) == nil {
		r.doc.Language = orElse(r.doc.Language, lang)
	}
	r.doc.ID = orElse(r.doc.ID, f.str("documentId"))
	r.doc.Name = orElse(r.doc.Name, f.str("documentTitle"))
	if uri := f.str("documentUri"); strings.HasPrefix(uri, "http") {
		r.doc.Meta = map[string]string{"url": uri}
	}
}

// structural types are the text's frame, not somebody's annotations.
func structural(typ string) bool {
	switch typ {
	case casTokenType, casSentenceType, casDivType, casSegmentation + "Paragraph", casSegmentation + "Heading", casSegmentation + "Document", casDocument:
		return true
	}
	return strings.HasPrefix(typ, strings.TrimSuffix(casMetaType, "DocumentMetaData")) || strings.HasPrefix(typ, "de.tudarmstadt.ukp.clarin.webanno.api.type.") || strings.HasPrefix(typ, "uima.cas.")
}

// relational structures join two others.
func relational(f *casFS) bool { return f.ref(casGovernor) != 0 && f.ref(casDependent) != 0 }

// shortType is a type's name without its package.
func shortType(typ string) string {
	return orElse(typ[strings.LastIndexByte(typ, '.')+1:], "Annotation")
}

// labelOf is a structure's label and the feature that gave it; of a type
// without such a feature the type itself, "".
func labelOf(f *casFS) (label, feature string) {
	features := []string{casLabel, "value", "referenceType"}
	if strings.HasPrefix(f.typ, "de.tudarmstadt.ukp.dkpro.core.") {
		features = []string{casLabel, map[string]string{"NamedEntity": "value", "POS": "PosValue", "Chunk": "chunkValue", "Constituent": "constituentType",
			"Dependency": "DependencyType", "CoreferenceLink": "referenceType"}[shortType(f.typ)]}
	}
	for _, name := range features {
		if s := f.str(name); name != "" && s != "" {
			return s, name
		}
	}
	return shortType(f.typ), ""
}

// fragment is a structure's ground; a problem is named where it has none.
func (r *casReader) fragment(f *casFS) (annotations.Fragment, bool) {
	raw := r.text.raw
	start, end := raw.FromUTF16(text.UTF16(f.begin)), raw.FromUTF16(text.UTF16(f.end))
	label, _ := labelOf(f)
	switch {
	case f.begin == f.end:
		r.problem(f, "zero_length", "%s %q at %d has no length", shortType(f.typ), short(label), f.begin)
		return annotations.Fragment{}, false
	case int(raw.UTF16At(start)) != f.begin || int(raw.UTF16At(end)) != f.end || start >= end:
		r.problem(f, "outside_text", "%s %q: [%d, %d) is not a stretch of this text, which has %d UTF-16 units", shortType(f.typ), short(label), f.begin, f.end, raw.UTF16Len())
		return annotations.Fragment{}, false
	}
	kept := r.text.fragment(annotations.Fragment{Start: start, End: end})
	if kept.Start >= kept.End {
		r.problem(f, "zero_length", "%s %q covers half a line end", shortType(f.typ), short(label))
		return kept, false
	}
	return kept, true
}

// continuations finds the annotations that are later fragments of a span: by
// id, the first fragment's annotation.
func (r *casReader) continuations(mine []*casFS) map[int]*casFS {
	first := map[int]*casFS{}
	for _, f := range mine {
		if !relational(f) || f.str(casLabel) != casContinuation {
			continue
		}
		a, b := r.byID[f.ref(casGovernor)], r.byID[f.ref(casDependent)]
		if a == nil || b == nil || a == b || a.typ != b.typ || a.str(casUID) == "" || a.str(casUID) != b.str(casUID) || a.end >= b.begin || first[b.id] != nil {
			continue
		}
		first[b.id] = a
	}
	root := func(f *casFS) *casFS {
		for range len(first) + 1 {
			before := first[f.id]
			if before == nil {
				break
			}
			f = before
		}
		return f
	}
	roots := map[int]*casFS{}
	for id := range first {
		roots[id] = root(r.byID[id])
	}
	return roots
}

// span makes a span of an annotation and of those that go on with it.
func (r *casReader) span(f *casFS) {
	fragment, ok := r.fragment(f)
	if !ok {
		return
	}
	fragments := []annotations.Fragment{fragment}
	for _, g := range r.rest[f.id] {
		if fragment, ok := r.fragment(g); ok {
			fragments = append(fragments, fragment)
		}
	}
	label, feature := labelOf(f)
	sp := FoundSpan{ID: r.unique(f), Label: label, Fragments: joinFragments(fragments), Attributes: r.attributes(f, feature, casUID, casNote), Note: f.str(casNote)}
	if layer := shortType(f.typ); feature != "" && layer != shortType(casSpanType) {
		sp.Attributes["layer"] = annotations.String(layer)
	}
	r.spans[f.id] = sp.ID
	r.set.Spans = append(r.set.Spans, sp)
}

// unique is a structure's id as its own uid, else its number, each once.
func (r *casReader) unique(f *casFS) string {
	id := f.str(casUID)
	if id == "" || r.taken[id] {
		id = strconv.Itoa(f.id)
	}
	for r.taken[id] {
		id += "'"
	}
	r.taken[id] = true
	return id
}

// attributes are a structure's values but for those that were used otherwise.
func (r *casReader) attributes(f *casFS, but ...string) map[string]annotations.Value {
	values := map[string]annotations.Value{}
	for _, v := range f.values {
		if v.isRef || slices.Contains(but, v.name) {
			continue
		}
		name, value := own(r.back, attributeWord, v.name), v.value
		if list, one := value.Str(); one && r.back[listWord][v.name] == name {
			value = annotations.List(strings.Split(list, listSeparator)...)
		}
		values[name] = value
	}
	return values
}

// endpoint is the span that a structure is; a token that somebody joined to
// something becomes one.
func (r *casReader) endpoint(id int) (string, bool) {
	if s, ok := r.spans[id]; ok {
		return s, true
	}
	f := r.byID[id]
	if f == nil || !f.anchored || f.sofa != r.view.sofa || !structural(f.typ) {
		return "", false
	}
	fragment, ok := r.fragment(f)
	if !ok {
		return "", false
	}
	r.spans[id] = r.unique(f)
	r.set.Spans = append(r.set.Spans, FoundSpan{ID: r.spans[id], Label: shortType(f.typ), Fragments: []annotations.Fragment{fragment}, Attributes: r.attributes(f)})
	return r.spans[id], true
}

// links makes links of the references of a structure.
func (r *casReader) links(f *casFS, joined map[string]int) {
	if relational(f) {
		r.relation(f, joined)
		return
	}
	if structural(f.typ) || !f.anchored {
		return
	}
	for _, v := range f.values {
		if !v.isRef || len(v.refs) == 0 {
			continue
		}
		if v.name == "next" { // the chain of a coreference
			kind := orElse(f.str("referenceRelation"), shortType(f.typ))
			r.link(f, FoundLink{Type: kind, Roles: map[string][]string{}}, []casEnd{{"from", f.id}, {"to", v.refs[0]}})
			continue
		}
		ends := []casEnd{{"host", f.id}}
		for _, id := range v.refs {
			role := v.name
			if l := r.byID[id]; l != nil && !l.anchored && l.ref("target") != 0 { // a slot
				role, id = orElse(l.str("role"), "target"), l.ref("target")
			}
			ends = append(ends, casEnd{role, id})
		}
		r.link(f, FoundLink{Type: shortType(f.typ) + ":" + v.name, Roles: map[string][]string{}}, ends)
	}
}

// casEnd is a structure in a role.
type casEnd struct {
	role string
	id   int
}

// link adds a link whose ends are all spans, else names the problem.
func (r *casReader) link(f *casFS, l FoundLink, ends []casEnd) {
	for _, e := range ends {
		id, ok := r.endpoint(e.id)
		if !ok {
			r.problem(f, "unknown_span", "%s %d joins %d, which is no annotation of this text", l.Type, f.id, e.id)
			return
		}
		if !slices.Contains(l.Roles[e.role], id) {
			l.Roles[e.role] = append(l.Roles[e.role], id)
		}
	}
	if l.ID == "" {
		l.ID = fmt.Sprintf("%d:%s", f.id, l.Type)
	}
	if l.Attributes == nil {
		l.Attributes = map[string]annotations.Value{}
	}
	r.set.Links = append(r.set.Links, l)
}

// relation reads a relation of two: ours say which link they are a part of.
func (r *casReader) relation(f *casFS, joined map[string]int) {
	governor, dependent := f.ref(casGovernor), f.ref(casDependent)
	a, okA := r.spans[governor]
	if b, okB := r.spans[dependent]; okA && okB && a == b && f.str(casLabel) == casContinuation {
		return
	}
	label, feature := labelOf(f)
	l := FoundLink{ID: orElse(f.str(casUID), strconv.Itoa(f.id)), Type: label, Roles: map[string][]string{}, Attributes: r.attributes(f, feature, casUID)}
	kind, from, to := f.str(casLinkType), f.str(casGovernorRole), f.str(casDependentRole)
	if kind == "" || from == "" || to == "" {
		r.link(f, l, []casEnd{{"from", governor}, {"to", dependent}})
		return
	}
	l.Type = kind
	for _, name := range []string{casLinkType, casGovernorRole, casDependentRole} {
		delete(l.Attributes, own(r.back, attributeWord, name))
	}
	key := l.ID + "\n" + kind
	i, ok := joined[key]
	if !ok {
		i = len(r.set.Links)
		if r.link(f, l, []casEnd{{from, governor}, {to, dependent}}); len(r.set.Links) > i {
			joined[key] = i
		}
		return
	}
	x := pair{fromRole: from, toRole: to}
	okFrom, okTo := false, false
	x.from, okFrom = r.endpoint(governor)
	x.to, okTo = r.endpoint(dependent)
	if !okFrom || !okTo {
		r.problem(f, "unknown_span", "%s %d joins what is no annotation of this text", kind, f.id)
		return
	}
	joinPair(&r.set.Links[i], x)
}

// blocks takes divisions that are named like our roles for the text's blocks,
// when they cover it.
func (r *casReader) blocks(mine []*casFS) {
	var all []annotations.Block
	for _, f := range mine {
		role := annotations.Role(f.str("divType"))
		if f.typ != casDivType || !role.Valid() || !f.anchored {
			continue
		}
		fragment := r.text.fragment(annotations.Fragment{Start: r.text.raw.FromUTF16(text.UTF16(f.begin)), End: r.text.raw.FromUTF16(text.UTF16(f.end))})
		all = append(all, annotations.Block{Role: role, Start: fragment.Start, End: fragment.End})
	}
	slices.SortFunc(all, func(a, b annotations.Block) int { return cmp.Compare(a.Start, b.Start) })
	if len(all) > 0 && annotations.CheckBlocks(all, text.New(r.text.kept).Len()) == nil {
		r.doc.Blocks = all
	}
}
