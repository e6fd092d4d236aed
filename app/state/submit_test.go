package state

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/wire"
)

// rewritten is the default schema's next version after a change.
func rewritten(t *testing.T, change func(*annotations.Schema)) *annotations.Schema {
	t.Helper()
	raw, err := json.Marshal(annotations.News())
	require.NoError(t, err)
	s := &annotations.Schema{}
	require.NoError(t, json.Unmarshal(raw, s))
	s.Version++
	change(s)
	return s
}

func whats(v *GapsView) []string {
	var all []string
	for _, r := range v.Rows {
		all = append(all, r.What)
	}
	return all
}

func TestSubmittingShowsWhatIsMissingAndFollowsWhatIsMended(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	require.Nil(t, d.m.Gaps())
	quote := d.tag("„Wir sind bereit!“", "quote")
	d.do(SetAttribute{ID: quote, Attribute: "quote_type"})
	e := d.do(SetState{State: annotations.Submitted})
	require.Empty(t, e.SetState, "nothing is asked of the server")
	v := d.m.Gaps()
	require.Equal(t, []string{"quote_type", "quote_source"}, whats(v))
	require.Equal(t, 2, v.Hard)
	require.Equal(t, annotations.News().Attribute("quote_type").Name.In("de"), v.Rows[0].Name, "the attribute's name in the person's language")
	require.Equal(t, quote, v.Rows[0].Span)
	require.Equal(t, "„Wir sind bereit!“", v.Rows[0].Quotation)
	require.Contains(t, v.Rows[1].Text, "ohne Quelle")
	require.Len(t, v.Rows[1].Excuses, 3)

	direct := annotations.String("direct")
	d.do(SetAttribute{ID: quote, Attribute: "quote_type", Value: &direct})
	require.Equal(t, []string{"quote_source"}, whats(d.m.Gaps()))
	d.tag("Viktor Orbán", "speaker")
	require.Empty(t, d.m.Gaps().Rows)
	require.NotNil(t, d.m.Gaps(), "the list stays, to submit from")
	e = d.do(SetState{State: annotations.Submitted})
	require.Equal(t, annotations.Submitted, e.SetState)
	require.Nil(t, d.m.Gaps())
	d.agrees()
}

func TestAnExcuseMakesTheLinkThatTheRuleAsksFor(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	quote := d.tag("„Wir sind bereit!“", "quote")
	d.do(SetState{State: annotations.Submitted})
	d.do(Excuse{Span: quote, Rule: "quote_source", Attribute: "no_source", Value: "passive"})
	links := d.m.Client().Set().LinksOf(quote)
	require.Len(t, links, 1)
	require.Equal(t, "passive", links[0].Attributes["no_source"].Text())
	d.do(Excuse{Span: quote, Rule: "quote_source", Attribute: "no_source", Value: "implicit"})
	links = d.m.Client().Set().LinksOf(quote)
	require.Len(t, links, 1, "the link that is there is used")
	require.Equal(t, "implicit", links[0].Attributes["no_source"].Text())
	d.do(Excuse{Span: "nix", Rule: "quote_source", Attribute: "no_source", Value: "passive"})
	d.do(Excuse{Span: quote, Rule: "nix", Attribute: "no_source", Value: "passive"})
	require.Empty(t, check.Complete(annotations.News(), d.m.Client().Set()))
	d.do(Undo{})
	require.Equal(t, "passive", d.m.Client().Set().LinksOf(quote)[0].Attributes["no_source"].Text())
	d.agrees()
}

func TestSoftRulesMayBePassedOverHardOnesNot(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.do(SchemaChanged{Schema: rewritten(t, func(s *annotations.Schema) { s.Constraints[0].Soft = true })})
	quote := d.tag("„Wir sind bereit!“", "quote")
	d.do(SetAttribute{ID: quote, Attribute: "quote_type"})
	d.do(SetState{State: annotations.Submitted})
	require.Equal(t, 1, d.m.Gaps().Hard)
	require.Empty(t, d.do(SubmitAnyway{}).SetState)
	direct := annotations.String("direct")
	d.do(SetAttribute{ID: quote, Attribute: "quote_type", Value: &direct})
	require.Equal(t, 0, d.m.Gaps().Hard)
	e := d.do(SubmitAnyway{})
	require.Equal(t, annotations.Submitted, e.SetState)
	require.True(t, e.Anyway)
	d.do(SetState{State: annotations.Submitted})
	d.do(CloseGaps{})
	require.Nil(t, d.m.Gaps())
}

func TestSubmittingWaitsUntilEverythingIsSaved(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.cut = true
	d.tag("Budapest", "LOC")
	require.Empty(t, d.do(SetState{State: annotations.Submitted}).SetState)
	d.cut = false
	e := d.m.Update(Retry{})
	require.NotNil(t, e.Send)
	e = d.m.Update(Answered{d.answer(e.Send)})
	require.Equal(t, annotations.Submitted, e.SetState)
	require.Empty(t, d.m.Update(Answered{&wire.Answer{Epoch: "e1"}}).SetState, "once is enough")
}

func TestWhatTheServerMissesIsShownEvenIfTheScreenKnowsNoSuchRule(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	place := d.tag("Budapest", "LOC")
	d.do(StateSet{State: annotations.Submitted, Problem: &wire.Problem{Code: annotations.Conflict, Reason: "incomplete",
		Gaps: []annotations.Gap{{Kind: annotations.ConstraintGap, Span: place, What: "new_rule"}}}})
	require.Equal(t, []string{"new_rule"}, whats(d.m.Gaps()))
	require.Equal(t, annotations.Open, d.m.Client().Set().State)
}

func TestANewSchemaLosesNothingOnScreen(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	place := d.tag("Budapest", "LOC")
	d.cut = true
	quote := d.tag("„Wir sind bereit!“", "quote")
	e := d.do(SchemaChanged{Schema: rewritten(t, func(s *annotations.Schema) {
		s.Label("LOC").Retired = true
		s.Label("quote").Name = annotations.Localized{"de": "Rede"}
		s.Attribute("medium").Retired = true
		s.Attribute("quote_type").Values[0].Retired = true
	})})
	require.True(t, e.Redraw)
	require.NotNil(t, d.span(place))
	require.Len(t, d.m.Queue(), 1, "what waits still waits")
	d.do(Select{ID: quote})
	v := d.m.Inspector()
	require.Equal(t, "Rede", v.Name)
	for _, f := range v.Fields {
		require.NotEqual(t, "medium", f.ID, "a retired attribute without a value is not asked for")
	}
	for _, l := range d.m.Labels() {
		require.NotEqual(t, "LOC", l.ID)
	}
	require.Empty(t, d.do(SchemaChanged{Schema: annotations.News()}), "an older one is not taken")
}

func TestWhatIsMissingIsGoneThroughByKey(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	require.Nil(t, d.do(NextGap{By: 1}).Gap)
	require.Empty(t, d.m.Gaps().Rows, "nothing is missing, and the list says so")
	d.do(CloseGaps{})
	first := d.tag("„großartige Nachricht“", "quote")
	second := d.tag("„Wir sind bereit!“", "quote")
	d.do(SetAttribute{ID: second, Attribute: "quote_type"})

	e := d.do(NextGap{By: 1})
	require.Equal(t, first, e.Gap.Span)
	require.Equal(t, first, e.Reveal)
	require.True(t, d.m.Gaps().Rows[0].Current)
	require.Equal(t, []MissingView{{Role: "Sprecher", Label: "speaker"}}, d.m.Inspector().Missing)
	require.Equal(t, annotations.AttributeGap, d.do(NextGap{By: 1}).Gap.Kind)
	require.Equal(t, "quote_source", d.do(NextGap{By: 1}).Gap.What)
	require.Equal(t, first, d.do(NextGap{By: 1}).Gap.Span, "and again from the start")
	require.Equal(t, second, d.do(NextGap{By: -1}).Gap.Span, "and backwards over it")

	d.do(GoToGap{Gap: annotations.Gap{Kind: annotations.AttributeGap, Span: second, What: "quote_type"}})
	direct := annotations.String("direct")
	d.do(SetAttribute{ID: second, Attribute: "quote_type", Value: &direct})
	require.Equal(t, "quote_source", d.do(NextGap{By: 1}).Gap.What, "a mended one gives its place to the next")
	require.Equal(t, second, d.m.Selected())
	d.tag("Viktor Orbán", "speaker")
	d.do(Select{ID: first})
	require.True(t, d.m.Inspector().Missing[0].Pick, "now there is somebody to choose")
}
