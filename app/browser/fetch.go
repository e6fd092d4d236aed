package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// ErrOffline says that no answer came: the server could not be reached, or the
// connection broke off before the answer was whole.
var ErrOffline = errors.New("the server cannot be reached")

// Request is one request to our own server.
type Request struct {
	Method string // "GET" when empty
	Path   string // with its query, from the root
	Body   []byte // nil for none
	// Headers are sent as they are.
	Headers map[string]string
}

// Response is a whole answer, whatever its status.
type Response struct {
	Status int
	Body   []byte
	// Headers have lower-case names.
	Headers map[string]string
}

// Fetch sends a request with the browser's fetch and reads the whole answer. It
// blocks, so it belongs in a goroutine. Any answer is a Response, a refusal
// too; ErrOffline (by errors.Is) means that none came; ctx.Err() that ctx
// ended, and then the request is aborted. Natively it answers ErrOffline.
func Fetch(ctx context.Context, r Request) (Response, error) {
	if app.IsServer {
		return Response{}, ErrOffline
	}
	if err := ctx.Err(); err != nil {
		return Response{}, err
	}
	abort := app.Window().Get("AbortController").New()
	defer context.AfterFunc(ctx, func() { abort.Call("abort") })()

	answer, err := Await(ctx, app.Window().Call("fetch", r.Path, r.options(abort.Get("signal"))))
	if err != nil {
		return Response{}, broken(ctx, err)
	}
	body, err := Await(ctx, answer.Call("arrayBuffer"))
	if err != nil {
		return Response{}, broken(ctx, err)
	}
	return Response{
		Status:  answer.Get("status").Int(),
		Body:    bytesOf(body),
		Headers: headersOf(answer.Get("headers")),
	}, nil
}

func (r Request) options(signal app.Value) map[string]any {
	options := map[string]any{"method": r.Method, "signal": signal, "credentials": "same-origin", "cache": "no-store"}
	if r.Method == "" {
		options["method"] = "GET"
	}
	if len(r.Headers) > 0 {
		headers := map[string]any{}
		for name, value := range r.Headers {
			headers[name] = value
		}
		options["headers"] = headers
	}
	if r.Body != nil {
		options["body"] = uint8Array(r.Body)
	}
	return options
}

// broken tells an aborted request from one that got no answer.
func broken(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("%w (%v)", ErrOffline, err)
}

func uint8Array(data []byte) app.Value {
	array := app.Window().Get("Uint8Array").New(len(data))
	app.CopyBytesToJS(array, data)
	return array
}

// bytesOf copies an ArrayBuffer.
func bytesOf(buffer app.Value) []byte {
	array := app.Window().Get("Uint8Array").New(buffer)
	data := make([]byte, array.Get("length").Int())
	app.CopyBytesToGo(data, array)
	return data
}

// headersOf reads a Headers object in one crossing; the browser gives names in
// lower case.
func headersOf(headers app.Value) map[string]string {
	plain := app.Window().Get("Object").Call("fromEntries", headers)
	m := map[string]string{}
	text := app.Window().Get("JSON").Call("stringify", plain).String()
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return nil // the browser's own JSON of strings: it cannot be wrong
	}
	return m
}
