package client

import (
	"context"
	"net/url"

	"galley/annotations/wire"
	"galley/app/browser"
)

// Projects lists projects by name, a page from after a cursor ("" for the first).
func (c *Client) Projects(ctx context.Context, after string) (*wire.Projects, error) {
	p := &wire.Projects{}
	return p, c.call(ctx, methodGet, query(wire.ProjectsPath(), "after", after), nil, p)
}

// CreateProject makes a project with the default schema. Returns conflict when
// the name is taken, invalid when it cannot be one.
func (c *Client) CreateProject(ctx context.Context, n wire.NewProject) (*wire.Project, error) {
	p := &wire.Project{}
	return p, c.call(ctx, methodPost, wire.ProjectsPath(), n, p)
}

// Project is one project. Returns not_found if there is none of the name.
func (c *Client) Project(ctx context.Context, name string) (*wire.Project, error) {
	p := &wire.Project{}
	return p, c.call(ctx, methodGet, wire.ProjectPath(name), nil, p)
}

// Schema is a project's schema.
func (c *Client) Schema(ctx context.Context, project string) (*wire.Schema, error) {
	s := &wire.Schema{}
	return s, c.call(ctx, methodGet, wire.SchemaPath(project), nil, s)
}

// PutSchema changes a project's schema; its version is the present one plus 1.
// Returns conflict when somebody changed it first, or when something that is
// used would be gone.
func (c *Client) PutSchema(ctx context.Context, project string, s *wire.Schema) (*wire.Schema, error) {
	saved := &wire.Schema{}
	return saved, c.call(ctx, methodPut, wire.SchemaPath(project), s, saved)
}

// Usage counts how often the parts of a project's schema are used.
func (c *Client) Usage(ctx context.Context, project string) (*wire.Usage, error) {
	u := &wire.Usage{}
	return u, c.call(ctx, methodGet, wire.UsagePath(project), nil, u)
}

// CheckSchema says what would become of a schema, given as JSON, before it is
// saved; base is the version it was made from, 0 for one from elsewhere. Returns
// invalid naming the place that cannot be read.
func (c *Client) CheckSchema(ctx context.Context, project string, base int, raw []byte) (*wire.SchemaCheck, error) {
	found := &wire.SchemaCheck{}
	return found, c.send(ctx, browser.Request{
		Method: methodPost, Path: wire.SchemaCheckPath(project, base), Body: raw,
		Headers: map[string]string{"Accept": "application/json", "Content-Type": "application/json"},
	}, found)
}

// Schemas are the schemas to start a project with.
func (c *Client) Schemas(ctx context.Context) (*wire.Schemas, error) {
	s := &wire.Schemas{}
	return s, c.call(ctx, methodGet, wire.SchemasPath(), nil, s)
}

// query adds the parameters that are not empty, given as name, value, name …
func query(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
