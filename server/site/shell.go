package site

import (
	"html"
	"strings"
)

// words are the few sentences the server itself says on a page.
type words struct {
	noScript     string
	loading      string
	notFound     string
	notFoundText string
	home         string
	missing      string
}

var texts = map[string]words{
	"de": {
		noScript:     "Galley braucht JavaScript und WebAssembly. Bitte schalten Sie beides für diese Seite ein.",
		loading:      "Galley wird geladen",
		notFound:     "Diese Seite gibt es nicht",
		notFoundText: "Unter dieser Adresse liegt nichts.",
		home:         "Zu den Projekten",
		missing:      "Der Server läuft, aber das Programm für den Browser ist nicht eingebaut: bitte einmal „make build“ ausführen und neu starten.",
	},
	"en": {
		noScript:     "Galley needs JavaScript and WebAssembly. Please switch both on for this page.",
		loading:      "Galley is loading",
		notFound:     "There is no such page",
		notFoundText: "Nothing lies at this address.",
		home:         "To the projects",
		missing:      "The server is running, but the program for the browser is not built into it: please run “make build” once and start again.",
	},
}

// head is what every page begins with. base is the folder of the hashed files, with a slash at its end.
func head(lang, base string) string {
	return "<!doctype html>\n<html lang=\"" + lang + "\">\n<head>\n" +
		`<meta charset="utf-8">` + "\n" +
		"<title>Galley</title>\n" +
		`<meta name="viewport" content="width=device-width, initial-scale=1">` + "\n" +
		`<meta name="color-scheme" content="light dark">` + "\n" +
		`<meta name="theme-color" content="#fcfaf4" media="(prefers-color-scheme: light)">` + "\n" +
		`<meta name="theme-color" content="#11151d" media="(prefers-color-scheme: dark)">` + "\n" +
		link("stylesheet", base+styleSheet, "") +
		link("icon", base+"icons/icon.svg", ` type="image/svg+xml"`) +
		link("apple-touch-icon", base+"icons/icon-192.png", "") +
		link("manifest", base+"manifest.webmanifest", "")
}

func link(rel, href, more string) string {
	return `<link rel="` + rel + `" href="` + href + `"` + more + ">\n"
}

// shellPage is the page around the app. go-app replaces the first element of the body by the app's own.
// scripts run in the order given, after the page is parsed.
func shellPage(lang, base, build string, scripts []string) []byte {
	var b strings.Builder
	b.WriteString(head(lang, base))
	b.WriteString(link("preload", base+"app.wasm", ` as="fetch" type="application/wasm" crossorigin`))
	b.WriteString(link("preload", base+"fonts/source-serif-4-roman.woff2", ` as="font" type="font/woff2" crossorigin`))
	for _, name := range scripts {
		b.WriteString(`<script defer src="` + base + name + `"`)
		if name == loader {
			b.WriteString(` data-wasm="` + base + `app.wasm" data-build="` + build + `"`)
		}
		b.WriteString("></script>\n")
	}
	b.WriteString(`</head>
<body>
<div class="shell" aria-busy="true">
<header class="shell-bar">Galley</header>
<main class="shell-column">
<h1 class="shell-words">` + texts[lang].loading + `</h1>
<div aria-hidden="true">
<i class="shell-kicker"></i><i class="shell-headline"></i><i></i><i class="shell-standfirst"></i>
<i></i><i></i><i></i><i class="shell-last"></i>
<i></i><i></i><i></i><i class="shell-last"></i>
</div>
</main>
<noscript><aside class="shell-note"><p>` + texts[lang].noScript + `</p></aside></noscript>
</div>
</body>
</html>
`)
	return []byte(b.String())
}

// notePage is a page without the app: a headline, a sentence and the way home.
func notePage(lang, base, title, text string) []byte {
	note := `<h1>` + html.EscapeString(title) + `</h1>` + "\n<p>" + html.EscapeString(text) + "</p>\n" +
		`<p><a href="/">` + texts[lang].home + "</a></p>"
	return []byte(head(lang, base) + "</head>\n<body>\n" + `<div class="shell"><header class="shell-bar">Galley</header>` +
		"\n" + `<main class="shell-note">` + "\n" + note + "\n</main></div>\n</body>\n</html>\n")
}
