package site

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
)

// workerScript is the service worker with the constants it needs written above it.
func (h *Handler) workerScript() []byte {
	var paths []string
	for _, name := range slices.Sorted(maps.Keys(h.assets)) {
		if wanted(name) {
			paths = append(paths, h.base()+name)
		}
	}
	script := "const BUILD = " + quote(h.build) + ";\nconst ASSETS = " + quote(paths) + ";\nconst ROUTES = " +
		quote(h.routes) + ";\n"
	return append([]byte(script), h.assets[worker].raw...)
}

// wanted reports whether a page can ask for the file: not the single style sheets (they are joined), the worker's
// text or a licence.
func wanted(name string) bool {
	return (path.Dir(name) != "css" || name == styleSheet) && name != worker && path.Ext(name) != ".txt"
}

func quote(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and lists of strings always encode
	}
	return string(text)
}

// scriptOrder lists the scripts of the page: the app's own helpers by name, the Go runtime, and last the one that
// starts the program.
func scriptOrder(assets map[string]*asset) []string {
	var scripts []string
	for _, name := range slices.Sorted(maps.Keys(assets)) {
		if path.Ext(name) == ".js" && name != loader && name != worker && name != runtime {
			scripts = append(scripts, name)
		}
	}
	return append(scripts, runtime, loader)
}

// joinStyleSheets puts all style sheets into one, so that the first paint waits for one answer: the tokens that the
// others use first, then the rest by name. All lie in one folder, so their relative addresses stay right.
func joinStyleSheets(assets map[string]*asset) []byte {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(assets)) {
		if path.Dir(name) == "css" && name != styleSheet {
			names = append(names, name)
		}
	}
	rank := func(name string) int {
		if i := slices.Index([]string{"css/tokens.css", "css/base.css"}, name); i >= 0 {
			return i
		}
		return 2
	}
	slices.SortStableFunc(names, func(a, b string) int { return rank(a) - rank(b) })
	var joined []byte
	for _, name := range names {
		joined = append(append(joined, assets[name].raw...), '\n')
	}
	return joined
}

// buildHash names the build. It changes when a file does, when one comes, goes or is renamed, and when this package
// writes another page or worker around the same files.
func buildHash(assets map[string]*asset, routes []string) string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(assets)) {
		fmt.Fprintf(sum, "%s %x\n", name, sha256.Sum256(assets[name].raw))
	}
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		sum.Write(shellPage(lang, "", "", scriptOrder(assets)))
	}
	sum.Write([]byte(quote(routes)))
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
