package browser

import (
	"context"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// copies is the cache that holds documents as they were last read, so that a
// reload while the server is away shows the article with its waiting edits.
const copies = "documents"

// SaveDocument keeps what was read of a document, replacing what was kept before.
// It BLOCKS. A copy is a comfort: losing it loses nothing that the server has.
func SaveDocument(ctx context.Context, id string, data []byte) error {
	if app.IsServer {
		return nil
	}
	cache, err := Await(ctx, app.Window().Get("caches").Call("open", copies))
	if err != nil {
		return err
	}
	body := app.Window().Get("Response").New(string(data))
	_, err = Await(ctx, cache.Call("put", copyPath(id), body))
	return err
}

// SavedDocument is what was last read of a document; nil when nothing is kept. It BLOCKS.
func SavedDocument(ctx context.Context, id string) ([]byte, error) {
	if app.IsServer {
		return nil, nil
	}
	cache, err := Await(ctx, app.Window().Get("caches").Call("open", copies))
	if err != nil {
		return nil, err
	}
	found, err := Await(ctx, cache.Call("match", copyPath(id)))
	if err != nil || !found.Truthy() {
		return nil, err
	}
	text, err := Await(ctx, found.Call("text"))
	if err != nil {
		return nil, err
	}
	return []byte(text.String()), nil
}

// ForgetDocuments drops all copies, as when a person signs out. It BLOCKS.
func ForgetDocuments(ctx context.Context) error {
	if app.IsServer {
		return nil
	}
	_, err := Await(ctx, app.Window().Get("caches").Call("delete", copies))
	return err
}

func copyPath(id string) string { return "/copies/" + id }
