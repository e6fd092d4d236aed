package annotations

import "galley/annotations/text"

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
	return ReplaceBlocks(blocks, i, i+1, Block{role, blocks[i].Start, blocks[i].End}), nil
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
	b := blocks[i]
	return ReplaceBlocks(blocks, i, i+1, Block{b.Role, b.Start, at}, Block{role, at, b.End}), nil
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
	return ReplaceBlocks(blocks, i-1, i+1, Block{blocks[i-1].Role, blocks[i-1].Start, blocks[i].End}), nil
}

func blockStart(blocks []Block, start text.Rune) (int, error) {
	i := BlockAt(blocks, start)
	if i < 0 || blocks[i].Start != start {
		return 0, Errorf(NotFound, "unknown_block", "start", "no block starts at %d", start)
	}
	return i, nil
}

// ReplaceBlocks is blocks with those from index i to before j replaced, in new
// memory.
func ReplaceBlocks(blocks []Block, i, j int, by ...Block) []Block {
	edited := make([]Block, 0, len(blocks)+len(by))
	edited = append(edited, blocks[:i]...)
	edited = append(edited, by...)
	return append(edited, blocks[j:]...)
}
