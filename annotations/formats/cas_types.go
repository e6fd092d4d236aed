package formats

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"galley/annotations"
)

// casTypes is a type system: types in order, each with its own features.
type casTypes struct {
	order []*casType
	named map[string]*casType
}

type casType struct {
	name, super string
	features    []casFeature
}

// casFeature is a feature: range is a type's name, element that of the elements
// of an array.
type casFeature struct{ name, rng, element string }

// newCasTypes are the types that we write, as INCEpTION has them.
func newCasTypes() *casTypes {
	t := &casTypes{named: map[string]*casType{}}
	t.declare(casMetaType, casDocument)
	for _, f := range []string{"documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"} {
		t.add(casMetaType, f, casString, "")
	}
	t.add(casMetaType, "isLastSegment", casBoolean, "")
	t.declare(casDivType, casAnnotation)
	t.add(casDivType, "divType", casString, "")
	t.add(casDivType, "id", casString, "")
	t.declare(casSentenceType, casAnnotation)
	t.add(casSentenceType, "id", casString, "")
	t.declare(casTokenType, casAnnotation)
	t.declare(casSpanType, casAnnotation)
	t.add(casSpanType, casLabel, casString, "")
	t.add(casSpanType, casUID, casString, "")
	t.add(casSpanType, casNote, casString, "")
	t.declare(casRelationType, casAnnotation)
	t.add(casRelationType, casGovernor, casSpanType, "")
	t.add(casRelationType, casDependent, casSpanType, "")
	for _, f := range []string{casLabel, casUID, casLinkType, casGovernorRole, casDependentRole} {
		t.add(casRelationType, f, casString, "")
	}
	return t
}

// declare adds a type; a second declaration of it changes nothing.
func (t *casTypes) declare(name, super string) {
	if t.named[name] == nil {
		t.named[name] = &casType{name: name, super: super}
		t.order = append(t.order, t.named[name])
	}
}

// add gives a declared type a feature, once.
func (t *casTypes) add(typ, name, rng, element string) {
	if to := t.named[typ]; to != nil && t.rangeOf(typ, name) == "" {
		to.features = append(to.features, casFeature{name, rng, element})
	}
}

// feature is a type's feature, its own or an inherited one; not ok when the type
// or the feature is not known.
func (t *casTypes) feature(typ, name string) (casFeature, bool) {
	for range 100 { // a circle of types has no end
		to := t.named[typ]
		if to == nil {
			break
		}
		for _, f := range to.features {
			if f.name == name {
				return f, true
			}
		}
		typ = to.super
	}
	return casFeature{}, false
}

func (t *casTypes) rangeOf(typ, name string) string {
	f, _ := t.feature(typ, name)
	return f.rng
}

// primitive reports whether values of a range stand for themselves: those of
// UIMA's own types and of strings with a list of allowed values.
func (t *casTypes) primitive(rng string) bool {
	if to := t.named[rng]; to != nil && to.super == casString {
		return true
	}
	switch rng {
	case casString, casBoolean, "uima.cas.Integer", "uima.cas.Long", "uima.cas.Short", "uima.cas.Byte", "uima.cas.Float", "uima.cas.Double":
		return true
	}
	return false
}

// primitiveArray reports whether a range is an array of values, whose elements
// are blank-separated in XML unless they are strings.
func primitiveArray(rng string) bool {
	switch rng {
	case casStringArray, "uima.cas.BooleanArray", "uima.cas.IntegerArray", "uima.cas.LongArray", "uima.cas.ShortArray", "uima.cas.ByteArray", "uima.cas.FloatArray", "uima.cas.DoubleArray",
		"uima.cas.StringList", "uima.cas.IntegerList", "uima.cas.FloatList":
		return true
	}
	return false
}

// xml writes a typeSystemDescription.
func (t *casTypes) xml() []byte {
	var b strings.Builder
	b.WriteString(xmlHead + `<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">` + "\n  <types>\n")
	for _, typ := range t.order {
		b.WriteString("    <typeDescription>\n      <name>" + xmlEscape(typ.name) + "</name>\n      <description/>\n      <supertypeName>" + xmlEscape(typ.super) + "</supertypeName>\n")
		if len(typ.features) > 0 {
			b.WriteString("      <features>\n")
			for _, f := range typ.features {
				b.WriteString("        <featureDescription>\n          <name>" + xmlEscape(f.name) + "</name>\n          <description/>\n          <rangeTypeName>" + xmlEscape(f.rng) + "</rangeTypeName>\n")
				if f.element != "" {
					b.WriteString("          <elementType>" + xmlEscape(f.element) + "</elementType>\n")
				}
				b.WriteString("        </featureDescription>\n")
			}
			b.WriteString("      </features>\n")
		}
		b.WriteString("    </typeDescription>\n")
	}
	b.WriteString("  </types>\n</typeSystemDescription>\n")
	return []byte(b.String())
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// xmlEscape writes text for an element or an attribute. Tabs and line ends are
// written as references: in an attribute a reader makes blanks of them.
func xmlEscape(s string) string { return xmlEscaper.Replace(s) }

var xmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;")

// xmlReader reads XML of others: no document types, no entities of one's own,
// nothing nested deeper than maxDepth.
type xmlReader struct {
	*xml.Decoder
	depth int
}

// maxDepth is how deep elements may be nested.
const maxDepth = 64

// newXMLReader reads XML 1.0 and 1.1 in UTF-8.
func newXMLReader(raw string) *xmlReader {
	raw = strings.TrimPrefix(raw, "\uFEFF")
	// The decoder knows version 1.0 only; what 1.1 adds are control characters,
	// which no text of ours holds.
	if head, rest, ok := strings.Cut(raw, "?>"); ok && strings.HasPrefix(head, "<?xml") {
		raw = strings.Replace(strings.Replace(head, `version="1.1"`, `version="1.0"`, 1), `version='1.1'`, `version='1.0'`, 1) + "?>" + rest
	}
	d := xml.NewDecoder(strings.NewReader(raw))
	d.Strict = true
	return &xmlReader{Decoder: d}
}

// next is the next token; io.EOF at the end.
func (x *xmlReader) next() (xml.Token, error) {
	t, err := x.Token()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, invalid("bad_xml", "", "%v", err)
	}
	switch t.(type) {
	case xml.Directive:
		return nil, invalid("bad_xml", "", "has a document type or entities of its own, which are not read")
	case xml.StartElement:
		if x.depth++; x.depth > maxDepth {
			return nil, invalid("bad_xml", "", "is nested deeper than %d elements", maxDepth)
		}
	case xml.EndElement:
		x.depth--
	}
	return t, nil
}

// content is the text up to the end of the element that was begun.
func (x *xmlReader) content() (string, error) {
	var b strings.Builder
	for inside := 1; inside > 0; {
		t, err := x.next()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			inside++
		case xml.EndElement:
			inside--
		}
	}
	return b.String(), nil
}

// readCasTypes reads a typeSystemDescription into t.
func readCasTypes(t *casTypes, raw string) *annotations.Error {
	x := newXMLReader(raw)
	var typ casType
	var f casFeature
	inFeature := false
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return refusal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			into := map[string]*string{"supertypeName": &typ.super, "rangeTypeName": &f.rng, "elementType": &f.element, "name": &typ.name}[e.Name.Local]
			switch {
			case e.Name.Local == "typeDescription":
				typ = casType{}
			case e.Name.Local == "featureDescription":
				f, inFeature = casFeature{}, true
			case e.Name.Local == "name" && inFeature:
				into = &f.name
			}
			if into == nil {
				continue
			}
			s, err := x.content()
			if err != nil {
				return refusal(err)
			}
			*into = strings.TrimSpace(s)
		case xml.EndElement:
			switch e.Name.Local {
			case "featureDescription":
				typ.features, inFeature = append(typ.features, f), false
			case "typeDescription":
				t.declare(typ.name, typ.super)
				for _, f := range typ.features {
					t.add(typ.name, f.name, f.rng, f.element)
				}
			}
		}
	}
}
