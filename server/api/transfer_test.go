package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
	"galley/server/export"
	"galley/server/wiring"
)

// file writes items as native JSONL.
func file(t *testing.T, items ...*formats.Item) string {
	t.Helper()
	f, err := formats.Named("galley")
	require.NoError(t, err)
	var b strings.Builder
	w := f.New(&b, formats.Options{})
	for _, it := range items {
		require.NoError(t, w.Write(it))
	}
	_, err = w.Close()
	require.NoError(t, err)
	return b.String()
}

func (d *desk) importFile(project, jsonl string) wire.Imported {
	d.t.Helper()
	w := d.ask("anna", http.MethodPost, wire.ImportPath(project), jsonl, "Content-Type", "application/x-ndjson")
	require.Equal(d.t, http.StatusOK, w.Code, w.Body.String())
	var got wire.Imported
	require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), &got))
	return got
}

func (d *desk) export(project, query string) *httptest.ResponseRecorder {
	d.t.Helper()
	w := d.ask("anna", http.MethodGet, wire.ProjectPath(project)+"/export?"+query, "")
	require.Equal(d.t, http.StatusOK, w.Code, w.Body.String())
	return w
}

func (d *desk) project(name string) {
	d.t.Helper()
	require.Equal(d.t, http.StatusCreated, d.ask("anna", http.MethodPost, wire.ProjectsPath(), `{"name":"`+name+`"}`).Code)
}

func TestAFileThatGoesInComesOutIdentical(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.project("bruecke")
	in := file(t, formatstest.Bridge(), formatstest.Market(), formatstest.Bare())
	got := d.importFile("bruecke", in)
	require.Len(t, got.Documents, 3)
	require.Equal(t, formatstest.Bridge().Document.ID, got.Documents[0].ID, "ids are kept")
	require.Equal(t, 84, got.Spans)
	require.Equal(t, 19, got.Links)
	require.Empty(t, got.Problems)

	out := d.export("bruecke", "")
	require.Equal(t, strings.ReplaceAll(in, `"project":"demo"`, `"project":"bruecke"`), out.Body.String())
	require.Equal(t, `attachment; filename=bruecke.jsonl`, out.Header().Get("Content-Disposition"))
	require.Equal(t, "application/jsonl; charset=utf-8", out.Header().Get("Content-Type"))
	require.Equal(t, out.Body.String(), d.export("bruecke", "").Body.String(), "repeated")

	elsewhere := newDesk(t)
	elsewhere.project("anderswo")
	elsewhere.importFile("anderswo", out.Body.String())
	require.Equal(t, strings.ReplaceAll(in, `"project":"demo"`, `"project":"anderswo"`), elsewhere.export("anderswo", "").Body.String())
}

func TestImportingTwiceAddsNothingAndSaysSo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	in := file(t, formatstest.Bridge())
	require.False(t, d.importFile("demo", in).Documents[0].Existing)
	before := d.export("demo", "").Body.String()
	again := d.importFile("demo", in)
	require.True(t, again.Documents[0].Existing)
	require.Zero(t, again.Spans+again.Links)
	require.Equal(t, before, d.export("demo", "").Body.String())
}

func TestABadLineIsNamedAndTheOthersAreKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	bad := strings.Replace(file(t, formatstest.Bridge()), `"label":"cue"`, `"label":"verb"`, 1)
	got := d.importFile("demo", bad+file(t, formatstest.Market()))
	require.Len(t, got.Documents, 1)
	require.Len(t, got.Problems, 1)
	require.Equal(t, 1, got.Problems[0].Line)
	require.Equal(t, "unknown_label", got.Problems[0].Problem.Reason)
	require.Equal(t, "sets[1].spans[3].label", got.Problems[0].Problem.Field)
	require.NotContains(t, d.export("demo", "").Body.String(), formatstest.Bridge().Document.ID, "nothing is half imported")
}

// A whole annotated article goes in edit by edit, as a browser sends it, and
// comes out of the export as it was.
func TestASeedGoesInThroughOpsAndComesOutIdentical(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	seed := formatstest.Bridge()
	raw := seed.Document.Text.String()
	body, err := json.Marshal(wire.NewDocument{Text: strings.ReplaceAll(raw, "\n", "\r\n")})
	require.NoError(t, err)
	w := d.ask("anna", http.MethodPost, wire.DocumentsPath("demo"), string(body))
	require.Equal(t, http.StatusCreated, w.Code)
	var added wire.Added
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &added))

	want := seed.Sets[1]
	require.GreaterOrEqual(t, len(want.Spans), 60)
	require.GreaterOrEqual(t, len(want.Links), 15)
	var all []ops.Op
	for _, sp := range want.Spans {
		all = append(all, ops.CreateSpan(want.Owner, sp))
	}
	for _, l := range want.Links {
		all = append(all, ops.CreateLink(want.Owner, l))
	}
	for i := range all {
		all[i].ID, all[i].TextSHA, all[i].SchemaVersion = uuid.NewString(), text.New(raw).SHA256(), 1
	}
	for _, outcome := range d.put("anna", added.ID, d.batch(all...)).Outcomes {
		require.Equal(t, ops.Applied, outcome.Result, "%+v", outcome.Problem)
	}
	require.Equal(t, http.StatusOK, d.ask("anna", http.MethodPatch, wire.SetPath(added.ID, string(want.Owner)), `{"state":"submitted"}`).Code)

	var items []*formats.Item
	for line, err := range formats.ReadGalley(d.export("demo", "set=user:anna").Body, annotations.News()) {
		require.NoError(t, err)
		require.Nil(t, line.Problem)
		items = append(items, line.Item)
	}
	i := 0
	if items[0].Document.ID != added.ID {
		i = 1
	}
	got := items[i]
	require.Equal(t, raw, got.Document.Text.String())
	// What differs is only what the server made: id and recognised blocks.
	got.Document, seed.Sets = seed.Document, seed.Sets[1:]
	require.Equal(t, file(t, seed), file(t, got))
}

func TestExportsOfOneSetLeaveOutWhatNobodyLookedAt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.project("p")
	d.importFile("p", file(t, formatstest.Bridge(), formatstest.Market(), formatstest.Bare()))
	for query, lines := range map[string]int{
		"format=doccano": 4, "format=doccano&set=all": 4, "format=doccano&set=gold": 1, "format=doccano-rel&set=user:ben": 1,
		"format=doccano&set=user:nobody": 0, "set=gold": 3, "": 3,
	} {
		require.Equal(t, lines, strings.Count(d.export("p", query).Body.String(), "\n"), query)
	}
	w := d.export("p", "format=doccano&set=user:ben")
	require.Equal(t, `attachment; filename=p-user-ben.doccano.jsonl`, w.Header().Get("Content-Disposition"))
	require.Contains(t, w.Result().Trailer.Get("Galley-Losses"), `"no_set":2`)
}

func TestAFileNameIsMadeSafeWhateverTheProjectIsCalled(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.project("Übersee.2")
	require.Equal(t, "attachment; filename*=utf-8''%C3%9Cbersee.2.jsonl", d.export("Übersee.2", "").Header().Get("Content-Disposition"))
}

func TestAnImportThatIsNoSuchFileIsGivenUpAfterAThousandLines(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.Len(t, d.importFile("demo", strings.Repeat("x\n", 5_000)).Problems, 1_000)
}

// torn gives one document and then fails.
type torn struct{ wiring.Keeper }

func (t torn) Items(ctx context.Context, q export.Selection) iter.Seq2[export.Entry, error] {
	return func(yield func(export.Entry, error) bool) {
		for it, err := range t.Keeper.Items(ctx, q) {
			yield(it, err)
			break
		}
		yield(export.Entry{}, errors.New("the disk is gone"))
	}
}

func TestAnExportThatFailsHalfWayBreaksTheConnection(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.project("gross")
	long := formatstest.Bare()
	long.Document.Text = text.New(strings.Repeat("Ein langer Text. ", 100_000))
	long.Document.SHA256 = long.Document.Text.SHA256()
	long.Document.Blocks = []annotations.Block{{Role: annotations.Body, Start: 0, End: long.Document.Text.Len()}}
	d.importFile("gross", file(t, long))
	d.server.Export = export.New(torn{d.services.Keeper})
	server := httptest.NewServer(d.server)
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+wire.ExportPath("gross", "galley", ""), nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+d.sessions["anna"])
	w, err := server.Client().Do(r)
	require.NoError(t, err)
	defer w.Body.Close()
	_, err = io.ReadAll(w.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF, "half a file must not look like a whole one")
	require.Contains(t, d.log.String(), "the disk is gone")
}
