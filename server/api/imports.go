package api

import (
	"encoding/csv"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"galley/annotations"
	"galley/annotations/text"
	"galley/annotations/wire"
	"galley/server/ingest"
)

func (s *Server) listImports(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Store.Imports(r.Context(), r.PathValue("project"))
	if err != nil {
		return err
	}
	all.Fetch = s.Imports.Fetches()
	return encode(w, http.StatusOK, all)
}

func (s *Server) newImport(w http.ResponseWriter, r *http.Request) error {
	choice, err := decode[wire.ImportChoice](r)
	if err != nil {
		return err
	}
	made, err := s.Imports.Begin(r.Context(), r.PathValue("project"), visitor(r), choice)
	if err != nil {
		return err
	}
	w.Header().Set("Location", wire.ImportRunPath(made.Project, made.ID))
	return encode(w, http.StatusCreated, made)
}

func (s *Server) getImport(w http.ResponseWriter, r *http.Request) error {
	i, err := s.Store.ImportRun(r.Context(), r.PathValue("project"), r.PathValue("import"))
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, i)
}

func (s *Server) patchImport(w http.ResponseWriter, r *http.Request) error {
	u, err := decode[wire.ImportUpdate](r)
	if err != nil {
		return err
	}
	i, err := s.Imports.Update(r.Context(), r.PathValue("project"), r.PathValue("import"), u)
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, i)
}

// uploadTime is how long a file of an import may take to arrive.
const uploadTime = time.Hour

func (s *Server) putImportFile(w http.ResponseWriter, r *http.Request) error {
	if err := contentType(r, "application/octet-stream"); err != nil {
		return err
	}
	q, err := queryOf(r, "name")
	if err != nil {
		return err
	}
	// Refused only where a connection has no deadlines, as in tests.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadTime))
	f, err := s.Imports.Receive(r.Context(), r.PathValue("project"), r.PathValue("import"), q.get("name"), r.Body)
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, f)
}

func (s *Server) lookImport(w http.ResponseWriter, r *http.Request) error {
	look, err := s.Imports.Look(r.Context(), r.PathValue("project"), r.PathValue("import"))
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, look)
}

func (s *Server) listOutcomes(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r, "only", "after", "limit")
	if err != nil {
		return err
	}
	limit, err := q.limit()
	if err != nil {
		return err
	}
	page, err := s.Store.ImportOutcomes(r.Context(), r.PathValue("project"), r.PathValue("import"), wire.OutcomesOnly(q.get("only")), q.get("after"), limit)
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, page)
}

// importReport writes the report as a table that spreadsheets open.
func (s *Server) importReport(w http.ResponseWriter, r *http.Request) error {
	project, id := r.PathValue("project"), r.PathValue("import")
	page, err := s.Store.ImportOutcomes(r.Context(), project, id, "", "", 1000)
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", "text/csv; charset=utf-8; header=present")
	head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": project + "-import.csv"}))
	head.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	out := csv.NewWriter(&patient{w, http.NewResponseController(w), false})
	_ = out.Write([]string{"name", "result", "document", "title", "spans", "links", "read", "encoding", "similar", "reason", "line", "detail", "notes"})
	for {
		for _, o := range page.Outcomes {
			_ = out.Write(reportRow(o)) // an error stays and is told by Error
		}
		if page.Next == "" || out.Error() != nil {
			break
		}
		if page, err = s.Store.ImportOutcomes(r.Context(), project, id, "", page.Next, 1000); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func reportRow(o wire.ImportOutcome) []string {
	var reason, line, detail string
	if o.Problem != nil {
		reason, detail = o.Problem.Reason, o.Problem.Detail
		if o.Problem.Line > 0 {
			line = strconv.Itoa(o.Problem.Line)
		}
	}
	var notes []string
	for _, n := range o.Notes {
		if n.Count > 0 {
			notes = append(notes, fmt.Sprintf("%s (%d): %s", n.Reason, n.Count, n.Detail))
		} else {
			notes = append(notes, n.Reason+": "+n.Detail)
		}
	}
	row := []string{o.Name, o.Result, o.Document, o.Title, strconv.Itoa(o.Spans), strconv.Itoa(o.Links), o.Read, o.Encoding, o.Similar, reason, line, detail, strings.Join(notes, "; ")}
	for i := range row {
		row[i] = cell(row[i])
	}
	return row
}

// cell keeps a spreadsheet from taking a text for a formula (ASVS 1.2.10).
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\x00", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (s *Server) listSimilar(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Store.Similar(r.Context(), r.PathValue("document"))
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, all)
}

func (s *Server) getDifference(w http.ResponseWriter, r *http.Request) error {
	a, err := s.Store.Document(r.Context(), r.PathValue("document"), visitor(r))
	if err != nil {
		return err
	}
	b, err := s.Store.Document(r.Context(), r.PathValue("other"), visitor(r))
	if err != nil {
		return err
	}
	if a.Project != b.Project {
		return annotations.Errorf(annotations.NotFound, "unknown_document", "other", "there is no document %q in this project", b.ID)
	}
	return encode(w, http.StatusOK, wire.Difference{Stretches: ingest.Difference(text.New(a.Text), text.New(b.Text))})
}
