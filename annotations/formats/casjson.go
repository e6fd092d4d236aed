package formats

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/strict"
)

// casJSONWriter writes UIMA JSON CAS 0.4, as apache/uima-uimaj-io-jsoncas
// specifies it, checked with dkpro-cassis: OWNER/ID.json for each document and
// set, with the type system inside, and labels.json beside the folders.
type casJSONWriter struct {
	casBuilder
	shelf shelf
}

func newCasJSON(f Folder, o Options) Writer {
	return &casJSONWriter{newCasBuilder(o, func(s string) string { return strings.ToValidUTF8(s, " ") }, false), shelf{f}}
}

func (c *casJSONWriter) Write(it *Item) error {
	return c.eachSet(it, func(d *annotations.Document, s Set) error {
		doc, err := c.build(d, s)
		if err != nil {
			return err
		}
		raw, err := doc.json()
		if err != nil {
			return err
		}
		return c.shelf.put(placeOf(s.Owner, d.ID)+".json", raw)
	})
}

func (c *casJSONWriter) Close() (Report, error) {
	if err := cmp.Or(c.broken, c.failed); err != nil {
		return c.tally.Report, err
	}
	table, err := c.words.table()
	if err == nil {
		err = c.shelf.put(labelsFile, table)
	}
	return c.tally.Report, err
}

// pairsJSON is an object whose keys stay in order.
type pairsJSON []keyValue

type keyValue struct {
	key   string
	value any
}

func (o pairsJSON) write(b *bytes.Buffer) error {
	b.WriteByte('{')
	for i, p := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Quote(p.key)) // keys are ASCII
		b.WriteByte(':')
		switch v := p.value.(type) {
		case pairsJSON:
			if err := v.write(b); err != nil {
				return err
			}
		case int:
			b.WriteString(strconv.Itoa(v))
		default:
			value, err := strict.Marshal(v)
			if err != nil {
				return err
			}
			b.Write(value)
		}
	}
	b.WriteByte('}')
	return nil
}

// json writes the cas, a type and a structure a line.
func (c *cas) json() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("{\"%TYPES\":{")
	for i, t := range c.types.order {
		b.WriteString(strings.Repeat(",", min(i, 1)) + "\n" + strconv.Quote(t.name) + ":")
		o := pairsJSON{{"%NAME", t.name}, {"%SUPER_TYPE", t.super}}
		for _, f := range t.features {
			rng := f.rng
			if element, ok := strings.CutSuffix(rng, "Array"); ok && rng != casFSArray {
				rng = element + "[]"
			} else if rng == casFSArray {
				rng = orElse(f.element, "uima.cas.TOP") + "[]"
			}
			o = append(o, keyValue{f.name, pairsJSON{{"%NAME", f.name}, {"%RANGE", rng}}})
		}
		if err := o.write(&b); err != nil {
			return nil, err
		}
	}
	b.WriteString("\n},\n\"%FEATURE_STRUCTURES\":[")
	next := len(c.list) + 1
	var arrays []pairsJSON
	line := func(o pairsJSON, first bool) error {
		if !first {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		return o.write(&b)
	}
	for i, f := range c.list {
		o := pairsJSON{{"%ID", f.id}, {"%TYPE", f.typ}}
		if f.typ == casSofaType {
			o = append(o, pairsJSON{{"sofaNum", 1}, {"sofaID", c.views[0].name}, {"mimeType", "text"}, {"sofaString", c.views[0].text}}...)
		}
		if f.anchored {
			o = append(o, pairsJSON{{"@sofa", f.sofa}, {"begin", f.begin}, {"end", f.end}}...)
		}
		for _, v := range f.values {
			list, many := v.value.Items()
			switch {
			case v.isRef:
				o = append(o, keyValue{"@" + v.name, v.refs[0]})
			case many:
				o = append(o, keyValue{"@" + v.name, next})
				arrays = append(arrays, pairsJSON{{"%ID", next}, {"%TYPE", casStringArray}, {"%ELEMENTS", list}})
				next++
			default:
				o = append(o, keyValue{v.name, v.value})
			}
		}
		if err := line(o, i == 0); err != nil {
			return nil, err
		}
	}
	for _, o := range arrays {
		if err := line(o, false); err != nil {
			return nil, err
		}
	}
	b.WriteString("\n],\n\"%VIEWS\":")
	views := pairsJSON{}
	for _, v := range c.views {
		views = append(views, keyValue{v.name, pairsJSON{{"%SOFA", v.sofa}, {"%MEMBERS", v.members}}})
	}
	if err := views.write(&b); err != nil {
		return nil, err
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}

// readCasJSON reads files of UIMA JSON CAS, a document each.
func readCasJSON(files []File, _ ReadOptions) iter.Seq2[Found, error] {
	return readCasFiles(files, ".json", func(_ string, raw []byte) (*cas, *annotations.Error) { return parseCasJSON(raw) })
}

// casJSONFile is the frame of the file; structures are read one by one. They
// are a list, or an object by id.
type casJSONFile struct {
	Types      map[string]map[string]json.RawMessage `json:"%TYPES"`
	Structures json.RawMessage                       `json:"%FEATURE_STRUCTURES"`
	Views      map[string]struct {
		Sofa    int   `json:"%SOFA"`
		Members []int `json:"%MEMBERS"`
	} `json:"%VIEWS"`
}

// parseCasJSON reads one file. Returns Invalid with "other_format" for JSON that
// is no CAS.
func parseCasJSON(raw []byte) (*cas, *annotations.Error) {
	var in casJSONFile
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, invalid("bad_json", "", "%v", err)
	}
	if in.Types == nil && in.Structures == nil && in.Views == nil {
		return nil, invalid("other_format", "", "has none of %%TYPES, %%FEATURE_STRUCTURES and %%VIEWS")
	}
	c := &cas{types: jsonTypes(in.Types)}
	structures, p := jsonStructures(in.Structures)
	if p != nil {
		return nil, p
	}
	arrays := map[int]jsonArray{}
	var sofas []map[string]json.RawMessage
	for i, s := range structures {
		var typ string
		if json.Unmarshal(s["%TYPE"], &typ) != nil || typ == "" {
			return nil, invalid("bad_json", fmt.Sprintf("%%FEATURE_STRUCTURES[%d]", i), "has no %%TYPE")
		}
		id := number(s["%ID"])
		switch {
		case typ == casSofaType:
			sofas = append(sofas, s)
		case s["%ELEMENTS"] != nil || strings.HasSuffix(typ, "Array") && strings.HasPrefix(typ, "uima.cas.") || strings.HasSuffix(typ, "[]"):
			var elements []json.RawMessage
			_ = json.Unmarshal(s["%ELEMENTS"], &elements) // bytes are one string, and no text
			arrays[id] = jsonArray{typ == casFSArray || strings.HasSuffix(typ, "[]"), elements}
		default:
			c.list = append(c.list, jsonFS(id, typ, s))
		}
	}
	for _, f := range c.list {
		f.fillArrays(arrays)
	}
	for _, s := range sofas {
		v := casView{sofa: number(s["%ID"]), name: word(s["sofaID"])}
		v.text, v.hasText = word(s["sofaString"]), len(s["sofaString"]) > 0 && string(s["sofaString"]) != "null"
		v.members = in.Views[v.name].Members
		c.views = append(c.views, v)
	}
	return c, nil
}

func jsonTypes(in map[string]map[string]json.RawMessage) *casTypes {
	t := &casTypes{named: map[string]*casType{}}
	for name, parts := range in {
		t.declare(name, word(parts["%SUPER_TYPE"]))
		for f, raw := range parts {
			if strings.HasPrefix(f, "%") {
				continue
			}
			var is struct {
				Range   string `json:"%RANGE"`
				Element string `json:"%ELEMENT_TYPE"`
			}
			_ = json.Unmarshal(raw, &is) // a feature without a range is read by its looks
			t.add(name, f, is.Range, is.Element)
		}
	}
	return t
}

// jsonStructures are the structures in order, from a list or an object by id.
func jsonStructures(raw json.RawMessage) ([]map[string]json.RawMessage, *annotations.Error) {
	var list []map[string]json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &list) == nil {
		return list, nil
	}
	var byID map[string]map[string]json.RawMessage
	if err := json.Unmarshal(raw, &byID); err != nil {
		return nil, invalid("bad_json", "%FEATURE_STRUCTURES", "%v", err)
	}
	for id, s := range byID {
		if s == nil {
			return nil, invalid("bad_json", "%FEATURE_STRUCTURES", "%q is no structure", short(id))
		}
		s["%ID"] = json.RawMessage(strconv.Quote(id))
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b map[string]json.RawMessage) int {
		return cmp.Or(cmp.Compare(number(a["%ID"]), number(b["%ID"])), bytes.Compare(a["%ID"], b["%ID"]))
	})
	return list, nil
}

// jsonFS reads one structure. "@x" refers to another, "#x" is a number that JSON
// does not have.
func jsonFS(id int, typ string, s map[string]json.RawMessage) *casFS {
	f := &casFS{id: id, typ: typ, sofa: number(s["@sofa"])}
	var keys []string
	for k := range s {
		if !strings.HasPrefix(k, "%") && k != "@sofa" {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	begin, end := false, false
	for _, k := range keys {
		name := strings.TrimLeft(k, "@#^")
		switch {
		case name == "begin":
			f.begin, begin = number(s[k]), true
		case name == "end":
			f.end, end = number(s[k]), true
		case name == "":
		case k[0] == '@':
			f.setRef(name, number(s[k]))
		default:
			if v, ok := jsonValue(s[k]); ok {
				f.set(name, v)
			}
		}
	}
	f.anchored = begin && end
	return f
}

// jsonValue is a value of JSON; null is none, and numbers are their digits.
func jsonValue(raw json.RawMessage) (annotations.Value, bool) {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return annotations.Value{}, false
	case raw[0] == '"' || raw[0] == 't' || raw[0] == 'f' || raw[0] == '[':
		var v annotations.Value
		if json.Unmarshal(raw, &v) == nil {
			return v, true
		}
	}
	return annotations.String(string(raw)), true
}

// jsonArray is an array of values, or of references to structures.
type jsonArray struct {
	refs     bool
	elements []json.RawMessage
}

// fillArrays puts arrays in the place of references to them.
func (f *casFS) fillArrays(arrays map[int]jsonArray) {
	for i := range f.values {
		v := &f.values[i]
		if !v.isRef || len(v.refs) != 1 {
			continue
		}
		a, ok := arrays[v.refs[0]]
		if !ok {
			continue
		}
		if a.refs {
			v.refs = nil
			for _, e := range a.elements {
				v.refs = append(v.refs, number(e))
			}
			continue
		}
		var words []string
		for _, e := range a.elements {
			if value, ok := jsonValue(e); ok {
				words = append(words, value.Text())
			}
		}
		v.isRef, v.refs, v.value = false, nil, annotations.List(words...)
	}
}

// number reads a whole number, also one in quotes; 0 for anything else.
func number(raw json.RawMessage) int {
	n, _ := strconv.Atoi(strings.Trim(string(bytes.TrimSpace(raw)), `"`))
	return n
}

// detectCasJSON knows a CAS by its keys.
func detectCasJSON(files []File, head func(File) []byte) bool {
	return slices.ContainsFunc(files, func(f File) bool {
		h := head(f)
		return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(h, []byte("\uFEFF"))), []byte("{")) &&
			(bytes.Contains(h, []byte(`"%TYPES"`)) || bytes.Contains(h, []byte(`"%FEATURE_STRUCTURES"`)))
	})
}
