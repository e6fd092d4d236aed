package schemas_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/schemas"
)

func TestEveryFileIsASchemaOfItsNameInBothLanguages(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.json")
	require.NoError(t, err)
	require.Len(t, schemas.All(), len(files)+1, "every file is offered, after the default")
	require.Equal(t, annotations.News(), schemas.All()[0])
	both := func(where string, l annotations.Localized) {
		t.Helper()
		require.ElementsMatch(t, []string{"de", "en"}, slices.Collect(maps.Keys(l)), where)
		for _, s := range l {
			require.NotEmpty(t, strings.TrimSpace(s), where)
		}
	}
	for _, s := range schemas.All()[1:] {
		raw, err := os.ReadFile(s.ID + ".json")
		require.NoError(t, err)
		out, err := json.Marshal(s)
		require.NoError(t, err)
		require.JSONEq(t, string(raw), string(out), s.ID)
		require.Equal(t, 1, s.Version)
		both(s.ID, s.Title)
		both(s.ID, s.Guidelines)
		used := map[string]bool{}
		for _, l := range s.Labels {
			both(s.ID+"."+l.ID, l.Name)
			both(s.ID+"."+l.ID, l.Guideline)
			require.NotEmpty(t, l.Key, l.ID)
			require.NotEmpty(t, l.Letter, l.ID)
			for _, a := range l.Attributes {
				used[a] = true
			}
		}
		for _, l := range s.Links {
			both(s.ID+"."+l.ID, l.Name)
			for _, r := range l.Roles {
				both(s.ID+"."+l.ID+"."+r.ID, r.Name)
			}
			for _, a := range l.Attributes {
				used[a] = true
			}
		}
		for _, a := range s.Attributes {
			both(s.ID+"."+a.ID, a.Name)
			require.True(t, used[a.ID], "%s: nothing has %s", s.ID, a.ID)
		}
		for _, c := range s.Constraints {
			both(s.ID+"."+c.ID, c.Text)
		}
	}
}

func TestAFindGivesTheDefaultForNothingAndRefusesTheUnknown(t *testing.T) {
	t.Parallel()
	s, err := schemas.Find("")
	require.NoError(t, err)
	require.Equal(t, "news", s.ID)
	s, err = schemas.Find("factcheck")
	require.NoError(t, err)
	require.NotNil(t, s.Label("claim_object"))
	_, err = schemas.Find("poems")
	var refused *annotations.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "unknown_preset", refused.Reason)
}
