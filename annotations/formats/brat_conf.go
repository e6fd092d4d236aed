package formats

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"galley/annotations"
)

// annotationConf says what may be tagged, from the schema and from what was met
// beyond it.
func (b *bratWriter) annotationConf() ([]byte, error) {
	schema := b.o.Schema
	if schema == nil {
		schema = &annotations.Schema{}
	}
	var c strings.Builder
	c.WriteString("[entities]\n")
	for _, own := range b.ordered(labelWord, len(schema.Labels), func(i int) string { return schema.Labels[i].ID }) {
		fmt.Fprintln(&c, b.words.words[labelWord][own])
	}
	var relations, events []string
	for _, own := range b.ordered(linkWord, len(schema.Links), func(i int) string { return schema.Links[i].ID }) {
		t := schema.Link(own)
		if t == nil {
			t = &annotations.LinkType{ID: own}
		}
		word := b.words.words[linkWord][own]
		if len(t.Roles) == 2 {
			relations = append(relations, fmt.Sprintf("%s\tArg1:%s, Arg2:%s", word, b.players(t.Roles[0]), b.players(t.Roles[1])))
			continue
		}
		if label, ok := b.words.taken[labelWord][word]; ok {
			return nil, invalid("labels_collide", linkWord,
				"label %q and link type %q would both be written as %q: rename one of them", label, own, word)
		}
		var roles []string
		for _, r := range t.Roles {
			roles = append(roles, b.words.words[roleWord][r.ID]+"*:"+b.players(r))
		}
		events = append(events, strings.TrimSpace(word+"\t"+strings.Join(roles, ", ")))
	}
	fmt.Fprintf(&c, "\n[relations]\n%s<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n", lines(relations))
	fmt.Fprintf(&c, "\n[events]\n%s\n[attributes]\n", lines(events))
	for _, own := range b.ordered(attributeWord, len(schema.Attributes), func(i int) string { return schema.Attributes[i].ID }) {
		values, err := b.values(own)
		if err != nil {
			return nil, err
		}
		if len(values) > 0 {
			fmt.Fprintf(&c, "%s\tArg:%s, Value:%s\n", b.words.words[attributeWord][own], b.carriers(own), strings.Join(values, "|"))
		}
	}
	return []byte(c.String()), nil
}

// ordered lists the words of a kind: the schema's in its order, then the others.
func (b *bratWriter) ordered(kind string, n int, id func(int) string) []string {
	var all []string
	for i := range n {
		all = append(all, id(i))
	}
	for _, own := range slices.Sorted(maps.Keys(b.words.words[kind])) {
		if !slices.Contains(all, own) {
			all = append(all, own)
		}
	}
	return all
}

// values lists the values that A lines may give an attribute; none for one that
// has none to choose from.
func (b *bratWriter) values(attribute string) ([]string, error) {
	var all []string
	var a *annotations.Attribute
	if b.o.Schema != nil {
		a = b.o.Schema.Attribute(attribute)
	}
	switch {
	case a != nil && a.Type == annotations.BoolAttribute:
		all = []string{"true", "false"}
	case a != nil && a.Type == annotations.EnumAttribute:
		for _, c := range a.Values {
			all = append(all, c.ID)
		}
	}
	for _, v := range slices.Sorted(maps.Keys(b.entries[attribute])) {
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	for i, v := range all {
		word, err := b.words.word(valueWord+"."+attribute, v)
		if err != nil {
			return nil, err
		}
		all[i] = word
	}
	return all, nil
}

// players are the types of the labels that may play a role.
func (b *bratWriter) players(r annotations.LinkRole) string {
	var all []string
	for _, l := range r.Labels {
		all = append(all, b.words.words[labelWord][l])
	}
	if len(all) == 0 {
		return "<ENTITY>"
	}
	return strings.Join(all, "|")
}

// carriers are the types that may carry an attribute.
func (b *bratWriter) carriers(attribute string) string {
	var all []string
	if b.o.Schema != nil {
		for _, l := range b.o.Schema.Labels {
			if slices.Contains(l.Attributes, attribute) {
				all = append(all, b.words.words[labelWord][l.ID])
			}
		}
		for _, t := range b.o.Schema.Links {
			if slices.Contains(t.Attributes, attribute) {
				all = append(all, b.words.words[linkWord][t.ID])
			}
		}
	}
	if len(all) == 0 {
		return "<ANY>"
	}
	return strings.Join(all, "|")
}

// visualConf says how types are named and coloured on brat's screen.
func (b *bratWriter) visualConf() []byte {
	var c strings.Builder
	c.WriteString("[labels]\n")
	if s := b.o.Schema; s != nil {
		for _, l := range s.Labels {
			fmt.Fprintf(&c, "%s | %s | %s\n", b.words.words[labelWord][l.ID], barless(l.Name.In("en")), barless(l.Letter))
		}
		for _, t := range s.Links {
			fmt.Fprintf(&c, "%s | %s\n", b.words.words[linkWord][t.ID], barless(t.Name.In("en")))
		}
		c.WriteString("\n[drawing]\n")
		for _, l := range s.Labels {
			fmt.Fprintf(&c, "%s\tbgColor:%s\n", b.words.words[labelWord][l.ID], tint(l.Hue))
		}
	}
	return []byte(c.String())
}

func barless(s string) string { return strings.ReplaceAll(oneLine(s), "|", "/") }

// tint is a light colour of a hue, which is an angle in OKLCH, as #rrggbb.
// The matrices are those of Björn Ottosson's Oklab (2020).
func tint(hue int) string {
	const light, chroma = 0.86, 0.09
	sin, cos := math.Sincos(float64(hue) * math.Pi / 180)
	a, b := chroma*cos, chroma*sin
	l, m, s := light+0.3963377774*a+0.2158037573*b, light-0.1055613458*a-0.0638541728*b, light-0.0894841775*a-1.2914855480*b
	l, m, s = l*l*l, m*m*m, s*s*s
	channel := func(x float64) int {
		x = max(0, min(1, x))
		if x <= 0.0031308 {
			x *= 12.92
		} else {
			x = 1.055*math.Pow(x, 1/2.4) - 0.055
		}
		return int(math.Round(x * 255))
	}
	return fmt.Sprintf("#%02x%02x%02x", channel(4.0767416621*l-3.3077115913*m+0.2309699292*s),
		channel(-1.2684380046*l+2.6097574011*m-0.3413193965*s), channel(-0.0041960863*l-0.7034186147*m+1.7076147010*s))
}

func lines(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return strings.Join(all, "\n") + "\n"
}
