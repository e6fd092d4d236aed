//go:build sqlite_fts5 || fts5

package store

// fullText says whether SQLite was compiled with its full-text index.
const fullText = true
