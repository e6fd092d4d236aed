package store

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations/ops"
	"galley/annotations/wire"
)

const (
	crashWriters = 32
	crashRounds  = 4
)

// crashChild opens a folder and lets 32 writers append one op after the other to
// its only document, printing each op's id and sequence number after its answer.
// It ends only by being killed.
func crashChild(dir string) {
	fail := func(err error) {
		if err != nil {
			fmt.Println("failed:", err)
			os.Exit(3)
		}
	}
	ctx := context.Background()
	s, err := Open(ctx, dir, Options{Log: slog.New(slog.NewTextHandler(os.Stdout, nil))})
	fail(err)
	page, err := s.Documents(ctx, "demo", "anna", DocumentQuery{})
	fail(err)
	d, err := s.Document(ctx, page.Documents[0].ID, "anna")
	fail(err)
	var out sync.Mutex
	for w := range crashWriters {
		go func() {
			for i := 0; ; i++ {
				op := orban(d, fmt.Sprintf("%d-%d-%d", os.Getpid(), w, i))
				a, err := s.AppendOps(ctx, d.ID, "anna", batch(s, fmt.Sprint("tab", w), op))
				fail(err)
				if a.Outcomes[0].Result != ops.Applied {
					fail(fmt.Errorf("%+v", a))
				}
				out.Lock()
				fmt.Println("ack", op.ID, a.Outcomes[0].Seq)
				out.Unlock()
			}
		}()
	}
	// The parent kills this program; it must not outlive a parent that crashed.
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func TestNoAcknowledgedOpIsLostWhenTheServerIsKilled(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s, err := Open(t.Context(), dir, Options{})
	require.NoError(t, err)
	_, err = s.CreateProject(t.Context(), "demo", "")
	require.NoError(t, err)
	d := mustAdd(t, s, sample)
	require.NoError(t, s.Close())

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	acknowledged := map[string]int64{}
	for range crashRounds {
		runAndKill(t, dir, 1+random.IntN(400), acknowledged)
		requireKept(t, dir, d, acknowledged)
	}
}

// runAndKill lets a child write until it acknowledged n ops, kills it, and takes
// down everything it acknowledged.
func runAndKill(t *testing.T, dir string, n int, acknowledged map[string]int64) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashFolder+"="+dir)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	defer in.Close()
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for read := 1; lines.Scan(); read++ {
		line := lines.Text()
		if !strings.HasPrefix(line, "ack ") {
			// Before the kill the child says nothing else; what the kill cut short counts for nothing.
			require.Greater(t, read, n, "the child said: %s", line)
			continue
		}
		var id string
		var seq int64
		if k, _ := fmt.Sscanf(line, "ack %s %d", &id, &seq); k == 2 {
			acknowledged[id] = seq
		}
		if read == n {
			require.NoError(t, cmd.Process.Kill())
		}
	}
	require.ErrorContains(t, cmd.Wait(), "killed")
	require.NotEmpty(t, mark(t, dir))
}

// requireKept opens the folder as a restarted server does and looks for every
// acknowledged op under its sequence number.
func requireKept(t *testing.T, dir string, d *wire.Document, acknowledged map[string]int64) {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	require.NotNil(t, s.checkup, "the file was checked")
	v, err := s.Verify(t.Context())
	require.NoError(t, err)
	require.GreaterOrEqual(t, v.Ops, len(acknowledged))
	stored := map[string]int64{}
	for after := int64(0); ; {
		log, err := s.Log(t.Context(), d.ID, after, 0)
		require.NoError(t, err)
		for _, e := range log.Entries {
			stored[e.ID], after = e.Seq, e.Seq
		}
		if after == log.Head {
			break
		}
	}
	for id, seq := range acknowledged {
		require.Equal(t, seq, stored[id], "op %s was acknowledged", id)
	}
}
