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

// Submit submits an owner's set; with anyway although it does not keep soft
// rules. Returns conflict with the gaps when something is missing.
func (c *Client) Submit(ctx context.Context, document string, owner annotations.Owner, anyway bool) error {
	return c.call(ctx, methodPatch, wire.SetPath(document, string(owner)), wire.SetState{State: annotations.Submitted, Anyway: anyway}, nil)
}

// SetState submits or reopens an owner's set. Returns forbidden for another
// person's set.
func (c *Client) SetState(ctx context.Context, document string, owner annotations.Owner, state annotations.State) error {
	return c.call(ctx, methodPatch, wire.SetPath(document, string(owner)), wire.SetState{State: state}, nil)
}
