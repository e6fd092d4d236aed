package state

import (
	"slices"
	"strings"
	"unicode"
)

// Entry is something that the palette of commands offers.
type Entry struct {
	// ID is an act of the key table (Binding.What), or an address that begins
	// with a slash.
	ID string
	// Name is what it is called in the person's language, Other in another one:
	// both are searched.
	Name, Other string
	// Keys do the same, as the table writes them; the first is shown.
	Keys []string
}

// Find is what fits a query, best first: every word of it begins a word of the
// name, lies in it, or has its letters there in order. Among equals those used
// lately (by id, the last one first) come before the others, which keep their
// order. Without a query everything fits.
func Find(all []Entry, query string, lately []string) []Entry {
	words := strings.Fields(plain(query))
	// Few scores and ages: putting each in its place from behind is short, and a
	// sort of its own would weigh more in the program than the rest of this file.
	var out []Entry
	var worth []int
	for _, e := range all {
		score := max(2*scoreOf(plain(e.Name), words), 2*scoreOf(plain(e.Other), words)-1)
		if score < 0 {
			continue
		}
		age := slices.Index(lately, e.ID)
		if age < 0 {
			age = len(lately)
		}
		w := score*(latelyKept+1) - age
		i := len(out)
		for i > 0 && worth[i-1] < w {
			i--
		}
		out, worth = slices.Insert(out, i, e), slices.Insert(worth, i, w)
	}
	return out
}

// scoreOf sums what each word of a query is worth in a name; below zero when one
// is not in it at all.
func scoreOf(name string, words []string) int {
	sum := 0
	for _, w := range words {
		switch i := strings.Index(" "+name, " "+w); {
		case i == 0:
			sum += 4
		case i > 0:
			sum += 3
		case strings.Contains(name, w):
			sum += 2
		case len(w) > 2 && inOrder(name, w):
			sum++
		default:
			return -1
		}
	}
	return sum
}

// inOrder reports whether a name has the letters of a word in their order, from
// the start of one of its words on.
func inOrder(name, word string) bool {
	for rest := name; rest != ""; _, rest, _ = strings.Cut(rest, " ") {
		left := word
		for _, r := range rest {
			left = strings.TrimPrefix(left, string(r))
		}
		if left == "" && rest[0] == word[0] {
			return true
		}
	}
	return false
}

// plain folds a name or query to what a person may type for it in haste: small
// letters without their marks, ß as ss, ä, ae and a as one; signs are blanks.
func plain(s string) string {
	const marked, bare = "äöüáàâãåçéèêëíìîïñóòôõøúùûýÿ", "aouaaaaaceeeeiiiinooooouuuyy"
	bases := []rune(bare)
	var b strings.Builder
	last := ' '
	for _, r := range strings.ToLower(s) {
		if i := strings.IndexRune(marked, r); i >= 0 {
			r = bases[len([]rune(marked[:i]))]
		} else if r == 'e' && (last == 'a' || last == 'o' || last == 'u') {
			last = ' ' // ae is ä: the e goes, and a second one stays
			continue
		}
		switch {
		case r == 'ß':
			b.WriteString("ss")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case r == '\u00ad' || 0x300 <= r && r < 0x370: // combining marks
			continue
		default:
			b.WriteByte(' ')
		}
		last = r
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// latelyKept is how many entries are remembered as used.
const latelyKept = 12

// Lately puts an entry before those used so far.
func Lately(lately []string, id string) []string {
	out := append([]string{id}, slices.DeleteFunc(slices.Clone(lately), func(other string) bool { return other == id })...)
	return out[:min(len(out), latelyKept)]
}
