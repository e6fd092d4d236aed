package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// patience is how long a story waits for a condition before it fails. It is generous, because a slow machine is no
// reason to fail; a condition that comes true ends the wait at once.
const patience = 30 * time.Second

func TestMain(m *testing.M) {
	if os.Getenv(standIn) != "" {
		runStandIn()
		return
	}
	code := m.Run()
	stopBrowser()
	os.Exit(code)
}

// The browser process that all stories of a run share.
var shared struct {
	once    sync.Once
	ctx     context.Context
	stop    func()
	profile string
	err     error
}

// browser returns the context of the shared browser, and starts it for the first story.
func browser(t testing.TB) context.Context {
	t.Helper()
	shared.once.Do(func() { shared.err = startBrowser() })
	require.NoError(t, shared.err)
	return shared.ctx
}

func startBrowser() error {
	path, err := findChromium()
	if err != nil {
		return err
	}
	if shared.profile, err = os.MkdirTemp("", "galley-browser-"); err != nil {
		return err
	}
	flags := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(shared.profile), chromedp.NoFirstRun, chromedp.NoSandbox,
		chromedp.Headless,
	}
	for _, name := range []string{
		"disable-gpu", "disable-quic", "disable-background-networking", "disable-component-update", "disable-sync",
		"disable-dev-shm-usage", "disable-background-timer-throttling", "disable-renderer-backgrounding",
		"disable-backgrounding-occluded-windows",
	} {
		flags = append(flags, chromedp.Flag(name, true))
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, cancel := chromedp.NewContext(allocator)
	shared.ctx = ctx
	shared.stop = func() { _ = chromedp.Cancel(ctx); cancel(); stopAllocator() }
	if err := chromedp.Do(ctx); err != nil {
		return fmt.Errorf("start %s: %w", path, err)
	}
	return nil
}

func stopBrowser() {
	if shared.stop != nil {
		shared.stop()
	}
	if shared.profile != "" {
		_ = os.RemoveAll(shared.profile) // a leftover in the temporary folder harms nobody
	}
}

// findChromium returns the path of a Chromium or Chrome, or says how to get one.
func findChromium() (string, error) {
	names := []string{
		"chromium", "chromium-browser", "google-chrome-stable", "google-chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	}
	if name := os.Getenv("GALLEY_CHROMIUM"); name != "" {
		names = []string{name}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium found for the browser stories: install it (Debian, Ubuntu: apt-get install " +
		"chromium; macOS: brew install chromium) or name one in GALLEY_CHROMIUM")
}
