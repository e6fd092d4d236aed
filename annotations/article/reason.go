package article

import "galley/annotations"

// Reason is a stable word for why a block got its role.
type Reason string

// The reasons.
const (
	ListedTrail   Reason = "listed_trail"
	GluedKicker   Reason = "glued_kicker"
	LineAbove     Reason = "line_above_headline"
	TrailEntry    Reason = "same_as_trail"
	FirstTitle    Reason = "first_title"
	LoneFirstLine Reason = "lone_first_line"
	BeforeByline  Reason = "before_byline"
	GluedByline   Reason = "glued_byline"
	AuthorOrTime  Reason = "author_or_time"
	PageControl   Reason = "page_control"
	PhotoCredit   Reason = "photo_credit"
	AboveCredit   Reason = "above_credit"
	PictureCount  Reason = "picture_count"
	PlaceFirst    Reason = "place_first"
	ShortLine     Reason = "short_line_between"
	TopicAndTitle Reason = "topic_and_title"
	GluedTeaser   Reason = "glued_teaser"
	RelatedHead   Reason = "related_heading"
	UnderRelated  Reason = "under_related_heading"
	AdvertMark    Reason = "advert_mark"
	UnderAdvert   Reason = "under_advert_mark"
	AgencyNote    Reason = "agency_or_newsroom_note"
	TickerTime    Reason = "ticker_time"
	UnderTime     Reason = "under_ticker_time"
	ReadMore      Reason = "above_read_more"
	SourceHead    Reason = "sources_heading"
	Paragraph     Reason = "running_text"

	// What the structure of an HTML page told.
	NamedSo      Reason = "named_so"
	TaggedSo     Reason = "tagged_so"
	PageTitle    Reason = "page_title"
	AboveArticle Reason = "above_article"
	BelowArticle Reason = "below_article"
	SetAside     Reason = "set_aside"
	LinkedLine   Reason = "linked_line"
)

var sentences = map[Reason]annotations.Localized{
	ListedTrail:   {"de": "Eintrag der Navigationsliste am Anfang der Seite.", "en": "An entry of the navigation list at the top of the page."},
	GluedKicker:   {"de": "Dachzeile und Titel stehen ohne Leerzeichen in einer Zeile.", "en": "Kicker and headline stand in one line without a blank."},
	LineAbove:     {"de": "Kurze Zeile über dem Titel.", "en": "A short line above the headline."},
	TrailEntry:    {"de": "Steht so auch am Ende der Navigationsliste.", "en": "The navigation list ends with the same words."},
	FirstTitle:    {"de": "Letzte kurze Zeile vor dem ersten Absatz.", "en": "The last short line before the first paragraph."},
	LoneFirstLine: {"de": "Erste Zeile, kurz und für sich.", "en": "The first line, short and on its own."},
	BeforeByline:  {"de": "Absatz zwischen Titel und Autorenzeile, Bild oder Ortsmarke.", "en": "The paragraph between the headline and the byline, picture or dateline."},
	GluedByline:   {"de": "Name und Zeit schließen ohne Leerzeichen an den Vorspann an.", "en": "Name and time follow the standfirst without a blank."},
	AuthorOrTime:  {"de": "Nennt Autorin, Autor oder Zeit.", "en": "Names an author or a time."},
	PageControl:   {"de": "Bedienelement der Seite, etwa „Artikel anhören“.", "en": "A control of the page, such as “Listen to article”."},
	PhotoCredit:   {"de": "Endet mit einem Bildnachweis.", "en": "Ends with a photo credit."},
	AboveCredit:   {"de": "Steht direkt über einem Bildnachweis.", "en": "Stands right above a photo credit."},
	PictureCount:  {"de": "Beginnt mit der Nummer eines Bildes, etwa „[1/2]“.", "en": "Begins with the number of a picture, such as “[1/2]”."},
	PlaceFirst:    {"de": "Der erste Absatz beginnt mit einem Ort.", "en": "The first paragraph opens with a place."},
	ShortLine:     {"de": "Kurze Zeile zwischen zwei Absätzen.", "en": "A short line between two paragraphs."},
	TopicAndTitle: {"de": "Stichwort und Titel eines anderen Artikels zwischen zwei Absätzen.", "en": "Topic and headline of another article between two paragraphs."},
	GluedTeaser:   {"de": "Stichwort und Titel eines anderen Artikels in einer Zeile.", "en": "Topic and headline of another article in one line."},
	RelatedHead:   {"de": "Überschrift einer Liste mit weiteren Themen.", "en": "The heading of a list of related topics."},
	UnderRelated:  {"de": "Steht unter einer solchen Überschrift.", "en": "Stands under such a heading."},
	AdvertMark:    {"de": "Kennzeichnet Werbung.", "en": "Marks an advert."},
	UnderAdvert:   {"de": "Folgt auf die Kennzeichnung „Anzeige“.", "en": "Follows the mark “Advertisement”."},
	AgencyNote:    {"de": "Hinweis der Redaktion oder auf eine Agentur.", "en": "A remark of the newsroom or on an agency."},
	TickerTime:    {"de": "Uhrzeit eines Eintrags im Liveticker.", "en": "The time of an entry in a live ticker."},
	UnderTime:     {"de": "Kurze Zeile unter der Uhrzeit eines Eintrags.", "en": "A short line under an entry’s time."},
	ReadMore:      {"de": "Titel eines anderen Artikels mit „Weiterlesen“ darunter.", "en": "Another article’s headline with “Read more” under it."},
	SourceHead:    {"de": "Angaben zu Quellen oder Kontakt unter dem Artikel.", "en": "Sources or contacts under the article."},
	Paragraph:     {"de": "Laufender Text.", "en": "Running text."},
	NamedSo:       {"de": "Der Quelltext der Seite nennt diese Stelle so.", "en": "The page’s source calls this part so."},
	TaggedSo:      {"de": "So im Quelltext der Seite ausgezeichnet.", "en": "Tagged so in the page’s source."},
	PageTitle:     {"de": "Überschrift der Seite und ihr Titel im Quelltext.", "en": "The page’s heading, and its title in the source."},
	AboveArticle:  {"de": "Steht auf der Seite über dem Artikel.", "en": "Stands above the article on the page."},
	BelowArticle:  {"de": "Steht auf der Seite unter dem Artikel.", "en": "Stands below the article on the page."},
	SetAside:      {"de": "Steht neben dem laufenden Text.", "en": "Stands beside the running text."},
	LinkedLine:    {"de": "Eine Zeile im Artikel, die ganz aus einem Link besteht.", "en": "A line in the article that is a link as a whole."},
}

// Sentence says the reason to a reader, in German ("de") or English.
func (r Reason) Sentence(lang string) string { return sentences[r].In(lang) }
