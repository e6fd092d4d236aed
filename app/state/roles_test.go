package state

import (
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
)

func (d *desk) caret(words string) {
	d.t.Helper()
	start, _ := d.find(words)
	d.do(PutCaret{Caret{start, start}})
}

func (d *desk) roles() []annotations.Role {
	var all []annotations.Role
	for _, b := range d.m.Blocks() {
		all = append(all, b.Role)
	}
	return all
}

func TestTheBlockAtTheCaretGetsARoleAndItCanBeUndone(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.caret("freut")
	require.Nil(t, d.m.Role())
	d.do(EditBlocks{Do: AskRole})
	require.Equal(t, annotations.Headline, d.m.Role().Now)
	require.Contains(t, d.m.Role().Words, "Orbán freut sich")
	e := d.do(EditBlocks{Do: PickRole, Role: annotations.Kicker})
	require.True(t, e.Redraw)
	require.NotNil(t, e.Caret, "the caret stays")
	require.Nil(t, d.m.Role())
	require.Equal(t, annotations.Kicker, d.roles()[1])
	require.Equal(t, annotations.Kicker, d.server.Blocks()[1].Role)
	require.Equal(t, Saved, d.m.Save().State)
	d.do(Undo{})
	require.Equal(t, annotations.Headline, d.roles()[1])
	require.Equal(t, annotations.Headline, d.server.Blocks()[1].Role)
	d.do(Redo{})
	require.Equal(t, annotations.Kicker, d.server.Blocks()[1].Role)
}

func TestABlockIsSplitAtTheCaretAndMergedAgain(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.caret(" und fügte")
	d.do(EditBlocks{Do: SplitHere})
	require.Len(t, d.m.Document().Blocks, 7)
	b := d.m.Document().Blocks[3]
	require.Equal(t, "und fügte", d.m.Document().Text.Slice(b.Start, b.Start+9), "blanks stay with the first part")
	require.Equal(t, annotations.Body, b.Role)
	require.Equal(t, d.m.Document().Blocks, d.server.Blocks())
	d.caret("fügte")
	d.do(EditBlocks{Do: MergeUp})
	require.Equal(t, d.doc.Blocks, d.server.Blocks())
	require.Equal(t, d.doc.Blocks, d.m.Document().Blocks)
	d.do(Undo{})
	d.do(Undo{})
	require.Equal(t, d.doc.Blocks, d.server.Blocks())
}

func TestEditsOfBlocksThatCannotBeAreToldAndChangeNothing(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.caret("Startseite")
	for _, msg := range []Msg{EditBlocks{Do: SplitHere}, EditBlocks{Do: MergeUp}} {
		require.Equal(t, "notice.blocks_refused", d.do(msg).Notice.Key)
	}
	d.do(EditBlocks{Do: PickRole, Role: annotations.Breadcrumb})
	require.Empty(t, d.log, "the role it has already is no edit")
	d.do(EditBlocks{Do: AskRole})
	d.do(CloseSpeaker{})
	require.Nil(t, d.m.Role())
}

func TestMarkedWordsSayWhichBlockIsMeant(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.mark("Strom")
	d.do(EditBlocks{Do: PickRole, Role: annotations.Body})
	require.Equal(t, []annotations.Role{annotations.Breadcrumb, annotations.Headline, annotations.Body, annotations.Advert, annotations.Body, annotations.Body}, d.roles())
}

func TestWhatIsTaggedStaysWhenBlocksChange(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.mark("„Wir sind bereit!“")
	d.do(Tag{Label: "quote"})
	d.caret("bereit")
	d.do(EditBlocks{Do: SplitHere})
	require.Len(t, d.m.Rows(), 1)
	require.Equal(t, "„Wir sind bereit!“", d.m.Client().Set().Spans()[0].Quotation())
	d.do(EditBlocks{Do: PickRole, Role: annotations.Advert})
	require.Len(t, d.m.Rows(), 1)
	at, _ := d.find("bereit")
	require.True(t, d.m.Unfolded(d.m.FoldOf(d.m.Document().BlockAt(at))), "what she made furniture stays in sight")
	d.do(Undo{})
	d.do(Undo{})
	d.do(Undo{})
	require.Empty(t, d.m.Rows())
}

func TestFurnitureThatWasOpenStaysOpen(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.do(Fold{Block: 3})
	require.True(t, d.m.Unfolded(3))
	d.caret("freut")
	d.do(EditBlocks{Do: SplitHere})
	require.Equal(t, 4, d.m.FoldOf(4))
	require.True(t, d.m.Unfolded(4))
	require.False(t, d.m.Unfolded(0))
}

func TestAnotherPersonsEditOfBlocksIsShownAndHerConflictIsKept(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	after, err := annotations.SetBlockRole(d.doc.Blocks, d.doc.Blocks[1].Start, annotations.Standfirst)
	require.NoError(t, err)
	op, _ := ops.EditBlocks("user:ben", d.doc.Blocks, after)
	op.ID, op.TextSHA, op.SchemaVersion = "bens", d.doc.SHA256, 1
	d.enter(op, "other")
	d.cut = true
	d.caret("freut")
	d.do(EditBlocks{Do: PickRole, Role: annotations.Kicker})
	require.Equal(t, annotations.Kicker, d.roles()[1], "shown while it waits")
	require.Equal(t, d.doc.Blocks, d.m.Copy().Blocks, "the device keeps what the server said")
	require.Len(t, d.m.Queue(), 1)
	d.cut = false
	d.do(Retry{})
	d.do(Head{Head: d.server.Head()})
	require.Equal(t, annotations.Standfirst, d.roles()[1], "theirs stays")
	require.Equal(t, Attention, d.m.Save().State)
	require.Equal(t, "blocks_changed", d.m.Client().Attention()[0].Outcome.Reason)
}

func TestEditsOfBlocksThatTheDeviceKeptAreThereAfterALoad(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.cut = true
	d.caret("freut")
	d.do(EditBlocks{Do: SplitHere})
	again := New("de")
	again.Load(d.m.Copy(), "tab", d.m.Queue())
	require.Equal(t, d.m.Document().Blocks, again.Document().Blocks)
}

func TestEveryRoleHasAKeyInTheChoice(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for i, r := range annotations.Roles {
		key := RoleKey(i)
		require.False(t, seen[key])
		seen[key] = true
		got, ok := RoleByKey(Key{Key: key})
		require.True(t, ok)
		require.Equal(t, r, got)
	}
	_, ok := RoleByKey(Key{Key: "z"})
	require.False(t, ok)
}
