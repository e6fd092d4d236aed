package revise_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/revise"
	"galley/annotations/schemas"
)

// edited is a copy of a schema after a change.
func edited(t require.TestingT, of *annotations.Schema, change ...func(*annotations.Schema)) *annotations.Schema {
	raw, err := json.Marshal(of)
	require.NoError(t, err)
	s, err := annotations.ParseSchema(raw)
	require.NoError(t, err)
	for _, c := range change {
		c(s)
	}
	return s
}

var news = annotations.News

func TestADiffNamesEveryPlaceThatDiffers(t *testing.T) {
	t.Parallel()
	next := edited(t, news(), func(s *annotations.Schema) {
		s.Version = 9
		s.Label("quote").Name["de"] = "Redestelle"
		s.Label("quote").Attributes = append(s.Label("quote").Attributes, "topic")
		s.Label("cue").Retired = true
		s.Labels[0], s.Labels[1] = s.Labels[1], s.Labels[0]
		s.Labels = append(s.Labels, annotations.Label{ID: "event", Key: "e"})
		s.Attribute("medium").Values = s.Attribute("medium").Values[1:]
		s.Link("attribution").Role("cue").Max = 2
		s.Title = annotations.Localized{"de": "Anders"}
		s.Constraints = nil
	})
	var got []string
	for _, c := range revise.Diff(news(), next) {
		got = append(got, string(c.Kind)+" "+c.Path)
	}
	require.Equal(t, []string{
		"removed attributes.medium.values.speech", "removed constraints.quote_source",
		"added labels.event", "moved labels", "changed labels.quote.attributes", "changed labels.quote.name.de", "retired labels.cue",
		"changed links.attribution.roles.cue.max", "changed title.de", "changed title.en",
	}, got)
	require.Contains(t, revise.Diff(news(), next), revise.Change{Path: "labels.quote.name.de", Kind: revise.Changed, Old: "Zitat", New: "Redestelle"})
	require.Contains(t, revise.Diff(next, news()), revise.Change{Path: "labels.cue", Kind: revise.Restored})
	require.Empty(t, revise.Diff(news(), edited(t, news())))
}

func used() annotations.Usage {
	u, s := annotations.Usage{}, news()
	u.AddSpan(s, &annotations.Span{ID: "q", Label: "quote", Attributes: annotations.Attributes{"medium": annotations.String("speech")}})
	u.AddSpan(s, &annotations.Span{ID: "s", Label: "speaker"})
	u.AddLink(s, &annotations.Link{ID: "l", Type: "attribution", Roles: map[string][]string{"quote": {"q"}, "speaker": {"s"}},
		Attributes: annotations.Attributes{"no_source": annotations.String("passive")}}, func(id string) string { return map[string]string{"q": "quote", "s": "speaker"}[id] })
	return u
}

func ids(s *annotations.Schema) []string {
	var out []string
	for _, l := range s.Labels {
		out = append(out, l.ID)
	}
	return out
}

const poem = `{"id":"poem","version":1,"title":{},"guidelines":{},"labels":[{"id":"rhyme","name":{},"key":"z","family":"plain","letter":"R","hue":0,"attributes":[],"guideline":{}}],"attributes":[],"links":[]}`

func TestWhatIsUsedStaysRetiredInASchemaFromElsewhere(t *testing.T) {
	t.Parallel()
	next, err := annotations.ParseSchema([]byte(poem))
	require.NoError(t, err)
	got := revise.Check(used(), news(), nil, next)
	require.Empty(t, got.Problems)
	require.Equal(t, []string{"attributes.medium", "attributes.no_source", "labels.quote", "labels.speaker", "links.attribution"}, got.Kept)
	s := &got.Schema
	require.Equal(t, "poem", s.ID)
	require.Equal(t, 2, s.Version)
	require.True(t, s.Label("quote").Retired)
	require.False(t, s.Label("rhyme").Retired)
	require.True(t, s.Attribute("medium").Retired)
	require.True(t, s.Link("attribution").Retired)
	require.Nil(t, s.Label("claim"), "what nobody used goes")
	require.Equal(t, []string{"rhyme", "quote", "speaker", "cue", "addressee", "frame"}, ids(s), "what was kept stands at the end, in its order")
	require.Empty(t, used().Lost(news(), s))
	require.Contains(t, got.Changes, revise.Change{Path: "labels.quote", Kind: revise.Retired})
}

func TestAUsedAttributeKeepsItsTypeAndItsValues(t *testing.T) {
	t.Parallel()
	next := edited(t, news(), func(s *annotations.Schema) {
		s.Attribute("no_source").Type, s.Attribute("no_source").Values = annotations.TextAttribute, nil
		a := s.Attribute("medium")
		a.Values = a.Values[1:]
	})
	got := revise.Check(used(), news(), nil, next)
	require.Contains(t, got.Kept, "attributes.medium.values.speech")
	require.Contains(t, got.Kept, "attributes.no_source.type")
	require.Equal(t, *news().Attribute("no_source"), *got.Schema.Attribute("no_source"))
	require.Equal(t, annotations.EnumAttribute, got.Schema.Attribute("no_source").Type)
	require.True(t, got.Schema.Attribute("medium").Choice("speech").Retired)
}

func TestTwoPeoplesChangesComeTogether(t *testing.T) {
	t.Parallel()
	mine := edited(t, news(), func(s *annotations.Schema) {
		s.Label("quote").Name["de"] = "Rede"
		s.Label("claim").Key = "v"
		s.Labels = append(s.Labels, annotations.Label{ID: "event"})
	})
	theirs := edited(t, news(), func(s *annotations.Schema) {
		s.Version = 2
		s.Label("quote").Name["en"] = "Speech"
		s.Label("claim").Key = "y"
		s.Label("quote").Attributes = append(s.Label("quote").Attributes, "topic")
		s.Labels[0], s.Labels[2] = s.Labels[2], s.Labels[0]
		s.Labels = append(s.Labels, annotations.Label{ID: "work"})
	})
	got, clashes := revise.Merge(news(), mine, theirs)
	require.Equal(t, []string{"labels.claim.key"}, clashes)
	require.Equal(t, "v", got.Label("claim").Key)
	require.Equal(t, annotations.Localized{"de": "Rede", "en": "Speech"}, got.Label("quote").Name)
	require.Contains(t, got.Label("quote").Attributes, "topic")
	require.NotNil(t, got.Label("event"))
	require.NotNil(t, got.Label("work"))
	require.Equal(t, "speaker", got.Labels[0].ID, "they moved a label, I did not")
	require.Equal(t, 2, got.Version)
}

func TestAPartThatOneRemovedAndTheOtherChangedStays(t *testing.T) {
	t.Parallel()
	without := edited(t, news(), func(s *annotations.Schema) { s.Constraints = nil })
	changed := edited(t, news(), func(s *annotations.Schema) { s.Constraints[0].Soft = true })
	for _, pair := range [][2]*annotations.Schema{{without, changed}, {changed, without}} {
		got, clashes := revise.Merge(news(), pair[0], pair[1])
		require.Len(t, got.Constraints, 1)
		require.NotEmpty(t, clashes)
	}
}

func TestASchemaWithProblemsIsAnsweredWithThem(t *testing.T) {
	t.Parallel()
	next := edited(t, news(), func(s *annotations.Schema) { s.Labels[1].Key = s.Labels[0].Key; s.Links = nil })
	got := revise.Check(nil, news(), nil, next)
	require.Len(t, got.Problems, 2)
	require.Equal(t, annotations.SchemaProblem{Field: "labels.quote.key", Rule: annotations.KeyOfItsOwn, With: "claim", Detail: `key "b" already belongs to claim`}, got.Problems[0])
	require.Equal(t, "constraints.quote_source.link", got.Problems[1].Field)
}

// change draws an edit that keeps a schema sound.
func change(t *rapid.T, s *annotations.Schema, word string) {
	label := &s.Labels[rapid.IntRange(0, len(s.Labels)-1).Draw(t, word+" label")]
	a := &s.Attributes[rapid.IntRange(0, len(s.Attributes)-1).Draw(t, word+" attribute")]
	switch rapid.IntRange(0, 6).Draw(t, word) {
	case 0:
		label.Name["de"] = word
	case 1:
		label.Retired = !label.Retired
	case 2:
		a.Required = !a.Required
	case 3:
		s.Labels = append(s.Labels, annotations.Label{ID: word + strconv.Itoa(len(s.Labels)), Name: annotations.Localized{}})
	case 4:
		a.Name["en"] = word
	case 5:
		n := len(s.Labels) - 1
		s.Labels[0], s.Labels[n] = s.Labels[n], s.Labels[0]
	case 6:
		s.Constraints = nil
	}
}

// small is a schema small enough to be drawn from often.
func small(t require.TestingT) *annotations.Schema {
	s, err := schemas.Find("attribution")
	require.NoError(t, err)
	return s
}

func TestAMergeWithNoChangeOnOneSideIsTheOtherSide(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		base := small(t)
		one := edited(t, base)
		for range rapid.IntRange(0, 4).Draw(t, "edits") {
			change(t, one, "mine")
		}
		for _, pair := range [][2]*annotations.Schema{{one, base}, {base, one}, {one, one}} {
			got, clashes := revise.Merge(base, pair[0], pair[1])
			require.Empty(t, clashes)
			require.Empty(t, revise.Diff(one, got))
		}
	})
}

func TestWhateverComesNothingThatIsUsedIsLost(t *testing.T) {
	t.Parallel()
	others := []*annotations.Schema{edited(t, news())}
	poems, err := annotations.ParseSchema([]byte(poem))
	require.NoError(t, err)
	others = append(others, poems)
	rapid.Check(t, func(t *rapid.T) {
		next := edited(t, rapid.SampledFrom(others).Draw(t, "next"))
		for range rapid.IntRange(0, 5).Draw(t, "cuts") {
			if len(next.Labels) > 1 && rapid.Bool().Draw(t, "label") {
				next.Labels = next.Labels[1:]
				next.Links, next.Constraints = nil, nil
			}
			if len(next.Attributes) > 0 && rapid.Bool().Draw(t, "attribute") {
				next.Attributes[0].Multi = !next.Attributes[0].Multi
			}
		}
		got := revise.Check(used(), news(), nil, next)
		if len(got.Problems) == 0 {
			require.Empty(t, used().Lost(news(), &got.Schema))
		}
	})
}
