package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/wire"
	"galley/server/ingest/fetch"
	"galley/server/ingest/source"
)

// Runs keeps imports with their progress.
type Runs interface {
	NewImport(ctx context.Context, project, actor string, choice wire.ImportChoice) (wire.Import, error)
	ImportRun(ctx context.Context, project, id string) (wire.Import, error)
	UpdateImport(ctx context.Context, project, id string, u wire.ImportUpdate) (wire.Import, error)
	AddImportFile(ctx context.Context, project, id string, f wire.ImportFile) (number int, err error)
	NextImport(ctx context.Context) (wire.Import, bool, error)
	RecordImport(ctx context.Context, id string, outcomes []Placed, done int) (goOn bool, err error)
}

// Placed is what became of a place of a file; File counts an import's files from
// 1, Place what was found in the file from 0.
type Placed struct {
	File, Place int
	wire.ImportOutcome
}

// Outcomes are written when there are so many or the first is so old.
const (
	recordMany = 200
	recordTime = 250 * time.Millisecond
)

// Queue works on imports one after the other, also on those that a stop of the
// program interrupted. Files wait in a folder until their import has ended.
type Queue struct {
	service *Service
	runs    Runs
	folder  string
	fetcher *fetch.Fetcher
	log     *slog.Logger
	wake    chan struct{}
	stop    context.CancelFunc
	stopped sync.WaitGroup
}

// NewQueue is a Queue whose files lie in folder; fetcher is nil where no address
// may be fetched. It does nothing until Start.
func NewQueue(s *Service, runs Runs, folder string, fetcher *fetch.Fetcher, log *slog.Logger) *Queue {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Queue{service: s, runs: runs, folder: folder, fetcher: fetcher, log: log, wake: make(chan struct{}, 1)}
}

// Start begins to work, in the background, until Close.
func (q *Queue) Start() {
	ctx, stop := context.WithCancel(context.Background())
	q.stop = stop
	q.stopped.Go(func() { q.work(ctx) })
}

// Close stops after the document under way. What is left goes on when a queue
// is started again.
func (q *Queue) Close() {
	if q.stop != nil {
		q.stop()
	}
	q.stopped.Wait()
}

// Begin starts an import that collects files. Returns invalid for a choice that
// cannot be.
func (q *Queue) Begin(ctx context.Context, project, actor string, choice wire.ImportChoice) (wire.Import, error) {
	if err := q.check(choice); err != nil {
		return wire.Import{}, err
	}
	return q.runs.NewImport(ctx, project, actor, choice)
}

// maxURLs is how many addresses one import fetches.
const maxURLs = 200

func (q *Queue) check(c wire.ImportChoice) error {
	if c.As != "" {
		if _, err := annotations.ParseOwner(c.As); err != nil {
			return annotations.Errorf(annotations.Invalid, "bad_owner", "as", "%q is none of gold, user:NAME, suggester:NAME", c.As)
		}
	}
	if len(c.URLs) > 0 && q.fetcher == nil {
		return errFetchOff
	}
	if len(c.URLs) > maxURLs {
		return annotations.Errorf(annotations.TooLarge, "too_many_files", "urls", "at most %d addresses are fetched at once", maxURLs)
	}
	return nil
}

// Fetches reports whether addresses may be fetched.
func (q *Queue) Fetches() bool { return q.fetcher != nil }

// Receive takes one file of a collecting import. Returns invalid for a bad name,
// too_large for a file over the limit, and what AddImportFile returns.
func (q *Queue) Receive(ctx context.Context, project, id, name string, r io.Reader) (wire.ImportFile, error) {
	f := wire.ImportFile{Name: strings.TrimPrefix(strings.ReplaceAll(name, "\\", "/"), "/")}
	if f.Name == "" || len(f.Name) > 1_000 || !utf8.ValidString(f.Name) || strings.ContainsFunc(f.Name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return f, annotations.Errorf(annotations.Invalid, "bad_file_name", "name", "a file's name is 1 to 1000 bytes of text on one line")
	}
	if _, err := q.runs.ImportRun(ctx, project, id); err != nil {
		return f, err
	}
	if err := os.MkdirAll(q.dir(id), 0o700); err != nil {
		return f, fmt.Errorf("receive a file: %w", err)
	}
	part, err := os.CreateTemp(q.dir(id), "part-*")
	if err != nil {
		return f, fmt.Errorf("receive a file: %w", err)
	}
	defer func() { _ = os.Remove(part.Name()) }() // gone already when all went well
	f.Bytes, err = io.Copy(part, io.LimitReader(r, source.Usual.File+1))
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return f, fmt.Errorf("receive a file: %w", err)
	}
	if f.Bytes > source.Usual.File {
		return f, annotations.Errorf(annotations.TooLarge, "file_too_large", "", "the file has more than %d MB; split it", source.Usual.File>>20)
	}
	number, err := q.runs.AddImportFile(ctx, project, id, f)
	if err != nil {
		return f, err
	}
	if err := os.Rename(part.Name(), q.path(id, number)); err != nil {
		return f, fmt.Errorf("receive a file: %w", err)
	}
	return f, nil
}

// dir is an import's folder. Ids are made by the store, so they are no paths.
func (q *Queue) dir(id string) string { return filepath.Join(q.folder, filepath.Base(id)) }

func (q *Queue) path(id string, number int) string {
	return filepath.Join(q.dir(id), strconv.Itoa(number))
}

// Update starts or cancels an import, or changes the choice of one that
// collects files. Returns invalid for another state and for
// a choice that cannot be.
func (q *Queue) Update(ctx context.Context, project, id string, u wire.ImportUpdate) (wire.Import, error) {
	if u.State != wire.Running && u.State != wire.Cancelled && u.State != wire.Collecting {
		return wire.Import{}, annotations.Errorf(annotations.Invalid, "bad_state", "state", "%q is none of running, cancelled, collecting", u.State)
	}
	if u.Choice != nil {
		if err := q.check(*u.Choice); err != nil {
			return wire.Import{}, err
		}
	}
	i, err := q.runs.UpdateImport(ctx, project, id, u)
	if err != nil {
		return i, err
	}
	if i.State == wire.Cancelled {
		q.clear(id)
	}
	select {
	case q.wake <- struct{}{}:
	default: // it is awake
	}
	return i, nil
}

func (q *Queue) clear(id string) {
	if err := os.RemoveAll(q.dir(id)); err != nil {
		q.log.Warn("files of an ended import stay", "import", id, "error", err)
	}
}

// work runs imports until ctx ends. Trouble with the store is waited out.
func (q *Queue) work(ctx context.Context) {
	pause := time.Second
	for ctx.Err() == nil {
		run, ok, err := q.runs.NextImport(ctx)
		if err == nil && ok {
			err = q.run(ctx, run)
		}
		switch {
		case err != nil && ctx.Err() == nil:
			q.log.Error("import waits", "import", run.ID, "error", err)
			pause = min(2*pause, time.Minute)
		case ok:
			pause = time.Second
			continue
		default:
			pause = 2 * time.Second // somebody beside the server may have started one
		}
		select {
		case <-ctx.Done():
		case <-q.wake:
		case <-time.After(pause):
		}
	}
}

// run works on one import to its end.
func (q *Queue) run(ctx context.Context, run wire.Import) error {
	r := &recorder{q: q, ctx: ctx, id: run.ID}
	taker := q.service.Taker(Intake{Project: run.Project, Actor: run.By, Choice: run.Choice}, r.add)
	last := len(run.Files) + len(run.Choice.URLs)
	groups, grouped := q.grouped(run)
	for n := run.Done + 1; n <= last && !r.cancelled; n++ {
		on := true
		var err error
		switch g, ok := groups[n]; {
		case ok:
			on, err = taker.Group(ctx, n, "", g)
		case grouped[n]: // taken with the first of its group
		case n <= len(run.Files):
			on, err = q.file(ctx, taker, run, n)
		default:
			on, err = taker.URL(ctx, n, q.fetcher, run.Choice.URLs[n-len(run.Files)-1])
		}
		if err = errors.Join(err, r.err); err != nil {
			return err
		}
		if on && r.old() {
			if _, err := taker.Flush(ctx); err != nil {
				return err
			}
		}
	}
	if !r.cancelled {
		if _, err := taker.Flush(ctx); err != nil || r.err != nil {
			return errors.Join(err, r.err)
		}
		if err := r.flush(last); err != nil {
			return err
		}
	}
	if !r.cancelled {
		if _, err := q.runs.UpdateImport(ctx, run.Project, run.ID, wire.ImportUpdate{State: wire.Finished}); err != nil {
			return err
		}
	}
	q.clear(run.ID)
	return nil
}

// grouped are the files of an import that an annotated format takes together, by
// the number of the first.
func (q *Queue) grouped(run wire.Import) (groups map[int]Group, taken map[int]bool) {
	groups = map[int]Group{}
	if run.Choice.Format != "" {
		return groups, nil
	}
	var entries []Entry
	for i, f := range run.Files {
		if slices.Contains(run.Choice.Leave, f.Name) {
			continue
		}
		entries = append(entries, Entry{Number: i + 1, File: formats.File{Name: f.Name, Open: func() (io.ReadCloser, error) { return os.Open(q.path(run.ID, i+1)) }}})
	}
	all, taken := Grouped(entries)
	for _, g := range all {
		groups[g.First] = g
	}
	return groups, taken
}

func (q *Queue) file(ctx context.Context, taker *Taker, run wire.Import, n int) (bool, error) {
	name := run.Files[n-1].Name
	if slices.Contains(run.Choice.Leave, name) {
		return !taker.stopped, nil
	}
	f, err := os.Open(q.path(run.ID, n))
	if err != nil {
		return taker.put(ctx, waiting{file: n, outcome: wire.ImportOutcome{Name: name, Result: "refused",
			Problem: annotations.Errorf(annotations.Invalid, "file_lost", "", "the file did not arrive; add it again")}})
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	return taker.File(ctx, n, source.File{Name: name, Data: f, Size: info.Size()})
}

// recorder writes outcomes, many at a time.
type recorder struct {
	q   *Queue
	ctx context.Context
	id  string
	// file and place are where the next outcome stands.
	file, place int
	waiting     []Placed
	since       time.Time
	cancelled   bool
	err         error
}

// add takes one outcome and reports whether to go on. When a file's first
// outcome comes, the files before it have been dealt with.
func (r *recorder) add(file int, o wire.ImportOutcome) bool {
	if file != r.file {
		r.file, r.place = file, 0
	}
	if r.since.IsZero() {
		r.since = time.Now()
	}
	r.waiting = append(r.waiting, Placed{File: file, Place: r.place, ImportOutcome: o})
	r.place++
	if len(r.waiting) >= recordMany || r.old() {
		r.err = r.flush(file - 1)
	}
	return r.err == nil && !r.cancelled
}

// old reports whether a person who watches should see something again.
func (r *recorder) old() bool { return time.Since(r.since) >= recordTime }

func (r *recorder) flush(done int) error {
	on, err := r.q.runs.RecordImport(r.ctx, r.id, r.waiting, done)
	r.waiting, r.since, r.cancelled = nil, time.Now(), err == nil && !on
	return err
}

// Look says what the files of a collecting import look like.
func (q *Queue) Look(ctx context.Context, project, id string) (wire.ImportLook, error) {
	run, err := q.runs.ImportRun(ctx, project, id)
	if err != nil {
		return wire.ImportLook{}, err
	}
	look := wire.ImportLook{Files: []wire.FileLook{}}
	for i, f := range run.Files {
		if i >= maxLooks {
			break
		}
		one, err := q.look(ctx, run, f, q.path(run.ID, i+1))
		if err != nil {
			return look, err
		}
		look.Files = append(look.Files, one)
	}
	return look, nil
}

// maxLooks is how many files are looked into for a preview.
const maxLooks = 200

func (q *Queue) look(ctx context.Context, run wire.Import, f wire.ImportFile, path string) (wire.FileLook, error) {
	one := wire.FileLook{Name: f.Name, Columns: []wire.ColumnLook{}}
	file, err := os.Open(path)
	if err != nil {
		one.Problem = annotations.Errorf(annotations.Invalid, "file_lost", "", "the file did not arrive; add it again")
		return one, nil
	}
	defer file.Close()
	src := source.File{Name: f.Name, Data: file, Size: f.Bytes}
	if native(src) {
		one.Read = "galley"
		return one, nil
	}
	if format, survey, mapping, err := q.service.Survey(ctx, Intake{Project: run.Project, Choice: run.Choice}, src); format != "" {
		one.Read = format
		if err != nil {
			one.Problem = asProblem(err)
			return one, nil
		}
		return one, errors.Join(plainJSON(survey, &one.Survey), plainJSON(mapping, &one.Mapping))
	}
	kind, problem := source.Detect(src)
	if one.Read, one.Problem = string(kind), problem; problem != nil {
		return one, nil
	}
	if kind == source.Table || kind == source.Lines {
		found, problem := source.Look(src)
		one.Problem, one.Encoding = problem, found.Encoding.String()
		for _, c := range found.Columns {
			one.Columns = append(one.Columns, wire.ColumnLook(c))
		}
	}
	return one, nil
}

// plainJSON turns a value into the JSON objects that it is written as.
func plainJSON(from any, to *map[string]any) error {
	raw, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, to)
}
