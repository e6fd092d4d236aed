package fetch

import (
	"context"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"galley/annotations"
)

// The bounds of one fetch.
const (
	MaxBytes     = 5 << 20
	maxRedirects = 3
	patience     = 10 * time.Second
)

// agent is how Galley introduces itself.
const agent = "Galley/1 (article import; one page at a person's wish)"

// types are what may come: web pages, texts and feeds.
var types = []string{"text/html", "application/xhtml+xml", "text/plain", "application/rss+xml", "application/atom+xml", "application/xml", "text/xml"}

// Page is what an address answered.
type Page struct {
	// URL is where the page was found in the end.
	URL string
	// Type is the media type, Charset what the header declares; may be empty.
	Type, Charset string
	Body          []byte
}

// Fetcher gets pages. It is safe for concurrent use.
type Fetcher struct {
	client *http.Client
	ports  []string
}

// New is a Fetcher that reaches the public internet alone.
func New() *Fetcher { return with(Public, net.DefaultResolver, []string{"80", "443"}) }

// with is New with what tests replace.
func with(allowed func(netip.Addr) bool, names *net.Resolver, ports []string) *Fetcher {
	f := &Fetcher{ports: ports}
	dialer := &net.Dialer{Timeout: patience / 2, Resolver: names, Control: control(allowed, ports)}
	f.client = &http.Client{
		Timeout: patience,
		Transport: &http.Transport{
			Proxy: nil, DialContext: dialer.DialContext, ForceAttemptHTTP2: true, DisableKeepAlives: true,
			TLSHandshakeTimeout: patience / 2, ResponseHeaderTimeout: patience, MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return errRedirects
			}
			return f.check(r.URL)
		},
	}
	return f
}

var errRedirects = annotations.Errorf(annotations.Invalid, "too_many_redirects", "url", "the address leads on more than %d times", maxRedirects)

// check refuses an address by its form.
func (f *Fetcher) check(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Opaque != "":
		return annotations.Errorf(annotations.Invalid, "bad_url", "url", "is not an http or https address")
	case u.User != nil:
		return annotations.Errorf(annotations.Invalid, "bad_url", "url", "holds a name or password; leave it out")
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	for _, p := range f.ports {
		if p == port {
			return nil
		}
	}
	return annotations.Errorf(annotations.Invalid, "bad_url", "url", "port %s is not fetched from", port)
}

// Get fetches one page. Returns invalid with a reason for an address that may
// not be fetched or does not lead to a page, too_large over MaxBytes, and
// unavailable when the other side does not answer.
func (f *Fetcher) Get(ctx context.Context, address string) (Page, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return Page{}, annotations.Errorf(annotations.Invalid, "bad_url", "url", "is not an http or https address")
	}
	if err := f.check(u); err != nil {
		return Page{}, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Page{}, annotations.Errorf(annotations.Invalid, "bad_url", "url", "is not an http or https address")
	}
	r.Header.Set("User-Agent", agent)
	r.Header.Set("Accept", strings.Join(types, ", "))
	answer, err := f.client.Do(r)
	if err != nil {
		return Page{}, refusal(err)
	}
	defer answer.Body.Close()
	return read(answer)
}

// read takes an answer that is a page.
func read(answer *http.Response) (Page, error) {
	if answer.StatusCode != http.StatusOK {
		return Page{}, annotations.Errorf(annotations.Invalid, "http_status", "url", "answers with status %d", answer.StatusCode)
	}
	kind, params, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if err != nil || !one(types, kind) {
		return Page{}, annotations.Errorf(annotations.Invalid, "not_a_page", "url", "leads to something that is neither a web page, a text nor a feed")
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, MaxBytes+1))
	if err != nil {
		return Page{}, refusal(err)
	}
	if len(body) > MaxBytes {
		return Page{}, annotations.Errorf(annotations.TooLarge, "page_too_large", "url", "leads to a page of more than %d MB", MaxBytes>>20)
	}
	return Page{URL: answer.Request.URL.String(), Type: kind, Charset: params["charset"], Body: body}, nil
}

func one(all []string, s string) bool {
	for _, x := range all {
		if x == s {
			return true
		}
	}
	return false
}

// refusal turns a client's error into ours, without what the other side said.
func refusal(err error) error {
	var own *annotations.Error
	if errors.As(err, &own) {
		return own
	}
	var address *refusedAddress
	if errors.As(err, &address) {
		return annotations.Errorf(annotations.Invalid, "private_address", "url", "leads to an address that is not public")
	}
	var name *net.DNSError
	if errors.As(err, &name) {
		return annotations.Errorf(annotations.Unavailable, "no_such_host", "url", "no server of that name was found")
	}
	return annotations.Errorf(annotations.Unavailable, "no_answer", "url", "the server does not answer")
}
