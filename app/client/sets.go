package client

import (
	"context"

	"galley/annotations"
	"galley/annotations/wire"
)

// Sets lists a document's sets by owner.
func (c *Client) Sets(ctx context.Context, document string) (*wire.Sets, error) {
	s := &wire.Sets{}
	return s, c.call(ctx, methodGet, wire.SetsPath(document), nil, s)
}

// SetState submits or reopens an owner's set. Returns forbidden for another
// person's set.
func (c *Client) SetState(ctx context.Context, document string, owner annotations.Owner, state annotations.State) error {
	return c.call(ctx, methodPatch, wire.SetPath(document, string(owner)), wire.SetState{State: state}, nil)
}
