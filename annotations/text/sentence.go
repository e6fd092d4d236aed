package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// paragraph is how far a sentence is looked for at most, in code points to
// either side. Sentences end with their line.
const paragraph = 1 << 15

// Sentence is the sentence at a position: [start, end) without the blanks
// around it. Between two sentences it is the one that follows; on an empty line
// it is empty.
//
// A sentence is one of UAX #29, put together again where it was cut behind an
// abbreviation („z. B.“, „Dr.“, „U.S.“), an initial („George W. Bush“), the
// number of a day or a rank („3. Oktober“), a Roman numeral behind a name, or
// before a word that begins small (»„Wir sind bereit!“ sagte er«), and cut where
// the blank behind the full stop is missing („sagte.Das“). Closing quotation marks belong to the
// sentence that they end: „Wir sind bereit!“ · Orban ging.
func (t Text) Sentence(r Rune) (start, end Rune) {
	r, _ = t.clamp(r, r)
	start, end = r, r
	t.eachSentence(r, func(s, e Rune) bool {
		start, end = s, e
		return e > r
	})
	if start > r || r >= end && t.newlineBetween(end, r) {
		if s, e := start, end; s > r && !t.newlineBetween(r, s) {
			return s, e
		}
		return r, r
	}
	return start, end
}

// NextSentence is the start of the sentence after r, over line ends and empty
// lines; Len when there is none.
func (t Text) NextSentence(r Rune) Rune {
	r, _ = t.clamp(r, r)
	for from := r; from < t.runes; {
		found := Rune(-1)
		t.eachSentence(from, func(s, _ Rune) bool {
			if s > r {
				found = s
			}
			return s > r
		})
		if found >= 0 {
			return found
		}
		_, to := t.line(from)
		from = max(to+1, from+1)
	}
	return t.runes
}

// PrevSentence is the start of the sentence that r lies in, or at its start of
// the one before; 0 when there is none.
func (t Text) PrevSentence(r Rune) Rune {
	r, _ = t.clamp(r, r)
	for from := r; from >= 0; {
		found := Rune(-1)
		t.eachSentence(from, func(s, _ Rune) bool {
			if s < r {
				found = s
			}
			return s >= r
		})
		if found >= 0 {
			return found
		}
		start, _ := t.line(from)
		from = start - 1
	}
	return 0
}

// line is the line around r, without its line end.
func (t Text) line(r Rune) (from, to Rune) {
	from, to = max(0, r-paragraph), min(t.runes, r+paragraph)
	if before := t.s[t.byteAt(from):t.byteAt(r)]; strings.Contains(before, "\n") {
		from = r - Rune(utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]))
	}
	if i := strings.IndexByte(t.s[t.byteAt(r):t.byteAt(to)], '\n'); i >= 0 {
		to = r + Rune(utf8.RuneCountInString(t.s[t.byteAt(r):int(t.byteAt(r))+i]))
	}
	return from, to
}

func (t Text) newlineBetween(a, b Rune) bool {
	return a < b && strings.Contains(t.s[t.byteAt(a):t.byteAt(b)], "\n")
}

// eachSentence calls f with the sentences of r's line in order until it says
// stop.
func (t Text) eachSentence(r Rune, f func(start, end Rune) (stop bool)) {
	from, to := t.line(r)
	t.sentencesIn(from, to, f)
}

// sentencesIn calls f with the sentences of [from, to), which lies in one line,
// in order, and reports whether f said stop.
func (t Text) sentencesIn(from, to Rune, f func(start, end Rune) (stop bool)) bool {
	it := sentences.FromString(t.s[t.byteAt(from):t.byteAt(to)])
	at, start, last := from, from, ""
	give := func() bool {
		s, e := t.trim(start, at)
		start = at
		return s < e && f(s, e)
	}
	for it.Next() {
		next := it.Value()
		if last != "" && !together(last, next) && give() {
			return true
		}
		last = next
		for n := glued(next); n > 0; n = glued(next) {
			at += Rune(utf8.RuneCountInString(next[:n]))
			if next = next[n:]; give() {
				return true
			}
		}
		at += Rune(utf8.RuneCountInString(next))
	}
	return give()
}

// Sentences lists the sentences of the whole text in order, as Sentence cuts
// them: without the blanks around them, none over a line's end. Its cost is
// linear.
func (t Text) Sentences() iter.Seq2[Rune, Rune] {
	return func(yield func(Rune, Rune) bool) {
		from := Rune(0)
		for line := range strings.Lines(t.s) {
			to := from + Rune(utf8.RuneCountInString(line))
			if t.sentencesIn(from, to, func(s, e Rune) bool { return !yield(s, e) }) {
				return
			}
			from = to
		}
	}
}

// glued finds a full stop between two sentences without a blank („sagte.Das“),
// as the length in bytes up to the second one; 0 when there is none. Addresses
// („www.Beispiel.De“) are none.
func glued(s string) int {
	for i := 2; i+2 < len(s); i++ {
		if s[i] != '.' {
			continue
		}
		b, n := utf8.DecodeLastRuneInString(s[:i])
		a, _ := utf8.DecodeLastRuneInString(s[:i-n])
		c, m := utf8.DecodeRuneInString(s[i+1:])
		d, _ := utf8.DecodeRuneInString(s[i+1+m:])
		if !unicode.IsLower(b) || !(unicode.IsLetter(a) || a == '\'' || a == '’') || !unicode.IsUpper(c) || !unicode.IsLower(d) {
			continue
		}
		first := strings.LastIndexFunc(s[:i], unicode.IsSpace) + 1
		word := s[first:]
		if last := strings.IndexFunc(word, unicode.IsSpace); last >= 0 {
			word = word[:last]
		}
		if !strings.ContainsAny(word, "@/") && !strings.HasPrefix(word, "www.") {
			return i + 1
		}
	}
	return 0
}

// together reports whether two segments are one sentence.
func together(before, after string) bool {
	first, _ := utf8.DecodeRuneInString(after)
	before = strings.TrimRightFunc(before, unicode.IsSpace)
	if before == "" || unicode.IsLower(first) {
		return true
	}
	at := strings.LastIndexFunc(before, unicode.IsSpace) + 1
	word, ok := strings.CutSuffix(before[at:], ".")
	if !ok {
		return false
	}
	previous := strings.TrimRightFunc(before[:at], unicode.IsSpace)
	previous = previous[strings.LastIndexFunc(previous, unicode.IsSpace)+1:]
	next, _, _ := strings.Cut(after, " ")
	next, _, _ = strings.Cut(next, "\u00a0")
	return KeepsPoint(previous, strings.TrimLeft(word, openers), next)
}

const openers = "„“»«\"‚‘›‹([–—-"

// KeepsPoint reports whether a full stop after word belongs to the word and
// does not end a sentence: an abbreviation („Dr.“), an initial, a part of
// „z. B.“, the number of a day or a rank („am 3. Oktober“, „der 3. Versuch“), a
// Roman numeral behind a name („Johannes XXIII.“). previous and next are the
// words around it, "" for none.
func KeepsPoint(previous, word, next string) bool {
	if digits(word) {
		return len(word) <= 2 && (ranked[strings.TrimRight(next, ".,;:!?")] || articles[strings.ToLower(strings.TrimLeft(previous, openers))])
	}
	if i := strings.LastIndexByte(word, '.'); i >= 0 && utf8.RuneCountInString(word[i+1:]) == 1 {
		return !closing[word] // z.B., U.S., e.g.
	}
	if utf8.RuneCountInString(word) == 1 {
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsLetter(r) // an initial, or a part of „z. B.“
	}
	if strings.Trim(word, "IVXL") == "" && word != "" {
		r, _ := utf8.DecodeRuneInString(previous)
		return unicode.IsUpper(r)
	}
	return abbreviations[word]
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

var (
	// abbreviations go on with the sentence, whatever follows.
	abbreviations = set(`Dr Prof Hr Fr Frl Dipl Ing Mag Msgr Nr Abs Art Bd Kap St Str Mio Mrd Tsd Mill ca bzw vgl sog evtl ggf inkl exkl max min
		geb gest verh Jh Jan Feb Mrz Apr Jun Jul Aug Sept Sep Okt Nov Dez Mo Di Mi Do Fr Sa So Gebr Co ehem zzgl abzgl allg bes insb rd österr dt engl frz
		Mr Mrs Ms Messrs Sen Rep Gov Gen Col Lt Sgt Capt Cpl Rev Hon Pres Supt No Vol Fig vs cf approx Mt Ft Ave Blvd Oct Dec Mar`)
	// closing abbreviations may end a sentence, as a word does.
	closing = set(`a.m p.m`)
	// articles stand before a rank.
	articles = set(`der die das dem den des am im zum zur vom beim ins ans`)
	// ranked are the words before which a number with a point is a day or a rank.
	ranked = set(`Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jan Feb Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez
		Jahrhundert Jahrhunderts Jahrtausend Weltkrieg Weltkriegs Weltkrieges Platz Rang Stelle Mal Tag Woche Jahrestag Geburtstag Auflage Auftritt
		Liga Bundesliga Runde Spieltag Minute Etappe Stock Stockwerk Klasse Kapitel Band Teil Quartal Halbjahr Senat Zivilsenat Strafsenat Kammer Bezirk
		Republik Reich Armee Division Etage Legislaturperiode Wahlperiode Sitzung Parteitag Ausgabe Folge Staffel Saison Symphonie Sinfonie`)
)
