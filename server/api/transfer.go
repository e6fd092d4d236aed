package api

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"galley/annotations/formats"
	"galley/annotations/wire"
	"galley/server/export"
	"galley/server/ingest"
)

// maxProblems is how many bad lines are named before an import is given up as
// the wrong file.
const maxProblems = 1_000

func (s *Server) importFile(w http.ResponseWriter, r *http.Request) error {
	if err := contentType(r, "application/x-ndjson", "application/jsonl"); err != nil {
		return err
	}
	out := wire.Imported{Documents: []wire.Added{}, Problems: []wire.LineProblem{}}
	err := s.Ingest.Galley(r.Context(), r.PathValue("project"), visitor(r), r.Body, func(got ingest.Imported, bad *wire.LineProblem) bool {
		if bad != nil {
			out.Problems = append(out.Problems, *bad)
			return len(out.Problems) < maxProblems
		}
		out.Documents = append(out.Documents, got.Added)
		out.Spans, out.Links = out.Spans+got.Spans, out.Links+got.Links
		return true
	})
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, out)
}

// exportParams are the names of an export's parameters, those of the choice only
// where it is free.
func exportParams(choice bool) (names []string) {
	for _, p := range export.Params {
		if choice || !p.Choice {
			names = append(names, p.Name)
		}
	}
	return names
}

// exportQuery are they as a route describes them.
func exportQuery(choice bool, more ...param) []param {
	var all []param
	for _, p := range export.Params {
		about := p.About
		if p.Name == "format" {
			var names []string
			for _, f := range formats.All {
				names = append(names, f.Name)
			}
			about = strings.Join(names, ", ") + " (default: galley)"
		}
		if choice || !p.Choice {
			all = append(all, param{p.Name, about})
		}
	}
	return append(all, more...)
}

// planned reads a request from an address and checks it.
func (s *Server) planned(r *http.Request, more ...string) (*export.Job, params, error) {
	release := r.PathValue("release")
	names := exportParams(release == "")
	q, err := queryOf(r, append(more, names...)...)
	if err != nil {
		return nil, nil, err
	}
	asked := export.Request{Project: r.PathValue("project"), Release: release}
	for _, name := range names {
		if err := asked.SetParam(name, q.get(name)); err != nil {
			return nil, nil, err
		}
	}
	job, err := s.Export.Plan(r.Context(), asked)
	return job, q, err
}

// exportProject streams a project or a release as a file. A release is the same
// file at any time, so it has an ETag, and a download that broke off goes on with
// Range where it is a single one.
func (s *Server) exportProject(w http.ResponseWriter, r *http.Request) error {
	job, _, err := s.planned(r)
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", job.MediaType())
	head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": job.FileName()}))
	head.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if r.PathValue("release") != "" {
		tag, err := s.releaseTag(r)
		if err != nil {
			return err
		}
		head.Set("ETag", tag)
		head.Set("Accept-Ranges", "bytes")
		if r.Header.Get("Range") != "" || matches(r.Header.Get("If-None-Match"), tag) {
			return s.resume(w, r, job, tag)
		}
	}
	if r.Method == http.MethodHead {
		return nil
	}
	// What the format cannot hold comes behind the data, where it is known.
	head.Set("Trailer", "Galley-Losses")
	out := &patient{w, http.NewResponseController(w), false}
	report, err := job.Write(r.Context(), out)
	if err != nil {
		if !out.begun {
			for _, name := range []string{"Content-Disposition", "Content-Security-Policy", "Trailer", "ETag", "Accept-Ranges"} {
				head.Del(name)
			}
		}
		return err
	}
	losses, err := marshal(report.Losses)
	if err != nil {
		return err
	}
	head.Set("Galley-Losses", string(losses[:len(losses)-1]))
	return nil
}

// releaseTag names a file of a release: what it holds, how it was asked for, and
// the build, which may write a format in another way than the one before.
func (s *Server) releaseTag(r *http.Request) (string, error) {
	release, err := s.Store.Release(r.Context(), r.PathValue("project"), r.PathValue("release"))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(release.SHA256 + "\x00" + s.Version + "\x00" + r.URL.Query().Encode()))
	return `"` + hex.EncodeToString(sum[:16]) + `"`, nil
}

// resume answers for a part of a release's file: the file is written to the disk
// first, because what is asked for may begin anywhere.
func (s *Server) resume(w http.ResponseWriter, r *http.Request, job *export.Job, tag string) error {
	if matches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	spool, err := os.CreateTemp("", "galley-export-*")
	if err != nil {
		return err
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	if _, err := job.Write(r.Context(), spool); err != nil {
		return err
	}
	http.ServeContent(&patient{w, http.NewResponseController(w), false}, r, "", time.Time{}, spool)
	return nil
}

// reportExport says what an export would hold.
func (s *Server) reportExport(w http.ResponseWriter, r *http.Request) error {
	job, q, err := s.planned(r, "after", "limit", "documents")
	if err != nil {
		return err
	}
	after, err := q.number("after", 0, 0, 1<<40)
	if err != nil {
		return err
	}
	limit, err := q.limit()
	if err != nil {
		return err
	}
	most, err := q.number("documents", 0, 0, 1<<40)
	if err != nil {
		return err
	}
	report, err := job.Report(r.Context(), int(after), limit, int(most))
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, report)
}

// patient gives every write its own deadline, so that a download may take as
// long as it likes but a client that stopped reading does not stay for ever.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
	begun   bool
}

func (p *patient) Write(b []byte) (int, error) {
	p.begun = true
	if err := p.control.SetWriteDeadline(time.Now().Add(time.Minute)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return p.ResponseWriter.Write(b)
}
