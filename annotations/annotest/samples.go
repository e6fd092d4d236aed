package annotest

// Raw is a text as it comes in, before text.Parse, and why it is here.
type Raw struct {
	Name, Text string
}

// Traps are the texts in which bytes, code points and UTF-16 units differ, or
// which a careless reader changes. Every test of positions runs over them. The
// caller must not modify the slice.
var Traps = []Raw{
	{"plain ASCII", "Wir sind bereit!"},
	{"letters of two bytes", "Größe, Maß und Überfluß"},
	{"an emoji outside the BMP", "I like it 😊 ."},
	{"emoji joined with ZWJ", "🥳 This 👳🏻‍♀️ is ✆ a 🧔🏾‍♂️ test 👻"},
	{"flags and keycaps", "🇩🇪 🇫🇷 1️⃣"},
	{"combining accents", "Mu\u0308ller trifft Ange\u0301lique im Cafe\u0301"},
	{"no-break spaces", "zitierte\u00a0Putin, 2500\u202fKilometer"},
	{"soft hyphens", "Marsch\u00adflug\u00adkörper"},
	{"zero-width space and word joiner", "Daten\u200bschutz\u2060regel"},
	{"Windows line ends", "Titel\r\n\r\nErster Absatz.\r\nZweiter."},
	{"old Macintosh line ends", "Titel\r\rAbsatz."},
	{"a byte order mark", "\uFEFFTitel\n\nAbsatz."},
	{"nested marks", "Er schrieb: „Sie sagte: ‚Der Plan heißt „Flut“.‘“"},
	{"other marks", "»Ja«, «oui», “yes”, ‘no’, \"so\""},
	{"right-to-left words", "Er sagte „שלום“ und ging."},
	{"blanks at both ends", "  \n Titel \n\n"},
}

// Page is a short article with the marks an editor would set: nesting, a split
// cue, an interrupted quote, quotation marks without a quote, a shared speaker.
const Page = `
| Neue Brücke
|
| Die Stadt teilte am Abend mit, der Bau werde „deutlich teurer“.
  ^^^^^^^^^ speaker #1 reference=nominal
            ^^^^^^ cue #2
                            ^^^ cue #2
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ quote #3 quote_type=indirect cue=#2 speaker=#1
                                               ^^^^^^^^^^^^^^^^^ quote #4 quote_type=direct cue=#2 speaker=#1
|
| „Wir bauen“, sagte sie 😊, „und
  ^^^^^^^^^^^ quote #5 quote_type=direct note="geht weiter" cue=#6 speaker=#7
               ^^^^^ cue #6
                     ^^^ speaker #7 reference=pronoun refers_to:antecedent=#1
                            ^^^^ quote #5
|
| zwar bald.“ Der „Baustart“ ist offen.
  ^^^^^^^^^^^ quote #5+
              ^^^^^^^^^^^^^^^^^^^^^^^^ claim check_worthy=yes claim_type=[prediction]
                  ^^^^^^^^^^ not_a_quote nonquote_reason=scare
`
