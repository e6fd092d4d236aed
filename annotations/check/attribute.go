package check

import (
	"maps"
	"net/url"
	"slices"
	"time"
	"unicode/utf8"

	"galley/annotations"
)

// MaxValue is the longest text of an attribute, in code points; MaxValues the
// largest number of values of one attribute.
const (
	MaxValue  = 4_000
	MaxValues = 100
)

// QID reports whether s is a Wikidata id: Q and 1 to 12 digits, the first not 0.
// Written by hand, because the browser's program has no other use for package
// regexp, which is a twentieth of it.
func QID(s string) bool {
	if len(s) < 2 || len(s) > 13 || s[0] != 'Q' || s[1] == '0' {
		return false
	}
	for i := 1; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Attributes checks attribute values against the schema: allowed lists the ids
// that may be set, of names whose they are.
func Attributes(schema *annotations.Schema, allowed []string, values annotations.Attributes, of string) *annotations.Error {
	for _, id := range slices.Sorted(maps.Keys(values)) {
		field := "attributes." + id
		a := schema.Attribute(id)
		if a == nil || !slices.Contains(allowed, id) {
			return annotations.Errorf(annotations.Invalid, "unknown_attribute", field, "%s has no attribute %q", of, id)
		}
		if p := value(a, values[id], field); p != nil {
			return p
		}
	}
	return nil
}

func value(a *annotations.Attribute, v annotations.Value, field string) *annotations.Error {
	if a.Type == annotations.BoolAttribute {
		if _, ok := v.Yes(); !ok {
			return annotations.Errorf(annotations.Invalid, "bad_value", field, "must be true or false")
		}
		return nil
	}
	if !a.Multi {
		s, ok := v.Str()
		if !ok {
			return annotations.Errorf(annotations.Invalid, "bad_value", field, "must be one string")
		}
		return item(a, s, field)
	}
	items, ok := v.Items()
	if !ok || len(items) > MaxValues {
		return annotations.Errorf(annotations.Invalid, "bad_value", field, "must be a list of at most %d strings", MaxValues)
	}
	for i, s := range items {
		if slices.Contains(items[:i], s) {
			return annotations.Errorf(annotations.Invalid, "bad_value", field, "holds %q twice", short(s))
		}
		if p := item(a, s, field); p != nil {
			return p
		}
	}
	return nil
}

func item(a *annotations.Attribute, s, field string) *annotations.Error {
	bad := func(format string, args ...any) *annotations.Error {
		return annotations.Errorf(annotations.Invalid, "bad_value", field, format, args...)
	}
	switch a.Type {
	case annotations.EnumAttribute:
		if a.Choice(s) == nil {
			return bad("%q is none of its values", short(s))
		}
	case annotations.DateAttribute:
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return bad("%q is not a date (YYYY-MM-DD)", short(s))
		}
	case annotations.QIDAttribute:
		if !QID(s) {
			return bad("%q is not a Wikidata id such as Q42", short(s))
		}
	case annotations.URLAttribute:
		if u, err := url.Parse(s); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return bad("%q is not an http or https address", short(s))
		}
	}
	if utf8.RuneCountInString(s) > MaxValue {
		return annotations.Errorf(annotations.TooLarge, "value_too_long", field, "is longer than %d characters", MaxValue)
	}
	return nil
}
