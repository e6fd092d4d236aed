package components

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/check"
	"galley/app/locale"
)

// ProblemOf is the sentence that says why a typed value cannot be kept by an
// attribute of this type, by the rules that the server checks; "" when it can.
// An empty value always can: it removes the attribute.
func ProblemOf(l locale.Lang, t annotations.AttributeType, value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	switch t {
	case annotations.URLAttribute:
		u, err := url.Parse(value)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return l.T(locale.BadURL)
		}
	case annotations.DateAttribute:
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return l.T(locale.BadDate)
		}
	case annotations.QIDAttribute:
		if !check.QID(value) {
			return l.T(locale.BadQID)
		}
	}
	if utf8.RuneCountInString(value) > check.MaxValue {
		return l.T(locale.BadLong, check.MaxValue)
	}
	return ""
}
