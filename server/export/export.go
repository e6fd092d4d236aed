package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/wire"
)

// Service makes exports and releases. It is safe for concurrent use.
type Service struct{ source Source }

// New is a Service that reads from source.
func New(source Source) *Service { return &Service{source} }

// Job is a request that was found good.
type Job struct {
	request Request
	format  formats.Format
	owner   annotations.Owner
	schema  *annotations.Schema
	source  Source
}

// Plan checks a request. Returns Invalid for what a parameter cannot be,
// NotFound if there is no such project or release, and Conflict
// (release_unfinished) for a release that was interrupted while it was made.
func (s *Service) Plan(ctx context.Context, r Request) (*Job, error) {
	j := &Job{request: r, source: s.source}
	var err error
	if j.format, err = formats.Named(r.Format); err != nil {
		return nil, err
	}
	if j.format.New == nil && j.format.NewFolder == nil {
		return nil, wrong("format", "unknown_format", "%s is only read", j.format.Name)
	}
	if r.Set != "" && r.Set != "all" {
		if j.owner, err = annotations.ParseOwner(r.Set); err != nil {
			return nil, wrong("set", "bad_set", "%q is none of all, gold, user:NAME, suggester:NAME", r.Set)
		}
	}
	if r.Release == "" {
		j.schema, err = s.source.Schema(ctx, r.Project)
	} else {
		err = j.ofRelease(ctx)
	}
	if err != nil {
		return nil, err
	}
	return j, j.request.check(j.format, j.schema)
}

// ofRelease takes a release's choice and schema.
func (j *Job) ofRelease(ctx context.Context) error {
	asked := j.request
	if len(asked.Choice()) > 0 {
		return wrong("release", "chosen_already", "a release has its own choice; only format, offsets, policy and as are free")
	}
	release, err := j.source.Release(ctx, asked.Project, asked.Release)
	if err != nil {
		return err
	}
	if release.SHA256 == "" && !asked.sealing {
		return annotations.Errorf(annotations.Conflict, "release_unfinished", "release", "the release %q was interrupted while it was made; make it again", asked.Release)
	}
	if err := j.request.setAll(release.Choice); err != nil {
		return fmt.Errorf("read the choice of release %s: %w", asked.Release, err)
	}
	if set := j.request.Set; set != "" && set != "all" {
		if j.owner, err = annotations.ParseOwner(set); err != nil {
			return err
		}
	}
	j.schema, err = j.source.SchemaAt(ctx, asked.Project, release.Schema)
	return err
}

// Folder reports whether the export is several files.
func (j *Job) Folder() bool {
	return j.format.New == nil || j.request.As == "folder" || j.request.Split.Parts != nil && j.request.As != "file"
}

// FileName is a name for the file: the project's, the release's, the set's if one
// was chosen, and the format's extension.
func (j *Job) FileName() string {
	name := j.request.Project
	if j.request.Release != "" {
		name += "-" + j.request.Release
	} else if j.owner != "" {
		name += "-" + strings.ReplaceAll(string(j.owner), ":", "-")
	}
	name += j.format.Extension
	if j.Folder() && !strings.HasSuffix(name, ".zip") {
		name += ".zip"
	}
	return name
}

// MediaType is the file's type for an HTTP header.
func (j *Job) MediaType() string {
	if j.Folder() {
		return "application/zip"
	}
	return j.format.MediaType
}

// Outcome is what an export holds.
type Outcome struct {
	formats.Report
	// Read counts the documents that were looked at; Partial says there were more.
	Read    int
	Partial bool
	// Splits counts documents, Labels spans, by part of the data set: "all" without
	// a split. Owners counts documents by whose sets they have.
	Splits map[string]int
	Labels map[string]map[string]int
	Owners map[string]int

	people map[string]string // pseudonyms
}

// Counts are what a release remembers of it.
func (o Outcome) Counts() wire.ReleaseCounts {
	return wire.ReleaseCounts{Documents: o.Documents, Spans: o.Spans, Links: o.Links, Splits: o.Splits, Labels: o.Labels}
}

// Write streams the export to w; several files are written as a ZIP archive.
// Under the policy "error" nothing is written unless everything can be.
//
// A training format leaves out documents that have nothing in the one set or the
// states that were chosen: nobody has looked at them, and a model must not learn
// that there is nothing to find. They are counted as losses with the reason
// "no_set". The native format keeps them.
func (j *Job) Write(ctx context.Context, w io.Writer) (Outcome, error) {
	switch {
	case j.Folder():
		a := newArchive()
		defer a.discard()
		outcome, err := j.WriteFolder(ctx, a)
		if err == nil {
			err = a.writeTo(w)
		}
		return outcome, err
	case j.request.Policy == formats.Fail:
		return j.whole(ctx, w)
	}
	return j.stream(ctx, w)
}

// whole writes nothing before everything was written elsewhere.
func (j *Job) whole(ctx context.Context, w io.Writer) (Outcome, error) {
	spool, err := os.CreateTemp("", "galley-export-*")
	if err != nil {
		return Outcome{}, err
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	outcome, err := j.stream(ctx, spool)
	if err == nil {
		_, err = spool.Seek(0, io.SeekStart)
	}
	if err == nil {
		_, err = io.Copy(w, spool)
	}
	return outcome, err
}

func (j *Job) stream(ctx context.Context, w io.Writer) (Outcome, error) {
	out := bufio.NewWriterSize(w, 64<<10)
	outcome, err := j.walk(ctx, walk{open: func(o formats.Options) formats.Writer { return j.format.New(out, o) }})
	if err == nil {
		err = out.Flush()
	}
	return outcome, err
}

// walk is one way through the documents.
type walk struct {
	open func(formats.Options) formats.Writer
	// lost is told of every loss with the document; may be nil.
	lost func(Entry, formats.Loss)
	// most is how many documents are read; 0 for all.
	most int
}

// counter counts what is written.
type counter struct {
	Outcome
	// chosen counts the losses of the choice, which no writer knows of.
	chosen map[formats.Reason]int
}

func (c *counter) add(it *formats.Item) {
	part := it.Split
	if part == "" {
		part = "all"
	}
	c.Splits[part]++
	for _, s := range it.Sets {
		if len(s.Spans) > 0 || len(s.Links) > 0 || s.State != annotations.Open {
			c.Owners[string(s.Owner)]++
		}
		for _, sp := range s.Spans {
			if c.Labels[sp.Label] == nil {
				c.Labels[sp.Label] = map[string]int{}
			}
			c.Labels[sp.Label][part]++
		}
	}
}

func (j *Job) walk(ctx context.Context, w walk) (Outcome, error) {
	people, err := j.source.People(ctx)
	if err != nil {
		return Outcome{}, err
	}
	c := &counter{Outcome: Outcome{Splits: map[string]int{}, Labels: map[string]map[string]int{}, Owners: map[string]int{}}, chosen: map[formats.Reason]int{}}
	var now Entry
	tell := func(l formats.Loss) {
		if j.request.Loss != nil {
			j.request.Loss(l)
		}
		if w.lost != nil {
			w.lost(now, l)
		}
	}
	picker := j.picker(people, func(l formats.Loss) {
		c.chosen[l.Reason]++
		tell(l)
	})
	c.people = picker.people
	writer := w.open(formats.Options{Schema: j.schema, Offsets: j.request.Offsets, Policy: j.request.Policy, Loss: tell})
	for e, err := range j.source.Items(ctx, j.selection()) {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && w.most > 0 && c.Read == w.most {
			c.Partial = true
			break
		}
		if err == nil {
			c.Read, now = c.Read+1, e
			if it := picker.pick(e); it != nil {
				c.add(it)
				err = writer.Write(it)
			}
		}
		if err != nil {
			return c.Outcome, fmt.Errorf("export project %s: %w", j.request.Project, err)
		}
	}
	now = Entry{}
	c.Report, err = writer.Close()
	for reason, n := range c.chosen {
		c.Losses[reason] += n
	}
	return c.Outcome, err
}

func (j *Job) selection() Selection {
	r := &j.request
	if r.Release != "" {
		return Selection{Project: r.Project, Release: r.Release}
	}
	return Selection{Project: r.Project, Query: r.Query, Keep: r.within}
}
