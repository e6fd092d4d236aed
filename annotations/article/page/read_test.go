package page_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"galley/annotations"
	"galley/annotations/article"
	"galley/annotations/article/page"
	"galley/annotations/text"
)

func TestTheTextIsWhatAReaderSees(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, want string }{
		"inline tags neither glue nor split words":       {"<p>Truth <a>Social</a>. <b>Tr</b><i>umm</i>e<span>l</span>n</p>", "Truth Social. Trummeln"},
		"paragraphs are a blank line apart":              {"<p>seien.</p><p>Am Freitag</p>", "seien.\n\nAm Freitag"},
		"br ends a line, two a paragraph":                {"eins<br>zwei<br><br>drei<br><br><br><br>vier", "eins\nzwei\n\ndrei\n\nvier"},
		"blanks collapse as in a browser":                {"<p>  eins \t\n zwei  </p> \n <p> drei</p>", "eins zwei\n\ndrei"},
		"a no-break space and a thin space stay":         {"<p>16&nbsp;Uhr 10&#8239;%</p>", "16\u00a0Uhr 10\u202f%"},
		"entities are decoded":                           {"<p>&bdquo;M&uuml;ller &amp; S&ouml;hne&ldquo; &hellip; &#x1F600;</p>", "„Müller & Söhne“ … 😀"},
		"soft hyphens and joiners stay":                  {"<p>Bundes&shy;tag 👩‍👩‍👧</p>", "Bundes\u00adtag 👩‍👩‍👧"},
		"scripts, styles and templates are no text":      {"<style>a{}</style><p>da</p><script>weg()</script><template>weg</template><noscript>weg</noscript>", "da"},
		"hidden elements are no text":                    {`<p hidden>weg</p><p style="display: none">weg</p><p>da</p><dialog>weg</dialog>`, "da"},
		"comments are no text":                           {"<p>Haf<!-- x -->en</p>", "Hafen"},
		"a list has a line per item":                     {"<ul><li>eins</li><li>zwei</li></ul><p>drei</p>", "eins\nzwei\n\ndrei"},
		"cells of a table of data are tabs apart":        {"<table><tr><td>SPD</td><td>21 %</td></tr><tr><td>CDU</td><td>30 %</td></tr></table>", "SPD\t21 %\nCDU\t30 %"},
		"cells that lay out a page are paragraphs":       {"<table><tr><td>Menü<br>Sport</td><td><p>Text</p></td></tr></table>", "Menü\nSport\n\nText"},
		"entries of a menu do not run together":          {"<nav><a>Start</a><a>Sport</a></nav>", "Start\nSport"},
		"boxes with a blank between stay in a line":      {"<p><a>Start</a> <a>Sport</a></p>", "Start Sport"},
		"a drop cap stays in its word":                   {`<p><span class="cap">D</span>er Hafen</p>`, "Der Hafen"},
		"unknown elements with a hyphen are boxes":       {"<x-a>eins</x-a><x-b>zwei</x-b>", "eins\n\nzwei"},
		"quotation marks of <q> are drawn":               {`<html lang="de"><p>Er sagte <q>nein</q>.</p>`, "Er sagte „nein“."},
		"a text in <pre> keeps its blanks and lines":     {"<pre>a  b\n  c</pre>", "a  b\n  c"},
		"a button's words are seen, a hidden field not":  {`<form><input type=hidden value=x><input type=submit value="Senden"></form>`, "Senden"},
		"of a selection the chosen entry is seen":        {"<select><option>eins</option><option selected>zwei</option></select>", "zwei"},
		"control characters are dropped":                 {"<p>a\x01b\x7fc\ufeffd</p>", "abcd"},
		"what the parser moves out of a table is kept":   {"<table><b>vorn</b><tr><td>drin</td></tr></table>", "vorn\n\ndrin"},
		"CRLF inside text is a blank":                    {"<p>eins\r\nzwei</p>", "eins zwei"},
		"an image says nothing":                          {`<p>a<img alt="Bild">b</p>`, "ab"},
		"a page that nests too deep keeps its words":     {strings.Repeat("<div>", 600) + "tief" + strings.Repeat("</div>", 600) + "<p>da</p>", "tief\n\nda"},
		"elements that nest deep, but not too deep":      {strings.Repeat("<div>", 450) + "tief unten" + strings.Repeat("</div>", 450), "tief unten"},
		"headings and paragraphs outside of any element": {"Titel<h2>Sub</h2>Text", "Titel\n\nSub\n\nText"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, page.Read(c.source).Text.String())
		})
	}
}

func TestMetadataComesFromTheHeadBeforeTheWords(t *testing.T) {
	t.Parallel()
	const body = `<h1>Rat lehnt ab</h1><p>Von Ole Brandt</p><p>12.03.2025, 17:45 Uhr</p>` +
		`<p>Der Rat hat am Abend lange beraten und dann mit knapper Mehrheit entschieden.</p><p>Die Sitzung endete nach Mitternacht mit einem Lied, das niemand kannte.</p>`
	ld := func(s string) string { return `<script type="application/ld+json">` + s + `</script>` }
	for name, c := range map[string]struct {
		head string
		want map[string]string
	}{
		"nothing in the head": {"", map[string]string{"author": "Ole Brandt", "published": "2025-03-12T17:45:00+01:00", "title": "Rat lehnt ab"}},
		"an object": {ld(`{"@type":"NewsArticle","author":{"name":"Petra Lohmann"},"datePublished":"2025-03-12T16:00:00Z","dateModified":"2025-03-12T18:00:00Z","isAccessibleForFree":false,"publisher":{"name":"Bote"}}`),
			map[string]string{"author": "Petra Lohmann", "published": "2025-03-12T16:00:00Z", "updated": "2025-03-12T18:00:00Z", "access": "paid", "site": "Bote"}},
		"a list in which the second is the article": {ld(`[{"@type":"BreadcrumbList"},{"@type":["ReportageNewsArticle"],"author":["Ada Penn","Tom Reyes"]}]`), map[string]string{"author": "Ada Penn, Tom Reyes"}},
		"a graph":              {ld(`{"@graph":[{"@type":"WebPage","name":"x"},{"@type":"https://schema.org/Article","author":[{"name":"Ada Penn"}],"isAccessibleForFree":"True"}]}`), map[string]string{"author": "Ada Penn", "access": "free"}},
		"in comment marks":     {ld(`<!-- {"@type":"Article","author":"By Ada Penn"} -->`), map[string]string{"author": "Ada Penn"}},
		"broken JSON":          {ld(`{"@type":"NewsArticle",`), map[string]string{"author": "Ole Brandt"}},
		"meta":                 {`<meta name="author" content="Ada Penn"><meta property="article:published_time" content="2025-03-01"><link rel="canonical" href="https://bote.example/a">`, map[string]string{"author": "Ada Penn", "published": "2025-03-01", "url": "https://bote.example/a"}},
		"the site as author":   {`<title>Rat lehnt ab - Neuer Bote</title><meta name="author" content="Neuer Bote">`, map[string]string{"author": "Ole Brandt"}},
		"an address as author": {`<meta name="article:author" content="https://bote.example/ole"><link rel="canonical" href="javascript:x">`, map[string]string{"author": "Ole Brandt"}},
		"keywords":             {`<meta name="news_keywords" content="Rat, Tempo 30">`, map[string]string{"keywords": "Rat, Tempo 30"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := page.Read("<html lang=de-AT><head>" + c.head + "</head><body>" + body)
			for k, v := range c.want {
				require.Equal(t, v, p.Meta[k], k)
			}
			require.Equal(t, "de", p.Language)
			require.NotContains(t, p.Meta["url"], "javascript")
		})
	}
}

func TestPagesThatAreNoArticleAreToldApartAndTheirTextIsKept(t *testing.T) {
	t.Parallel()
	links := func(n int) string {
		return strings.Repeat(`<li><a href="/x">Rat vertagt Entscheidung über das Hafenbecken in Ostrow</a></li>`, n)
	}
	const para = `<p>Der Rat von Ostrow hat am Abend lange beraten und dann mit knapper Mehrheit entschieden, das Bad zu schließen.</p>`
	for name, c := range map[string]struct {
		source string
		want   page.Kind
		keeps  string
	}{
		"a German 404 page":        {`<title>Fehler 404</title><h1>Seite nicht gefunden</h1><p>Die angeforderte Seite existiert leider nicht (mehr).</p><ul>` + links(9) + `</ul>`, page.NotFound, "existiert leider nicht"},
		"an English 404 page":      {`<title>Page not found - Courier</title><h1>Sorry, we can't find that page</h1><p>It may have moved, or the address may be wrong.</p>`, page.NotFound, "It may have moved"},
		"a German paywall":         {`<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script><h1>Bad schließt</h1>` + para + `<div class="offer"><h2>Jetzt weiterlesen mit Plus</h2><p>Sie haben bereits ein Abo? Anmelden</p></div>`, page.Paywall, "das Bad zu schließen"},
		"an English paywall":       {`<h1>Pool to close</h1><p>The council has decided, after a long night, to close the pool for good.</p><section class="paywall"><p>Subscribe to continue reading. Already a subscriber? Sign in. Cancel anytime.</p></section>`, page.Paywall, "close the pool"},
		"a German consent wall":    {`<h1>Bote mit Werbung</h1><p>Besuchen Sie uns wie gewohnt mit Werbung und Tracking. Ihre Zustimmung ist jederzeit widerrufbar.</p><p>Wir und unsere 217 Partner verwenden Cookies, um Werbung zu personalisieren. Details in der Datenschutzerklärung.</p><button>Alle akzeptieren</button>`, page.Consent, "217 Partner"},
		"an English consent wall":  {`<h2>We value your privacy</h2><p>We and our partners store cookies on your device and process personal data for personalised ads.</p><button>Accept all</button><button>Manage options</button>`, page.Consent, "value your privacy"},
		"a front page":             {`<h1>Nachrichten</h1><ul>` + links(30) + `</ul>`, page.LinkList, "Hafenbecken"},
		"a front page of teasers":  {strings.Repeat(`<article><h2><a href="/x">Bad in Ostrow bleibt zu</a></h2><p>Der Rat hat entschieden. Es fehlt am Geld.</p></article>`, 20), page.LinkList, "Es fehlt am Geld"},
		"a page drawn by scripts":  {`<title>App</title><div id="root"></div><script src="a.js"></script><noscript>Enable JavaScript</noscript>`, page.NoText, ""},
		"an empty page":            {"", page.NoText, ""},
		"an article on a 404 page": {`<title>Warum es 404 gibt</title><h1>Die Zahl 404 und ihre Geschichte</h1>` + strings.Repeat(para, 8), page.Article, "404"},
		"an article on cookies":    {`<h1>Cookies vor Gericht</h1>` + strings.Repeat(`<p>Die Richter sehen in der Einwilligung zu Cookies keinen Freibrief, sagte der Anwalt, und er will nicht akzeptieren, was Partner damit tun.</p>`, 14), page.Article, "Freibrief"},
		"a short agency report":    {`<h1>Bad schließt</h1>` + para + `<p>Das teilte die Stadt am Montag mit.</p>`, page.Article, "am Montag"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := page.Read(c.source)
			require.Equal(t, c.want, p.Kind)
			require.Contains(t, p.Text.String(), c.keeps)
			problem := p.Kind.Problem()
			if c.want == page.Article {
				require.Nil(t, problem)
				return
			}
			require.Equal(t, string(c.want), problem.Reason)
		})
	}
	for _, s := range samples(t) {
		if s.html != "" {
			require.Equal(t, page.Article, page.Read(s.html).Kind, s.name)
		}
	}
}

func TestHintsOnElementsAroundTheArticleSayNothing(t *testing.T) {
	t.Parallel()
	const inner = `<h1>Rat lehnt ab</h1><p>Der Rat hat am Abend lange beraten und dann mit knapper Mehrheit entschieden.</p><p>Die Sitzung endete nach Mitternacht mit einem Lied, das niemand kannte.</p>`
	for _, class := range []string{"has-sidebar", "ad", "comments-open related", "teaser", "page newsletter no-banner", "byline", "lead"} {
		for _, source := range []string{`<body class="` + class + `">` + inner, `<div class="` + class + `">` + inner + `</div>`, `<div class="` + class + `"><main>` + inner + `</main></div><footer>Impressum</footer>`} {
			p := page.Read(source)
			var got []annotations.Role
			for _, b := range p.Blocks {
				got = append(got, b.Role)
			}
			require.Equal(t, []annotations.Role{annotations.Headline, annotations.Body, annotations.Body}, got[:3], source)
		}
	}
}

func TestALargePageIsReadInTime(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"paragraphs":     strings.Repeat("<p>Der Rat hat am Abend lange beraten und dann doch entschieden.</p>", 20_000),
		"nested spans":   strings.Repeat("<span>", 300) + strings.Repeat("<b>wort</b> ", 20_000),
		"boxes":          strings.Repeat("<div>"+strings.Repeat("<span>", 40)+"x"+strings.Repeat("</span>", 40)+"</div>", 2_000),
		"open tags":      strings.Repeat("<div><a>", 250) + "x",
		"links":          strings.Repeat("<a href=x>Start</a>", 40_000),
		"bold lines":     strings.Repeat("<b>Orgel klingt wieder</b><br>", 20_000),
		"headings":       strings.Repeat("<h1>Orgel klingt wieder</h1>", 5_000),
		"table cells":    "<table>" + strings.Repeat("<tr>"+strings.Repeat("<td>1</td>", 40)+"</tr>", 1_000),
		"one wide row":   "<table><tr>" + strings.Repeat("<td>1</td>", 8_000),
		"unclosed lists": strings.Repeat("<ul><li>x", 240),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			page.Read(source)
			require.Less(t, time.Since(start), 20*time.Second)
		})
	}
}

// seen lists the words of every visible text node, read without the package.
func seen(n *html.Node, all []string) []string {
	if n.Type == html.TextNode {
		return append(all, n.Data)
	}
	if n.Type == html.ElementNode {
		switch n.Data {
		case "script", "style", "head", "title", "template", "noscript", "iframe", "svg", "object", "audio", "video", "canvas", "map", "noframes",
			"noembed", "datalist", "rp", "math", "frameset", "dialog", "select", "q", "input":
			return all
		}
		for _, a := range n.Attr {
			if a.Key == "hidden" || a.Key == "style" {
				return all
			}
		}
	}
	for c := range n.ChildNodes() {
		all = seen(c, all)
	}
	return all
}

// requireReads holds for every page: the blocks cover the text, and the words of
// every visible text node are in the text, in order.
func requireReads(t *testing.T, raw string) {
	t.Helper()
	p := page.Read(raw)
	require.NoError(t, annotations.CheckBlocks(p.Blocks, p.Text.Len()))
	require.Len(t, p.Reasons, len(p.Blocks))
	var joined strings.Builder
	for i, b := range p.Blocks {
		joined.WriteString(p.Text.Slice(b.Start, b.End))
		require.NotEmpty(t, p.Reasons[i].Sentence("de"))
	}
	require.Equal(t, p.Text.String(), joined.String())
	if p.Text.Len() > 0 && strings.TrimSpace(p.Text.String()) != "" {
		_, err := text.Parse(p.Text.String())
		require.NoError(t, err, "what is read can be kept")
	}
	root, err := html.Parse(strings.NewReader(raw))
	raw = strings.ToLower(raw)
	if err != nil || strings.Contains(raw, "<q") || strings.Contains(raw, "<select") || strings.Contains(raw, "<input") || strings.Contains(raw, "hidden") || strings.Contains(raw, "style") {
		return // drawn by other rules, which the tables above hold
	}
	rest := p.Text.String()
	for _, node := range seen(root, nil) {
		for _, w := range strings.FieldsFunc(node, func(r rune) bool { return strings.ContainsRune(" \t\n\r\f", r) }) {
			if w = strings.Map(keepable, w); w == "" {
				continue
			}
			at := strings.Index(rest, w)
			require.GreaterOrEqual(t, at, 0, "%q is lost", w)
			require.Empty(t, strings.TrimSpace(rest[:at]), "something stands before %q", w)
			rest = rest[at+len(w):]
		}
	}
	require.Empty(t, strings.TrimSpace(rest))
}

func keepable(r rune) rune {
	if r < ' ' && r != '\t' || r == 0x7f || r == 0xfeff || r == 0xfffe || r == 0xffff {
		return -1
	}
	return r
}

func FuzzNothingVisibleIsLost(f *testing.F) {
	for _, s := range samples(f) {
		if s.html != "" {
			f.Add(s.html)
		}
	}
	for _, seed := range []string{"", "<p>a<br>b", "<table><td>x<td>y", "a<b>c</b>d", "<pre>\n a\n\n\nb", "\xff<p>\x00", "<a>Start</a><a>Sport</a>", "<svg><p>x", "<math><mi>x", "<plaintext>x", "<textarea> a\nb"} {
		f.Add(seed)
	}
	f.Fuzz(requireReads)
}

func TestEverySampleIsReadToItsLastCharacter(t *testing.T) {
	t.Parallel()
	for _, s := range samples(t) {
		if s.html != "" {
			requireReads(t, s.html)
		}
	}
}

func TestReasonsOfAPageHaveSentencesInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, why := range []article.Reason{article.NamedSo, article.TaggedSo, article.PageTitle, article.AboveArticle, article.BelowArticle, article.SetAside, article.LinkedLine} {
		require.NotEqual(t, why.Sentence("de"), why.Sentence("en"))
	}
}
