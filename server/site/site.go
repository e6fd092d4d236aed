package site

import (
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"
)

// Names of files with a part to play, below the hash.
const (
	program    = "app.wasm"
	runtime    = "wasm_exec.js" // from the Go toolchain that compiled the program
	loader     = "js/app.js"
	worker     = "js/worker.js"
	styleSheet = "css/galley.css" // all style sheets in one, made here
	workerPath = "/app-worker.js"
	assetsPath = "/assets/"
)

// How long an answer may be kept: for ever if its address has the hash in it, else it is asked for each time and
// usually answered by 304.
const (
	forever  = "public, max-age=31536000, immutable"
	eachTime = "no-cache"
)

// Routes are the paths of the app's pages; one that ends in a slash stands for everything below it. The service worker
// uses the same list.
var Routes = []string{"/", "/p/", "/d/", "/sign-in", "/settings", "/stories", "/stories/"}

// Options are the choices of a server.
type Options struct {
	Routes []string // paths of the app's pages; nil means the package's Routes
}

// Handler serves pages and files. It is made by New, is immutable and safe for concurrent use.
type Handler struct {
	build   string
	routes  []string
	assets  map[string]*asset // by path below the hash
	shells  map[string]*asset // the rest by language
	lost    map[string]*asset
	unbuilt map[string]*asset
	worker  *asset
	missing string
}

// New prepares everything that will ever be answered: it reads the files of the app (as web.Static returns them),
// names the build by the hash of all of them, and writes the pages. It takes about 50 ms and keeps the files in memory.
// A missing app.wasm is not an error, see Missing; a missing script or style sheet is.
func New(files fs.FS, options Options) (*Handler, error) {
	assets, err := loadAssets(files)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{loader, worker} {
		if assets[name] == nil {
			return nil, fmt.Errorf("read the files of the app: %s is not among them", name)
		}
	}
	h := &Handler{
		routes: options.Routes, assets: assets,
		shells: map[string]*asset{}, lost: map[string]*asset{}, unbuilt: map[string]*asset{},
	}
	if h.routes == nil {
		h.routes = Routes
	}
	h.assets[styleSheet] = newAsset(styleSheet, joinStyleSheets(assets))
	h.build = buildHash(assets, h.routes)
	for _, name := range []string{program, runtime} {
		if assets[name] == nil {
			h.missing = "the browser program is not built into this binary (" + name + " is missing): run `make build`"
		}
	}
	h.writePages()
	h.worker = newAsset("worker.js", h.workerScript())
	return h, nil
}

// Build returns the hash that names this build of everything a browser downloads: 16 hexadecimal digits.
func (h *Handler) Build() string { return h.build }

// Missing returns a sentence that says what to do if the app was not built into this binary, and "" if it was. Such a
// handler answers its pages with that sentence and 503.
func (h *Handler) Missing() string { return h.missing }

// ServeHTTP answers with a page of the app, one of its files, the service worker, 404 or 405.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "this address can only be read", http.StatusMethodNotAllowed)
		return
	}
	lang := language(r.Header.Get("Accept-Language"))
	if name, ok := strings.CutPrefix(r.URL.Path, h.base()); ok && h.assets[name] != nil {
		h.assets[name].serve(w, r, http.StatusOK, forever)
		return
	}
	switch isRoute := h.isRoute(r.URL.Path); {
	case isRoute && h.missing != "":
		w.Header().Add("Vary", "Accept-Language")
		h.unbuilt[lang].serve(w, r, http.StatusServiceUnavailable, "no-store")
	case isRoute:
		w.Header().Add("Vary", "Accept-Language")
		h.shells[lang].serve(w, r, http.StatusOK, eachTime)
	case r.URL.Path == workerPath && h.missing == "":
		h.worker.serve(w, r, http.StatusOK, eachTime)
	default:
		w.Header().Add("Vary", "Accept-Language")
		h.lost[lang].serve(w, r, http.StatusNotFound, "no-store")
	}
}

func (h *Handler) isRoute(path string) bool {
	return slices.ContainsFunc(h.routes, func(route string) bool {
		return path == route || route != "/" && strings.HasSuffix(route, "/") && strings.HasPrefix(path, route)
	})
}

// base is the folder of the hashed files.
func (h *Handler) base() string { return assetsPath + h.build + "/" }

func (h *Handler) writePages() {
	scripts := scriptOrder(h.assets)
	for lang, t := range texts {
		page := newAsset("shell.html", shellPage(lang, h.base(), h.build, scripts))
		h.shells[lang] = page
		h.assets["shell."+lang+".html"] = page // the same page under a hashed name, for the service worker
		h.lost[lang] = newAsset("lost.html", notePage(lang, h.base(), t.notFound, t.notFoundText))
		h.unbuilt[lang] = newAsset("unbuilt.html", notePage(lang, h.base(), "Galley", t.missing))
	}
}
