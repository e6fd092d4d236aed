// Command build makes what a browser downloads and the server that has it inside.
//
//	go run ./web/build            app.wasm, its compressed forms, bin/galley
//	go run ./web/build -app       app.wasm and its compressed forms only
//	go run ./web/build -quick     the same with light compression, for use while developing
//	go run ./web/build -size      print the size of app.wasm against its budget; -record writes it to web/size.json
//
// It runs from any folder of the module. Work whose inputs did not change is not done again: the Go tool knows that of
// its own, and the compressed forms carry the hash of what they were made from.
//
// # What keeps app.wasm small
//
// Plain `go build ./app` makes a program that works and has 11 MB. What was left out, and what that bought in a program
// of about 8 MB (raw / Brotli 5):
//
//	go-app's server half (standins.go): net/http with TLS and X.509              2.2 MB
//	regular expressions in go-app's router (route/)                              0.4 MB
//	the linker's table of functions, written by a start function (pack.go)       842 kB /  97 kB
//	one type for all HTML elements (elements.go); ciphers, states, names of
//	characters and two pages that are never seen (standins.go, uuid/)            492 kB /  94 kB
//	functions of unhurried packages out of line (outOfLine in main.go)           250 kB /  50 kB
//	sort.Slice in place of slices.SortFunc over structs: 15 kB a type             55 kB
//
// What the rest consists of, for whoever wants more: a third is the runtime with its collector, fmt, encoding/json,
// reflect and time; a third is ours; a third is what Go keeps about functions and types (names, line tables, stack
// maps). A function costs some 200 bytes besides its code, a call that is inlined some 20. Generic functions are
// compiled once for each struct that they are used with, once for all pointers.
//
// Tried and left: -gcflags=all=-l wins another 100 kB and makes the collector and the painter slower; encoding/json out
// of line wins 19 kB and slows the opening of long documents; wasm-opt wins a little of what is gone already and is a
// tool to install.
package main
