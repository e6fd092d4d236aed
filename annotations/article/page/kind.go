package page

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"galley/annotations"
)

// Kind says what a page is.
type Kind string

// The kinds. Whatever it is, the page's text is given.
const (
	Article  Kind = "article"
	NotFound Kind = "page_not_found" // the site's words for a page that does not exist
	Paywall  Kind = "page_paywall"   // the beginning of an article and an offer to pay for the rest
	Consent  Kind = "page_consent"   // a question for consent in place of the article
	LinkList Kind = "page_link_list" // a front page or list of links
	NoText   Kind = "page_no_text"   // no visible word: an empty page, or one that scripts draw
)

// Problem is why the page is no article, as a refusal or a warning, with the kind
// as its reason; nil for an article.
func (k Kind) Problem() *annotations.Error {
	detail := map[Kind]string{
		NotFound: "the page says that the article does not exist; the text of that notice was read",
		Paywall:  "the page holds the beginning of an article and an offer to pay; the beginning was read",
		Consent:  "the page asks for consent and does not show the article; the text of the question was read",
		LinkList: "the page is a list of links and no article; its lines were read",
		NoText:   "the page holds no visible text; nothing was read",
	}[k]
	if detail == "" {
		return nil
	}
	return annotations.Errorf(annotations.Invalid, string(k), "page", "%s", detail)
}

var (
	lostPage = regexp.MustCompile(`(?i)\b404\b|nicht gefunden|existiert nicht|nicht (?:mehr )?(?:verfügbar|auffindbar|vorhanden)|gibt es nicht|not found|(?:can.?t|cannot|could not|couldn.?t) (?:be found|find)|doesn.?t exist|does not exist|no longer (?:available|exists)`)
	payWords = regexp.MustCompile(`(?i)weiterlesen mit|jetzt weiterlesen|lesen sie (?:jetzt )?weiter mit|(?:sie haben|schon|bereits) (?:bereits )?(?:ein )?(?:abo\b|abonnent|registriert)|jetzt (?:abonnieren|testen|abo)|nur für abonnenten|exklusiv für abonnent|artikel freischalten|zum angebot|subscribe (?:to|now|and) (?:continue|keep|read)|to continue reading|already a subscriber|subscribers? only|unlock (?:this|full)|create (?:a free|an) account|start your (?:free )?trial|monatlich kündbar|cancel any ?time`)
	asking   = regexp.MustCompile(`(?i)\b(?:cookies?|einwillig\w*|zustimm\w*|tracking|datenschutz\w*|privatsphäre|consent|privacy|partners?|drittanbieter\w*|personalisier\w*|personali[sz]ed|werbe\w*)\b`)
	agreeing = regexp.MustCompile(`(?i)\b(?:alle akzeptieren|akzeptieren|zustimmen|einverstanden|accept all|accept|i agree|agree|reject all|manage (?:options|settings)|einstellungen)\b`)
)

// An article has at least so much running text; a page with more is one whatever
// its words say.
const (
	stubProse    = 1_800
	noticeProse  = 700
	articleProse = 350
	// teaserProse is how much text a teaser on a front page has at most, and
	// minTeasers how many make a list.
	teaserProse = 200
	minTeasers  = 6
)

// kind tells what the page is.
//
// Case: "Fehler 404", "Diese Seite wurde nicht gefunden.", and twenty links.
//
// Case: two paragraphs, then "Jetzt weiterlesen mit Plus" and "Sie haben bereits
// ein Abo?".
//
// Case: "Wir und unsere 217 Partner verwenden Cookies …", "Alle akzeptieren", and
// nothing else.
//
// Case: a front page of articles, each a linked heading and a sentence.
//
// Case: a front page: sixty headlines, each a link, and no paragraph.
func (d *document) kind(p Page) Kind {
	s := p.Text.String()
	// A page that scripts draw has a word or two, "Loading …", where its text will be.
	if few := strings.TrimSpace(s); few == "" || len(few) < 20 && d.ground.prose == 0 && d.count(atom.Script) > 0 {
		return NoText
	}
	body := d.runningText(p)
	top := d.titleWords(p)
	switch {
	case body < noticeProse && lostPage.MatchString(top):
		return NotFound
	case body < stubProse && d.asksForConsent(s):
		return Consent
	case body < stubProse && payWords.MatchString(s) && (p.Meta["access"] == "paid" || d.hasClass("paywall", "paygate", "piano", "regwall", "metered") || len(payWords.FindAllString(s, 3)) >= 2):
		return Paywall
	case d.linkedShare() > 0.5 && d.ground.prose < noticeProse,
		body < articleProse && d.linkedShare() > 0.3 && d.count(atom.A) >= 8 && p.Meta["author"] == "",
		d.teasers()*teaserProse > d.ground.prose:
		return LinkList
	}
	return Article
}

// Roles that a page without an article may still have much of.
var furniture = []annotations.Role{annotations.Breadcrumb, annotations.Related, annotations.Advert, annotations.Teaser}

// titleWords is the page's own title and its first lines of size.
func (d *document) titleWords(p Page) string {
	words := d.headData()["title"]
	if d.ground.headline != nil {
		words += "\n" + d.words(d.ground.headline)
	}
	for i, b := range p.Blocks {
		if !slices.Contains(furniture, b.Role) && i < 40 {
			if words += "\n" + p.Text.Slice(b.Start, b.End); len(words) > 600 {
				break
			}
		}
	}
	return words[:min(len(words), 1_000)]
}

// runningText is how many bytes of body the blocks hold.
func (d *document) runningText(p Page) int {
	n := 0
	for _, b := range p.Blocks {
		if b.Role == annotations.Body || b.Role == annotations.Standfirst {
			n += len(strings.TrimSpace(p.Text.Slice(b.Start, b.End)))
		}
	}
	return n
}

// asksForConsent reports whether a good part of the sentences speaks of cookies and
// partners, and a button agrees.
func (d *document) asksForConsent(s string) bool {
	if !agreeing.MatchString(s) {
		return false
	}
	lines, about := 0, 0
	for line := range strings.SplitSeq(s, "\n") {
		if len(line) >= shortLine {
			lines += len(line)
			if len(asking.FindAllString(line, 2)) > 0 {
				about += len(line)
			}
		}
	}
	return lines > 0 && 2*about > lines && len(asking.FindAllString(s, 4)) >= 3
}

func (d *document) hasClass(want ...string) bool {
	for n := range d.root.Descendants() {
		if hasToken(n, want...) {
			return true
		}
	}
	return false
}

// linkedShare is the part of the text that stands in links.
func (d *document) linkedShare() float64 {
	linked, all := 0, 0
	for _, r := range d.runs {
		all += r.end - r.start
		if within(r.in, atom.A) {
			linked += r.end - r.start
		}
	}
	return float64(linked) / float64(max(all, 1))
}

// teasers counts the linked headings where the running text stands; 0 for fewer
// than make a list.
func (d *document) teasers() int {
	n := 0
	for h := range d.root.Descendants() {
		switch h.DataAtom {
		case atom.H2, atom.H3, atom.H4:
			if (d.ground.body == nil || inside(h, d.ground.body)) && linkedPart(d, h) > 0 {
				n++
			}
		}
	}
	if n < minTeasers {
		return 0
	}
	return n
}

func (d *document) count(a atom.Atom) int {
	n := 0
	for c := range d.root.Descendants() {
		if c.DataAtom == a {
			n++
		}
	}
	return n
}
