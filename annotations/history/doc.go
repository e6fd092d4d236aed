// Package history tells a document's log as people would: who did what, when,
// and what it was before.
//
// # Ideas
//
//   - An Act is what a person did at once: one key, one click, one import. The log
//     knows ops only; an act is a run of entries by one client whose ids (UUIDv7)
//     were made within a moment of one another. So tagging a speaker with its link
//     is one act, and so is tagging all fifty mentions of a name. Ids of another
//     kind say nothing about when they were made: there every entry is an act.
//   - A Step is an entry with the values before and after it, as words: quotations,
//     notes, ids of labels and choices. Whoever shows them knows their names in a
//     language.
//   - A step that deleted something carries what was deleted, whole, so that it can
//     be restored: a restoration is an op like any other.
//   - Steps are worked out from the entries of their targets alone, so that a page
//     of a long log costs what the page holds.
//
// # What it does not do
//
// It does not read a log, and it does not restore anything: a store brings the
// entries, an author's client makes the ops.
package history
