package annotest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/text"
)

// Sample is a text with its marks, spans in reading order.
type Sample struct {
	Text  text.Text
	Spans []*annotations.Span
	Links []*annotations.Link
}

// Set puts the sample's spans and links into a set of an owner.
func (s Sample) Set(owner annotations.Owner) *annotations.Set {
	set := annotations.NewSet(owner)
	for _, sp := range s.Spans {
		set.PutSpan(sp)
	}
	for _, l := range s.Links {
		set.PutLink(l)
	}
	return set
}

// Must is Parse for tests that write the ruler themselves; it panics.
func Must(ruler string) Sample {
	s, err := Parse(ruler)
	if err != nil {
		panic(err)
	}
	return s
}

// Parse reads the ruler notation. Blank lines around it and the same indent
// before every line are let go. The error names the line.
func Parse(ruler string) (Sample, error) {
	p := parser{spans: map[string]*annotations.Span{}}
	for n, line := range strings.Split(ruler, "\n") {
		if err := p.line(line); err != nil {
			return Sample{}, fmt.Errorf("ruler, line %d: %w", n+1, err)
		}
	}
	return p.sample()
}

type parser struct {
	lines   []string
	indent  string
	at      text.Rune // where the last text line begins
	spans   map[string]*annotations.Span
	order   []string
	unnamed int
	links   []*link
}

// link is a link as written: the host and what its tokens say.
type link struct {
	host  string
	kind  string
	roles map[string][]string
	attrs annotations.Attributes
}

func (p *parser) line(line string) error {
	left := strings.TrimLeft(line, " \t")
	switch {
	case left == "" && !strings.HasPrefix(line, p.indent+"  ^"):
		return nil
	case strings.HasPrefix(left, "|"):
		return p.textLine(line[:len(line)-len(left)], left)
	case strings.HasPrefix(left, "^"):
		if p.lines == nil {
			return fmt.Errorf("a mark stands before the first text line")
		}
		return p.markLine(line, left)
	}
	return fmt.Errorf("%q begins neither with a bar nor with carets", left)
}

func (p *parser) textLine(indent, left string) error {
	content, blank := strings.CutPrefix(left, "| ")
	if !blank && left != "|" {
		return fmt.Errorf("a blank belongs between the bar and the text")
	}
	if left == "|" {
		content = ""
	}
	if p.lines == nil {
		p.indent = indent
	} else {
		p.at += text.Rune(utf8.RuneCountInString(p.lines[len(p.lines)-1])) + 1
	}
	p.lines = append(p.lines, content)
	return nil
}

var token = regexp.MustCompile(`(?:[^\s"\[]|"(?:[^"\\]|\\.)*"|\[[^\]]*\])+`)

func (p *parser) markLine(line, left string) error {
	column := utf8.RuneCountInString(strings.TrimPrefix(line[:len(line)-len(left)], p.indent)) - 2
	rest := strings.TrimLeft(left, "^")
	f := annotations.Fragment{Start: p.at + text.Rune(column), End: p.at + text.Rune(column+len(left)-len(rest))}
	length := utf8.RuneCountInString(p.lines[len(p.lines)-1])
	if column < 0 || int(f.End-p.at) > length {
		return fmt.Errorf("the mark at columns %d to %d lies outside its line of %d characters", column, f.End-p.at, length)
	}
	tokens := token.FindAllString(rest, -1)
	if len(tokens) == 0 {
		return fmt.Errorf("a mark needs a label")
	}
	sp, tokens, err := p.span(tokens[0], tokens[1:], f)
	if err != nil {
		return err
	}
	return p.tokens(sp, tokens)
}

// span finds or makes the span of a mark.
func (p *parser) span(label string, tokens []string, f annotations.Fragment) (*annotations.Span, []string, error) {
	number, on := "", false
	if len(tokens) > 0 && strings.HasPrefix(tokens[0], "#") {
		number, on = strings.CutSuffix(tokens[0][1:], "+")
		tokens = tokens[1:]
		if _, err := strconv.ParseUint(number, 10, 31); err != nil {
			return nil, nil, fmt.Errorf("#%s is not a number", number)
		}
	}
	id := "s" + number
	if number == "" {
		p.unnamed++
		id = "m" + strconv.Itoa(p.unnamed)
	}
	sp := p.spans[id]
	switch {
	case sp == nil && on:
		return nil, nil, fmt.Errorf("#%s+ goes on with nothing", number)
	case sp == nil:
		sp = &annotations.Span{ID: id, Label: label, Fragments: []annotations.Fragment{f}}
		p.spans[id] = sp
		p.order = append(p.order, id)
	case sp.Label != label:
		return nil, nil, fmt.Errorf("#%s is a %s above and a %s here", number, sp.Label, label)
	case on && f.Start <= sp.End():
		return nil, nil, fmt.Errorf("#%s+ goes on before it began", number)
	case on:
		sp.Fragments[len(sp.Fragments)-1].End = f.End
	default:
		sp.Fragments = append(sp.Fragments, f)
	}
	return sp, tokens, nil
}

// tokens reads what stands behind a mark's label and number.
func (p *parser) tokens(sp *annotations.Span, tokens []string) error {
	mine := map[string]*link{}
	of := func(kind string) *link {
		if mine[kind] == nil {
			mine[kind] = &link{host: sp.ID, kind: kind, roles: map[string][]string{}}
			p.links = append(p.links, mine[kind])
		}
		return mine[kind]
	}
	for _, tok := range tokens {
		if tok == "/" {
			clear(mine)
			continue
		}
		key, value, ok := strings.Cut(tok, "=")
		kind, name, typed := strings.Cut(key, ":")
		if !typed {
			kind, name = "attribution", key
		}
		switch {
		case !ok && typed && name == "":
			of(kind)
		case !ok || name == "":
			return fmt.Errorf("%q is neither #n, key=value nor role=#n", tok)
		case strings.HasPrefix(value, "#"):
			for ref := range strings.SplitSeq(value, ",") {
				of(kind).roles[name] = append(of(kind).roles[name], "s"+strings.TrimPrefix(ref, "#"))
			}
		default:
			v, err := parseValue(value)
			if err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
			switch str, isString := v.Str(); {
			case typed:
				put(&of(kind).attrs, name, v)
			case name == "note" && isString:
				sp.Note = str
			default:
				put(&sp.Attributes, name, v)
			}
		}
	}
	return nil
}

func put(a *annotations.Attributes, key string, v annotations.Value) {
	if *a == nil {
		*a = annotations.Attributes{}
	}
	(*a)[key] = v
}

// sample puts together what was read.
func (p *parser) sample() (Sample, error) {
	s := Sample{Text: text.New(strings.Join(p.lines, "\n"))}
	for _, id := range p.order {
		sp := p.spans[id]
		slices.SortFunc(sp.Fragments, func(a, b annotations.Fragment) int { return int(a.Start - b.Start) })
		sp.Quote = annotations.Quote(s.Text, sp.Fragments)
		s.Spans = append(s.Spans, sp)
	}
	slices.SortFunc(s.Spans, annotations.Compare)
	for n, l := range p.links {
		for role, ids := range l.roles {
			for _, id := range ids {
				if p.spans[id] == nil {
					return Sample{}, fmt.Errorf("ruler: %s=#%s names no mark", role, id[1:])
				}
			}
		}
		own := ownRole(l.kind, p.spans[l.host].Label, l.roles)
		l.roles[own] = append([]string{l.host}, l.roles[own]...)
		s.Links = append(s.Links, &annotations.Link{ID: "l" + strconv.Itoa(n+1), Type: l.kind, Roles: l.roles, Attributes: l.attrs})
	}
	return s, nil
}

// ownRole is the role that a host plays in a link: the first that its label can
// play and that its line does not give to others.
func ownRole(kind, label string, named map[string][]string) string {
	fallback := label
	if t := annotations.News().Link(kind); t != nil {
		for i := len(t.Roles) - 1; i >= 0; i-- {
			if slices.Contains(t.Roles[i].Labels, label) {
				fallback = t.Roles[i].ID
			}
		}
		for _, r := range t.Roles {
			if slices.Contains(r.Labels, label) && named[r.ID] == nil {
				return r.ID
			}
		}
	}
	return fallback
}
