package annotest

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/text"
)

// String prints the sample as a ruler. Marks stand in reading order under their
// line; what belongs to a whole span stands at its first mark.
func (s Sample) String() string {
	numbers := s.numbers()
	hosted := s.hosted()
	var b strings.Builder
	at := text.Rune(0)
	for i, line := range strings.Split(s.Text.String(), "\n") {
		if i > 0 {
			at++
		}
		end := at + text.Rune(utf8.RuneCountInString(line))
		b.WriteString(barred(line) + "\n")
		for _, m := range s.marks(at, end, numbers) {
			fmt.Fprintf(&b, "  %s%s %s", strings.Repeat(" ", int(m.start-at)), strings.Repeat("^", int(m.end-m.start)), m.span.Label)
			if n := numbers[m.span.ID]; n > 0 {
				fmt.Fprintf(&b, " #%d", n)
				if m.on {
					b.WriteByte('+')
				}
			}
			if m.first {
				b.WriteString(details(m.span, hosted[m.span.ID], numbers))
			}
			b.WriteByte('\n')
		}
		at = end
	}
	return b.String()
}

// barred is a text line behind its bar.
func barred(line string) string {
	if line == "" {
		return "|"
	}
	return "| " + line
}

// mark is the part of a fragment on one line.
type mark struct {
	span       *annotations.Span
	start, end text.Rune
	first, on  bool
}

// marks lists the marks on the line [from, to) in reading order, of several on
// the same words those with a number first.
func (s Sample) marks(from, to text.Rune, numbers map[string]int) []mark {
	var all []mark
	for _, sp := range s.Spans {
		for i, f := range sp.Fragments {
			m := mark{span: sp, start: max(f.Start, from), end: min(f.End, to)}
			if m.start >= m.end {
				continue
			}
			m.on = s.visible(f.Start, m.start)
			m.first = i == 0 && !m.on
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end),
			cmp.Compare(uint(numbers[a.span.ID]-1), uint(numbers[b.span.ID]-1)))
	})
	return all
}

// visible reports whether a part of [from, to) can be marked: it holds more
// than line feeds.
func (s Sample) visible(from, to text.Rune) bool {
	return from < to && strings.Trim(s.Text.Slice(from, to), "\n") != ""
}

// numbers gives a number to every span that has one in its id, is linked, or
// takes more than one mark.
func (s Sample) numbers() map[string]int {
	linked := map[string]bool{}
	for _, l := range s.Links {
		for _, id := range l.Spans() {
			linked[id] = true
		}
	}
	numbers, taken := map[string]int{}, map[int]bool{}
	for _, sp := range s.Spans {
		if n, err := strconv.Atoi(strings.TrimPrefix(sp.ID, "s")); err == nil && n > 0 && "s"+strconv.Itoa(n) == sp.ID {
			numbers[sp.ID], taken[n] = n, true
		}
	}
	next := 1
	for _, sp := range s.Spans {
		several := len(sp.Fragments) > 1 || strings.Contains(sp.Quote[0], "\n")
		if numbers[sp.ID] != 0 || !linked[sp.ID] && !several {
			continue
		}
		for taken[next] {
			next++
		}
		numbers[sp.ID], taken[next] = next, true
	}
	return numbers
}

// hosting is a link and the role of the span at whose mark it is written.
type hosting struct {
	*annotations.Link
	own string
}

// hosted lists the links to write at each span: the first of the first role.
func (s Sample) hosted() map[string][]hosting {
	at := map[string][]hosting{}
	for _, l := range s.Links {
		for _, role := range rolesOf(l) {
			host := l.Roles[role][0]
			at[host] = append(at[host], hosting{l, role})
			break
		}
	}
	for _, all := range at {
		slices.SortStableFunc(all, func(a, b hosting) int {
			return cmp.Or(typeOrder(a.Type, b.Type), cmp.Compare(a.ID, b.ID))
		})
	}
	return at
}

// typeOrder puts attributions first, the others by name.
func typeOrder(a, b string) int {
	if a == b {
		return 0
	}
	if a == "attribution" {
		return -1
	}
	if b == "attribution" {
		return 1
	}
	return cmp.Compare(a, b)
}

// rolesOf lists a link's filled roles, in the schema's order, unknown ones last.
func rolesOf(l *annotations.Link) []string {
	var known []string
	if t := annotations.News().Link(l.Type); t != nil {
		for _, r := range t.Roles {
			known = append(known, r.ID)
		}
	}
	roles := slices.Sorted(maps.Keys(l.Roles))
	slices.SortStableFunc(roles, func(a, b string) int {
		return cmp.Compare(uint(slices.Index(known, a)), uint(slices.Index(known, b)))
	})
	return roles
}

// details prints attributes, note and links behind a mark.
func details(sp *annotations.Span, links []hosting, numbers map[string]int) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(sp.Attributes)) {
		fmt.Fprintf(&b, " %s=%s", k, printValue(sp.Attributes[k]))
	}
	if sp.Note != "" {
		fmt.Fprintf(&b, " note=%s", printValue(annotations.String(sp.Note)))
	}
	for i, l := range links {
		if i > 0 && links[i-1].Type == l.Type {
			b.WriteString(" /")
		}
		b.WriteString(linkTokens(l, numbers))
	}
	return b.String()
}

func linkTokens(l hosting, numbers map[string]int) string {
	prefix, before := l.Type+":", ""
	var b strings.Builder
	for _, role := range rolesOf(l.Link) {
		ids := l.Roles[role]
		if role == l.own {
			ids = ids[1:]
		}
		if len(ids) == 0 {
			continue
		}
		refs := make([]string, len(ids))
		for i, id := range ids {
			refs[i] = "#" + strconv.Itoa(numbers[id])
		}
		p := prefix
		if l.Type == "attribution" {
			p = ""
		}
		fmt.Fprintf(&b, " %s%s=%s", p, role, strings.Join(refs, ","))
	}
	for _, k := range slices.Sorted(maps.Keys(l.Attributes)) {
		fmt.Fprintf(&b, " %s%s=%s", prefix, k, printValue(l.Attributes[k]))
	}
	if b.Len() == 0 {
		before = " " + prefix
	}
	return before + b.String()
}

var bare = regexp.MustCompile(`^[\p{L}\d_.:/+-]+$`)

func printItem(s string) string {
	if bare.MatchString(s) && s != "true" && s != "false" {
		return s
	}
	return strconv.Quote(s)
}

func printValue(v annotations.Value) string {
	if items, ok := v.Items(); ok {
		parts := make([]string, len(items))
		for i, s := range items {
			parts[i] = strconv.Quote(s)
			if bare.MatchString(s) {
				parts[i] = s
			}
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	if s, ok := v.Str(); ok {
		return printItem(s)
	}
	return v.Text()
}

var listItem = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|[^,]+`)

func parseValue(s string) (annotations.Value, error) {
	switch {
	case s == "true" || s == "false":
		return annotations.Bool(s == "true"), nil
	case strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]"):
		var items []string
		for _, item := range listItem.FindAllString(s[1:len(s)-1], -1) {
			item, err := unquote(item)
			if err != nil {
				return annotations.Value{}, err
			}
			items = append(items, item)
		}
		return annotations.List(items...), nil
	}
	str, err := unquote(s)
	return annotations.String(str), err
}

func unquote(s string) (string, error) {
	if !strings.HasPrefix(s, `"`) {
		return s, nil
	}
	str, err := strconv.Unquote(s)
	if err != nil {
		return "", fmt.Errorf("%s is not a quoted string", s)
	}
	return str, nil
}
