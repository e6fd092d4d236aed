package api

import (
	"fmt"
	"html"
	"net/http"
	"reflect"
	"strings"
)

func (s *Server) docs(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(s.pages)
	return nil
}

func (s *Server) docsStyle(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write([]byte(docsCSS))
	return nil
}

const docsCSS = `:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
code { font: 0.9em/1.4 ui-monospace, monospace }
section { border-top: 1px solid; padding: 0.5rem 0 }
h3 { font-size: 1rem; margin: 0.5rem 0 }
dt { font-family: ui-monospace, monospace }
table { border-collapse: collapse }
td, th { text-align: left; vertical-align: top; padding: 0.2rem 1rem 0.2rem 0 }
`

// docsPage is the table as a page: no script, no style of its own, no foreign
// host, so that it is read under the strictest policy.
func docsPage(routes []route) []byte {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Galley API</title>\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<link rel=\"stylesheet\" href=\"/api/docs.css\">\n</head>\n<body>\n<main>\n<h1>Galley API</h1>\n" +
		"<p>JSON over HTTP. Offsets are Unicode code points, half open: <code>text[start:end]</code> in Python is the quotation. " +
		"Times are RFC 3339. Scripts send <code>Authorization: Bearer TOKEN</code>; <code>galley user token NAME --api</code> prints a token. " +
		"For programs: <a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a>.</p>\n")
	tag := ""
	for _, r := range routes {
		if r.tag() != tag {
			tag = r.tag()
			fmt.Fprintf(&b, "<h2>%s</h2>\n", html.EscapeString(strings.ToUpper(tag[:1])+tag[1:]))
		}
		r.section(&b)
	}
	b.WriteString("<h2>Refusals</h2>\n<p>Every refusal is <code>application/problem+json</code> (RFC 9457) with a stable <code>code</code>, " +
		"a finer <code>reason</code>, the <code>field</code> it is about and the <code>request_id</code> of the log.</p>\n" +
		"<table>\n<tr><th>code</th><th>status</th><th>meaning</th></tr>\n")
	for _, c := range codes {
		fmt.Fprintf(&b, "<tr id=\"code-%s\"><td><code>%s</code></td><td>%d</td><td>%s: %s</td></tr>\n",
			c.code, c.code, c.status, html.EscapeString(c.title), html.EscapeString(c.about))
	}
	b.WriteString("</table>\n</main>\n</body>\n</html>\n")
	return []byte(b.String())
}

func (r route) section(b *strings.Builder) {
	fmt.Fprintf(b, "<section id=\"%s\">\n<h3><code>%s %s</code></h3>\n<p>%s</p>\n<p>For: %s.", r.operation(), r.method,
		html.EscapeString(r.path), html.EscapeString(r.summary), r.right)
	describe := func(label string, v any, media string, status int) {
		if v == nil && media == "" {
			return
		}
		what := media
		if v != nil {
			what = reflect.TypeOf(v).Name()
		}
		fmt.Fprintf(b, " %s: <code>%s</code>", label, html.EscapeString(what))
		if status > 0 {
			fmt.Fprintf(b, " (%d)", status)
		}
		b.WriteString(".")
	}
	describe("Takes", r.in, r.takes, 0)
	describe("Gives", r.out, r.gives, r.status)
	b.WriteString("</p>\n")
	if len(r.query) > 0 {
		b.WriteString("<dl>\n")
		for _, p := range r.query {
			fmt.Fprintf(b, "<dt>%s</dt><dd>%s</dd>\n", html.EscapeString(p.name), html.EscapeString(p.about))
		}
		b.WriteString("</dl>\n")
	}
	b.WriteString("</section>\n")
}
