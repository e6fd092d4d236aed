// Package occurrences finds the places of an article that say the same words as
// a given passage, so that all of them can be tagged, or untagged, at once.
//
// # Ideas
//
//   - Words are compared folded: a run of blanks of any kind (no-break ones too,
//     with at most one line break) is one blank; soft hyphens and other characters
//     without width are not there; curly and straight apostrophes, plain and
//     no-break hyphens are the same. Case and a German genitive -s fold on request.
//   - Folding never shifts anything: every folded character remembers the code
//     points it came from, and a hit is given in those.
//   - A hit is whole words: it neither begins nor ends inside a word, a number or
//     a user-perceived character. „Trump“ is not in „Trumpismus“, nor in „Trump’s“
//     unless the genitive is asked for; „Trump-Regierung“ holds it.
//   - A genitive's ending belongs to the hit: in „Trumps Rede“ it is „Trumps“.
//   - Hits do not overlap; of two that do, the first counts. The cost is linear in
//     the text and the passage (Knuth, Morris and Pratt 1977).
//
// # What it does not do
//
// It knows no grammar but the -s: other cases, plurals and compounds are other
// words. It does not compose accents: an ü of two code points is not an ü of one.
package occurrences
