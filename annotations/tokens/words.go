package tokens

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"galley/annotations/text"
)

// Words cuts a text into words and marks as an editor reads it; white space is
// no token. It is UAX #29 with what it does not know put together or apart:
//
//   - „US-Präsident“, „Nord-“ in „Nord- und Südsee“, “start-up”: hyphens join;
//   - „z.B.“, „Dr.“, „Mio.“, “U.S.”: an abbreviation keeps its full stop;
//   - „3. Oktober“: the number of a day or rank keeps it; „1977.“ at the end of
//     a sentence does not;
//   - „23:08“, „16.10.2025“, „2.500“ are one word;
//   - „Politiker*innen“, „Schüler(innen)“, „Politiker:innen“ are one word;
//   - „CDU/CSU“ are three, as are „und/oder“;
//   - “Trump’s”, “don’t” are two in English: Trump + ’s, do + n’t;
//   - addresses, e-mail addresses, @names and #tags are one.
func Words(t text.Text, language string) []Token {
	s := t.String()
	w := wordCutter{s: s, english: strings.HasPrefix(strings.ToLower(language), "en")}
	start := 0
	for i, r := range s {
		if !isSpace(r) {
			continue
		}
		w.chunk(start, i)
		start = i + utf8.RuneLen(r)
	}
	w.chunk(start, len(s))
	return runes(s, w.all)
}

// wordCutter cuts one run without blanks after the other.
type wordCutter struct {
	s       string
	english bool
	all     []span
}

func (w *wordCutter) chunk(start, end int) {
	if start == end {
		return
	}
	if a, b, ok := w.address(start, end); ok {
		w.chunk(start, a)
		w.all = append(w.all, span{a, b})
		w.chunk(b, end)
		return
	}
	first := len(w.all)
	it := words.FromString(w.s[start:end])
	for it.Next() {
		w.add(span{start + it.Start(), start + it.End()}, first)
	}
	w.points(first, end)
	if w.english {
		w.clitics(first)
	}
}

// address finds an address of the web or of a person in a run, without the
// marks around it.
func (w *wordCutter) address(start, end int) (int, int, bool) {
	run := w.s[start:end]
	if !strings.Contains(run, "://") && !strings.Contains(run, "@") && !strings.Contains(run, "www.") {
		return 0, 0, false
	}
	for n := other.prefix(run); n > 0; n = other.prefix(run) {
		start += n
		run = run[n:]
	}
	for n := other.suffix(run); n > 0; n = other.suffix(run) {
		end -= n
		run = run[:len(run)-n]
	}
	return start, end, isURL(run)
}

// add appends a segment of UAX #29 or joins it to the one before it.
func (w *wordCutter) add(next span, first int) {
	if len(w.all) > first && w.joins(next, first) {
		w.all[len(w.all)-1].end = next.end
		return
	}
	w.all = append(w.all, next)
}

// joins decides whether a segment goes on with the word before it.
func (w *wordCutter) joins(next span, first int) bool {
	n := len(w.all)
	last, s := w.all[n-1], w.s[w.all[n-1].start:w.all[n-1].end]
	word := w.s[next.start:next.end]
	end, size := utf8.DecodeLastRuneInString(s)
	switch {
	case hyphen(word):
		// „10-12“ is a range of two numbers.
		return (wordEnd(end) || end == ')') && !(digit(firstRune(w.s[next.end:])) && strings.Trim(s, "0123456789.,") == "")
	case word == "/" || word == ":":
		// „Strom-/Gaspreis“; „23:08“ is decided when the digits come.
		return hyphen(string(end)) && len(s) > size
	case word == "*":
		return unicode.IsLetter(end) && strings.HasPrefix(w.s[next.end:], "in")
	case word == "(":
		return unicode.IsLetter(end) && (strings.HasPrefix(w.s[next.end:], "in)") || strings.HasPrefix(w.s[next.end:], "innen)"))
	case word == ")":
		return strings.Contains(s, "(")
	case !wordEnd(firstRune(word)):
		return false
	case s == "@" || s == "#":
		return true
	case digit(firstRune(word)) && s == ":" && n-1 > first && w.all[n-2].end == last.start && digit(rune(w.s[last.start-1])):
		w.all = w.all[:n-1]
		return true
	}
	return len(s) > size && (hyphen(string(end)) || strings.ContainsRune("/*(", end))
}

// points joins full stops to the words they belong to.
func (w *wordCutter) points(first, end int) {
	for i := first; i+1 < len(w.all); i++ {
		if w.s[w.all[i+1].start:w.all[i+1].end] != "." || w.all[i].end != w.all[i+1].start {
			continue
		}
		word := w.s[w.all[i].start:w.all[i].end]
		if !wordEnd(firstRune(word)) || strings.HasPrefix(w.s[w.all[i+1].end:end], ".") {
			continue
		}
		previous, next := "", ""
		if i > 0 {
			previous = w.s[w.all[i-1].start:w.all[i-1].end]
		}
		if f := strings.Fields(ahead(w.s[w.all[i+1].end:])); len(f) > 0 {
			next = f[0]
		}
		if text.KeepsPoint(previous, word, next) {
			w.all[i].end = w.all[i+1].end
			w.all = append(w.all[:i+1], w.all[i+2:]...)
		}
	}
}

// ahead is enough of the following text to hold one word.
func ahead(s string) string {
	if len(s) > 100 {
		return s[:100]
	}
	return s
}

// clitics splits English words: Trump ’s, do n’t, we ’ll.
func (w *wordCutter) clitics(first int) {
	for i := len(w.all) - 1; i >= first; i-- {
		word := w.s[w.all[i].start:w.all[i].end]
		n := clitic(strings.ReplaceAll(strings.ToLower(word), "’", "'"))
		if n == 0 {
			continue
		}
		// The ending holds one apostrophe, of one byte or of three.
		if strings.Contains(word[len(word)-min(len(word), n+2):], "’") {
			n += 2
		}
		if at := w.all[i].end - n; at > w.all[i].start {
			w.all = append(w.all[:i+1], w.all[i:]...)
			w.all[i].end, w.all[i+1].start = at, at
		}
	}
}

// clitic is the length of the ending that is a word of its own.
func clitic(word string) int {
	for _, end := range []string{"n't", "'s", "'ll", "'re", "'ve", "'d", "'m"} {
		if strings.HasSuffix(word, end) && len(word) > len(end) {
			return len(end)
		}
	}
	return 0
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func hyphen(s string) bool { return s == "-" || s == "\u2010" || s == "\u2011" }

// wordEnd reports whether a character is a part of words.
func wordEnd(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '_' || r == '\u00ad'
}
