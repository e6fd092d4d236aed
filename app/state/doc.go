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
// It does not talk to the network, the clock or the screen; the page does, and
// turns answers into messages.
package state
