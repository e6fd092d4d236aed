package browser

import (
	"context"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Upload sends a file as a request's body, read by the browser from the disk as
// it goes: the file is never in the page's memory. sent is told how many bytes
// have gone. It BLOCKS, and answers as Fetch does; a file that has gone or
// changed since it was chosen is ErrOffline too, because a browser does not tell
// the two apart. (A fetch does not say how far it is; hence the older request.)
func Upload(ctx context.Context, r Request, f File, sent func(bytes int)) (Response, error) {
	if app.IsServer || f.file == nil {
		return Response{}, ErrOffline
	}
	if err := ctx.Err(); err != nil {
		return Response{}, err
	}
	x := app.Window().Get("XMLHttpRequest").New()
	x.Call("open", r.Method, r.Path)
	for name, value := range r.Headers {
		x.Call("setRequestHeader", name, value)
	}
	ended := make(chan struct{}, 1)
	stopProgress := Listen(x.Get("upload"), "progress", func(e app.Value) { sent(e.Get("loaded").Int()) })
	stopEnd := Listen(x, "loadend", func(app.Value) { ended <- struct{}{} })
	defer stopProgress()
	defer stopEnd()
	x.Call("send", f.file)
	select {
	case <-ctx.Done():
		x.Call("abort")
		return Response{}, ctx.Err()
	case <-ended:
	}
	status := x.Get("status").Int()
	if status == 0 {
		return Response{}, ErrOffline
	}
	headers := map[string]string{}
	for line := range strings.SplitSeq(x.Call("getAllResponseHeaders").String(), "\r\n") {
		if name, value, ok := strings.Cut(line, ": "); ok {
			headers[strings.ToLower(name)] = value
		}
	}
	return Response{Status: status, Body: []byte(x.Get("responseText").String()), Headers: headers}, nil
}
