package draft

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"galley/annotations"
	"galley/annotations/wire"
)

// Draft is a schema that is being edited.
type Draft struct {
	s      *annotations.Schema
	stored *annotations.Schema
	raw    []byte // stored, as JSON
	used   wire.Usage
	base   int             // the version that what is edited was made from
	undo   []before        // each act that Undo takes back
	auto   map[string]bool // ids that still follow their part's name, by path
	dirty  bool
	found  map[string][]Problem // by language, until the next edit
}

// before is the schema before an act, with the version that it was made from.
type before struct {
	raw  []byte
	base int
}

// undoDepth bounds how many acts can be taken back.
const undoDepth = 50

// New starts to edit a stored schema; used says how much of it is in use.
func New(stored *annotations.Schema, used *wire.Usage) *Draft {
	d := &Draft{}
	d.Stored(stored, used)
	d.s, d.base = clone(d.raw), stored.Version
	return d
}

// Stored tells the draft what the server has now; what is being edited stays.
func (d *Draft) Stored(stored *annotations.Schema, used *wire.Usage) {
	raw, _ := json.Marshal(stored) // a schema always encodes
	d.stored = clone(raw)          // the draft's own: encode completes what is nil
	d.raw = encode(d.stored)
	if used != nil {
		d.used = *used
	}
	d.auto = map[string]bool{}
	if d.s != nil {
		d.touched()
	}
}

// Count tells the draft anew how much of the schema is used.
func (d *Draft) Count(used *wire.Usage) { d.used = *used }

// Present is the schema as it is stored; the caller must not modify it.
func (d *Draft) Present() *annotations.Schema { return d.stored }

// Version is the stored schema's version.
func (d *Draft) Version() int { return d.stored.Version }

// Schema is what to save: the edited schema as the version after the stored one.
func (d *Draft) Schema() *annotations.Schema {
	next := *d.s
	next.Version = d.stored.Version + 1
	return &next
}

// Edited is the schema as it is being edited; the caller must not modify it.
func (d *Draft) Edited() *annotations.Schema { return d.s }

// Dirty reports whether something was edited since the schema was stored.
func (d *Draft) Dirty() bool { return d.dirty }

// Base is the version that what is edited was made from: older than Version when
// somebody else saved meanwhile, and then it must not be saved as it is.
func (d *Draft) Base() int { return d.base }

// Saved notes that what is edited was stored as a version. What Undo brings back
// from before is a change of that version.
func (d *Draft) Saved(version int) {
	for i := range d.undo {
		if d.undo[i].base == d.base {
			d.undo[i].base = version
		}
	}
	d.base = version
}

// Adopt puts another schema in place of the edited one: a file's or a preset.
// Undo brings the old one back.
func (d *Draft) Adopt(s *annotations.Schema) { d.AdoptOn(s, d.base) }

// AdoptOn does what Adopt does with a schema that was made from another version: a
// merged one, one that the device kept.
func (d *Draft) AdoptOn(s *annotations.Schema, base int) {
	d.remember()
	d.s, d.base = clone(encode(s)), base
	d.touched()
}

// Discard gives up everything that was edited; Undo brings it back.
func (d *Draft) Discard() { d.AdoptOn(d.stored, d.stored.Version) }

// CanUndo reports whether Undo takes something back.
func (d *Draft) CanUndo() bool { return len(d.undo) > 0 }

// Undo takes back the last act: adding, moving, retiring, removing, adopting.
// Base may be another one afterwards.
func (d *Draft) Undo() {
	if n := len(d.undo); n > 0 {
		d.s, d.base, d.undo = clone(d.undo[n-1].raw), d.undo[n-1].base, d.undo[:n-1]
		d.touched()
	}
}

func (d *Draft) remember() {
	d.undo = append(d.undo, before{encode(d.s), d.base})
	d.undo = d.undo[max(0, len(d.undo)-undoDepth):]
}

func (d *Draft) touched() {
	d.found = nil
	version := d.s.Version
	d.s.Version = d.stored.Version
	d.dirty = !bytes.Equal(encode(d.s), d.raw)
	d.s.Version = version
}

// kept is a draft as the device keeps it.
type kept struct {
	Version int
	Schema  *annotations.Schema
}

// Keep is the draft in a form to keep on the device; "" when nothing was edited.
func (d *Draft) Keep() string {
	if !d.dirty {
		return ""
	}
	raw, _ := json.Marshal(kept{d.base, d.s}) // a schema always encodes
	return string(raw)
}

// Kept reads what Keep wrote: the edited schema and the version that it was made
// from. ok is false when there is none.
func Kept(text string) (s *annotations.Schema, version int, ok bool) {
	var k kept
	if text == "" || json.Unmarshal([]byte(text), &k) != nil || k.Schema == nil || k.Version < 1 {
		return nil, 0, false
	}
	return k.Schema, k.Version, true
}

// File is the edited schema as a file for people and programs: indented, its
// characters as they are.
func (d *Draft) File() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	_ = enc.Encode(d.s) // a schema always encodes
	return b.Bytes()
}

// encode writes a schema so that equal ones give equal bytes: a list that is
// empty and one that is not there are the same.
func encode(s *annotations.Schema) []byte {
	d := Draft{s: s}
	for _, group := range []string{Labels, Attributes, Links, Constraints} {
		d.whole(group)
	}
	for i := range s.Labels {
		l := &s.Labels[i]
		l.Attributes = there(l.Attributes)
		whole(&l.Guideline)
	}
	whole(&s.Title)
	whole(&s.Guidelines)
	s.Labels, s.Attributes, s.Links = there(s.Labels), there(s.Attributes), there(s.Links)
	raw, _ := json.Marshal(s) // strings, numbers and booleans always encode
	return raw
}

// whole gives the parts of a group, and those in them, names that are not nil.
func (d *Draft) whole(group string) {
	for _, p := range d.list(group).parts {
		whole(p.name)
		switch group {
		case Attributes:
			d.whole(group + "/" + *p.id + "/values")
		case Links:
			d.whole(group + "/" + *p.id + "/roles")
			for i := range d.s.Link(*p.id).Roles {
				r := &d.s.Link(*p.id).Roles[i]
				r.Labels = there(r.Labels)
			}
		}
	}
}

func whole(l *annotations.Localized) {
	if *l == nil {
		*l = annotations.Localized{}
	}
}

func there[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

func clone(raw []byte) *annotations.Schema {
	s := &annotations.Schema{}
	_ = json.Unmarshal(raw, s) // it was encoded here
	return s
}

// split is a part's group and its id.
func split(path string) (group, id string) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", path
	}
	return path[:i], path[i+1:]
}

// dotted is a path as counts and problems write it.
func dotted(path string) string { return strings.ReplaceAll(path, "/", ".") }

// isNew reports whether the stored schema lacks a part.
func (d *Draft) isNew(path string) bool {
	stored := Draft{s: d.stored}
	group, id := split(path)
	return !slices.ContainsFunc(stored.list(group).parts, func(p part) bool { return *p.id == id })
}
