package client

import (
	"context"
	"net/url"

	"galley/annotations/wire"
	"galley/app/browser"
)

// ExportPath is the address of a project's data, or of a release when one is
// named, as the parameters of an export say.
func ExportPath(project, release string, q url.Values) string {
	if release != "" {
		return wire.ReleaseExportPath(project, release, q)
	}
	return wire.ProjectPath(project) + "/export?" + q.Encode()
}

// Download lets the browser stream what an address has to a file. It never passes
// through the page's memory.
func (c *Client) Download(path string) { browser.DownloadPath(path) }

// ExportReport says what an export would hold.
func (c *Client) ExportReport(ctx context.Context, project string, q url.Values) (*wire.ExportReport, error) {
	r := &wire.ExportReport{}
	return r, c.call(ctx, methodGet, wire.ExportReportPath(project, q), nil, r)
}

// Releases lists a project's releases, newest first.
func (c *Client) Releases(ctx context.Context, project string) (*wire.Releases, error) {
	all := &wire.Releases{}
	return all, c.call(ctx, methodGet, wire.ReleasesPath(project), nil, all)
}

// NewRelease makes a release.
func (c *Client) NewRelease(ctx context.Context, project string, n wire.NewRelease) (*wire.Release, error) {
	r := &wire.Release{}
	return r, c.call(ctx, methodPost, wire.ReleasesPath(project), n, r)
}

// ReleaseDifference says how release to differs from release from.
func (c *Client) ReleaseDifference(ctx context.Context, project, from, to string) (*wire.ReleaseDifference, error) {
	d := &wire.ReleaseDifference{}
	return d, c.call(ctx, methodGet, wire.ReleaseDifferencePath(project, from, to), nil, d)
}
