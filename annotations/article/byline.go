package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotations"
)

const name = `(?:(?:Dr\.|Prof\.)\s)?\p{Lu}[\p{L}’'.-]*(?:\s(?:von|van|de|der|zu|al)\b)*(?:\s\p{Lu}[\p{L}’'.-]*){0,3}`

var (
	byName = regexp.MustCompile(`^(?:(?:Ein(?:e)?\s)?(?:Gast)?(?:Kommentar|Analyse|Bericht|Reportage|Glosse|Essay|Interview|Leitartikel)(?:\svon|:)|[Vv]on:?|VON:?|Text:|Text von|Autor(?:in)?:|By|Words by|Story by|Opinion by|Written by|Analysis by|Report by)\s+(` + name + `(?:(?:,\s?|\s(?:und|and|&)\s)` + name + `)*)(.*)$`)
	// after the names: a place, a function, a desk
	byTail       = regexp.MustCompile(`^(?:\s*[,|·–-].{0,80}|\s(?:in|aus|für|from|for|at)\s\p{Lu}.{0,60})?$`)
	fullName     = regexp.MustCompile(`^` + name + `(?:(?:,\s?|\s(?:und|and|&)\s)` + name + `)*$`)
	severalNames = regexp.MustCompile(`,|\s(?:und|and|&)\s`)
	nameFor      = regexp.MustCompile(`^(` + name + `)(?:\s(?:in|aus|in the)\s\p{Lu}[\p{L} ]{1,30}|,?\s(?:[Cc]orrespondent|[Rr]eporter|[Ee]ditor|Political|Business|Science|Redakteur(?:in)?|Korrespondent(?:in)?).{0,40})$`)
	control      = regexp.MustCompile(`(?i)^(?:artikel (?:anhören|vorlesen|merken|teilen|drucken|verschenken)|artikel zum hören.{0,15}|in pocket speichern|auf facebook teilen|per e-mail senden|als pdf|link kopiert|zur startseite|zurück|druckversion|nach oben|haben sie einen fehler entdeckt\??|fehler melden|feedback|reuse this content|view comments|\d+ shares?|anhören|vorlesen|merken|teilen|drucken|speichern|kommentare?(?:\s?\(?\d+\)?)?|\d+ kommentare? ?(?:lesen|anzeigen)?|kommentare (?:lesen|anzeigen|schreiben)(?: ?\(\d+\))?|zur merkliste(?: hinzufügen)?|lese(?:zeit|dauer):?.{0,20}|\d+ min(?:uten|\.)?(?: lesezeit)?|listen(?: to (?:this )?article)?|share(?: this)?|save|print|\d+[ -]min(?:ute)?s?(?: read| listen)?|\d+ comments?|comments?|bookmark|copy link|link kopieren|e-mail|facebook|whatsapp|x|twitter)$`)
	controls     = regexp.MustCompile(`(?i)\b(?:artikel (?:anhören|vorlesen|merken)|lesezeit:? ?(?:ca\. )?\d+ ?min\w*\.?|\d+[ -]min(?:ute)? read|listen to article)$`)
	issueOf      = regexp.MustCompile(`^(?:Aus (?:der|dem)|From(?: the)?)\s.{2,40}\s(?:Nr\.|Heft|Ausgabe|issue|No\.)\s?\d+(?:/\d{2,4})?$`)
	agencyBy     = regexp.MustCompile(`^(?:[Vv]on|By)\s(?:dpa|AFP|afp|Reuters|AP|epd|KNA|SID|APA)(?:,\s` + name + `)*$`)
	byDesk       = regexp.MustCompile(`^(?:By|BY)\s(\p{Lu}[\p{L}.’'-]+(?:\s\p{Lu}[\p{L}.’'-]+){1,2})\s(?:FOR|for|At|at|AT)\s.{2,60}$`)
	stampWord    = regexp.MustCompile(`(?i)^(?:published|updated|last updated|veröffentlicht|aktualisiert|stand|erschienen):?$`)
	stampOf      = regexp.MustCompile(`(?i)\b(?:stand|veröffentlicht|erschienen|aktualisiert|zuletzt aktualisiert|published|updated|last updated|posted|first published|last modified)\b`)
)

// bylines recognises authors, times and the controls beside them in the head
// of the page: lines of their own up to the second long paragraph.
//
// Case: "Von Petra Lohmann, Neuland", "Stand: 12.03.2025, 17:45 Uhr",
// "Lesezeit: 4 Min.", "By Ada Penn", "Published Wed 12 Mar 2025 17.45 GMT".
//
// Case: "Von Anfang an war klar, dass es eng wird." is a sentence and no byline:
// names have capital letters.
//
// Case: "Petra Lohmann" alone, right above or below such a line.
func (p *page) bylines() {
	p.cutByline()
	end, long := 0, 0
	for end < len(p.pieces) && end < 60 && long < 3 {
		if pc := p.pieces[end]; pc.runes >= longLine && pc.stop && pc.role == "" {
			long++
		}
		end++
	}
	titled, paragraphs := false, 0
	for i := range p.pieces[:end] {
		pc := p.pieces[i]
		if pc.prosaic() && pc.role == "" {
			paragraphs++
		}
		if pc.role != "" || pc.runes > maxTitle || pc.likely == annotations.Related {
			titled = titled || pc.role == "" || pc.role == annotations.Headline
			continue
		}
		switch {
		case control.MatchString(pc.text) && i > 0 && paragraphs < 2:
			p.set(i, annotations.Byline, PageControl)
		case titled && isByline(pc.text), isStampAlone(pc.text):
			p.set(i, annotations.Byline, AuthorOrTime)
		default:
			titled = true
		}
	}
	p.namesBeside(end)
}

// cutByline cuts the first byline that is glued to the end of a paragraph near
// the top of the page (see gluedByline).
func (p *page) cutByline() {
	for i := range min(len(p.pieces), 20) {
		if pc := p.pieces[i]; !p.open(i) || pc.runes > 900 || i == 0 {
			continue
		}
		if n := gluedByline(p.pieces[i].text); n > 0 {
			p.split(i, n)
			p.set(i+1, annotations.Byline, GluedByline)
			return
		}
	}
}

// controlsBelow marks page controls under the article.
//
// Case: "Kommentare" between the last paragraph and "Meistgelesen".
func (p *page) controlsBelow() {
	for i := p.lastParagraph() + 1; i > 0 && i < len(p.pieces); i++ {
		if pc := p.pieces[i]; pc.runes <= 60 && control.MatchString(pc.text) {
			p.set(i, annotations.Related, PageControl)
		}
	}
}

// namesBeside makes bylines of names that stand next to one.
func (p *page) namesBeside(end int) {
	beside := func(i int) bool {
		return p.is(i, annotations.Byline) && p.pieces[i].why == AuthorOrTime
	}
	for i := 1; i < end; i++ {
		pc := p.pieces[i]
		if !p.open(i) || pc.runes > 80 || pc.words < 2 && !stampWord.MatchString(pc.text) || pc.words > 9 || !(beside(i-1) || beside(i+1)) {
			continue
		}
		if p.titlesBefore(i) && (stampWord.MatchString(pc.text) || fullName.MatchString(pc.text) && (pc.words <= 4 || severalNames.MatchString(pc.text)) || nameFor.MatchString(pc.text)) {
			p.set(i, annotations.Byline, AuthorOrTime)
		}
	}
}

// titlesBefore reports whether an open piece, which could be the headline,
// stands before piece i.
func (p *page) titlesBefore(i int) bool {
	for j := range i {
		if p.open(j) {
			return true
		}
	}
	return false
}

// isByline reports whether a whole line names an author or a time.
func isByline(line string) bool {
	if utf8.RuneCountInString(line) > maxTitle {
		return false
	}
	if issueOf.MatchString(line) || agencyBy.MatchString(line) || byDesk.MatchString(line) && !strings.HasSuffix(line, ".") {
		return true
	}
	if m := byName.FindStringSubmatch(line); m != nil {
		tail := strings.TrimSpace(controls.ReplaceAllString(m[2], ""))
		if byTail.MatchString(tail) && !strings.HasSuffix(tail, ".") || hasStamp(tail) {
			return true
		}
	}
	return hasStamp(line)
}

// isStampAlone reports whether a line is a date with its time and nothing else: so
// it may stand above the headline.
//
// Case: "02.12.2025 – 13:05" as the first line of a press office's report.
func isStampAlone(line string) bool {
	s := findDate(line)
	return s != nil && s.timed && s.start == 0 && s.end >= len(line)-4
}

// hasStamp reports whether a line is little more than a date: a full date, and
// at most a dozen other words of which none is a verb in a sentence.
//
// Case: "16.10.2025 - 23:08 Uhr aktualisiert", "12. März 2025 um 17:45 Uhr".
func hasStamp(line string) bool {
	if findDate(line) == nil {
		return false
	}
	words := len(strings.Fields(line))
	if stampOf.MatchString(line) {
		return words <= 16
	}
	left := findDateAll.ReplaceAllString(line, " ")
	lower := 0
	for w := range strings.FieldsSeq(left) {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsLower(r) && !smallWords[w] {
			lower++
		}
	}
	return words <= 14 && lower <= 1 && len(strings.Fields(left)) <= 8
}

var smallWords = wordSet("um am at on aktualisiert von by und and uhr in aus artikel anhören vor hours hour minutes ago")

// gluedByline is where a byline begins that follows the standfirst's last
// sentence without a blank, or -1.
//
// Case: "… mit dem Bau der Brücke.Petra Lohmann 16.10.2025 - 23:08 Uhr
// aktualisiert Artikel anhören" is cut before the name.
//
// Case: "… mit dem Bau. Von Petra Lohmann" is cut too: only a byline begins so
// and ends with the line.
func gluedByline(s string) int {
	for i := len(s) - 1; i > 0 && len(s)-i < 4*maxTitle; i-- {
		if !strings.ContainsRune(".!?", rune(s[i])) {
			continue
		}
		rest := strings.TrimLeft(s[i+1:], "“”\"’»«")
		at := len(s) - len(rest)
		if r, _ := utf8.DecodeRuneInString(rest); unicode.IsUpper(r) && isByline(rest) {
			return at
		}
		if t := strings.TrimLeft(rest, " \u00a0"); len(t) < len(rest) && byName.MatchString(t) && isByline(t) && !strings.HasSuffix(t, ".") {
			return len(s) - len(t)
		}
	}
	return -1
}
