// Package state is what the annotating screen knows and how it changes: a Model,
// messages, and Update, as plain Go without a browser. Everything worth testing
// about tagging, linking, undo, keys and saving is tested here natively.
//
// Ideas
//
//   - The page owns one Model. An event becomes a message; Update changes the
//     Model and answers with Effects: which blocks to draw again, which rows of
//     the list changed, and what to do (send these ops, keep this queue).
//   - Views (BlockView, RowView, InspectorView …) are immutable values made for
//     drawing. Unchanged ones are not made again.
//   - The cost of a message grows with what lies near the change, never with the
//     document: one tag touches one block.
//
// # Speakers
//
// The register of an article's speakers is no entity of its own: it is worked
// out from what the annotations say, so that files and other programs carry it
// without knowing of it. Two mentions are one speaker when
//
//   - a link refers_to leads from one to the other, over any number of steps;
//   - they lie on the same ground (a speaker that is tagged as a person too); or
//   - they are the same name, and the later one refers to nothing else. Pronouns
//     and descriptions are never taken for the same because of their words.
//
// The last two are shown and not stored; a link says otherwise where they are
// wrong. A Wikidata id is an attribute of mentions tagged as names. A quote is
// attributed to the mention that stands nearest.
//
// It does not talk to the network, the clock or the screen; the page does, and
// turns answers into messages.
package state
