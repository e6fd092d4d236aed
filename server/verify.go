package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"

	"github.com/spf13/cobra"
)

// version is set by the linker in a release.
var version = "dev"

func (p *program) verifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "verify --data FOLDER", Short: "Check that everything in a data folder fits together", Args: exactly(0, "no arguments"),
		Long: "Check the database file, fold every document's log anew and compare it with what is shown. Changes nothing.",
		RunE: func(cmd *cobra.Command, _ []string) error { return p.verify(cmd.Context()) },
	}
	return p.dataFlag(p.jsonFlag(cmd))
}

func (p *program) verify(ctx context.Context) error {
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	v, err := services.Keeper.Verify(ctx)
	if err != nil {
		return err
	}
	found := struct {
		Documents int `json:"documents"`
		Sets      int `json:"sets"`
		Ops       int `json:"ops"`
	}(v)
	return p.print(found, "DOCUMENTS\tSETS\tOPS", [][]string{{strconv.Itoa(v.Documents), strconv.Itoa(v.Sets), strconv.Itoa(v.Ops)}})
}

func (p *program) versionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "version", Short: "Print the version", Args: exactly(0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			if p.asJSON {
				return p.print(map[string]string{"version": version, "revision": revision(), "go": runtime.Version()}, "", nil)
			}
			_, err := fmt.Fprintf(p.out, "galley %s (%s, %s)\n", version, revision(), runtime.Version())
			return err
		},
	}
	return p.jsonFlag(cmd)
}

// revision is the commit the program was built from.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				return s.Value[:12]
			}
		}
	}
	return "unknown revision"
}
