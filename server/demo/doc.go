// Package demo holds the sample project that "galley serve --demo" starts with:
// three invented articles in native JSONL, two of them partly annotated by the
// user demo, the third waiting for its first tag. People, places and
// institutions in them do not exist.
//
// demo.jsonl is made from src: an article as it would be pasted (.txt) and its
// annotations as a reader writes them down (.tags). The package's test builds
// the one from the other and compares; go test ./server/demo -update rewrites
// the file.
package demo
