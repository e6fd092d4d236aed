package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/browser"
)

// Client calls the API of the server that the page came from. It holds no
// state; copies are equal.
type Client struct {
	fetch  func(context.Context, browser.Request) (browser.Response, error)
	upload func(context.Context, browser.Request, browser.File, func(int)) (browser.Response, error)
}

// New is a client that uses the browser's fetch with the visitor's session.
func New() *Client { return &Client{fetch: browser.Fetch, upload: browser.Upload} }

// With is a client that sends its requests through fetch.
func With(fetch func(context.Context, browser.Request) (browser.Response, error)) *Client {
	return &Client{fetch: fetch, upload: func(ctx context.Context, r browser.Request, _ browser.File, _ func(int)) (browser.Response, error) {
		return fetch(ctx, r)
	}}
}

// ProblemOf is the server's refusal in an error's chain; nil when there was no
// answer, or one that is not a refusal.
func ProblemOf(err error) *wire.Problem {
	var p *wire.Problem
	if errors.As(err, &p) {
		return p
	}
	return nil
}

// Offline reports whether an error means that no answer came.
func Offline(err error) bool { return errors.Is(err, browser.ErrOffline) }

// call sends in as JSON (nothing when nil) and reads the answer into out
// (dropped when nil).
func (c *Client) call(ctx context.Context, method, path string, in, out any) error {
	req := get(path)
	req.Method = method
	if in != nil {
		body, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("encode the request to %s: %w", path, err)
		}
		req.Body, req.Headers["Content-Type"] = body, "application/json"
	}
	return c.send(ctx, req, out)
}

func get(path string) browser.Request {
	return browser.Request{Method: methodGet, Path: path, Headers: map[string]string{"Accept": "application/json"}}
}

func (c *Client) send(ctx context.Context, req browser.Request, out any) error {
	body, err := c.answer(ctx, req)
	if err != nil || out == nil {
		return err
	}
	return read(req, body, out)
}

// answer is the body of a good answer; a refusal is a *wire.Problem.
func (c *Client) answer(ctx context.Context, req browser.Request) ([]byte, error) {
	resp, err := c.fetch(ctx, req)
	return taken(req, resp, err)
}

// taken tells a good answer from a refusal and from none.
func taken(req browser.Request, resp browser.Response, err error) ([]byte, error) {
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", req.Method, req.Path, err)
	}
	if resp.Status < 200 || resp.Status > 299 {
		return nil, problem(resp)
	}
	return resp.Body, nil
}

func read(req browser.Request, body []byte, out any) error {
	if err := json.Unmarshal(body, out); err != nil {
		return fmt.Errorf("read the answer to %s %s: %w", req.Method, req.Path, err)
	}
	return nil
}

// problem reads a refusal. An answer that is none of the server's own, such as
// a proxy's error page, becomes a Problem with the code its status stands for.
func problem(resp browser.Response) *wire.Problem {
	p := &wire.Problem{Status: resp.Status}
	ours := strings.HasPrefix(resp.Headers["content-type"], "application/problem+json")
	if ours && json.Unmarshal(resp.Body, p) == nil && p.Code != "" {
		return p
	}
	return &wire.Problem{
		Status: resp.Status, Code: codeOf(resp.Status),
		Detail: fmt.Sprintf("the answer has status %d and no problem in it", resp.Status),
	}
}

func codeOf(status int) annotations.Code {
	switch status {
	case statusUnauthorized:
		return annotations.Unauthenticated
	case statusForbidden:
		return annotations.Forbidden
	case statusNotFound, statusGone:
		return annotations.NotFound
	case statusConflict:
		return annotations.Conflict
	case statusRequestEntityTooLarge:
		return annotations.TooLarge
	case statusTooManyRequests, statusBadGateway, statusServiceUnavailable, statusGatewayTimeout:
		return annotations.Unavailable
	}
	if status >= 500 {
		return annotations.Internal
	}
	return annotations.Invalid
}
