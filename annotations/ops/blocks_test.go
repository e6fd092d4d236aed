package ops_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
)

// furnished is a document of four blocks of ten code points and a rest.
func furnished() []annotations.Block {
	return []annotations.Block{{Role: annotations.Kicker, Start: 0, End: 10}, {Role: annotations.Headline, Start: 10, End: 20},
		{Role: annotations.Body, Start: 20, End: 30}, {Role: annotations.Body, Start: 30, End: 40}, {Role: annotations.Advert, Start: 40, End: txt.Len()}}
}

func furnishedDesk(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	d.LoadBlocks(furnished())
	return d
}

func mustEdit(t require.TestingT, owner annotations.Owner, before, after []annotations.Block, err error) ops.Op {
	require.NoError(t, err)
	op, changed := ops.EditBlocks(owner, before, after)
	require.True(t, changed)
	return op
}

func setRole(t require.TestingT, owner annotations.Owner, blocks []annotations.Block, start text.Rune, r annotations.Role) ops.Op {
	after, err := annotations.SetBlockRole(blocks, start, r)
	return mustEdit(t, owner, blocks, after, err)
}

func split(t require.TestingT, owner annotations.Owner, blocks []annotations.Block, at text.Rune, r annotations.Role) ops.Op {
	after, err := annotations.SplitBlock(blocks, at, r)
	return mustEdit(t, owner, blocks, after, err)
}

func merge(t require.TestingT, owner annotations.Owner, blocks []annotations.Block, start text.Rune) ops.Op {
	after, err := annotations.MergeBlocks(blocks, start)
	return mustEdit(t, owner, blocks, after, err)
}

func TestAnEditOfBlocksNamesTheChangedStretchAlone(t *testing.T) {
	t.Parallel()
	b := furnished()
	require.Equal(t, &ops.BlockPatch{Start: 20, End: 30, Blocks: []annotations.Block{{Role: annotations.Note, Start: 20, End: 30}}}, setRole(t, anna, b, 20, annotations.Note).Set.Blocks)
	require.Equal(t, &ops.BlockPatch{Start: 20, End: 30, Blocks: []annotations.Block{{Role: annotations.Body, Start: 20, End: 25}, {Role: annotations.Subhead, Start: 25, End: 30}}},
		split(t, anna, b, 25, annotations.Subhead).Set.Blocks)
	require.Equal(t, &ops.BlockPatch{Start: 20, End: 40, Blocks: []annotations.Block{{Role: annotations.Body, Start: 20, End: 40}}}, merge(t, anna, b, 30).Set.Blocks)
	_, changed := ops.EditBlocks(anna, b, furnished())
	require.False(t, changed)
}

func TestTheTableOfDecisionsOnBlocks(t *testing.T) {
	t.Parallel()
	b := furnished()
	for name, c := range map[string]struct {
		theirs, mine ops.Op
		want         ops.Result
		reason       string
	}{
		"edits of different blocks merge":                    {setRole(t, ben, b, 0, annotations.Note), setRole(t, anna, b, 20, annotations.Note), ops.Merged, ""},
		"neighbours are different blocks":                    {setRole(t, ben, b, 10, annotations.Note), setRole(t, anna, b, 20, annotations.Note), ops.Merged, ""},
		"the same role twice is applied":                     {setRole(t, ben, b, 20, annotations.Note), setRole(t, anna, b, 20, annotations.Note), ops.Applied, ""},
		"another role for the same block conflicts":          {setRole(t, ben, b, 20, annotations.Note), setRole(t, anna, b, 20, annotations.Subhead), ops.Conflict, "blocks_changed"},
		"a role for a block that was split conflicts":        {split(t, ben, b, 25, annotations.Note), setRole(t, anna, b, 20, annotations.Subhead), ops.Conflict, "blocks_changed"},
		"a role for a block that was merged conflicts":       {merge(t, ben, b, 30), setRole(t, anna, b, 30, annotations.Note), ops.Conflict, "blocks_changed"},
		"a split of a block with a new role conflicts":       {setRole(t, ben, b, 20, annotations.Note), split(t, anna, b, 25, annotations.Subhead), ops.Conflict, "blocks_changed"},
		"a second split of a block conflicts":                {split(t, ben, b, 22, annotations.Note), split(t, anna, b, 27, annotations.Note), ops.Conflict, "blocks_changed"},
		"the same split twice is applied":                    {split(t, ben, b, 25, annotations.Note), split(t, anna, b, 25, annotations.Note), ops.Applied, ""},
		"a merge with a block with a new role conflicts":     {setRole(t, ben, b, 20, annotations.Note), merge(t, anna, b, 30), ops.Conflict, "blocks_changed"},
		"merges that share a block conflict":                 {merge(t, ben, b, 20), merge(t, anna, b, 30), ops.Conflict, "blocks_changed"},
		"a split beside a merge":                             {merge(t, ben, b, 30), split(t, anna, b, 15, annotations.Note), ops.Merged, ""},
		"an edit of a span does not touch blocks":            {ops.CreateSpan(ben, span("s", "quote", 20, 30)), setRole(t, anna, b, 20, annotations.Note), ops.Applied, ""},
		"a span is tagged whatever happens to the blocks":    {setRole(t, ben, b, 20, annotations.Note), ops.CreateSpan(anna, span("s", "quote", 20, 30)), ops.Applied, ""},
		"the rest of the text can be given a role as well":   {setRole(t, ben, b, 0, annotations.Note), setRole(t, anna, b, 40, annotations.Body), ops.Merged, ""},
		"a change of the first block and of the last, merge": {setRole(t, ben, b, 40, annotations.Note), split(t, anna, b, 5, annotations.Body), ops.Merged, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := furnishedDesk(t)
			require.Equal(t, ops.Applied, d.do(c.theirs, 0, "ben").Result)
			before := slices.Clone(d.Blocks())
			out := d.do(c.mine, 0, "anna")
			require.Equal(t, c.want, out.Result, "%+v", out.Problem)
			require.Equal(t, c.reason, out.Reason)
			require.NoError(t, annotations.CheckBlocks(d.Blocks(), txt.Len()))
			if c.want == ops.Conflict {
				require.Equal(t, before, d.Blocks(), "theirs stays")
				require.Equal(t, "ben", out.Theirs.Actor)
				again := c.mine
				if out := d.do(again, d.Head(), "anna"); out.Result != ops.Applied {
					require.Equal(t, ops.Rejected, out.Result, "seen, it is applied, or its borders are gone")
					require.Equal(t, "blocks_gap", out.Problem.Reason)
				}
			}
		})
	}
}

func TestOnesOwnEarlierEditsOfBlocksCountAsSeen(t *testing.T) {
	t.Parallel()
	d := furnishedDesk(t)
	require.Equal(t, ops.Applied, d.do(split(t, anna, d.Blocks(), 25, annotations.Note), 0, "anna").Result)
	require.Equal(t, ops.Applied, d.do(setRole(t, anna, d.Blocks(), 25, annotations.Subhead), 0, "anna").Result)
	require.Equal(t, ops.Applied, d.do(merge(t, anna, d.Blocks(), 25), 0, "anna").Result)
	require.Equal(t, furnished(), d.Blocks())
	r, _ := d.Record(ops.BlocksTarget)
	require.Equal(t, 3, r.Version)
}

func TestOpsOnBlocksThatMeanNothingAreRejected(t *testing.T) {
	t.Parallel()
	good := func(change func(op *ops.Op)) ops.Op {
		op := setRole(t, anna, furnished(), 20, annotations.Note)
		change(&op)
		return op
	}
	note := "x"
	for name, c := range map[string]struct {
		op     ops.Op
		reason string
	}{
		"another target":           {good(func(op *ops.Op) { op.Target = "b" }), "bad_patch"},
		"a span of that id":        {ops.CreateSpan(anna, span(ops.BlocksTarget, "quote", 0, 5)), "bad_id"},
		"a creation":               {good(func(op *ops.Op) { op.Kind = ops.Create }), "bad_patch"},
		"a deletion":               {good(func(op *ops.Op) { op.Kind = ops.Delete }), "bad_patch"},
		"no blocks":                {good(func(op *ops.Op) { op.Set = ops.Patch{} }), "bad_patch"},
		"a note beside":            {good(func(op *ops.Op) { op.Set.Note = &note }), "bad_patch"},
		"blocks of a span":         {good(func(op *ops.Op) { op.Entity, op.Target = ops.SpanEntity, "s" }), "bad_patch"},
		"a role that there is not": {good(func(op *ops.Op) { op.Set.Blocks.Blocks[0].Role = "poem" }), "unknown_role"},
		"a gap":                    {good(func(op *ops.Op) { op.Set.Blocks.Blocks[0].End = 29 }), "blocks_gap"},
		"an overlap": {good(func(op *ops.Op) {
			op.Set.Blocks.Blocks = append(op.Set.Blocks.Blocks, annotations.Block{Role: "note", Start: 29, End: 30})
		}), "blocks_gap"},
		"an empty block":          {good(func(op *ops.Op) { op.Set.Blocks.Blocks[0].End = 20 }), "blocks_gap"},
		"a stretch back to front": {good(func(op *ops.Op) { op.Set.Blocks.Start, op.Set.Blocks.End = 30, 20 }), "bad_patch"},
		"a stretch of nothing":    {good(func(op *ops.Op) { op.Set.Blocks = &ops.BlockPatch{Start: 20, End: 20} }), "bad_patch"},
		"no blocks in a stretch":  {good(func(op *ops.Op) { op.Set.Blocks.Blocks = nil }), "blocks_gap"},
		"borders that are none": {good(func(op *ops.Op) {
			op.Set.Blocks = &ops.BlockPatch{Start: 22, End: 28, Blocks: []annotations.Block{{Role: "note", Start: 22, End: 28}}}
		}), "blocks_gap"},
		"beyond the text": {good(func(op *ops.Op) {
			op.Set.Blocks = &ops.BlockPatch{Start: 40, End: 9_999, Blocks: []annotations.Block{{Role: "note", Start: 40, End: 9_999}}}
		}), "blocks_gap"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := furnishedDesk(t)
			out := d.do(c.op, 0, "anna")
			require.Equal(t, ops.Rejected, out.Result)
			require.Equal(t, c.reason, out.Problem.Reason)
			require.Equal(t, furnished(), d.Blocks())
			require.Zero(t, d.Head())
		})
	}
	require.Equal(t, "unknown_target", newDesk(t).do(good(func(*ops.Op) {}), 0, "anna").Problem.Reason, "a document without blocks")
}

func TestUndoingAnEditOfBlocksBringsThemBack(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func([]annotations.Block) ops.Op{
		"role":  func(b []annotations.Block) ops.Op { return setRole(t, anna, b, 20, annotations.Note) },
		"split": func(b []annotations.Block) ops.Op { return split(t, anna, b, 25, annotations.Note) },
		"merge": func(b []annotations.Block) ops.Op { return merge(t, anna, b, 30) },
	} {
		c := newClient("c1")
		c.ShowBlocks(furnished())
		undo, refused := c.Do(edit(c.Blocks()))
		require.Nil(t, refused, name)
		require.NotEqual(t, furnished(), c.Blocks(), name)
		edited := c.Blocks()
		redo, refused := c.Do(undo)
		require.Nil(t, refused, name)
		require.Equal(t, furnished(), c.Blocks(), name)
		_, refused = c.Do(redo)
		require.Nil(t, refused, name)
		require.Equal(t, edited, c.Blocks(), name)
		require.Equal(t, furnished(), c.SaidBlocks(), name)
		require.Empty(t, c.Set().Spans(), "blocks are in no set")
	}
}

func TestEditsOfBlocksThatADeviceKeptAreShownAgain(t *testing.T) {
	t.Parallel()
	c := newClient("c1")
	c.ShowBlocks(furnished())
	_, refused := c.Do(split(t, anna, c.Blocks(), 25, annotations.Note))
	require.Nil(t, refused)
	raw, err := json.Marshal(c.Waiting())
	require.NoError(t, err)
	var kept []ops.Op
	require.NoError(t, json.Unmarshal(raw, &kept))
	again := ops.NewClient("c1", txt, annotations.News(), annotations.NewSet(anna), 0, kept)
	again.ShowBlocks(furnished())
	require.Equal(t, c.Blocks(), again.Blocks())
}

// With a quiet network everybody shows the server's blocks; they cover the text at
// every moment; and no block is changed by somebody who had not seen its last
// change.
func TestPeopleWhoEditTheSameBlocksEndWithTheSameBlocks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHub()
		h.LoadBlocks(furnished())
		var log []ops.Entry
		clients := []*ops.Client{newClient("c1"), ops.NewClient("c2", txt, annotations.News(), annotations.NewSet(ben), 0, nil)}
		for _, c := range clients {
			c.ShowBlocks(furnished())
		}
		send := func(c *ops.Client) {
			batch := c.Batch(3)
			if batch == nil {
				return
			}
			var out []ops.Outcome
			for _, op := range batch {
				before := slices.Clone(h.Blocks())
				was, _ := h.Record(ops.BlocksTarget)
				o := h.Do(op, c.ID(), string(c.Owner()))
				if o.Result == ops.Conflict {
					require.Equal(t, before, h.Blocks())
				}
				if o.Result.TookEffect() {
					for f, change := range was.Fields { // what this op took away, its author had seen
						r, _ := h.Record(ops.BlocksTarget)
						if r.Fields[f] != change && change.Client != c.ID() && change.Seq > op.BaseSeq {
							require.True(t, slices.Equal(before, h.Blocks()), "%s replaced %v unseen", op.ID, f)
						}
					}
				}
				if o.Seq > 0 {
					log = append(log, ops.Entry{Op: op, Seq: o.Seq, Client: c.ID(), Actor: string(c.Owner()), Result: o.Result})
				}
				require.NoError(t, annotations.CheckBlocks(h.Blocks(), txt.Len()))
				out = append(out, o)
			}
			c.Answer(out)
		}
		pull := func(c *ops.Client) { c.Pulled(log[c.Head():]) }
		for n := range rapid.IntRange(5, 60).Draw(t, "steps") {
			c := rapid.SampledFrom(clients).Draw(t, "client")
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0, 1, 2:
				at := text.Rune(rapid.IntRange(0, int(txt.Len())).Draw(t, "at"))
				role := rapid.SampledFrom(annotations.Roles).Draw(t, "role")
				start := c.Blocks()[annotations.BlockAt(c.Blocks(), at)].Start
				after, err := annotations.SetBlockRole(c.Blocks(), start, role)
				switch n % 3 {
				case 1:
					after, err = annotations.SplitBlock(c.Blocks(), at, role)
				case 2:
					after, err = annotations.MergeBlocks(c.Blocks(), start)
				}
				if op, changed := ops.EditBlocks(c.Owner(), c.Blocks(), after); err == nil && changed {
					_, refused := c.Do(op)
					require.Nil(t, refused, fmt.Sprint(refused))
				}
			case 3:
				send(c)
			default:
				if !c.InFlight() {
					pull(c)
				}
			}
			require.NoError(t, annotations.CheckBlocks(c.Blocks(), txt.Len()))
		}
		for range 200 {
			for _, c := range clients {
				send(c)
				pull(c)
			}
		}
		replica := ops.NewFold(txt, annotations.News())
		replica.LoadBlocks(furnished())
		for _, e := range log {
			require.True(t, replica.Append(e))
		}
		require.Equal(t, h.Blocks(), replica.Blocks(), "the log gives the same blocks")
		for _, c := range clients {
			require.Empty(t, c.Waiting())
			require.Equal(t, h.Blocks(), c.Blocks())
			require.Equal(t, h.Blocks(), c.SaidBlocks())
		}
	})
}
