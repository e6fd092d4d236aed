package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

// release is a release of the desk's project.
func (d *desk) release() string {
	d.t.Helper()
	if d.ask("anna", http.MethodGet, wire.ReleasePath("demo", "r1"), "").Code == http.StatusNotFound {
		d.newRelease("demo", "r1", nil)
	}
	return "r1"
}

func (d *desk) newRelease(project, name string, choice map[string]string) wire.Release {
	d.t.Helper()
	w := d.ask("anna", http.MethodPost, wire.ReleasesPath(project), encoded(d.t, wire.NewRelease{Name: name, Choice: choice}))
	require.Equal(d.t, http.StatusCreated, w.Code, w.Body.String())
	var r wire.Release
	require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), &r))
	require.Equal(d.t, wire.ReleasePath(project, name), w.Header().Get("Location"))
	return r
}

// deleteAll deletes every span and link of Anna's.
func (d *desk) deleteAll(doc *wire.Document) {
	d.t.Helper()
	set, err := d.services.Keeper.Set(d.t.Context(), doc.ID, "user:anna")
	require.NoError(d.t, err)
	var all []ops.Op
	add := func(entity ops.Entity, target string) {
		all = append(all, ops.Op{ID: "delete-" + target, Owner: "user:anna", Entity: entity, Target: target, Kind: ops.Delete, BaseSeq: doc.Head, TextSHA: doc.SHA256, SchemaVersion: 1})
	}
	for _, l := range set.Links {
		add(ops.LinkEntity, l.ID)
	}
	for _, sp := range set.Spans {
		add(ops.SpanEntity, sp.ID)
	}
	for len(all) > 0 {
		n := min(len(all), wire.MaxBatch)
		answer, err := d.services.Keeper.AppendOps(d.t.Context(), doc.ID, "anna", wire.Batch{ClientID: "tab-1", Epoch: d.services.Keeper.Epoch(), Ops: all[:n]})
		require.NoError(d.t, err)
		for _, o := range answer.Outcomes {
			require.True(d.t, o.Result.TookEffect(), "%+v", o)
		}
		all = all[n:]
	}
}

func bridge(t *testing.T) *desk {
	d := newDesk(t)
	d.project("bruecke")
	d.importFile("bruecke", file(t, formatstest.Bridge(), formatstest.Market(), formatstest.Bare()))
	return d
}

func TestAReportSaysWhatAnExportWouldLoseWithLinksToIt(t *testing.T) {
	t.Parallel()
	d := bridge(t)
	var all, some wire.ExportReport
	path := wire.ProjectPath("bruecke") + "/export/report?format=conll"
	d.get("anna", path+"&limit=200", &all)
	require.Equal(t, 3, all.Read)
	require.Equal(t, "bruecke.iob2.conll", all.File)
	require.NotEmpty(t, all.Preview[0].Text)
	require.NotZero(t, all.Splits["all"])
	n := 0
	for _, count := range all.Reasons {
		n += count
	}
	require.Len(t, all.Losses, min(n, 200))
	require.NotZero(t, n)
	for _, l := range all.Losses {
		require.Equal(t, http.StatusOK, d.ask("anna", http.MethodGet, wire.DocumentPath(l.Document), "").Code, "a loss names a document that is there")
	}
	d.get("anna", path+"&limit=3&after=2", &some)
	require.Equal(t, all.Losses[2:5], some.Losses)
	require.Equal(t, 5, some.Next)
	d.get("anna", path+"&documents=1", &some)
	require.Equal(t, 1, some.Read)
	require.True(t, some.Partial)
}

func TestExportParametersThatCannotBeAreRefusedByName(t *testing.T) {
	t.Parallel()
	d := bridge(t)
	for query, field := range map[string]string{
		"colour=red": "query.colour", "split=1": "split", "states=done": "states", "since=gestern": "since", "labels=nix": "labels",
		"roles=hero": "roles", "policy=hope": "policy", "people=all": "people", "text=cut": "text", "as=folder": "as", "since=2026-02-01&until=2026-01-01": "since",
	} {
		for _, path := range []string{"/export?", "/export/report?"} {
			w := d.ask("anna", http.MethodGet, wire.ProjectPath("bruecke")+path+query, "")
			require.Equal(t, http.StatusBadRequest, w.Code, query)
			require.Equal(t, field, problemOf(t, w).Field, query)
		}
	}
	w := d.ask("anna", http.MethodGet, wire.ProjectPath("bruecke")+"/export?format=conll&policy=error", "")
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Empty(t, w.Header().Get("Content-Disposition"), "a refusal is no file")
}

func TestAReleaseStaysTheSameBytesWhateverHappensToTheProject(t *testing.T) {
	t.Parallel()
	d := bridge(t)
	r := d.newRelease("bruecke", "2026-01", map[string]string{"set": "all", "split": "50/50"})
	require.Len(t, r.SHA256, 64)
	require.Equal(t, 3, r.Counts.Documents)
	require.Equal(t, http.StatusConflict, d.ask("anna", http.MethodPost, wire.ReleasesPath("bruecke"), `{"name":"2026-01"}`).Code)
	take := func() map[string]string {
		files := map[string]string{}
		for _, f := range formats.All {
			if f.New == nil && f.NewFolder == nil {
				continue
			}
			w := d.ask("anna", http.MethodGet, wire.ReleasePath("bruecke", "2026-01")+"/export?format="+f.Name, "")
			require.Equal(t, http.StatusOK, w.Code, w.Body.String())
			files[f.Name] = w.Body.String()
		}
		return files
	}
	before := take()

	// Everything there is to a project changes: spans, states, documents, the schema.
	ctx := t.Context()
	keeper := d.services.Keeper
	page, err := keeper.Documents(ctx, "bruecke", "anna", "", "", 10)
	require.NoError(t, err)
	for _, doc := range page.Documents {
		full, err := keeper.Document(ctx, doc.ID, "anna")
		require.NoError(t, err)
		d.deleteAll(full)
		_, err = keeper.SetState(ctx, doc.ID, "user:anna", annotations.Returned, "anna")
		require.NoError(t, err)
	}
	schema, err := keeper.Schema(ctx, "bruecke")
	require.NoError(t, err)
	next := *schema
	next.Version++
	next.Title = annotations.Localized{"de": "Anders", "en": "Other"}
	require.NoError(t, keeper.PutSchema(ctx, "bruecke", &next))
	d.add("bruecke", "Noch ein Text, der später kam.\n")

	after := take()
	for name := range before {
		require.Equal(t, before[name], after[name], name)
	}
	same, err := d.services.Export.Verify(ctx, "bruecke", "2026-01")
	require.NoError(t, err)
	require.True(t, same)

	d.newRelease("bruecke", "2026-02", map[string]string{"set": "all", "split": "50/50"})
	var diff wire.ReleaseDifference
	d.get("anna", wire.ReleaseDifferencePath("bruecke", "2026-01", "2026-02"), &diff)
	require.Equal(t, wire.Changes{Added: 1, Changed: 3}, diff.Documents)
	require.NotZero(t, diff.Spans.Removed)
	require.Zero(t, diff.Spans.Added)
	d.get("anna", wire.ReleaseDifferencePath("bruecke", "2026-02", "2026-02"), &diff)
	require.Zero(t, diff.Documents)
	require.Empty(t, diff.Changes)
	var list wire.Releases
	d.get("anna", wire.ReleasesPath("bruecke"), &list)
	require.Len(t, list.Releases, 2)
	require.Equal(t, "2026-02", list.Releases[0].Name)
	_, err = keeper.Verify(ctx)
	require.NoError(t, err)
}

func TestADownloadOfAReleaseGoesOnWhereItBrokeOff(t *testing.T) {
	t.Parallel()
	d := bridge(t)
	d.newRelease("bruecke", "r", nil)
	path := wire.ReleasePath("bruecke", "r") + "/export"
	whole := d.ask("anna", http.MethodGet, path, "")
	tag := whole.Header().Get("ETag")
	rest := d.ask("anna", http.MethodGet, path, "", "Range", "bytes=1000-", "If-Range", tag)
	require.Equal(t, http.StatusPartialContent, rest.Code)
	require.Equal(t, whole.Body.String()[1000:], rest.Body.String())
	require.Equal(t, http.StatusNotModified, d.ask("anna", http.MethodGet, path, "", "If-None-Match", tag).Code)
	require.Equal(t, http.StatusRequestedRangeNotSatisfiable, d.ask("anna", http.MethodGet, path, "", "Range", "bytes=100000000-").Code)
}

func TestAnArchiveHasACardThatNamesNobody(t *testing.T) {
	t.Parallel()
	d := bridge(t)
	open := func(query string) map[string]string {
		w := d.export("bruecke", query)
		z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
		require.NoError(t, err)
		files := map[string]string{}
		for _, f := range z.File {
			r, err := f.Open()
			require.NoError(t, err)
			content, err := io.ReadAll(r)
			require.NoError(t, err)
			files[f.Name] = string(content)
		}
		return files
	}
	files := open("format=galley&split=50/25/25")
	require.NotContains(t, files["README.md"], "anna")
	require.Contains(t, files["README.md"], "annotator A")
	require.Contains(t, files["README.md"], "sha256(seed")
	require.Contains(t, open("format=brat&people=names")["README.md"], "user:anna")
	for name, content := range open("format=brat&people=pseudonyms") {
		require.NotContains(t, name+content, "user:anna", name)
		require.NotContains(t, name, "anna")
	}
	var report map[string]any
	require.NoError(t, json.Unmarshal([]byte(files["export-report.json"]), &report))
	require.Equal(t, "galley", report["format"])
}
