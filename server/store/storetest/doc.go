// Package storetest lets every package whose tests open a store be tested with a
// plain `go test`.
//
// SQLite's full-text search is compiled in only with the build tag sqlite_fts5,
// and a test cannot add a tag to itself. So Main, in a test binary built without
// the tag, says so in one sentence and runs the same tests again with it:
//
//	func TestMain(m *testing.M) { storetest.Main(m) }
//
// It knows nothing of the store itself, so that the store's own tests use it too.
package storetest
