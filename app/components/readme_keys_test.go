package components

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

const readme = "../../README.md"

func TestTheReadmesKeysAreTheTables(t *testing.T) {
	b, err := os.ReadFile(readme)
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(b), "<!-- keys: made from the table in app/state/keys.go by `make golden` -->\n")
	require.True(t, ok)
	have, tail, ok := strings.Cut(rest, "<!-- /keys -->")
	require.True(t, ok)
	want := keyTable()
	if *update {
		marked := string(b)[:len(b)-len(rest)]
		require.NoError(t, os.WriteFile(readme, []byte(marked+want+"<!-- /keys -->"+tail), 0o644))
		return
	}
	require.Equal(t, want, have, "run `make golden`")
}

// keyTable is every act with its keys in both profiles, as Markdown.
func keyTable() string {
	schema := annotations.News()
	news, prodigy := state.KeyMap{}.Bindings(schema), state.KeyMap{Profile: state.Prodigy}.Bindings(schema)
	var b strings.Builder
	b.WriteString("| Act | Newsroom | Prodigy |\n|---|---|---|\n")
	for i, n := range news {
		name := locale.English.T(locale.Key("key." + n.What))
		if id, ok := strings.CutPrefix(n.What, "label:"); ok {
			name = "tag: " + schema.Label(id).Name.In("en")
		}
		b.WriteString("| " + name + " | " + keyCell(n.Keys) + " | " + keyCell(prodigy[i].Keys) + " |\n")
	}
	return b.String()
}

func keyCell(keys []string) string {
	var cells []string
	for _, k := range keys {
		cells = append(cells, "`"+KeyName(locale.English, k)+"`")
	}
	return strings.Join(cells, " ")
}
