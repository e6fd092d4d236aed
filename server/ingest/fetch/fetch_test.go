package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
)

// Label Studio CVE-2022-36551, memos CVE-2024-29028, Miniflux CVE-2026-21885, Gitea CVE-2026-22874.
func TestFetchMatrixReachesNoAddressThatIsNotPublic(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "169.254.169.254", "172.16.0.1",
		"172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
		"239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
		"64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
	} {
		a, err := netip.ParseAddr(address)
		require.NoError(t, err)
		require.False(t, Public(a), address)
		for _, scheme := range []string{"http", "https"} {
			_, err := New().Get(t.Context(), scheme+"://"+net.JoinHostPort(address, "")+"/")
			require.Error(t, err, address)
			require.Contains(t, []annotations.Code{annotations.Invalid, annotations.Unavailable}, annotations.CodeOf(err), address)
		}
	}
	for _, address := range []string{"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"} {
		require.True(t, Public(netip.MustParseAddr(address)), address)
	}
}

func TestFetchRefusesEverySchemePortAndFormThatIsNoPage(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"file:///etc/passwd", "gopher://example.org/", "ftp://example.org/", "dict://example.org:11211/", "javascript:alert(1)", "//example.org/",
		"http://example.org:22/", "https://example.org:8443/", "http://name:secret@example.org/", "http:///nothing", "example.org", "", "http://[::1", "data:text/html,x",
	} {
		_, err := New().Get(t.Context(), address)
		require.Equal(t, annotations.Invalid, annotations.CodeOf(err), "%q: %v", address, err)
	}
}

// site is a server on loopback that a Fetcher may reach by an exception for it.
func site(t *testing.T, handle http.HandlerFunc) (*Fetcher, string) {
	t.Helper()
	s := httptest.NewServer(handle)
	t.Cleanup(s.Close)
	u, err := url.Parse(s.URL)
	require.NoError(t, err)
	return with(func(a netip.Addr) bool { return a.String() == "127.0.0.1" }, net.DefaultResolver, []string{u.Port()}), s.URL
}

func reason(err error) string {
	if e, ok := err.(*annotations.Error); ok {
		return e.Reason
	}
	return fmt.Sprint(err)
}

func TestAPageComesWithItsAddressTypeAndCharset(t *testing.T) {
	t.Parallel()
	f, home := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/alt" {
			http.Redirect(w, r, "/neu", http.StatusFound)
			return
		}
		require.Empty(t, r.Cookies())
		w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
		_, _ = w.Write([]byte("<p>\xdcber</p>"))
	})
	p, err := f.Get(t.Context(), home+"/alt")
	require.NoError(t, err)
	require.Equal(t, Page{URL: home + "/neu", Type: "text/html", Charset: "iso-8859-1", Body: []byte("<p>\xdcber</p>")}, p)
}

// Label Studio CVE-2023-47116.
func TestFetchRedirectToPrivateIsRefusedOnEveryHop(t *testing.T) {
	t.Parallel()
	var reached atomic.Bool
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	t.Cleanup(inner.Close)
	f, home := site(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/port":
			http.Redirect(w, r, inner.URL, http.StatusFound)
		case "/host":
			http.Redirect(w, r, strings.Replace("http://"+r.Host, "127.0.0.1", "127.0.0.2", 1), http.StatusTemporaryRedirect)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		default:
			http.Redirect(w, r, "/again"+r.URL.Path, http.StatusFound)
		}
	})
	for path, want := range map[string]string{"/port": "bad_url", "/host": "private_address", "/file": "bad_url", "/ring": "too_many_redirects"} {
		_, err := f.Get(t.Context(), home+path)
		require.Equal(t, want, reason(err), path)
	}
	require.False(t, reached.Load())
}

func TestFetchRebindIsSeenBecauseTheDialledAddressCounts(t *testing.T) {
	t.Parallel()
	// Whatever a name answered before, the dial asks again and Control sees that answer.
	check := control(Public, []string{"80"})
	require.NoError(t, check("tcp4", "93.184.216.34:80", nil))
	for _, address := range []string{"127.0.0.1:80", "[::1]:80", "[fe80::1%lo]:80", "93.184.216.34:8080", "localhost:80", "broken"} {
		require.Error(t, check("tcp4", address, nil), address)
	}
	require.Error(t, check("unix", "93.184.216.34:80", nil))
	_, err := New().Get(t.Context(), "http://localhost/")
	require.Equal(t, "private_address", reason(err), "a name of this machine")
}

func TestAnswersThatAreNoPageAreNamedAndNotRepeated(t *testing.T) {
	t.Parallel()
	f, home := site(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/404":
			http.Error(w, "secret words of the other side", http.StatusNotFound)
		case "/picture":
			w.Header().Set("Content-Type", "image/png")
		case "/large":
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write(make([]byte, MaxBytes+1))
		case "/hang":
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("half"))
		}
	})
	for path, want := range map[string]string{"/404": "http_status", "/picture": "not_a_page", "/large": "page_too_large", "/hang": "no_answer"} {
		_, err := f.Get(t.Context(), home+path)
		require.Equal(t, want, reason(err), path)
		require.NotContains(t, err.Error(), "secret")
	}
}

func TestNoProxyOfTheEnvironmentIsAsked(t *testing.T) {
	var asked atomic.Bool
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Store(true) }))
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := New().Get(ctx, "http://example.org/")
	require.Error(t, err)
	require.False(t, asked.Load())
}
