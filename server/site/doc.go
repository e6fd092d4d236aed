// Package site serves the page that the app runs in: the HTML around it, and every file a browser downloads.
//
// The ideas:
//
//   - One hash names the build. It covers every file, and every file lies below /assets/HASH/, so an answer may be kept
//     for ever and two builds never mix in one page. Relative addresses inside style sheets stay right, because the
//     folder structure below the hash is the one on disk.
//   - One page for all routes. It shows the outline of the screen before the program is up, asks for app.wasm in its
//     head, and names no file that is not hashed. The service worker keeps that page too, under a hashed name.
//   - Compressed before it is asked for. app.wasm comes with its .br and .gz from the build; text is gzipped once when
//     the server starts; fonts and images are compressed already.
//   - Headers wraps everything the server answers, errors included, with the security headers. The content security
//     policy allows no inline script or style, no foreign host, and one Trusted Types policy with one address in it.
//
// go-app's own Handler is not used: its page loads the program through an uncompressed counting stream, its worker
// serves stale pages after a deploy, and its default icons come from a foreign host. The functions that go-app calls
// in the page are defined in web/static/js/app.js instead.
//
// The package deliberately knows nothing of the API, of people or of documents: the page is the same for everybody.
package site
