// Package browser is the only package that speaks JavaScript: fetch, events,
// storage, keys, focus, the clipboard, and (in painter and list) the two
// surfaces that are drawn by scripts of our own.
//
// Ideas
//
//   - It is written on go-app's app.Value, so the same source compiles natively,
//     where every function does nothing and answers with a zero value. What
//     depends on a real browser asks app.IsClient first.
//   - A callback from the browser runs inside Guard: a panic shows the crash
//     sheet of js/crash.js, keeps unsent edits on the device, and ends nothing
//     silently.
//   - JavaScript runs one thing at a time. Functions that wait (Await, Fetch,
//     File.Read) say so; they belong in a goroutine, never in a callback, which
//     would wait for itself.
//   - UTF-16 ends here: package painter hands out code points only.
//
// It does not know what an annotation is (package painter does), does not retry,
// and holds no state of the product.
package browser
