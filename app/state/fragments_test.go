package state

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// addPart selects a span, marks a passage and adds it.
func (d *desk) addPart(id, passage string) Effects {
	d.t.Helper()
	d.do(Select{ID: id})
	d.mark(passage)
	return d.do(AddFragment{})
}

func TestAnInterruptedQuoteIsOneSpanOfSeveralParts(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	id := d.tag("Wir sind", "quote")
	e := d.addPart(id, "die Planung")
	require.NotNil(t, e.Mark, "what was marked has its use")
	require.Equal(t, []string{"die Planung", "Wir sind"}, d.span(id).Quote, "in the order of the text")
	require.Equal(t, []PartView{{1, "die Planung"}, {2, "Wir sind"}}, d.m.Inspector().Parts)
	row, _ := d.m.Row(id)
	require.Equal(t, "die Planung … Wir sind", row.Quotation)
	numbers := map[int]bool{}
	for _, r := range d.m.Block(2).Runs {
		for _, mk := range r.Marks {
			numbers[mk.Fragment] = true
		}
	}
	require.Equal(t, map[int]bool{1: true, 2: true}, numbers)
	d.do(Undo{})
	require.Equal(t, []string{"Wir sind"}, d.span(id).Quote)
	require.Empty(t, d.m.Inspector().Parts)
	d.do(Redo{})
	require.Len(t, d.span(id).Fragments, 2)
	d.agrees()
}

func TestPartsThatTouchOrHaveOnlyABlankBetweenThemBecomeOne(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	id := d.tag("Wir", "quote")
	d.addPart(id, "bereit")
	require.Len(t, d.span(id).Fragments, 2)
	d.addPart(id, "sind")
	require.Equal(t, []string{"Wir sind bereit"}, d.span(id).Quote)
	d.addPart(id, "!“")
	require.Equal(t, []string{"Wir sind bereit!“"}, d.span(id).Quote)
	d.agrees()
}

func TestAPartThatOverlapsIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	require.Equal(t, "notice.fragment_select", d.do(AddFragment{}).Notice.Key)
	id := d.tag("Wir sind bereit", "quote")
	require.Equal(t, "notice.fragment_mark", d.do(AddFragment{}).Notice.Key)
	e := d.addPart(id, "bereit!“ Mehr")
	require.Equal(t, "notice.fragment_overlaps", e.Notice.Key)
	require.True(t, e.Notice.Error)
	require.Equal(t, []string{"Wir sind bereit"}, d.span(id).Quote)
	d.do(Select{ID: id})
	start, _ := d.find("Mehr")
	_, end := d.find("Anzeige")
	d.do(Selection{Start: start, End: end})
	require.Equal(t, "notice.over_fold", d.do(AddFragment{}).Notice.Key)
	d.agrees()
}

func TestAPartIsRemovedByNumberOrWhereTheCaretIs(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	id := d.tag("Wir", "quote")
	require.Equal(t, "notice.fragment_only", d.do(RemoveFragment{}).Notice.Key)
	d.addPart(id, "Planung")
	d.addPart(id, "hinzu")
	d.put("anung sei")
	d.do(RemoveFragment{})
	require.Equal(t, []string{"hinzu", "Wir"}, d.span(id).Quote)
	d.do(Undo{})
	d.do(RemoveFragment{ID: id, N: 2})
	require.Equal(t, []string{"Planung", "Wir"}, d.span(id).Quote)
	d.do(RemoveFragment{ID: id, N: 9})
	require.Len(t, d.span(id).Fragments, 2, "there is no ninth")
	d.agrees()
}

func TestTheEdgesOfAnInnerPartMoveAndStopAtTheirNeighbours(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	id := d.tag("die", "quote")
	d.addPart(id, "eine")
	d.addPart(id, "Wir")
	_, end := d.find("eine „großartige")
	d.do(MoveEdge{ID: id, Fragment: 2, Last: true, To: end})
	require.Equal(t, []string{"die", "eine „großartige", "Wir"}, d.span(id).Quote)
	start, _ := d.find("die Planung")
	d.do(MoveEdge{ID: id, Fragment: 2, To: start})
	require.Equal(t, []string{"die Planung sei eine „großartige", "Wir"}, d.span(id).Quote, "two that touch are one")
	d.do(Undo{})
	start, _ = d.find("Planung")
	d.do(MoveEdge{ID: id, Fragment: 2, To: start, Exact: true})
	require.Equal(t, []string{"die Planung sei eine „großartige", "Wir"}, d.span(id).Quote, "only a blank is left between them")
	require.Empty(t, d.do(MoveEdge{ID: id, Fragment: 7, To: start}).Blocks)
	d.agrees()
}
