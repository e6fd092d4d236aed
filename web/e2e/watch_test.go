package e2e

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// watcher notes what a page says and asks for while a story runs.
type watcher struct {
	mu       sync.Mutex
	console  []string
	problems []string
	allowed  []string
	hosts    map[string]bool
	answers  []*network.Response
}

func newWatcher() *watcher { return &watcher{hosts: map[string]bool{}} }

// visit makes the host of an address one that the page may talk to.
func (w *watcher) visit(address string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u, err := url.Parse(address); err == nil {
		w.hosts[u.Host] = true
	}
}

// allow lets problems pass that contain the text, such as "/api/v1/" while the server is down on purpose.
func (w *watcher) allow(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.allowed = append(w.allowed, text)
}

// unexpected returns the problems that were not allowed.
func (w *watcher) unexpected() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var left []string
problems:
	for _, problem := range w.problems {
		for _, text := range w.allowed {
			if strings.Contains(problem, text) {
				continue problems
			}
		}
		left = append(left, problem)
	}
	return left
}

// transcript is what the page wrote to its console.
func (w *watcher) transcript() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.console, "\n")
}

// answersTo returns the answers to requests whose address contains the text, oldest first.
func (w *watcher) answersTo(text string) []*network.Response {
	w.mu.Lock()
	defer w.mu.Unlock()
	var found []*network.Response
	for _, answer := range w.answers {
		if strings.Contains(answer.URL, text) {
			found = append(found, answer)
		}
	}
	return found
}

// observe takes one event of the debugging protocol. It runs in the loop that reads them and must be quick.
func (w *watcher) observe(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		w.say(e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert, "console."+string(e.Type)+": "+arguments(e.Args))
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		w.say(true, "exception: "+text)
	case *log.EventEntryAdded:
		// Violations of the content security policy and requests that failed arrive here.
		w.say(e.Entry.Level == log.EntryLevelError, fmt.Sprintf("browser %s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(e.Request.URL)
		if err == nil && strings.HasPrefix(u.Scheme, "http") && !w.hosts[u.Host] {
			w.say(true, "request to a foreign host: "+e.Request.URL)
		}
	case *network.EventResponseReceived:
		w.answers = append(w.answers, e.Response)
	}
}

func (w *watcher) say(isProblem bool, text string) {
	w.console = append(w.console, text)
	if isProblem {
		w.problems = append(w.problems, text)
	}
}

func arguments(args []*runtime.RemoteObject) string {
	var words []string
	for _, arg := range args {
		if arg.Description != "" {
			words = append(words, arg.Description)
			continue
		}
		words = append(words, strings.Trim(string(arg.Value), `"`))
	}
	return strings.Join(words, " ")
}

// call sends one command of the debugging protocol to the page.
func call[P, R any](p *tab, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	// Without an end a question of the page, such as whether to leave it, would hold the story for ever.
	ctx, stop := context.WithTimeout(p.ctx, 2*patience)
	defer stop()
	result, err := chromedp.Call(ctx, command, params)
	require.NoError(p.t, err, "%s", command.Method)
	return result
}

func TestTheHarnessNoticesWhatNoPageMayDo(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	p := newPage(t, desktop)
	p.allow("") // everything below is done on purpose
	p.open(s.URL + "/nothing")
	for what, script := range map[string]string{
		"Content Security Policy":    `document.body.setAttribute("style", "color: red")`,
		"TrustedHTML":                `try { document.body.innerHTML = "<p>" } catch (e) { console.error(e.message) }`,
		"console.error: help":        `console.error("help")`,
		"exception: Uncaught":        `queueMicrotask(() => { throw new Error("lost") })`,
		"to a foreign host":          `new Image().src = "http://127.0.0.2:9/a.png"`,
		"status of 404 (Not Found)":  `fetch("/api/v1/nothing").then(() => 0)`,
		"http://127.0.0.2:9/b.woff2": `fetch("http://127.0.0.2:9/b.woff2").catch(() => 0)`,
	} {
		p.run(script + "; void 0")
		p.eventually("the problem “"+what+"”", func() bool {
			p.mu.Lock()
			defer p.mu.Unlock()
			return strings.Contains(strings.Join(p.problems, "\n"), what)
		})
	}
	require.Empty(t, p.unexpected())
}
