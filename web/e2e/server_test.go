package e2e

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// root is the folder of the module, seen from this package.
const root = "../.."

// buildServer builds app.wasm, and galley with it inside, once in a run and only if something changed; buildApp is the
// same, for stories without a server.
var (
	buildApp    = buildServer // one after the other: two builds at once would write the same files
	buildServer = sync.OnceValue(func() error { return build() })
)

func build(flags ...string) error {
	c := exec.Command("go", append([]string{"run", "./web/build", "-quick"}, flags...)...)
	c.Dir, c.Stdout, c.Stderr = root, os.Stderr, os.Stderr
	return c.Run()
}

// server is a running galley with a data folder of its own.
type server struct {
	t      testing.TB
	binary string
	// URL is the address without a slash at its end; SignIn is the link that signs the first visitor in.
	URL, SignIn string
	// Data is the data folder.
	Data string

	args    []string
	process *exec.Cmd
	lines   chan string
	log     *syncBuffer
}

// startServer starts `galley serve --demo` with more arguments on a free port and an empty data folder, and stops it
// when the test ends. Its log is shown if the test failed.
func startServer(t testing.TB, args ...string) *server {
	t.Helper()
	require.NoError(t, buildServer(), "build the server")
	binary, err := filepath.Abs(filepath.Join(root, "bin", "galley"))
	require.NoError(t, err)
	return launch(t, binary, append([]string{"--demo"}, args...)...)
}

// launch starts the server of a binary, as startServer does.
func launch(t testing.TB, binary string, args ...string) *server {
	t.Helper()
	s := &server{t: t, binary: binary, Data: t.TempDir(), args: args, log: &syncBuffer{}}
	t.Cleanup(func() {
		s.kill()
		if t.Failed() {
			t.Log("the server's log:\n" + s.log.String())
		}
	})
	s.start("127.0.0.1:0")
	s.SignIn = s.line("sign in: ")
	return s
}

// start runs the server at an address and reads where it listens.
func (s *server) start(address string) {
	s.t.Helper()
	args := append([]string{"serve", "--addr", address, "--data", s.Data}, s.args...)
	s.process = exec.Command(s.binary, args...)
	s.process.Stderr = s.log
	stdout, err := s.process.StdoutPipe()
	require.NoError(s.t, err)
	require.NoError(s.t, s.process.Start())
	s.lines = make(chan string, 64)
	go forward(stdout, s.lines)
	s.URL = s.line("listening on ")
}

// forward sends the lines of a stream until it ends. Lines nobody takes are dropped.
func forward(from io.Reader, to chan<- string) {
	defer close(to)
	for scanner := bufio.NewScanner(from); scanner.Scan(); {
		select {
		case to <- scanner.Text():
		default:
		}
	}
}

// line returns the rest of the next line of the server's output, which must begin so.
func (s *server) line(begin string) string {
	s.t.Helper()
	select {
	case line := <-s.lines:
		rest, ok := strings.CutPrefix(line, begin)
		require.True(s.t, ok, "the server printed %q instead of “%s…”\n%s", line, begin, s.log.String())
		return rest
	case <-time.After(patience):
		require.FailNow(s.t, "the server did not print “"+begin+"…”", s.log.String())
		return ""
	}
}

// stop ends the server as an operator does, and waits until it has gone.
func (s *server) stop() {
	s.t.Helper()
	require.NoError(s.t, s.process.Process.Signal(syscall.SIGTERM))
	require.NoError(s.t, s.process.Wait(), s.log.String())
	s.process = nil
}

// kill ends the server as a power cut does.
func (s *server) kill() {
	if s.process != nil {
		_ = s.process.Process.Kill() // it may have ended
		_ = s.process.Wait()
		s.process = nil
	}
}

// startAgain starts the stopped server at the address it had, with the data it had.
func (s *server) startAgain() {
	s.t.Helper()
	s.start(strings.TrimPrefix(s.URL, "http://"))
}

// galley runs another command on the server's data folder, as `galley NAME --data DIR ARGS…`, and returns its output.
func (s *server) galley(name string, args ...string) string {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, s.binary, append([]string{name, "--data", s.Data}, args...)...)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	require.NoError(s.t, err, "galley %s %v: %s", name, args, stderr.String())
	return string(out)
}

// syncBuffer is a buffer that a process writes to while a test reads it.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write adds to the end.
func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

// String returns everything written so far.
func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
