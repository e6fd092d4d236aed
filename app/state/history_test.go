package state

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/history"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

// past answers what the model asks of the history, as a server would.
func (d *desk) past(q *wire.HistoryQuery) {
	d.t.Helper()
	require.NotNil(d.t, q)
	page := &wire.History{Head: d.server.Head()}
	records := map[string]*ops.Record{}
	fold := ops.NewFold(d.server.Text(), d.server.Schema())
	quote := func(id string) string {
		if r, _ := d.server.Record(id); r != nil && r.Span != nil {
			return r.Span.Quotation()
		}
		return ""
	}
	before := false
	for i := range d.log {
		e := d.log[i]
		e.Actor, e.At = "anna", time.Date(2026, 1, 1, 9, i, 0, 0, time.UTC)
		s := history.Tell(e, records[e.Target], records[e.Target].After(e), quote)
		records[e.Target] = records[e.Target].After(e)
		fold.Append(e)
		r, _ := d.server.Record(e.Target)
		s.Gone = r.Deleted
		if q.Target != "" && e.Target != q.Target {
			continue
		}
		if before && !slices.Contains(d.rests, e.Seq-1) {
			a := &page.Acts[0]
			a.Last, a.Steps = e.Seq, append(a.Steps, s)
		} else {
			page.Acts = append([]history.Act{{First: e.Seq, Last: e.Seq, At: e.At, Actor: "anna", Owner: e.Owner, Steps: []history.Step{s}}}, page.Acts...)
		}
		before = true
	}
	d.run(d.m.Update(HistoryCame{Query: *q, Page: page}))
}

func (d *desk) open(span string) *HistoryView {
	d.t.Helper()
	d.past(d.do(AskHistory{Span: span}).History)
	return d.m.History()
}

// forget starts the tab anew on what the server has, without its steps.
func (d *desk) forget() {
	d.t.Helper()
	empty := mustDevice()
	d.m.ChangedSteps()
	d.reload(empty)
	require.False(d.t, d.m.Top().CanUndo)
}

// rest ends an act: what comes now is another one.
func (d *desk) rest() { d.rests = append(d.rests, d.server.Head()) }

func TestTheHistoryTellsActsInTheReadersWords(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	quote := d.tag("„Wir sind bereit!“", "quote")
	d.rest()
	d.tag("Viktor Orbán", "speaker")
	d.rest()
	indirect := annotations.String("indirect")
	d.do(SetAttribute{ID: quote, Attribute: "quote_type", Value: &indirect})
	d.rest()
	d.do(Select{ID: quote})
	d.do(Tag{Label: "claim"})
	v := d.open("")
	require.False(t, v.Loading)
	require.Len(t, v.Acts, 4)
	relabelled := v.Acts[0].Lines[0]
	require.Equal(t, ChangeView{Field: "label", Before: "Zitat", After: "Behauptung"}, relabelled.Changes[0])
	require.Equal(t, []ChangeView{{Name: "Art der Wiedergabe", Before: "direkt", After: "indirekt"}}, v.Acts[1].Lines[0].Changes)
	spoken := v.Acts[2].Lines
	require.Equal(t, []string{"create_span", "create_link"}, []string{spoken[0].What, spoken[1].What})
	require.Equal(t, "Sprecher", spoken[0].Name)
	require.Equal(t, "Zuschreibung", spoken[1].Name)
	require.Empty(t, spoken[1].Changes, "its words are told already")
	require.Same(t, v, d.m.History(), "made once")
	d.do(Language{Tag: "en"})
	require.Equal(t, "Claim", d.m.History().Acts[0].Lines[0].Changes[0].After)
}

func TestADeletedSpanComesBackWithItsLinksAndTheRestoringIsUndone(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(*desk){
		"in the same visit": func(*desk) {},
		"after a reload":    func(d *desk) { d.reload(mustDevice()) },
		"on another device": func(d *desk) { d.forget() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := mustDesk(t)
			quote := d.tag("„Wir sind bereit!“", "quote")
			speaker := d.tag("Viktor Orbán", "speaker")
			links, spans := d.m.Client().Set().Links(), d.m.Client().Set().Spans()
			require.Len(t, links, 1)
			d.rest()
			d.do(Select{ID: speaker})
			d.do(Remove{})
			leave(d)
			v := d.open(speaker)
			require.Equal(t, "Viktor Orbán", v.Words)
			d.open("")
			act := d.m.History().Acts[0]
			require.Equal(t, 1, act.Restore)
			e := d.do(RestoreAct{Last: act.Last})
			require.Nil(t, e.Notice)
			require.Equal(t, speaker, e.Reveal)
			require.Equal(t, spans, d.m.Client().Set().Spans())
			require.Equal(t, links, d.m.Client().Set().Links())
			require.Zero(t, d.m.History().Acts[0].Restore, "there is nothing more to restore")
			d.agrees()
			require.Equal(t, "notice.history_nothing", d.do(RestoreAct{Last: act.Last}).Notice.Key)
			d.do(Undo{})
			require.Equal(t, []string{quote}, ids(d.m.Client().Set().Spans()))
			require.Empty(t, d.m.Client().Set().Links())
			d.agrees()
		})
	}
}

func TestASpanGetsItsPlaceInALinkBackThatWentOnWithoutIt(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.tag("„Wir sind bereit!“", "quote")
	speaker := d.tag("Viktor Orbán", "speaker")
	d.tag("fügte hinzu", "cue")
	links := d.m.Client().Set().Links()
	require.Len(t, links, 1)
	d.rest()
	d.do(Select{ID: speaker})
	d.do(Remove{})
	require.NotEqual(t, links, d.m.Client().Set().Links())
	d.reload(mustDevice())
	v := d.open("")
	d.do(RestoreAct{Last: v.Acts[0].Last})
	require.Equal(t, links, d.m.Client().Set().Links())
	d.agrees()
}

func TestASpanWhoseLinkCannotComeBackComesBackAlone(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	quote := d.tag("„Wir sind bereit!“", "quote")
	speaker := d.tag("Viktor Orbán", "speaker")
	d.rest()
	d.do(Select{ID: speaker})
	d.do(Remove{})
	d.rest()
	d.do(Select{ID: quote})
	d.do(Remove{})
	d.reload(mustDevice())
	v := d.open("")
	require.Equal(t, "notice.history_no_link", d.do(RestoreAct{Last: v.Acts[1].Last}).Notice.Key)
	require.Equal(t, []string{speaker}, ids(d.m.Client().Set().Spans()))
	d.agrees()
}

func TestAllOfABulkComesBackAtOnce(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	for _, words := range []string{"Orbán", "Ungarns", "Budapest", "Premier"} {
		d.tag(words, "PER")
		d.rest()
	}
	d.rest()
	var edits []ops.Op
	all := d.m.Client().Set().Spans()
	for _, sp := range all {
		edits = append(edits, ops.Op{Entity: ops.SpanEntity, Kind: ops.Delete, Target: sp.ID})
	}
	d.run(d.m.act(edits...))
	v := d.open("")
	require.Equal(t, []StepView{{What: "delete_span", N: 4, Name: "Person", Letter: "P", Family: annotations.EntityFamily, Hue: d.m.Schema().Label("PER").Hue}}, v.Acts[0].Lines)
	require.Equal(t, 4, v.Acts[0].Restore)
	d.do(RestoreAct{Last: v.Acts[0].Last})
	require.Equal(t, all, d.m.Client().Set().Spans())
	d.do(Undo{})
	require.Zero(t, d.m.Client().Set().Len())
}

func TestAnotherPersonsSpansAreNotRestored(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	e := d.do(AskHistory{})
	span := &annotations.Span{ID: "s", Label: "PER", Fragments: []annotations.Fragment{{Start: 0, End: 5}}, Quote: []string{"Start"}}
	d.do(HistoryCame{Query: *e.History, Page: &wire.History{Acts: []history.Act{{Last: 1, Actor: "ben", Owner: "user:ben", Steps: []history.Step{{
		Seq: 1, Kind: ops.Delete, Result: ops.Applied, Entity: ops.SpanEntity, Target: "s", Label: "PER", Span: span, Gone: true}}}}}})
	require.Zero(t, d.m.History().Acts[0].Restore)
	d.do(RestoreAct{Last: 1})
	require.Zero(t, d.m.Client().Set().Len())
	require.Empty(t, d.m.Queue())
}

func TestAnOpenHistoryFollowsTheLogAndDropsOldAnswers(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.open("")
	require.Empty(t, d.m.History().Acts)
	d.mark("Budapest")
	d.do(Tag{Label: "LOC"})
	require.NotNil(t, d.last.History, "the acknowledged edit asks anew")
	d.past(d.last.History)
	require.Len(t, d.m.History().Acts, 1)
	mine := d.do(HistoryOfMine{On: true}).History
	require.Equal(t, annotations.Owner("user:anna"), mine.Owner)
	d.past(&wire.HistoryQuery{})
	require.True(t, d.m.History().Loading, "an answer to the question before")
	d.do(HistoryCame{Query: *mine, Problem: &wire.Problem{Code: annotations.Unavailable, Reason: "offline"}})
	require.NotNil(t, d.m.History().Problem)
	d.do(CloseHistory{})
	require.Nil(t, d.m.History())
	d.past(mine)
	require.Nil(t, d.m.History())
}
