package ops

import (
	"maps"
	"slices"

	"galley/annotations"
)

// Kind is what an op does to its target.
type Kind string

// The kinds.
const (
	Create  Kind = "create"
	Update  Kind = "update"
	Delete  Kind = "delete"
	Restore Kind = "restore"
)

// Entity is what an op's target is.
type Entity string

// The entities.
const (
	SpanEntity Entity = "span"
	LinkEntity Entity = "link"
)

// Op is one edit as a value. It is frozen once it was sent.
type Op struct {
	// ID is made by the client (UUIDv7); sending an op twice equals once.
	ID string `json:"op_id"`
	// Owner is whose set is edited.
	Owner  annotations.Owner `json:"owner"`
	Entity Entity            `json:"entity"`
	// Target is the id of the span or link, made by the client on create;
	// BlocksTarget for the document's blocks.
	Target string `json:"target"`
	Kind   Kind   `json:"kind"`
	// BaseSeq is the document's sequence number that was on the author's screen
	// when she acted.
	BaseSeq int64 `json:"base_seq"`
	// Set holds the changed fields only; empty for delete, optional for restore.
	Set Patch `json:"set"`
	// TextSHA is the SHA-256 of the text that the offsets count in.
	TextSHA string `json:"text_sha"`
	// SchemaVersion is the schema version that was on the author's screen.
	SchemaVersion int `json:"schema_version"`
}

// Patch holds changed fields; nil means unchanged.
type Patch struct {
	Label *string `json:"label,omitempty"`
	// Fragments and Quote come together: the new ground and its text.
	Fragments []annotations.Fragment `json:"fragments,omitempty"`
	Quote     []string               `json:"quote,omitempty"`
	Note      *string                `json:"note,omitempty"`
	Type      *string                `json:"type,omitempty"`
	// Roles replaces whole roles of a link; an empty list empties the role.
	Roles map[string][]string `json:"roles,omitempty"`
	// Attributes sets attributes; a null value removes one.
	Attributes map[string]*annotations.Value `json:"attributes,omitempty"`
	// Blocks replaces blocks of the document; only an op on blocks has it.
	Blocks *BlockPatch `json:"blocks,omitempty"`
}

// Fields names the changed fields in a fixed order: label, fragments, note,
// type, roles.ID …, attributes.ID …, blocks
func (p Patch) Fields() []string {
	var f []string
	add := func(is bool, name string) {
		if is {
			f = append(f, name)
		}
	}
	add(p.Label != nil, "label")
	add(p.Fragments != nil || p.Quote != nil, "fragments")
	add(p.Note != nil, "note")
	add(p.Type != nil, "type")
	for _, r := range slices.Sorted(maps.Keys(p.Roles)) {
		f = append(f, "roles."+r)
	}
	for _, a := range slices.Sorted(maps.Keys(p.Attributes)) {
		f = append(f, "attributes."+a)
	}
	add(p.Blocks != nil, "blocks")
	return f
}

// CreateSpan is the op that makes a span. The caller fills in ID, BaseSeq,
// TextSHA and SchemaVersion.
func CreateSpan(owner annotations.Owner, sp *annotations.Span) Op {
	return Op{Owner: owner, Entity: SpanEntity, Target: sp.ID, Kind: Create, Set: spanPatch(sp)}
}

// CreateLink is the op that makes a link. The caller fills in ID, BaseSeq,
// TextSHA and SchemaVersion.
func CreateLink(owner annotations.Owner, l *annotations.Link) Op {
	return Op{Owner: owner, Entity: LinkEntity, Target: l.ID, Kind: Create, Set: linkPatch(l)}
}

func spanPatch(sp *annotations.Span) Patch {
	p := Patch{Label: &sp.Label, Fragments: sp.Fragments, Quote: sp.Quote, Attributes: attributePatch(sp.Attributes)}
	if sp.Note != "" {
		p.Note = &sp.Note
	}
	return p
}

func linkPatch(l *annotations.Link) Patch {
	return Patch{Type: &l.Type, Roles: maps.Clone(l.Roles), Attributes: attributePatch(l.Attributes)}
}

func attributePatch(a annotations.Attributes) map[string]*annotations.Value {
	if len(a) == 0 {
		return nil
	}
	p := make(map[string]*annotations.Value, len(a))
	for k, v := range a {
		p[k] = &v
	}
	return p
}
