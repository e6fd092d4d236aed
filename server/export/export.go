package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"galley/annotations"
	"galley/annotations/formats"
)

// Source gives a project's documents with all their sets.
type Source interface {
	Schema(ctx context.Context, project string) (*annotations.Schema, error)
	// Items come in order of the documents' ids.
	Items(ctx context.Context, project string) iter.Seq2[*formats.Item, error]
}

// Service makes exports. It is safe for concurrent use.
type Service struct{ source Source }

// New is a Service that reads from source.
func New(source Source) *Service { return &Service{source} }

// Request says what is wanted.
type Request struct {
	Project string
	// Format is a name of formats.All; "" is the native one.
	Format string
	// Set is "all" (or ""), "gold", or an owner.
	Set string
	// Offsets is the unit of positions where the format leaves a choice.
	Offsets formats.Offsets
	// Loss is told of everything that the format cannot hold; may be nil.
	Loss func(formats.Loss)
}

// Job is a request that was found good.
type Job struct {
	request Request
	format  formats.Format
	owner   annotations.Owner
	schema  *annotations.Schema
	source  Source
}

// Plan checks a request. Returns invalid for an unknown format, set or unit,
// and not_found if there is no such project.
func (s *Service) Plan(ctx context.Context, r Request) (*Job, error) {
	j := &Job{request: r, source: s.source}
	var err error
	if j.format, err = formats.Named(r.Format); err != nil {
		return nil, err
	}
	if j.format.New == nil && j.format.NewFolder == nil {
		return nil, annotations.Errorf(annotations.Invalid, "unknown_format", "format", "%s is only read", j.format.Name)
	}
	switch r.Offsets {
	case "", formats.CodePoint, formats.UTF16:
	default:
		return nil, annotations.Errorf(annotations.Invalid, "bad_offsets", "offsets", "%q is neither codepoint nor utf16", r.Offsets)
	}
	if r.Offsets == formats.UTF16 && j.format.Lossless {
		return nil, annotations.Errorf(annotations.Invalid, "bad_offsets", "offsets", "the format %s always counts code points", j.format.Name)
	}
	if r.Set != "" && r.Set != "all" {
		if j.owner, err = annotations.ParseOwner(r.Set); err != nil {
			return nil, annotations.Errorf(annotations.Invalid, "bad_set", "set", "%q is none of all, gold, user:NAME, suggester:NAME", r.Set)
		}
	}
	if j.schema, err = s.source.Schema(ctx, r.Project); err != nil {
		return nil, err
	}
	return j, nil
}

// FileName is a name for the file: the project's, the set's if one was chosen,
// and the format's extension.
func (j *Job) FileName() string {
	name := j.request.Project
	if j.owner != "" {
		name += "-" + strings.ReplaceAll(string(j.owner), ":", "-")
	}
	name += j.format.Extension
	if j.format.New == nil && !strings.HasSuffix(name, ".zip") {
		name += ".zip"
	}
	return name
}

// MediaType is the file's type for an HTTP header.
func (j *Job) MediaType() string {
	if j.format.New == nil {
		return "application/zip"
	}
	return j.format.MediaType
}

// Write streams the project to w; a format of several files is written as a ZIP
// archive. A training format leaves out documents that
// have nothing in the one set that was chosen: nobody has looked at them, and a
// model must not learn that there is nothing to find. They are counted as
// losses with the reason "no_set". The native format keeps them.
func (j *Job) Write(ctx context.Context, w io.Writer) (formats.Report, error) {
	out := bufio.NewWriterSize(w, 64<<10)
	o := formats.Options{Schema: j.schema, Offsets: j.request.Offsets, Loss: j.request.Loss}
	end := func() error { return nil }
	var writer formats.Writer
	if j.format.New != nil {
		writer = j.format.New(out, o)
	} else {
		archive := newArchive()
		defer archive.discard()
		writer, end = j.format.NewFolder(archive, o), func() error { return archive.writeTo(out) }
	}
	skipped := 0
	for it, err := range j.source.Items(ctx, j.request.Project) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return formats.Report{}, fmt.Errorf("export project %s: %w", j.request.Project, err)
		}
		if j.owner != "" && !j.choose(it) && !j.format.Lossless {
			skipped++
			if o.Loss != nil {
				o.Loss(formats.Loss{Document: it.Document.ID, Owner: string(j.owner), Reason: formats.NoSet})
			}
			continue
		}
		if err := writer.Write(it); err != nil {
			return formats.Report{}, fmt.Errorf("export project %s: %w", j.request.Project, err)
		}
	}
	report, err := writer.Close()
	if err == nil {
		err = end()
	}
	if err == nil {
		err = out.Flush()
	}
	if skipped > 0 {
		report.Losses[formats.NoSet] = skipped
	}
	return report, err
}

// choose leaves only the chosen owner's set and reports whether it is there
// with something in it, or at least handed in.
func (j *Job) choose(it *formats.Item) bool {
	it.Sets = slices.DeleteFunc(slices.Clone(it.Sets), func(s formats.Set) bool { return s.Owner != j.owner })
	return slices.ContainsFunc(it.Sets, func(s formats.Set) bool {
		return len(s.Spans) > 0 || len(s.Links) > 0 || s.State != annotations.Open
	})
}
