package revise

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"galley/annotations"
)

// Kind is what happened at a place of a schema.
type Kind string

// The kinds of changes.
const (
	Added    Kind = "added"
	Removed  Kind = "removed"
	Changed  Kind = "changed"  // a value is another
	Moved    Kind = "moved"    // the elements of a list stand in another order
	Retired  Kind = "retired"  // the part is not offered any more
	Restored Kind = "restored" // it is offered again
)

// Change is one difference between two schemas.
type Change struct {
	// Path is the place, such as "labels.quote.name.de"; a part's own path for
	// what happened to the whole of it.
	Path string `json:"path"`
	Kind Kind   `json:"kind"`
	// Old and New are the values as a person reads them; lists are joined with a
	// comma. Empty for parts.
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
}

// Diff lists what makes next differ from now, by place. Versions are not looked at.
func Diff(now, next *annotations.Schema) []Change {
	d := &differ{}
	d.walk("", tree(now), tree(next))
	return d.all
}

// tree is a schema as plain JSON values, without what says nothing.
func tree(s *annotations.Schema) any {
	raw, err := json.Marshal(s)
	var t map[string]any
	if err == nil {
		err = json.Unmarshal(raw, &t)
	}
	if err != nil {
		panic(fmt.Sprintf("revise: a schema does not survive JSON: %v", err)) // strings, numbers and booleans do
	}
	delete(t, "version")
	return bare(t)
}

// bare leaves out empty values: a schema that lacks a field and one that has it
// empty mean the same.
func bare(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			switch x := bare(x).(type) {
			case nil:
				delete(v, k)
			default:
				v[k] = x
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			v[i] = bare(v[i])
		}
		if len(v) == 0 {
			return nil
		}
	case string:
		if v == "" {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	case float64:
		if v == 0 {
			return nil
		}
	}
	return v
}

type differ struct{ all []Change }

func (d *differ) add(path string, kind Kind, old, next string) {
	d.all = append(d.all, Change{Path: path, Kind: kind, Old: old, New: next})
}

func (d *differ) walk(path string, old, next any) {
	a, isA := old.(map[string]any)
	b, isB := next.(map[string]any)
	switch {
	case isA && isB:
		d.objects(path, a, b)
	case isParts(old) && isParts(next) && (old != nil || next != nil):
		d.parts(path, list(old), list(next))
	case isA || isB: // one side lacks it: a text in several languages
		d.objects(path, a, b)
	case shown(old) != shown(next):
		d.add(path, Changed, shown(old), shown(next))
	}
}

func (d *differ) objects(path string, a, b map[string]any) {
	for _, k := range slices.Sorted(maps.Keys(union(a, b))) {
		if k == "retired" {
			switch {
			case a[k] == nil && b[k] != nil:
				d.add(path, Retired, "", "")
			case a[k] != nil && b[k] == nil:
				d.add(path, Restored, "", "")
			}
			continue
		}
		d.walk(join(path, k), a[k], b[k])
	}
}

func (d *differ) parts(path string, a, b []any) {
	was, is := byID(a), byID(b)
	var before, after []string
	for _, id := range ids(a) {
		if is[id] == nil {
			d.add(join(path, id), Removed, "", "")
			continue
		}
		before = append(before, id)
	}
	for _, id := range ids(b) {
		if was[id] == nil {
			d.add(join(path, id), Added, "", "")
			continue
		}
		after = append(after, id)
	}
	if !slices.Equal(before, after) {
		d.add(path, Moved, strings.Join(before, ", "), strings.Join(after, ", "))
	}
	for _, id := range after {
		d.walk(join(path, id), was[id], is[id])
	}
}

func join(path, k string) string {
	if path == "" {
		return k
	}
	return path + "." + k
}

func union(a, b map[string]any) map[string]any {
	all := maps.Clone(a)
	if all == nil {
		all = map[string]any{}
	}
	maps.Copy(all, b)
	return all
}

// isParts reports whether a value is a list of things with ids; nothing may be one.
func isParts(v any) bool {
	if v == nil {
		return true
	}
	l, ok := v.([]any)
	for _, x := range l {
		m, is := x.(map[string]any)
		ok = ok && is && m["id"] != nil
	}
	return ok
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func ids(l []any) []string {
	out := make([]string, len(l))
	for i, x := range l {
		out[i], _ = x.(map[string]any)["id"].(string)
	}
	return out
}

func byID(l []any) map[string]any {
	m := map[string]any{}
	for i, id := range ids(l) {
		m[id] = l[i]
	}
	return m
}

// shown is a value as a person reads it.
func shown(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		words := make([]string, len(v))
		for i, x := range v {
			words[i] = shown(x)
		}
		return strings.Join(words, ", ")
	}
	return fmt.Sprint(v)
}
