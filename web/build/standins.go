package main

import (
	"fmt"
	"strings"
)

// standIns are files of go-app that the browser's program does without, with what
// takes their place. Each keeps the names that the rest of go-app mentions; what
// app calls and a stand-in lacks does not compile.
var standIns = map[string]string{
	// The server's half imports net/http, and with it TLS and X.509.
	"http.go": "package app\n\n// Handler serves pages; there are none to serve in a browser.\ntype Handler struct{}\n",
	"resource.go": "package app\n\n// clientResourceResolver leaves locations as they are: static resources come from this origin.\n" +
		"func clientResourceResolver(string) func(string) string { return func(l string) string { return l } }\n",
	// Galley has a page of its own for a path that leads nowhere, and keeps its state itself.
	"notfound.go": "package app\n\n// notFound is the page of a path without a page; app/pages has routes for all.\n" +
		"type notFound struct{ Compo }\n\nfunc (*notFound) Render() UI { return Text(\"404\") }\n",
	"state.go": "package app\n\n// stateManager keeps no states; app/state does.\ntype stateManager struct{}\n\n" +
		"func (stateManager) CleanupExpiredPersistedStates(Context) {}\n\nfunc (stateManager) Cleanup() {}\n",
	"crypto.go": "package app\n",
}

// change is a piece of a file, from its first words up to the words that follow
// it, and what takes its place. All places are meant if to is empty.
type change struct{ from, to, instead string }

// changes are made inside files of go-app.
var changes = map[string][]change{
	// Paths are matched by web/build/route.
	"route.go": {
		{from: "\t\"regexp\"\n"},
		{from: "regexp.MustCompile(pattern)", instead: "pattern"},
		{from: "rwr.regexp.MatchString(path)", instead: "fits(rwr.regexp, path)"},
		{from: "*regexp.Regexp", instead: "string"},
	},
	// The elements are one type; package html has the names of 2,231 characters.
	"node.go": {
		{from: "case *htmlElem, *htmlElemSelfClosing:", instead: "case *htmlElem:"},
		{from: "\t\"html\"\n", instead: "\t\"strings\"\n"},
		{from: "html.EscapeString(v.value)", instead: "strings.NewReplacer(\"&\", \"&amp;\", \"'\", \"&#39;\", \"<\", \"&lt;\", \">\", \"&gt;\", `\"`, \"&#34;\").Replace(v.value)"},
	},
	"context.go": {
		{from: "\t\"encoding/json\"\n"}, {from: "\t\"strings\"\n"}, {from: "\t\"github.com/google/uuid\"\n"},
		{from: "// DeviceID fetches", to: "// Page retrieves"},
		{from: "// Encrypt enciphers", to: "// Notifications accesses"},
		{from: "// ObserveState establishes", to: "// ResizeContent notifies"},
		{from: "\tobserveState ", to: "\n\tsourceElement "},
	},
	"engine.go": {
		{from: "document.(HTML).body()", instead: "document.body()"},
		{from: "\t\tobserveState: ", to: "\n\t\tnotifyComponentEvent: "},
	},
	// A component without Render is drawn with its name.
	"component.go": {
		{from: "\t\"strings\"\n"},
		{from: "\tcomponentName := reflect.TypeOf", to: "}\n\n// ValueTo", instead: "\treturn Text(reflect.TypeOf(c.ref).String())\n"},
	},
}

// changed is a file of go-app as the browser's program has it.
func changed(name string, source []byte) ([]byte, error) {
	if text, ok := standIns[name]; ok {
		return []byte(text), nil
	}
	if name == "html_gen.go" {
		return oneElement(source)
	}
	text := string(source)
	for _, c := range changes[name] {
		start := strings.Index(text, c.from)
		if start < 0 {
			return nil, fmt.Errorf("go-app's %s has no %q any more; see web/build/standins.go", name, c.from)
		}
		if c.to == "" {
			text = strings.ReplaceAll(text, c.from, c.instead)
			continue
		}
		length := strings.Index(text[start:], c.to)
		if length < 0 {
			return nil, fmt.Errorf("go-app's %s has no %q after %q any more; see web/build/standins.go", name, c.to, c.from)
		}
		text = text[:start] + c.instead + text[start+length:]
	}
	return []byte(text), nil
}
