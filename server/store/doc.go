// Package store keeps everything in one SQLite file of a data folder. It is the
// only package that says SQL.
//
// # Ideas
//
//   - Ops are the truth, tables are a cache. A document's op log is append-only
//     (triggers refuse anything else) and gapless; sets, counts and the list
//     columns are changed in the transaction that appends the op. Verify folds
//     every log anew and compares.
//   - One writer. All writes go through one queue to one goroutine with the only
//     writing connection. It runs what is waiting, each request under a SAVEPOINT
//     of its own, commits once for all, and answers after COMMIT: with
//     synchronous=FULL an answered write is on disk. While the disk flushes, the
//     next group gathers, so no timer is needed.
//   - Readers are read-only connections with a snapshot each; they never wait for
//     the writer nor it for them.
//   - An op costs the same on a full document as on an empty one: Decide asks for
//     its target's record, the links of a span, and nothing else. Texts and
//     schemas, which never change, are the only things remembered between requests.
//   - Sending twice equals once: an op's id is unique in its document, and the
//     outcome is stored beside it and given again. Rejected ops are not stored.
//   - The blocks in article are those the document came with, and never change. Ops
//     on blocks have their fold in edited_blocks, which readers prefer.
//   - Two kinds of user. Serve is the server: it holds the folder's lock, and a
//     second server is refused. Tool is a command beside it: the same writer with
//     short transactions and a pause after each, and a row in table notice for what
//     it changed. The server looks at PRAGMA data_version (which moves only when
//     somebody else commits) and passes the notices on to its subscribers.
//   - A disk that is full or fails makes the store degraded: writes are answered
//     unavailable and wait in the browsers, reads go on. A full disk is probed
//     every second and heals by itself; a failing one needs a restart.
//   - A document has two names. Its id is its address (/d/ID) and unique in the
//     folder; its id in files (file_id) is unique in its project and the same
//     unless another project had that id first. So a file goes through any
//     project of any folder and comes out with the ids it had; everything but
//     import and export says id and means the address.
//   - The lock file holds the server's process id, and a clean stop empties it. A
//     server that finds an id there checks the file's pages before it writes; it
//     waits a moment for the verdict and looks through a large file while it works.
//   - The epoch names this history of the file. A restored backup is another
//     history, and ops made on the old one are refused as a conflict.
//   - A page of a history costs what it holds. Values before an entry are folded
//     from the entries of its target alone (index op_by_target); asked about one
//     span, the document's entries on links are looked through for its id.
//   - Full text proposes, package occurrences decides. The index knows texts without
//     soft hyphens and other characters of no width; its last word is a beginning.
//     What the index takes for one word and occurrences for two (½l) is not found.
//     A request reads so much text and hands on a cursor.
//   - The state of a set (open, submitted …) has a log of its own, set_state: it
//     is not an annotation, merges with nothing, and must not use up sequence
//     numbers that clients count as edits.
//
// # What it does not do
//
// It does not ask whether somebody may do what she does; callers do. It knows no
// HTTP. It does not run on a network file system: SQLite's locks do not either.
//
// # Rejected alternatives
//
//   - A transaction per request: a quarter of the commits per second, and waits of
//     a second under load. Several writing connections: "database is locked".
//   - synchronous=NORMAL, the driver's default: loses answered commits when the
//     power fails, and is no faster once commits are grouped.
//   - One row per set with its spans as JSON: an op would cost what the set weighs.
//   - Counting rows for lists, or counting in Go: triggers on annotation_set count
//     wherever the change comes from.
//   - Polling the heads of all documents for foreign writes: costs a scan a second
//     during an import. Notices cost one row per changed document and commit.
//   - An object mapper or generated queries: the queries are few, and they are the
//     design.
package store
