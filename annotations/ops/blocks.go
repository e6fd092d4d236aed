package ops

import (
	"strconv"

	"galley/annotations"
	"galley/annotations/text"
)

// BlocksEntity is the entity of a document's blocks. They belong to the document
// and to no set: the op's owner says whose edit it was. Their only kind is Update.
const BlocksEntity Entity = "blocks"

// BlocksTarget is the target of every op on blocks.
const BlocksTarget = "document:blocks"

// BlockPatch puts blocks in place of those that cover [Start, End): one block with
// another role, two where one was, or one where two were.
type BlockPatch struct {
	Start  text.Rune           `json:"start"`
	End    text.Rune           `json:"end"`
	Blocks []annotations.Block `json:"blocks"`
}

// EditBlocks is the op that leads from blocks before to blocks after, which cover
// the same text (see annotations.SetBlockRole, SplitBlock and MergeBlocks). It
// names the changed stretch alone; false when nothing changed. The caller fills
// in ID, BaseSeq, TextSHA and SchemaVersion, and must not modify after.
func EditBlocks(owner annotations.Owner, before, after []annotations.Block) (Op, bool) {
	first := 0
	for first < len(before) && first < len(after) && before[first] == after[first] {
		first++
	}
	last := 0
	for last < len(before)-first && last < len(after)-first && before[len(before)-1-last] == after[len(after)-1-last] {
		last++
	}
	was, now := before[first:len(before)-last], after[first:len(after)-last]
	if len(was) == 0 || len(now) == 0 {
		return Op{}, false
	}
	return PutBlocks(owner, was, now), true
}

// PutBlocks is the op that puts blocks in place of those that cover the same
// stretch. The caller fills in what EditBlocks leaves open, and must not modify now.
func PutBlocks(owner annotations.Owner, was, now []annotations.Block) Op {
	return Op{Owner: owner, Entity: BlocksEntity, Target: BlocksTarget, Kind: Update,
		Set: Patch{Blocks: &BlockPatch{Start: was[0].Start, End: was[len(was)-1].End, Blocks: now}}}
}

// BlocksRecord is the record of blocks as they came with the document, before any
// edit.
func BlocksRecord(blocks []annotations.Block) *Record {
	return &Record{Entity: BlocksEntity, Blocks: blocks}
}

// blockField names a block in Record.Fields, by where it starts.
func blockField(start text.Rune) string { return strconv.Itoa(int(start)) }

// within are the indices [i, j) of the blocks that share ground with [start, end).
func within(blocks []annotations.Block, start, end text.Rune) (i, j int) {
	for i < len(blocks) && blocks[i].End <= start {
		i++
	}
	for j = i; j < len(blocks) && blocks[j].Start < end; j++ {
	}
	return i, j
}

// patchBlocks replaces the blocks of the patch's stretch, and says of each new one
// when it was made; nothing changes where the stretch does not begin and end with
// a block.
func (r *Record) patchBlocks(p *BlockPatch, at Change) {
	i, j := within(r.Blocks, p.Start, p.End)
	if i >= j || r.Blocks[i].Start != p.Start || r.Blocks[j-1].End != p.End {
		return
	}
	for _, b := range r.Blocks[i:j] {
		delete(r.Fields, blockField(b.Start))
	}
	for _, b := range p.Blocks {
		r.Fields[blockField(b.Start)] = at
	}
	r.Blocks = annotations.ReplaceBlocks(r.Blocks, i, j, p.Blocks...)
}

// sameBlocks reports whether the patch's stretch has the patch's blocks already.
func (r *Record) sameBlocks(p *BlockPatch) bool {
	i, j := within(r.Blocks, p.Start, p.End)
	k := 0
	for k < len(p.Blocks) && i+k < j && r.Blocks[i+k] == p.Blocks[k] {
		k++
	}
	return k == len(p.Blocks) && i+k == j
}

// blocksOf is the patch that gives the stretch of p the blocks it has in r.
func (r *Record) blocksOf(p *BlockPatch) *BlockPatch {
	i, j := within(r.Blocks, p.Start, p.End)
	return &BlockPatch{Start: p.Start, End: p.End, Blocks: r.Blocks[i:j:j]}
}

// shapeBlocks refuses an op on blocks that could mean nothing on any document.
func shapeBlocks(op Op) *annotations.Error {
	p := op.Set.Blocks
	if op.Target != BlocksTarget || op.Kind != Update || p == nil || len(op.Set.Fields()) != 1 || p.Start < 0 || p.Start >= p.End {
		return annotations.Errorf(annotations.Invalid, "bad_patch", "set.blocks", "an op on blocks updates document:blocks, and sets nothing but blocks")
	}
	if err := annotations.CheckStretch(p.Blocks, p.Start, p.End); err != nil {
		e := asError(err)
		e.Field = "set.blocks." + e.Field
		return e
	}
	return nil
}

// blocks decides an op on blocks:
//
//	mine                meanwhile                                    result
//	edit of a stretch   other blocks changed                         merged
//	edit of a stretch   the same change of it                        applied
//	edit of a stretch   a block of it changed, split or merged       conflict blocks_changed
func (d decision) blocks() (Outcome, *Record, error) {
	p := d.op.Set.Blocks
	if d.r.sameBlocks(p) {
		return d.takeEffect(Applied)
	}
	i, j := within(d.r.Blocks, p.Start, p.End)
	result := Applied
	for k, b := range d.r.Blocks {
		c := d.r.Fields[blockField(b.Start)]
		switch {
		case !d.unseen(c):
		case i <= k && k < j:
			return d.conflict("blocks_changed", c, "blocks")
		default:
			result = Merged
		}
	}
	if i >= j || d.r.Blocks[i].Start != p.Start || d.r.Blocks[j-1].End != p.End {
		return reject(annotations.Errorf(annotations.Invalid, "blocks_gap", "set.blocks", "no blocks begin at %d and end at %d", p.Start, p.End)), nil, nil
	}
	return d.takeEffect(result)
}
