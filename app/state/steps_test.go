package state

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/ops"
)

// device is what a device holds of a tab's steps.
type device struct {
	done  int
	epoch string
	owner annotations.Owner
	data  map[int]string
}

func (d *device) write(c *StepsChange) {
	if c == nil {
		return
	}
	d.done, d.epoch, d.owner = c.Done, c.Epoch, c.Owner
	for _, n := range c.Drop {
		delete(d.data, n)
	}
	for _, p := range c.Put {
		d.data[p.Serial] = p.Data
	}
}

func (d *device) read(t *testing.T) KeptSteps {
	t.Helper()
	kept := KeptSteps{Epoch: d.epoch, Owner: d.owner, Done: d.done}
	for n := range 10_000 {
		if data, ok := d.data[n]; ok {
			var k KeptStep
			require.NoError(t, json.Unmarshal([]byte(data), &k))
			kept.Steps = append(kept.Steps, k)
		}
	}
	return kept
}

func mustDevice() *device { return &device{data: map[int]string{}} }

// reload starts the tab anew on what the server has and the device kept.
func (d *desk) reload(dev *device) {
	d.t.Helper()
	dev.write(d.m.ChangedSteps())
	set := d.server.Set("user:anna")
	doc := *d.doc
	doc.Head, doc.Set.Spans, doc.Set.Links = d.server.Head(), set.Spans(), set.Links()
	d.m = New("de")
	d.run(d.m.Load(&doc, "tab", nil))
	d.m.TakeSteps(dev.read(d.t))
}

// elsewhere is an edit of the same set from another tab.
func (d *desk) elsewhere(op ops.Op) {
	d.t.Helper()
	op.ID, op.Owner, op.BaseSeq = newID(), "user:anna", d.server.Head()
	op.TextSHA, op.SchemaVersion = d.server.TextSHA(), d.server.Schema().Version
	require.True(d.t, d.enter(op, "other").Result.TookEffect())
	d.run(d.m.Update(Pulled{d.pull()}))
}

func TestUndoAndRedoGoOnAfterAReload(t *testing.T) {
	t.Parallel()
	d, dev := mustDesk(t), mustDevice()
	quote := d.tag("„Wir sind bereit!“", "quote")
	speaker := d.tag("Viktor Orbán", "speaker")
	links := d.m.Client().Set().Links()
	require.Len(t, links, 1)
	d.do(Select{ID: quote})
	d.do(Remove{})
	d.reload(dev)
	require.True(t, d.m.Top().CanUndo)
	d.do(Undo{})
	require.NotNil(t, d.span(quote), "a span deleted before the reload comes back")
	require.Equal(t, links, d.m.Client().Set().Links())
	d.agrees()
	d.do(Undo{})
	d.reload(dev)
	require.Nil(t, d.span(speaker))
	d.do(Undo{})
	require.Zero(t, d.m.Client().Set().Len())
	require.False(t, d.m.Top().CanUndo)
	d.reload(dev)
	for range 3 {
		d.do(Redo{})
	}
	require.Equal(t, []string{speaker}, ids(d.m.Client().Set().Spans()))
	require.False(t, d.m.Top().CanRedo)
	d.agrees()
}

func TestANewEditAfterAReloadForgetsWhatCouldBeRedone(t *testing.T) {
	t.Parallel()
	d, dev := mustDesk(t), mustDevice()
	d.tag("Viktor Orbán", "PER")
	d.do(Undo{})
	d.reload(dev)
	d.tag("Budapest", "LOC")
	d.reload(dev)
	require.False(t, d.m.Top().CanRedo)
	require.Len(t, dev.data, 1)
}

func TestUndoLeavesNewerWorkOfSomebodyElseAlone(t *testing.T) {
	t.Parallel()
	org, note := "ORG", "so im Original"
	for name, c := range map[string]struct {
		act    func(d *desk, id string)
		theirs ops.Patch
	}{
		"a label changed since":                   {func(d *desk, id string) { d.do(Tag{Label: "LOC"}) }, ops.Patch{Label: &org}},
		"a note added to a span made before":      {func(*desk, string) {}, ops.Patch{Note: &note}},
		"a label changed to what it was at first": {func(d *desk, id string) { d.do(Tag{Label: "LOC"}) }, ops.Patch{Label: &org, Note: &note}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, reload := range []bool{false, true} {
				d := mustDesk(t)
				id := d.tag("Viktor Orbán", "PER")
				c.act(d, id)
				dev := mustDevice()
				d.elsewhere(ops.Op{Entity: ops.SpanEntity, Target: id, Kind: ops.Update, Set: c.theirs})
				if reload {
					d.reload(dev)
				}
				now := d.span(id)
				e := d.do(Undo{})
				require.Equal(t, "notice.step_skipped", e.Notice.Key)
				require.Equal(t, now, d.span(id))
				require.False(t, d.m.Top().CanRedo)
				d.agrees()
			}
		})
	}
}

func TestAnEditOfOtherFieldsDoesNotHoldUndoUp(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	id := d.tag("Viktor Orbán", "PER")
	d.do(Tag{Label: "LOC"})
	note := "so im Original"
	d.elsewhere(ops.Op{Entity: ops.SpanEntity, Target: id, Kind: ops.Update, Set: ops.Patch{Note: &note}})
	require.Nil(t, d.do(Undo{}).Notice)
	require.Equal(t, "PER", d.span(id).Label)
	require.Equal(t, note, d.span(id).Note)
	d.agrees()
}

func TestABulkActIsUndoneButForWhatSomebodyElseChanged(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	var edits []ops.Op
	var made []string
	for _, word := range []string{"Orbán", "Ungarns", "Budapest"} {
		start, end := d.find(word)
		sp := &annotations.Span{ID: newID(), Label: "PER", Fragments: []annotations.Fragment{{Start: start, End: end}}, Quote: []string{word}}
		edits, made = append(edits, ops.CreateSpan("", sp)), append(made, sp.ID)
	}
	d.run(d.m.act(edits...))
	d.elsewhere(ops.Op{Entity: ops.SpanEntity, Target: made[1], Kind: ops.Update, Set: ops.Patch{Label: &[]string{"LOC"}[0]}})
	require.Equal(t, "notice.step_in_part", d.do(Undo{}).Notice.Key)
	require.Equal(t, []string{made[1]}, ids(d.m.Client().Set().Spans()))
	d.do(Redo{})
	require.Equal(t, 3, d.m.Client().Set().Len())
	require.Equal(t, "LOC", d.span(made[1]).Label)
	d.agrees()
}

func TestStepsOfAnotherPersonOrHistoryAreNotTaken(t *testing.T) {
	t.Parallel()
	d, dev := mustDesk(t), mustDevice()
	d.tag("Budapest", "LOC")
	dev.write(d.m.ChangedSteps())
	for _, spoil := range []func(k *KeptSteps){func(k *KeptSteps) { k.Epoch = "e2" }, func(k *KeptSteps) { k.Owner = "user:ben" }} {
		kept := dev.read(t)
		spoil(&kept)
		m := New("de")
		m.Load(d.doc, "tab", nil)
		m.TakeSteps(kept)
		require.False(t, m.Top().CanUndo)
	}
}

func TestTheDeviceKeepsTheNewestStepsWithinItsBound(t *testing.T) {
	t.Parallel()
	d, dev := mustDesk(t), mustDevice()
	id := d.tag("Budapest", "LOC")
	for i := range 60 {
		d.do(SetNote{ID: id, Note: strings.Repeat(string(rune('一'+i)), check.MaxNote)})
		dev.write(d.m.ChangedSteps())
	}
	total := 0
	for _, data := range dev.data {
		total += len(data)
	}
	require.LessOrEqual(t, total, StepBytes)
	require.Greater(t, len(dev.data), 20)
	require.Contains(t, dev.data, 61, "the newest")
	require.NotContains(t, dev.data, 1, "the oldest")
	for range 61 {
		d.do(Undo{})
	}
	require.Zero(t, d.m.Client().Set().Len(), "in memory nothing is dropped")
}
