package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
	"galley/server/api"
	"galley/server/store"
	"galley/server/store/storetest"
	"galley/server/wiring"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// A desk is a server on a real store, with Anna and Ben signed in and a project
// "demo" with one article.
type desk struct {
	t        testing.TB
	services wiring.Services
	server   *api.Server
	sessions map[string]string
	log      *safeBuffer
	// doc is the article's id, text its text.
	doc, text string
	sha       string
}

const article = "Streit 🌉 um die Brücke\n\nDer Bürgermeister sagte am Montag: „Wir sind bereit!“ Andere sagten ‚nein‘.\n"

// safeBuffer is a log that several requests write.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	data, err := store.Open(t.Context(), t.TempDir(), store.Options{Mode: store.Serve})
	require.NoError(t, err)
	d := &desk{t: t, services: wiring.Wire(data, false), sessions: map[string]string{}, log: &safeBuffer{}, text: article}
	t.Cleanup(func() {
		d.services.Live.Close()
		d.services.Imports.Close()
		require.NoError(t, data.Close())
	})
	d.server, err = api.New(api.Options{
		Store: d.services.Keeper, Auth: d.services.Auth, Ingest: d.services.Ingest, Export: d.services.Export, Live: d.services.Live, Imports: d.services.Imports,
		Log: slog.New(slog.NewJSONHandler(d.log, nil)), Version: "build-1",
	})
	require.NoError(t, err)
	for _, name := range []string{"anna", "ben"} {
		require.NoError(t, d.services.Keeper.Admit(t.Context(), name))
		d.sessions[name], err = d.services.Auth.APIToken(t.Context(), name)
		require.NoError(t, err)
	}
	_, err = data.CreateProject(t.Context(), "demo", "Demo")
	require.NoError(t, err)
	d.doc = d.add("demo", article)
	d.sha = text.New(article).SHA256()
	return d
}

func (d *desk) add(project, raw string) string {
	d.t.Helper()
	added, err := d.services.Ingest.Text(d.t.Context(), project, wire.NewDocument{Text: raw})
	require.NoError(d.t, err)
	return added.ID
}

// ask sends one request as somebody ("" is nobody).
func (d *desk) ask(who, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, path, in).WithContext(d.t.Context())
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+d.sessions[who])
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	d.server.ServeHTTP(w, r)
	return w
}

func (d *desk) get(who, path string, out any) {
	d.t.Helper()
	w := d.ask(who, http.MethodGet, path, "")
	require.Equal(d.t, http.StatusOK, w.Code, w.Body.String())
	require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), out))
}

// span is an op that makes a span on the first place of a quotation.
func (d *desk) span(owner annotations.Owner, id, label, quote string) ops.Op {
	d.t.Helper()
	t := text.New(d.text)
	i := strings.Index(d.text, quote)
	require.GreaterOrEqual(d.t, i, 0, quote)
	f := annotations.Fragment{Start: t.FromByte(text.Byte(i)), End: t.FromByte(text.Byte(i + len(quote)))}
	op := ops.CreateSpan(owner, &annotations.Span{ID: id, Label: label, Fragments: []annotations.Fragment{f}, Quote: []string{quote}})
	op.ID, op.TextSHA, op.SchemaVersion = "op-"+id, t.SHA256(), 1
	return op
}

func (d *desk) batch(all ...ops.Op) string {
	d.t.Helper()
	b, err := json.Marshal(wire.Batch{ClientID: "tab-1", Epoch: d.services.Keeper.Epoch(), Ops: all})
	require.NoError(d.t, err)
	return string(b)
}

// put sends a batch for a document and gives the outcomes.
func (d *desk) put(who, doc, body string) wire.Answer {
	d.t.Helper()
	w := d.ask(who, http.MethodPut, wire.OpsPath(doc), body)
	require.Equal(d.t, http.StatusOK, w.Code, w.Body.String())
	var a wire.Answer
	require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), &a))
	return a
}

// spans is how many spans everybody together has on the desk's article.
func (d *desk) spans() int {
	d.t.Helper()
	n := 0
	sets, err := d.services.Keeper.Sets(d.t.Context(), d.doc)
	require.NoError(d.t, err)
	for _, s := range sets.Sets {
		n += s.Spans
	}
	return n
}

func problem(t *testing.T, w *httptest.ResponseRecorder) wire.Problem {
	t.Helper()
	require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"), w.Body.String())
	var p wire.Problem
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p), w.Body.String())
	require.Equal(t, w.Code, p.Status)
	require.NotEmpty(t, p.Title)
	require.NotEmpty(t, p.Detail)
	require.Equal(t, w.Header().Get("X-Request-Id"), p.Request)
	return p
}
