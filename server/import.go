package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"galley/annotations"
	"galley/annotations/text"
	"galley/annotations/wire"
	"galley/server/ingest"
)

// importing is one run of the import command.
type importing struct {
	*program
	ingest  *ingest.Service
	project string
	format  string
	owner   string
	actor   string
	got     wire.Imported
	failed  bool
	// unsaid is why a line could not be written to standard output.
	unsaid   error
	progress *progress
}

func (p *program) importCommand() *cobra.Command {
	m := &importing{program: p}
	cmd := &cobra.Command{
		Use: "import --data FOLDER --project NAME PATH…|-", Short: "Add documents to a project",
		Long: "Add documents: .txt and .md files as plain text, .jsonl files as native JSONL with the sets of their owners, folders with\n" +
			"all such files in them, - for standard input. Prints ID<TAB>TITLE for every document. What is there already is not added\n" +
			"again. A bad file or line is named and the others are kept; the exit code is 1 then.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("%s needs at least one file, or - for standard input", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return m.run(cmd.Context(), args) },
	}
	cmd.Flags().StringVar(&m.project, "project", "", "the project's `name`; it is made when there is none")
	cmd.Flags().StringVar(&m.format, "format", "auto", "auto, galley or text")
	cmd.Flags().StringVar(&m.owner, "as", "", "the `owner` of spans in formats without owners, and who is said to have acted (user:NAME)")
	return p.dataFlag(p.jsonFlag(cmd))
}

func (m *importing) run(ctx context.Context, paths []string) error {
	if err := m.check(); err != nil {
		return err
	}
	services, done, err := m.open(ctx, true)
	if err != nil {
		return err
	}
	defer done()
	deaf()
	m.ingest = ingest.New(lateProject{services.Keeper})
	m.got = wire.Imported{Documents: []wire.Added{}, Problems: []wire.LineProblem{}}
	m.progress = newProgress(m.err, m.out, !m.asJSON)
	defer m.progress.clear()
	for _, path := range paths {
		if err := m.path(ctx, path); err != nil {
			return err
		}
	}
	if m.unsaid != nil && !errors.Is(m.unsaid, syscall.EPIPE) {
		return m.unsaid
	}
	if m.asJSON {
		if err := m.print(m.got, "", nil); err != nil {
			return err
		}
	}
	if m.failed {
		return errSaid
	}
	return nil
}

func (m *importing) check() error {
	if err := needProject(m.project); err != nil {
		return err
	}
	switch m.format {
	case "auto", "galley", "text":
	default:
		return usagef("--format: %q is none of auto, galley, text", m.format)
	}
	m.actor = "import"
	if m.owner != "" {
		owner, err := annotations.ParseOwner(m.owner)
		if err != nil {
			return usagef("--as: %s", detail(err))
		}
		if name, ok := owner.User(); ok {
			m.actor = name
		}
	}
	return nil
}

// path imports a file, standard input, or every known file of a folder in order
// of their names.
func (m *importing) path(ctx context.Context, path string) error {
	if path == "-" {
		return m.stream(ctx, "standard input", "", m.in)
	}
	info, err := os.Stat(path)
	if err != nil {
		m.bad("%s: %v", path, plain(err))
		return nil
	}
	if !info.IsDir() {
		return m.file(ctx, path)
	}
	found := false
	// With the separator a link to a folder is that folder.
	err = filepath.WalkDir(path+string(filepath.Separator), func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			m.bad("%s: %v", file, plain(err))
			found = true
			return nil
		case entry.Type().IsRegular() && formatOf(file) != "":
			found = true
			return m.file(ctx, file)
		}
		return nil
	})
	if err == nil && !found {
		m.bad("%s: the folder holds no .txt, .md or .jsonl file", path)
	}
	return err
}

func (m *importing) file(ctx context.Context, path string) error {
	f, err := os.Open(path)
	if err != nil {
		m.bad("%s: %v", path, plain(err))
		return nil
	}
	defer f.Close()
	return m.stream(ctx, path, filepath.Base(path), f)
}

// stream imports what r holds. It gives an error only when going on with other
// files makes no sense.
func (m *importing) stream(ctx context.Context, name, source string, r io.Reader) error {
	format := m.format
	if format == "auto" {
		if format = formatOf(source); source == "" {
			lines := bufio.NewReader(r)
			format, r = sniff(lines), lines
		}
	}
	switch format {
	case "galley":
		if m.owner != "" {
			m.say("%s: native JSONL keeps the owners of its sets; --as names only who acted", name)
		}
		return m.galley(ctx, name, r)
	case "text":
		return m.text(ctx, name, source, r)
	}
	m.bad("%s: cannot tell the format from the name; say --format text or --format galley", name)
	return nil
}

// formatOf is the format that a file's name promises; "" for none.
func formatOf(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jsonl", ".ndjson":
		return "galley"
	case ".txt", ".md", ".text":
		return "text"
	}
	return ""
}

// sniff tells native JSONL from text by its first bytes.
func sniff(r *bufio.Reader) string {
	first, _ := r.Peek(512) // what there is; an error comes again when it is read
	first = bytes.TrimSpace(bytes.TrimPrefix(first, []byte("\uFEFF")))
	if bytes.HasPrefix(first, []byte(`{"`)) {
		return "galley"
	}
	return "text"
}

func (m *importing) text(ctx context.Context, name, source string, r io.Reader) error {
	raw, err := io.ReadAll(io.LimitReader(r, text.MaxBytes+16))
	if err != nil {
		m.bad("%s: %v", name, plain(err))
		return nil
	}
	added, err := m.ingest.Text(ctx, m.project, wire.NewDocument{Text: string(raw), Source: source})
	return m.became(name, ingest.Imported{Added: added}, err)
}

func (m *importing) galley(ctx context.Context, name string, r io.Reader) error {
	err := m.ingest.Galley(ctx, m.project, m.actor, r, func(got ingest.Imported, bad *wire.LineProblem) bool {
		if bad != nil {
			m.got.Problems = append(m.got.Problems, *bad)
			m.bad("%s: line %d: %s", name, bad.Line, bad.Problem)
			return true
		}
		_ = m.became(name, got, nil)
		return true
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// became tells what became of one document.
func (m *importing) became(name string, got ingest.Imported, err error) error {
	switch annotations.CodeOf(err) {
	case "":
	case annotations.Invalid, annotations.TooLarge, annotations.Conflict:
		m.bad("%s: %s", name, detail(err))
		return nil
	default:
		return fmt.Errorf("%s: %w", name, err)
	}
	m.got.Documents = append(m.got.Documents, got.Added)
	m.got.Spans, m.got.Links = m.got.Spans+got.Spans, m.got.Links+got.Links
	m.progress.step(len(m.got.Documents))
	if got.Existing {
		note := "nothing was added"
		if got.Spans+got.Links > 0 {
			note = fmt.Sprintf("%d spans and %d links were added to it", got.Spans, got.Links)
		}
		m.say("%s: already there as %s; %s", name, got.ID, note)
	}
	if !m.asJSON {
		if _, err := fmt.Fprintf(m.out, "%s\t%s\n", got.ID, oneLine(got.Title)); m.unsaid == nil {
			m.unsaid = err
		}
	}
	return nil
}

// say writes a message where the progress stood.
func (m *importing) say(format string, args ...any) {
	m.progress.clear()
	m.program.say(format, args...)
}

// bad names what was not imported; the rest goes on.
func (m *importing) bad(format string, args ...any) {
	m.failed = true
	m.say("galley: "+format, args...)
}

// plain is a file error without the path, which the message has already.
func plain(err error) error {
	if e, ok := err.(*fs.PathError); ok {
		return e.Err
	}
	return err
}
