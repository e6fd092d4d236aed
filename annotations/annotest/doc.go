// Package annotest helps tests to speak of annotated text: a notation that shows
// marks under the words, texts that catch unit bugs, and articles of any size.
// Only tests import it.
//
// # The ruler
//
//	| Orban nannte die Planung eine „großartige Nachricht“.
//	  ^^^^^ speaker #1 reference=named
//	                                ^^^^^^^^^^^^^^^^^^^^^^ quote #2 quote_type=direct speaker=#1
//	|
//	| „Wir sind bereit!“
//	  ^^^^^^^^^^^^^^^^^^ quote #5
//
// Lines that begin with a bar are the text, joined with line feeds. Under a line
// stand its marks; columns are code points, so a combining accent takes one of
// its own. A mark is carets and a label, then in any order:
//
//   - "#2" is its number. The same number again is another fragment of the same
//     span; "#2+" goes on with the fragment before it over a line end.
//   - "key=value" is an attribute: true and false are booleans, [a,b] is a list,
//     a value with blanks stands in quotation marks; note="…" is the note.
//   - "role=#1" or "role=#1,#3" makes an attribution in which the mark plays the
//     role that its label can play; "type:role=#1" a link of another type;
//     "type:key=value" is the link's attribute, "type:" a link of the mark alone.
//   - "/" begins another link of the same type.
//
// Spans get the id "s2" for number 2, "m1", "m2" … without one; links "l1", "l2" …
// Parse and Sample.String are inverse, but for the order of what was written.
package annotest
