package formats

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"galley/annotations"
)

// asides takes in the notes of ours.
func (r *bratReader) asides() {
	r.later = slices.DeleteFunc(r.later, func(l bratLine) bool {
		kind, target, _ := strings.Cut(l.head, " ")
		var a bratAside
		if l.id[0] != '#' || kind != galleyNote || json.Unmarshal([]byte(l.tail), &a) != nil {
			return false
		}
		if t := r.texts[target]; t != nil {
			t.trigger, t.fragments, t.span.Note = a.Trigger, a.Fragments, a.Note
			t.span.ID = cmp.Or(a.ID, t.span.ID)
			for name, v := range a.Attributes {
				t.span.Attributes[name] = v
			}
			return true
		}
		l2 := r.links[target]
		if l2 == nil {
			return false
		}
		l2.attributes["\x00id"] = annotations.String(a.ID)
		if len(a.Roles) == 2 {
			l2.roles = a.Roles
		}
		for name, v := range a.Attributes {
			l2.attributes[name] = v
		}
		return true
	})
}

// valuesOf are the attributes of what an id names, or nil.
func (r *bratReader) valuesOf(id string) map[string]annotations.Value {
	if t := r.texts[id]; t != nil {
		return t.span.Attributes
	}
	if l := r.links[id]; l != nil {
		return l.attributes
	}
	return nil
}

func (r *bratReader) attribute(l bratLine) {
	words := strings.SplitN(l.head, " ", 3)
	if len(words) < 2 || words[0] == "" {
		r.problem(l, "bad_line", "%q is not an attribute and what has it", short(l.head))
		return
	}
	values := r.valuesOf(words[1])
	if values == nil {
		r.problem(l, "unknown_span", "%s names %s, which is nothing of this document", l.id, words[1])
		return
	}
	name := own(r.back, attributeWord, words[0])
	if len(words) < 3 || strings.TrimSpace(words[2]) == "" {
		values[name] = annotations.Bool(true)
		return
	}
	value := own(r.back, valueWord+"."+name, strings.TrimSpace(words[2]))
	addValue(values, name, value)
}

// addValue gives an attribute one value more.
func addValue(values map[string]annotations.Value, name, value string) {
	before, ok := values[name]
	if !ok {
		values[name] = annotations.String(value)
		return
	}
	items, many := before.Items()
	if !many {
		items = []string{before.Text()}
	}
	if !slices.Contains(items, value) {
		values[name] = annotations.List(append(slices.Clone(items), value)...)
	}
}

// reference reads an N line. Its text is kept where it says more than the span.
func (r *bratReader) reference(l bratLine) {
	words := strings.Fields(l.head)
	if len(words) != 3 {
		r.problem(l, "bad_line", "%q is not a reference, what has it, and an entry", short(l.head))
		return
	}
	values := r.valuesOf(words[1])
	if values == nil {
		r.problem(l, "unknown_span", "%s names %s, which is nothing of this document", l.id, words[1])
		return
	}
	for _, v := range values { // an attribute of ours that was written twice
		if v.Text() == strings.TrimPrefix(words[2], "Wikidata:") {
			return
		}
	}
	addValue(values, words[0], words[2])
	if t := r.texts[words[1]]; l.tail != "" && (t == nil || t.quote != l.tail) {
		addValue(values, words[0]+"_text", l.tail)
	}
}

func (r *bratReader) note(l bratLine) {
	kind, target, _ := strings.Cut(l.head, " ")
	target = strings.TrimSpace(target)
	if of, ok := r.attributes[target]; ok {
		target = of // a note on an attribute
	}
	values := r.valuesOf(target)
	t := r.texts[target]
	switch {
	case values == nil:
		r.problem(l, "unknown_span", "a note names %q, which is nothing of this document", short(target))
	case t != nil && kind == bratNote && t.span.Note == "":
		t.span.Note = l.tail
	case t != nil && kind == bratNote && oneLine(t.span.Note) != l.tail:
		t.span.Note += "\n" + l.tail
	case t == nil || kind != bratNote:
		addValue(values, cmp.Or(kind, "note"), l.tail)
	}
}
