package check_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/text"
)

// at is a span at a place, with attributes as id, value, id, value …
func at(id, label string, start int, pairs ...string) *annotations.Span {
	sp := &annotations.Span{ID: id, Label: label, Fragments: fragments{{Start: text.Rune(start), End: text.Rune(start + 2)}}, Attributes: annotations.Attributes{}}
	for i := 0; i < len(pairs); i += 2 {
		sp.Attributes[pairs[i]] = annotations.String(pairs[i+1])
	}
	return sp
}

func setOf(spans []*annotations.Span, links ...*annotations.Link) *annotations.Set {
	s := annotations.NewSet("user:anna")
	for _, sp := range spans {
		s.PutSpan(sp)
	}
	for _, l := range links {
		s.PutLink(l)
	}
	return s
}

func attribution(roles map[string][]string, noSource string) *annotations.Link {
	l := &annotations.Link{ID: "l", Type: "attribution", Roles: roles}
	if noSource != "" {
		l.Attributes = annotations.Attributes{"no_source": annotations.String(noSource)}
	}
	return l
}

func TestWhatASetLacksIsListedInReadingOrder(t *testing.T) {
	t.Parallel()
	type spans = []*annotations.Span
	type roles = map[string][]string
	quote := at("q", "quote", 10, "quote_type", "direct")
	source := annotations.Gap{Kind: annotations.ConstraintGap, Span: "q", What: "quote_source"}
	linked := source
	linked.Link = "l"
	for name, c := range map[string]struct {
		set  *annotations.Set
		gaps []annotations.Gap
	}{
		"an empty set":                {setOf(nil), nil},
		"entities ask for nothing":    {setOf(spans{at("p", "PER", 4), at("s", "speaker", 8)}), nil},
		"a bare quote":                {setOf(spans{at("q", "quote", 10)}), []annotations.Gap{{Kind: annotations.AttributeGap, Span: "q", What: "quote_type"}, source}},
		"a quote without attribution": {setOf(spans{quote}), []annotations.Gap{source}},
		"a quote with a cue alone":    {setOf(spans{quote, at("c", "cue", 6)}, attribution(roles{"quote": {"q"}, "cue": {"c"}}, "")), []annotations.Gap{linked}},
		"a quote with a speaker":      {setOf(spans{quote, at("s", "speaker", 6)}, attribution(roles{"quote": {"q"}, "speaker": {"s"}}, "")), nil},
		"a quote without a source":    {setOf(spans{quote}, attribution(roles{"quote": {"q"}}, "passive")), nil},
		"the first gap in the text comes first": {setOf(spans{at("z", "quote", 2), quote}), []annotations.Gap{
			{Kind: annotations.AttributeGap, Span: "z", What: "quote_type"}, {Kind: annotations.ConstraintGap, Span: "z", What: "quote_source"}, source}},
		"a link that lost an end": {setOf(spans{at("b", "claim", 1)}, &annotations.Link{ID: "k", Type: "claimer", Roles: roles{"claim": {"b"}}}),
			[]annotations.Gap{{Kind: annotations.RoleGap, Span: "b", Link: "k", What: "speaker"}}},
		"a link with nothing it is about": {setOf(spans{at("s", "speaker", 1)}, attribution(roles{"speaker": {"s"}}, "")),
			[]annotations.Gap{{Kind: annotations.RoleGap, Span: "s", Link: "l", What: "quote"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.gaps, check.Complete(annotations.News(), c.set))
		})
	}
}

func TestRetiredHiddenAndDefaultedPartsAskForNothing(t *testing.T) {
	t.Parallel()
	bare := setOf([]*annotations.Span{at("q", "quote", 10)})
	gaps := func(change func(*annotations.Schema)) []annotations.Gap {
		s := *annotations.News()
		s.Labels, s.Attributes, s.Links, s.Constraints = slices.Clone(s.Labels), slices.Clone(s.Attributes), slices.Clone(s.Links), slices.Clone(s.Constraints)
		change(&s)
		return check.Complete(&s, bare)
	}
	require.Len(t, gaps(func(*annotations.Schema) {}), 2)
	require.Empty(t, gaps(func(s *annotations.Schema) { s.Label("quote").Retired = true }))
	require.Len(t, gaps(func(s *annotations.Schema) { s.Attribute("quote_type").Retired = true }), 1)
	require.Len(t, gaps(func(s *annotations.Schema) { s.Attribute("quote_type").Hidden = true }), 1)
	require.Len(t, gaps(func(s *annotations.Schema) { s.Attribute("quote_type").Default = "direct" }), 1)
	require.Len(t, gaps(func(s *annotations.Schema) { s.Link("attribution").Retired = true }), 1)
	soft := gaps(func(s *annotations.Schema) { s.Constraints[0].Soft = true })
	require.Len(t, soft, 2)
	require.Equal(t, []annotations.Gap{{Kind: annotations.AttributeGap, Span: "q", What: "quote_type"}}, check.Hard(soft))
}
