package e2e

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"galley/server/site"
)

func TestTheAppOpensFastAndWithoutComplaint(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	p := newPage(t, desktop)
	p.allow("/api/") // this server has no API
	p.open(s.URL + "/stories")
	p.waitApp()

	program := p.answersTo("/app.wasm")
	require.NotEmpty(t, program)
	require.Equal(t, "br", header(program[0], "Content-Encoding"))
	require.Equal(t, "application/wasm", header(program[0], "Content-Type"))
	require.Equal(t, "public, max-age=31536000, immutable", header(program[0], "Cache-Control"))
	require.True(t, eval[bool](p, `(() => {
		const program = performance.getEntriesByType("resource").find((e) => e.name.endsWith("app.wasm"));
		return program.encodedBodySize < program.decodedBodySize / 3;
	})()`), "the program must come compressed")
	require.Equal(t, 1, eval[int](p, `performance.getEntriesByType("resource").filter((e) => e.name.endsWith("app.wasm")).length`),
		"the program must be fetched once: the preload must fit the request of the loader")

	p.reload()
	p.waitApp()
	require.Zero(t, eval[float64](p, `performance.getEntriesByType("resource").find((e) => e.name.endsWith("app.wasm")).transferSize`),
		"the second start must not load the program again")
}

func TestTheOutlineOfThePageIsThereBeforeTheProgram(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	for _, look := range []screen{desktop, {360, 740, "dark", "en-GB"}} {
		p := newPage(t, look)
		// Scripts are held back, so that what is seen is the page as it came.
		call(p, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{
			{URLPattern: s.URL + "/*app.js", Block: true},
		}})
		p.allow("js/app.js")
		p.open(s.URL + "/d/1")
		require.Equal(t, "Galley", p.text(".shell-bar"))
		require.Equal(t, look.language[:2], eval[string](p, "document.documentElement.lang"))
		require.Equal(t, look.width, eval[int64](p, "document.documentElement.scrollWidth"), "the page must fit the window")
		p.screenshot("outline-" + look.scheme)
	}
}

func TestTheAppOpensWhileTheServerIsDown(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	p := newPage(t, desktop)
	p.allow("/api/")
	p.open(s.URL + "/stories")
	p.waitApp()
	p.waitWorker(s.handler.Build())

	s.stop()
	p.reload()
	p.waitApp()
	p.open(s.URL + "/d/never-seen-before")
	p.waitApp()

	s.startAgain(s.handler)
	p.reload()
	p.waitApp()
}

func TestADeployReachesAnOpenWindowWithItsNextLoadAndNeverMixes(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	p := newPage(t, desktop)
	p.allow("/api/")
	p.open(s.URL + "/stories")
	p.waitApp()
	before := s.handler.Build()
	p.waitWorker(before)

	s.stop()
	s.startAgain(nextBuild(t))
	after := s.handler.Build()
	require.NotEqual(t, before, after)
	p.reload()
	p.waitApp()
	require.Equal(t, []string{after}, builds(p), "every file of the page must be of the new build")
	p.waitWorker(after)

	s.stop()
	p.reload()
	p.waitApp()
	require.Equal(t, []string{after}, builds(p), "the page kept for bad times must be of the new build")
	require.Equal(t, []string{"galley-" + before, "galley-" + after}, eval[[]string](p, "caches.keys()"),
		"the build before must stay for windows opened with it")
}

func TestAProgramThatStoppedLeavesAPageThatKeepsTheEdits(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	for _, look := range []screen{desktop, {360, 740, "dark", "en-GB"}} {
		p := newPage(t, look)
		for _, expected := range []string{"/api/", "already exited", "exit code", "panic", "goroutine", "index out of range"} {
			p.allow(expected)
		}
		p.open(s.URL + "/stories")
		p.waitApp()
		p.run(`localStorage.setItem("galley-test", "one edit"); new Promise((done) => {
			const open = indexedDB.open("galley-test");
			open.onupgradeneeded = () => open.result.createObjectStore("queue").add({op: "create", quote: "„so“"}, 1);
			open.onsuccess = () => { open.result.close(); done(); };
		})`)
		// go-app reads the first argument; without one, the program panics as it would on any fault of its own.
		p.run("goappNav(); void 0")
		p.wait("the page that says what happened", `document.querySelector(".stop")`)
		p.screenshot("stopped-" + look.scheme)
		if look.language == "de-DE" {
			require.Contains(t, p.text(".stop"), "Neu laden")
		} else {
			require.Contains(t, p.text(".stop"), "Reload")
		}

		kept := download(t, p, ".stop-extra")
		require.Equal(t, "galley-kept", kept["format"])
		require.Equal(t, "one edit", kept["storage"].(map[string]any)["galley-test"])
		store := kept["databases"].(map[string]any)["galley-test"].(map[string]any)["queue"]
		require.Equal(t, []any{map[string]any{"op": "create", "quote": "„so“"}}, store)

		p.click(".stop-reload")
		p.wait("the app again", `!document.querySelector(".stop")`)
		p.waitApp()
	}
}

func TestAPageWhoseProgramCannotBeLoadedSaysSo(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	p := newPage(t, phone)
	call(p, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{
		{URLPattern: s.URL + "/*app.wasm", Block: true},
	}})
	p.allow("app.wasm")
	p.open(s.URL + "/stories")
	require.Contains(t, p.text(".stop"), "Prüfen Sie die Verbindung")
}

// waitWorker waits until the service worker of a build has everything and answers for the page.
func (p *tab) waitWorker(build string) {
	p.t.Helper()
	defer func() {
		if p.t.Failed() {
			p.t.Log("the service worker:", eval[string](p, `(async () => {
				const r = await navigator.serviceWorker.getRegistration();
				const states = r ? [r.installing, r.waiting, r.active].map((w) => w?.state ?? "-").join(" ") : "none";
				return states + ", controller " + !!navigator.serviceWorker.controller + ", caches " + (await caches.keys()).join(" ");
			})()`))
		}
	}()
	p.eventually("the service worker of build "+build, func() bool {
		return eval[bool](p, `(async () => {
			const registration = await navigator.serviceWorker.ready;
			if (!navigator.serviceWorker.controller || registration.installing || registration.waiting) return false;
			if (registration.active.state !== "activated" || !(await caches.has("galley-`+build+`"))) return false;
			const kept = await (await caches.open("galley-`+build+`")).keys();
			return kept.some((request) => request.url.endsWith("/app.wasm"));
		})()`)
	})
}

// builds lists the hashes in the addresses of everything the page loaded.
func builds(p *tab) []string {
	p.t.Helper()
	return eval[[]string](p, `[...new Set(performance.getEntriesByType("resource").map((e) => e.name.match(/\/assets\/([0-9a-f]+)\//)?.[1]).filter(Boolean))]`)
}

// header returns a header of an answer, whatever its capitals.
func header(r *network.Response, name string) string {
	for key, value := range r.Headers {
		if text, ok := value.(string); ok && strings.EqualFold(key, name) {
			return text
		}
	}
	return ""
}

// nextBuild is the app of today with one more rule in its style sheet, as after a deploy.
func nextBuild(t *testing.T) *site.Handler {
	t.Helper()
	static := os.DirFS(filepath.Join(root, "web", "static"))
	files := fstest.MapFS{"css/zz.css": {Data: []byte(".next-build { color: red }")}}
	require.NoError(t, fs.WalkDir(static, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(static, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	}))
	handler, err := site.New(files, site.Options{})
	require.NoError(t, err)
	return handler
}

// download clicks on something that saves a JSON file and returns what is in it.
func download(t *testing.T, p *tab, selector string) map[string]any {
	t.Helper()
	folder := t.TempDir()
	_, err := chromedp.CallBrowser(p.ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
	})
	require.NoError(t, err)
	p.click(selector)
	var content map[string]any
	p.eventually("the downloaded file", func() bool {
		names, err := filepath.Glob(filepath.Join(folder, "*.json"))
		if err != nil || len(names) != 1 {
			return false
		}
		text, err := os.ReadFile(names[0])
		return err == nil && json.Unmarshal(text, &content) == nil
	})
	return content
}
