package annotations_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
)

// edited is the default schema after a change.
func edited(t *testing.T, change func(*annotations.Schema)) *annotations.Schema {
	t.Helper()
	raw, err := json.Marshal(annotations.News())
	require.NoError(t, err)
	s, err := annotations.ParseSchema(raw)
	require.NoError(t, err)
	change(s)
	return s
}

func used() annotations.Usage {
	u := annotations.Usage{}
	s := annotations.News()
	u.AddSpan(s, &annotations.Span{ID: "q", Label: "quote", Attributes: annotations.Attributes{"medium": annotations.String("speech"), "nonfactual": annotations.Bool(true)}})
	u.AddSpan(s, &annotations.Span{ID: "p", Label: "quote"})
	u.AddSpan(s, &annotations.Span{ID: "b", Label: "claim", Attributes: annotations.Attributes{"claim_type": annotations.List("causal", "numerical")}})
	u.AddLink(s, &annotations.Link{ID: "l", Type: "attribution", Roles: map[string][]string{"quote": {"q"}, "speaker": {"s", "t"}},
		Attributes: annotations.Attributes{"no_source": annotations.String("passive")}}, func(id string) string {
		if id == "q" {
			return "quote"
		}
		return "speaker"
	})
	return u
}

func TestUsageCountsEveryPartByItsPath(t *testing.T) {
	t.Parallel()
	require.Equal(t, annotations.Usage{
		"labels.quote": 2, "labels.quote.attributes.medium": 1, "labels.quote.attributes.nonfactual": 1, "labels.claim": 1, "labels.claim.attributes.claim_type": 1,
		"attributes.medium": 1, "attributes.medium.values.speech": 1, "attributes.nonfactual": 1,
		"attributes.claim_type": 1, "attributes.claim_type.values.causal": 1, "attributes.claim_type.values.numerical": 1,
		"links.attribution": 1, "links.attribution.roles.quote": 1, "links.attribution.roles.quote.labels.quote": 1,
		"links.attribution.roles.speaker": 2, "links.attribution.roles.speaker.labels.speaker": 2,
		"links.attribution.attributes.no_source": 1, "attributes.no_source": 1, "attributes.no_source.values.passive": 1,
	}, used())
}

func TestWhatIsUsedIsLostWhenTheNextSchemaHasItNoMore(t *testing.T) {
	t.Parallel()
	attribute := func(s *annotations.Schema, id string) *annotations.Attribute { return s.Attribute(id) }
	for name, c := range map[string]struct {
		change func(*annotations.Schema)
		lost   []string
	}{
		"nothing":                    {func(*annotations.Schema) {}, nil},
		"an unused label":            {func(s *annotations.Schema) { s.Labels = s.Labels[:len(s.Labels)-1] }, nil},
		"a used label":               {func(s *annotations.Schema) { s.Labels = s.Labels[1:] }, []string{"labels.claim"}},
		"a retired label":            {func(s *annotations.Schema) { s.Labels[0].Retired = true }, nil},
		"a renamed label":            {func(s *annotations.Schema) { s.Labels[0].Name = annotations.Localized{"de": "Aussage"} }, nil},
		"a used value":               {func(s *annotations.Schema) { a := attribute(s, "medium"); a.Values = a.Values[1:] }, []string{"attributes.medium.values.speech"}},
		"an unused value":            {func(s *annotations.Schema) { a := attribute(s, "medium"); a.Values = a.Values[:1] }, nil},
		"another type":               {func(s *annotations.Schema) { attribute(s, "nonfactual").Type = annotations.TextAttribute }, []string{"attributes.nonfactual.type"}},
		"several become one":         {func(s *annotations.Schema) { attribute(s, "claim_type").Multi = false }, []string{"attributes.claim_type.type"}},
		"an unused one of many":      {func(s *annotations.Schema) { attribute(s, "verdict").Multi = true }, nil},
		"an attribute of its label":  {func(s *annotations.Schema) { s.Label("claim").Attributes = nil }, []string{"labels.claim.attributes.claim_type"}},
		"a used link type":           {func(s *annotations.Schema) { s.Links = s.Links[1:] }, []string{"links.attribution"}},
		"a used role":                {func(s *annotations.Schema) { s.Links[0].Roles = s.Links[0].Roles[:2] }, []string{"links.attribution.roles.speaker"}},
		"a label that plays a role":  {func(s *annotations.Schema) { s.Links[0].Role("speaker").Labels = []string{"PER"} }, []string{"links.attribution.roles.speaker.labels.speaker"}},
		"an attribute of its link":   {func(s *annotations.Schema) { s.Links[0].Attributes = nil }, []string{"links.attribution.attributes.no_source"}},
		"a rule is nobody's ground":  {func(s *annotations.Schema) { s.Constraints = nil }, nil},
		"two at a time, in an order": {func(s *annotations.Schema) { s.Labels, s.Links = s.Labels[2:], s.Links[1:] }, []string{"labels.claim", "labels.quote", "links.attribution"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.lost, used().Lost(annotations.News(), edited(t, c.change)))
		})
	}
}

func TestAConstraintThatFitsNothingIsRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*annotations.Constraint){
		"no id":                       func(c *annotations.Constraint) { c.ID = "" },
		"an unknown label":            func(c *annotations.Constraint) { c.Label = "x" },
		"an unknown link":             func(c *annotations.Constraint) { c.Link = "x" },
		"an unknown role":             func(c *annotations.Constraint) { c.Role = "x" },
		"a label that cannot play it": func(c *annotations.Constraint) { c.Label = "claim" },
		"an unknown need":             func(c *annotations.Constraint) { c.Needs = []string{"x"} },
		"an unknown excuse":           func(c *annotations.Constraint) { c.Unless = []string{"medium"} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := edited(t, func(s *annotations.Schema) { change(&s.Constraints[0]) })
			raw, err := json.Marshal(s)
			require.NoError(t, err)
			_, err = annotations.ParseSchema(raw)
			var refused *annotations.Error
			require.ErrorAs(t, err, &refused)
			require.Equal(t, "constraints."+s.Constraints[0].ID, refused.Field)
		})
	}
	twice := edited(t, func(s *annotations.Schema) { s.Constraints = append(s.Constraints, s.Constraints[0]) })
	raw, err := json.Marshal(twice)
	require.NoError(t, err)
	_, err = annotations.ParseSchema(raw)
	require.ErrorContains(t, err, "constraint needs an id of its own")
}
