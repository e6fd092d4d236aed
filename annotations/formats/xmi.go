package formats

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
)

// typeSystemFile is the file in which the types of the XMI files are declared.
const typeSystemFile = "TypeSystem.xml"

// The namespaces of XMI.
const (
	xmiSpace  = "http://www.omg.org/XMI"
	noPackage = "uima.noNamespace"
)

// xmiWriter writes UIMA's CAS as XMI, checked with dkpro-cassis: OWNER/ID.xmi
// for each document and set, and TypeSystem.xml and labels.json beside the
// folders.
type xmiWriter struct {
	casBuilder
	shelf shelf
}

func newXMI(f Folder, o Options) Writer {
	return &xmiWriter{newCasBuilder(o, xmlText, false), shelf{f}}
}

func (x *xmiWriter) Write(it *Item) error {
	return x.eachSet(it, func(d *annotations.Document, s Set) error {
		doc, err := x.build(d, s)
		if err != nil {
			return err
		}
		return x.shelf.put(placeOf(s.Owner, d.ID)+".xmi", doc.xmi())
	})
}

func (x *xmiWriter) Close() (Report, error) {
	if err := cmp.Or(x.broken, x.failed); err != nil {
		return x.tally.Report, err
	}
	table, err := x.words.table()
	if err == nil {
		err = x.shelf.put(typeSystemFile, x.types.xml())
	}
	if err == nil {
		err = x.shelf.put(labelsFile, table)
	}
	return x.tally.Report, err
}

// xmiPrefixes are the prefixes of the packages that we write.
var xmiPrefixes = []struct{ prefix, pkg string }{
	{"cas", "uima.cas"}, {"tcas", "uima.tcas"}, {"custom", "webanno.custom"},
	{"metadata", strings.TrimSuffix(casMetaType, ".DocumentMetaData")}, {"segmentation", strings.TrimSuffix(casSegmentation, ".")},
}

// xmi writes the cas. Only types of xmiPrefixes are in it.
func (c *cas) xmi() []byte {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<xmi:XMI xmlns:xmi="` + xmiSpace + `"`)
	for _, p := range xmiPrefixes {
		fmt.Fprintf(&b, ` xmlns:%s="http:///%s.ecore"`, p.prefix, strings.ReplaceAll(p.pkg, ".", "/"))
	}
	b.WriteString(` xmi:version="2.0">` + "\n  <cas:NULL xmi:id=\"0\"/>\n")
	for _, f := range c.list {
		if f.typ == casSofaType {
			continue
		}
		i := strings.LastIndexByte(f.typ, '.')
		p := slices.IndexFunc(xmiPrefixes, func(p struct{ prefix, pkg string }) bool { return p.pkg == f.typ[:i] })
		name := xmiPrefixes[p].prefix + ":" + f.typ[i+1:]
		fmt.Fprintf(&b, `  <%s xmi:id="%d"`, name, f.id)
		if f.anchored {
			fmt.Fprintf(&b, ` sofa="%d" begin="%d" end="%d"`, f.sofa, f.begin, f.end)
		}
		var inside strings.Builder
		for _, v := range f.values {
			list, many := v.value.Items()
			switch {
			case v.isRef:
				fmt.Fprintf(&b, ` %s="%d"`, v.name, v.refs[0])
			case many:
				for _, s := range list {
					fmt.Fprintf(&inside, "<%s>%s</%s>", v.name, xmlEscape(s), v.name)
				}
			default:
				fmt.Fprintf(&b, ` %s="%s"`, v.name, xmlEscape(v.value.Text()))
			}
		}
		if inside.Len() > 0 {
			fmt.Fprintf(&b, ">%s</%s>\n", inside.String(), name)
		} else {
			b.WriteString("/>\n")
		}
	}
	for i, v := range c.views {
		fmt.Fprintf(&b, `  <cas:Sofa xmi:id="%d" sofaNum="%d" sofaID="%s" mimeType="text" sofaString="%s"/>`+"\n", v.sofa, i+1, v.name, xmlEscape(v.text))
	}
	for _, v := range c.views {
		fmt.Fprintf(&b, `  <cas:View sofa="%d" members="%s"/>`+"\n", v.sofa, strings.Trim(fmt.Sprint(v.members), "[]"))
	}
	b.WriteString("</xmi:XMI>\n")
	return b.Bytes()
}

// readXMI reads .xmi files, a document each, with the type system that lies
// beside them or in a folder above. Without one, features are read by the names
// that references have in INCEpTION.
func readXMI(files []File, _ ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		types := map[string]*casTypes{} // by folder
		for _, f := range files {
			if !strings.HasSuffix(strings.ToLower(f.Name), ".xml") {
				continue
			}
			raw, problem, err := slurp(f)
			if err != nil {
				yield(Found{}, err)
				return
			}
			if problem != nil || !bytes.Contains(raw, []byte("typeSystemDescription")) {
				continue
			}
			folder := path.Dir(f.Name)
			if types[folder] == nil {
				types[folder] = &casTypes{named: map[string]*casType{}}
			}
			if p := readCasTypes(types[folder], string(raw)); p != nil && !yield(Found{File: f.Name, Problems: []*annotations.Error{at(f.Name, p)}}, nil) {
				return
			}
		}
		near := func(name string) *casTypes {
			for folder := path.Dir(name); ; folder = path.Dir(folder) {
				if t := types[folder]; t != nil {
					return t
				}
				if folder == "." || folder == "/" {
					return &casTypes{named: map[string]*casType{}}
				}
			}
		}
		for found, err := range readCasFiles(files, ".xmi", func(name string, raw []byte) (*cas, *annotations.Error) { return parseXMI(string(raw), near(name)) }) {
			if !yield(found, err) {
				return
			}
		}
	}
}

// parseXMI reads one file. Returns Invalid with "other_format" for XML that is
// no XMI.
func parseXMI(raw string, types *casTypes) (*cas, *annotations.Error) {
	r := &xmiReader{cas: cas{types: types}, x: newXMLReader(raw), elements: map[int]casValue{}}
	for {
		token, err := r.x.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, refusal(err)
		}
		e, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case r.x.depth == 1 && (e.Name.Space != xmiSpace || e.Name.Local != "XMI"):
			return nil, invalid("other_format", "", "begins with %s, not with XMI", short(e.Name.Local))
		case r.x.depth == 2:
			if err := r.structure(e); err != nil {
				return nil, refusal(err)
			}
		}
	}
	if !r.begun() {
		return nil, invalid("other_format", "", "holds no XMI")
	}
	r.finish()
	return &r.cas, nil
}

// xmiReader collects the structures of a file; what is a reference is known
// when all have been read.
type xmiReader struct {
	cas
	x        *xmlReader
	raw      []xmiRaw
	elements map[int]casValue // arrays by id
	any      bool
}

// xmiRaw is a structure whose features are not yet known for what they are.
type xmiRaw struct {
	fs         *casFS
	attributes []xml.Attr
	children   map[string][]string
	order      []string
}

func (r *xmiReader) begun() bool { return r.any }

// structure reads an element and its children.
func (r *xmiReader) structure(e xml.StartElement) error {
	r.any = true
	line, _ := r.x.InputPos()
	s := xmiRaw{fs: &casFS{typ: xmiType(e.Name), line: line}, children: map[string][]string{}}
	begin, end := false, false
	for _, a := range e.Attr {
		n, _ := strconv.Atoi(a.Value)
		switch {
		case a.Name.Space == xmiSpace && a.Name.Local == "id":
			s.fs.id = n
		case a.Name.Space != "" || a.Name.Local == "xmlns":
		case a.Name.Local == "begin":
			s.fs.begin, begin = n, true
		case a.Name.Local == "end":
			s.fs.end, end = n, true
		case a.Name.Local == "sofa":
			s.fs.sofa = n
			s.attributes = append(s.attributes, a)
		default:
			s.attributes = append(s.attributes, a)
		}
	}
	s.fs.anchored = begin && end
	for {
		token, err := r.x.next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			text, err := r.x.content()
			if err != nil {
				return err
			}
			if s.children[t.Name.Local] == nil {
				s.order = append(s.order, t.Name.Local)
			}
			s.children[t.Name.Local] = append(s.children[t.Name.Local], text)
		case xml.EndElement:
			r.raw = append(r.raw, s)
			return nil
		}
	}
}

// xmiType is the type that an element's name stands for.
func xmiType(n xml.Name) string {
	pkg := strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(n.Space, "http:///"), ".ecore"), "/", ".")
	if pkg == "" || pkg == noPackage {
		return n.Local
	}
	return pkg + "." + n.Local
}

func (s xmiRaw) attr(name string) (string, bool) {
	for _, a := range s.attributes {
		if a.Name.Local == name {
			return a.Value, true
		}
	}
	return "", false
}

// finish makes structures and views of what was read.
func (r *xmiReader) finish() {
	ids := map[int]*xmiRaw{}
	for i := range r.raw {
		s := &r.raw[i]
		if s.fs.id != 0 && ids[s.fs.id] == nil {
			ids[s.fs.id] = s
		}
	}
	members := map[int][]int{}
	for _, s := range r.raw {
		switch {
		case s.fs.typ == casSofaType:
			v := casView{sofa: s.fs.id}
			v.name, _ = s.attr("sofaID")
			v.text, v.hasText = s.attr("sofaString")
			r.views = append(r.views, v)
		case s.fs.typ == "uima.cas.View":
			list, _ := s.attr("members")
			members[s.fs.sofa] = append(members[s.fs.sofa], idList(list)...)
		case s.fs.typ == "uima.cas.NULL":
		case strings.HasPrefix(s.fs.typ, "uima.cas.") && strings.HasSuffix(s.fs.typ, "Array"):
			r.elements[s.fs.id] = s.array()
		default:
			r.list = append(r.list, s.fs)
		}
	}
	for i := range r.views {
		r.views[i].members = members[r.views[i].sofa]
	}
	for _, s := range r.raw {
		for _, a := range s.attributes {
			if a.Name.Local != "sofa" && s.fs.typ != casSofaType {
				s.fs.values = append(s.fs.values, r.feature(s.fs.typ, a.Name.Local, a.Value, ids))
			}
		}
		for _, name := range s.order {
			s.fs.set(name, annotations.List(s.children[name]...))
		}
	}
}

// array is a structure that is an array: references, or strings.
func (s xmiRaw) array() casValue {
	list, _ := s.attr("elements")
	if s.fs.typ == casFSArray {
		return casValue{refs: idList(list), isRef: true}
	}
	words := s.children["elements"]
	if words == nil {
		words = strings.Fields(list)
	}
	return casValue{value: annotations.List(words...)}
}

// feature reads an attribute as what its range says; of an unknown range, as
// what INCEpTION's features of that name are.
func (r *xmiReader) feature(typ, name, value string, ids map[int]*xmiRaw) casValue {
	v := casValue{name: name, value: annotations.String(value)}
	list := idList(value)
	f, known := r.types.feature(typ, name)
	switch {
	case known && f.rng == casBoolean:
		v.value = annotations.Bool(value == "true" || value == "1")
		return v
	case known && r.types.primitive(f.rng):
		return v
	case known && primitiveArray(f.rng):
		if a, ok := r.elements[firstOf(list)]; ok && len(list) == 1 && !a.isRef && f.rng == casStringArray {
			v.value = a.value
			return v
		}
		v.value = annotations.List(strings.Fields(value)...)
		return v
	case !known && !looksLikeReference(name, list, ids):
		return v
	}
	v.isRef, v.value = true, annotations.Value{}
	for _, id := range list {
		if a, ok := r.elements[id]; ok && a.isRef {
			v.refs = append(v.refs, a.refs...)
		} else if ok {
			v.isRef, v.value = false, a.value
		} else {
			v.refs = append(v.refs, id)
		}
	}
	return v
}

// looksLikeReference judges without a type system: by the names of INCEpTION's
// own features, and by lists of structures that each have a target. A number
// alone may be a label.
func looksLikeReference(name string, list []int, ids map[int]*xmiRaw) bool {
	if len(list) == 0 {
		return false
	}
	for _, id := range list {
		if ids[id] == nil {
			return false
		}
	}
	switch name {
	case casGovernor, casDependent, "target", "first", "next", "pos", "lemma", "stem", "morph":
		return true
	}
	for _, id := range list {
		if _, ok := ids[id].attr("target"); !ok || ids[id].fs.anchored {
			return false
		}
	}
	return true
}

// idList reads ids with blanks between them; nil when it is no such list.
func idList(s string) []int {
	var all []int
	for w := range strings.FieldsSeq(s) {
		n, err := strconv.Atoi(w)
		if err != nil || n < 0 {
			return nil
		}
		all = append(all, n)
	}
	return all
}

func firstOf(list []int) int {
	if len(list) == 0 {
		return 0
	}
	return list[0]
}

// detectXMI knows XMI by its namespace.
func detectXMI(files []File, head func(File) []byte) bool {
	return slices.ContainsFunc(files, func(f File) bool {
		return strings.HasSuffix(f.Name, ".xmi") && bytes.Contains(head(f), []byte(xmiSpace))
	})
}
