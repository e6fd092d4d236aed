// Package tokens cuts a text into the words that training formats are made of.
//
// # Ideas
//
//   - Offsets stay code points into the text as it is; a token is a pair of
//     them, and nothing is normalised.
//   - A format whose files are read word by word is only as good as its words.
//     spaCy cuts a text again when it trains, and drops in silence every span
//     that does not start and end where its own tokens do. Spacy is its
//     algorithm with its German, English and shared rules, so that an export can
//     say beforehand which spans those are. It was compared with spaCy 3.8.18 on
//     the recorded sentences in testdata and on random strings.
//   - Words cuts as an editor reads: UAX #29, put together where German and
//     English write one word with points, hyphens or stars in it.
//
// Sentences are package text's.
//
// # What it deliberately does not do
//
// It reads no other language's rules, knows no sub-word pieces, and is not
// linked into the browser: its tables are large.
package tokens
