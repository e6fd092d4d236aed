package formats

import (
	"encoding/json"
	"maps"
	"slices"

	"galley/annotations"
	"galley/annotations/strict"
)

// Mapping says how the words of another tool become those of a project's schema.
// It is data: an editor sees it, changes it, and saves it as JSON for the next
// file of the same tool. A word that it does not hold cannot be mapped.
type Mapping struct {
	// Labels, Attributes and Links are by the other tool's name.
	Labels     map[string]LabelRule     `json:"labels"`
	Attributes map[string]AttributeRule `json:"attributes"`
	Links      map[string]LinkRule      `json:"links"`
	// Owners says whose sets an author's become. An author who is not in it and
	// is no owner's name becomes DefaultOwner.
	Owners map[string]annotations.Owner `json:"owners"`
}

// DefaultOwner has what was imported without saying whose it is.
const DefaultOwner annotations.Owner = "suggester:import"

// LabelRule is what becomes of a label.
type LabelRule struct {
	// To is the schema's label; "" for none.
	To string `json:"to,omitempty"`
	// Set are attributes that the name says: "PERderiv" is a PER with derived
	// "deriv".
	Set map[string]annotations.Value `json:"set,omitempty"`
	// Note keeps the name in the span's note; Drop leaves the spans out.
	Note bool `json:"note,omitempty"`
	Drop bool `json:"drop,omitempty"`
	// Guess says that the names are only alike: somebody should look.
	Guess bool `json:"guess,omitempty"`
}

// AttributeRule is what becomes of an attribute.
type AttributeRule struct {
	To string `json:"to,omitempty"`
	// Values are the schema's by the other tool's; a value that is not in it
	// stays what it is, if the schema has it.
	Values map[string]string `json:"values,omitempty"`
	// Note keeps name and value in the note of the span; Drop leaves them out.
	Note  bool `json:"note,omitempty"`
	Drop  bool `json:"drop,omitempty"`
	Guess bool `json:"guess,omitempty"`
}

// LinkRule is what becomes of a type of link or relation.
type LinkRule struct {
	To string `json:"to,omitempty"`
	// Roles are the schema's by the other tool's ("from" and "to" for relations);
	// ByLabel for the role that the span's label can play.
	Roles map[string]string `json:"roles,omitempty"`
	// Join is a role of the schema: relations whose span in it is the same are
	// one link, where the file does not say which belong together.
	Join string `json:"join,omitempty"`
	// Note keeps the link as words in the note of its first span; Drop leaves it out.
	Note  bool `json:"note,omitempty"`
	Drop  bool `json:"drop,omitempty"`
	Guess bool `json:"guess,omitempty"`
}

// ByLabel stands for the role that a span's label can play.
const ByLabel = "*"

// ParseMapping reads a saved mapping. Returns Invalid naming what is wrong.
func ParseMapping(raw []byte) (Mapping, error) {
	var m Mapping
	if p := strict.Unmarshal(raw, &m); p != nil {
		return m, p
	}
	return m, nil
}

// Check reports as Invalid the first rule that the schema has no place for.
func (m Mapping) Check(schema *annotations.Schema) error {
	for _, name := range sortedKeys(m.Labels) {
		r := m.Labels[name]
		if r.To == "" {
			continue
		}
		l := schema.Label(r.To)
		if l == nil {
			return invalid("unknown_label", "labels."+name, "the schema has no label %q", short(r.To))
		}
		for _, id := range sortedKeys(r.Set) {
			if !slices.Contains(l.Attributes, id) {
				return invalid("unknown_attribute", "labels."+name+".set."+id, "label %s has no such attribute", l.ID)
			}
		}
	}
	for _, name := range sortedKeys(m.Attributes) {
		if r := m.Attributes[name]; r.To != "" && schema.Attribute(r.To) == nil {
			return invalid("unknown_attribute", "attributes."+name, "the schema has no attribute %q", short(r.To))
		}
	}
	for _, name := range sortedKeys(m.Links) {
		r := m.Links[name]
		if r.To == "" {
			continue
		}
		t := schema.Link(r.To)
		if t == nil {
			return invalid("unknown_link_type", "links."+name, "the schema has no link type %q", short(r.To))
		}
		for _, role := range append(slices.Sorted(maps.Values(r.Roles)), r.Join) {
			if role != "" && role != ByLabel && t.Role(role) == nil {
				return invalid("unknown_role", "links."+name, "link type %s has no role %q", t.ID, short(role))
			}
		}
	}
	for _, author := range sortedKeys(m.Owners) {
		if _, err := annotations.ParseOwner(string(m.Owners[author])); err != nil {
			return at("owners."+author, refusal(err))
		}
	}
	return nil
}

// owner is whose set an author's becomes.
func (m Mapping) owner(author string) annotations.Owner {
	if o, ok := m.Owners[author]; ok {
		return o
	}
	if o, err := annotations.ParseOwner(author); err == nil {
		return o
	}
	return DefaultOwner
}

// MarshalJSON writes the parts in order, with sorted names, empty ones as {}.
func (m Mapping) MarshalJSON() ([]byte, error) {
	type plain Mapping
	for _, part := range []func(){
		func() { m.Labels = some(m.Labels) }, func() { m.Attributes = some(m.Attributes) },
		func() { m.Links = some(m.Links) }, func() { m.Owners = some(m.Owners) },
	} {
		part()
	}
	return json.Marshal(plain(m))
}

func some[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return m
}

// sortedKeys are a map's keys in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
