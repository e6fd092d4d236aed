// Package web holds what a browser downloads, and beside it what drives a browser.
//
// The folder static has the style sheets, the few scripts that are not Go, the fonts and the icons; they are embedded
// into the server. The app itself (app.wasm with its compressed forms, and the runtime script of the Go toolchain that
// starts it) is built into the same folder by web/build and is not committed. A server compiled without it still runs:
// its page says what to do. The package server/site decides how the files are named, compressed and cached.
//
// The folder build is the build tool, the folder e2e has the browser tests.
//
// It deliberately holds no logic: a file that has to be computed is computed by web/build or by server/site.
package web
