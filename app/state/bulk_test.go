package state

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// mustDeskOf loads a text of our own: a block a paragraph, the last an advert.
func mustDeskOf(t *testing.T, raw string) *desk {
	t.Helper()
	txt := text.New(raw)
	var blocks []annotations.Block
	at := text.Rune(0)
	for _, p := range strings.SplitAfter(raw, "\n\n") {
		end := at + text.Rune(len([]rune(p)))
		blocks = append(blocks, annotations.Block{Role: annotations.Body, Start: at, End: end})
		at = end
	}
	blocks[len(blocks)-1].Role = annotations.Advert
	d := &desk{t: t, m: New("de"), server: ops.NewFold(txt, annotations.News()), blocks: map[int]bool{}}
	d.doc = &wire.Document{ID: "d1", Project: "demo", Revision: 1, Text: raw, SHA256: txt.SHA256(), Blocks: blocks,
		Schema: annotations.News(), Epoch: "e1", Set: wire.Set{Owner: "user:anna", State: annotations.Open}}
	d.run(d.m.Load(d.doc, "tab", nil))
	return d
}

// markIn marks the nth (from 1) occurrence of a quotation in the desk's text.
func (d *desk) markIn(quotation string, nth int) {
	d.t.Helper()
	at := 0
	for i := range nth {
		n := strings.Index(d.doc.Text[at:], quotation)
		require.GreaterOrEqual(d.t, n, 0, "no %d of %q", i+1, quotation)
		if i < nth-1 {
			n += len(quotation)
		}
		at += n
	}
	start := text.Rune(len([]rune(d.doc.Text[:at])))
	d.do(Selection{Start: start, End: start + text.Rune(len([]rune(quotation)))})
}

func (d *desk) tagIn(quotation string, nth int, label string) string {
	d.t.Helper()
	d.markIn(quotation, nth)
	d.do(Tag{Label: label})
	return d.m.Selected()
}

// words lists label and quotation of all spans in reading order.
func (d *desk) words() []string {
	var all []string
	for _, sp := range d.m.order {
		all = append(all, sp.Label+" "+sp.Quotation())
	}
	return all
}

// chosen writes the preview: + is in, - is out, = is done already.
func (d *desk) chosen() string {
	s := ""
	for _, h := range d.m.Bulk().Hits {
		switch {
		case h.Done:
			s += "="
		case h.Chosen:
			s += "+"
		default:
			s += "-"
		}
	}
	return s
}

const names = "😀 Trump redet. Donald\u00a0Trump schweigt.\n\nTrumps Rede, TRUMP und trump.\n\nTrum\u00adp kauft Strom."

func TestAllOccurrencesAreTaggedInOneStepOfUndo(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, names)
	d.tagIn("Donald\u00a0Trump", 1, "PER")
	id := d.tagIn("Trump", 1, "PER")
	d.do(SetAttribute{ID: id, Attribute: "wikidata", Value: new(annotations.String("Q22686"))})
	d.do(AskAll{})
	v := d.m.Bulk()
	require.Equal(t, "Trump", v.Passage)
	require.Equal(t, "PER", v.Label)
	require.True(t, v.Genitive)
	require.Equal(t, "=-+-", d.chosen(), "done, inside a longer one, free, in an advert")
	require.True(t, v.Hits[1].Inside)
	require.True(t, v.Hits[3].Chrome)
	require.Equal(t, "Trum\u00adp", v.Hits[3].Text)
	require.Equal(t, "Donald\u00a0", v.Hits[1].Before[len(v.Hits[1].Before)-len("Donald\u00a0"):])
	d.do(SetAll{Label: "PER", AnyCase: true, Genitive: true})
	require.Equal(t, "=-+++-", d.chosen())
	d.do(PickAll{At: d.m.Bulk().Hits[4].Start})
	require.Equal(t, "=-++--", d.chosen())
	e := d.do(DoAll{})
	require.Equal(t, "notice.all_tagged", e.Notice.Key)
	require.Equal(t, []string{"2"}, e.Notice.Args)
	require.Equal(t, []int{1}, e.Blocks, "only the block that changed is drawn again")
	require.Nil(t, d.m.Bulk())
	require.Equal(t, []string{"PER Trump", "PER Donald\u00a0Trump", "PER Trumps", "PER TRUMP"}, d.words())
	for _, sp := range d.m.order[2:] {
		q, _ := sp.Attributes["wikidata"].Str()
		require.Equal(t, "Q22686", q, "the same words have the same attributes")
	}
	d.agrees()
	d.do(Undo{})
	require.Len(t, d.words(), 2)
	d.do(Redo{})
	require.Len(t, d.words(), 4)
	d.agrees()
}

func TestTheMarkedStretchTakesTheLabelTaggedLastOrTheOneChosen(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, names)
	d.tagIn("redet", 1, "MISC")
	d.markIn("Trump", 1)
	d.do(AskAll{})
	require.Equal(t, "MISC", d.m.Bulk().Label)
	d.do(SetAll{Label: "ORG"})
	require.Equal(t, "++-", d.chosen(), "without the genitive")
	d.do(PickAll{At: -1, On: true})
	require.Equal(t, "+++", d.chosen())
	d.do(PickAll{At: -1})
	require.Equal(t, "---", d.chosen())
	require.Equal(t, "notice.all_nothing", d.do(DoAll{}).Notice.Key)
	require.Equal(t, []string{"MISC redet"}, d.words())
}

func TestAHitThatWasLeftOutStaysOutWhenTheOptionsChange(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, names)
	d.tagIn("Trump", 1, "PER")
	d.do(AskAll{})
	require.Equal(t, "=++-", d.chosen())
	d.do(PickAll{At: d.m.Bulk().Hits[1].Start})
	d.do(SetAll{AnyCase: true, Genitive: true})
	require.Equal(t, "=-+++-", d.chosen())
	d.do(CloseAll{})
	require.Nil(t, d.m.Bulk())
	require.Len(t, d.words(), 1, "closing changes nothing")
}

func TestAllSpansOfALabelWithTheSameWordsAreUntagged(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, "„Ja“, sagte Kamp. „Nein“, sagte Kamp. „Gut“, so Kamps Sprecher und Kamp.\n\nx")
	d.tagIn("„Ja“", 1, "quote")
	first := d.tagIn("Kamp", 1, "speaker")
	second := d.tagIn("Kamp", 2, "speaker")
	d.tagIn("Kamps", 1, "speaker")
	d.tagIn("Kamp", 4, "PER")
	require.Len(t, d.m.Client().Set().Links(), 1)
	before := d.m.Client().Set().Spans()
	d.do(Select{ID: first})
	d.do(AskAll{Untag: true})
	require.Equal(t, "+++", d.chosen(), "its label only, with the genitive")
	d.do(SetAll{Genitive: false})
	require.Equal(t, "++", d.chosen())
	e := d.do(DoAll{})
	require.Equal(t, "notice.all_untagged", e.Notice.Key)
	require.Equal(t, []string{"quote „Ja“", "speaker Kamps", "PER Kamp"}, d.words())
	require.Len(t, d.m.Client().Set().Links(), 1, "the third speaker still holds it")
	require.Nil(t, d.span(second))
	d.agrees()
	d.do(Undo{})
	require.Equal(t, before, d.m.Client().Set().Spans())
	require.Len(t, d.m.Client().Set().Links()[0].Roles["speaker"], 3)
	d.agrees()
}

func TestNothingToLookForIsSaid(t *testing.T) {
	t.Parallel()
	d := mustDeskOf(t, names)
	require.Equal(t, "notice.all_mark_first", d.do(AskAll{}).Notice.Key)
	require.Equal(t, "notice.all_mark_first", d.do(AskAll{Untag: true}).Notice.Key)
	require.Nil(t, d.m.Bulk())
	require.Equal(t, Effects{}, d.do(DoAll{}))
}

func TestFiveHundredHitsAreOneRedrawOfTheirBlocks(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "Absatz %d. ", i)
		for range 5 {
			b.WriteString("Der Sprecher Meier sagte am Montag, dass die Zahlen von Haus zu Haus und von Jahr zu Jahr schwanken können. ")
		}
		b.WriteString("\n\n")
	}
	d := mustDeskOf(t, b.String()+"x")
	d.tagIn("Meier", 1, "PER")
	d.do(AskAll{})
	require.Equal(t, 499, d.m.Bulk().Chosen)
	e := d.do(DoAll{})
	require.Len(t, e.Blocks, 100)
	require.False(t, e.Redraw)
	require.Len(t, d.m.order, 500)
	d.agrees()
	require.Len(t, d.do(Undo{}).Blocks, 100)
	require.Len(t, d.m.order, 1)
}
