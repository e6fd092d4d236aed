package formats_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/text"
)

func TestDoccanoGolden(t *testing.T) {
	t.Parallel()
	var losses []formats.Loss
	o := formats.Options{Loss: func(l formats.Loss) { losses = append(losses, l) }}
	file, report := write(t, "doccano", o, formatstest.Bridge(), formatstest.Market(), formatstest.Bare())
	golden(t, "articles.doccano.jsonl", []byte(file))
	require.Equal(t, map[formats.Reason]int{
		formats.Discontinuous: 20, formats.AttributeUnsupported: 46, formats.NoteUnsupported: 7, formats.LinkUnsupported: 19,
	}, report.Losses)
	require.Equal(t, 84, report.Spans)
	require.Zero(t, report.Links)
	require.Len(t, losses, 20+46+7+19)
	require.Contains(t, losses, formats.Loss{Document: formatstest.Market().Document.ID, Owner: "user:ben", Target: "quote-000",
		Reason: formats.Discontinuous, Written: "2 spans"})
	require.Len(t, report.Notes, 2)
	require.Contains(t, report.String(), "Allow overlapping entities")
	require.Contains(t, report.String(), "19 are links")
}

func TestDoccanoRelationsGolden(t *testing.T) {
	t.Parallel()
	file, report := write(t, "doccano-rel", formats.Options{}, formatstest.Bridge(), formatstest.Market(), formatstest.Bare())
	golden(t, "articles.doccano-rel.jsonl", []byte(file))
	require.Equal(t, 19, report.Links)
	require.Zero(t, report.Losses[formats.LinkUnsupported])
	require.Contains(t, report.String(), "Use relation")
}

// The example of the format's own documentation.
func orban(t *testing.T) *formats.Item {
	t.Helper()
	txt := text.New("„Wir sind bereit!“, sagte Viktor Orbán.")
	span := func(id, label string, start, end text.Rune) *annotations.Span {
		f := []annotations.Fragment{{Start: start, End: end}}
		return &annotations.Span{ID: id, Label: label, Fragments: f, Quote: annotations.Quote(txt, f)}
	}
	return &formats.Item{
		Document: &annotations.Document{ID: "a1", Text: txt, Revision: 1},
		Sets: []formats.Set{{Owner: annotations.Gold, State: annotations.Open,
			Spans: []*annotations.Span{span("s", "speaker", 26, 38), span("q", "quote", 0, 18), span("c", "claim", 1, 17)},
			Links: []*annotations.Link{{ID: "r", Type: "claimer", Roles: map[string][]string{"speaker": {"s"}, "claim": {"c"}}}}}},
	}
}

func TestDoccanoWritesTheDocumentedShape(t *testing.T) {
	t.Parallel()
	file, _ := write(t, "doccano", formats.Options{}, orban(t))
	require.Equal(t, `{"text":"„Wir sind bereit!“, sagte Viktor Orbán.","label":[[0,18,"quote"],[1,17,"claim"],[26,38,"speaker"]],"doc_id":"a1","owner":"gold"}`+"\n", file)
	file, _ = write(t, "doccano-rel", formats.Options{}, orban(t))
	require.Equal(t, `{"text":"„Wir sind bereit!“, sagte Viktor Orbán.","entities":[{"id":0,"label":"quote","start_offset":0,"end_offset":18},`+
		`{"id":1,"label":"claim","start_offset":1,"end_offset":17},{"id":2,"label":"speaker","start_offset":26,"end_offset":38}],`+
		`"relations":[{"id":0,"from_id":1,"to_id":2,"type":"claimer"}],"doc_id":"a1","owner":"gold"}`+"\n", file)
}

func TestDoccanoOffsetsSliceTheTextInTheirUnit(t *testing.T) {
	t.Parallel()
	for _, unit := range []formats.Offsets{formats.CodePoint, formats.UTF16} {
		it := formatstest.Bridge()
		file, report := write(t, "doccano", formats.Options{Offsets: unit}, it)
		require.Equal(t, unit == formats.CodePoint, strings.Contains(report.String(), "UTF-16"), unit)
		var line struct{ Label [][3]any }
		require.NoError(t, json.Unmarshal([]byte(strings.SplitN(file, "\n", 3)[1]), &line))
		require.Len(t, line.Label, 78+18)
		cut := map[string]int{}
		for _, l := range line.Label {
			start, end := text.Rune(l[0].(float64)), text.Rune(l[1].(float64))
			if unit == formats.UTF16 {
				start, end = it.Document.Text.FromUTF16(text.UTF16(start)), it.Document.Text.FromUTF16(text.UTF16(end))
			}
			cut[it.Document.Text.Slice(start, end)]++
		}
		for _, sp := range it.Sets[1].Spans {
			for _, q := range sp.Quote {
				require.Positive(t, cut[q], q)
			}
		}
	}
}

func TestDoccanoLeavesAnEmptyDocumentOutAndSaysSo(t *testing.T) {
	t.Parallel()
	it := formatstest.Bare()
	it.Document.Text = text.Text{}
	file, report := write(t, "doccano", formats.Options{}, it)
	require.Empty(t, file)
	require.Equal(t, map[formats.Reason]int{formats.EmptyText: 1}, report.Losses)
	require.Zero(t, report.Documents)
}

func TestDoccanoReportsALinkThatJoinsNothing(t *testing.T) {
	t.Parallel()
	it := orban(t)
	it.Sets[0].Links = []*annotations.Link{{ID: "r", Type: "attribution", Roles: map[string][]string{"quote": {"q"}, "speaker": {}}}}
	file, report := write(t, "doccano-rel", formats.Options{}, it)
	require.Contains(t, file, `"relations":[]`)
	require.Equal(t, 1, report.Losses[formats.EndpointMissing])
}

func TestDoccanoKeepsKeysThatItsReaderWouldOverwriteOutOfTheFile(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"doccano", "doccano-rel"} {
		file, _ := write(t, name, formats.Options{}, formatstest.Market())
		var line map[string]any
		require.NoError(t, json.Unmarshal([]byte(file), &line))
		for _, key := range []string{"id", "data", "filename", "upload_name", "example_uuid", "uuid", "meta", "#line_number", "Comments"} {
			require.NotContains(t, line, key)
		}
	}
}
