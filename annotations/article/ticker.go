package article

import (
	"regexp"

	"galley/annotations"
)

var entryTime = regexp.MustCompile(`(?i)^(?:um )?\d{1,2}[:.]\d{2}(?: ?uhr| ?[ap]\.?m\.?)?(?: (?:MEZ|MESZ|GMT|BST|CET|CEST|ET))?$`)

// minEntries is how many lines that are a time make a page a live ticker.
const minEntries = 3

// times recognises the entries of a live ticker: a time alone on its line, then
// perhaps a title, then text. The time is a byline, the title a subhead.
//
// Case: "14:32 Uhr", "Bahn stellt Verkehr ein", "Die Küstenbahn fährt bis …".
//
// Case: one such line in an article is a time in its head, and no ticker.
func (p *page) times() {
	var at []int
	for i := range p.pieces {
		if pc := p.pieces[i]; pc.runes <= 16 && entryTime.MatchString(pc.text) && (pc.role == "" || pc.role == annotations.Byline) {
			at = append(at, i)
		}
	}
	if p.ticker = len(at) >= minEntries; !p.ticker {
		return
	}
	for _, i := range at {
		p.pieces[i].role, p.pieces[i].why = annotations.Byline, TickerTime
		if p.open(i+1) && p.pieces[i+1].runes <= maxTitle && !p.pieces[i+1].paragraph() || p.open(i+1) && p.open(i+2) && p.pieces[i+1].runes <= maxSubhead && p.pieces[i+2].gap && p.pieces[i+2].paragraph() && !p.pieces[i+2].title() && !p.pieces[i+1].gap {
			p.set(i+1, annotations.Subhead, UnderTime)
		}
	}
}

// beforeTimes reports whether piece i stands above the ticker's first entry.
func (p *page) beforeTimes(i int) bool {
	for j := range i {
		if p.pieces[j].why == TickerTime {
			return false
		}
	}
	return true
}
