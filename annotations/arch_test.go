//go:build !js

package annotations_test

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "galley/"

// street is a one-way street: packages that From must not reach, each with the
// reason that a builder who meets the sign should read.
type street struct {
	// from is a pattern of go list; direct looks at imports alone, not at what
	// they import in turn; js lists as for the browser.
	from       string
	direct, js bool
	unwanted   map[string]string
}

// Own packages are meant with everything below them, others exactly: a library
// reaches database/sql/driver, and that is no database.
var streets = []street{
	{from: "./annotations/...", unwanted: map[string]string{
		"net/http":                      "the domain does no I/O",
		"database/sql":                  "the domain stores nothing",
		"text/template":                 "it adds 3 MB to the browser program",
		"html/template":                 "it adds 3 MB to the browser program",
		"syscall/js":                    "the domain also runs natively",
		module + "server":               "the domain knows no server",
		module + "app":                  "the domain knows no screen",
		module + "web":                  "the domain knows no browser",
		"log/slog":                      "the domain returns errors and logs nothing",
		"crypto/tls":                    "the domain does no I/O",
		"os/exec":                       "the domain does no I/O",
		"github.com/mattn/go-sqlite3":   "the domain stores nothing",
		module + "annotations/annotest": "only tests import it",
	}},
	{from: "./app/...", unwanted: map[string]string{module + "annotations/annotest": "only tests import it"}},
	{from: "./server/...", unwanted: map[string]string{module + "annotations/annotest": "only tests import it"}},
	{from: "./annotations/text", unwanted: map[string]string{
		module + "annotations!": "text is the ground floor and knows no label",
	}},
	{from: "./annotations/tokens", unwanted: map[string]string{
		module + "annotations!": "words stand in a text, whatever is made of them",
	}},
	{from: "./app/...", js: true, unwanted: map[string]string{
		module + "annotations/tokens": "its tables are large; what the screen needs of words and sentences is in text",
	}},
	{from: "./annotations", unwanted: map[string]string{
		module + "annotations/check": "the domain's nouns know no rule on them", module + "annotations/ops": "the domain's nouns know no edit",
		module + "annotations/article": "the domain's nouns know no page", module + "annotations/formats": "the domain's nouns know no file",
		module + "annotations/wire": "the domain's nouns know no network", module + "annotations/strict": "the domain's nouns know no reader",
	}},
	{from: "./annotations/article", unwanted: floor("article reads a page and knows nothing built on it", "annotations/article")},
	{from: "./annotations/article/page", unwanted: floor("a page's source is read for its blocks and nothing built on them", "annotations/article")},
	{from: "./annotations/check", unwanted: floor("a check looks at values, not at edits, files or networks", "annotations/check")},
	{from: "./annotations/quotation", unwanted: floor("quotation marks stand in a text, whatever is made of them", "annotations/quotation")},
	{from: "./annotations/revise", unwanted: floor("what becomes of a schema asks no edit, file or network", "annotations/revise")},
	{from: "./annotations/ops", unwanted: floor("an op is checked before it takes effect, and knows no file or network", "annotations/ops", "annotations/check")},
	{from: "./annotations/history", unwanted: floor("a history tells edits; it knows no file or network", "annotations/history", "annotations/ops", "annotations/check")},
	{from: "./annotations/agreement", unwanted: map[string]string{
		module + "annotations/wire": "a measure knows no network", module + "annotations/formats": "a measure knows no file"}},
	{from: "./annotations/formats", unwanted: map[string]string{
		module + "annotations/wire": "a file is not a message", module + "annotations/suggest": "a file holds what is given to it"}},
	{from: "./app/state", unwanted: map[string]string{
		"github.com/maxence-charriere/go-app/v10/pkg/app": "what the screen shows is plain Go, tested natively",
		"syscall/js":              "what the screen shows is plain Go, tested natively",
		"net/http":                "the state does no I/O",
		module + "app/browser":    "the state knows no browser",
		module + "app/client":     "the state knows no server",
		module + "app/components": "rules do not look up to screens",
		module + "app/pages":      "rules do not look up to screens",
		module + "server":         "the app talks to the server over wire only",
	}},
	{from: "./app/draft", unwanted: map[string]string{
		"github.com/maxence-charriere/go-app/v10/pkg/app": "a draft is plain Go, tested natively",
		"syscall/js":              "a draft is plain Go, tested natively",
		module + "app/browser":    "a draft knows no browser",
		module + "app/client":     "a draft knows no server",
		module + "app/locale":     "a draft names sentences by key",
		module + "app/components": "rules do not look up to screens",
		module + "app/pages":      "rules do not look up to screens",
	}},
	{from: "./app/browser", unwanted: map[string]string{
		module + "annotations": "the browser's edge knows no labels; painter does", module + "app/components": "the edge does not look up to screens",
		module + "app/client": "the edge knows no server", module + "app/pages": "the edge does not look up to screens",
	}},
	{from: "./app/browser/...", unwanted: map[string]string{
		module + "app/components": "the edge does not look up to screens", module + "app/pages": "the edge does not look up to screens",
		module + "app/client": "the edge knows no server",
	}},
	{from: "./app/client", unwanted: map[string]string{
		module + "app/components": "the client does not look up to screens", module + "app/pages": "the client does not look up to screens"}},
	{from: "./app/components/...", unwanted: map[string]string{
		module + "app/client": "a component shows and tells; pages fetch", module + "app/pages": "a part does not know its page"}},
	{from: "./app/...", unwanted: map[string]string{
		module + "server": "the app talks to the server over wire only", module + "web": "the app does not embed itself",
		"database/sql": "the browser has no database", "github.com/mattn/go-sqlite3": "the browser has no database",
	}},
	{from: "./app/...", js: true, unwanted: map[string]string{
		module + "server": "the app talks to the server over wire only", module + "annotations/article": "the server reads pages; its patterns would add to what a browser loads",
		"golang.org/x/net/html": "the server reads pages; the parser would add to what a browser loads",
	}},
	{from: "./app/...", direct: true, js: true, unwanted: map[string]string{
		"net/http":      "the browser fetches; net/http is megabytes of download as soon as one function of it is called",
		"text/template": "it adds 3 MB to the browser program", "html/template": "it adds 3 MB to the browser program",
		"os": "there is no file system in a browser", "log/slog": "the console is reached through app/browser",
	}},
	{from: "./server/store", unwanted: map[string]string{
		module + "app": "the store knows no screen", module + "server/api": "the store knows no request",
		module + "server/auth": "the store knows no service", module + "server/review": "the store knows no service", module + "server/ingest": "the store knows no service",
		module + "server/export": "the store knows no service", module + "server/live": "the store knows no service", "net/http": "the store knows no request",
	}},
	service("auth"), service("ingest"), service("review"), service("export"), service("suggester"), service("live"),
	{from: "./server/api", unwanted: map[string]string{
		module + "app": "the API knows no screen", module + "server/store": "the API asks services; it does not say SQL", "github.com/mattn/go-sqlite3": "the API asks services; it does not say SQL"}},
	{from: "./server/demo", unwanted: map[string]string{module: "the sample is a file; only its tests read it"}},
	{from: "./web", unwanted: map[string]string{
		module + "app": "what is served is built, not linked", module + "server": "what is served knows no server", module + "annotations": "what is served knows no domain"}},
}

// floor forbids every other package of the domain but the nouns and their text.
func floor(why string, but ...string) map[string]string {
	unwanted := map[string]string{}
	for _, p := range []string{"annotations/article", "annotations/anchor", "annotations/ops", "annotations/check", "annotations/agreement",
		"annotations/suggest", "annotations/formats", "annotations/wire", "annotations/strict", "annotations/quotation", "annotations/history"} {
		if !slices.Contains(but, p) {
			unwanted[module+p] = why
		}
	}
	return unwanted
}

// service: the services of the server know the domain, and not one another.
func service(name string) street {
	unwanted := map[string]string{
		module + "server/api": "a service does not look up to the API", module + "server/store": "a service declares the store it needs as an interface",
		module + "app": "a service knows no screen", "github.com/mattn/go-sqlite3": "only the store says SQL", "database/sql": "only the store says SQL",
	}
	for _, other := range []string{"auth", "ingest", "review", "export", "suggester", "live"} {
		if other != name {
			unwanted[module+"server/"+other] = "services do not know one another"
		}
	}
	return street{from: "./server/" + name, unwanted: unwanted}
}

func TestImportsGoDownTheHouseAndNeverUpOrAcross(t *testing.T) {
	t.Parallel()
	for _, s := range streets {
		name := s.from
		if s.js {
			name += " in the browser"
		}
		if s.direct {
			name += ", directly"
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for from, packages := range reached(t, s) {
				for _, p := range packages {
					if why, bad := s.forbids(p); bad && p != from {
						t.Errorf("%s imports %s: %s", from, p, why)
					}
				}
			}
		})
	}
}

// forbids reports whether a package is unwanted, and why.
func (s street) forbids(p string) (why string, bad bool) {
	for unwanted, why := range s.unwanted {
		exact, only := strings.CutSuffix(unwanted, "!")
		switch {
		case p == exact:
			return why, true
		case !only && strings.HasPrefix(unwanted, module) && strings.HasPrefix(p, strings.TrimSuffix(unwanted, "/")+"/"):
			return why, true
		}
	}
	return "", false
}

// reached lists what the packages of a street reach, by package. A pattern
// without packages reaches nothing: the house is not finished everywhere.
func reached(t *testing.T, s street) map[string][]string {
	t.Helper()
	field := ".Deps"
	if s.direct {
		field = ".Imports"
	}
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-tags=sqlite_fts5", "-f", `{{if .GoFiles}}{{.ImportPath}} {{join `+field+` " "}}{{end}}`, s.from)
	cmd.Dir = ".."
	cmd.Env = cmd.Environ()
	if s.js {
		cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm")
	}
	out, err := cmd.Output()
	require.NoError(t, err)
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) > 0 && strings.HasPrefix(f[0], strings.TrimSuffix(module, "/")) {
			all[f[0]] = f[1:]
		}
	}
	return all
}

func TestTheSignsOfTheStreetsPointAtSomething(t *testing.T) {
	t.Parallel()
	require.NotEmpty(t, reached(t, street{from: "./annotations/..."}))
	require.Contains(t, reached(t, street{from: "./annotations/ops"})[module+"annotations/ops"], module+"annotations/check")
	require.Contains(t, reached(t, street{from: "./annotations/ops", direct: true})[module+"annotations/ops"], module+"annotations")
	for _, s := range streets {
		for p, why := range s.unwanted {
			require.NotEmpty(t, why, "%s, %s: a sign needs its reason", s.from, p)
		}
	}
	_, file, _, ok := runtime.Caller(0)
	require.True(t, ok)
	require.Equal(t, "annotations", filepath.Base(filepath.Dir(file)))
}
