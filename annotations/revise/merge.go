package revise

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"galley/annotations"
)

// Merge brings two changes of one schema together: everything that only one of
// them changed, from both. Where they changed the same place, mine is taken and
// the place is in clashes. A part that one of them removed and the other changed
// stays. The result has the version of theirs; it may have Problems that neither
// had, such as two labels on one key.
func Merge(base, mine, theirs *annotations.Schema) (merged *annotations.Schema, clashes []string) {
	m := &merger{}
	t := m.merge("", tree(base), tree(mine), tree(theirs))
	raw, err := json.Marshal(t)
	merged = &annotations.Schema{}
	if err == nil {
		err = json.Unmarshal(raw, merged)
	}
	if err != nil {
		panic(fmt.Sprintf("revise: a merged schema does not survive JSON: %v", err))
	}
	merged.Version = theirs.Version
	return merged, m.clashes
}

type merger struct{ clashes []string }

func (m *merger) merge(path string, base, mine, theirs any) any {
	switch {
	case reflect.DeepEqual(mine, theirs), reflect.DeepEqual(theirs, base):
		return mine
	case reflect.DeepEqual(mine, base):
		return theirs
	}
	a, isA := mine.(map[string]any)
	b, isB := theirs.(map[string]any)
	o, isO := base.(map[string]any)
	switch {
	case isA && isB && (isO || base == nil):
		return m.objects(path, o, a, b)
	case mine == nil && isB || isA && theirs == nil: // removed here, changed there
		m.clashes = append(m.clashes, path)
		if mine == nil {
			return theirs
		}
		return mine
	case isParts(base) && isParts(mine) && isParts(theirs):
		return m.parts(path, list(base), list(mine), list(theirs))
	case isWords(base) && isWords(mine) && isWords(theirs):
		return words(list(base), list(mine), list(theirs))
	}
	m.clashes = append(m.clashes, path)
	return mine
}

func (m *merger) objects(path string, base, mine, theirs map[string]any) any {
	out := map[string]any{}
	for k := range union(mine, theirs) {
		if v := m.merge(join(path, k), base[k], mine[k], theirs[k]); v != nil {
			out[k] = v
		}
	}
	slices.Sort(m.clashes)
	return out
}

// parts keeps my order; what is theirs alone comes after what it stood after.
func (m *merger) parts(path string, base, mine, theirs []any) any {
	o, a, b := byID(base), byID(mine), byID(theirs)
	out := map[string]any{}
	for id := range union(a, b) {
		if v := m.merge(join(path, id), o[id], a[id], b[id]); v != nil {
			out[id] = v
		}
	}
	first, second := ids(mine), ids(theirs)
	if slices.Equal(order(first, o), order(ids(base), a)) { // I moved nothing, they may have
		first, second = second, first
	}
	all := first
	for i, id := range second {
		if slices.Contains(all, id) {
			continue
		}
		at := 0
		if i > 0 {
			at = slices.Index(all, second[i-1]) + 1
		}
		all = slices.Insert(slices.Clone(all), at, id)
	}
	merged := []any{}
	for _, id := range all {
		if out[id] != nil {
			merged = append(merged, out[id])
		}
	}
	return merged
}

// order are the ids that another list has too.
func order(ids []string, in map[string]any) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return in[id] == nil })
}

func isWords(v any) bool {
	if v == nil {
		return true
	}
	l, ok := v.([]any)
	for _, x := range l {
		_, is := x.(string)
		ok = ok && is
	}
	return ok
}

// words is my list with what they added and without what they took away.
func words(base, mine, theirs []any) any {
	var out []any
	for _, w := range mine {
		if !slices.Contains(base, w) || slices.Contains(theirs, w) {
			out = append(out, w)
		}
	}
	for _, w := range theirs {
		if !slices.Contains(base, w) && !slices.Contains(mine, w) {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
