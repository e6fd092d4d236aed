// Command galley is the server and everything that can be done beside it: data
// in, data out, people, projects. `galley help` lists the commands.
//
// Data goes to standard output, messages to standard error. It ends with 0, with
// 1 when something failed (the message says what and where), and with 2 when it
// was called wrongly. Flags beat GALLEY_… environment variables (GALLEY_DATA for
// --data).
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	_ "galley/server/parquet" // the format hf-parquet
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the program at once: everything answered is on disk.
	context.AfterFunc(ctx, stop)
	p := program{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv}
	code := p.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
