package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os/user"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/server/export"
	"galley/server/wiring"
)

func (p *program) releaseCommand() *cobra.Command {
	group := &cobra.Command{
		Use: "release", Short: "Make data sets that never change, export and compare them", Args: cobra.ArbitraryArgs, RunE: p.group,
		Long: "A release is a data set under a name: which documents, how far each was edited, which sets, how it is split. It gives the same bytes at any time.",
	}
	var project string
	group.PersistentFlags().StringVar(&project, "project", "", "the project's `name`")
	sub := func(use, short string, n int, what string, run func(context.Context, wiring.Services, []string) error) *cobra.Command {
		return &cobra.Command{Use: use, Short: short, Args: exactly(n, what), RunE: func(cmd *cobra.Command, args []string) error {
			if err := needProject(project); err != nil {
				return err
			}
			services, done, err := p.open(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer done()
			return run(cmd.Context(), services, args)
		}}
	}
	var note string
	var choice *exportFlags
	create := sub("create --data FOLDER --project NAME RELEASE", "Make a release of the present state", 1, "a name", func(ctx context.Context, s wiring.Services, args []string) error {
		n := wire.NewRelease{Name: args[0], Note: note, Choice: map[string]string{}}
		for name, v := range choice.values {
			if *v != "" {
				n.Choice[name] = *v
			}
		}
		made, err := s.Export.Release(ctx, project, operator(), n)
		if err != nil {
			return choiceError(err)
		}
		return p.printReleases(made, []wire.Release{made})
	})
	create.Flags().StringVar(&note, "note", "", "a `text` about the release")
	choice = newExportFlags(create, true, false)
	list := sub("list --data FOLDER --project NAME", "List releases", 0, "no arguments", func(ctx context.Context, s wiring.Services, _ []string) error {
		all, err := s.Keeper.Releases(ctx, project)
		if err != nil {
			return err
		}
		return p.printReleases(all, all.Releases)
	})
	show := sub("show --data FOLDER --project NAME RELEASE", "Show a release, and whether it still has its hash", 1, "a name", func(ctx context.Context, s wiring.Services, args []string) error {
		return p.showRelease(ctx, s, project, args[0])
	})
	diff := sub("diff --data FOLDER --project NAME FROM TO", "List what differs between two releases", 2, "two names", func(ctx context.Context, s wiring.Services, args []string) error {
		return p.compareReleases(ctx, s, project, args[0], args[1])
	})
	group.AddCommand(create, list, show, p.exportReleaseCommand(&project), diff)
	return p.dataFlag(p.jsonFlag(group))
}

func (p *program) exportReleaseCommand(project *string) *cobra.Command {
	var flags *exportFlags
	cmd := &cobra.Command{
		Use: "export --data FOLDER --project NAME RELEASE", Short: "Write a release in a format", Args: exactly(1, "a name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.export(cmd.Context(), export.Request{Project: *project, Release: args[0]}, flags)
		},
	}
	flags = newExportFlags(cmd, false, true)
	return cmd
}

// operator is who works at the command line.
func operator() string {
	if u, err := user.Current(); err == nil && annotations.ValidName(u.Username) {
		return u.Username
	}
	return "command-line"
}

// choiceError names the flag that a part of a choice came from.
func choiceError(err error) error {
	var bad *annotations.Error
	if errors.As(err, &bad) && bad.Code == annotations.Invalid && bad.Field != "" && bad.Field != "name" && bad.Field != "note" && bad.Field != "choice" {
		return usagef("--%s: %s", bad.Field, bad.Detail)
	}
	return err
}

func (p *program) printReleases(v any, all []wire.Release) error {
	var rows [][]string
	for _, r := range all {
		rows = append(rows, []string{r.Name, r.CreatedAt.Format("2006-01-02 15:04"), strconv.Itoa(r.Counts.Documents), strconv.Itoa(r.Counts.Spans), state(r), oneLine(r.Note)})
	}
	return p.print(v, "NAME\tMADE\tDOCUMENTS\tSPANS\tSHA256\tNOTE", rows)
}

func state(r wire.Release) string {
	if r.SHA256 == "" {
		return "unfinished"
	}
	return r.SHA256[:12]
}

func (p *program) showRelease(ctx context.Context, s wiring.Services, project, name string) error {
	r, err := s.Keeper.Release(ctx, project, name)
	if err != nil {
		return err
	}
	if r.SHA256 != "" {
		same, err := s.Export.Verify(ctx, project, name)
		if err != nil {
			return err
		}
		if !same {
			return fmt.Errorf("release %s has another hash than when it was made", name)
		}
	}
	rows := [][]string{{"name", r.Name}, {"made", r.CreatedAt.Format("2006-01-02 15:04:05")}, {"by", r.By}, {"note", oneLine(r.Note)}, {"sha256", r.SHA256},
		{"schema", strconv.Itoa(r.Schema)}, {"documents", strconv.Itoa(r.Counts.Documents)}, {"spans", strconv.Itoa(r.Counts.Spans)}, {"links", strconv.Itoa(r.Counts.Links)}}
	for _, key := range slices.Sorted(maps.Keys(r.Choice)) {
		rows = append(rows, []string{key, r.Choice[key]})
	}
	for _, part := range slices.Sorted(maps.Keys(r.Counts.Splits)) {
		rows = append(rows, []string{"documents in " + part, strconv.Itoa(r.Counts.Splits[part])})
	}
	return p.print(r, "FIELD\tVALUE", rows)
}

func (p *program) compareReleases(ctx context.Context, s wiring.Services, project, from, to string) error {
	d, err := s.Export.Difference(ctx, project, from, to, 0, 1<<30)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, c := range d.Changes {
		rows = append(rows, []string{c.Kind, c.What, c.Document, c.Owner, c.Target, c.From, c.To, oneLine(c.Quote)})
	}
	for _, one := range []struct {
		what string
		n    wire.Changes
	}{{"documents", d.Documents}, {"spans", d.Spans}, {"links", d.Links}} {
		p.say("%s: %d added, %d removed, %d changed", one.what, one.n.Added, one.n.Removed, one.n.Changed)
	}
	return p.print(d, "KIND\tWHAT\tDOCUMENT\tOWNER\tID\tFROM\tTO\tQUOTE", rows)
}
