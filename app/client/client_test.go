package client

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/wire"
	"galley/app/browser"
)

// answering is a client whose requests are kept and get one answer.
func answering(status int, contentType, body string) (*Client, *[]browser.Request) {
	var sent []browser.Request
	return With(func(_ context.Context, r browser.Request) (browser.Response, error) {
		sent = append(sent, r)
		return browser.Response{Status: status, Body: []byte(body), Headers: map[string]string{"content-type": contentType}}, nil
	}), &sent
}

func TestEachMethodCallsItsEndpoint(t *testing.T) {
	t.Parallel()
	calls := map[string]struct {
		call         func(context.Context, *Client) error
		method, path string
		body         string
	}{
		"who am I": {func(ctx context.Context, c *Client) error { _, err := c.Session(ctx); return err }, "GET", "/api/v1/session", ""},
		"sign in": {func(ctx context.Context, c *Client) error { _, err := c.SignIn(ctx, "t0ken"); return err },
			"POST", "/api/v1/session", `{"token":"t0ken"}`},
		"sign out":            {func(ctx context.Context, c *Client) error { return c.SignOut(ctx) }, "DELETE", "/api/v1/session", ""},
		"projects":            {func(ctx context.Context, c *Client) error { _, err := c.Projects(ctx, ""); return err }, "GET", "/api/v1/projects", ""},
		"projects, next page": {func(ctx context.Context, c *Client) error { _, err := c.Projects(ctx, "a&b"); return err }, "GET", "/api/v1/projects?after=a%26b", ""},
		"new project": {func(ctx context.Context, c *Client) error {
			_, err := c.CreateProject(ctx, wire.NewProject{Name: "wahl", Title: "Wahl"})
			return err
		}, "POST", "/api/v1/projects", `{"name":"wahl","title":"Wahl"}`},
		"a project with an umlaut": {func(ctx context.Context, c *Client) error { _, err := c.Project(ctx, "Büro"); return err },
			"GET", "/api/v1/projects/B%C3%BCro", ""},
		"documents found": {func(ctx context.Context, c *Client) error {
			_, err := c.Documents(ctx, "p", "zwei Wörter", "9")
			return err
		},
			"GET", "/api/v1/projects/p/documents?after=9&q=zwei+W%C3%B6rter", ""},
		"new document": {func(ctx context.Context, c *Client) error {
			_, err := c.CreateDocument(ctx, "p", wire.NewDocument{Text: "Ein <Text>"})
			return err
		}, "POST", "/api/v1/projects/p/documents", `{"text":"Ein <Text>"}`},
		"a document": {func(ctx context.Context, c *Client) error { _, _, err := c.Document(ctx, "d/1"); return err }, "GET", "/api/v1/documents/d%2F1", ""},
		"import": {func(ctx context.Context, c *Client) error { _, err := c.Import(ctx, "p", []byte("{}\n{}")); return err },
			"POST", "/api/v1/projects/p/import", "{}\n{}"},
		"sets": {func(ctx context.Context, c *Client) error { _, err := c.Sets(ctx, "d"); return err }, "GET", "/api/v1/documents/d/sets", ""},
		"submit": {func(ctx context.Context, c *Client) error {
			return c.SetState(ctx, "d", "user:anna", annotations.Submitted)
		}, "PATCH", "/api/v1/documents/d/sets/user:anna", `{"state":"submitted"}`},
		"submit anyway": {func(ctx context.Context, c *Client) error {
			return c.Submit(ctx, "d", "user:anna", true)
		}, "PATCH", "/api/v1/documents/d/sets/user:anna", `{"state":"submitted","anyway":true}`},
		"a schema": {func(ctx context.Context, c *Client) error { _, err := c.Schema(ctx, "p"); return err }, "GET", "/api/v1/projects/p/schema", ""},
		"another schema": {func(ctx context.Context, c *Client) error {
			_, err := c.PutSchema(ctx, "p", &wire.Schema{ID: "s", Version: 2})
			return err
		}, "PUT", "/api/v1/projects/p/schema", `{"id":"s","version":2,"title":null,"guidelines":null,"labels":null,"attributes":null,"links":null}`},
		"the use of a schema": {func(ctx context.Context, c *Client) error { _, err := c.Usage(ctx, "p"); return err }, "GET", "/api/v1/projects/p/schema/usage", ""},
		"a schema's check": {func(ctx context.Context, c *Client) error {
			_, err := c.CheckSchema(ctx, "p", 3, []byte("{\"id\":\"s\"}"))
			return err
		}, "POST", "/api/v1/projects/p/schema/check?base=3", "{\"id\":\"s\"}"},
		"schemas": {func(ctx context.Context, c *Client) error { _, err := c.Schemas(ctx); return err }, "GET", "/api/v1/schemas", ""},
		"the log": {func(ctx context.Context, c *Client) error { _, err := c.Log(ctx, "d", 0, "e"); return err },
			"GET", "/api/v1/documents/d/ops?after=0&epoch=e", ""},
	}
	for name, tt := range calls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, sent := answering(200, "application/json", "{}")
			require.NoError(t, tt.call(t.Context(), c))
			require.Len(t, *sent, 1)
			r := (*sent)[0]
			require.Equal(t, tt.method, r.Method)
			require.Equal(t, tt.path, r.Path)
			switch {
			case tt.body == "":
				require.Empty(t, r.Body)
			case name == "import":
				require.Equal(t, tt.body, string(r.Body))
				require.Equal(t, "application/x-ndjson", r.Headers["Content-Type"])
			default:
				require.JSONEq(t, tt.body, string(r.Body))
				require.Equal(t, "application/json", r.Headers["Content-Type"])
			}
		})
	}
}

func TestABatchGoesOutAsItIsAndItsOutcomesComeBack(t *testing.T) {
	t.Parallel()
	c, sent := answering(200, "application/json", `{"epoch":"e","head":4,"outcomes":[{"result":"conflict","seq":4,"reason":"field_changed"}]}`)
	label := "quote"
	batch := &wire.Batch{ClientID: "c1", Epoch: "e", Ops: []ops.Op{{
		ID: "o1", Owner: "user:anna", Entity: ops.SpanEntity, Target: "s1", Kind: ops.Update, Set: ops.Patch{Label: &label},
	}}}
	answer, err := c.PutOps(t.Context(), "d", batch)
	require.NoError(t, err)
	require.Equal(t, ops.Conflict, answer.Outcomes[0].Result)
	require.EqualValues(t, 4, answer.Head)
	require.Equal(t, "PUT", (*sent)[0].Method)
	var read wire.Batch
	require.NoError(t, json.Unmarshal((*sent)[0].Body, &read))
	require.Equal(t, *batch, read)
}

func TestARefusalIsTheServersProblem(t *testing.T) {
	t.Parallel()
	c, _ := answering(409, "application/problem+json; charset=utf-8",
		`{"status":409,"code":"conflict","reason":"other_epoch","detail":"x","epoch":"new","request_id":"r1"}`)
	_, err := c.PutOps(t.Context(), "d", &wire.Batch{})
	p := ProblemOf(err)
	require.NotNil(t, p)
	require.Equal(t, "new", p.Epoch)
	require.Equal(t, "r1", p.Request)
	require.Equal(t, annotations.Conflict, annotations.CodeOf(err))
	require.False(t, Offline(err))
}

func TestAnErrorPageOfAProxyGetsTheCodeItsStatusStandsFor(t *testing.T) {
	t.Parallel()
	for status, code := range map[int]annotations.Code{
		400: annotations.Invalid, 401: annotations.Unauthenticated, 403: annotations.Forbidden, 404: annotations.NotFound,
		409: annotations.Conflict, 413: annotations.TooLarge, 429: annotations.Unavailable, 500: annotations.Internal,
		502: annotations.Unavailable, 503: annotations.Unavailable, 504: annotations.Unavailable,
	} {
		c, _ := answering(status, "text/html", "<h1>Bad Gateway</h1>")
		_, err := c.Session(t.Context())
		require.Equal(t, code, annotations.CodeOf(err), "status %d", status)
	}
}

func TestNoAnswerIsOfflineAndNoProblem(t *testing.T) {
	t.Parallel()
	c := With(func(context.Context, browser.Request) (browser.Response, error) {
		return browser.Response{}, browser.ErrOffline
	})
	_, _, err := c.Document(t.Context(), "d")
	require.True(t, Offline(err))
	require.Nil(t, ProblemOf(err))
}

func TestAnAnswerThatIsNoJSONIsAnError(t *testing.T) {
	t.Parallel()
	c, _ := answering(200, "text/html", "<p>captive portal</p>")
	_, err := c.Session(t.Context())
	require.ErrorContains(t, err, "/api/v1/session")
	require.Nil(t, ProblemOf(err))
}
