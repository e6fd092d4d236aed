package annotations

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"io"
	"sync"
)

// Localized is a text in several languages by BCP 47 tag ("de", "en").
type Localized map[string]string

// In is the text in a language, else in English, else in any, else "".
func (l Localized) In(lang string) string {
	for _, tag := range []string{lang, "en", "de"} {
		if s := l[tag]; s != "" {
			return s
		}
	}
	return ""
}

// Family says which form a label is drawn in, so that several marks on the same
// words stay readable without colour.
type Family string

// The families.
const (
	QuoteFamily  Family = "quote"  // a tint behind the words and a rule in the margin
	ClaimFamily  Family = "claim"  // a wavy underline with a flag
	RoleFamily   Family = "role"   // an underline with a letter: speaker, cue, addressee, frame
	EntityFamily Family = "entity" // a solid underline in a lane
	PlainFamily  Family = "plain"  // a dotted underline
)

// Schema says what may be tagged in a project: versioned data, not code.
type Schema struct {
	ID         string      `json:"id"`
	Version    int         `json:"version"`
	Title      Localized   `json:"title"`
	Guidelines Localized   `json:"guidelines"`
	Labels     []Label     `json:"labels"`
	Attributes []Attribute `json:"attributes"`
	Links      []LinkType  `json:"links"`
	// Constraints are what a set must keep before it is submitted.
	Constraints []Constraint `json:"constraints,omitempty"`
}

// Label is what a span may be tagged with.
type Label struct {
	ID   string    `json:"id"`
	Name Localized `json:"name"`
	// Key is the key that tags with this label.
	Key    string `json:"key"`
	Family Family `json:"family"`
	// Letter is the short sign of the label in the text's chips, such as "S".
	Letter string `json:"letter"`
	// Hue is the label's colour angle in OKLCH, in degrees.
	Hue int `json:"hue"`
	// Attributes are ids of Schema.Attributes, in the order the inspector shows them.
	Attributes []string  `json:"attributes"`
	Guideline  Localized `json:"guideline"`
	// Optional labels are not asked for; retired ones are kept but not offered.
	Optional bool `json:"optional,omitempty"`
	Retired  bool `json:"retired,omitempty"`
}

// AttributeType is what an attribute's values are.
type AttributeType string

// The attribute types.
const (
	EnumAttribute AttributeType = "enum"
	BoolAttribute AttributeType = "bool"
	TextAttribute AttributeType = "text"
	URLAttribute  AttributeType = "url"
	DateAttribute AttributeType = "date"
	QIDAttribute  AttributeType = "qid"
)

// Attribute is a property that spans or links of some labels may carry.
type Attribute struct {
	ID     string        `json:"id"`
	Name   Localized     `json:"name"`
	Type   AttributeType `json:"type"`
	Values []Choice      `json:"values,omitempty"`
	// Multi allows several values; Required asks for one before submitting;
	// Hidden keeps it for data people, out of the inspector.
	Multi    bool   `json:"multi,omitempty"`
	Required bool   `json:"required,omitempty"`
	Hidden   bool   `json:"hidden,omitempty"`
	Default  string `json:"default,omitempty"`
	// Retired attributes keep their values and are not asked for any more.
	Retired bool `json:"retired,omitempty"`
}

// Choice is one value of an enumeration.
type Choice struct {
	ID   string    `json:"id"`
	Name Localized `json:"name"`
	// Retired values are kept where they are and not offered any more.
	Retired bool `json:"retired,omitempty"`
}

// LinkType is a kind of link: named roles and who may play them.
type LinkType struct {
	ID    string     `json:"id"`
	Name  Localized  `json:"name"`
	Roles []LinkRole `json:"roles"`
	// AtLeastOneOf names roles of which one must be filled.
	AtLeastOneOf []string `json:"at_least_one_of,omitempty"`
	Attributes   []string `json:"attributes,omitempty"`
	// Retired types keep their links and are not offered any more.
	Retired bool `json:"retired,omitempty"`
}

// LinkRole is a role in a link type.
type LinkRole struct {
	ID   string    `json:"id"`
	Name Localized `json:"name"`
	// Labels may play the role.
	Labels []string `json:"labels"`
	Min    int      `json:"min,omitempty"`
	// Max is the largest number of spans in the role; 0 means any number.
	Max int `json:"max,omitempty"`
}

// Label is the label with this id, or nil.
func (s *Schema) Label(id string) *Label {
	return find(s.Labels, func(l *Label) bool { return l.ID == id })
}

// Attribute is the attribute with this id, or nil.
func (s *Schema) Attribute(id string) *Attribute {
	return find(s.Attributes, func(a *Attribute) bool { return a.ID == id })
}

// Link is the link type with this id, or nil.
func (s *Schema) Link(id string) *LinkType {
	return find(s.Links, func(l *LinkType) bool { return l.ID == id })
}

// Role is the role with this id, or nil.
func (t *LinkType) Role(id string) *LinkRole {
	return find(t.Roles, func(r *LinkRole) bool { return r.ID == id })
}

// Choice is the value with this id, or nil.
func (a *Attribute) Choice(id string) *Choice {
	return find(a.Values, func(c *Choice) bool { return c.ID == id })
}

func find[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// ParseSchema reads a schema from JSON and checks that its parts fit together.
// Returns Invalid naming the first part that does not.
func ParseSchema(raw []byte) (*Schema, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	var s Schema
	if err := dec.Decode(&s); err != nil {
		return nil, Errorf(Invalid, "bad_schema", "schema", "%v", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, Errorf(Invalid, "bad_schema", "schema", "something follows the schema")
	}
	if all := s.Problems(); len(all) > 0 {
		return nil, all[0].refusal()
	}
	return &s, nil
}

//go:embed schema_news.json
var newsJSON []byte

// News is the default schema: claims, quotes and entities in news articles. The
// caller must not modify it.
var News = sync.OnceValue(func() *Schema {
	s, err := ParseSchema(newsJSON)
	if err != nil {
		panic("annotations: the default schema is broken: " + err.Error())
	}
	return s
})
