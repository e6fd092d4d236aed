package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"galley/annotations"
	"galley/server/store"
	"galley/server/wiring"
)

// program is one run of the command line, with what it reads and writes.
type program struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string

	data   string
	asJSON bool
}

// The exit codes.
const (
	good   = 0
	failed = 1
	wrong  = 2
)

// usage is an error of who typed the command.
type usage struct{ error }

func usagef(format string, args ...any) error { return usage{fmt.Errorf(format, args...)} }

// errSaid ends a command that has already said everything.
var errSaid = errors.New("the messages above say what failed")

// run runs one command line and gives the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	root.SetArgs(args)
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	cmd, err := root.ExecuteContextC(ctx)
	var mistake usage
	switch {
	case err == nil:
		return good
	case errors.As(err, &mistake):
		p.say("galley: %s\nRun `%s --help` for what it takes.", err, cmd.CommandPath())
		return wrong
	case errors.Is(err, errSaid):
		return failed
	case ctx.Err() != nil:
		p.say("galley: interrupted; what was done before is kept")
		return failed
	}
	p.say("galley: %s", err)
	return failed
}

// say writes a message for a person.
func (p *program) say(format string, args ...any) { fmt.Fprintf(p.err, format+"\n", args...) }

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use: "galley", Short: "Tag claims, quotes and entities in news articles; keep every edit; export training data",
		SilenceUsage: true, SilenceErrors: true, Args: cobra.ArbitraryArgs, RunE: p.group,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return p.fromEnvironment(cmd) },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if words := cmd.Flags().Args(); cmd.HasSubCommands() && len(words) > 0 {
			return p.group(cmd, words) // its flags are unknown because the command is
		}
		return usage{err}
	})
	root.AddCommand(p.serveCommand(), p.importCommand(), p.exportCommand(), p.releaseCommand(), p.projectCommand(), p.userCommand(), p.logCommand(), p.findCommand(), p.checkCommand(), p.verifyCommand(), p.versionCommand())
	return root
}

// group runs a command that only has commands below it: it was called wrongly.
func (p *program) group(cmd *cobra.Command, args []string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	if len(args) > 0 {
		return usagef("%s has no command %q; there are %s", cmd.CommandPath(), args[0], strings.Join(names, ", "))
	}
	return usagef("%s needs a command: %s", cmd.CommandPath(), strings.Join(names, ", "))
}

// exactly asks for n arguments.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usagef("%s takes %s, not %d arguments", cmd.CommandPath(), what, len(args))
		}
		return nil
	}
}

// fromEnvironment sets flags that were not given from GALLEY_… variables.
func (p *program) fromEnvironment(cmd *cobra.Command) error {
	var bad error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := "GALLEY_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if v := p.env(name); v != "" && !f.Changed && f.Name != "help" && bad == nil {
			if err := cmd.Flags().Set(f.Name, v); err != nil {
				bad = usagef("%s=%q: %v", name, v, err)
			}
		}
	})
	return bad
}

// dataFlag and jsonFlag hold for a command and those below it.
func (p *program) dataFlag(cmd *cobra.Command) *cobra.Command {
	cmd.PersistentFlags().StringVar(&p.data, "data", "", "the data `folder` (GALLEY_DATA)")
	return cmd
}

func (p *program) jsonFlag(cmd *cobra.Command) *cobra.Command {
	cmd.PersistentFlags().BoolVar(&p.asJSON, "json", false, "print JSON instead of a table")
	return cmd
}

// open opens the data folder beside a server that may be running, for one
// command. A folder that is not there is made only where the command adds data.
func (p *program) open(ctx context.Context, create bool) (wiring.Services, func(), error) {
	if p.data == "" {
		return wiring.Services{}, nil, usagef("--data FOLDER is missing (or GALLEY_DATA)")
	}
	if !create && !store.Exists(p.data) {
		if _, err := os.Stat(p.data); err == nil {
			return wiring.Services{}, nil, fmt.Errorf("the folder %s holds no galley data", p.data)
		}
		return wiring.Services{}, nil, fmt.Errorf("there is no data folder %s", p.data)
	}
	s, err := store.Open(ctx, p.data, store.Options{Mode: store.Tool})
	if err != nil {
		return wiring.Services{}, nil, err
	}
	w := wiring.Wire(s, false)
	return w, func() {
		w.Live.Close()
		if err := s.Close(); err != nil {
			p.say("galley: close %s: %v", p.data, err)
		}
	}, nil
}

// needProject refuses a command without --project.
func needProject(name string) error {
	if name == "" {
		return usagef("--project NAME is missing (or GALLEY_PROJECT)")
	}
	return checkName("--project", name, "a project's name")
}

// checkName refuses a word that cannot be a name.
func checkName(where, name, what string) error {
	if annotations.ValidName(name) {
		return nil
	}
	return usagef("%s: %q is not %s: 1 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit", where, name, what)
}

// deaf lets the program outlive whoever reads its output: `galley import … | head`
// must not stop half-way, nor a server because its log is not read any more.
func deaf() { signal.Ignore(syscall.SIGPIPE) }
