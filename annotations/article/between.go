package article

import (
	"regexp"
	"strings"

	"galley/annotations"
)

// maxCuts is how many glued teasers are cut on one page. A page has few; each
// cut moves the pieces after it.
const maxCuts = 64

// maxSubhead is the longest subhead, in code points.
const maxSubhead = 90

// between decides the short lines between paragraphs.
//
// Case: "Neue Drohungen" alone between two paragraphs is a subhead.
//
// Case: "Aufrüstung", then "600 Drohnen für die Küstenwache – Wie sich Neuland
// wappnet", then the article goes on: topic and title of another article, a
// teaser.
//
// Case: "HafenKräne aus Ostrow – Was die Werft jetzt baut": the same, glued.
//
// Case: short lines before the first and after the last paragraph are none of
// these: they stay body unless another rule knew them.
func (p *page) between() {
	talk, headed := p.interview(), p.headed()
	prev := -1 // the last paragraph before
	for i := 0; i < len(p.pieces); i++ {
		if !p.open(i) || p.pieces[i].paragraph() {
			if p.open(i) || p.is(i, annotations.Body) {
				prev = i
			}
			continue
		}
		end := i
		for p.open(end) && !p.pieces[end].paragraph() {
			end++
		}
		if prev >= 0 || headed {
			i += p.shortLines(i, end, prev, talk)
		} else {
			i = end - 1
		}
	}
}

var (
	interview = regexp.MustCompile(`(?i)\b(?:interview|im gespräch|q&a|q & a)\b`)
	address   = regexp.MustCompile(`\b(?:Sie|Ihnen|Ihre?[mnrs]?|[Yy]ou|[Yy]our)\b`)
)

// interview reports whether the page's short questions are somebody's words:
// its head says so, or a question addresses the reader's opposite.
//
// Case: "Frau Voss, haben Sie heute schon geprobt?" is body; "Was kostet die
// Brücke?" in an article of questions and answers is a subhead.
func (p *page) interview() bool {
	for i := range p.pieces {
		pc := p.pieces[i]
		if pc.runes > maxTitle {
			continue
		}
		if p.is(i, annotations.Kicker, annotations.Byline) && interview.MatchString(pc.text) {
			return true
		}
		if p.open(i) && strings.HasSuffix(pc.text, "?") && address.MatchString(pc.text) {
			return true
		}
	}
	return false
}

// headed reports whether the page has a headline.
func (p *page) headed() bool {
	for i := range p.pieces {
		if p.is(i, annotations.Headline) {
			return true
		}
	}
	return false
}

// shortLines decides the run [i, end) of short open lines and says by how much
// the walk moves on from i.
func (p *page) shortLines(i, end, prev int, talk bool) int {
	if end == len(p.pieces) || !p.bodyAfter(end) {
		return end - i - 1
	}
	switch end - i {
	case 1:
		if n := glue(p.pieces[i].text); n > 0 && prev >= 0 && p.pieces[i].gap && p.cuts < maxCuts {
			p.cuts++
			p.split(i, n)
			p.set(i, annotations.Teaser, GluedTeaser)
			p.set(i+1, annotations.Teaser, GluedTeaser)
			return 1
		}
		if pc := p.pieces[i]; pc.gap && pc.title() && pc.runes <= maxSubhead && !listItem(pc.text) && !(talk && strings.HasSuffix(pc.text, "?")) {
			p.set(i, annotations.Subhead, ShortLine)
		}
	case 2, 3:
		a, b := p.pieces[i], p.pieces[i+1]
		if prev >= 0 && a.gap && a.runes <= 50 && b.runes > a.runes && b.words >= 4 && !listItem(a.text) && !listItem(b.text) {
			p.set(i, annotations.Teaser, TopicAndTitle)
			p.set(i+1, annotations.Teaser, TopicAndTitle)
			if end-i == 3 && p.pieces[i+2].gap && p.pieces[i+2].runes <= maxSubhead {
				p.set(i+2, annotations.Subhead, ShortLine)
			}
		}
	}
	return end - i - 1
}

// bodyAfter reports whether running text follows at or shortly after i.
func (p *page) bodyAfter(i int) bool {
	for j := i; j < len(p.pieces) && j < i+6; j++ {
		if p.pieces[j].paragraph() && (p.open(j) || p.is(j, annotations.Body)) {
			return true
		}
		if p.is(j, annotations.Note) {
			return false
		}
	}
	return false
}

// listItem reports whether a line is an item of a list in the article.
func listItem(s string) bool {
	for _, mark := range []string{"- ", "– ", "• ", "* ", "▪ ", "■ ", "● "} {
		if len(s) > len(mark) && s[:len(mark)] == mark {
			return true
		}
	}
	return numbered.MatchString(s)
}
