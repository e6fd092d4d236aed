package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Lang is a language of the app as a BCP 47 tag; the empty one acts as German.
type Lang string

// The languages.
const (
	German  Lang = "de"
	English Lang = "en"
)

// Languages lists every language once, in the order a switch shows them.
var Languages = []Lang{German, English}

// Name is the language's own name for itself.
func (l Lang) Name() string {
	if l == English {
		return "English"
	}
	return "Deutsch"
}

// Choose is the language to start with: the stored one if there is one, else
// the first of the browser's preferred languages that the app speaks, else German.
func Choose(stored string, preferred []string) Lang {
	for _, tag := range append([]string{stored}, preferred...) {
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if l := Lang(base); l == German || l == English {
			return l
		}
	}
	return German
}

// Key names a sentence.
type Key string

// T is the sentence with its blanks filled; the key itself if there is none.
func (l Lang) T(k Key, args ...any) string {
	s, ok := l.find(k)
	if !ok {
		return string(k)
	}
	return l.fill(s, args)
}

// Has reports whether there is a sentence for the key.
func (l Lang) Has(k Key) bool {
	_, ok := l.find(k)
	return ok
}

func (l Lang) find(k Key) (string, bool) {
	all := [...]map[Key]string{german, germanReasons, germanExports}
	if l == English {
		all = [...]map[Key]string{english, englishReasons, englishExports}
	}
	for _, sentences := range all {
		if s, ok := sentences[k]; ok {
			return s, true
		}
	}
	return "", false
}

func (l Lang) fill(s string, args []any) string {
	if one, other, two := strings.Cut(s, "|"); two {
		s = other
		if len(args) > 0 && isOne(args[0]) {
			s = one
		}
	}
	if !strings.Contains(s, "{") {
		return s
	}
	pairs := make([]string, 0, 2*len(args))
	for i, a := range args {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", l.show(a))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

func isOne(a any) bool {
	switch a := a.(type) {
	case int:
		return a == 1
	case string:
		return a == "1"
	}
	return false
}

func (l Lang) show(a any) string {
	switch a := a.(type) {
	case string:
		return a
	case int:
		return l.Number(a)
	case time.Time:
		return l.Date(a)
	}
	return fmt.Sprint(a)
}

// Number writes a whole number with its thousands divided: 12.345 in German,
// 12,345 in English. Four digits stay together in German, as newspapers set them.
func (l Lang) Number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	if len(s) < 4 || l != English && len(s) < 5 {
		return sign + s
	}
	dot := "."
	if l == English {
		dot = ","
	}
	head := len(s) % 3
	groups := []string{}
	if head > 0 {
		groups = append(groups, s[:head])
	}
	for i := head; i < len(s); i += 3 {
		groups = append(groups, s[i:i+3])
	}
	return sign + strings.Join(groups, dot)
}

var (
	germanMonths  = [...]string{"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."}
	englishMonths = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
)

// Date writes a day in the visitor's time zone: "23. Nov. 2026", "23 Nov 2026";
// "" for the zero time.
func (l Lang) Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.Local()
	y, m, d := t.Date()
	if l == English {
		return fmt.Sprintf("%d %s %d", d, englishMonths[m-1], y)
	}
	return fmt.Sprintf("%d. %s %d", d, germanMonths[m-1], y)
}

// DateTime writes a day with the time of day in the visitor's time zone.
func (l Lang) DateTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	clock := t.Local().Format("15:04")
	if l == English {
		return l.Date(t) + ", " + clock
	}
	return l.Date(t) + ", " + clock + " Uhr"
}

// Bytes writes a file's size in the unit that fits: "320 Byte", "12 kB", "4,7 MB".
func (l Lang) Bytes(n int) string {
	switch {
	case n < 1000:
		if l == English {
			return l.Number(n) + " bytes"
		}
		return l.Number(n) + " Byte"
	case n < 999_500:
		return strconv.Itoa((n+500)/1000) + " kB"
	}
	tenths := (n + 50_000) / 100_000
	point := ","
	if l == English {
		point = "."
	}
	return l.Number(tenths/10) + point + strconv.Itoa(tenths%10) + " MB"
}
