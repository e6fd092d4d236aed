package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/wire"
	"galley/server/ingest"
	"galley/server/ingest/fetch"
	files "galley/server/ingest/source"
)

// importing is one run of the import command.
type importing struct {
	*program
	ingest *ingest.Service
	taker  *ingest.Taker
	// names are what was taken in, by number.
	names   []taken
	project string
	format  string
	owner   string
	actor   string
	got     wire.Imported
	failed  bool
	// unsaid is why a line could not be written to standard output.
	unsaid   error
	progress *progress
	columns  map[string]string
	mapping  map[string]any
	// mappingFile is where mapping is read from.
	mappingFile string
	dryRun      bool
	// grouped are the files that an annotated format takes together, by path.
	grouped  map[string]bool
	language string
	fetch    bool
}

// taken is one file: its name for messages, and the one outcomes begin with.
type taken struct{ name, file string }

func (p *program) importCommand() *cobra.Command {
	m := &importing{program: p}
	cmd := &cobra.Command{
		Use: "import --data FOLDER --project NAME PATH…|-", Short: "Add documents to a project",
		Long: "Add documents: text, Markdown, HTML, MHTML, Word, PDF, e-mail, CSV and TSV, JSON lines, feeds, archives of these, native\n" +
			"JSONL with the sets of their owners, folders with all such files in them, addresses with --fetch, - for standard input. Prints ID<TAB>TITLE for every document. What is there already is not added\n" +
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
	cmd.Flags().StringVar(&m.format, "format", "auto", strings.Join(importFormats(), ", "))
	cmd.Flags().StringToStringVar(&m.columns, "column", nil, "which column of a table or key of JSON lines is what, such as text=Volltext,title=Titel")
	cmd.Flags().StringVar(&m.mappingFile, "mapping", "", "a `file` that says how the words of an annotated format become those of the schema; what it lacks is proposed")
	cmd.Flags().BoolVar(&m.dryRun, "dry-run", false, "import nothing; print as JSON what the words of annotated files are, and the mapping that would be used")
	cmd.Flags().StringVar(&m.language, "language", "", "the texts' language where neither file nor words tell, such as de")
	cmd.Flags().BoolVar(&m.fetch, "fetch", false, "fetch addresses (https://…) given as paths, from the public internet alone")
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
	m.taker = m.ingest.Taker(m.intake(), func(n int, o wire.ImportOutcome) bool {
		at := m.names[n]
		m.became(at.name+strings.TrimPrefix(o.Name, at.file), at.file, o)
		return true
	})
	if m.dryRun {
		return m.survey(ctx, paths)
	}
	if err := m.together(ctx, paths); err != nil {
		return err
	}
	for _, path := range paths {
		if err := m.path(ctx, path); err != nil {
			return err
		}
	}
	if _, err := m.taker.Flush(ctx); err != nil {
		return err
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
	if !slices.Contains(importFormats(), m.format) {
		return usagef("--format: %q is none of %s", m.format, strings.Join(importFormats(), ", "))
	}
	if m.mappingFile != "" {
		raw, err := os.ReadFile(m.mappingFile)
		if err != nil {
			return fmt.Errorf("--mapping: %s: %w", m.mappingFile, plain(err))
		}
		if _, err := formats.ParseMapping(raw); err != nil {
			return fmt.Errorf("--mapping: %s: %w", m.mappingFile, err)
		}
		if err := json.Unmarshal(raw, &m.mapping); err != nil {
			return fmt.Errorf("--mapping: %s: %w", m.mappingFile, err)
		}
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

// importFormats are the words for --format.
func importFormats() []string {
	all := []string{"auto", "galley"}
	for _, k := range []files.Kind{files.Text, files.Markdown, files.HTML, files.MHTML, files.Word, files.PDF, files.Mail, files.Table, files.Lines, files.Feed, files.Zip} {
		all = append(all, string(k))
	}
	for _, f := range formats.All {
		if f.Read != nil {
			all = append(all, f.Name)
		}
	}
	return all
}

// known reports whether a file of a folder is of a known kind, by its name.
func known(file string) bool {
	ext := strings.ToLower(filepath.Ext(file))
	return slices.Contains(files.Extensions, ext) || slices.Contains(annotatedExtensions, ext)
}

// annotatedExtensions are the ends of names that annotated formats have beside
// those of texts.
var annotatedExtensions = []string{".ann", ".conll", ".conllu", ".iob", ".bio", ".xmi", ".jsonld", ".spacy"}

// together imports the files of folders that an annotated format takes together,
// such as the pairs of brat.
func (m *importing) together(ctx context.Context, paths []string) error {
	m.grouped = map[string]bool{}
	if m.format != "auto" {
		return nil
	}
	for _, folder := range paths {
		info, err := os.Stat(folder)
		if err != nil || !info.IsDir() {
			continue // said when it is imported
		}
		var entries []ingest.Entry
		var names []string
		_ = filepath.WalkDir(folder+string(filepath.Separator), func(file string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() {
				name, _ := filepath.Rel(folder, file)
				entries = append(entries, ingest.Entry{Number: len(names), File: formats.File{Name: filepath.ToSlash(name), Open: func() (io.ReadCloser, error) { return os.Open(file) }}})
				names = append(names, file)
			}
			return nil // a bad folder is named when its files are imported
		})
		groups, claimed := ingest.Grouped(entries)
		for n := range claimed {
			m.grouped[names[n]] = true
		}
		for _, g := range groups {
			m.names = append(m.names, taken{name: folder, file: folder})
			if _, err := m.taker.Group(ctx, len(m.names)-1, folder, g); err != nil {
				return err
			}
		}
	}
	return nil
}

// surveyed is what a dry run prints of a file.
type surveyed struct {
	File    string           `json:"file"`
	Format  string           `json:"format"`
	Survey  *formats.Survey  `json:"survey"`
	Mapping *formats.Mapping `json:"mapping"`
	Problem string           `json:"problem,omitempty"`
}

// survey prints what the words of annotated files are.
func (m *importing) survey(ctx context.Context, paths []string) error {
	all := []surveyed{}
	for _, path := range paths {
		one := surveyed{File: path}
		f, err := os.Open(path)
		if err != nil {
			m.bad("%s: %v", path, plain(err))
			continue
		}
		info, err := f.Stat()
		if err == nil {
			var mapping formats.Mapping
			one.Format, one.Survey, mapping, err = m.ingest.Survey(ctx, m.intake(), files.File{Name: filepath.Base(path), Data: f, Size: info.Size()})
			one.Mapping = &mapping
		}
		_ = f.Close() // it was only read
		if err != nil {
			one.Problem, one.Mapping, m.failed = detail(err), nil, true
			m.say("galley: %s: %s", path, one.Problem)
		}
		all = append(all, one)
	}
	m.asJSON = true
	if err := m.print(all, "", nil); err != nil {
		return err
	}
	if m.failed {
		return errSaid
	}
	return nil
}

// path imports a file, standard input, or every known file of a folder in order
// of their names.
func (m *importing) path(ctx context.Context, path string) error {
	if strings.HasPrefix(path, "https://") || strings.HasPrefix(path, "http://") {
		return m.address(ctx, path)
	}
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
		case m.grouped[file]:
			found = true
		case entry.Type().IsRegular() && known(file):
			found = true
			return m.file(ctx, file)
		}
		return nil
	})
	if err == nil && !found {
		m.bad("%s: the folder holds no file of a known kind (%s)", path, strings.Join(files.Extensions, " "))
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

// stream imports what r holds: a file that can be read at random, or anything
// else by way of a temporary file.
func (m *importing) stream(ctx context.Context, name, source string, r io.Reader) error {
	f, ok := r.(*os.File)
	if info, err := statOf(f, ok); err != nil || !info.Mode().IsRegular() {
		spool, err := os.CreateTemp("", "galley-import-*")
		if err != nil {
			return err
		}
		defer func() { _ = errors.Join(spool.Close(), os.Remove(spool.Name())) }() // a leftover harms nobody
		if _, err := io.Copy(spool, io.LimitReader(r, files.Usual.File+1)); err != nil {
			m.bad("%s: %v", name, plain(err))
			return nil
		}
		f = spool
	}
	info, err := f.Stat()
	if err != nil {
		m.bad("%s: %v", name, plain(err))
		return nil
	}
	if m.owner != "" && m.format == "galley" {
		m.say("%s: native JSONL keeps the owners of its sets; --as names only who acted", name)
	}
	return m.take(ctx, files.File{Name: source, Data: f, Size: info.Size()}, name)
}

func statOf(f *os.File, ok bool) (fs.FileInfo, error) {
	if !ok {
		return nil, fs.ErrInvalid
	}
	return f.Stat()
}

// take hands one file to the importer.
func (m *importing) take(ctx context.Context, f files.File, name string) error {
	m.names = append(m.names, taken{name: name, file: f.Name})
	_, err := m.taker.File(ctx, len(m.names)-1, f)
	return err
}

func (m *importing) intake() ingest.Intake {
	format := m.format
	if format == "auto" {
		format = ""
	}
	return ingest.Intake{Project: m.project, Actor: m.actor, Choice: wire.ImportChoice{
		Format: format, As: m.owner, Columns: m.columns, Language: m.language, Mapping: m.mapping,
	}}
}

// address imports what an address leads to.
func (m *importing) address(ctx context.Context, address string) error {
	if !m.fetch {
		m.bad("%s: say --fetch to fetch addresses", address)
		return nil
	}
	m.names = append(m.names, taken{name: address, file: address})
	_, err := m.taker.URL(ctx, len(m.names)-1, fetch.New(), address)
	return err
}

// became tells what became of one document, file or place in a file.
func (m *importing) became(name, file string, o wire.ImportOutcome) {
	if m.asJSON {
		told := o
		told.Name = name
		m.got.Outcomes = append(m.got.Outcomes, told)
	}
	if o.Result == "refused" {
		line := 0
		if at, ok := strings.CutPrefix(o.Name, file+":"); ok {
			line, _ = strconv.Atoi(at)
			name = strings.TrimSuffix(name, ":"+at)
		}
		m.got.Problems = append(m.got.Problems, wire.LineProblem{Line: line, Problem: o.Problem})
		if line > 0 {
			name = fmt.Sprintf("%s: line %d", name, line)
		}
		m.bad("%s: %s", name, detailAt(line, o.Problem))
		return
	}
	m.got.Documents = append(m.got.Documents, wire.Added{ID: o.Document, Title: o.Title, Existing: o.Result == "existing", Similar: o.Similar})
	m.got.Spans, m.got.Links = m.got.Spans+o.Spans, m.got.Links+o.Links
	m.progress.step(len(m.got.Documents))
	if o.Result == "existing" {
		note := "nothing was added"
		if o.Spans+o.Links > 0 {
			note = fmt.Sprintf("%d spans and %d links were added to it", o.Spans, o.Links)
		}
		m.say("%s: already there as %s; %s", name, o.Document, note)
	}
	if o.Similar != "" {
		m.say("%s: nearly the same as %s", name, o.Similar)
	}
	if o.Encoding != "" && !strings.HasPrefix(o.Encoding, "utf-8 ") {
		m.say("%s: read as %s", name, o.Encoding)
	}
	for _, n := range o.Notes {
		if n.Count > 0 {
			m.say("%s: %s (%d)", name, n.Detail, n.Count)
		} else {
			m.say("%s: %s", name, n.Detail)
		}
	}
	if !m.asJSON {
		if _, err := fmt.Fprintf(m.out, "%s\t%s\n", o.Document, oneLine(o.Title)); m.unsaid == nil {
			m.unsaid = err
		}
	}
}

// detailAt is a refusal's sentence, for a line of a file with the field in it.
func detailAt(line int, p *annotations.Error) string {
	if line > 0 && p.Line == 0 {
		return p.Error()
	}
	return p.Detail
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
