//go:build race && !sqlite_fts5 && !fts5

package storetest

const raceEnabled = true
