// Package export streams a project in a format, in constant memory: documents
// come one by one from whoever keeps them and go straight to the writer.
//
// What is asked for is checked before the first byte is written, so that a
// refusal is still a refusal. File names are made here, never taken from data.
//
// # Ideas
//
//   - A Request is a choice (what belongs to the data set) and a form (format,
//     policy); its parameters have one list, which flags and addresses share.
//   - What a choice leaves out is a loss like what a format cannot hold, but only
//     the latter is subject to the policy.
//   - The part of a split follows from a hash of the seed and the group of nearly
//     equal texts alone (split.go).
//   - A release names how far each document's log goes; its native JSONL has the
//     hash that it was sealed with.
//   - Files written by turns wait in one temporary file until they are an archive.
//
// # What it deliberately does not do
//
// It draws no samples, forces no exact shares, and keeps nothing itself.
package export
