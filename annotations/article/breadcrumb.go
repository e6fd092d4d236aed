package article

import (
	"regexp"
	"strings"

	"galley/annotations"
)

var (
	numbered  = regexp.MustCompile(`^(\d{1,2})\.\s+\S`)
	separator = regexp.MustCompile(`\s(?:>|›|»|→|/|\||·|❯)\s`)
	home      = fold("Startseite", "Start", "Home", "Homepage", "Nachrichten", "News", "Sie sind hier:", "Sie sind hier", "You are here:", "You are here", "Front page",
		"Zum Inhalt springen", "Zum Hauptinhalt springen", "Menü", "Menü öffnen", "Skip to content", "Skip to main content", "Menu", "Open menu")
)

// fold makes a set of lower-cased lines.
func fold(lines ...string) map[string]bool {
	set := map[string]bool{}
	for _, l := range lines {
		set[strings.ToLower(l)] = true
	}
	return set
}

// breadcrumbs recognises the navigation list above the article and keeps its
// last entry. Three shapes:
//
// Case: a numbered list,
//
//	"1. Startseite", "  2. Politik", "  3. Neue Brücke: Stadt sagt Baubeginn ab"
//
// Case: one line, "Startseite > Wirtschaft > Häfen" or "Home / World / Europe".
//
// Case: lines without numbers that begin with the home page, "Home", "World",
// "Europe", and end at the first blank line.
//
// Case: the page's menu, "Zum Inhalt springen", "Menü", "Abo testen", "Politik".
func (p *page) breadcrumbs() {
	switch {
	case len(p.pieces) == 0:
	case p.numberedTrail():
	case p.lineTrail():
	default:
		p.homeTrail()
	}
}

func (p *page) numberedTrail() bool {
	n := 0
	for n < len(p.pieces) {
		pc := p.pieces[n]
		m := numbered.FindStringSubmatch(pc.text)
		if m == nil || m[1] != itoa(n+1) || pc.runes > maxTitle+20 || n > 0 && pc.gap {
			break
		}
		n++
	}
	// A numbered list without a home page and without a gap after it could be
	// the article itself.
	if n < 2 || n == len(p.pieces) || !p.pieces[n].gap || p.pieces[n-1].paragraph() {
		return false
	}
	p.trailEnds(n, strings.TrimSpace(strings.TrimLeft(p.pieces[n-1].text, "0123456789. ")))
	return true
}

func (p *page) lineTrail() bool {
	pc := p.pieces[0]
	if pc.runes > 2*maxTitle || pc.stop || len(p.pieces) == 1 {
		return false
	}
	entries := separator.Split(pc.text, -1)
	if len(entries) < 2 || len(entries) == 2 && !home[strings.ToLower(strings.TrimSpace(entries[0]))] {
		return false
	}
	p.trailEnds(1, strings.TrimSpace(entries[len(entries)-1]))
	return true
}

func (p *page) homeTrail() bool {
	if !home[strings.ToLower(p.pieces[0].text)] {
		return false
	}
	n := 1
	for n < len(p.pieces) && !p.pieces[n].gap && p.pieces[n].runes <= 40 && !p.pieces[n].stop && n < 40 {
		n++
	}
	if n == len(p.pieces) || !p.pieces[n].gap {
		n = 1
	}
	p.trailEnds(n, p.pieces[n-1].text)
	return true
}

func (p *page) trailEnds(n int, last string) {
	for i := range n {
		p.set(i, annotations.Breadcrumb, ListedTrail)
	}
	p.trail = last
}
