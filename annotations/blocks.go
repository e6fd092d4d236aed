package annotations

import (
	"slices"

	"galley/annotations/text"
)

// The three edits of a document's blocks. Each gives new blocks that cover the
// same text (see CheckBlocks) and leaves those it was given as they were. A block
// is named by where it starts.

// SetBlockRole gives the block that starts at start another role. Returns Invalid
// for an unknown role (unknown_role) and NotFound where no block starts there
// (unknown_block).
func SetBlockRole(blocks []Block, start text.Rune, role Role) ([]Block, error) {
	if !role.Valid() {
		return nil, Errorf(Invalid, "unknown_role", "role", "role %q is not known", role)
	}
	i, err := blockStart(blocks, start)
	if err != nil {
		return nil, err
	}
	edited := slices.Clone(blocks)
	edited[i].Role = role
	return edited, nil
}

// SplitBlock cuts the block that holds at in two: the first keeps its role, the
// second gets the one given. Returns Invalid for an unknown role (unknown_role),
// and where at lies outside the text or at the border of a block (bad_split).
func SplitBlock(blocks []Block, at text.Rune, role Role) ([]Block, error) {
	if !role.Valid() {
		return nil, Errorf(Invalid, "unknown_role", "role", "role %q is not known", role)
	}
	i := BlockAt(blocks, at)
	if i < 0 || at <= blocks[i].Start || at >= blocks[i].End {
		return nil, Errorf(Invalid, "bad_split", "at", "%d is not inside a block", at)
	}
	edited := slices.Insert(slices.Clone(blocks), i+1, Block{Role: role, Start: at, End: blocks[i].End})
	edited[i].End = at
	return edited, nil
}

// MergeBlocks joins the block that starts at start with the one before it, whose
// role both keep. Returns NotFound where no block starts there (unknown_block)
// and Invalid for the first block (first_block).
func MergeBlocks(blocks []Block, start text.Rune) ([]Block, error) {
	i, err := blockStart(blocks, start)
	if err != nil {
		return nil, err
	}
	if i == 0 {
		return nil, Errorf(Invalid, "first_block", "start", "the first block has none before it")
	}
	edited := slices.Delete(slices.Clone(blocks), i, i+1)
	edited[i-1].End = blocks[i].End
	return edited, nil
}

func blockStart(blocks []Block, start text.Rune) (int, error) {
	i, found := slices.BinarySearchFunc(blocks, start, func(b Block, at text.Rune) int { return int(b.Start - at) })
	if !found {
		return 0, Errorf(NotFound, "unknown_block", "start", "no block starts at %d", start)
	}
	return i, nil
}
