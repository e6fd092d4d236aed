package client

import (
	"context"
	"strconv"

	"galley/annotations/wire"
)

// PutOps sends a batch. The identical batch may be sent again when no answer
// came, and gets the identical answer. Returns conflict with the present epoch
// when the server has another history; nothing was applied then.
func (c *Client) PutOps(ctx context.Context, document string, b *wire.Batch) (*wire.Answer, error) {
	a := &wire.Answer{}
	return a, c.call(ctx, methodPut, wire.OpsPath(document), b, a)
}

// Log is the part of a document's op log after a sequence number; all of it,
// with the new epoch, when the server has another history.
func (c *Client) Log(ctx context.Context, document string, after int64, epoch string) (*wire.Log, error) {
	l := &wire.Log{}
	path := query(wire.OpsPath(document), "after", strconv.FormatInt(after, 10), "epoch", epoch)
	return l, c.call(ctx, methodGet, path, nil, l)
}
