package site

import "net/http"

// contentSecurityPolicy lets the page load files of this server and compile WebAssembly, and nothing else. With Trusted
// Types a string never becomes markup or code; the one policy of app.js lets the service worker's address through.
const contentSecurityPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; " +
	"trusted-types galley"

// permissionsPolicy switches off what a page could ask a person for. Writing to the clipboard stays, for "copy".
const permissionsPolicy = "accelerometer=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), " +
	"geolocation=(), gyroscope=(), hid=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), " +
	"screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"

// Headers puts the security headers on every answer of next, whatever its status. It belongs outermost, around pages
// and API alike. They are set before next runs, so a handler with a reason may tighten one of them.
func Headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", permissionsPolicy)
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
