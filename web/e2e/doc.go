// Package e2e tells the stories of the people who use Galley, in a real browser: Chromium, driven through its debugging
// protocol, with mouse and key events as a hand would make them.
//
// One file is one story. Each test starts a server of its own on a free port with a data folder of its own and opens a
// page in a fresh browser context (no cookies, no storage, no worker of another test); only the browser process is
// shared. A story waits for conditions, never for time:
//
//	s := startServer(t)
//	p := newPage(t, desktop)
//	p.open(s.SignIn)
//	p.wait("the article", `document.querySelector("[data-article]")`)
//	p.dragSelect("„Wir sind bereit!“", 1)
//	p.press("z")
//
// Whatever happens on the page in a story, it must not write an error to the console, offend the content security
// policy or ask a foreign host for anything; the harness fails the test at its end if it did, unless the story says
// with allow that it expected it. Pictures go to the folder shots.
//
// One story runs axe-core over every page and state; `make axe` fetches it into the folder .cache, by the version and
// checksum in axe/package-lock.json. It is a tool for tests and no part of the product.
//
// The package has tests only. `make e2e` runs them; a single one runs with `go test ./web/e2e -run NAME`.
package e2e
