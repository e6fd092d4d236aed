package state

import (
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
)

func TestTaggingAMarkedQuotationStoresItsExactWords(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	id := d.tag("„Wir sind bereit!“", "quote")
	require.Equal(t, []string{"„Wir sind bereit!“"}, d.span(id).Quote)
	require.Equal(t, annotations.Attributes{"quote_type": annotations.String("direct")}, d.span(id).Attributes)
	d.agrees()
}

func TestOneTagTouchesOneBlock(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.tag("„Wir sind bereit!“", "quote")
	require.Equal(t, map[int]bool{2: true}, d.blocks)
}

func TestASelectionSnapsToWordsUnlessExact(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	start, end := d.find("iktor Orb")
	e := d.m.Update(Selection{Start: start, End: end})
	require.NotNil(t, e.Mark, "the snapped stretch is shown")
	require.Equal(t, "Viktor Orbán", d.marked())
	d.m.Update(Selection{Start: start, End: end, Exact: true})
	require.Equal(t, "iktor Orb", d.marked())
}

func TestMarkingBlanksMarksNothing(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	start, _ := d.find("\n\n😀")
	d.do(Selection{Start: start, End: start + 2})
	require.Zero(t, d.m.Marked())
	e := d.do(Tag{Label: "quote"})
	require.Equal(t, "notice.mark_first", e.Notice.Key)
}

func TestTaggingTheSameGroundTwiceSelectsWhatIsThere(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	first := d.tag("Viktor Orbán", "PER")
	d.do(Select{})
	require.Equal(t, first, d.tag("Viktor Orbán", "PER"))
	require.NotEqual(t, first, d.tag("Viktor Orbán", "speaker"), "another label on the same ground is another span")
	require.Equal(t, 2, d.m.Client().Set().Len())
}

func TestALabelKeyWithoutAMarkRelabelsTheSelectedSpan(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	id := d.tag("„Wir sind bereit!“", "quote")
	d.do(SetNote{ID: id, Note: "prüfen"})
	d.do(Tag{Label: "claim"})
	sp := d.span(id)
	require.Equal(t, "claim", sp.Label)
	require.Empty(t, sp.Attributes, "a claim has no quote type")
	require.Equal(t, "prüfen", sp.Note)
	d.do(Undo{})
	require.Equal(t, "quote", d.span(id).Label)
	require.Equal(t, annotations.String("direct"), d.span(id).Attributes["quote_type"])
	d.agrees()
}

func TestMovingAnEdgeKeepsIdAttributesAndLinks(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	quote := d.tag("großartige", "quote")
	d.tag("Viktor Orbán", "speaker")
	d.do(Select{ID: quote})
	_, end := d.find("großartige Nachr")
	d.do(MoveEdge{ID: quote, Last: true, To: end})
	require.Equal(t, "großartige Nachricht", d.span(quote).Quotation(), "snapped to the word")
	start, _ := d.find("„großartige")
	d.do(MoveEdge{ID: quote, To: start})
	require.Equal(t, "„großartige Nachricht", d.span(quote).Quotation())
	require.Len(t, d.m.Client().Set().LinksOf(quote), 1)
	require.Equal(t, annotations.String("indirect"), d.span(quote).Attributes["quote_type"])
	d.do(MoveEdge{ID: quote, To: 9999})
	require.Equal(t, "Nachricht", d.span(quote).Quotation(), "the start never passes the end")
	d.agrees()
}

func TestNudgingMovesAnEdgeByWordsAndCharacters(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	id := d.tag("Viktor Orbán", "PER")
	for _, step := range []struct {
		msg  NudgeEdge
		want string
	}{
		{NudgeEdge{By: -1}, "Premier Viktor Orbán"},
		{NudgeEdge{By: -1}, "Ungarns Premier Viktor Orbán"},
		{NudgeEdge{By: 1}, "Premier Viktor Orbán"},
		{NudgeEdge{Last: true, By: 1}, "Premier Viktor Orbán schrieb"},
		{NudgeEdge{Last: true, By: -1}, "Premier Viktor Orbán"},
		{NudgeEdge{Last: true, By: -1, Character: true}, "Premier Viktor Orbá"},
	} {
		d.do(step.msg)
		require.Equal(t, step.want, d.span(id).Quotation())
	}
	d.agrees()
}

func TestRemovingASpanTakesItOutOfItsLinksAndUndoBringsAllBack(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	quote := d.tag("„Wir sind bereit!“", "quote")
	speaker := d.tag("Viktor Orbán", "speaker")
	cue := d.tag("fügte hinzu", "cue")
	before := d.m.Client().Set().Links()
	require.Len(t, before, 1)
	d.do(Select{ID: quote})
	d.do(Remove{})
	require.Nil(t, d.span(quote))
	require.Equal(t, map[string][]string{"cue": {cue}, "speaker": {speaker}}, d.m.Client().Set().Links()[0].Roles)
	d.do(Undo{})
	require.Equal(t, before, d.m.Client().Set().Links())
	require.NotNil(t, d.span(quote))
	d.do(Select{ID: quote})
	d.do(Remove{})
	d.do(Select{ID: cue})
	d.do(Remove{})
	require.Empty(t, d.m.Client().Set().Links(), "a speaker alone attributes nothing")
	d.agrees()
	for range 5 {
		d.do(Undo{})
	}
	require.Equal(t, 0, d.m.Client().Set().Len())
	for range 5 {
		d.do(Redo{})
	}
	require.Equal(t, []string{speaker}, ids(d.m.Client().Set().Spans()))
	d.agrees()
}

func TestARefusedEditChangesNothingAndSaysWhy(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	id := d.tag("Viktor Orbán", "PER")
	wrong := annotations.String("Quatsch")
	e := d.do(SetAttribute{ID: id, Attribute: "wikidata", Value: &wrong})
	require.Equal(t, "refused.bad_value", e.Notice.Key)
	require.Empty(t, d.span(id).Attributes)
	require.Empty(t, d.m.Queue())
	right := annotations.String("Q57641")
	d.do(SetAttribute{ID: id, Attribute: "wikidata", Value: &right})
	require.Equal(t, annotations.Attributes{"wikidata": right}, d.span(id).Attributes)
	d.do(SetAttribute{ID: id, Attribute: "wikidata"})
	require.Empty(t, d.span(id).Attributes)
	d.agrees()
}

func TestUndoOfNothingSaysSo(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	require.Equal(t, "notice.nothing_to_undo", d.do(Undo{}).Notice.Key)
	require.Equal(t, "notice.nothing_to_redo", d.do(Redo{}).Notice.Key)
}

func TestANewEditForgetsWhatCouldBeRedone(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.tag("Viktor Orbán", "PER")
	d.do(Undo{})
	require.True(t, d.m.Top().CanRedo)
	d.tag("Budapest", "LOC")
	require.False(t, d.m.Top().CanRedo)
}

func TestStepGoesThroughSpansInReadingOrder(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	last := d.tag("Budapest", "LOC")
	first := d.tag("Viktor Orbán", "PER")
	d.do(Select{})
	var seen []string
	for range 3 {
		d.do(Step{By: 1})
		seen = append(seen, d.m.Selected())
	}
	require.Equal(t, []string{first, last, first}, seen)
	d.do(Step{By: -1})
	require.Equal(t, last, d.m.Selected())
}

func ids(spans []*annotations.Span) []string {
	var all []string
	for _, sp := range spans {
		all = append(all, sp.ID)
	}
	return all
}

// marked is the text of the marked stretch.
func (d *desk) marked() string {
	return d.m.Document().Text.Slice(d.m.Marked().Start, d.m.Marked().End)
}

func TestNudgingByWordsLeavesTheLastWordWhole(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	id := d.tag("Viktor Orbán", "PER")
	d.do(NudgeEdge{Last: true, By: -1})
	require.Equal(t, "Viktor", d.span(id).Quotation())
	d.do(NudgeEdge{Last: true, By: -1})
	d.do(NudgeEdge{By: 1})
	require.Equal(t, "Viktor", d.span(id).Quotation())
	d.do(NudgeEdge{Last: true, By: -1, Character: true})
	require.Equal(t, "Vikto", d.span(id).Quotation(), "letter by letter it goes on")
}
