package site

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"
)

const program64 = "\x00asm the program, long enough to be worth packing, packing, packing, packing, packing, packing"

// builtFiles are the smallest files of an app that was built.
func builtFiles(t *testing.T) fstest.MapFS {
	t.Helper()
	var br, gz bytes.Buffer
	bw := brotli.NewWriterLevel(&br, 11)
	_, err := io.WriteString(bw, program64)
	require.NoError(t, err)
	require.NoError(t, bw.Close())
	gw := gzip.NewWriter(&gz)
	_, err = io.WriteString(gw, program64)
	require.NoError(t, err)
	require.NoError(t, gw.Close())
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"app.wasm":           file(program64),
		"app.wasm.br":        {Data: br.Bytes()},
		"app.wasm.gz":        {Data: gz.Bytes()},
		"wasm_exec.js":       file("class Go {}"),
		"js/app.js":          file("start()"),
		"js/worker.js":       file("self"),
		"js/painter.js":      file("paint()"),
		"css/article.css":    file("article { color: var(--ink) }"),
		"css/tokens.css":     file(":root { --ink: black }"),
		"fonts/a.woff2":      file("wOF2"),
		"fonts/licence.txt":  file("free"),
		"notes/secret.plans": file("not for the web"),
	}
}

func mustNew(t *testing.T, files fstest.MapFS) *Handler {
	t.Helper()
	h, err := New(files, Options{})
	require.NoError(t, err)
	return h
}

func ask(h http.Handler, method, path string, header ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	return string(b)
}

func TestPagesAndRefusals(t *testing.T) {
	t.Parallel()
	h := mustNew(t, builtFiles(t))
	for _, c := range []struct {
		method, path string
		status       int
		cache        string
	}{
		{"GET", "/", 200, "no-cache"},
		{"HEAD", "/", 200, "no-cache"},
		{"GET", "/p/demo", 200, "no-cache"},
		{"GET", "/p/demo/export", 200, "no-cache"},
		{"GET", "/d/0198/review?span=3", 200, "no-cache"},
		{"GET", "/sign-in", 200, "no-cache"},
		{"GET", "/settings", 200, "no-cache"},
		{"GET", "/stories", 200, "no-cache"},
		{"GET", "/stories/article", 200, "no-cache"},
		{"GET", "/app-worker.js", 200, "no-cache"},
		{"GET", h.base() + "app.wasm", 200, "public, max-age=31536000, immutable"},
		{"GET", h.base() + "js/app.js", 200, "public, max-age=31536000, immutable"},
		{"GET", h.base() + "css/galley.css", 200, "public, max-age=31536000, immutable"},
		{"GET", h.base() + "shell.de.html", 200, "public, max-age=31536000, immutable"},
		{"GET", "/nothing", 404, "no-store"},
		{"GET", "/settings/", 404, "no-store"},
		{"GET", "/app.wasm", 404, "no-store"},
		{"GET", "/assets/", 404, "no-store"},
		{"GET", "/assets/0123456789abcdef/app.wasm", 404, "no-store"},
		{"GET", h.base() + "notes/secret.plans", 404, "no-store"},
		{"GET", h.base() + "app.wasm.br", 404, "no-store"},
		{"GET", h.base() + "../../../go.mod", 404, "no-store"},
		{"GET", h.base() + "js%2f..%2f..%2fapp.js", 404, "no-store"},
		{"POST", "/", 405, ""},
		{"PUT", h.base() + "app.wasm", 405, ""},
		{"OPTIONS", "/nothing", 405, ""},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			t.Parallel()
			r := ask(h, c.method, c.path)
			require.Equal(t, c.status, r.StatusCode)
			require.Equal(t, c.cache, r.Header.Get("Cache-Control"))
			if c.status == 405 {
				require.Equal(t, "GET, HEAD", r.Header.Get("Allow"))
			}
			if c.method == "HEAD" {
				require.Empty(t, body(t, r))
				require.NotEmpty(t, r.Header.Get("Content-Length"))
			}
		})
	}
}

func TestAnUnknownAddressAnswersInTheReadersLanguageAndLinksHome(t *testing.T) {
	t.Parallel()
	h := mustNew(t, builtFiles(t))
	for accept, want := range map[string]string{
		"":                       "There is no such page",
		"de-AT,de;q=0.9,en;q=.5": "Diese Seite gibt es nicht",
		"en;q=0.9, de;q=0.4":     "There is no such page",
		"fr, it;q=0.3":           "There is no such page",
		"fr, DE;q=0.3":           "Diese Seite gibt es nicht",
		"de;q=nonsense":          "There is no such page",
	} {
		page := body(t, ask(h, "GET", "/nothing", "Accept-Language", accept))
		require.Contains(t, page, want, accept)
		require.Contains(t, page, `<a href="/">`)
	}
}

func TestTheProgramComesInTheSmallestFormTheBrowserTakes(t *testing.T) {
	t.Parallel()
	h := mustNew(t, builtFiles(t))
	for accept, want := range map[string]string{
		"":                          "",
		"identity":                  "",
		"gzip":                      "gzip",
		"gzip, deflate, br, zstd":   "br",
		"br;q=0, gzip;q=0.5":        "gzip",
		"*":                         "br",
		"*;q=0":                     "",
		"gzip;q=0, *":               "br",
		"br;q=nonsense, gzip;q=1.0": "gzip",
	} {
		r := ask(h, "GET", h.base()+"app.wasm", "Accept-Encoding", accept)
		require.Equal(t, want, r.Header.Get("Content-Encoding"), accept)
		require.Equal(t, "application/wasm", r.Header.Get("Content-Type"))
		require.Contains(t, r.Header.Values("Vary"), "Accept-Encoding")
		var reader io.Reader = r.Body
		switch want {
		case "br":
			reader = brotli.NewReader(r.Body)
		case "gzip":
			unzipped, err := gzip.NewReader(r.Body)
			require.NoError(t, err)
			reader = unzipped
		}
		got, err := io.ReadAll(reader)
		require.NoError(t, err)
		require.Equal(t, program64, string(got), accept)
	}
}

func TestEachFormHasItsOwnTagAndAKnownTagIsAnswered304(t *testing.T) {
	t.Parallel()
	h := mustNew(t, builtFiles(t))
	seen := map[string]bool{}
	for _, accept := range []string{"br", "gzip", ""} {
		tag := ask(h, "GET", h.base()+"app.wasm", "Accept-Encoding", accept).Header.Get("ETag")
		require.False(t, seen[tag], "the tag %s stands for two forms", tag)
		seen[tag] = true
		for _, known := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
			r := ask(h, "GET", h.base()+"app.wasm", "Accept-Encoding", accept, "If-None-Match", known)
			require.Equal(t, http.StatusNotModified, r.StatusCode)
			require.Empty(t, body(t, r))
		}
		r := ask(h, "GET", h.base()+"app.wasm", "Accept-Encoding", accept, "If-None-Match", `"other"`)
		require.Equal(t, http.StatusOK, r.StatusCode)
	}
}

func TestEveryAnswerHasTheSecurityHeaders(t *testing.T) {
	t.Parallel()
	site := mustNew(t, builtFiles(t))
	unbuilt := builtFiles(t)
	delete(unbuilt, "app.wasm")
	broken := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "", http.StatusInternalServerError)
	})
	for _, c := range []struct {
		handler      http.Handler
		method, path string
		status       int
	}{
		{site, "GET", "/", 200},
		{site, "GET", site.base() + "app.wasm", 200},
		{site, "GET", "/app-worker.js", 200},
		{site, "GET", "/nothing", 404},
		{site, "POST", "/", 405},
		{mustNew(t, unbuilt), "GET", "/", 503},
		{broken, "GET", "/", 500},
	} {
		h := ask(Headers(c.handler), c.method, c.path)
		require.Equal(t, c.status, h.StatusCode)
		require.Equal(t, "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; "+
			"font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "+
			"form-action 'self'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; "+
			"trusted-types galley", h.Header.Get("Content-Security-Policy"))
		require.Equal(t, "nosniff", h.Header.Get("X-Content-Type-Options"))
		require.Equal(t, "no-referrer", h.Header.Get("Referrer-Policy"))
		require.Equal(t, "same-origin", h.Header.Get("Cross-Origin-Opener-Policy"))
		require.Equal(t, "same-origin", h.Header.Get("Cross-Origin-Resource-Policy"))
		require.Contains(t, h.Header.Get("Permissions-Policy"), "camera=()")
		require.Empty(t, h.Header.Get("Strict-Transport-Security"), "plain HTTP must not promise TLS")
		for name := range h.Header {
			require.False(t, strings.HasPrefix(name, "Access-Control-"), "no other origin may read an answer")
		}
	}
}

func TestTLSIsPromisedForAYear(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("GET", "/", nil)
	r.TLS = &tls.ConnectionState{}
	w := httptest.NewRecorder()
	Headers(mustNew(t, builtFiles(t))).ServeHTTP(w, r)
	require.Equal(t, "max-age=31536000", w.Header().Get("Strict-Transport-Security"))
}

func TestThePageHasNothingInlineAndEveryAddressInItIsServed(t *testing.T) {
	t.Parallel()
	files := builtFiles(t)
	for _, name := range []string{"icons/icon.svg", "icons/icon-192.png", "manifest.webmanifest", "fonts/source-serif-4-roman.woff2"} {
		files[name] = &fstest.MapFile{Data: []byte("{}")}
	}
	h := mustNew(t, files)
	page := body(t, ask(h, "GET", "/d/1", "Accept-Language", "de"))
	require.Contains(t, page, `<html lang="de">`)
	require.NotContains(t, page, "<style")
	require.NotContains(t, page, "style=")
	require.NotRegexp(t, `<script[^>]*>[^<]`, page)
	require.NotRegexp(t, `\son[a-z]+=`, page)
	addresses := regexp.MustCompile(`(?:href|src|data-wasm)="([^"]+)"`).FindAllStringSubmatch(page, -1)
	require.Len(t, addresses, 10)
	for _, address := range addresses {
		require.True(t, strings.HasPrefix(address[1], h.base()), address[1])
		require.Equal(t, 200, ask(h, "GET", address[1]).StatusCode, address[1])
	}
	require.Less(t, strings.Index(page, "js/painter.js"), strings.Index(page, "wasm_exec.js"))
	require.Less(t, strings.Index(page, "wasm_exec.js"), strings.Index(page, "js/app.js"))
}

func TestTheStyleSheetsAreOneWithTheTokensFirst(t *testing.T) {
	t.Parallel()
	h := mustNew(t, builtFiles(t))
	require.Equal(t, ":root { --ink: black }\narticle { color: var(--ink) }\n", body(t, ask(h, "GET", h.base()+"css/galley.css")))
}

func TestTheWorkerKnowsTheBuildItsFilesAndTheRoutes(t *testing.T) {
	t.Parallel()
	h := mustNew(t, builtFiles(t))
	r := ask(h, "GET", "/app-worker.js")
	require.Equal(t, "text/javascript; charset=utf-8", r.Header.Get("Content-Type"))
	script := body(t, r)
	require.Contains(t, script, `const BUILD = "`+h.Build()+`";`)
	require.Contains(t, script, `const ROUTES = ["/","/p/","/d/","/sign-in","/settings","/stories","/stories/"];`)
	require.Contains(t, script, h.base()+"app.wasm")
	require.Contains(t, script, h.base()+"shell.en.html")
	require.NotContains(t, script, "css/article.css")
	require.NotContains(t, script, "licence.txt")
	for _, address := range regexp.MustCompile(`"(/assets/[^"]+)"`).FindAllStringSubmatch(script, -1) {
		require.Equal(t, 200, ask(h, "GET", address[1]).StatusCode, address[1])
	}
}

func TestTheBuildsNameChangesWithAnyFileNameOrRoute(t *testing.T) {
	t.Parallel()
	first := mustNew(t, builtFiles(t)).Build()
	require.Regexp(t, "^[0-9a-f]{16}$", first)
	require.Equal(t, first, mustNew(t, builtFiles(t)).Build(), "the same files must have the same name")

	changed := builtFiles(t)
	changed["css/article.css"] = &fstest.MapFile{Data: []byte("article { color: red }")}
	require.NotEqual(t, first, mustNew(t, changed).Build())

	renamed := builtFiles(t)
	renamed["fonts/b.woff2"] = renamed["fonts/a.woff2"]
	delete(renamed, "fonts/a.woff2")
	require.NotEqual(t, first, mustNew(t, renamed).Build())

	more, err := New(builtFiles(t), Options{Routes: []string{"/", "/more/"}})
	require.NoError(t, err)
	require.NotEqual(t, first, more.Build())
	require.Equal(t, 200, ask(more, "GET", "/more/x").StatusCode)
	require.Equal(t, 404, ask(more, "GET", "/settings").StatusCode)
}

func TestAServerWithoutTheAppSaysWhatToDo(t *testing.T) {
	t.Parallel()
	require.Empty(t, mustNew(t, builtFiles(t)).Missing())
	for _, name := range []string{"app.wasm", "wasm_exec.js"} {
		files := builtFiles(t)
		delete(files, name)
		h := mustNew(t, files)
		require.Contains(t, h.Missing(), name)
		require.Contains(t, h.Missing(), "make build")
		r := ask(h, "GET", "/p/demo", "Accept-Language", "de")
		require.Equal(t, 503, r.StatusCode)
		require.Contains(t, body(t, r), "make build")
		require.Equal(t, 404, ask(h, "GET", "/app-worker.js").StatusCode, "a worker would keep a broken app alive")
	}
}

func TestFilesWithoutTheLoaderAreRefused(t *testing.T) {
	t.Parallel()
	files := builtFiles(t)
	delete(files, "js/app.js")
	_, err := New(files, Options{})
	require.ErrorContains(t, err, "js/app.js")
}
