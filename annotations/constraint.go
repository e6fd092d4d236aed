package annotations

import "slices"

// Constraint is a rule that a set keeps before it is submitted: every span of a
// label plays a role in a link, and that link says enough. A quote, for
// instance, needs an attribution that has a speaker or says that there is none.
type Constraint struct {
	ID string `json:"id"`
	// Label is whose spans the rule is about.
	Label string `json:"label"`
	// Link and Role are the type of the link and the place in it that a span needs.
	Link string `json:"link"`
	Role string `json:"role"`
	// Needs are roles of which one must be filled; with none the link alone will do.
	Needs []string `json:"needs,omitempty"`
	// Unless are attributes of the link of which one excuses an empty role.
	Unless []string `json:"unless,omitempty"`
	// Soft rules may be broken by one who submits all the same.
	Soft bool `json:"soft,omitempty"`
	// Text says the rule to a person.
	Text Localized `json:"text"`
}

// Constraint is the rule with this id, or nil.
func (s *Schema) Constraint(id string) *Constraint {
	return find(s.Constraints, func(c *Constraint) bool { return c.ID == id })
}

func (c *Constraint) check(s *Schema) error {
	bad := func(format string, args ...any) error {
		return Errorf(Invalid, "bad_schema", "constraints."+c.ID, format, args...)
	}
	if c.ID == "" {
		return bad("a constraint needs an id")
	}
	if s.Label(c.Label) == nil {
		return bad("label %q is not defined", c.Label)
	}
	t := s.Link(c.Link)
	if t == nil {
		return bad("link type %q is not defined", c.Link)
	}
	role := t.Role(c.Role)
	if role == nil {
		return bad("link type %s has no role %q", t.ID, c.Role)
	}
	if !slices.Contains(role.Labels, c.Label) {
		return bad("a %s cannot be the %s of %s", c.Label, c.Role, t.ID)
	}
	for _, r := range c.Needs {
		if t.Role(r) == nil {
			return bad("link type %s has no role %q", t.ID, r)
		}
	}
	for _, a := range c.Unless {
		if !slices.Contains(t.Attributes, a) {
			return bad("link type %s has no attribute %q", t.ID, a)
		}
	}
	return nil
}

// GapKind says what is missing.
type GapKind string

// The kinds of gaps.
const (
	AttributeGap  GapKind = "attribute"  // a required attribute has no value
	ConstraintGap GapKind = "constraint" // a rule of the schema is not kept
	RoleGap       GapKind = "role"       // a link has too few spans, or too many, in a role
)

// Gap is one thing that a set still lacks before it can be submitted.
type Gap struct {
	Kind GapKind `json:"kind"`
	// Span is where to go to; Link is the link that lacks something, if there is one.
	Span string `json:"span"`
	Link string `json:"link,omitempty"`
	// What is the id of the attribute, the constraint or the role.
	What string `json:"what"`
	// Soft gaps do not stop one who submits all the same.
	Soft bool `json:"soft,omitempty"`
}
