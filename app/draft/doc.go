// Package draft is a project's schema while somebody edits it: its parts as rows
// and fields, what may be done with them, and what stands in the way of saving.
//
// Ideas
//
//   - A Draft holds the schema as it is stored, the one being edited, and how much
//     of it is used. One save sends everything that was edited.
//   - Places are paths with a slash: "labels/quote" is a part, "labels" a group of
//     parts, "labels/quote/name/de" a property. Every property is declared once, in
//     fields.go, with how it is shown and how it is set; the page draws what comes
//     and gives back path and text.
//   - The id of a stored part never changes, so a new name keeps all annotations. A
//     new part's id follows its name until somebody types one.
//   - What is used is retired, never removed. What nobody used may go, and
//     everything that named it goes along. Both can be taken back with Undo.
//   - The rules of how parts fit together are the domain's (Schema.Problems); the
//     draft adds those of the screen: a name, a key that can be pressed. Soft
//     problems warn and do not stop.
//
// It fetches and draws nothing, and has no words: it names sentences by key. It
// is not safe for concurrent use.
package draft
