package page

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"galley/annotations"
	"galley/annotations/article"
)

// clue is what an element's tag, class or id says of its role.
type clue struct {
	role annotations.Role
	why  article.Reason
	// outside is true for what is no part of the article, so that nothing in it is.
	outside bool
	// loose is true when words may overrule it.
	loose bool
}

// Words that pages use in classes and ids, by what they call so. The words are
// those of BEM elements, CSS modules and content systems; no site's own names.
var words = map[string]clue{}

func init() {
	for _, group := range []struct {
		words   string
		role    annotations.Role
		outside bool
	}{
		{"ad ads adv advert adverts advertisement advertising anzeige anzeigen werbung sponsor sponsored sponsoring adslot adholder adcontainer adbox banner paywall newsletter subscription subscribe partner outbrain taboola", annotations.Advert, true},
		{"breadcrumb breadcrumbs crumb crumbs skip skiplink skiplinks navbar topnav topbar menu masthead", annotations.Breadcrumb, true},
		{"related recommend recommendation recommendations recommended meistgelesen popular trending taglist tags keywords topics share sharing sharedaddy social comments comment commentlist forum community respond carousel widget sidebar submeta pagination mostread colophon", annotations.Related, true},
		{"teaser promo readmore collapse pullquote callout factbox richlink", annotations.Teaser, true},
		{"note hinweis disclaimer correction corrections sources quellen signoff originator contact program imprint", annotations.Note, false},
		{"caption figcaption bildunterschrift bildunterzeile bildtext imagecaption legend", annotations.Caption, false},
		{"credit credits bildquelle copyright", annotations.Caption, false},
		{"byline author authors autor autoren autorin creator contributor authorline reporter datetime date pubdate published publish timestamp posted lastchanged lastmodified metadata metatextline readingtime lesezeit meta", annotations.Byline, false},
		{"kicker overline topline dachzeile eyebrow spitzmarke roofline", annotations.Kicker, false},
		{"standfirst lead lede intro preface vorspann dek deck subtitle subline subheadline summary excerpt abstract teasertext", annotations.Standfirst, false},
		{"dateline ortsmarke", annotations.Dateline, false},
		{"subhead subheading zwischentitel zwischenueberschrift crosshead", annotations.Subhead, false},
	} {
		for w := range strings.FieldsSeq(group.words) {
			words[w] = clue{role: group.role, why: article.NamedSo, outside: group.outside}
		}
	}
}

// precedence decides when an element has words of several roles.
var precedence = []annotations.Role{annotations.Advert, annotations.Breadcrumb, annotations.Related, annotations.Teaser, annotations.Caption,
	annotations.Kicker, annotations.Byline, annotations.Note, annotations.Standfirst, annotations.Subhead, annotations.Dateline}

// hint is what an element's tag, class, id and the like say; the zero clue when
// they say nothing.
func hint(n *html.Node) clue {
	if n.Type != html.ElementNode || n.DataAtom == atom.Blockquote {
		return clue{} // whatever it is called, somebody is quoted
	}
	if c := tagHint(n); c.role != "" {
		return c
	}
	found := map[annotations.Role]clue{}
	for _, t := range tokens(n) {
		if c, ok := words[t]; ok {
			found[c.role] = c
		}
	}
	for _, r := range precedence {
		if c, ok := found[r]; ok {
			return c
		}
	}
	return clue{}
}

// tagHint is what the tag alone says, or an attribute made for it.
func tagHint(n *html.Node) clue {
	named := func(r annotations.Role) clue { return clue{role: r, why: article.TaggedSo} }
	switch n.DataAtom {
	case atom.Nav:
		return clue{role: annotations.Breadcrumb, why: article.TaggedSo, outside: true}
	case atom.Figure:
		if hasToken(n, "link", "richlink", "teaser") {
			return clue{role: annotations.Teaser, why: article.NamedSo, outside: true}
		}
		return named(annotations.Caption)
	case atom.Figcaption:
		return named(annotations.Caption)
	case atom.Time, atom.Address:
		return named(annotations.Byline)
	}
	switch attr(n, "role") {
	case "navigation":
		return clue{role: annotations.Breadcrumb, why: article.TaggedSo, outside: true}
	case "contentinfo", "complementary":
		return clue{role: annotations.Related, why: article.TaggedSo, outside: true}
	}
	switch attr(n, "itemprop") {
	case "author", "datePublished", "dateModified":
		return named(annotations.Byline)
	case "description":
		return named(annotations.Standfirst)
	}
	if hasWord(attr(n, "rel"), "author") {
		return named(annotations.Byline)
	}
	return clue{}
}

func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if w == word {
			return true
		}
	}
	return false
}

func hasToken(n *html.Node, want ...string) bool {
	for _, t := range tokens(n) {
		for _, w := range want {
			if t == w {
				return true
			}
		}
	}
	return false
}

// tokens are the words of an element's name, class, id and test id. Of a BEM name
// only the element counts: in "headline__lead" that is "lead".
//
// Case: "article-detail__overline", "a-article-header__publish-info",
// "imageCaption", "js-article-text", <app-teaser>.
func tokens(n *html.Node) []string {
	var all []string
	add := func(name string) {
		if i := strings.LastIndex(name, "__"); i >= 0 {
			name = name[i+2:]
		}
		all = split(all, name)
	}
	if strings.Contains(n.Data, "-") {
		add(n.Data)
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "data-testid", "data-component", "data-gu-name":
			for name := range strings.FieldsSeq(a.Val) {
				add(name)
			}
		case "id":
			add(a.Val)
		}
	}
	return all
}

// split cuts a name at everything but letters and where a capital follows a small
// letter, and lower-cases its words.
func split(all []string, name string) []string {
	if len(name) > 200 {
		return all
	}
	start, prev := -1, rune(0)
	flush := func(end int) {
		if start >= 0 {
			all = append(all, strings.ToLower(name[start:end]))
		}
		start = -1
	}
	for i, r := range name {
		switch {
		case !unicode.IsLetter(r):
			flush(i)
		case unicode.IsUpper(r) && unicode.IsLower(prev):
			flush(i)
			start = i
		case start < 0:
			start = i
		}
		prev = r
	}
	flush(len(name))
	return all
}
