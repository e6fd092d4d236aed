package article

import (
	"regexp"
	"strings"

	"galley/annotations"
)

var (
	updatedWord = regexp.MustCompile(`(?i)\b(?:zuletzt aktualisiert|aktualisiert|stand|updated|last updated|last modified)\b`)
	leadingName = regexp.MustCompile(`^(` + name + `(?:(?:,\s?|\s(?:und|and|&)\s)` + name + `)*)[\s,|·–-]+(?:\d|Stand|Published|Updated|Veröffentlicht|Aktualisiert)`)
	agencyName  = regexp.MustCompile(`\b(dpa|AFP|AP|Reuters|REUTERS|epd|KNA|SID|APA)\b`)
	placeOf     = regexp.MustCompile(`^(` + place + `)`)
)

// meta reads title, author, times, place, credit and agency off the blocks.
// Each is a proposal for an editor; the first find of each counts.
func (p *page) meta() map[string]string {
	m := map[string]string{}
	put := func(key, value string) {
		if value = strings.TrimSpace(value); value != "" && m[key] == "" {
			m[key] = value
		}
	}
	for _, pc := range p.pieces {
		switch pc.role {
		case annotations.Headline:
			put("title", pc.text)
		case annotations.Byline:
			put("author", authorOf(pc.text))
			p.stamps(pc.text, put)
		case annotations.Dateline:
			put("place", placeFound(pc.text))
			put("agency", agencyName.FindString(pc.text))
		case annotations.Caption:
			credit, _ := creditOf(pc.text)
			put("credit", credit)
		case annotations.Note:
			put("agency", agencyName.FindString(pc.text))
		}
	}
	if m["published"] == "" && m["updated"] != "" {
		m["published"] = m["updated"]
	}
	return m
}

// placeFound is the place in a dateline: "Neuland/Ostrow (dpa) –" gives
// "Neuland/Ostrow".
func placeFound(dateline string) string {
	return strings.TrimRight(placeOf.FindString(dateline), ".")
}

// authorOf is the names in a byline; "" where it holds only a time.
//
// Case: "Petra Lohmann 16.10.2025 - 23:08 Uhr", "Von Petra Lohmann und Ole
// Brandt, Neuland", "By Ada Penn in Marrow Bay".
func authorOf(line string) string {
	// Case: "By KIT MARLOW FOR THE DAILY COURIER".
	if m := byDesk.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	if m := byName.FindStringSubmatch(line); m != nil {
		return withoutDesk(m[1])
	}
	if m := leadingName.FindStringSubmatch(line); m != nil && !stampOf.MatchString(m[1]) && strings.Contains(m[1], " ") {
		return withoutDesk(m[1])
	}
	if m := nameFor.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	if fullName.MatchString(line) && len(strings.Fields(line)) >= 2 && !control.MatchString(line) {
		return line
	}
	return ""
}

// withoutDesk drops what follows the only comma: a place or desk, not a second
// author, who would come with "und" or "and".
//
// Case: "Petra Lohmann, Studio Neuland".
func withoutDesk(names string) string {
	first, rest, ok := strings.Cut(names, ",")
	if ok && !strings.Contains(rest, ",") && !strings.Contains(rest, " und ") && !strings.Contains(rest, " and ") && !strings.Contains(rest, "&") {
		return first
	}
	return names
}

// stamps puts the times of a byline: the first is when the article was
// published; one announced as an update is that.
//
// Case: "Published Mon 3 Mar 2025 09.00 GMT Last updated Tue 4 Mar 2025 11.30 GMT".
//
// Case: "16.10.2025 - 23:08 Uhr aktualisiert" is both, the only time known.
func (p *page) stamps(line string, put func(key, value string)) {
	for range 4 {
		s := findDate(line)
		if s == nil {
			return
		}
		if s.zone == "" && p.lang == "de" {
			s.zone = "Uhr"
		}
		before, after := line[:s.start], line[s.end:]
		switch {
		case updatedWord.MatchString(before):
			put("updated", s.String())
		case strings.HasPrefix(strings.ToLower(strings.TrimSpace(after)), "aktualisiert"):
			put("published", s.String())
			put("updated", s.String())
		default:
			put("published", s.String())
		}
		line = after
	}
}
