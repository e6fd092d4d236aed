package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

// small is a schema of one label, with an attribute's id on it.
func small(version int, attribute string) string {
	return fmt.Sprintf(`{"id":"s","version":%d,"title":{},"guidelines":{},"labels":[{"id":"a","name":{"de":"A"},"key":"a","family":"plain","letter":"A","hue":0,"attributes":[%s],"guideline":{}}],"attributes":[],"links":[]}`, version, attribute)
}

func (d *desk) schema() *annotations.Schema {
	d.t.Helper()
	s := &annotations.Schema{}
	d.get("anna", wire.SchemaPath("demo"), s)
	return s
}

func (d *desk) putSchema(s *annotations.Schema) (status int, p wire.Problem) {
	d.t.Helper()
	body, err := json.Marshal(s)
	require.NoError(d.t, err)
	w := d.ask("anna", http.MethodPut, wire.SchemaPath("demo"), string(body))
	if w.Code != http.StatusOK {
		require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), &p), w.Body.String())
	}
	return w.Code, p
}

func TestWhatIsUsedIsRetiredNotRemoved(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	quote := d.span("user:anna", "q", "quote", "„Wir sind bereit!“")
	quote.Set.Attributes = map[string]*annotations.Value{"medium": value("speech")}
	d.put("anna", d.doc, d.batch(quote, d.span("user:anna", "s", "speaker", "Der Bürgermeister")))
	var used wire.Usage
	d.get("ben", wire.UsagePath("demo"), &used)
	require.Equal(t, annotations.Usage{"labels.quote": 1, "labels.quote.attributes.medium": 1, "attributes.medium": 1, "attributes.medium.values.speech": 1, "labels.speaker": 1}, used.Counts)
	require.Equal(t, used.Counts, used.Documents)
	require.Equal(t, used.Counts, used.People)

	s := d.schema()
	s.Version++
	s.Labels = s.Labels[2:] // claim is not used, quote is
	s.Links, s.Constraints = nil, nil
	status, p := d.putSchema(s)
	require.Equal(t, http.StatusConflict, status)
	require.Equal(t, "schema_in_use", p.Reason)
	require.Equal(t, "labels.quote", p.Field)
	require.Equal(t, annotations.Usage{"labels.quote": 1}, p.Used)
	require.Contains(t, p.Detail, "labels.quote is used 1 times")
	require.Equal(t, 1, d.schema().Version, "a refusal changes nothing")

	s = d.schema()
	s.Version++
	s.Label("quote").Retired = true
	s.Label("speaker").Name = annotations.Localized{"de": "Stimme", "en": "Voice"}
	s.Labels = s.Labels[1:]
	s.Links = s.Links[:1]
	status, p = d.putSchema(s)
	require.Equal(t, http.StatusOK, status, p.Detail)
	var doc wire.Document
	d.get("anna", wire.DocumentPath(d.doc), &doc)
	require.Len(t, doc.Set.Spans, 2, "renaming and retiring keep every annotation")
	require.Equal(t, "Stimme", doc.Schema.Label("speaker").Name.In("de"))
	require.True(t, doc.Schema.Label("quote").Retired)
}

func value(s string) *annotations.Value { v := annotations.String(s); return &v }

func TestWhoeverSavesAfterSomebodyElseIsTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	mine, theirs := d.schema(), d.schema()
	mine.Version, theirs.Version = 2, 2
	status, _ := d.putSchema(theirs)
	require.Equal(t, http.StatusOK, status)
	status, p := d.putSchema(mine)
	require.Equal(t, http.StatusConflict, status)
	require.Equal(t, "schema_changed", p.Reason)
}

func TestASetThatLacksSomethingIsNotSubmitted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.put("anna", d.doc, d.batch(d.span("user:anna", "q", "quote", "„Wir sind bereit!“"), d.span("user:anna", "s", "speaker", "Der Bürgermeister")))
	submit := func(body string) (int, wire.Problem) {
		w := d.ask("anna", http.MethodPatch, wire.SetPath(d.doc, "user:anna"), body)
		if w.Code == http.StatusOK {
			return w.Code, wire.Problem{}
		}
		return w.Code, problem(t, w)
	}
	status, p := submit(`{"state":"submitted"}`)
	require.Equal(t, http.StatusConflict, status)
	require.Equal(t, "incomplete", p.Reason)
	require.Equal(t, []annotations.Gap{
		{Kind: annotations.AttributeGap, Span: "q", What: "quote_type"},
		{Kind: annotations.ConstraintGap, Span: "q", What: "quote_source"},
	}, p.Gaps)

	s := d.schema()
	s.Version++
	s.Attribute("quote_type").Required = false
	s.Constraints[0].Soft = true
	status, p = d.putSchema(s)
	require.Equal(t, http.StatusOK, status, p.Detail)
	status, p = submit(`{"state":"submitted"}`)
	require.Equal(t, http.StatusConflict, status)
	require.Len(t, p.Gaps, 1)
	require.True(t, p.Gaps[0].Soft)
	status, _ = submit(`{"state":"submitted","anyway":true}`)
	require.Equal(t, http.StatusOK, status, "a soft rule may be passed over")

	s = d.schema()
	s.Version++
	s.Constraints[0].Soft = false
	_, _ = d.putSchema(s)
	status, _ = submit(`{"state":"open"}`)
	require.Equal(t, http.StatusOK, status)
	status, p = submit(`{"state":"submitted","anyway":true}`)
	require.Equal(t, http.StatusConflict, status, "a hard one may not")
	require.Len(t, p.Gaps, 1)

	link := ops.CreateLink("user:anna", &annotations.Link{ID: "l", Type: "attribution", Roles: map[string][]string{"quote": {"q"}, "speaker": {"s"}}})
	link.ID, link.TextSHA, link.SchemaVersion = "op-l", d.sha, s.Version
	d.put("anna", d.doc, d.batch(link))
	status, p = submit(`{"state":"submitted"}`)
	require.Equal(t, http.StatusOK, status, p.Detail)
}

func (d *desk) checkSchema(base int, body string) (int, wire.SchemaCheck, wire.Problem) {
	d.t.Helper()
	var found wire.SchemaCheck
	w := d.ask("anna", http.MethodPost, wire.SchemaCheckPath("demo", base), body)
	if w.Code != http.StatusOK {
		var p wire.Problem
		require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), &p), w.Body.String())
		return w.Code, found, p
	}
	require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), &found))
	return w.Code, found, wire.Problem{}
}

func TestASchemaIsLookedAtBeforeItIsSaved(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.put("anna", d.doc, d.batch(d.span("user:anna", "q", "quote", "„Wir sind bereit!“")))
	status, found, _ := d.checkSchema(0, small(1, ""))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, []string{"labels.quote"}, found.Kept)
	require.True(t, found.Schema.Label("quote").Retired)
	require.NotEmpty(t, found.Changes)
	require.Equal(t, 1, d.schema().Version, "looking changes nothing")
	status, _ = d.putSchema(&found.Schema)
	require.Equal(t, http.StatusOK, status)

	status, found, _ = d.checkSchema(0, small(1, `"nix"`))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "labels.a.attributes", found.Problems[0].Field)
	require.Equal(t, annotations.NamesWhatIsThere, found.Problems[0].Rule)

	for body, field := range map[string]string{
		`{"id":"s","labels":[{"id":"a"},{"id":7}]}`:   "labels[1].id",
		`{"id":"s","labels":[{"id":"a","colour":1}]}`: "labels[0].colour",
	} {
		status, _, p := d.checkSchema(0, body)
		require.Equal(t, http.StatusBadRequest, status)
		require.Equal(t, field, p.Field, "the place of what cannot be read")
	}
	status, _, p := d.checkSchema(99, small(1, ""))
	require.Equal(t, http.StatusBadRequest, status)
	require.Equal(t, "bad_base", p.Reason)
}
