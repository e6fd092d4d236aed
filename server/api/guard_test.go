package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/server/api"
)

// operations reads the API's own description: every path with its methods.
func operations(t *testing.T, d *desk) map[string][]string {
	t.Helper()
	var spec struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	require.NoError(t, json.Unmarshal(d.ask("", http.MethodGet, v1+"/openapi.json", "").Body.Bytes(), &spec))
	all := map[string][]string{}
	for path, methods := range spec.Paths {
		for m := range methods {
			all[path] = append(all[path], strings.ToUpper(m))
		}
	}
	require.Len(t, all, 36)
	return all
}

// example fills in names for the placeholders of a path.
func (d *desk) example(path string) string {
	if strings.Contains(path, "{release}") {
		path = strings.NewReplacer("{release}", d.release(), "{other}", d.release()).Replace(path)
	}
	return strings.NewReplacer("/find", "/find?q=Streit", "{project}", "demo", "{document}", d.doc, "{owner}", "user:anna", "{import}", d.collecting(), "{other}", d.doc).Replace(path)
}

func TestEveryRouteAnswersAWrongMethodWith405AndAllow(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for path, methods := range operations(t, d) {
		for _, m := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
			if slices.Contains(methods, m) {
				continue
			}
			w := d.ask("anna", m, d.example(path), "")
			require.Equal(t, http.StatusMethodNotAllowed, w.Code, "%s %s", m, path)
			require.Equal(t, "wrong_method", problem(t, w).Reason)
			for _, right := range methods {
				require.Contains(t, w.Header().Get("Allow"), right, "%s %s", m, path)
			}
		}
	}
}

func TestUnknownPathsAre404AsProblems(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, path := range []string{"/api/", "/api/v1", "/api/v1/", "/api/v2/projects", "/api/v1/projects/", "/api/v1/documents", "/api/v1/users", "/healthz/x", "/api/v1/projects/demo/documents/" + d.doc} {
		w := d.ask("anna", http.MethodGet, path, "")
		require.Equal(t, http.StatusNotFound, w.Code, path)
		require.Equal(t, "no_route", problem(t, w).Reason, path)
	}
}

func TestEveryRouteButTheOpenOnesAsksForASession(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	open := []string{v1 + "/session", v1 + "/openapi.json", "/api/docs", "/api/docs.css", "/healthz", "/readyz"}
	for path, methods := range operations(t, d) {
		for _, m := range methods {
			for _, session := range []string{"", "Bearer ", "Bearer nonsense", "Basic YW5uYTp4"} {
				w := d.ask("", m, d.example(path), "", "Authorization", session)
				if slices.Contains(open, path) {
					continue
				}
				require.Equal(t, http.StatusUnauthorized, w.Code, "%s %s", m, path)
				require.Equal(t, annotations.Unauthenticated, problem(t, w).Code)
				require.Contains(t, w.Header().Get("WWW-Authenticate"), "Bearer")
			}
		}
	}
}

func TestWritesFromOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for path, methods := range operations(t, d) {
		for _, m := range methods {
			if m == http.MethodGet {
				continue
			}
			for _, foreign := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
				w := d.ask("anna", m, d.example(path), `{}`, foreign...)
				require.Equal(t, http.StatusForbidden, w.Code, "%s %s %v", m, path, foreign)
				require.Equal(t, "cross_origin", problem(t, w).Reason)
			}
		}
	}
	require.Equal(t, http.StatusCreated, d.ask("anna", http.MethodPost, wire.ProjectsPath(), `{"name":"a"}`, "Sec-Fetch-Site", "same-origin").Code)
}

func TestWritesNeedTheirContentType(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for path, methods := range operations(t, d) {
		for _, m := range methods {
			if m == http.MethodGet || m == http.MethodDelete {
				continue
			}
			for _, given := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=latin1", "nonsense/"} {
				w := d.ask("anna", m, d.example(path), `{"name":"x"}`, "Content-Type", given)
				require.Equal(t, http.StatusUnsupportedMediaType, w.Code, "%s %s %q", m, path, given)
				require.NotEmpty(t, w.Header().Get("Accept"))
				problem(t, w)
			}
			w := d.ask("anna", m, d.example(path), `{"name":"x"}`, "Content-Encoding", "gzip")
			require.Equal(t, http.StatusUnsupportedMediaType, w.Code)
		}
	}
	require.Equal(t, http.StatusCreated, d.ask("anna", http.MethodPost, wire.ProjectsPath(), `{"name":"b"}`, "Content-Type", `application/json; charset="UTF-8"`).Code)
}

func TestReadingChangesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.put("anna", d.doc, d.batch(d.span("user:anna", "q1", "cue", "sagte")))
	state := func() string {
		v, err := d.services.Keeper.Verify(t.Context())
		require.NoError(t, err)
		return fmt.Sprint(v, d.ask("anna", http.MethodGet, wire.ExportPath("demo", "galley", ""), "").Body, d.ask("anna", http.MethodGet, wire.ProjectsPath(), "").Body)
	}
	before := state()
	for path, methods := range operations(t, d) {
		if slices.Contains(methods, http.MethodGet) && !strings.HasSuffix(path, "/events") {
			for _, m := range []string{http.MethodGet, http.MethodHead} {
				require.Equal(t, http.StatusOK, d.ask("anna", m, d.example(path), "").Code, "%s %s", m, path)
			}
		}
	}
	require.Equal(t, before, state())
}

func TestEveryRequestHasALogLineWithoutAnythingPrivate(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask("anna", http.MethodGet, wire.DocumentsPath("demo")+"?q=geheim", "")
	d.ask("anna", http.MethodPost, wire.DocumentsPath("demo"), `{"text":"streng geheim"}`)
	d.ask("", http.MethodPost, wire.SessionPath(), `{"token":"geheim-1"}`)
	log := d.log.String()
	require.NotContains(t, log, "geheim")
	require.NotContains(t, log, d.sessions["anna"])
	var line map[string]any
	require.NoError(t, json.Unmarshal([]byte(strings.SplitN(log, "\n", 2)[0]), &line))
	require.Equal(t, "GET /api/v1/projects/{project}/documents", line["route"])
	require.Equal(t, "anna", line["user"])
	require.EqualValues(t, 200, line["status"])
	for _, key := range []string{"method", "dur_ms", "bytes", "request_id"} {
		require.Contains(t, line, key)
	}
}

// broken is a store that panics or fails with a secret in its error.
type broken struct {
	api.Store
	panics bool
}

func (b broken) Health() error {
	if b.panics {
		panic("the secret is 42")
	}
	return fmt.Errorf("select secret from table: the secret is 42")
}

func TestAFailureOfTheServerCarriesNoInternalsButTheRequestsId(t *testing.T) {
	t.Parallel()
	for _, panics := range []bool{false, true} {
		d := newDesk(t)
		d.server.Store = broken{d.server.Store, panics}
		w := d.ask("", http.MethodGet, "/readyz", "")
		require.Equal(t, http.StatusInternalServerError, w.Code)
		require.NotContains(t, w.Body.String(), "secret")
		p := problem(t, w)
		require.Equal(t, annotations.Internal, p.Code)
		require.Contains(t, d.log.String(), "the secret is 42")
		require.Contains(t, d.log.String(), p.Request)
	}
}

func TestAServerThatCannotWriteSaysSo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.server.Store = full{d.server.Store}
	w := d.ask("", http.MethodGet, "/readyz", "")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.NotEmpty(t, w.Header().Get("Retry-After"))
	require.Equal(t, "disk_full", problem(t, w).Reason)
	require.Equal(t, http.StatusOK, d.ask("", http.MethodGet, "/healthz", "").Code)
}

type full struct{ api.Store }

func (full) Health() error {
	return annotations.Errorf(annotations.Unavailable, "disk_full", "", "the disk is full")
}

func TestTheDocumentationNamesEveryRouteAndNoForeignHost(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.ask("", http.MethodGet, "/api/docs", "").Body.String()
	for path, methods := range operations(t, d) {
		for _, m := range methods {
			require.Contains(t, page, m+" "+path)
		}
	}
	for _, forbidden := range []string{"<script", "<style", "style=", "http://", "https://", "//"} {
		require.NotContains(t, strings.ReplaceAll(page, "</", ""), forbidden)
	}
	for _, code := range []string{"invalid", "unauthenticated", "forbidden", "not_found", "conflict", "too_large", "unavailable", "internal"} {
		require.Contains(t, page, `id="code-`+code+`"`)
	}
}

func TestTheDescriptionHasEveryTypeItRefersTo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var spec struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]any `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	raw := d.ask("", http.MethodGet, v1+"/openapi.json", "").Body.String()
	require.NoError(t, json.Unmarshal([]byte(raw), &spec))
	for _, part := range strings.Split(raw, "#/components/schemas/")[1:] {
		name, _, _ := strings.Cut(part, `"`)
		require.NotEmpty(t, spec.Components.Schemas[name].Properties, name)
	}
	require.Contains(t, spec.Components.Schemas["Entry"].Properties, "op_id", "an entry has its op's fields")
	require.Contains(t, spec.Components.Schemas["Document"].Properties, "sha256")
}

func TestHandlersWorkBehindARealServer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	server := httptest.NewServer(d.server)
	defer server.Close()
	r, err := server.Client().Get(server.URL + "/healthz")
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	require.Equal(t, http.StatusOK, r.StatusCode)
}
