package painter

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotations"
	"galley/app/state"
)

// lanes is how many underlines fit between two lines of text; deeper ones share
// the last.
const lanes = 5

// depths is how many margin rules stand side by side; deeper quotes share the last.
const depths = 4

// classes are the element's classes: m, the family, the lane lN, the depth dN of
// a quote, the variant v-NAME, and first and last where the span begins and ends.
func classes(m *state.MarkView, first, last bool) string {
	var s strings.Builder
	s.WriteString("m ")
	s.WriteString(name(string(m.Family)))
	if m.Family == annotations.QuoteFamily {
		s.WriteString(" d")
		s.WriteString(strconv.Itoa(min(max(m.Depth, 0), depths-1)))
	} else {
		s.WriteString(" l")
		s.WriteString(strconv.Itoa(min(max(m.Lane, 0), lanes-1)))
	}
	if m.Variant != "" {
		s.WriteString(" v-")
		s.WriteString(name(m.Variant))
	}
	if first {
		s.WriteString(" first")
	}
	if last {
		s.WriteString(" last")
	}
	return s.String()
}

// name makes a class name of a name from a schema, which may hold anything.
func name(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' {
			return r
		}
		return '-'
	}, s)
}

// chip is the sign above the end of a span: the letter of a speaker, cue,
// addressee or frame with the number it shares with its quote; for a quote the
// number alone; for others nothing.
func chip(m *state.MarkView) string {
	number := ""
	if m.Number > 0 {
		number = strconv.Itoa(m.Number)
	}
	for i, n := range m.More { // all numbers of a few, the beginning of many
		if i == 2 {
			number += "…"
			break
		}
		number += "," + strconv.Itoa(n)
	}
	if m.Family == annotations.RoleFamily {
		return m.Letter + number
	}
	return number
}

// charWidth is about how wide a character of the text is, in em of chips.
const charWidth = 0.9

// chipWidth is about how wide a chip is drawn, in em of its own small bold type.
func chipWidth(chip string) float64 {
	if chip == "" {
		return 0
	}
	return 0.72*float64(utf8.RuneCountInString(chip)) + 0.35
}

// flagWidth is how wide the flag of a claim is, in em of chips.
const flagWidth = 0.8

// flagged reports whether a flag stands at the start of a span: a claim that is
// worth checking.
func flagged(m *state.MarkView) bool {
	return m.Family == annotations.ClaimFamily && m.Variant == "yes"
}
