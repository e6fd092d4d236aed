package formats_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
)

// What these formats write comes back into the project's schema without a rule
// of anybody's making.
func TestFilesOfFoldersFitTheSchemaTheyWereWrittenFrom(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"brat", "casjson", "xmi", "webanno", "tei"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := map[string]*formats.Item{}
			var items []*formats.Item
			for _, it := range append([]*formats.Item{formatstest.Bridge(), formatstest.Market()}, formatstest.Awkward()...) {
				in[it.Document.ID] = it
				items = append(items, it)
			}
			folder, report := folderOf(t, name, formats.Options{}, items...)
			survey := formats.NewSurvey()
			docs := readFiles(t, name, folder.Files())
			for _, d := range docs {
				survey.Add(d)
			}
			mapping := formats.Propose(survey, annotations.News())
			spans, links := 0, 0
			for _, d := range docs {
				item, missed := mapping.Apply(d, annotations.News())
				if d.Text == "" {
					continue
				}
				require.Empty(t, missed)
				require.Equal(t, in[d.ID].Document.Text, item.Document.Text)
				for _, s := range item.Sets {
					spans, links = spans+len(s.Spans), links+len(s.Links)
				}
			}
			require.Equal(t, report.Spans, spans)
			require.Equal(t, report.Links, links)
		})
	}
}
