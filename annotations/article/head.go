package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"galley/annotations"
)

// head finds kicker, headline and standfirst: what stands open before the
// article's first paragraph.
func (p *page) head() {
	if p.prose {
		p.loneFirstLine()
		return
	}
	if p.headed() {
		p.leftOver(p.firstParagraph(0))
	} else {
		p.titles(p.firstParagraph(0))
	}
	if first := p.firstParagraph(0); first < len(p.pieces) { // titles may have cut a line
		p.standfirst(first)
	}
}

// loneFirstLine: in a text without furniture only a first short line without a
// final stop, with a blank line after it, is more than body.
//
// Case: "Der Hafen schläft nicht", blank line, then the story.
func (p *page) loneFirstLine() {
	if len(p.pieces) > 1 && p.pieces[0].title() && !p.pieces[0].stop && p.pieces[1].gap && p.pieces[0].runes <= maxTitle && p.firstParagraph(1) == 1 {
		p.set(0, annotations.Headline, LoneFirstLine)
		return
	}
	// Case: "Nachtschicht", "Der Hafen schläft nicht" and a blank line: two titles.
	if len(p.pieces) > 2 && p.pieces[0].title() && p.pieces[1].title() && p.pieces[2].gap && !p.pieces[1].gap && p.pieces[0].runes <= 60 && p.firstParagraph(2) == 2 && !p.pieces[0].stop && !p.pieces[1].stop {
		p.set(0, annotations.Kicker, LineAbove)
		p.set(1, annotations.Headline, FirstTitle)
	}
}

// firstParagraph is the first open piece from i on that reads as running text.
func (p *page) firstParagraph(i int) int {
	for ; i < len(p.pieces); i++ {
		if p.open(i) && p.pieces[i].paragraph() && !p.sameAsTrail(p.pieces[i].text) {
			return i
		}
	}
	return i
}

// sameAsTrail reports whether a line is, or ends with, the last breadcrumb.
func (p *page) sameAsTrail(line string) bool {
	return p.trail != "" && len(line) <= 2*len(p.trail) && (line == p.trail || letters(line) == letters(p.trail))
}

// letters drops everything but letters and digits: "Neue Brücke: Aus" and
// "Neue BrückeAus" are the same.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// titles decides the short lines before the first paragraph: the headline is
// the line that the trail ends with, else the last of them; a line above it is
// the kicker.
//
// Case: "Neue Brücke" over "Stadt sagt Baubeginn ab".
func (p *page) titles(first int) {
	var open []int
	for i := range first {
		if p.open(i) && p.pieces[i].title() || p.open(i) && p.sameAsTrail(p.pieces[i].text) {
			open = append(open, i)
		}
	}
	if len(open) == 0 {
		return
	}
	if len(open) == 1 || p.sameAsTrail(p.pieces[open[0]].text) || p.pieces[open[0]].gap && p.pieces[open[0]].words >= 4 {
		// Case: "BildungDie Schule, die keiner wollte" over the standfirst, without a trail.
		if n := p.gluedKicker(p.pieces[open[0]].text); n > 0 {
			p.split(open[0], n)
			p.set(open[0], annotations.Kicker, GluedKicker)
			p.set(open[0]+1, annotations.Headline, GluedKicker)
			return
		}
	}
	open = p.upToByline(open)
	h, why := p.headlineOf(open)
	p.set(h, annotations.Headline, why)
	for _, i := range open {
		switch {
		case i < h:
			p.set(i, annotations.Kicker, LineAbove)
		case i > h && p.pieces[i].runes >= 40:
			// Case: a standfirst without a full stop under the headline.
			p.set(i, annotations.Standfirst, BeforeByline)
		}
	}
}

// leftOver decides the short lines under a headline that the source told.
//
// Case: a standfirst without a full stop, in an element that has no name.
func (p *page) leftOver(first int) {
	under := false
	for i := range min(first, len(p.pieces)) {
		under = under || p.is(i, annotations.Headline)
		if pc := p.pieces[i]; under && p.open(i) && pc.runes >= 40 && pc.likely == "" {
			p.set(i, annotations.Standfirst, BeforeByline)
		}
	}
}

// upToByline drops the open lines under the first byline that has a line above
// it: kicker and headline stand over it.
//
// Case: kicker, headline, "Von Merle Janssen", "In Pocket speichern", standfirst.
func (p *page) upToByline(open []int) []int {
	for n, i := range open {
		if n == 0 {
			continue
		}
		for j := open[0]; j < i; j++ {
			if p.is(j, annotations.Byline) {
				return open[:n]
			}
		}
	}
	return open
}

// headlineOf picks the headline among the open short lines.
//
// Case: "Nachtschicht", "Der Hafen schläft nicht": the second, and the first is
// the kicker.
//
// Case: "Council drops bridge plan", "Vote ends a ten-year fight over the
// crossing at Marrow Bay, with costs still unclear": the second is long, has no
// stop, and is a standfirst.
func (p *page) headlineOf(open []int) (int, Reason) {
	for _, i := range open {
		if p.sameAsTrail(p.pieces[i].text) {
			return i, TrailEntry
		}
	}
	if len(open) == 1 {
		return open[0], FirstTitle
	}
	a, b := p.pieces[open[0]], p.pieces[open[1]]
	if !b.gap && a.runes <= 60 && b.runes <= 60 {
		// Case: "Proteste gegen Flughafenausbau" right over "Sie bleiben liegen".
		return open[1], FirstTitle
	}
	if b.runes > a.runes && (a.words <= 3 || a.runes <= 30) || strings.HasSuffix(a.text, ":") {
		return open[1], FirstTitle
	}
	return open[0], FirstTitle
}

// gluedKicker is where the headline begins in a line that holds kicker and
// headline without a blank between them, or 0.
//
// Case: the trail ends with "Neue Brücke: Stadt sagt Baubeginn ab", the line is
// "Neue BrückeStadt sagt Baubeginn ab": cut after "Neue Brücke".
//
// Case: without a trail, a small letter followed by a capital inside a word
// tells: "HaushaltRat streitet über Bäder". Names such as "YouTube" and forms
// such as "BürgerInnen" are not cut.
func (p *page) gluedKicker(line string) int {
	if head, rest, ok := strings.Cut(p.trail, ":"); ok {
		head, rest = strings.TrimSpace(head), strings.TrimSpace(rest)
		if line == head+rest && rest != "" {
			return len(head)
		}
	}
	return glue(line)
}

var camel = regexp.MustCompile(`(?i)^(?:youtube|tiktok|linkedin|whatsapp|facebook|paypal|biontech|spacex|openai|chatgpt|deepmind|mcdonald|mc\p{L}+|mac\p{L}+|iphone|ipad|ebay|gmbh|kfz\p{L}*|javascript|github|playstation|bafin|bamf|ezb|\p{L}+innen|\p{L}+in)$`)

// glue is where a capital follows a small letter, a mark or a digit inside a
// word that is no known name, or 0.
func glue(line string) int {
	prev, start := ' ', 0
	for i, r := range line {
		if unicode.IsSpace(r) {
			start = i + utf8.RuneLen(r)
		}
		if i-start >= 3 && unicode.IsUpper(r) && (unicode.IsLower(prev) || strings.ContainsRune("“”»?!):", prev)) {
			end := strings.IndexFunc(line[i:], unicode.IsSpace)
			if end < 0 {
				return 0
			}
			word := line[start : i+end]
			if !camel.MatchString(strings.TrimRight(word, ".,:;!?“”\"")) && !strings.ContainsAny(word, "@/") && strings.Count(line[i:], " ") >= 2 {
				return i
			}
		}
		prev = r
	}
	return 0
}

// standfirst decides whether the first paragraph belongs to the head: it does
// when a byline is glued to it or follows before the next paragraph, when a caption does and no byline came before it, or when the next
// paragraph opens with a place. A page without a headline has no standfirst.
//
// Case: headline, "Seit Jahren streitet Neuland über eine Brücke. …", "Von
// Petra Lohmann", then the first paragraph.
func (p *page) standfirst(first int) {
	titled, signed := false, false
	for i := range first {
		titled = titled || p.is(i, annotations.Headline)
		signed = signed || p.is(i, annotations.Byline)
	}
	if !titled {
		return
	}
	next := p.firstParagraph(first + 1)
	if p.ticker && !p.beforeTimes(first) {
		return
	}
	if p.pieces[first].runes > 600 || next == len(p.pieces) && !p.is(first+1, annotations.Byline) {
		return
	}
	for i := first + 1; i < next; i++ {
		if p.is(i, annotations.Byline) || !signed && p.is(i, annotations.Caption) {
			p.set(first, annotations.Standfirst, BeforeByline)
			return
		}
	}
	if next < len(p.pieces) && datelineEnd(p.pieces[next].text) > 0 && datelineEnd(p.pieces[first].text) == 0 {
		p.set(first, annotations.Standfirst, BeforeByline)
	}
}

const (
	placeWord = `\p{Lu}[\p{L}’'-]+`
	place     = placeWord + `(?:(?:\s|/|\s?/\s?)(?:(?:am|an der|bei|im|in|auf|ob der|a\.|d\.|upon|on|of|the|of the)\s)?(?:` + placeWord + `|M\.|O\.))*`
	agencies  = `(?:dpa|AFP|afp|AP|Reuters|REUTERS|reuters|epd|KNA|kna|sid|SID|APA|taz|PA|dpa/[\p{L}]+|AP/dpa|[\p{L}]{2,5}/[\p{L}]{2,5})`
)

var (
	// "BERLIN (dpa) – ", "LONDON, March 3 (Reuters) - ", "Neuland/Ostrow (dpa/okr) - "
	agencyDateline = regexp.MustCompile(`^(` + place + `(?:,\s[\p{L}\d. ]{3,20})?)\s?\(` + agencies + `\)\s?[-–—:]?`)
	// "Neuland – ", "MARROW BAY — "
	dashDateline = regexp.MustCompile(`^(` + place + `)\s[–—]\s`)
	// "NEULAND taz | "
	// and "NEULAND tag | "
	barDateline = regexp.MustCompile(`^(` + place + `)\s(?:` + agencies + `\s?[|–—]|\p{L}{2,8}(?:/\p{L}{2,8})?\s?\|)`)
	// "MARN, June 5 (Wire) - ", "Ostrow (ots)"
	newsDateline = regexp.MustCompile(`^(` + place + `(?:,\s[\p{L}\d. ]{3,20})?)\s?\((?:\p{Lu}[\p{L}]{1,14}\)\s?[-–—]\s|ots\))`)
	// "Düsseldorf. "
	stopDateline = regexp.MustCompile(`^(` + place + `)\.\s\p{Lu}|^(` + place + `)\.\s[„“"]`)
)

// Words that open an article with a stop after one word and are no places.
var noPlace = fold("Nein", "Ja", "Doch", "Stille", "Ruhe", "Schluss", "Aus", "Vorbei", "Endlich", "Nichts", "Halt", "Stopp", "Danke", "Bitte", "Gut", "Schade", "Eben", "Genau", "Richtig", "Falsch", "Jetzt", "Heute", "Gestern", "Morgen", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag", "Wow", "No", "Yes", "Silence", "Nothing", "Enough", "Maybe", "Perhaps", "Rain", "Snow", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Regen", "Schnee", "Sommer", "Winter")

// datelineEnd is where the dateline at the start of a paragraph ends, in bytes,
// or 0 where there is none.
func datelineEnd(s string) int {
	head := s
	if len(head) > 160 {
		head = head[:160]
	}
	for _, re := range []*regexp.Regexp{agencyDateline, barDateline, newsDateline} {
		if m := re.FindStringIndex(head); m != nil {
			return len(strings.TrimRight(head[:m[1]], " "))
		}
	}
	if m := dashDateline.FindStringSubmatch(head); m != nil && short(m[1]) {
		return len(strings.TrimRight(m[0], " "))
	}
	if m := stopDateline.FindStringSubmatch(head); m != nil {
		if name := m[1] + m[2]; short(name) {
			return len(name) + 1
		}
	}
	return 0
}

// short reports whether words can be a place: few, and no common opening.
func short(name string) bool {
	return utf8.RuneCountInString(name) <= 40 && len(strings.Fields(name)) <= 5 && !noPlace[strings.ToLower(name)]
}

// dateline cuts the place from the first paragraph after the head.
//
// Case: "Düsseldorf. Die Häfen an Rhein und Ruhr …": the dateline is
// "Düsseldorf.".
//
// Case: "Nein. Mehr sagte sie nicht." is a sentence; such words are listed.
func (p *page) dateline() {
	if p.prose {
		return
	}
	first := p.firstParagraph(0)
	if first == len(p.pieces) {
		return
	}
	if p.datelineAlone(first) || p.datelineInStandfirst() {
		return
	}
	if n := datelineEnd(p.pieces[first].text); n == len(p.pieces[first].text) && n > 0 {
		p.set(first, annotations.Dateline, PlaceFirst)
		p.sender()
	} else if n > 0 && strings.TrimSpace(p.pieces[first].text[n:]) != "" {
		p.split(first, n)
		p.set(first, annotations.Dateline, PlaceFirst)
		p.set(first+1, annotations.Body, Paragraph)
	}
}

// datelineAlone: the dateline has a line of its own over the first paragraph.
//
// Case: "Ostrow (ots)", blank line, "In der Nacht …", as press offices send it.
func (p *page) datelineAlone(first int) bool {
	for i := first - 1; i >= 0 && i >= first-2; i-- {
		if pc := p.pieces[i]; (p.open(i) || p.is(i, annotations.Kicker, annotations.Headline)) && pc.runes <= 60 && datelineEnd(pc.text) == len(pc.text) {
			p.pieces[i].role, p.pieces[i].why = annotations.Dateline, PlaceFirst
			p.sender()
			return true
		}
	}
	return false
}

// sender makes a byline of the line between a leading time and the headline: a
// press office names itself there.
//
// Case: "02.12.2025 – 13:05", "Feuerwehr Kaldersund", "FW-KAL: Küchenbrand endet
// glimpflich", "Kaldersund (ots)".
func (p *page) sender() {
	for i := 1; i+1 < len(p.pieces) && i < 30; i++ {
		if p.is(i-1, annotations.Byline) && p.is(i+1, annotations.Headline) && isStampAlone(p.pieces[i-1].text) && (p.open(i) || p.is(i, annotations.Kicker)) {
			p.pieces[i].role, p.pieces[i].why = annotations.Byline, AuthorOrTime
			return
		}
	}
}

// datelineInStandfirst: the source calls the first paragraph the standfirst, and
// it opens with the place.
//
// Case: <p class="intro"><b>Ostrow.</b> Am Samstag beginnt …</p>.
func (p *page) datelineInStandfirst() bool {
	if !p.marked {
		return false
	}
	for i := range p.pieces {
		if !p.is(i, annotations.Standfirst) {
			continue
		}
		n := datelineEnd(p.pieces[i].text)
		if n == 0 || strings.TrimSpace(p.pieces[i].text[n:]) == "" {
			return false
		}
		why := p.pieces[i].why
		p.split(i, n)
		p.pieces[i].role, p.pieces[i].why = annotations.Dateline, PlaceFirst
		p.pieces[i+1].role, p.pieces[i+1].why = annotations.Standfirst, why
		return true
	}
	return false
}
