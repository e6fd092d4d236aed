package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// asset is one file a browser can ask for, in the forms it can be sent.
type asset struct {
	contentType string
	etag        string // without quotes and without the form's suffix
	raw         []byte
	brotli      []byte // nil where there is no such form
	gzip        []byte
}

// contentTypes are the kinds of file the app is made of. A file of another kind is not served, so that nothing ends up
// on the web because it lay in the folder.
var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// newAsset describes a file of that name. Text is gzipped here, once; binary kinds are compressed already or come
// with their compressed forms.
func newAsset(name string, raw []byte) *asset {
	sum := sha256.Sum256(raw)
	a := &asset{contentType: contentTypes[path.Ext(name)], etag: hex.EncodeToString(sum[:8]), raw: raw}
	switch path.Ext(name) {
	case ".wasm", ".png", ".woff2":
	default:
		var packed bytes.Buffer
		w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is valid
		_, _ = w.Write(raw)                                        // a bytes.Buffer takes everything
		_ = w.Close()
		a.gzip = packed.Bytes()
	}
	return a
}

// loadAssets reads every file of a known kind, with the compressed forms that lie beside it.
func loadAssets(files fs.FS) (map[string]*asset, error) {
	assets := map[string]*asset{}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || contentTypes[path.Ext(name)] == "" {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		a := newAsset(name, raw)
		if packed, err := fs.ReadFile(files, name+".br"); err == nil {
			a.brotli = packed
		}
		if packed, err := fs.ReadFile(files, name+".gz"); err == nil {
			a.gzip = packed
		}
		assets[name] = a
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the files of the app: %w", err)
	}
	return assets, nil
}

// form picks the smallest form that the request's Accept-Encoding allows.
func (a *asset) form(header string) (body []byte, encoding string) {
	if _, ok := accepted(header, "br"); ok && a.brotli != nil {
		return a.brotli, "br"
	}
	if _, ok := accepted(header, "gzip"); ok && a.gzip != nil {
		return a.gzip, "gzip"
	}
	return a.raw, ""
}

// serve answers with the asset: 304 if the browser has it, else the status given. Ranges are not offered; no file here
// is one that a browser reads in parts.
func (a *asset) serve(w http.ResponseWriter, r *http.Request, status int, cacheControl string) {
	body, encoding := a.form(r.Header.Get("Accept-Encoding"))
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", cacheControl)
	h.Add("Vary", "Accept-Encoding")
	etag := `"` + a.etag + `"`
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
		etag = `"` + a.etag + "-" + encoding + `"`
	}
	if status == http.StatusOK {
		h.Set("ETag", etag)
		if matches(r.Header.Get("If-None-Match"), etag) {
			h.Del("Content-Encoding")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader has gone: nobody is left to tell
	}
}

// matches reports whether an If-None-Match header names the tag. A proxy may have weakened it.
func matches(header, etag string) bool {
	for entry := range strings.SplitSeq(header, ",") {
		entry = strings.TrimPrefix(strings.TrimSpace(entry), "W/")
		if entry == etag || entry == "*" {
			return true
		}
	}
	return false
}
