package export

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"galley/annotations/formats"
)

// Files that every folder has beside the format's own.
const (
	cardName   = "README.md"
	reportName = "export-report.json"
)

// WriteFolder writes the export as files of a folder, with a card and a report
// of what is not in it as it is in the project.
func (j *Job) WriteFolder(ctx context.Context, f formats.Folder) (Outcome, error) {
	d := &dressed{Folder: f}
	w, err := f.Create(reportName)
	if err != nil {
		return Outcome{}, err
	}
	report := newReportWriter(w, j)
	outcome, err := j.walk(ctx, walk{open: func(o formats.Options) formats.Writer { return j.folderWriter(d, o) }, lost: report.add})
	if err == nil {
		err = report.end(outcome)
	}
	if err == nil {
		err = d.card(j.card(outcome, d.readme.String()))
	}
	return outcome, err
}

// folderWriter is the format's own for a folder, or one writer for each part.
func (j *Job) folderWriter(f formats.Folder, o formats.Options) formats.Writer {
	if j.format.NewFolder != nil && (j.format.Splits || j.request.Split.Parts == nil) {
		return j.format.NewFolder(f, o)
	}
	return &parts{format: j.format, folder: f, options: o, writers: map[string]formats.Writer{}}
}

// parts writes the parts of a data set with a writer each: PART.ext, or a folder
// PART.
type parts struct {
	format  formats.Format
	folder  formats.Folder
	options formats.Options
	writers map[string]formats.Writer
}

// Write writes an item into its part.
func (p *parts) Write(it *formats.Item) error {
	w := p.writers[it.Split]
	if w == nil {
		if p.format.New == nil {
			w = p.format.NewFolder(below{p.folder, it.Split}, p.options)
		} else {
			out, err := p.folder.Create(it.Split + p.format.Extension)
			if err != nil {
				return err
			}
			w = p.format.New(out, p.options)
		}
		p.writers[it.Split] = w
	}
	return w.Write(it)
}

// Close ends all parts and adds up their reports.
func (p *parts) Close() (formats.Report, error) {
	all := formats.Report{Losses: map[formats.Reason]int{}, Notes: []string{}}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(p.writers)) {
		r, err := p.writers[name].Close()
		errs = append(errs, err)
		all.Documents, all.Spans, all.Links = all.Documents+r.Documents, all.Spans+r.Spans, all.Links+r.Links
		for reason, n := range r.Losses {
			all.Losses[reason] += n
		}
		for _, note := range r.Notes {
			if !slices.Contains(all.Notes, note) {
				all.Notes = append(all.Notes, note)
			}
		}
	}
	return all, errors.Join(errs...)
}

// below is a folder in a folder.
type below struct {
	formats.Folder
	name string
}

// Create starts a file in it.
func (b below) Create(name string) (io.Writer, error) { return b.Folder.Create(b.name + "/" + name) }

// dressed is a folder whose card waits until everything is known.
type dressed struct {
	formats.Folder
	readme bytes.Buffer
}

// Create starts a file, or the card of a format that writes one.
func (d *dressed) Create(name string) (io.Writer, error) {
	if name == cardName {
		return &d.readme, nil
	}
	return d.Folder.Create(name)
}

func (d *dressed) card(text string) error {
	w, err := d.Folder.Create(cardName)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	return err
}

// reportWriter writes a report as JSON while the losses happen, in constant
// memory.
type reportWriter struct {
	w   *bufio.Writer
	job *Job
	n   int
	err error
}

func newReportWriter(w io.Writer, j *Job) *reportWriter {
	r := &reportWriter{w: bufio.NewWriter(w), job: j}
	_, r.err = r.w.WriteString("{\"losses\":[")
	return r
}

// add writes a loss on a line of its own.
func (r *reportWriter) add(_ Entry, l formats.Loss) {
	raw, err := json.Marshal(l)
	comma := ",\n"
	if r.n == 0 {
		comma = "\n"
	}
	r.n++
	if r.err = errors.Join(r.err, err); r.err == nil {
		_, _ = r.w.WriteString(comma)
		_, r.err = r.w.Write(raw)
	}
}

// end writes what is known at the end.
func (r *reportWriter) end(o Outcome) error {
	if r.err != nil {
		return r.err
	}
	j := r.job
	rest, err := json.Marshal(struct {
		Project       string                    `json:"project"`
		Release       string                    `json:"release,omitempty"`
		Format        string                    `json:"format"`
		Policy        formats.Policy            `json:"policy"`
		Choice        map[string]string         `json:"choice"`
		SplitRule     string                    `json:"split_rule,omitempty"`
		Schema        string                    `json:"schema"`
		SchemaVersion int                       `json:"schema_version"`
		Documents     int                       `json:"documents"`
		Spans         int                       `json:"spans"`
		Links         int                       `json:"links"`
		Splits        map[string]int            `json:"splits"`
		Labels        map[string]map[string]int `json:"labels"`
		Counts        map[formats.Reason]int    `json:"counts"`
		Notes         []string                  `json:"notes"`
	}{
		j.request.Project, j.request.Release, j.format.Name, j.policy(), j.request.Choice(), j.rule(), j.schema.ID, j.schema.Version,
		o.Documents, o.Spans, o.Links, o.Splits, o.Labels, o.Losses, o.Notes,
	})
	if err != nil {
		return err
	}
	_, _ = r.w.WriteString("\n],\n")
	_, _ = r.w.Write(rest[1:])
	_, _ = r.w.WriteString("\n")
	return r.w.Flush()
}

func (j *Job) policy() formats.Policy {
	if j.request.Policy == "" {
		return formats.Flatten
	}
	return j.request.Policy
}

func (j *Job) rule() string {
	if j.request.Split.Parts == nil {
		return ""
	}
	return j.request.Split.Rule()
}

// WriteWithReport is Write with the report beside it, for an export of one file.
func (j *Job) WriteWithReport(ctx context.Context, w, report io.Writer) (Outcome, error) {
	own := *j
	r := newReportWriter(report, j)
	own.request.Loss = func(l formats.Loss) {
		r.add(Entry{}, l)
		if j.request.Loss != nil {
			j.request.Loss(l)
		}
	}
	outcome, err := own.Write(ctx, w)
	if err == nil {
		err = r.end(outcome)
	}
	return outcome, err
}

// Place writes the export as a folder on the disk. What is at path stays until
// the new folder is whole; a folder that holds anything but an earlier export is
// not replaced.
func (j *Job) Place(ctx context.Context, path string) (outcome Outcome, err error) {
	if err := CheckPlace(path); err != nil {
		return Outcome{}, err
	}
	path = filepath.Clean(path)
	fresh, err := os.MkdirTemp(filepath.Dir(path), "."+filepath.Base(path)+".new-*")
	if err != nil {
		return Outcome{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(fresh)) }()
	d := &disk{root: fresh, names: map[string]bool{}}
	outcome, err = j.WriteFolder(ctx, d)
	if err = errors.Join(err, d.close()); err != nil {
		return outcome, err
	}
	old := fresh + "-old"
	if err := os.Rename(path, old); err != nil && !errors.Is(err, os.ErrNotExist) {
		return outcome, err
	}
	if err := errors.Join(os.Chmod(fresh, 0o755), os.Rename(fresh, path)); err != nil {
		return outcome, errors.Join(err, os.Rename(old, path))
	}
	return outcome, os.RemoveAll(old)
}

// CheckPlace refuses a path that a folder cannot be put at without losing
// something.
func CheckPlace(path string) error {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(entries) > 0 && !slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == reportName }):
		return fmt.Errorf("the folder %s holds something else than an export; name an empty or a new one", path)
	}
	return nil
}

// disk is a folder on the disk. Its files may be written by turns and be as many
// as documents, so few are kept open: a file that is not open is opened again to
// add to it.
type disk struct {
	root  string
	names map[string]bool
	// open are files in use, the last used at the end.
	open []*page
}

// openFiles is how many files of a folder are open at most.
const openFiles = 32

// page is a file of a disk.
type page struct {
	d    *disk
	path string
	f    *os.File
	w    *bufio.Writer
}

// Create starts a file; a name that leads out of the folder is refused.
func (d *disk) Create(name string) (io.Writer, error) {
	path := filepath.FromSlash(name)
	if !filepath.IsLocal(path) || d.names[name] {
		return nil, fmt.Errorf("start %q: no name for a new file of a folder", name)
	}
	d.names[name] = true
	p := &page{d: d, path: filepath.Join(d.root, path)}
	if err := os.MkdirAll(filepath.Dir(p.path), 0o755); err != nil {
		return nil, err
	}
	return p, p.use(os.O_CREATE | os.O_EXCL)
}

// use opens the file if it is not, and closes the one that was longest not used.
func (p *page) use(flags int) error {
	d := p.d
	if n := len(d.open); n > 0 && d.open[n-1] == p {
		return nil
	}
	if p.f != nil {
		d.open = append(slices.DeleteFunc(d.open, func(o *page) bool { return o == p }), p)
		return nil
	}
	if len(d.open) == openFiles {
		if err := d.open[0].end(); err != nil {
			return err
		}
		d.open = d.open[1:]
	}
	f, err := os.OpenFile(p.path, os.O_WRONLY|os.O_APPEND|flags, 0o644)
	if err != nil {
		return err
	}
	p.f, p.w = f, bufio.NewWriter(f)
	d.open = append(d.open, p)
	return nil
}

func (p *page) end() error {
	err := errors.Join(p.w.Flush(), p.f.Close())
	p.f, p.w = nil, nil
	return err
}

// Write adds to the file.
func (p *page) Write(b []byte) (int, error) {
	if err := p.use(0); err != nil {
		return 0, err
	}
	return p.w.Write(b)
}

func (d *disk) close() error {
	var errs []error
	for _, p := range d.open {
		errs = append(errs, p.end())
	}
	d.open = nil
	return errors.Join(errs...)
}
