package annotations

import (
	"fmt"
	"slices"
	"strings"
)

// SchemaProblem is one place where the parts of a schema do not fit together.
type SchemaProblem struct {
	// Field is the place, such as "labels.quote.key" or "attributes.medium.values".
	Field string `json:"field"`
	// Rule is the rule that is broken, a stable word that the app has a sentence for.
	Rule SchemaRule `json:"rule"`
	// With is what the place clashes with or names in vain; may be empty.
	With string `json:"with,omitempty"`
	// Detail is a sentence for developers, in English.
	Detail string `json:"detail"`
}

// SchemaRule is a rule of how the parts of a schema fit together.
type SchemaRule string

// The rules.
const (
	SchemaNeedsLabels SchemaRule = "needs_labels" // id, version from 1, a label at least
	IDOfItsOwn        SchemaRule = "id"           // every part has an id that no other of its kind has
	KeyOfItsOwn       SchemaRule = "key_taken"    // no two labels in use lie on one key
	NamesWhatIsThere  SchemaRule = "unknown"      // every id that is named belongs to a part
	KnownType         SchemaRule = "type"         // an attribute's type, a label's family
	EnumHasValues     SchemaRule = "needs_values"
	DefaultIsAValue   SchemaRule = "default"
	LinkHasRoles      SchemaRule = "needs_roles"
	MinBelowMax       SchemaRule = "range"
	LabelPlaysTheRole SchemaRule = "cannot_play" // a constraint's label may play its role
)

// refusal is the problem as the refusal of the whole schema, which names the part.
func (p SchemaProblem) refusal() *Error {
	part := strings.SplitN(p.Field, ".", 3)
	return Errorf(Invalid, "bad_schema", strings.Join(part[:min(2, len(part))], "."), "%s", p.Detail)
}

// fitting collects problems.
type fitting struct {
	s   *Schema
	all []SchemaProblem
}

// Problems lists everything in a schema that does not fit together, in the order
// of its parts; nothing when it may be used.
func (s *Schema) Problems() []SchemaProblem {
	f := &fitting{s: s}
	if !ValidName(s.ID) || s.Version < 1 || len(s.Labels) == 0 {
		f.bad("schema", SchemaNeedsLabels, "", "a schema needs an id, a version from 1 and at least one label")
	}
	seen := map[string]bool{}
	for i := range s.Attributes {
		a := &s.Attributes[i]
		f.own(seen, "attributes."+a.ID, a.ID, "an attribute needs an id of its own")
		f.attribute(a)
	}
	f.labels()
	clear(seen)
	for i := range s.Links {
		t := &s.Links[i]
		f.own(seen, "links."+t.ID, t.ID, "a link type needs an id of its own")
		f.link(t)
	}
	clear(seen)
	for i := range s.Constraints {
		c := &s.Constraints[i]
		f.own(seen, "constraints."+c.ID, c.ID, "a constraint needs an id of its own")
		f.constraint(c)
	}
	return f.all
}

func (f *fitting) bad(field string, rule SchemaRule, with, format string, args ...any) {
	f.all = append(f.all, SchemaProblem{Field: field, Rule: rule, With: with, Detail: fmt.Sprintf(format, args...)})
}

// own asks for an id that was not seen before.
func (f *fitting) own(seen map[string]bool, at, id, format string, args ...any) {
	if id == "" || seen[id] {
		f.bad(at, IDOfItsOwn, id, format, args...)
	}
	seen[id] = true
}

func (f *fitting) attribute(a *Attribute) {
	at := "attributes." + a.ID
	values := map[string]bool{}
	for _, c := range a.Values {
		f.own(values, at+".values."+c.ID, c.ID, "value %q needs an id of its own", c.ID)
	}
	switch a.Type {
	case EnumAttribute:
		if len(a.Values) == 0 {
			f.bad(at+".values", EnumHasValues, "", "an enumeration needs values")
		}
		if a.Default != "" && !values[a.Default] {
			f.bad(at+".default", DefaultIsAValue, a.Default, "the default %q is none of its values", a.Default)
		}
	case BoolAttribute, TextAttribute, URLAttribute, DateAttribute, QIDAttribute:
	default:
		f.bad(at+".type", KnownType, string(a.Type), "type %q is not known", a.Type)
	}
}

func (f *fitting) labels() {
	seen, keys := map[string]bool{}, map[string]string{}
	for _, l := range f.s.Labels {
		at := "labels." + l.ID
		f.own(seen, at, l.ID, "a label needs an id of its own")
		if other := keys[l.Key]; l.Key != "" && !l.Retired && other != "" {
			f.bad(at+".key", KeyOfItsOwn, other, "key %q already belongs to %s", l.Key, other)
		} else if !l.Retired {
			keys[l.Key] = l.ID
		}
		switch l.Family {
		case "", QuoteFamily, ClaimFamily, RoleFamily, EntityFamily, PlainFamily:
		default:
			f.bad(at+".family", KnownType, string(l.Family), "family %q is not known", l.Family)
		}
		f.attributesOf(at, l.Attributes)
	}
}

func (f *fitting) attributesOf(at string, ids []string) {
	for _, a := range ids {
		if f.s.Attribute(a) == nil {
			f.bad(at+".attributes", NamesWhatIsThere, a, "attribute %q is not defined", a)
		}
	}
}

func (f *fitting) link(t *LinkType) {
	at := "links." + t.ID
	if len(t.Roles) == 0 {
		f.bad(at+".roles", LinkHasRoles, "", "a link type needs roles")
	}
	roles := map[string]bool{}
	for _, r := range t.Roles {
		here := at + ".roles." + r.ID
		f.own(roles, here, r.ID, "role %q needs an id of its own", r.ID)
		if r.Min < 0 || r.Max < 0 || r.Max > 0 && r.Min > r.Max {
			f.bad(here+".min", MinBelowMax, "", "role %s asks for %d to %d spans", r.ID, r.Min, r.Max)
		}
		for _, l := range r.Labels {
			if f.s.Label(l) == nil {
				f.bad(here+".labels", NamesWhatIsThere, l, "role %s names the unknown label %q", r.ID, l)
			}
		}
	}
	for _, id := range t.AtLeastOneOf {
		if !roles[id] {
			f.bad(at+".at_least_one_of", NamesWhatIsThere, id, "at_least_one_of names the unknown role %q", id)
		}
	}
	f.attributesOf(at, t.Attributes)
}

func (f *fitting) constraint(c *Constraint) {
	at := "constraints." + c.ID
	if f.s.Label(c.Label) == nil {
		f.bad(at+".label", NamesWhatIsThere, c.Label, "label %q is not defined", c.Label)
	}
	t := f.s.Link(c.Link)
	if t == nil {
		f.bad(at+".link", NamesWhatIsThere, c.Link, "link type %q is not defined", c.Link)
		return
	}
	if role := t.Role(c.Role); role == nil {
		f.bad(at+".role", NamesWhatIsThere, c.Role, "link type %s has no role %q", t.ID, c.Role)
	} else if !slices.Contains(role.Labels, c.Label) {
		f.bad(at+".label", LabelPlaysTheRole, c.Label, "a %s cannot be the %s of %s", c.Label, c.Role, t.ID)
	}
	for _, r := range c.Needs {
		if t.Role(r) == nil {
			f.bad(at+".needs", NamesWhatIsThere, r, "link type %s has no role %q", t.ID, r)
		}
	}
	for _, a := range c.Unless {
		if !slices.Contains(t.Attributes, a) {
			f.bad(at+".unless", NamesWhatIsThere, a, "link type %s has no attribute %q", t.ID, a)
		}
	}
}
