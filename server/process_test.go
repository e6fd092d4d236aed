package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
	"galley/server/store/storetest"
)

// asProgram turns the test binary into galley itself, for what only a process of
// its own shows: signals, closed pipes, a kill.
const asProgram = "GALLEY_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	storetest.Main(m)
}

// process is galley as a process that has not started.
func (s *shell) process(args ...string) *exec.Cmd {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "GALLEY_DATA="+s.data)
	return cmd
}

// mustServe starts a server as a process and gives its address and a token.
func (s *shell) mustServe() (cmd *exec.Cmd, base, token string) {
	s.t.Helper()
	cmd = s.process("serve", "--addr", "127.0.0.1:0", "--user", "anna")
	out, err := cmd.StdoutPipe()
	require.NoError(s.t, err)
	require.NoError(s.t, cmd.Start())
	first, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(s.t, err)
	require.NoError(s.t, out.Close(), "nobody reads on")
	base = strings.TrimPrefix(strings.TrimSpace(first), "listening on ")
	s.run(0, "user", "token", "--data", "$DATA", "anna", "--api")
	return cmd, base, strings.TrimSpace(s.out)
}

// load lets 64 clients append ops through the API until the server is gone, and
// gives the ops that were answered. Each answer counts on done.
func (s *shell) load(base, token string, done *atomic.Int64) map[string]bool {
	s.t.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	call := func(method, path string, body, answer any) error {
		var raw bytes.Buffer
		if err := json.NewEncoder(&raw).Encode(body); err != nil {
			return err
		}
		r, err := http.NewRequestWithContext(s.t.Context(), method, base+path, &raw)
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		a, err := client.Do(r)
		if err != nil {
			return err
		}
		defer a.Body.Close()
		got, err := io.ReadAll(a.Body)
		if err == nil && a.StatusCode/100 != 2 {
			err = fmt.Errorf("%d: %s", a.StatusCode, got)
		}
		if err != nil {
			return err
		}
		return json.Unmarshal(got, answer)
	}
	require.NoError(s.t, call("POST", "/api/v1/projects", wire.NewProject{Name: "p"}, &wire.Project{}))
	var added wire.Added
	require.NoError(s.t, call("POST", "/api/v1/projects/p/documents", wire.NewDocument{Text: "Ein Satz für alle."}, &added))
	var d wire.Document
	require.NoError(s.t, call("GET", "/api/v1/documents/"+added.ID, nil, &d))
	answered := map[string]bool{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for w := range 64 {
		wg.Go(func() {
			for i := 0; ; i++ {
				op := ops.CreateSpan("user:anna", &annotations.Span{
					ID: fmt.Sprint(w, "-", i), Label: "quote", Quote: []string{"Ein"}, Fragments: []annotations.Fragment{{Start: 0, End: text.Rune(3)}},
				})
				op.ID, op.TextSHA, op.SchemaVersion = "op-"+op.Target, d.SHA256, 1
				var a wire.Answer
				err := call("PUT", "/api/v1/documents/"+d.ID+"/ops", wire.Batch{ClientID: fmt.Sprint("tab", w), Epoch: d.Epoch, Ops: []ops.Op{op}}, &a)
				if err != nil || !a.Outcomes[0].Result.TookEffect() {
					return
				}
				mu.Lock()
				answered[op.Target] = true
				mu.Unlock()
				done.Add(1)
			}
		})
	}
	wg.Wait()
	return answered
}

// requireAnswered compares what the folder holds with what was answered.
func (s *shell) requireAnswered(answered map[string]bool) {
	s.t.Helper()
	s.run(0, "verify", "--data", "$DATA")
	s.run(0, "export", "--data", "$DATA", "--project", "p")
	var line struct {
		Sets []struct{ Spans []struct{ ID string } }
	}
	require.NoError(s.t, json.Unmarshal([]byte(s.out), &line))
	kept := map[string]bool{}
	for _, sp := range line.Sets[0].Spans {
		kept[sp.ID] = true
	}
	for id := range answered {
		require.True(s.t, kept[id], "%s was answered", id)
	}
}

func TestASignalUnderLoadEndsTheServerInTimeWithNothingLost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		signal syscall.Signal
		code   int
	}{{"SIGTERM", syscall.SIGTERM, 0}, {"SIGINT", syscall.SIGINT, 0}, {"SIGKILL", syscall.SIGKILL, -1}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newShell(t)
			cmd, base, token := s.mustServe()
			var done atomic.Int64
			ended := make(chan time.Duration, 1)
			go func() {
				for done.Load() < 200 {
					time.Sleep(time.Millisecond)
				}
				start := time.Now()
				_ = cmd.Process.Signal(c.signal)
				_ = cmd.Wait()
				ended <- time.Since(start)
			}()
			answered := s.load(base, token, &done)
			require.Less(t, <-ended, drain)
			require.Equal(t, c.code, cmd.ProcessState.ExitCode())
			require.GreaterOrEqual(t, len(answered), 200)
			s.requireAnswered(answered)
		})
	}
}

func TestAnImportGoesOnWhenNobodyReadsItsLines(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	in := s.sample()
	out, in2, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, out.Close())
	cmd := s.process("import", "--project", "p", in)
	cmd.Stdout = in2
	require.NoError(t, cmd.Run())
	require.NoError(t, in2.Close())
	s.run(0, "project", "list", "--data", "$DATA")
	require.Regexp(t, `(?m)^p +3 `, s.out)
}

func TestOutputThatCannotBeWrittenIsAFailure(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	require.NoError(t, err)
	defer full.Close()
	s := newShell(t)
	s.run(0, "user", "add", "--data", "$DATA", "anna")
	s.run(0, "import", "--data", "$DATA", "--project", "p", s.sample())
	for _, line := range []string{"export --project p", "import --project q " + s.sample(), "project list", "user token anna", "user list --json"} {
		var errs bytes.Buffer
		cmd := s.process(strings.Fields(line)...)
		cmd.Stdout, cmd.Stderr = full, &errs
		require.Error(t, cmd.Run(), line)
		require.Equal(t, 1, cmd.ProcessState.ExitCode(), line)
		require.Contains(t, errs.String(), "no space left on device", line)
	}
}
