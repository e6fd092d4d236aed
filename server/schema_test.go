package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
)

func TestASchemaIsWrittenToAFileAndSetFromIt(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(0, "project", "create", "--data", "$DATA", "p", "--schema", "factcheck")
	path := filepath.Join(filepath.Dir(s.data), "schema.json")
	s.run(0, "project", "schema", "--data", "$DATA", "p", "--out", path)
	require.Empty(t, s.out)
	var schema annotations.Schema
	require.NoError(t, json.Unmarshal([]byte(read(t, path)), &schema))
	require.NotNil(t, schema.Label("claimer"))
	changed := s.file("changed.json", strings.Replace(read(t, path), `"Urheber"`, `"Wer behauptet"`, 1))
	s.run(0, "project", "schema", "--data", "$DATA", "p", "--set", changed)
	require.Contains(t, s.err, "version 2")
	s.run(0, "project", "schema", "--data", "$DATA", "p")
	require.Contains(t, s.out, `"Wer behauptet"`)
	s.in = s.out
	s.run(0, "project", "schema", "--data", "$DATA", "p", "--set", "-")
	require.Contains(t, s.err, "version 3")
	s.run(2, "project", "create", "--data", "$DATA", "q", "--schema", "poems")
	require.Contains(t, s.err, "news, attribution, speech, factcheck")
	s.run(2, "project", "schema", "--data", "$DATA", "p", "--set", changed, "--out", path)
	s.run(1, "project", "schema", "--data", "$DATA", "p", "--set", s.file("bad.json", `{"id":"x"`))
	require.Contains(t, s.err, "bad.json")
	s.run(1, "project", "schema", "--data", "$DATA", "p", "--set", filepath.Join(s.data, "none.json"))
	require.Contains(t, s.err, "none.json")
}

// quoted is a native file with one bare quote of Anna's.
func (s *shell) quoted() string {
	const text = "Er sagt nein."
	return s.file("quoted.jsonl", fmt.Sprintf(`{"format":"galley","version":1,"unit":"codepoint","id":"d1","project":"demo","revision":1,"text":%q,"sha256":"%x","language":"de","meta":{},`+
		`"blocks":[{"role":"body","start":0,"end":13}],"schema":{"id":"news","version":1},"sets":[{"owner":"user:anna","state":"open",`+
		`"spans":[{"id":"s1","label":"quote","fragments":[[8,12]],"quote":["nein"],"attributes":{},"note":""}],"links":[]}]}`+"\n", text, sha256.Sum256([]byte(text))))
}

func TestASchemaFileWithoutAUsedLabelIsRefusedWithItsCount(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(0, "import", "--data", "$DATA", "--project", "demo", s.quoted())
	s.run(1, "project", "schema", "--data", "$DATA", "demo", "--set", s.file("s.json",
		`{"id":"s","version":9,"title":{},"guidelines":{},"labels":[{"id":"x","name":{},"key":"x","family":"plain","letter":"X","hue":0,"attributes":[],"guideline":{}}],"attributes":[],"links":[]}`))
	require.Contains(t, s.err, "labels.quote is used 1 times")
}

func TestASchemaFileIsCheckedAndSetWithWhatIsUsedRetired(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(0, "import", "--data", "$DATA", "--project", "demo", s.quoted())
	s.run(0, "project", "schema", "--data", "$DATA", "demo", "--used")
	require.Regexp(t, `labels.quote +1 +1 +1`, s.out)
	path := s.file("s.json",
		`{"id":"s","version":9,"title":{},"guidelines":{},"labels":[{"id":"x","name":{},"key":"x","family":"plain","letter":"X","hue":0,"attributes":[],"guideline":{}}],"attributes":[],"links":[]}`)
	s.run(0, "project", "schema", "--data", "$DATA", "demo", "--check", path)
	require.Regexp(t, `added +labels.x`, s.out)
	require.Regexp(t, `retired +labels.quote`, s.out)
	require.Contains(t, s.err, "labels.quote is used")
	s.run(0, "project", "schema", "--data", "$DATA", "demo", "--check", path, "--json")
	var found map[string]any
	require.NoError(t, json.Unmarshal([]byte(s.out), &found))
	require.Equal(t, []any{"labels.quote"}, found["kept"])
	s.run(0, "project", "schema", "--data", "$DATA", "demo", "--set", path, "--retire")
	require.Contains(t, s.err, "version 2")
	s.run(0, "project", "schema", "--data", "$DATA", "demo")
	require.Contains(t, s.out, `"retired": true`)
	s.run(2, "project", "schema", "--data", "$DATA", "demo", "--retire")
	s.run(2, "project", "schema", "--data", "$DATA", "demo", "--used", "--check", path)
	s.run(1, "project", "schema", "--data", "$DATA", "nix", "--used")
}

func TestCheckListsWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(0, "import", "--data", "$DATA", "--project", "demo", s.quoted())
	s.run(1, "check", "--data", "$DATA", "--project", "demo")
	require.Contains(t, s.out, "quote_type")
	require.Contains(t, s.out, "quote_source")
	require.Contains(t, s.err, "1 sets looked at, 2 things missing, 0 of them optional")
	s.run(1, "check", "--data", "$DATA", "--project", "demo", "--json")
	var rows []map[string]any
	require.NoError(t, json.Unmarshal([]byte(s.out), &rows))
	require.Len(t, rows, 2)
	require.Equal(t, "nein", rows[0]["quote"])
	s.run(0, "check", "--data", "$DATA", "--project", "demo", "--set", "gold")
	s.run(2, "check", "--data", "$DATA", "--project", "demo", "--set", "anna")
	s.run(1, "check", "--data", "$DATA", "--project", "nix")
}
