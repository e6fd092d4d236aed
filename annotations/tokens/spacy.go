package tokens

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// The special cases of spaCy's rule sets: one a line, its tokens between tabs,
// with the escapes of JSON. The third list belongs to every language.
var (
	//go:embed special_de.txt
	specialGerman string
	//go:embed special_en.txt
	specialEnglish string
	//go:embed special_xx.txt
	specialShared string
)

// tokenizer is spaCy's Tokenizer for one language (spacy/tokenizer.pyx at
// 3.8.18, unchanged since 3.0 in what it answers).
type tokenizer struct {
	rules *ruleSet
	// special holds the lengths in bytes of a special case's tokens.
	special map[string][]int
	// phrases are the special cases that the rules would split, as the tokens
	// that they split them into.
	phrases *phrase
}

// phrase is a node of a trie over tokens.
type phrase struct {
	next map[string]*phrase
	end  bool
}

var tokenizers = map[string]func() *tokenizer{
	"de": sync.OnceValue(func() *tokenizer { return newTokenizer(&german, specialShared, specialGerman) }),
	"en": sync.OnceValue(func() *tokenizer { return newTokenizer(&english, specialShared, specialEnglish) }),
	"xx": sync.OnceValue(func() *tokenizer { return newTokenizer(&other, specialShared) }),
}

// tokenizerOf is the tokenizer for a BCP 47 tag: German for de and an empty
// one, English for en, the shared rules for every other.
func tokenizerOf(language string) *tokenizer {
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch primary {
	case "", "de":
		return tokenizers["de"]()
	case "en":
		return tokenizers["en"]()
	}
	return tokenizers["xx"]()
}

func newTokenizer(rules *ruleSet, lists ...string) *tokenizer {
	t := &tokenizer{rules: rules, special: map[string][]int{}, phrases: &phrase{}}
	for _, list := range lists {
		for line := range strings.Lines(list) {
			var whole string
			var lengths []int
			for part := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), "\t") {
				var token string
				if err := json.Unmarshal([]byte(`"`+part+`"`), &token); err != nil {
					panic("tokens: special case " + line + ": " + err.Error())
				}
				whole += token
				lengths = append(lengths, len(token))
			}
			t.special[whole] = lengths
		}
	}
	for s := range t.special {
		if rules.prefix(s) > 0 || rules.suffix(s) > 0 || hasInfix(rules, s) || strings.Contains(s, " ") {
			t.phrases.add(s, t.affixes(s, false))
		}
	}
	return t
}

func hasInfix(rules *ruleSet, s string) bool {
	start, _ := rules.infix(s, 0)
	return start < len(s)
}

func (p *phrase) add(s string, tokens []span) {
	for _, t := range tokens {
		if p.next == nil {
			p.next = map[string]*phrase{}
		}
		word := s[t.start:t.end]
		if p.next[word] == nil {
			p.next[word] = &phrase{}
		}
		p = p.next[word]
	}
	p.end = true
}

// span is a token as [start, end) in bytes.
type span struct{ start, end int }

// tokenize is Tokenizer.__call__.
func (t *tokenizer) tokenize(s string) []span {
	return t.retokenize(s, t.affixes(s, true))
}

// affixes is Tokenizer._tokenize_affixes: white space and other runs by turns,
// one blank after a token left out.
func (t *tokenizer) affixes(s string, specials bool) []span {
	var all []span
	start, space := 0, false
	for i, r := range s {
		if i == 0 {
			space = isSpace(r)
			continue
		}
		if isSpace(r) == space {
			continue
		}
		if start < i {
			all = t.chunk(all, s, start, i, specials)
		}
		start = i
		if r == ' ' {
			start = i + 1
		}
		space = !space
	}
	if start < len(s) {
		all = t.chunk(all, s, start, len(s), specials)
	}
	return all
}

// isSpace is Python's str.isspace.
func isSpace(r rune) bool {
	switch {
	case r == ' ', '\t' <= r && r <= '\r', 0x1c <= r && r <= 0x1f:
		return true
	case r < 0x85:
		return false
	}
	switch r {
	case 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000:
		return true
	}
	return 0x2000 <= r && r <= 0x200a
}

// chunk is Tokenizer._tokenize: prefixes and suffixes are split off by turns,
// until nothing changes or a special case is left.
func (t *tokenizer) chunk(all []span, s string, start, end int, specials bool) []span {
	is := func(a, b int) bool { return specials && a < b && t.special[s[a:b]] != nil }
	if is(start, end) {
		return t.put(all, s, start, end)
	}
	var suffixes []span
	for last := 0; start < end && end-start != last; {
		if is(start, end) {
			break
		}
		last = end - start
		n := t.rules.prefix(s[start:end])
		if n > 0 && is(start+n, end) {
			all = append(all, span{start, start + n})
			start += n
			break
		}
		m := t.rules.suffix(s[start+n : end])
		if m > 0 && is(start, end-m) {
			suffixes = append(suffixes, span{end - m, end})
			end -= m
			break
		}
		if n > 0 {
			all = append(all, span{start, start + n})
		}
		if m > 0 {
			suffixes = append(suffixes, span{end - m, end})
		}
		start, end = start+n, end-m
	}
	switch {
	case start == end:
	case is(start, end):
		all = t.put(all, s, start, end)
	case isURL(s[start:end]):
		all = append(all, span{start, end})
	default:
		all = t.infixes(all, s[:end], start)
	}
	slices.Reverse(suffixes)
	return append(all, suffixes...)
}

// put appends the tokens of a special case.
func (t *tokenizer) put(all []span, s string, start, end int) []span {
	for _, n := range t.special[s[start:end]] {
		all = append(all, span{start, start + n})
		start += n
	}
	return all
}

// infixes splits s[start:] inside. What stands at its very start is no infix.
func (t *tokenizer) infixes(all []span, s string, start int) []span {
	chunk, offset := s[start:], start
	at := 0
	for i := 0; ; {
		a, b := t.rules.infix(chunk, i)
		if a == len(chunk) {
			break
		}
		i = b
		if a == 0 {
			continue
		}
		if a != at {
			all = append(all, span{offset + at, offset + a})
		}
		all = append(all, span{offset + a, offset + b})
		at = b
	}
	if at < len(chunk) {
		all = append(all, span{offset + at, offset + len(chunk)})
	}
	return all
}

// retokenize is Tokenizer._apply_special_cases: special cases that the rules
// have split are put together again, the longest first.
func (t *tokenizer) retokenize(s string, all []span) []span {
	type match struct{ first, after int }
	var found []match
	for i := range all {
		p := t.phrases
		for j := i; j < len(all); j++ {
			if p = p.next[s[all[j].start:all[j].end]]; p == nil {
				break
			}
			if p.end {
				found = append(found, match{i, j + 1})
			}
		}
	}
	if len(found) == 0 {
		return all
	}
	slices.SortFunc(found, func(a, b match) int {
		if n := (b.after - b.first) - (a.after - a.first); n != 0 {
			return n
		}
		return a.first - b.first
	})
	seen := map[int]bool{}
	chosen := map[int]int{}
	for _, m := range found {
		if !seen[m.first] && !seen[m.after-1] {
			chosen[m.first] = m.after
		}
		for i := m.first; i < m.after; i++ {
			seen[i] = true
		}
	}
	var out []span
	for i := 0; i < len(all); i++ {
		after := chosen[i]
		if after == 0 {
			out = append(out, all[i])
			continue
		}
		start, end := all[i].start, all[after-1].end
		if t.special[s[start:end]] != nil {
			out = t.put(out, s, start, end)
		} else {
			out = append(out, all[i:after]...)
		}
		i = after - 1
	}
	return out
}

// runes turns spans in bytes into tokens in code points.
func runes(s string, all []span) []Token {
	tokens := make([]Token, 0, len(all))
	at, n := 0, 0
	for _, sp := range all {
		n += utf8.RuneCountInString(s[at:sp.start])
		start := n
		n += utf8.RuneCountInString(s[sp.start:sp.end])
		at = sp.end
		tokens = append(tokens, Token{pos(start), pos(n)})
	}
	return tokens
}
