package formats

import (
	"strings"
	"unicode"

	"galley/annotations"
)

// scheme is a way to write spans as a tag for each word.
type scheme struct {
	// begin, inside, last and single are the prefixes; last and single equal
	// inside and begin where the scheme does not know them.
	begin, inside, last, single byte
}

var (
	iob2  = scheme{'B', 'I', 'I', 'B'}
	bioes = scheme{'B', 'I', 'E', 'S'}
)

// tags writes runs that share no word as tags for n words.
func (s scheme) tags(n int, runs []run, name func(*annotations.Span) string) []string {
	tags := make([]string, n)
	for i := range tags {
		tags[i] = "O"
	}
	for _, r := range runs {
		label := name(r.span)
		for i := r.first; i < r.after; i++ {
			prefix := s.inside
			switch {
			case r.after-r.first == 1:
				prefix = s.single
			case i == r.first:
				prefix = s.begin
			case i == r.after-1:
				prefix = s.last
			}
			tags[i] = string(prefix) + "-" + label
		}
	}
	return tags
}

// tagged is a stretch of words with a label, as tags say it.
type tagged struct {
	label        string
	first, after int
}

// isTag reports whether a column holds a tag of any of the schemes.
func isTag(s string) bool {
	return s == "O" || len(s) > 2 && s[1] == '-' && strings.IndexByte("BIESLUM", s[0]) >= 0
}

// readTags reads one column of tags in any of IOB1, IOB2, BIOES (IOBES) and
// BILOU: a span starts at B, S or U, and at any other letter after O, after
// another label or after the end of one; it ends with E, L, S and U. The schemes
// do not contradict each other: in IOB1, B stands only between two spans of one
// label. A tag that is none of them gives its index and false.
func readTags(tags []string) (spans []tagged, bad int, ok bool) {
	open := -1
	for i, tag := range tags {
		if tag == "O" || tag == "" || tag == "_" {
			open = -1
			continue
		}
		if len(tag) < 3 || tag[1] != '-' || strings.IndexByte("BIESLUM", tag[0]) < 0 {
			return nil, i, false
		}
		prefix, label := tag[0], tag[2:]
		if open < 0 || spans[open].label != label || strings.IndexByte("BSU", prefix) >= 0 {
			spans = append(spans, tagged{label, i, i})
			open = len(spans) - 1
		}
		spans[open].after = i + 1
		if strings.IndexByte("ELSU", prefix) >= 0 {
			open = -1
		}
	}
	return spans, 0, true
}

// labelNames turns labels into words that a format can hold, and refuses two
// labels that become one.
type labelNames struct {
	to    func(string) string
	given map[string]string
}

func newLabelNames(to func(string) string) labelNames {
	return labelNames{to, map[string]string{}}
}

// of is the word for a label; changed reports that it is another one. Returns
// Invalid when a second label would be written with the same word, or none is left.
func (n labelNames) of(label string) (name string, changed bool, err error) {
	name = n.to(label)
	if name == "" {
		return "", true, invalid("bad_label", "label", "nothing of the label %q can be written in this format", label)
	}
	if first, ok := n.given[name]; ok && first != label {
		return "", true, invalid("labels_collide", "label", "the labels %q and %q would both be written as %q", first, label, name)
	}
	n.given[name] = label
	return name, name != label, nil
}

// columnLabel makes a label fit into a tag: no blank, and no hyphen at its ends,
// which readers strip.
func columnLabel(label string) string {
	return strings.Trim(strings.Join(strings.FieldsFunc(label, unicode.IsSpace), "_"), "-")
}
