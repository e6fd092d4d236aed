package pages

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/wire"
)

func TestACopyOfALongDocumentIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	d := &wire.Document{ID: "d", Text: "Wir\n", Blocks: []annotations.Block{{Role: annotations.Body, End: 4}}, Set: wire.Set{Owner: "user:a", State: annotations.Open}}
	for i := range 2*portion + 1 {
		id := fmt.Sprint(i)
		d.Set.Spans = append(d.Set.Spans, &annotations.Span{ID: id, Label: "PER", Fragments: []annotations.Fragment{{Start: 0, End: 3}},
			Quote: []string{"Wir"}, Attributes: annotations.Attributes{"wikidata": annotations.String("Q1")}})
		d.Set.Links = append(d.Set.Links, &annotations.Link{ID: "l" + id, Type: "t", Roles: map[string][]string{"quote": {id}}, Attributes: annotations.Attributes{}})
	}
	var copied []byte
	lines := 0
	for line, err := range copyLines(d) {
		require.NoError(t, err)
		copied = append(append(copied, line...), '\n')
		lines++
	}
	require.Equal(t, 7, lines)
	require.Equal(t, d, readCopy(copied))

	raw, err := json.Marshal(d)
	require.NoError(t, err)
	require.Equal(t, d, readCopy(raw), "the server's own answer is a copy too")
	require.Nil(t, readCopy(copied[:len(copied)-20]), "half a copy is none")
	require.Nil(t, readCopy(nil))
}
