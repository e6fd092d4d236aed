package export

import (
	"bytes"
	"context"
	"io"
	"unicode/utf8"

	"galley/annotations/formats"
	"galley/annotations/wire"
)

// How much of how many files a preview shows, in bytes.
const (
	previewFiles = 3
	previewBytes = 4 << 10
)

// Report writes the export to nowhere and tells what it holds: counts, the losses
// from after on, limit of them at most, and the beginning of the first files. It
// reads most documents at most, all with 0. Under the policy "error" the losses
// are told as under "drop", so that they can be looked at.
func (j *Job) Report(ctx context.Context, after, limit, most int) (wire.ExportReport, error) {
	r := wire.ExportReport{Format: j.format.Name, File: j.FileName(), Folder: j.Folder(), Losses: []wire.ExportLoss{}, Preview: []wire.ExportPreview{}, Reasons: map[string]int{}}
	own := *j
	if own.request.Policy == formats.Fail {
		own.request.Policy = formats.Drop
	}
	var show peek
	n := 0
	w := walk{most: most, lost: func(e Entry, l formats.Loss) {
		if n++; n > after && len(r.Losses) < limit {
			r.Losses = append(r.Losses, explain(e, l))
		}
	}}
	w.open = func(o formats.Options) formats.Writer {
		if j.Folder() {
			return own.folderWriter(&show, o)
		}
		f, _ := show.Create(j.FileName()) // cannot fail
		return j.format.New(f, o)
	}
	o, err := own.walk(ctx, w)
	if err != nil {
		return r, err
	}
	r.Documents, r.Spans, r.Links, r.Read, r.Partial = o.Documents, o.Spans, o.Links, o.Read, o.Partial
	r.Splits, r.Labels, r.Notes = o.Splits, o.Labels, o.Notes
	for reason, count := range o.Losses {
		r.Reasons[string(reason)] = count
	}
	if after+len(r.Losses) < n {
		r.Next = after + len(r.Losses)
	}
	r.Preview = show.preview()
	return r, nil
}

// explain finds what a loss is about.
func explain(e Entry, l formats.Loss) wire.ExportLoss {
	out := wire.ExportLoss{File: l.Document, Owner: l.Owner, Target: l.Target, Reason: string(l.Reason), Written: l.Written}
	if e.Item == nil {
		return out
	}
	out.Document, out.Title = e.ID, e.Document.Title()
	for _, s := range e.Sets {
		for _, sp := range s.Spans {
			if sp.ID == l.Target {
				out.Label, out.Quote, out.Start, out.End = sp.Label, short(sp.Quotation()), int(sp.Start()), int(sp.End())
			}
		}
		for _, link := range s.Links {
			if link.ID == l.Target {
				out.Label = link.Type
			}
		}
	}
	return out
}

// short is a quotation's beginning.
func short(s string) string {
	n := 0
	for i := range s {
		if n++; n > 120 {
			return s[:i] + "…"
		}
	}
	return s
}

// peek is a folder that keeps the beginning of its first files.
type peek struct{ files []*glance }

type glance struct {
	name string
	kept []byte
}

// Create starts a file.
func (p *peek) Create(name string) (io.Writer, error) {
	if len(p.files) == previewFiles {
		return io.Discard, nil
	}
	g := &glance{name: name}
	p.files = append(p.files, g)
	return g, nil
}

// Write keeps what there is room for.
func (g *glance) Write(b []byte) (int, error) {
	g.kept = append(g.kept, b[:min(len(b), previewBytes-len(g.kept))]...)
	return len(b), nil
}

// preview shows files that are text.
func (p *peek) preview() []wire.ExportPreview {
	all := []wire.ExportPreview{}
	for _, g := range p.files {
		one := wire.ExportPreview{Name: g.name}
		kept := g.kept
		for i := 0; i < utf8.UTFMax && len(kept) > 0 && !utf8.Valid(kept); i++ {
			kept = kept[:len(kept)-1] // a character that was cut
		}
		if utf8.Valid(kept) && !bytes.ContainsRune(kept, 0) {
			one.Text = string(kept)
		}
		all = append(all, one)
	}
	return all
}
