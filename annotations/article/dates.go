package article

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

var months = map[string]time.Month{}

func init() {
	for i, names := range []string{
		"januar jänner january jan", "februar february feb", "märz maerz march mar mär mrz", "april apr", "mai may", "juni june jun",
		"juli july jul", "august aug", "september sept sep", "oktober october okt oct", "november nov", "dezember december dez dec",
	} {
		for n := range strings.FieldsSeq(names) {
			months[n] = time.Month(i + 1)
		}
	}
}

const (
	monthName = `(?:jan(?:uary?|uar|ner)?|jänner|feb(?:ruar|ruary)?|märz?|maerz|mrz|mar(?:ch)?|apr(?:il)?|mai|may|jun[ie]?|jul[iy]?|aug(?:ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[zc](?:ember)?)`
	clock     = `(?:[\s,|·–-]*(?:(?:um|at|ab)\s)?(\d{1,2})[:.](\d{2})(?:\s?([ap]\.?m\.?))?(?:\s?(Uhr))?(?:\s?\(?(MESZ|MEZ|CEST|CET|GMT|UTC|BST|EST|EDT|ET)\b\)?)?)?`
)

var (
	isoDate    = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})` + `(?:[T\s,-]+(\d{1,2}):(\d{2})(?::\d{2})?\s?(Z|[+-]\d{2}:\d{2})?)?`)
	dotDate    = regexp.MustCompile(`(?i)\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})\b` + clock)
	dayDate    = regexp.MustCompile(`(?i)\b(\d{1,2})(?:\.|st|nd|rd|th)?\s(` + monthName + `)\.?,?\s(\d{4})` + clock)
	monthDate  = regexp.MustCompile(`(?i)\b(` + monthName + `)\.?\s(\d{1,2})(?:st|nd|rd|th)?,\s(\d{4})` + clock)
	timeBefore = regexp.MustCompile(`(?i)\b(\d{1,2})[:.](\d{2})(?:\s?([ap]\.?m\.?))?(?:\s?(Uhr))?(?:\s?(MESZ|MEZ|CEST|CET|GMT|UTC|BST|EST|EDT|ET)\b)?[\s,|·–-]*(?:on\s)?$`)

	findDateAll = regexp.MustCompile(`(?i)\b\d{4}-\d{2}-\d{2}(?:[T\s,-]+\d{1,2}:\d{2}(?::\d{2})?\s?(?:Z|[+-]\d{2}:\d{2})?)?|\b\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})\b|\b\d{1,2}(?:\.|st|nd|rd|th)?\s` + monthName + `\.?,?\s\d{4}|\b` + monthName + `\.?\s\d{1,2}(?:st|nd|rd|th)?,\s\d{4}`)
)

// stamp is a date found in a line, with the time and zone where it has them.
type stamp struct {
	at         time.Time // in UTC fields, as printed
	timed      bool
	zone       string // as printed, or "Uhr"
	start, end int    // bytes of the line
}

// findDate is the first full date in a line, or nil. It knows "16.10.2025 - 23:08
// Uhr", "12. März 2025, 17:45 Uhr", "2025-03-12 17:45", "12 March 2025 17.45
// GMT", "March 12, 2025 at 5:45 p.m. ET" and "17:45 BST, 12 March 2025".
func findDate(line string) *stamp {
	if !strings.ContainsAny(line, "0123456789") {
		return nil // most lines, and a look is cheaper than four matches
	}
	var best *stamp
	for _, f := range []func(string) *stamp{findISO, findDot, findDay, findMonth} {
		if s := f(line); s != nil && (best == nil || s.start < best.start) {
			best = s
		}
	}
	if best != nil && !best.timed {
		if m := timeBefore.FindStringSubmatch(line[:best.start]); m != nil {
			best.clock(m[1], m[2], m[3], m[4], m[5])
		}
	}
	return best
}

func findISO(line string) *stamp {
	loc := isoDate.FindStringSubmatchIndex(line)
	if loc == nil {
		return nil
	}
	g := groups(line, loc)
	s := newStamp(g[1], g[2], g[3], loc)
	if s != nil {
		s.clock(g[4], g[5], "", "", g[6])
	}
	return s
}

func findDot(line string) *stamp { return find(line, dotDate, 3, 2, 1) }
func findDay(line string) *stamp { return find(line, dayDate, 3, 2, 1) }

func findMonth(line string) *stamp { return find(line, monthDate, 3, 1, 2) }

func find(line string, re *regexp.Regexp, year, month, day int) *stamp {
	loc := re.FindStringSubmatchIndex(line)
	if loc == nil {
		return nil
	}
	g := groups(line, loc)
	s := newStamp(g[year], g[month], g[day], loc)
	if s != nil {
		s.clock(g[4], g[5], g[6], g[7], g[8])
	}
	return s
}

func groups(line string, loc []int) []string {
	g := make([]string, len(loc)/2)
	for i := range g {
		if loc[2*i] >= 0 {
			g[i] = line[loc[2*i]:loc[2*i+1]]
		}
	}
	return g
}

func newStamp(year, month, day string, loc []int) *stamp {
	y, _ := strconv.Atoi(year)
	if len(year) == 2 {
		y += 2000
	}
	m := months[strings.ToLower(month)]
	if n, err := strconv.Atoi(month); err == nil {
		m = time.Month(n)
	}
	d, _ := strconv.Atoi(day)
	at := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if m < 1 || m > 12 || at.Day() != d || d == 0 {
		return nil
	}
	return &stamp{at: at, start: loc[0], end: loc[1]}
}

func (s *stamp) clock(hour, minute, half, uhr, zone string) {
	h, err := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if err != nil || err2 != nil || h > 23 || m > 59 {
		return
	}
	if half = strings.ToLower(half); half != "" {
		if h %= 12; half[0] == 'p' {
			h += 12
		}
	}
	s.at, s.timed, s.zone = s.at.Add(time.Duration(h)*time.Hour+time.Duration(m)*time.Minute), true, zone
	if zone == "" {
		s.zone = uhr
	}
}

// String is RFC 3339 where the zone can be told, else the local time or the
// date alone. "Uhr" without a zone means Central European time.
func (s *stamp) String() string {
	if !s.timed {
		return s.at.Format(time.DateOnly)
	}
	hours, known := s.offset()
	if !known {
		return s.at.Format("2006-01-02T15:04:05")
	}
	zone := time.FixedZone("", int(hours*3600))
	return time.Date(s.at.Year(), s.at.Month(), s.at.Day(), s.at.Hour(), s.at.Minute(), 0, 0, zone).Format(time.RFC3339)
}

// offset is the zone's distance from UTC in hours.
func (s *stamp) offset() (hours float64, known bool) {
	switch strings.ToUpper(s.zone) {
	case "GMT", "UTC", "Z":
		return 0, true
	case "MEZ", "CET", "BST":
		return 1, true
	case "MESZ", "CEST":
		return 2, true
	case "EST":
		return -5, true
	case "EDT":
		return -4, true
	case "UHR":
		if summer(s.at) {
			return 2, true
		}
		return 1, true
	}
	if t, err := time.Parse("-07:00", s.zone); err == nil {
		_, seconds := t.Zone()
		return float64(seconds) / 3600, true
	}
	return 0, false
}

// summer reports whether Central European summer time holds at a local time:
// from the last Sunday of March, 2:00, to the last Sunday of October, 3:00.
// Written out because the browser program carries no time zone table.
func summer(at time.Time) bool {
	last := func(m time.Month, hour int) time.Time {
		end := time.Date(at.Year(), m, 31, hour, 0, 0, 0, time.UTC)
		return end.AddDate(0, 0, -int(end.Weekday()))
	}
	return !at.Before(last(time.March, 2)) && at.Before(last(time.October, 3))
}
