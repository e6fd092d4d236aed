package article

import "galley/annotations"

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
		if prev >= 0 || p.headed() {
			i += p.shortLines(i, end, prev)
		} else {
			i = end - 1
		}
	}
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
func (p *page) shortLines(i, end, prev int) int {
	if end == len(p.pieces) || !p.bodyAfter(end) {
		return end - i - 1
	}
	switch end - i {
	case 1:
		if n := glue(p.pieces[i].text); n > 0 && prev >= 0 && p.pieces[i].gap {
			p.split(i, n)
			p.set(i, annotations.Teaser, GluedTeaser)
			p.set(i+1, annotations.Teaser, GluedTeaser)
			return 1
		}
		if pc := p.pieces[i]; pc.gap && pc.title() && pc.runes <= maxSubhead && !listItem(pc.text) {
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
	for j := i; j < len(p.pieces) && j < i+4; j++ {
		if p.pieces[j].paragraph() && (p.open(j) || p.is(j, annotations.Body)) {
			return true
		}
		if p.is(j, annotations.Note, annotations.Related) {
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
