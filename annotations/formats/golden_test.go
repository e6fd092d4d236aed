package formats_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
)

// goldens are the formats whose files of the awkward article are kept. Each
// golden file holds the files that are written and every loss.
var goldens = []string{"doccano", "doccano-rel", "prodigy", "labelstudio", "w3c", "quotations-de", "spkatt", "csv", "csv-excel",
	"checkthat", "claimreview", "chat", "gliner"}

func TestFilesOfTheAwkwardArticleStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	for _, name := range goldens {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			items := append([]*formats.Item{formatstest.Market(), formatstest.Bare()}, formatstest.Awkward()...)
			files, losses, report := written(t, name, formats.Options{}, items...)
			var b strings.Builder
			all := contents(t, files)
			for _, f := range files {
				fmt.Fprintf(&b, "=== %s\n%s", f.Name, all[f.Name])
			}
			fmt.Fprintf(&b, "=== report\n%s\n", report)
			for _, l := range losses {
				fmt.Fprintf(&b, "%s %s %s %s → %q\n", l.Document, l.Owner, l.Target, l.Reason, l.Written)
			}
			golden(t, "awkward."+name+".txt", []byte(b.String()))
		})
	}
}

// bySentence are the formats with an empty line behind every sentence.
var bySentence = map[string]bool{"conll": true, "bioes": true, "conllu": true, "conllup": true, "germeval": true, "flair": true}

// Two consumers stop at a byte order mark, an empty last line or CRLF.
func TestFilesHaveNoByteOrderMarkNoCarriageReturnAndOneLineEndAtTheEnd(t *testing.T) {
	t.Parallel()
	for _, f := range formats.All {
		if f.New == nil && f.NewFolder == nil || f.Name == "csv-excel" || f.Name == "spacy" {
			continue // a mark for Excel; no text at all
		}
		files, _, _ := written(t, f.Name, formats.Options{}, formatstest.Bridge(), formatstest.Market())
		for name, content := range contents(t, files) {
			if strings.HasSuffix(name, ".txt") && f.NewFolder != nil {
				continue // an article's text, as it is
			}
			require.NotContains(t, content, "\uFEFF", name)
			require.NotContains(t, content, "\r", name)
			require.True(t, strings.HasSuffix(content, "\n"), name)
			if !bySentence[f.Name] {
				require.False(t, strings.HasSuffix(content, "\n\n"), name)
			}
		}
	}
}

func TestEveryReasonHasASentence(t *testing.T) {
	t.Parallel()
	for _, r := range []formats.Reason{
		formats.Overlap, formats.Nested, formats.CrossesSentence, formats.Discontinuous, formats.InsideToken, formats.TooLong, formats.EmptyAfterTrim,
		formats.LabelNotAllowed, formats.EndpointMissing, formats.AttributeUnsupported, formats.IllegalCharacter, formats.LinkUnsupported,
		formats.NoteUnsupported, formats.EmptyText, formats.NoSet, formats.LinkMerged, formats.RoleMerged, formats.NotLinked, formats.Duplicate,
		formats.AttributeMissing, formats.NoSpans, formats.Unfinished, formats.WholeSentence, formats.GapLost,
	} {
		require.Regexp(t, `^2 [a-z]{3,}.* \(`+string(r)+`\)$`, formats.Report{Losses: map[formats.Reason]int{r: 2}}.Sentences()[0])
	}
}
