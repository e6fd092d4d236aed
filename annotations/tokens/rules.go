package tokens

import (
	"strings"
	"unicode/utf8"
)

// none stands for the character before a string's start or after its end.
const none rune = -1

// in tests one character; none is never in.
type in func(rune) bool

// rule is one pattern of spaCy's: what it matches, and what must stand before
// and after. It matches one of words (in order), or one character of one, or
// two or more full stops.
type rule struct {
	words []string
	one   in
	dots  bool
	// before are tests of the characters before the match, the last one nearest.
	before []in
	// after and notAfter test the character after it; nil for no test.
	after, notAfter in
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

func char(set string) in { return func(r rune) bool { return r >= 0 && strings.ContainsRune(set, r) } }

func either(tests ...in) in {
	return func(r rune) bool {
		for _, t := range tests {
			if t(r) {
				return true
			}
		}
		return false
	}
}

func anyOf(lists ...[]string) rule {
	var r rule
	for _, l := range lists {
		r.words = append(r.words, l...)
	}
	return r
}

var (
	alpha, lower, upper = alphaClass.has, alphaLowerClass.has, alphaUpperClass.has
	icons               = rule{one: iconClass.has}
	dots                = rule{dots: true}
	ellipsis            = anyOf([]string{"…"})
	stop                = []string{"."}
)

// ruleSet is what tells one language's tokenizer from another's.
type ruleSet struct {
	prefixes, suffixes, infixes []rule
	// firstOf, lastOf and insideOf list by a byte which rules may match where it
	// stands first, or last.
	firstOf, lastOf, insideOf [256][]*rule
}

// indexed fills the lists by byte. A character beyond ASCII may belong to any
// class, so those keep all bytes of its encodings.
func (rs ruleSet) indexed() ruleSet {
	for b := range 256 {
		list := func(rules []rule, at func(string) byte) (all []*rule) {
			for i := range rules {
				if rules[i].mayHold(byte(b), at) {
					all = append(all, &rules[i])
				}
			}
			return all
		}
		rs.firstOf[b] = list(rs.prefixes, func(w string) byte { return w[0] })
		rs.lastOf[b] = list(rs.suffixes, func(w string) byte { return w[len(w)-1] })
		rs.insideOf[b] = list(rs.infixes, func(w string) byte { return w[0] })
	}
	return rs
}

// mayHold reports whether a match of the rule may have the byte where at says.
func (r *rule) mayHold(b byte, at func(string) byte) bool {
	switch {
	case r.one != nil:
		return b >= utf8.RuneSelf || r.one(rune(b))
	case r.dots:
		return b == '.'
	}
	for _, w := range r.words {
		if at(w) == b {
			return true
		}
	}
	return false
}

// sharedPrefixes are those of spacy/lang/punctuation.py. The order matters: the
// first that matches wins.
var sharedPrefixes = []rule{
	anyOf([]string{"§", "%", "=", "—", "–"}),
	{words: []string{"+"}, notAfter: digit},
	anyOf(punctuation), dots, ellipsis, anyOf(quotes), anyOf(currencies), icons,
}

// suffixes builds the rules of a language from what they differ in: own words,
// and what may stand before a full stop that is split off. German has no digit
// there, which is why "1977." stays whole.
func suffixes(own []string, beforeStop in) []rule {
	return []rule{
		anyOf(own, punctuation), dots, ellipsis, anyOf(quotes), icons,
		{words: []string{"+"}, before: []in{digit}},
		{words: stop, before: []in{char("°"), char("FfCcKk")}},
		{words: currencies, before: []in{digit}},
		{words: units, before: []in{digit}},
		{words: stop, before: []in{beforeStop}},
		{words: stop, before: []in{upper, upper}},
	}
}

var (
	german = ruleSet{
		prefixes: append([]rule{anyOf([]string{"``"})}, sharedPrefixes...),
		suffixes: suffixes([]string{"''", "/"}, stopClass.has),
		infixes: []rule{
			dots, ellipsis, icons,
			{words: stop, before: []in{lower}, after: upper},
			{one: char(",!?"), before: []in{alpha}, after: alpha},
			{one: char(":<>="), before: []in{alpha}, after: alpha},
			{words: []string{"/"}, before: []in{either(digit, alpha)}, after: either(digit, alpha)},
			{one: germanQuoteClass.has, before: []in{alpha}, after: alpha},
			{words: []string{"--"}, before: []in{alpha}, after: alpha},
			{words: []string{"-"}, before: []in{digit}, after: digit},
		},
	}.indexed()
	other = ruleSet{
		prefixes: sharedPrefixes,
		suffixes: suffixes([]string{"'s", "'S", "’s", "’S", "—", "–"}, either(digit, stopClass.has)),
		infixes:  infixes(alpha),
	}.indexed()
	english = ruleSet{
		prefixes: sharedPrefixes,
		suffixes: other.suffixes,
		infixes:  infixes(either(alpha, digit)),
	}.indexed()
)

// infixes are those of English and of all other languages, which differ in what
// may stand before a hyphen.
func infixes(beforeHyphen in) []rule {
	return []rule{
		dots, ellipsis, icons,
		{one: char("+-*^"), before: []in{digit}, after: either(digit, char("-"))},
		{words: stop, before: []in{either(lower, quoteClass.has)}, after: either(upper, quoteClass.has)},
		{words: []string{","}, before: []in{alpha}, after: alpha},
		{words: hyphens, before: []in{beforeHyphen}, after: alpha},
		{one: char(":<>=/"), before: []in{either(alpha, digit)}, after: alpha},
	}
}

// at is the length in bytes of the rule's match at s[i:], 0 for none.
func (r *rule) at(s string, i int) int {
	if !r.behind(s, i) {
		return 0
	}
	switch {
	case r.one != nil:
		c, n := utf8.DecodeRuneInString(s[i:])
		if r.one(c) && r.ahead(s, i+n) {
			return n
		}
	case r.dots:
		n := 0
		for i+n < len(s) && s[i+n] == '.' {
			n++
		}
		if n >= 2 && r.ahead(s, i+n) {
			return n
		}
	default:
		for _, w := range r.words {
			if strings.HasPrefix(s[i:], w) && r.ahead(s, i+len(w)) {
				return len(w)
			}
		}
	}
	return 0
}

// end is the length in bytes of the rule's longest match that ends s.
func (r *rule) end(s string) int {
	n := 0
	switch {
	case r.one != nil:
		if c, size := utf8.DecodeLastRuneInString(s); r.one(c) {
			n = size
		}
	case r.dots:
		for n < len(s) && s[len(s)-n-1] == '.' {
			n++
		}
		if n < 2 {
			n = 0
		}
	default:
		for _, w := range r.words {
			if len(w) > n && strings.HasSuffix(s, w) && r.behind(s, len(s)-len(w)) {
				n = len(w)
			}
		}
		return n
	}
	if n > 0 && !r.behind(s, len(s)-n) {
		return 0
	}
	return n
}

func (r *rule) behind(s string, i int) bool {
	for k := len(r.before) - 1; k >= 0; k-- {
		if i == 0 {
			return false
		}
		c, n := utf8.DecodeLastRuneInString(s[:i])
		if !r.before[k](c) {
			return false
		}
		i -= n
	}
	return true
}

func (r *rule) ahead(s string, i int) bool {
	c := none
	if i < len(s) {
		c, _ = utf8.DecodeRuneInString(s[i:])
	}
	return (r.after == nil || r.after(c)) && (r.notAfter == nil || !r.notAfter(c))
}

// prefix is the length in bytes of what is split off s at its start: the first
// rule that matches.
func (rs *ruleSet) prefix(s string) int {
	if s == "" {
		return 0
	}
	for _, r := range rs.firstOf[s[0]] {
		if n := r.at(s, 0); n > 0 {
			return n
		}
	}
	return 0
}

// suffix is the length in bytes of what is split off s at its end: the match
// that starts first, which is the longest.
func (rs *ruleSet) suffix(s string) int {
	if s == "" {
		return 0
	}
	n := 0
	for _, r := range rs.lastOf[s[len(s)-1]] {
		n = max(n, r.end(s))
	}
	return n
}

// infix is the first match in s at or after i, as [start, end) in bytes; start
// is len(s) when there is none.
func (rs *ruleSet) infix(s string, i int) (start, end int) {
	for i < len(s) {
		for _, r := range rs.insideOf[s[i]] {
			if n := r.at(s, i); n > 0 {
				return i, i + n
			}
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		i += n
	}
	return len(s), len(s)
}
