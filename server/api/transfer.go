package api

import (
	"errors"
	"mime"
	"net/http"
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

func (s *Server) exportProject(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r, "format", "set", "offsets")
	if err != nil {
		return err
	}
	job, err := s.Export.Plan(r.Context(), export.Request{
		Project: r.PathValue("project"), Format: q.get("format"), Set: q.get("set"), Offsets: formats.Offsets(q.get("offsets")),
	})
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", job.MediaType())
	head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": job.FileName()}))
	head.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if r.Method == http.MethodHead {
		return nil
	}
	// What the format cannot hold comes behind the data, where it is known.
	head.Set("Trailer", "Galley-Losses")
	report, err := job.Write(r.Context(), &patient{w, http.NewResponseController(w)})
	if err != nil {
		return err
	}
	losses, err := marshal(report.Losses)
	if err != nil {
		return err
	}
	head.Set("Galley-Losses", string(losses[:len(losses)-1]))
	return nil
}

// patient gives every write its own deadline, so that a download may take as
// long as it likes but a client that stopped reading does not stay for ever.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (p *patient) Write(b []byte) (int, error) {
	if err := p.control.SetWriteDeadline(time.Now().Add(time.Minute)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return p.ResponseWriter.Write(b)
}
