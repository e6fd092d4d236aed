package occurrences

import (
	"strings"
	"unicode"

	"galley/annotations"
	"galley/annotations/text"
)

// Options say what besides blanks and invisible characters is folded.
type Options struct {
	// AnyCase takes capitals and small letters for the same.
	AnyCase bool
	// Genitive also finds the passage with a German genitive ending: -s, -’s, or
	// a bare apostrophe after s, ß, x and z.
	Genitive bool
}

// Pattern is a passage that is looked for. It is immutable.
type Pattern struct {
	options Options
	words   []rune
	// back is where to go on in words after a mismatch.
	back []int
}

// New makes a pattern of a passage; blanks at its edges do not count. A pattern
// without any visible character finds nothing.
func New(passage string, o Options) Pattern {
	p := Pattern{options: o}
	for _, g := range fold(strings.TrimSpace(passage), o) {
		p.words = append(p.words, g.char)
	}
	for len(p.words) > 0 && p.words[len(p.words)-1] == ' ' {
		p.words = p.words[:len(p.words)-1]
	}
	for len(p.words) > 0 && p.words[0] == ' ' {
		p.words = p.words[1:]
	}
	p.back = make([]int, len(p.words))
	for i, k := 1, 0; i < len(p.words); i++ {
		for k > 0 && p.words[i] != p.words[k] {
			k = p.back[k-1]
		}
		if p.words[i] == p.words[k] {
			k++
		}
		p.back[i] = k
	}
	return p
}

// Empty reports whether the pattern can find nothing.
func (p Pattern) Empty() bool { return len(p.words) == 0 }

// Find lists the hits in a text, first to last, in code points. Its cost is
// linear in the text.
func (p Pattern) Find(t text.Text) []annotations.Fragment {
	return p.find(fold(t.String(), p.options))
}

// Matches reports whether a whole passage is one hit.
func (p Pattern) Matches(passage string) bool {
	f := fold(strings.TrimSpace(passage), p.options)
	hits := p.find(f)
	return len(hits) == 1 && hits[0].Start == f[0].start && hits[0].End == f[len(f)-1].end
}

func (p Pattern) find(f []folded) []annotations.Fragment {
	if p.Empty() {
		return nil
	}
	var hits []annotations.Fragment
	free := 0 // the first folded character that no hit has
	for i, k := 0, 0; i < len(f); i++ {
		for k > 0 && f[i].char != p.words[k] {
			k = p.back[k-1]
		}
		if f[i].char == p.words[k] {
			k++
		}
		if k < len(p.words) {
			continue
		}
		k = p.back[k-1]
		from := i + 1 - len(p.words)
		if to, ok := p.whole(f, from, i+1); ok && from >= free {
			hits = append(hits, annotations.Fragment{Start: f[from].start, End: f[to-1].end})
			free = to
		}
	}
	return hits
}

// whole reports whether the folded characters [from, to) stand on their own, and
// where they end when a genitive's ending follows.
func (p Pattern) whole(f []folded, from, to int) (int, bool) {
	if !border(f, from) {
		return to, false
	}
	if border(f, to) {
		if p.options.Genitive && at(f, to) == '\'' && unicode.IsLetter(f[to-1].char) && strings.ContainsRune("sßxzSXZ", f[to-1].char) && border(f, to+1) {
			return to + 1, true
		}
		return to, true
	}
	if !p.options.Genitive || !unicode.IsLetter(f[to-1].char) {
		return to, false
	}
	if at(f, to) == '\'' {
		to++
	}
	if p.same(at(f, to), 's') && border(f, to+1) {
		return to + 1, true
	}
	return to, false
}

func (p Pattern) same(a, b rune) bool {
	return a == b || p.options.AnyCase && a == simple(b)
}

// at is the folded character at i, 0 outside.
func at(f []folded, i int) rune {
	if i < 0 || i >= len(f) {
		return 0
	}
	return f[i].char
}

// border reports whether a word may begin or end before the folded character i.
func border(f []folded, i int) bool {
	before, after := at(f, i-1), at(f, i)
	switch {
	case i <= 0 || i >= len(f):
		return true
	case after == ' ' || after == '\n':
		return true
	case sticks(after) || before == zeroWidthJoiner:
		return false
	case inWord(before) && inWord(after):
		return false
	case after == '\'': // O'Neill, Trump's; but not the mark that closes a quotation
		return !(unicode.IsLetter(before) && unicode.IsLetter(at(f, i+1)))
	case before == '\'':
		return !(unicode.IsLetter(after) && unicode.IsLetter(at(f, i-2)))
	case after == '.' || after == ',':
		return !(unicode.IsDigit(before) && unicode.IsDigit(at(f, i+1)))
	case before == '.' || before == ',':
		return !(unicode.IsDigit(after) && unicode.IsDigit(at(f, i-2)))
	}
	return true
}

const zeroWidthJoiner = '\u200D'

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '_'
}

// sticks reports whether a character belongs to the one before it: an accent, a
// joiner, a variation selector, a skin tone.
func sticks(r rune) bool {
	return unicode.Is(unicode.M, r) || r == zeroWidthJoiner || 0x1F3FB <= r && r <= 0x1F3FF
}

// Folded is the passage as it is compared: passages with the same one are the
// same words.
func (p Pattern) Folded() string { return string(p.words) }
