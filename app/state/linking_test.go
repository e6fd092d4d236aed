package state

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSpeakerAndCueLinkThemselvesToTheLastQuoteTouched(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	first := d.tag("„großartige Nachricht“", "quote")
	second := d.tag("„Wir sind bereit!“", "quote")
	speaker := d.tag("Viktor Orbán", "speaker")
	cue := d.tag("fügte hinzu", "cue")
	links := d.m.Client().Set().Links()
	require.Len(t, links, 1)
	require.Equal(t, map[string][]string{"quote": {second}, "speaker": {speaker}, "cue": {cue}}, links[0].Roles)

	d.do(Select{ID: first})
	d.do(Select{ID: speaker})
	d.do(LinkTo{})
	require.Len(t, d.m.Client().Set().LinksOf(speaker), 2, "a speaker serves several quotes")
	require.Equal(t, "notice.link_nothing", d.do(LinkTo{}).Notice.Key)
	d.agrees()
}

func TestASpeakerWithoutAQuoteStandsAlone(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.tag("Viktor Orbán", "speaker")
	require.Empty(t, d.m.Client().Set().Links())
	require.Equal(t, "notice.link_first", d.do(LinkTo{}).Notice.Key)
}

func TestLinkedSpansShareANumberInTheTextAndUndoTakesItAway(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	quote := d.tag("„Wir sind bereit!“", "quote")
	speaker := d.tag("Viktor Orbán", "speaker")
	numbers := map[string]int{}
	for _, r := range d.m.Block(2).Runs {
		for _, mk := range r.Marks {
			numbers[mk.Span] = mk.Number
		}
	}
	require.Equal(t, map[string]int{quote: 1, speaker: 1}, numbers)
	d.do(Undo{})
	row, ok := d.m.Row(quote)
	require.True(t, ok)
	require.Zero(t, row.Number)
}

func TestUnlinkingTakesOneSpanOut(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	quote := d.tag("„Wir sind bereit!“", "quote")
	speaker := d.tag("Viktor Orbán", "speaker")
	cue := d.tag("fügte hinzu", "cue")
	link := d.m.Client().Set().Links()[0].ID
	d.do(Unlink{Link: link, Role: "speaker", Span: speaker})
	require.Equal(t, map[string][]string{"quote": {quote}, "cue": {cue}}, d.m.Client().Set().Link(link).Roles)
	d.do(Unlink{Link: link, Role: "cue", Span: cue})
	require.Nil(t, d.m.Client().Set().Link(link), "one span alone is no attribution")
	d.agrees()
}

func TestRelabellingALinkedSpanLetsGoOfRolesItCannotPlay(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.tag("„Wir sind bereit!“", "quote")
	speaker := d.tag("Viktor Orbán", "speaker")
	d.do(Tag{Label: "PER"})
	require.Equal(t, "PER", d.span(speaker).Label)
	require.Empty(t, d.m.Client().Set().Links())
	d.do(Undo{})
	require.Equal(t, "speaker", d.span(speaker).Label)
	require.Len(t, d.m.Client().Set().Links(), 1)
	d.agrees()
}

func TestTheInspectorShowsALinksMembersByRole(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.tag("„Wir sind bereit!“", "quote")
	d.tag("Viktor Orbán", "speaker")
	v := d.m.Inspector()
	require.Equal(t, "Sprecher", v.Name)
	require.Len(t, v.Links, 1)
	require.Equal(t, "speaker", v.Links[0].Role)
	require.Equal(t, "„Wir sind bereit!“", v.Links[0].Members[0].Quotation)
	require.True(t, v.Links[0].Members[1].Self)
}

func TestAChosenSpeakersQuoteIsTheLastOneTouchedWhereNoneWas(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	quote := d.tag("„Wir sind bereit!“", "quote")
	speaker := d.tag("Viktor Orbán", "speaker")
	d.m.lastQuote = ""
	d.do(Select{ID: speaker})
	require.Equal(t, quote, d.m.LastQuote())
	other := d.tag("„großartige Nachricht“", "quote")
	d.do(Select{ID: speaker})
	require.Equal(t, other, d.m.LastQuote(), "a quote that was touched stays, so that the speaker can be linked to it")
}
