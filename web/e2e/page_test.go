package e2e

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// screen is what a reader sits in front of: a size in CSS pixels, "light" or "dark", and a language tag.
type screen struct {
	width, height int64
	scheme        string
	language      string
}

// The screens most stories use; change a copy for the others.
var (
	desktop = screen{1440, 900, "light", "de-DE"}
	tablet  = screen{768, 1024, "light", "de-DE"}
	phone   = screen{360, 740, "light", "de-DE"}
)

// tab is one page in a browser context of its own. Its methods fail the test when something does not work.
type tab struct {
	t   testing.TB
	ctx context.Context
	*watcher
	// layout says where the letters are: "qwertz" (the newsroom's, and the default) or "qwerty".
	layout string
}

// newPage opens an empty page. It is closed when the test ends, and what went wrong on it fails the test then.
func newPage(t testing.TB, s screen) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser(t), chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx))
	p := &tab{t: t, ctx: ctx, watcher: newWatcher(), layout: "qwertz"}
	require.NoError(t, chromedp.Listen(ctx, p.observe))
	require.NoError(t, chromedp.Listen(ctx, p.leave))
	t.Cleanup(p.finish)
	call(p, network.Enable, network.EnableParams{})
	p.resize(s.width, s.height)
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: s.scheme},
	}})
	call(p, emulation.SetLocaleOverride, emulation.SetLocaleOverrideParams{Locale: strings.ReplaceAll(s.language, "-", "_")})
	call(p, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
		UserAgent: eval[string](p, "navigator.userAgent"), AcceptLanguage: s.language,
	})
	return p
}

// finish reports what the page did that no page may do, with a picture of how it ended.
func (p *tab) finish() {
	for _, problem := range p.unexpected() {
		p.t.Error(problem)
	}
	if p.t.Failed() {
		ctx, stop := context.WithTimeout(p.ctx, patience)
		defer stop()
		if png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot()); err == nil {
			p.t.Log("how the page looked at the end:", savePicture(p.t, "failed-"+p.t.Name(), png))
		}
	}
}

// leave answers the browser's question whether to leave a page with edits that wait on the device: they stay there. Until
// it is answered, nothing on the page goes on.
func (p *tab) leave(event any) {
	if _, ok := event.(*page.EventJavascriptDialogOpening); ok {
		go func() {
			// The story sees the page go on, or fails for another reason.
			_, _ = chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
	}
}

// resize gives the page another size, in CSS pixels.
func (p *tab) resize(width, height int64) {
	p.t.Helper()
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: 1,
	})
}

// open goes to an address and waits until the document is parsed. Nothing is said about the app: wait for what the
// story needs.
func (p *tab) open(url string) {
	p.t.Helper()
	p.watcher.visit(url)
	result := call(p, page.Navigate, page.NavigateParams{URL: url})
	require.Empty(p.t, result.ErrorText, "open %s", url)
	p.wait("the document "+url, `document.readyState !== "loading"`)
}

// reload loads the page again, as F5 does.
func (p *tab) reload() {
	p.t.Helper()
	p.run("window.beforeReload = true")
	call(p, page.Reload, page.ReloadParams{})
	p.wait("the reloaded document", `!window.beforeReload && document.readyState !== "loading"`)
}

// waitApp waits until the app has taken the place of the page's outline.
func (p *tab) waitApp() {
	p.t.Helper()
	p.wait("the app", `document.body && document.body.firstElementChild && !document.body.firstElementChild.matches(".shell")`)
}

// wait returns when the JavaScript expression is true. what names the thing in the message of a failure.
func (p *tab) wait(what, expression string) {
	p.t.Helper()
	deadline := time.Now().Add(patience)
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	for {
		// An error may mean that the page is just being replaced; the deadline decides.
		ctx, stop := context.WithDeadline(p.ctx, deadline.Add(time.Second))
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		stop()
		if err == nil && ok {
			return
		}
		if time.Now().After(deadline) {
			require.FailNow(p.t, "waited in vain for "+what, "%s\nlast error: %v\nconsole:\n%s", expression, err, p.transcript())
		}
		<-tick.C
	}
}

// run evaluates JavaScript for its effect; a promise is awaited.
func (p *tab) run(script string) {
	p.t.Helper()
	err := chromedp.Do(p.ctx, chromedp.Evaluate[chromedp.Void](script, chromedp.EvalAwaitPromise))
	require.NoError(p.t, err, "%s", script)
}

// eval returns the value of a JavaScript expression; a promise is awaited.
func eval[T any](p *tab, expression string) T {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(p.t, err, "%s", expression)
	return value
}

// text returns what a reader sees of the first element that the selector finds.
func (p *tab) text(selector string) string {
	p.t.Helper()
	p.wait(selector, "document.querySelector("+quoted(selector)+")")
	return eval[string](p, "document.querySelector("+quoted(selector)+").innerText")
}

// screenshot saves what the window shows as web/e2e/shots/NAME.png, for people to look at.
func (p *tab) screenshot(name string) {
	p.t.Helper()
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	require.NoError(p.t, err)
	savePicture(p.t, name, png)
}

func savePicture(t testing.TB, name string, png []byte) string {
	t.Helper()
	path := filepath.Join("shots", strings.NewReplacer("/", "-", " ", "-").Replace(name)+".png")
	require.NoError(t, os.MkdirAll("shots", 0o755))
	require.NoError(t, os.WriteFile(path, png, 0o644))
	return path
}

// quoted writes a string as a JavaScript literal.
func quoted(s string) string {
	literal, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always encodes
	}
	return string(literal)
}
