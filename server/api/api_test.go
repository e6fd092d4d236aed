package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
)

const v1 = "/api/v1"

// A scenario is one request and what must come of it. In path and body, $DOC
// stands for the article's id.
type scenario struct {
	name, who, method, path, body string
	headers                       []string
	status                        int
	// code, reason and field are of the problem; has is in the body.
	code, reason, field string
	has                 []string
}

func (s scenario) run(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	before := d.spans()
	fill := strings.NewReplacer("$DOC", d.doc, "$SHA", d.sha, "$EPOCH", d.services.Keeper.Epoch()).Replace
	w := d.ask(s.who, s.method, fill(s.path), fill(s.body), s.headers...)
	require.Equal(t, s.status, w.Code, w.Body.String())
	if s.code != "" {
		p := problem(t, w)
		require.Equal(t, s.code, string(p.Code), w.Body.String())
		require.Equal(t, s.reason, p.Reason, w.Body.String())
		require.Equal(t, s.field, p.Field, w.Body.String())
		require.Equal(t, before, d.spans(), "a refusal changes nothing")
		var documents wire.Documents
		d.get("anna", wire.DocumentsPath("demo"), &documents)
		require.Len(t, documents.Documents, 1, "a refusal adds nothing")
	}
	for _, part := range s.has {
		require.Contains(t, w.Body.String(), fill(part))
	}
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	require.NotEmpty(t, w.Header().Get("X-Request-Id"))
}

func TestScenarios(t *testing.T) {
	t.Parallel()
	for _, s := range []scenario{
		{name: "nobody asks who she is", method: "GET", path: v1 + "/session", status: 200, has: []string{`{"user":"","version":"build-1"}`}},
		{name: "anna asks who she is", who: "anna", method: "GET", path: v1 + "/session", status: 200, has: []string{`"user":"anna"`}},
		{name: "an ended session is nobody", method: "GET", path: v1 + "/session", headers: []string{"Authorization", "Bearer x"}, status: 200, has: []string{`"user":""`}},
		{name: "a wrong one-time token", method: "POST", path: v1 + "/session", body: `{"token":"x"}`, status: 401, code: "unauthenticated", reason: "bad_token", field: "token"},
		{name: "signing out without a session", method: "DELETE", path: v1 + "/session", status: 204},

		{name: "projects", who: "anna", method: "GET", path: v1 + "/projects", status: 200, has: []string{`"name":"demo"`, `"documents":1`, `"next":""`}},
		{name: "one project", who: "anna", method: "GET", path: v1 + "/projects/demo", status: 200, has: []string{`"title":"Demo"`}},
		{name: "a project that is not there", who: "anna", method: "GET", path: v1 + "/projects/nix", status: 404, code: "not_found", reason: "unknown_project", field: "project"},
		{name: "a new project", who: "anna", method: "POST", path: v1 + "/projects", body: `{"name":"wahl","title":"Wahl 2027"}`, status: 201, has: []string{`"title":"Wahl 2027"`}},
		{name: "a project whose name is taken", who: "anna", method: "POST", path: v1 + "/projects", body: `{"name":"demo"}`, status: 409, code: "conflict", reason: "project_exists", field: "name"},
		{name: "a project with a name that is none", who: "anna", method: "POST", path: v1 + "/projects", body: `{"name":"a b"}`, status: 400, code: "invalid", reason: "bad_name", field: "name"},
		{name: "a schema", who: "anna", method: "GET", path: v1 + "/projects/demo/schema", status: 200, has: []string{`"id":"news"`, `"attribution"`, `"constraints":[{"id":"quote_source"`}},
		{name: "schemas to start with", who: "anna", method: "GET", path: v1 + "/schemas", status: 200, has: []string{`"id":"news"`, `"id":"attribution"`, `"id":"speech"`, `"id":"factcheck"`}},
		{name: "a new project with another schema", who: "anna", method: "POST", path: v1 + "/projects", body: `{"name":"fakten","schema":"factcheck"}`, status: 201, has: []string{`"name":"fakten"`}},
		{name: "a new project with a schema that is none", who: "anna", method: "POST", path: v1 + "/projects", body: `{"name":"verse","schema":"poems"}`, status: 400, code: "invalid", reason: "unknown_preset", field: "schema"},
		{name: "the use of a schema that nobody used yet", who: "anna", method: "GET", path: v1 + "/projects/demo/schema/usage", status: 200, has: []string{`{"version":1,"counts":{},"documents":{},"people":{}}`}},
		{name: "the use of a schema of no project", who: "anna", method: "GET", path: v1 + "/projects/nix/schema/usage", status: 404, code: "not_found", reason: "unknown_project", field: "project"},
		{name: "another schema", who: "anna", method: "PUT", path: v1 + "/projects/demo/schema", body: small(2, ""), status: 200, has: []string{`"version":2`, `"id":"a"`}},
		{name: "a schema on an old version", who: "anna", method: "PUT", path: v1 + "/projects/demo/schema", body: small(1, ""), status: 409, code: "conflict", reason: "schema_changed", field: "version"},
		{name: "a schema that does not fit together", who: "anna", method: "PUT", path: v1 + "/projects/demo/schema", body: small(2, `"nix"`), status: 400, code: "invalid", reason: "bad_schema", field: "labels.a"},
		{name: "a schema with a field nobody knows", who: "anna", method: "PUT", path: v1 + "/projects/demo/schema", body: `{"id":"s","colour":1}`, status: 400, code: "invalid", reason: "unknown_field", field: "colour"},
		{name: "a schema for a project that is not there", who: "anna", method: "PUT", path: v1 + "/projects/nix/schema", body: small(2, ""), status: 404, code: "not_found", reason: "unknown_project", field: "project"},

		{name: "documents", who: "anna", method: "GET", path: v1 + "/projects/demo/documents", status: 200, has: []string{`"id":"$DOC"`, `"state":"open"`}},
		{name: "documents by words", who: "anna", method: "GET", path: v1 + "/projects/demo/documents?q=bürgermeister", status: 200, has: []string{`"id":"$DOC"`}},
		{name: "documents by words that none has", who: "anna", method: "GET", path: v1 + "/projects/demo/documents?q=kanzler", status: 200, has: []string{`"documents":[]`}},
		{name: "documents with a limit that is none", who: "anna", method: "GET", path: v1 + "/projects/demo/documents?limit=0", status: 400, code: "invalid", reason: "bad_query", field: "query.limit"},
		{name: "documents with a parameter nobody knows", who: "anna", method: "GET", path: v1 + "/projects/demo/documents?page=2", status: 400, code: "invalid", reason: "unknown_field", field: "query.page"},
		{name: "documents with a parameter twice", who: "anna", method: "GET", path: v1 + "/projects/demo/documents?q=a&q=b", status: 400, code: "invalid", reason: "duplicate_field", field: "query.q"},
		{name: "a passage in the project's texts", who: "anna", method: "GET", path: v1 + "/projects/demo/find?q=b%C3%BCrgermeister&hits=1", status: 200, has: []string{`"id":"$DOC"`, `"count":1`, `"fragment":[28,41]`, `"text":"Bürgermeister"`, `"spans":[]`, `"next":""`}},
		{name: "a passage in exact case", who: "anna", method: "GET", path: v1 + "/projects/demo/find?q=b%C3%BCrgermeister&case=exact", status: 200, has: []string{`{"documents":[],"looked":1,"next":""}`}},
		{name: "a passage of no words", who: "anna", method: "GET", path: v1 + "/projects/demo/find?q=%20", status: 400, code: "invalid", reason: "no_words", field: "words"},
		{name: "a passage in a case that is none", who: "anna", method: "GET", path: v1 + "/projects/demo/find?q=a&case=no", status: 400, code: "invalid", reason: "bad_query", field: "query.case"},
		{name: "a passage with too many hits", who: "anna", method: "GET", path: v1 + "/projects/demo/find?q=a&hits=5000", status: 400, code: "invalid", reason: "bad_query", field: "query.hits"},
		{name: "a passage in no project", who: "anna", method: "GET", path: v1 + "/projects/nix/find?q=a", status: 404, code: "not_found", reason: "unknown_project", field: "project"},
		{name: "a passage for nobody", method: "GET", path: v1 + "/projects/demo/find?q=a", status: 401, code: "unauthenticated", reason: "no_session"},

		{name: "the history of an untouched document", who: "anna", method: "GET", path: v1 + "/documents/$DOC/history", status: 200, has: []string{`{"acts":[],"head":0,"next":""}`}},
		{name: "the history of no document", who: "anna", method: "GET", path: v1 + "/documents/nix/history", status: 404, code: "not_found", reason: "unknown_document", field: "document"},
		{name: "the history of no span", who: "anna", method: "GET", path: v1 + "/documents/$DOC/history?target=x", status: 404, code: "not_found", reason: "unknown_annotation", field: "target"},
		{name: "a history after nothing", who: "anna", method: "GET", path: v1 + "/documents/$DOC/history?after=x", status: 400, code: "invalid", reason: "bad_cursor", field: "after"},

		{name: "a pasted text", who: "anna", method: "POST", path: v1 + "/projects/demo/documents", body: `{"text":"Neues vom Markt\r\n\r\nEr zieht um.","source":"markt.txt"}`, status: 201, has: []string{`"title":"Neues vom Markt"`, `"existing":false`}},
		{name: "a document", who: "anna", method: "GET", path: v1 + "/documents/$DOC", status: 200, has: []string{`"sha256":"$SHA"`, `"epoch":"$EPOCH"`, `"set":{"owner":"user:anna","state":"open","spans":[],"links":[]}`}},
		{name: "a document that is not there", who: "anna", method: "GET", path: v1 + "/documents/nix", status: 404, code: "not_found", reason: "unknown_document", field: "document"},
		{name: "sets of a document", who: "anna", method: "GET", path: v1 + "/documents/$DOC/sets", status: 200, has: []string{`{"sets":[]}`}},
		{name: "a set of an owner that is none", who: "anna", method: "GET", path: v1 + "/documents/$DOC/sets/anna", status: 400, code: "invalid", reason: "bad_owner", field: "owner"},
		{name: "submitting her own set", who: "anna", method: "PATCH", path: v1 + "/documents/$DOC/sets/user:anna", body: `{"state":"submitted"}`, status: 200, has: []string{`"state":"submitted"`}},
		{name: "submitting somebody else's set", who: "anna", method: "PATCH", path: v1 + "/documents/$DOC/sets/user:ben", body: `{"state":"submitted"}`, status: 403, code: "forbidden", reason: "other_set", field: "owner"},
		{name: "submitting the gold set", who: "anna", method: "PATCH", path: v1 + "/documents/$DOC/sets/gold", body: `{"state":"submitted"}`, status: 403, code: "forbidden", reason: "other_set", field: "owner"},
		{name: "accepting her own set", who: "anna", method: "PATCH", path: v1 + "/documents/$DOC/sets/user:anna", body: `{"state":"accepted"}`, status: 403, code: "forbidden", reason: "not_reviewer", field: "state"},
		{name: "a set on a document that is not there", who: "anna", method: "PATCH", path: v1 + "/documents/nix/sets/user:ben", body: `{"state":"submitted"}`, status: 404, code: "not_found", reason: "unknown_document", field: "document"},
		{name: "a state that is none", who: "anna", method: "PATCH", path: v1 + "/documents/$DOC/sets/user:anna", body: `{"state":"done"}`, status: 400, code: "invalid", reason: "bad_state", field: "state"},
		{name: "an empty log", who: "anna", method: "GET", path: v1 + "/documents/$DOC/ops?after=0&epoch=$EPOCH", status: 200, has: []string{`"head":0`, `"entries":[]`}},
		{name: "a log of another history starts anew", who: "anna", method: "GET", path: v1 + "/documents/$DOC/ops?after=99&epoch=x", status: 200, has: []string{`"epoch":"$EPOCH"`}},
		{name: "a log from beyond its end", who: "anna", method: "GET", path: v1 + "/documents/$DOC/ops?after=99", status: 400, code: "invalid", reason: "bad_after", field: "after"},
		{name: "a log from a number that is none", who: "anna", method: "GET", path: v1 + "/documents/$DOC/ops?after=-1", status: 400, code: "invalid", reason: "bad_query", field: "query.after"},
		{name: "an empty batch", who: "anna", method: "PUT", path: v1 + "/documents/$DOC/ops", body: `{"client_id":"c","epoch":"$EPOCH","ops":[]}`, status: 200, has: []string{`"outcomes":[]`}},
		{name: "a batch of another history", who: "anna", method: "PUT", path: v1 + "/documents/$DOC/ops", body: `{"client_id":"c","epoch":"x","ops":[]}`, status: 409, code: "conflict", reason: "other_epoch", field: "epoch", has: []string{`"epoch":"$EPOCH"`}},
		{name: "an export", who: "anna", method: "GET", path: v1 + "/projects/demo/export", status: 200, has: []string{`{"format":"galley","version":1`}},
		{name: "an export in doccano's format", who: "anna", method: "GET", path: v1 + "/projects/demo/export?format=doccano", status: 200, has: []string{`"label":[],"doc_id":"$DOC"`}},
		{name: "an export of gold where there is none", who: "anna", method: "GET", path: v1 + "/projects/demo/export?format=doccano&set=gold", status: 200},
		{name: "an export in a format nobody knows", who: "anna", method: "GET", path: v1 + "/projects/demo/export?format=xls", status: 400, code: "invalid", reason: "unknown_format", field: "format"},
		{name: "an export of a set that is none", who: "anna", method: "GET", path: v1 + "/projects/demo/export?set=anna", status: 400, code: "invalid", reason: "bad_set", field: "set"},
		{name: "an export of a project that is not there", who: "anna", method: "GET", path: v1 + "/projects/nix/export", status: 404, code: "not_found", reason: "unknown_project", field: "project"},
		{name: "events of a project that is not there", who: "anna", method: "GET", path: v1 + "/events?project=nix", status: 404, code: "not_found", reason: "unknown_project", field: "project"},
		{name: "the description for programs", method: "GET", path: v1 + "/openapi.json", status: 200, has: []string{`"openapi": "3.1.0"`}},
		{name: "the description for people", method: "GET", path: "/api/docs", status: 200, has: []string{"<h1>Galley API</h1>"}},
		{name: "health", method: "GET", path: "/healthz", status: 200, has: []string{"ok"}},
		{name: "readiness", method: "GET", path: "/readyz", status: 200, has: []string{"ready"}},
	} {
		t.Run(s.name, s.run)
	}
}

// What issue two calls bad input, by the API: each is refused with what and
// where, and changes nothing.
func TestBadInput(t *testing.T) {
	t.Parallel()
	newText := func(name, body string, status int, code, reason, field string) scenario {
		return scenario{name: name, who: "anna", method: "POST", path: v1 + "/projects/demo/documents", body: body, status: status, code: code, reason: reason, field: field}
	}
	for _, s := range []scenario{
		newText("a text that is not UTF-8", "{\"text\":\"a\xffb\"}", 400, "invalid", "not_utf8", "text"),
		newText("a text with half a surrogate pair", `{"text":"a\ud83db"}`, 400, "invalid", "bad_json", "text"),
		newText("an empty text", `{"text":" \n "}`, 400, "invalid", "empty", "text"),
		newText("no text", `{}`, 400, "invalid", "empty", "text"),
		newText("a text with NUL", `{"text":"eins\nzwei\u0000"}`, 400, "invalid", "nul", "text"),
		newText("a text with a control character", `{"text":"a\u0007"}`, 400, "invalid", "control", "text"),
		newText("a text over 2 MB", `{"text":"`+strings.Repeat("x", text.MaxBytes+1)+`"}`, 413, "too_large", "too_large", "text"),
		newText("a request over 5 MiB", `{"text":"`+strings.Repeat("x", 6<<20)+`"}`, 413, "too_large", "body_too_large", ""),
		newText("an address that is none", `{"text":"a","url":"javascript:alert(1)"}`, 400, "invalid", "bad_meta", "url"),
		newText("a language that is none", `{"text":"a","language":"Plattdüütsch"}`, 400, "invalid", "bad_language", "language"),
		newText("a title of two lines", `{"text":"a","title":"b\nc"}`, 400, "invalid", "bad_meta", "title"),
		newText("an unknown field", `{"text":"a","tags":[]}`, 400, "invalid", "unknown_field", "tags"),
		newText("a field twice", `{"text":"a","text":"b"}`, 400, "invalid", "duplicate_field", "text"),
		newText("trailing data", `{"text":"a"}{}`, 400, "invalid", "bad_json", ""),
		newText("a number for a text", `{"text":1}`, 400, "invalid", "wrong_type", "text"),
		newText("no JSON at all", `text=a`, 400, "invalid", "bad_json", ""),
		{name: "a text for a project that is not there", who: "anna", method: "POST", path: v1 + "/projects/nix/documents", body: `{"text":"a"}`, status: 404, code: "not_found", reason: "unknown_project", field: "project"},
		{name: "ops for a document that is not there", who: "anna", method: "PUT", path: v1 + "/documents/nix/ops", body: `{"client_id":"c","epoch":"$EPOCH","ops":[]}`, status: 404, code: "not_found", reason: "unknown_document", field: "document"},
		{name: "ops with an unknown field", who: "anna", method: "PUT", path: v1 + "/documents/$DOC/ops", body: `{"client_id":"c","epoch":"$EPOCH","ops":[{"op_id":"o","colour":"red"}]}`, status: 400, code: "invalid", reason: "unknown_field", field: "ops[0].colour"},
		{name: "ops with a fragment that is none", who: "anna", method: "PUT", path: v1 + "/documents/$DOC/ops", body: `{"client_id":"c","epoch":"$EPOCH","ops":[{"op_id":"o","set":{"fragments":[[1]]}}]}`, status: 400, code: "invalid", reason: "bad_fragment", field: "ops[0].set.fragments[0]"},
		{name: "201 ops", who: "anna", method: "PUT", path: v1 + "/documents/$DOC/ops", body: `{"client_id":"c","epoch":"$EPOCH","ops":[{}` + strings.Repeat(",{}", 200) + `]}`, status: 413, code: "too_large", reason: "batch_too_large", field: "ops"},
		{name: "an import of another type", who: "anna", method: "POST", path: v1 + "/projects/demo/import", body: `{}`, status: 415, code: "invalid", reason: "content_type", field: "Content-Type"},
	} {
		t.Run(s.name, s.run)
	}
}

func TestBadOpsAreRejectedOneByOneAndNameTheField(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anna := annotations.UserOwner("anna")
	edit := func(change func(*ops.Op)) ops.Op {
		op := d.span(anna, "s", "quote", "„Wir sind bereit!“")
		change(&op)
		op.ID = "op-bad"
		return op
	}
	link := func(roles map[string][]string) ops.Op {
		op := ops.CreateLink(anna, &annotations.Link{ID: "l", Type: "attribution", Roles: roles})
		op.ID, op.TextSHA = "op-link", d.sha
		return op
	}
	word := "x"
	for _, c := range []struct {
		name          string
		op            ops.Op
		reason, field string
	}{
		{"an offset outside the text", edit(func(o *ops.Op) { o.Set.Fragments[0].End = 9_999 }), "outside_text", "fragments[0]"},
		{"an offset before the text", edit(func(o *ops.Op) { o.Set.Fragments[0].Start = -1 }), "outside_text", "fragments[0]"},
		{"a quotation that does not match", edit(func(o *ops.Op) { o.Set.Quote[0] = "Wir sind bereit" }), "quotation_differs", "quote[0]"},
		{"an unknown label", edit(func(o *ops.Op) { o.Set.Label = &word }), "unknown_label", "label"},
		{"an unknown attribute", edit(func(o *ops.Op) {
			v := annotations.String("loud")
			o.Set.Attributes = map[string]*annotations.Value{"volume": &v}
		}), "unknown_attribute", "attributes.volume"},
		{"an unknown attribute value", edit(func(o *ops.Op) {
			v := annotations.String("loud")
			o.Set.Attributes = map[string]*annotations.Value{"quote_type": &v}
		}), "bad_value", "attributes.quote_type"},
		{"an unknown link role", link(map[string][]string{"shouter": {"s"}}), "unknown_role", "roles.shouter"},
		{"a link to a missing span", link(map[string][]string{"quote": {"nix"}}), "unknown_span", "roles.quote"},
		{"another text", edit(func(o *ops.Op) { o.TextSHA = "00" }), "other_text", "text_sha"},
		{"an unknown kind", edit(func(o *ops.Op) { o.Kind = "destroy" }), "bad_kind", "kind"},
		{"somebody else's set", edit(func(o *ops.Op) { o.Owner = annotations.UserOwner("ben") }), "other_set", "owner"},
		{"the gold set", edit(func(o *ops.Op) { o.Owner = annotations.Gold }), "other_set", "owner"},
		{"a suggester's set", edit(func(o *ops.Op) { o.Owner = "suggester:rules" }), "other_set", "owner"},
	} {
		good := d.span(anna, "good-"+strings.ReplaceAll(c.name, " ", "-"), "cue", "sagte")
		a := d.put("anna", d.doc, d.batch(c.op, good))
		require.Len(t, a.Outcomes, 2, c.name)
		require.Equal(t, ops.Rejected, a.Outcomes[0].Result, c.name)
		require.Equal(t, c.reason, a.Outcomes[0].Problem.Reason, c.name)
		require.Equal(t, c.field, a.Outcomes[0].Problem.Field, c.name)
		require.NotEmpty(t, a.Outcomes[0].Problem.Detail, c.name)
		require.Equal(t, ops.Applied, a.Outcomes[1].Result, "%s must not hold the next op up", c.name)
	}
	require.Equal(t, 13, d.spans())
}

func TestASpanGoesInAndIsSeenByItsOwnerAndOthers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	body := d.batch(d.span("user:anna", "q1", "quote", "„Wir sind bereit!“"))
	first := d.put("anna", d.doc, body)
	require.Equal(t, ops.Applied, first.Outcomes[0].Result)
	require.Equal(t, first, d.put("anna", d.doc, body), "the same batch twice gets the same answer")

	var doc wire.Document
	d.get("anna", wire.DocumentPath(d.doc), &doc)
	require.Equal(t, []string{"„Wir sind bereit!“"}, doc.Set.Spans[0].Quote)
	require.EqualValues(t, 1, doc.Head)
	d.get("ben", wire.DocumentPath(d.doc), &doc)
	require.Equal(t, annotations.UserOwner("ben"), doc.Set.Owner)
	require.Empty(t, doc.Set.Spans)

	var set wire.Set
	d.get("ben", wire.SetPath(d.doc, "user:anna"), &set)
	require.Len(t, set.Spans, 1)
	var log wire.Log
	d.get("ben", wire.OpsPath(d.doc)+"?after=0", &log)
	require.Equal(t, "anna", log.Entries[0].Actor)
}

func TestTwoPeopleWhoChangeOneFieldGetAConflictAsData(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.put("anna", d.doc, d.batch(d.span("user:anna", "q1", "quote", "„Wir sind bereit!“")))
	note := func(id, words string) string {
		op := ops.Op{ID: id, Owner: "user:anna", Entity: ops.SpanEntity, Target: "q1", Kind: ops.Update, BaseSeq: 1, TextSHA: d.sha, Set: ops.Patch{Note: &words}}
		b, err := json.Marshal(wire.Batch{ClientID: "client-" + id, Epoch: d.services.Keeper.Epoch(), Ops: []ops.Op{op}})
		require.NoError(t, err)
		return string(b)
	}
	require.Equal(t, ops.Applied, d.put("anna", d.doc, note("a", "eins")).Outcomes[0].Result)
	second := d.put("anna", d.doc, note("b", "zwei")).Outcomes[0]
	require.Equal(t, ops.Conflict, second.Result)
	require.Equal(t, "field_changed", second.Reason)
	require.Equal(t, []string{"note"}, second.Fields)
}

func TestPagesAreWalkedByTheirCursor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, name := range []string{"b", "c", "d", "e"} {
		require.Equal(t, 201, d.ask("anna", http.MethodPost, wire.ProjectsPath(), `{"name":"`+name+`"}`).Code)
		d.add("demo", "Text "+name)
	}
	var names []string
	var pages int
	for after := ""; ; pages++ {
		var p wire.Projects
		d.get("anna", wire.ProjectsPath()+"?limit=2&after="+after, &p)
		for _, one := range p.Projects {
			names = append(names, one.Name)
		}
		if after = p.Next; after == "" {
			break
		}
	}
	require.Equal(t, []string{"b", "c", "d", "demo", "e"}, names)
	require.Equal(t, 2, pages)

	seen := map[string]bool{}
	for after := ""; ; {
		var p wire.Documents
		d.get("anna", wire.DocumentsPath("demo")+"?limit=2&after="+after, &p)
		for _, one := range p.Documents {
			require.False(t, seen[one.ID])
			seen[one.ID] = true
		}
		if after = p.Next; after == "" {
			break
		}
	}
	require.Len(t, seen, 5)
}

func TestTheSameTextIsAddedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	body, err := json.Marshal(wire.NewDocument{Text: strings.ReplaceAll(article, "\n", "\r\n")})
	require.NoError(t, err)
	w := d.ask("anna", http.MethodPost, wire.DocumentsPath("demo"), string(body))
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), `"existing":true`)
	require.Equal(t, wire.DocumentPath(d.doc), w.Header().Get("Location"))
}

func TestADocumentIsNotSentAgainUntilItChanged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := wire.DocumentPath(d.doc)
	tag := d.ask("anna", http.MethodGet, path, "").Header().Get("ETag")
	require.Regexp(t, `^"[0-9a-f]{32}"$`, tag)
	w := d.ask("anna", http.MethodGet, path, "", "If-None-Match", `"x", W/`+tag)
	require.Equal(t, http.StatusNotModified, w.Code)
	require.Empty(t, w.Body.String())
	require.Equal(t, 200, d.ask("ben", http.MethodGet, path, "", "If-None-Match", tag).Code, "another visitor has another set")
	d.put("anna", d.doc, d.batch(d.span("user:anna", "q1", "cue", "sagte")))
	require.Equal(t, 200, d.ask("anna", http.MethodGet, path, "", "If-None-Match", tag).Code)
}
