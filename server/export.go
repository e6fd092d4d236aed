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

// exportFlags are an export's parameters as flags.
type exportFlags struct {
	values map[string]*string
	// out and report are where the files go.
	out, report string
}

func newExportFlags(cmd *cobra.Command, choice, files bool) *exportFlags {
	f := &exportFlags{values: map[string]*string{}}
	for _, p := range export.Params {
		if p.Choice && !choice || !p.Choice && !files {
			continue
		}
		about := p.About
		if p.Name == "format" {
			var names []string
			for _, f := range formats.All {
				names = append(names, f.Name)
			}
			about = strings.Join(names, ", ") + " (default: galley)"
		}
		f.values[p.Name] = cmd.Flags().String(p.Name, "", about)
	}
	if files {
		cmd.Flags().StringVar(&f.out, "out", "", "the `path` to write: a file, a folder for formats of several files, or a .zip of it (default: standard output, where several files are a .zip)")
		cmd.Flags().StringVar(&f.report, "report", "", "a `file` for the report of what is not in the export as it is in the project; folders have it inside")
	}
	return f
}

// into sets a request's parameters.
func (f *exportFlags) into(r *export.Request) error {
	for _, p := range export.Params {
		if v := f.values[p.Name]; v != nil {
			if err := r.SetParam(p.Name, *v); err != nil {
				return flagError(err)
			}
		}
	}
	return nil
}

// flagError says of a parameter that it was used wrongly as a flag.
func flagError(err error) error {
	var choice *annotations.Error
	if errors.As(err, &choice) && choice.Code == annotations.Invalid && choice.Field != "" {
		return usagef("--%s: %s", choice.Field, choice.Detail)
	}
	return err
}

func (p *program) exportCommand() *cobra.Command {
	var r export.Request
	var flags *exportFlags
	cmd := &cobra.Command{
		Use: "export --data FOLDER --project NAME", Short: "Write a project's data in a format",
		Long: "Write a project's data. The same data gives the same bytes. What is not in the file as it is in the project is counted on standard error.",
		Args: exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.export(cmd.Context(), r, flags) },
	}
	cmd.Flags().StringVar(&r.Project, "project", "", "the project's `name`")
	flags = newExportFlags(cmd, true, true)
	return p.dataFlag(cmd)
}

func (p *program) export(ctx context.Context, r export.Request, flags *exportFlags) error {
	if err := needProject(r.Project); err != nil {
		return err
	}
	if err := flags.into(&r); err != nil {
		return err
	}
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	if flags.wantsFolder() && r.As == "" {
		r.As = "folder"
		if _, err := services.Export.Plan(ctx, r); annotations.CodeOf(err) == annotations.Invalid {
			r.As = "" // the format is one file
		}
	}
	job, err := services.Export.Plan(ctx, r)
	if err != nil {
		return flagError(err)
	}
	outcome, err := p.deliver(ctx, job, flags)
	if err != nil {
		return err
	}
	if len(outcome.Losses) > 0 {
		p.say("%d documents, %d spans, %d links are in the export; of the project", outcome.Documents, outcome.Spans, outcome.Links)
	}
	for _, sentence := range outcome.Sentences() {
		p.say("%s", sentence)
	}
	return nil
}

func (f *exportFlags) toStdout() bool { return f.out == "" || f.out == "-" }

// wantsFolder: the path is that of a folder or an archive.
func (f *exportFlags) wantsFolder() bool {
	if f.toStdout() {
		return false
	}
	info, err := os.Stat(f.out)
	return strings.HasSuffix(f.out, ".zip") || strings.HasSuffix(f.out, string(filepath.Separator)) || err == nil && info.IsDir()
}

// deliver writes an export where it was asked to be.
func (p *program) deliver(ctx context.Context, job *export.Job, f *exportFlags) (outcome export.Outcome, err error) {
	if job.Folder() && !f.toStdout() && !strings.HasSuffix(f.out, ".zip") {
		if f.report != "" {
			return outcome, usagef("--report: the folder has its report inside, export-report.json")
		}
		if err := checkParent("--out", f.out); err != nil {
			return outcome, err
		}
		if err := export.CheckPlace(f.out); err != nil {
			return outcome, fmt.Errorf("--out: %w", err)
		}
		return job.Place(ctx, f.out)
	}
	for flag, path := range map[string]string{"--out": f.out, "--report": f.report} {
		if err := checkOut(flag, path); err != nil {
			return outcome, err
		}
	}
	write := func(w io.Writer) error {
		if f.report == "" {
			outcome, err = job.Write(ctx, w)
			return err
		}
		return replaceFile(f.report, func(report io.Writer) error {
			outcome, err = job.WriteWithReport(ctx, w, report)
			return err
		})
	}
	if f.toStdout() {
		return outcome, write(p.out)
	}
	err = replaceFile(f.out, write)
	return outcome, err
}

// checkOut refuses a place where no file can be, before any work is done.
func checkOut(flag, path string) error {
	if path == "" || path == "-" {
		return nil
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s: %s is not a file that can be replaced; name one, or leave %s away", flag, path, flag)
	}
	return checkParent(flag, path)
}

func checkParent(flag, path string) error {
	dir := filepath.Dir(filepath.Clean(path))
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("%s: there is no folder %s", flag, dir)
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
