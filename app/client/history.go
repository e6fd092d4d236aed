package client

import (
	"context"
	"strconv"

	"galley/annotations/wire"
)

// History is a page of what happened on a document, newest first. Returns
// not_found for a document, span or link that never was.
func (c *Client) History(ctx context.Context, document string, q wire.HistoryQuery) (*wire.History, error) {
	h := &wire.History{}
	path := query(wire.HistoryPath(document), "target", q.Target, "owner", string(q.Owner), "after", q.After, "limit", number(q.Limit))
	return h, c.call(ctx, methodGet, path, nil, h)
}

// Find is a page of a project's documents that hold a passage, with the places.
// Returns invalid when there is nothing to look for.
func (c *Client) Find(ctx context.Context, project string, q wire.FindQuery) (*wire.Found, error) {
	f := &wire.Found{}
	var exact, plain string
	if q.ExactCase {
		exact = "exact"
	}
	if q.NoGenitive {
		plain = "no"
	}
	path := query(wire.FindPath(project), "q", q.Words, "case", exact, "genitive", plain, "after", q.After, "hits", number(q.Hits))
	return f, c.call(ctx, methodGet, path, nil, f)
}

// number is a parameter that is left out when it is 0.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
