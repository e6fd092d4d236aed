package e2e

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// standIn makes this test program behave as galley would, so that the harness can be tested without it.
const standIn = "GALLEY_E2E_STAND_IN"

// runStandIn answers `serve --addr ADDR …` with the two lines of a server and an open port until it is told to stop,
// and every other command with its own arguments.
func runStandIn() {
	if os.Args[1] != "serve" {
		fmt.Println(strings.Join(os.Args[1:], " "))
		return
	}
	listener, err := net.Listen("tcp", os.Args[slices.Index(os.Args, "--addr")+1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	go func() { _ = http.Serve(listener, http.NotFoundHandler()) }()
	fmt.Printf("listening on http://%s\nsign in: http://%s/#token\n", listener.Addr(), listener.Addr())
	fmt.Fprintln(os.Stderr, "ready")
	<-stop
}

func TestTheHarnessStartsStopsAndStartsAServerAgain(t *testing.T) {
	t.Setenv(standIn, "1")
	self, err := os.Executable()
	require.NoError(t, err)
	s := launch(t, self, "--demo")
	require.Regexp(t, `^http://127\.0\.0\.1:\d+$`, s.URL)
	require.Equal(t, s.URL+"/#token", s.SignIn)
	require.DirExists(t, s.Data)
	reachable := func() bool {
		answer, err := http.Get(s.URL)
		if err == nil {
			_ = answer.Body.Close()
		}
		return err == nil
	}
	require.True(t, reachable())

	address := s.URL
	s.stop()
	require.False(t, reachable())
	s.startAgain()
	require.Equal(t, address, s.URL)
	require.True(t, reachable())
	s.kill()
	require.False(t, reachable())

	require.Equal(t, "export --data "+s.Data+" --project demo\n", s.galley("export", "--project", "demo"))
	require.Contains(t, s.log.String(), "ready")
}
