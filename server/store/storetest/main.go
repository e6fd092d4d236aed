//go:build sqlite_fts5 || fts5

package storetest

import (
	"os"
	"testing"
)

// Main runs the tests of a package and ends the process with their result.
func Main(m *testing.M) { os.Exit(m.Run()) }
