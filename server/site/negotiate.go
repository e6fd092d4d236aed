package site

import (
	"strconv"
	"strings"
)

// accepted reports whether the header value of an Accept-… field names item with a weight above zero, and the weight.
// A star stands for every item that is not named.
func accepted(header, item string) (weight float64, ok bool) {
	star := 0.0
	for entry := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(entry, ";")
		q := 1.0
		if value, found := strings.CutPrefix(strings.TrimSpace(parameters), "q="); found {
			parsed, err := strconv.ParseFloat(value, 64)
			if err != nil {
				continue
			}
			q = parsed
		}
		switch name = strings.TrimSpace(name); {
		case strings.EqualFold(name, item):
			return q, q > 0
		case name == "*":
			star = q
		}
	}
	return star, star > 0
}

// language picks the language of a page that is not the app itself: the one of the two that the reader prefers, and
// English for readers of neither.
func language(header string) string {
	best, weight := "en", 0.0
	for entry := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(entry, ";")
		primary, _, _ := strings.Cut(strings.TrimSpace(tag), "-")
		primary = strings.ToLower(primary)
		if primary != "de" && primary != "en" {
			continue
		}
		if q, ok := accepted(entry, strings.TrimSpace(tag)); ok && q > weight {
			best, weight = primary, q
		}
	}
	return best
}
