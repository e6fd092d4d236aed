package client

import (
	"context"

	"galley/annotations/wire"
	"galley/app/browser"
)

// Imports lists a project's last imports, newest first.
func (c *Client) Imports(ctx context.Context, project string) (*wire.Imports, error) {
	all := &wire.Imports{}
	return all, c.call(ctx, methodGet, wire.ImportsPath(project), nil, all)
}

// NewImport begins an import, which then collects files.
func (c *Client) NewImport(ctx context.Context, project string, choice wire.ImportChoice) (*wire.Import, error) {
	i := &wire.Import{}
	return i, c.call(ctx, methodPost, wire.ImportsPath(project), choice, i)
}

// ImportRun is one import with its progress.
func (c *Client) ImportRun(ctx context.Context, project, id string) (*wire.Import, error) {
	i := &wire.Import{}
	return i, c.call(ctx, methodGet, wire.ImportRunPath(project, id), nil, i)
}

// UpdateImport starts or cancels an import.
func (c *Client) UpdateImport(ctx context.Context, project, id string, u wire.ImportUpdate) (*wire.Import, error) {
	i := &wire.Import{}
	return i, c.call(ctx, methodPatch, wire.ImportRunPath(project, id), u, i)
}

// SendFile adds a file to a collecting import, straight from the device's disk.
// sent is told how many bytes have gone.
func (c *Client) SendFile(ctx context.Context, project, id, name string, f browser.File, sent func(bytes int)) error {
	req := browser.Request{
		Method: methodPut, Path: wire.ImportFilesPath(project, id, name),
		Headers: map[string]string{"Accept": "application/json", "Content-Type": "application/octet-stream"},
	}
	resp, err := c.upload(ctx, req, f, sent)
	_, err = taken(req, resp, err)
	return err
}

// ImportReport lets the browser load an import's report to a file.
func (c *Client) ImportReport(project, id string) {
	browser.DownloadPath(wire.ImportReportPath(project, id))
}

// LookImport says what the files of a collecting import look like.
func (c *Client) LookImport(ctx context.Context, project, id string) (*wire.ImportLook, error) {
	look := &wire.ImportLook{}
	return look, c.call(ctx, methodGet, wire.ImportLookPath(project, id), nil, look)
}

// ImportOutcomes is a page of an import's report, all of it or only some, from
// after a cursor ("" for the first).
func (c *Client) ImportOutcomes(ctx context.Context, project, id string, only wire.OutcomesOnly, after string) (*wire.ImportOutcomes, error) {
	page := &wire.ImportOutcomes{}
	return page, c.call(ctx, methodGet, query(wire.ImportOutcomesPath(project, id), "only", string(only), "after", after), nil, page)
}

// Similar lists the documents that are nearly the same text as one.
func (c *Client) Similar(ctx context.Context, id string) (*wire.Similar, error) {
	all := &wire.Similar{}
	return all, c.call(ctx, methodGet, wire.SimilarPath(id), nil, all)
}

// Difference says how another document's words differ from one's.
func (c *Client) Difference(ctx context.Context, id, other string) (*wire.Difference, error) {
	d := &wire.Difference{}
	return d, c.call(ctx, methodGet, wire.DifferencePath(id, other), nil, d)
}
