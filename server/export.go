package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/server/export"
)

func (p *program) exportCommand() *cobra.Command {
	var r export.Request
	var out, offsets string
	var names []string
	for _, f := range formats.All {
		names = append(names, f.Name)
	}
	cmd := &cobra.Command{
		Use: "export --data FOLDER --project NAME", Short: "Write a project's data in a format",
		Long: "Write a project's data. The same data gives the same bytes. What a format cannot hold is counted on standard error.",
		Args: exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			r.Offsets = formats.Offsets(offsets)
			return p.export(cmd.Context(), r, out)
		},
	}
	cmd.Flags().StringVar(&r.Project, "project", "", "the project's `name`")
	cmd.Flags().StringVar(&r.Format, "format", "galley", strings.Join(names, ", "))
	cmd.Flags().StringVar(&r.Set, "set", "all", "whose sets: all, gold, or an owner such as user:anna")
	cmd.Flags().StringVar(&offsets, "offsets", "codepoint", "the unit of positions in doccano: codepoint or utf16")
	cmd.Flags().StringVar(&out, "out", "", "the `file` to write (default: standard output)")
	return p.dataFlag(cmd)
}

func (p *program) export(ctx context.Context, r export.Request, out string) error {
	if err := needProject(r.Project); err != nil {
		return err
	}
	if err := checkOut(out); err != nil {
		return err
	}
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	job, err := services.Export.Plan(ctx, r)
	var choice *annotations.Error
	if errors.As(err, &choice) && choice.Code == annotations.Invalid {
		return usagef("--%s: %s", choice.Field, choice.Detail)
	}
	if err != nil {
		return err
	}
	var report formats.Report
	write := func(w io.Writer) error {
		report, err = job.Write(ctx, w)
		return err
	}
	if out == "" || out == "-" {
		err = write(p.out)
	} else {
		err = replaceFile(out, write)
	}
	if err != nil {
		return err
	}
	for _, sentence := range report.Sentences() {
		p.say("%s", sentence)
	}
	return nil
}

// checkOut refuses a place where no file can be, before any work is done.
func checkOut(path string) error {
	if path == "" || path == "-" {
		return nil
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("--out: %s is not a file that can be replaced; name one, or leave --out away for standard output", path)
	}
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("--out: there is no folder %s", dir)
	}
	return nil
}

// replaceFile writes a file beside path and moves it there when it is whole, so
// that a failed export leaves what was there.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(write(f), f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
