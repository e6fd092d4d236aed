package client

import (
	"context"

	"galley/annotations/wire"
	"galley/app/browser"
)

// Documents lists a project's documents, newest first: those that hold the
// words of q ("" for all), a page from after a cursor ("" for the first).
func (c *Client) Documents(ctx context.Context, project, q, after string) (*wire.Documents, error) {
	d := &wire.Documents{}
	return d, c.call(ctx, methodGet, query(wire.DocumentsPath(project), "q", q, "after", after), nil, d)
}

// CreateDocument adds a pasted text; one that the project has already is found,
// not added. Returns invalid with the text's reason when it cannot be stored.
func (c *Client) CreateDocument(ctx context.Context, project string, n wire.NewDocument) (*wire.Added, error) {
	a := &wire.Added{}
	return a, c.call(ctx, methodPost, wire.DocumentsPath(project), n, a)
}

// Document is one document with its text, schema and the visitor's own set, and
// the answer as it came: a copy for this device need not be written anew.
func (c *Client) Document(ctx context.Context, id string) (*wire.Document, []byte, error) {
	d, req := &wire.Document{}, get(wire.DocumentPath(id))
	raw, err := c.answer(ctx, req)
	if err == nil {
		err = read(req, raw, d)
	}
	return d, raw, err
}

// Import adds documents with their sets from native JSONL, a document a line.
// Refused lines are in the answer; the good ones were kept.
func (c *Client) Import(ctx context.Context, project string, jsonl []byte) (*wire.Imported, error) {
	out := &wire.Imported{}
	return out, c.send(ctx, browser.Request{
		Method: methodPost, Path: wire.ImportPath(project), Body: jsonl,
		Headers: map[string]string{"Accept": "application/json", "Content-Type": "application/x-ndjson"},
	}, out)
}
