//go:build !sqlite_fts5 && !fts5

package storetest

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// Main runs the tests of a package again, built with the tag sqlite_fts5 and with
// the flags this run was given, and ends the process with their result.
func Main(*testing.M) {
	flag.Parse()
	fmt.Fprintln(os.Stderr, "this package needs SQLite's full-text search: running `go test -tags sqlite_fts5` instead")
	cmd := exec.Command("go", arguments()...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		os.Exit(max(1, exit.ExitCode()))
	case err != nil:
		fmt.Fprintf(os.Stderr, "run `go test -tags sqlite_fts5`: %v\n", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// own are the flags that the go command gives a test binary for itself.
var own = map[string]bool{
	"test.testlogfile": true, "test.paniconexit0": true, "test.gocoverdir": true,
	"test.coverprofile": true, "test.outputdir": true,
}

// arguments is the command line of the second run: the package of the present
// folder, where go test starts every test binary.
func arguments() []string {
	args := []string{"test", "-tags", "sqlite_fts5"}
	if raceEnabled {
		args = append(args, "-race")
	}
	args = append(args, ".")
	flag.Visit(func(f *flag.Flag) {
		if !own[f.Name] {
			args = append(args, "-"+f.Name+"="+f.Value.String())
		}
	})
	if flag.NArg() > 0 {
		args = append(append(args, "-args"), flag.Args()...)
	}
	return args
}
