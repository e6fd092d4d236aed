package annotations

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

func itoa(i int) string { return strconv.Itoa(i) }

// Value is an attribute's value: a string, a boolean, or a list of strings
// where the attribute allows several. The zero value is the empty string.
type Value struct {
	kind valueKind
	str  string
	list []string
	yes  bool
}

type valueKind uint8

const (
	stringValue valueKind = iota
	boolValue
	listValue
)

// String, Bool and List make values.
func String(s string) Value { return Value{str: s} }

// Bool makes a boolean value.
func Bool(b bool) Value { return Value{kind: boolValue, yes: b} }

// List makes a value of several strings; the order is kept.
func List(items ...string) Value { return Value{kind: listValue, list: slices.Clone(items)} }

// Str is the string, and whether the value is one.
func (v Value) Str() (string, bool) { return v.str, v.kind == stringValue }

// Yes is the boolean, and whether the value is one.
func (v Value) Yes() (yes, ok bool) { return v.yes, v.kind == boolValue }

// Items is the list, and whether the value is one; the caller must not modify it.
func (v Value) Items() ([]string, bool) { return v.list, v.kind == listValue }

// Equal compares kind and content.
func (v Value) Equal(w Value) bool {
	return v.kind == w.kind && v.str == w.str && v.yes == w.yes && slices.Equal(v.list, w.list)
}

// Text is the value as a reader sees it: lists joined with a comma.
func (v Value) Text() string {
	switch v.kind {
	case boolValue:
		return strconv.FormatBool(v.yes)
	case listValue:
		return strings.Join(v.list, ", ")
	}
	return v.str
}

// MarshalJSON writes the plain JSON string, boolean or array.
func (v Value) MarshalJSON() ([]byte, error) {
	var x any = v.str
	switch v.kind {
	case boolValue:
		x = v.yes
	case listValue:
		x = v.list
		if v.list == nil {
			x = []string{}
		}
	}
	return plainJSON(x)
}

// UnmarshalJSON reads a string, a boolean or an array of strings. Returns
// Invalid for anything else.
func (v *Value) UnmarshalJSON(b []byte) error {
	switch {
	case len(b) > 0 && b[0] == '"':
		var str string
		if json.Unmarshal(b, &str) == nil {
			*v = String(str)
			return nil
		}
	case string(b) == "true" || string(b) == "false":
		*v = Bool(b[0] == 't')
		return nil
	case len(b) > 0 && b[0] == '[':
		var items []*string // a null among them must not become ""
		if json.Unmarshal(b, &items) == nil && !slices.Contains(items, nil) {
			list := make([]string, len(items))
			for i, s := range items {
				list[i] = *s
			}
			*v = Value{kind: listValue, list: list}
			return nil
		}
	}
	return Errorf(Invalid, "bad_value", "", "an attribute's value is a string, true, false, or a list of strings, not %s", b)
}

// Attributes are a span's or link's attribute values by attribute id.
type Attributes map[string]Value

// MarshalJSON writes an object with sorted keys; {} for nil.
func (a Attributes) MarshalJSON() ([]byte, error) {
	if a == nil {
		return []byte("{}"), nil
	}
	return plainJSON(map[string]Value(a))
}

// plainJSON writes JSON with <, > and & as they are: files are read by people.
func plainJSON(x any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(x)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// Equal compares two attribute maps; nil and empty are equal.
func (a Attributes) Equal(b Attributes) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if w, ok := b[k]; !ok || !v.Equal(w) {
			return false
		}
	}
	return true
}
