package annotations

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
