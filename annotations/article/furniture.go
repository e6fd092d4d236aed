package article

import (
	"regexp"
	"strings"

	"galley/annotations"
)

var (
	advertMarks = fold("Anzeige", "Anzeigen", "Werbung", "- Anzeige -", "– Anzeige –", "Anzeige:", "Unsere Partner", "Unsere Partnerangebote",
		"Partnerangebote", "Partnerangebot", "Gesponsert", "Sponsored", "Advertisement", "Advertising", "Ad", "Sponsored content", "Paid content",
		"From our partners", "Our partners", "Promoted", "Skip advertisement", "Article continues after advertisement", "Story continues below advertisement")
	advertLine = regexp.MustCompile(`(?i)^(?:jetzt\s.{0,60}(?:newsletter|abonnieren|abo)\b.{0,60}|.{0,40}\bnewsletter\b.{0,40}\b(?:abonnieren|bestellen|anmelden)\b.{0,20}|sign up (?:to|for)\b.{0,120}|subscribe (?:to|now|for)\b.{0,80}|anzeige:\s.{1,120}|(?:advertisement|anzeige|werbung)\s[·|–-]\s.{1,40}|skip advertisement)$`)

	relatedMarks = fold("Verwandte Themen", "Mehr zum Thema", "Mehr zum Thema:", "Lesen Sie auch", "Lesen Sie auch:", "Lesen Sie mehr zum Thema", "Lesen Sie jetzt",
		"Auch interessant", "Auch spannend", "Teilen mit:", "Weitere Informationen", "Verwandte Artikel", "Ähnliche Artikel", "Lesetipp", "Lesetipps", "Das könnte Sie auch interessieren", "Themen", "Themen:", "Themen in diesem Artikel", "Schlagworte", "Schlagworte:", "Schlagwörter:", "Kategorien:", "Schlagwörter", "Meistgelesen", "Meistgelesene Artikel", "Mehr aus diesem Ressort",
		"Empfehlungen der Redaktion", "Empfohlener redaktioneller Inhalt", "Weitere Artikel", "Weiterführende Links", "Zum Thema", "Mehr lesen", "Mehr dazu",
		"Related", "Related topics", "Related stories", "Related articles", "Related content", "Topics", "Read more", "Read more:", "Read next", "Tags", "More on this story", "More on this topic", "More from this section",
		"Most read", "Most viewed", "You may also like", "Recommended", "Explore more on these topics", "Up next", "See also")
	relatedLine = regexp.MustCompile(`(?i)^(?:lesen sie (?:auch|hier|mehr)[^.]{0,30}:|mehr zum thema:|mehr dazu:|auch interessant:|zum thema:|themen:|schlagworte:|schlagwörter:|kategorien?:|read more:|read also:|related:|see also:|more on this:|topics:|tags:)\s*\S.{0,200}$`)

	moreFrom      = regexp.MustCompile(`(?i)^(?:mehr|weitere (?:artikel|meldungen|nachrichten|beiträge|themen)|more(?: news| stories)?) (?:aus|zu|von|über|from|in|on|about)\b.{1,50}$`)
	sourceHead    = regexp.MustCompile(`(?i)^(?:verwendete quellen|quellen|sources|rückfragen bitte an|pressekontakt|kontakt für (?:journalisten|medien)|contact us:|press contact|media contact):?$`)
	noteLine      = regexp.MustCompile(`(?i)^\(?(?:mit (?:agentur|material|informationen)|mit dpa|mit afp|mit reuters|dieser (?:artikel|beitrag|text) (?:wurde|ist|erschien|stammt)|dieser artikel|transparenzhinweis|hinweis der redaktion|anmerkung der redaktion|anm\. d\. red|korrektur(?:hinweis)?:|in einer früheren (?:version|fassung)|mitarbeit:|quelle:|quellen:|©|\(c\)|copyright|(?:dieses thema im programm|über dieses thema berichtet(?:e|en)?)\b|original-content von:|rückfragen bitte an|verwendete quellen|dpa-infocom|additional reporting|reporting by|with (?:agencies|reporting|additional)|agencies contributed|this (?:article|story|piece) (?:was|has been|is)|correction:|corrections:|clarification:|editor[’']s note|an earlier version|our standards:|source:)`)
	signatureLine = regexp.MustCompile(`^\(?(?:[A-Za-z]{2,5}(?:[/,&+]\s?)){0,4}(?:dpa|afp|ap|reuters|epd|kna|sid|taz|apa|pa)(?:-\w+)?(?:[/,]\s?[A-Za-z]{2,5})*\)?\.?$`)
)

// adverts marks adverts. The mark is a line of its own; what follows directly,
// without a blank line, belongs to it unless it reads as running text.
//
// Case, at the end of a page: "Anzeige", "remind.me", "Jetziges Strom-/Gaspreistief nutzen …"
//
// Case, between paragraphs: "Anzeige", blank line, and the article goes on.
//
// Case: once the article is over ("Unsere Partner" or "Anzeige" with no
// paragraph after it), blank lines between the offers do not end the advert.
func (p *page) adverts() {
	last := p.lastParagraph()
	for i := 0; i < len(p.pieces); i++ {
		pc := p.pieces[i]
		if pc.runes > 200 || pc.role != "" {
			continue
		}
		if pc.runes <= 150 && advertLine.MatchString(pc.text) {
			p.set(i, annotations.Advert, AdvertMark)
			continue
		}
		if pc.runes > 50 || !advertMarks[strings.ToLower(pc.text)] {
			continue
		}
		p.set(i, annotations.Advert, AdvertMark)
		for j := i + 1; p.open(j) && p.offer(j, i > last); j++ {
			p.set(j, annotations.Advert, UnderAdvert)
			i = j
		}
	}
}

// offer reports whether piece j goes on with the advert before it.
func (p *page) offer(j int, over bool) bool {
	pc := p.pieces[j]
	key := strings.ToLower(pc.text)
	if advertMarks[key] || relatedMarks[key] || pc.runes <= 200 && noteLine.MatchString(pc.text) {
		return false
	}
	if pc.likely != "" && (pc.gap || over) {
		return false // the source has a place for it
	}
	return over || !pc.gap && pc.runes < longLine+20 && !pc.prosaic()
}

// lastParagraph is the index of the last piece of running text; -1 without one.
func (p *page) lastParagraph() int {
	for i := len(p.pieces) - 1; i >= 0; i-- {
		if p.pieces[i].prosaic() && p.pieces[i].likely == "" && p.pieces[i].role != annotations.Related {
			return i
		}
	}
	return -1
}

// related marks lists of topics and other articles: the heading and the short
// lines under it.
//
// Case: "Verwandte Themen", "Hafen", "Neuland", then a blank line and the last
// paragraph of the article.
//
// Case: "Lesen Sie auch", blank line, "Wie die Werft gerettet wurde", blank line.
//
// Case: "Mehr zum Thema: Wie die Werft gerettet wurde" in one line.
//
// Case: "Mehr zum Thema" with nothing under it but "Unsere Partner".
//
// Case: "Mehr aus Kaldersund" and two titles, when the article is over.
func (p *page) related() {
	last := p.lastParagraph()
	for i := range p.pieces {
		pc := p.pieces[i]
		if pc.role != "" || pc.runes > 240 {
			continue
		}
		if relatedLine.MatchString(pc.text) {
			p.set(i, annotations.Related, RelatedHead)
			continue
		}
		if p.readMore(i) {
			continue
		}
		if pc.runes > 60 || !relatedMarks[strings.ToLower(pc.text)] && !(i > last && moreFrom.MatchString(pc.text)) {
			continue
		}
		p.set(i, annotations.Related, RelatedHead)
		for j := i + 1; p.item(j); j++ {
			if j > i+1 && p.pieces[j].gap {
				break
			}
			p.set(j, annotations.Related, UnderRelated)
		}
	}
}

// readMore marks another article's headline with "Read more" right under it.
//
// Case: "‘It smells of home’: readers on the libraries they loved", "Read more",
// between two paragraphs.
func (p *page) readMore(i int) bool {
	switch strings.ToLower(p.pieces[i].text) {
	case "read more", "weiterlesen", "mehr lesen", "mehr":
	default:
		return false
	}
	if p.pieces[i].gap || !p.open(i-1) || !p.pieces[i-1].gap || p.pieces[i-1].runes > maxTitle || p.pieces[i-1].prosaic() {
		return false
	}
	p.set(i-1, annotations.Teaser, ReadMore)
	p.set(i, annotations.Teaser, ReadMore)
	return true
}

// item reports whether piece j can stand in a list of related topics.
func (p *page) item(j int) bool {
	if !p.open(j) {
		return false
	}
	pc := p.pieces[j]
	return pc.runes <= maxItem && !pc.prosaic() &&
		!noteLine.MatchString(pc.text) && !relatedMarks[strings.ToLower(pc.text)]
}

// notes marks remarks of the newsroom: short, and they begin with set words.
//
// Case: "Mit Agenturmaterial.", "Mitarbeit: Ole Brandt", "© dpa-infocom,
// dpa:250312-930-401010/1", "Additional reporting by Ada Penn", "This article
// was amended on 3 May 2025. An earlier version said …"
func (p *page) notes() {
	for i := range p.pieces {
		pc := p.pieces[i]
		if pc.runes > 400 || !noteLine.MatchString(pc.text) {
			continue
		}
		if strings.HasPrefix(strings.ToLower(pc.text), "dieser artikel") && pc.runes > 200 {
			continue // an article may speak of an article
		}
		if _, credit := creditOf(pc.text); credit && pc.runes > 0 && i < len(p.pieces)-3 {
			continue // "© Foto: …" near the top is a caption's credit
		}
		p.set(i, annotations.Note, AgencyNote)
	}
	p.sources()
}

// sources marks the lines under a heading that announces sources or contacts:
// short ones, up to the next blank line that a sentence or another rule follows.
//
// Case: "Verwendete Quellen:", "Nachrichtenagentur dpa", "Mitteilung der Polizei".
//
// Case: "Rückfragen bitte an:", blank line, "Polizeiinspektion Ostrow",
// "Pressestelle", "Telefon: 0555 1234", blank line, "Original-Content von: …".
func (p *page) sources() {
	for i := range p.pieces {
		if pc := p.pieces[i]; pc.runes > 60 || !sourceHead.MatchString(pc.text) || pc.role != "" && pc.role != annotations.Note {
			continue
		}
		p.set(i, annotations.Note, SourceHead)
		for j := i + 1; p.item(j) && (j == i+1 || !p.pieces[j].gap); j++ {
			p.set(j, annotations.Note, SourceHead)
		}
	}
}

// signature marks the author's or agency's sign as the last line of the article.
//
// Case: "dpa/okr" or "(lka/dpa)" under the last paragraph.
func (p *page) signature() {
	if p.prose {
		return
	}
	for i := len(p.pieces) - 1; i > 0; i-- {
		pc := p.pieces[i]
		if pc.role != "" {
			continue
		}
		if pc.runes <= 30 && (signatureLine.MatchString(pc.text) || ownSign.MatchString(pc.text)) {
			p.set(i, annotations.Note, AgencyNote)
		} else if m := signAtEnd.FindStringSubmatchIndex(pc.text); m != nil {
			p.split(i, m[2])
			p.set(i+1, annotations.Note, AgencyNote)
		}
		return
	}
}

var (
	// "(olb)" on its own line, or behind the last sentence.
	ownSign   = regexp.MustCompile(`^\((?:\p{Ll}{2,4})(?:/\p{L}{2,5})*\)$`)
	signAtEnd = regexp.MustCompile(`[.!?“”"]\s(\(\p{Ll}{2,4}(?:/\p{L}{2,5})*\))$`)

	creditTail = regexp.MustCompile(`(?:^|[\s.!?“”"’)(|–-])\(?((?:Foto|Fotos|Bild|Bilder|Grafik|Illustration|Archivfoto|Symbolbild|Photo|Photos|Photograph|Photography|Image|Picture|Illustration|Credit|Credits|Quelle|Bildquelle|Photo credit|Image Credits|Image credit|Image source)s?(?: by)?:\s*([^:\n]{2,80}?)\)?)\.?$`)
	signTail   = regexp.MustCompile(`(?:^|[\s.!?|(])(©\s*([^©\n]{2,80}?)\)?)$`)
	// "… in Marn, May 2, 2025. WIRE/Ana Ruiz/File Photo"
	wireTail   = regexp.MustCompile(`[.!?]\s((?:[A-Z]{2,12}|Handout|Pool)/\p{Lu}[\p{L}. -]{2,40}(?:/(?:File Photo|Pool|Handout))?)$`)
	agencyTail = regexp.MustCompile(`(?:[.!?)”"]\s*|\s[|–-]\s*)((?:[\p{L}. ]{2,40}/dpa|(?:[\p{L}. ]{2,40}/)?(?:AFP|Reuters|Getty Images|AP|imago|picture alliance|PA|EPA|Shutterstock|iStock|Alamy)(?:/[\p{L}. ]{2,40})?))$`)
)

var creditStart = regexp.MustCompile(`^(?:[\p{Lu}\d©@]|dpa|imago|picture|privat|dts|epd|iStock|obs|via|courtesy|ddp|akg|ap/|afp)`)

// creditOf is the photo credit that a line ends with.
//
// Case: "Hafen von Neuland bei Nacht. Foto: AFP", "… (Foto: Ole Brandt/dpa)",
// "… © Ole Brandt/dpa", "… Photograph: Ada Penn/Northern Press", "… | Reuters".
func creditOf(line string) (string, bool) {
	for _, re := range []*regexp.Regexp{creditTail, signTail, wireTail, agencyTail} {
		if re == creditTail && !strings.Contains(line, ":") || re == signTail && !strings.Contains(line, "©") {
			continue // most lines, and a look is cheaper than a match
		}
		if m := re.FindStringSubmatch(line); m != nil {
			if c := strings.TrimSpace(m[len(m)-1]); len(strings.Fields(c)) <= 8 && creditStart.MatchString(c) {
				return c, true
			}
		}
	}
	return "", false
}

// saysCredit reports whether the credit is announced ("Foto:", "©"), not only an
// agency's name at the end.
func saysCredit(line string) bool {
	return creditTail.MatchString(line) || signTail.MatchString(line) || wireTail.MatchString(line) || barTail.MatchString(line)
}

// Case: "Anhänger feiern in Marn. | AFP" further down the page.
var barTail = regexp.MustCompile(`\s\|\s?(?:Bildquelle: )?(?:AFP|dpa|AP|Reuters|REUTERS|picture alliance|imago|Getty Images|EPA|PA)(?:/[\p{L}. ]{2,30})?$`)

var pictureWords = regexp.MustCompile(`^(?:Image source|Image caption|Media caption|Bildunterschrift|Bildquelle|Bild-Quelle|Video caption)[,:]\s?\S`)

var pictureCount = regexp.MustCompile(`^\[\d{1,3}/\d{1,3}\]\s?\p{L}`)

// captions marks picture captions: a short paragraph that ends with a credit,
// and the line right above a credit that stands alone.
//
// Case: "Die Brücke von Osten." on one line, "Foto: Ole Brandt" on the next.
//
// Case: "Bauern auf der Brücke" over "Bauern auf der Brücke Foto: Ole Brandt":
// the picture's alternative text was copied too.
//
// Case: "[1/2]A ferry leaves Port Ellis": the first of two pictures.
//
// Case: "Der Hafen bei Nacht. Reuters" near the top is a caption; "Die Polizei
// ermittelt. dpa" under the article is its last paragraph.
func (p *page) captions() {
	paragraphs, last := 0, p.lastParagraph()
	for i := range p.pieces {
		pc := p.pieces[i]
		if pc.role == "" && pc.prosaic() {
			paragraphs++
		}
		if pc.role != "" || pc.runes > 400 {
			continue
		}
		if pictureCount.MatchString(pc.text) {
			p.set(i, annotations.Caption, PictureCount)
			continue
		}
		// Case: "Image source, Ross Tiller", "Image caption, Donald Firth last slept …".
		if pictureWords.MatchString(pc.text) {
			p.set(i, annotations.Caption, PhotoCredit)
			continue
		}
		if _, ok := creditOf(pc.text); !ok || (paragraphs > 2 || i == last) && !saysCredit(pc.text) {
			continue
		}
		p.set(i, annotations.Caption, PhotoCredit)
		if i == 0 || pc.gap || !p.open(i-1) || p.pieces[i-1].runes > 300 {
			continue
		}
		if pc.words <= 8 || strings.HasPrefix(pc.text, p.pieces[i-1].text) {
			p.set(i-1, annotations.Caption, AboveCredit)
		}
	}
}
