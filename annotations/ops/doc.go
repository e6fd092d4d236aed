// Package ops holds edits as values. An Op creates, updates, deletes or restores
// one span or link in one owner's set, or edits the document's blocks; a document's op log is the truth, and
// sets are its fold.
//
// Ideas
//
//   - An op names only the fields it changes and the document's sequence number
//     that was on the author's screen (BaseSeq). Decide compares that with what
//     happened since and answers applied, merged, noop, conflict or rejected:
//     nothing is overwritten or deleted that its author had not seen, unless it
//     was her own work.
//   - A target keeps, for every field, the sequence number and the client of its
//     last change (Record). That is all Decide needs, so the cost of an op does
//     not depend on how many others the document has.
//   - Ids of ops and targets are made where the edit is made, so that a batch
//     can be sent twice without harm.
//   - Deleting leaves a tombstone; only a restore that saw the deletion brings
//     the target back, with everything it had.
//   - A document's blocks are one target that no set owns. An op replaces the
//     blocks of a stretch, so that giving a role, splitting, merging and undoing are
//     one kind of edit. The record keeps for each edited block who made it and
//     when: an edit of blocks that somebody else changed unseen is a conflict,
//     edits of other blocks merge.
//   - A span that a live link names cannot be deleted before the link lets it go:
//     an annotation is never lost through another one.
//
// Invert turns an op and the record before it into the op that undoes it; undo
// is an edit like any other and can conflict like any other.
//
// Rejected alternatives: operational transformation and CRDTs (the text never
// changes, annotations are records: compare-and-set is simpler and can be
// proved by test); last writer wins (loses work in silence).
package ops
